#include "CCurl.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

int stepwell_curl_prepare(void) { return (int)curl_global_init(CURL_GLOBAL_DEFAULT); }

const char *stepwell_curl_words(int code) { return curl_easy_strerror((CURLcode)code); }

typedef struct {
    const unsigned char *bytes;
    size_t length;
    size_t place;
} upload;

static size_t give(char *buffer, size_t size, size_t count, void *context) {
    upload *body = context;
    size_t wanted = size * count;
    size_t left = body->length - body->place;
    size_t given = left < wanted ? left : wanted;
    memcpy(buffer, body->bytes + body->place, given);
    body->place += given;
    return given;
}

// Reads an answer up to its limit, then ends the transfer.
typedef struct {
    size_t read;
    size_t limit;
} answer;

static size_t take(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes;
    answer *taken = context;
    taken->read += size * count;
    return taken->read > taken->limit ? 0 : size * count;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context) {
    answer *taken = context;
    taken->read += size * count;
    (void)bytes;
    return taken->read > taken->limit ? 0 : size * count;
}

static void set_common(CURL *curl, const char *ca_file, const char *user, const char *password, long timeout) {
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, timeout < 10 ? timeout : 10L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, timeout);
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    if (ca_file != NULL) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, ca_file);
        curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
    }
    if (user != NULL) curl_easy_setopt(curl, CURLOPT_USERNAME, user);
    if (password != NULL) curl_easy_setopt(curl, CURLOPT_PASSWORD, password);
}

static stepwell_curl_result perform(CURL *curl) {
    stepwell_curl_result result = {0, 0, -1, 0};
    result.code = (int)curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &result.status);
    curl_off_t value = 0;
    if (curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &value) == CURLE_OK && value > 0) {
        result.retry_after = value > 1000000 ? 1000000L : (long)value;
    }
    if (curl_easy_getinfo(curl, CURLINFO_TOTAL_TIME_T, &value) == CURLE_OK) result.milliseconds = (long)(value / 1000);
    return result;
}

static stepwell_curl_result failed(void) {
    stepwell_curl_result result = {(int)CURLE_FAILED_INIT, 0, -1, 0};
    return result;
}

stepwell_curl_result stepwell_curl_send_mail(const stepwell_curl_mail *mail) {
    CURL *curl = curl_easy_init();
    if (curl == NULL) return failed();
    struct curl_slist *recipients = curl_slist_append(NULL, mail->recipient);
    upload body = {mail->body, mail->length, 0};
    answer ignored = {0, 65536};
    set_common(curl, mail->ca_file, mail->user, mail->password, mail->timeout_seconds);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, mail->tls == STEPWELL_CURL_TLS_IMPLICIT ? "smtps" : "smtp");
    curl_easy_setopt(curl, CURLOPT_URL, mail->url);
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     mail->tls == STEPWELL_CURL_TLS_NONE ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, mail->from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)mail->length);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, &body);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &ignored);
    stepwell_curl_result result = perform(curl);
    curl_slist_free_all(recipients);
    curl_easy_cleanup(curl);
    return result;
}

stepwell_curl_result stepwell_curl_send_post(const stepwell_curl_post *post) {
    CURL *curl = curl_easy_init();
    if (curl == NULL) return failed();
    struct curl_slist *headers = curl_slist_append(NULL, "Expect:");
    for (size_t place = 0; place < post->header_count; place++) {
        headers = curl_slist_append(headers, post->headers[place]);
    }
    struct curl_slist *resolved = post->resolved == NULL ? NULL : curl_slist_append(NULL, post->resolved);
    answer body = {0, post->answer_limit};
    answer head = {0, post->answer_limit};
    set_common(curl, post->ca_file, post->user, post->password, post->timeout_seconds);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_URL, post->url);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)post->length);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, post->body);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &head);
    if (resolved != NULL) curl_easy_setopt(curl, CURLOPT_RESOLVE, resolved);
    stepwell_curl_result result = perform(curl);
    curl_slist_free_all(headers);
    curl_slist_free_all(resolved);
    curl_easy_cleanup(curl);
    return result;
}
