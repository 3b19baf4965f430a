// The little of libcurl that channels need, without its variadic functions.
//
// Every request has a handle of its own, so that no connection outlives what its certificate was trusted with. No
// redirect is followed, no proxy of the environment is used, nothing is decompressed.
#ifndef STEPWELL_CCURL_H
#define STEPWELL_CCURL_H

#include <stddef.h>

// Prepares the library: once, before the first request. 0 where it can be used.
int stepwell_curl_prepare(void);

enum { STEPWELL_CURL_TLS_NONE = 0, STEPWELL_CURL_TLS_START = 1, STEPWELL_CURL_TLS_IMPLICIT = 2 };

// What came of a request.
typedef struct {
    // libcurl's own code; 0 where the exchange was whole.
    int code;
    // The last status of HTTP or SMTP; 0 where there was none.
    long status;
    // Seconds of a Retry-After, -1 where there was none.
    long retry_after;
    // Milliseconds that it took.
    long milliseconds;
} stepwell_curl_result;

typedef struct {
    // smtp://host:port/our-name or smtps://…
    const char *url;
    int tls;
    // A file of certificates to trust in place of the system's; null for the system's.
    const char *ca_file;
    // Null for a server that asks for none.
    const char *user;
    const char *password;
    const char *from;
    const char *recipient;
    const unsigned char *body;
    size_t length;
    long timeout_seconds;
} stepwell_curl_mail;

stepwell_curl_result stepwell_curl_send_mail(const stepwell_curl_mail *mail);

typedef struct {
    const char *url;
    // Lines such as "Content-Type: application/json".
    const char *const *headers;
    size_t header_count;
    const char *ca_file;
    const char *user;
    const char *password;
    // "host:port:address,address": the only addresses that are connected to; null to look the host up.
    const char *resolved;
    const unsigned char *body;
    size_t length;
    // Bytes of the answer that are read at most.
    size_t answer_limit;
    long timeout_seconds;
} stepwell_curl_post;

stepwell_curl_result stepwell_curl_send_post(const stepwell_curl_post *post);

// What libcurl's code means, in its own words, which hold nothing of the request.
const char *stepwell_curl_words(int code);

#endif
