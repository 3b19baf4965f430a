#include "json.h"

#include <limits.h>
#include <string.h>

// Values of one text, and how deep they may lie in each other: what is more is refused.
enum { MOST_VALUES = 65536, DEEPEST = 32 };

// Reused for each text. What strings say is never longer than how they are written.
static json values[MOST_VALUES];
static char texts[JSON_LONGEST];

typedef struct {
    const char *at;
    const char *end;
    size_t values;
    size_t texts;
    const char *problem;
} reader;

static json *value(reader *r, int depth);

static json *fail(reader *r, const char *problem) {
    if (r->problem == NULL) r->problem = problem;
    return NULL;
}

static void skip_space(reader *r) {
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r')) r->at++;
}

static bool take(reader *r, char sign) {
    if (r->at == r->end || *r->at != sign) return false;
    r->at++;
    return true;
}

static bool is_digit(const reader *r) { return r->at < r->end && *r->at >= '0' && *r->at <= '9'; }

static json *make(reader *r, json_type type) {
    if (r->values == MOST_VALUES) return fail(r, "it holds more values than this plugin reads");
    json *made = &values[r->values++];
    memset(made, 0, sizeof *made);
    made->type = type;
    made->raw.bytes = r->at;
    return made;
}

static void finish(const reader *r, json *made) {
    made->raw.length = (size_t)(r->at - made->raw.bytes);
    if (made->type != JSON_STRING) made->text = made->raw;
}

// MARK: Texts

static void put(reader *r, unsigned byte) { texts[r->texts++] = (char)(unsigned char)byte; }

static void put_scalar(reader *r, unsigned scalar) {
    if (scalar < 0x80) {
        put(r, scalar);
    } else if (scalar < 0x800) {
        put(r, 0xC0 | scalar >> 6);
        put(r, 0x80 | (scalar & 0x3F));
    } else if (scalar < 0x10000) {
        put(r, 0xE0 | scalar >> 12);
        put(r, 0x80 | (scalar >> 6 & 0x3F));
        put(r, 0x80 | (scalar & 0x3F));
    } else {
        put(r, 0xF0 | scalar >> 18);
        put(r, 0x80 | (scalar >> 12 & 0x3F));
        put(r, 0x80 | (scalar >> 6 & 0x3F));
        put(r, 0x80 | (scalar & 0x3F));
    }
}

// Four hexadecimal digits.
static bool hexadecimal(reader *r, unsigned *number) {
    if (r->end - r->at < 4) return false;
    *number = 0;
    for (int place = 0; place < 4; place++) {
        char sign = *r->at++;
        unsigned digit;
        if (sign >= '0' && sign <= '9') digit = (unsigned)(sign - '0');
        else if (sign >= 'a' && sign <= 'f') digit = (unsigned)(sign - 'a') + 10;
        else if (sign >= 'A' && sign <= 'F') digit = (unsigned)(sign - 'A') + 10;
        else return false;
        *number = *number << 4 | digit;
    }
    return true;
}

static bool escape(reader *r) {
    static const char signs[] = "\"\\/bfnrt";
    static const char meant[] = "\"\\/\b\f\n\r\t";
    if (r->at == r->end) return false;
    char sign = *r->at++;
    if (sign != 'u') {
        const char *place = sign == 0 ? NULL : strchr(signs, sign);
        if (place == NULL) return false;
        put(r, (unsigned char)meant[place - signs]);
        return true;
    }
    unsigned scalar, low;
    if (!hexadecimal(r, &scalar) || (scalar >= 0xDC00 && scalar < 0xE000)) return false;
    if (scalar >= 0xD800 && scalar < 0xDC00) {
        if (!take(r, '\\') || !take(r, 'u') || !hexadecimal(r, &low) || low < 0xDC00 || low >= 0xE000) return false;
        scalar = 0x10000 + ((scalar - 0xD800) << 10) + (low - 0xDC00);
    }
    put_scalar(r, scalar);
    return true;
}

// A sign of several bytes: no longer than need be, no surrogate, none that there is not.
static bool utf8(reader *r) {
    unsigned lead = (unsigned char)*r->at;
    int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead < 0xC2 || lead > 0xF4 || r->end - r->at <= more) return false;
    unsigned second = (unsigned char)r->at[1];
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return false;
    if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return false;
    put(r, lead);
    for (int place = 1; place <= more; place++) {
        unsigned byte = (unsigned char)r->at[place];
        if ((byte & 0xC0) != 0x80) return false;
        put(r, byte);
    }
    r->at += more + 1;
    return true;
}

static bool quoted(reader *r, json_text *text) {
    size_t start = r->texts;
    if (!take(r, '"')) return false;
    while (r->at < r->end && *r->at != '"') {
        unsigned char byte = (unsigned char)*r->at;
        if (byte < 0x20) return false;
        if (byte == '\\') {
            r->at++;
            if (!escape(r)) return false;
        } else if (byte < 0x80) {
            put(r, byte);
            r->at++;
        } else if (!utf8(r)) {
            return false;
        }
    }
    if (!take(r, '"')) return false;
    text->bytes = texts + start;
    text->length = r->texts - start;
    return true;
}

// MARK: Values

static json *number(reader *r) {
    json *made = make(r, JSON_NUMBER);
    if (made == NULL) return NULL;
    (void)take(r, '-');
    if (!is_digit(r)) return fail(r, "a value is expected");
    if (!take(r, '0')) while (is_digit(r)) r->at++;
    if (take(r, '.')) {
        if (!is_digit(r)) return fail(r, "a number has digits behind its point");
        while (is_digit(r)) r->at++;
    }
    if (take(r, 'e') || take(r, 'E')) {
        if (!take(r, '+')) (void)take(r, '-');
        if (!is_digit(r)) return fail(r, "a number has digits in its exponent");
        while (is_digit(r)) r->at++;
    }
    finish(r, made);
    return made;
}

static json *word(reader *r, const char *letters, json_type type) {
    size_t length = strlen(letters);
    if ((size_t)(r->end - r->at) < length || memcmp(r->at, letters, length) != 0) return fail(r, "a value is expected");
    json *made = make(r, type);
    if (made == NULL) return NULL;
    r->at += length;
    finish(r, made);
    return made;
}

// An array or an object.
static json *collection(reader *r, json_type type, char close, int depth) {
    if (depth == DEEPEST) return fail(r, "its values lie too deep in each other");
    json *made = make(r, type);
    if (made == NULL) return NULL;
    r->at++;
    const json **link = &made->first;
    skip_space(r);
    bool is_done = take(r, close);
    while (!is_done) {
        json_text name = {NULL, 0};
        skip_space(r);
        if (type == JSON_OBJECT) {
            if (!quoted(r, &name)) return fail(r, "the name of a member is expected");
            skip_space(r);
            if (!take(r, ':')) return fail(r, "a colon is expected");
        }
        json *element = value(r, depth + 1);
        if (element == NULL) return NULL;
        element->name = name;
        *link = element;
        link = &element->next;
        skip_space(r);
        is_done = take(r, close);
        if (!is_done && !take(r, ',')) return fail(r, "a comma or the end of a list is expected");
    }
    finish(r, made);
    return made;
}

static json *value(reader *r, int depth) {
    skip_space(r);
    if (r->at == r->end) return fail(r, "a value is expected");
    switch (*r->at) {
    case '{': return collection(r, JSON_OBJECT, '}', depth);
    case '[': return collection(r, JSON_ARRAY, ']', depth);
    case 't': return word(r, "true", JSON_BOOLEAN);
    case 'f': return word(r, "false", JSON_BOOLEAN);
    case 'n': return word(r, "null", JSON_NULL);
    case '"': {
        json *made = make(r, JSON_STRING);
        if (made == NULL) return NULL;
        if (!quoted(r, &made->text)) return fail(r, "a text is not written as JSON has it");
        finish(r, made);
        return made;
    }
    default: return number(r);
    }
}

const json *json_read(const char *bytes, size_t length, const char **problem) {
    reader r = {bytes, bytes + length, 0, 0, NULL};
    *problem = NULL;
    if (length > JSON_LONGEST) {
        *problem = "it is too long";
        return NULL;
    }
    const json *read = value(&r, 0);
    skip_space(&r);
    if (read != NULL && r.at != r.end) read = fail(&r, "something follows the value");
    *problem = r.problem;
    return read;
}

// MARK: Looking

bool json_is(json_text text, const char *word_) {
    return text.length == strlen(word_) && memcmp(text.bytes, word_, text.length) == 0;
}

const json *json_member(const json *object, const char *name) {
    if (object == NULL || object->type != JSON_OBJECT) return NULL;
    for (const json *member = object->first; member != NULL; member = member->next)
        if (json_is(member->name, name)) return member;
    return NULL;
}

bool json_integer(const json *value_, long long *number_) {
    if (value_ == NULL || value_->type != JSON_NUMBER) return false;
    bool is_negative = value_->text.bytes[0] == '-';
    long long sum = 0;
    for (size_t place = is_negative ? 1 : 0; place < value_->text.length; place++) {
        int digit = value_->text.bytes[place] - '0';
        if (digit < 0 || digit > 9 || sum > (LLONG_MAX - digit) / 10) return false;
        sum = sum * 10 + digit;
    }
    *number_ = is_negative ? -sum : sum;
    return true;
}
