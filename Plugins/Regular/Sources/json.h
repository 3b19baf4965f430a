// A reader of JSON: strict, without any memory of its own to give back.
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stddef.h>

// The longest text that is read, in bytes.
enum { JSON_LONGEST = 1048576 };

typedef enum { JSON_NULL, JSON_BOOLEAN, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT } json_type;

// A piece of text; it may hold any sign, and has no sign at its end.
typedef struct {
    const char *bytes;
    size_t length;
} json_text;

// A value. All of it stands until the next text is read.
typedef struct json {
    json_type type;
    json_text text;            // of a string what it says, of all others how they are written
    json_text raw;             // as it is written
    json_text name;            // of a member of an object
    const struct json *first;  // of an array or an object
    const struct json *next;   // of the same array or object
} json;

// Reads a text that is one value; NULL where it is none, and why.
const json *json_read(const char *bytes, size_t length, const char **problem);

// The member of an object; NULL where there is none, or it is no object.
const json *json_member(const json *object, const char *name);

bool json_is(json_text text, const char *word);

// A number without a point and an exponent.
bool json_integer(const json *value, long long *number);

#endif
