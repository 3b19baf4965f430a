// A Stepwell plugin in C, with nothing but its standard library.
//
// The protocol is JSON-RPC 2.0 over standard input and output, a message a line: docs/reference/plugin-protocol.md.

#include <stdio.h>

#include "json.h"
#include "weeks.h"

static const char description[] =
    "{\"protocol\":1,\"plugin\":{\"name\":\"regular\",\"version\":\"1.0.0\"},\"channels\":[],\"rules\":[{"
    "\"name\":\"weeks\",\"reads\":[\"attendance\",\"today\"],\"parameters\":{\"type\":\"object\",\"properties\":{"
    "\"weeks\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":26},"
    "\"sessions\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":21,\"default\":1}},"
    "\"required\":[\"weeks\"],\"additionalProperties\":false}}]}";

static bool has_begun = false;

// MARK: Answers

static void begin(const json *id) {
    if (id == NULL) (void)fputs("{\"jsonrpc\":\"2.0\",\"id\":null,", stdout);
    else (void)printf("{\"jsonrpc\":\"2.0\",\"id\":%.*s,", (int)id->raw.length, id->raw.bytes);
}

static void give(const json *id, const char *result) {
    begin(id);
    (void)printf("\"result\":%s}\n", result);
}

// A message is one of this program's own: nothing in it has to be escaped.
static void refuse(const json *id, int code, const char *message) {
    begin(id);
    (void)printf("\"error\":{\"code\":%d,\"message\":\"%s\"}}\n", code, message);
}

static void initialize(const json *id, const json *params) {
    const json *protocols = json_member(params, "protocols");
    for (const json *one = protocols == NULL ? NULL : protocols->first; one != NULL; one = one->next) {
        long long version;
        if (!json_integer(one, &version) || version != 1) continue;
        has_begun = true;
        give(id, description);
        return;
    }
    refuse(id, -32001, "regular 1.0.0 speaks protocol 1, and the host does not");
}

static void evaluate(const json *id, const json *params) {
    const json *rule = json_member(params, "rule");
    if (rule == NULL || rule->type != JSON_STRING || !json_is(rule->text, "weeks")) {
        refuse(id, -32602, "there is no such rule here");
        return;
    }
    static char verdict[VERDICT_LONGEST];
    const char *problem = weeks_judge(json_member(params, "parameters"), json_member(params, "facts"), verdict);
    if (problem != NULL) refuse(id, -32602, problem);
    else give(id, verdict);
}

// Answers a line; false where it was the last.
static bool answer(const char *line, size_t length) {
    const char *problem;
    const json *message = json_read(line, length, &problem);
    if (message == NULL) {
        refuse(NULL, -32700, problem);
        return true;
    }
    const json *id = json_member(message, "id"), *method = json_member(message, "method");
    const json *version = json_member(message, "jsonrpc"), *params = json_member(message, "params");
    if (id == NULL || (id->type != JSON_NUMBER && id->type != JSON_STRING) || method == NULL ||
        method->type != JSON_STRING || version == NULL || version->type != JSON_STRING || !json_is(version->text, "2.0")) {
        refuse(NULL, -32600, "a request has an id and a method, and is JSON-RPC 2.0");
    } else if (json_is(method->text, "shutdown")) {
        give(id, "null");
        return false;
    } else if (json_is(method->text, "initialize")) {
        initialize(id, params);
    } else if (!has_begun) {
        refuse(id, -32002, "'initialize' comes first");
    } else if (json_is(method->text, "rule/evaluate")) {
        evaluate(id, params);
    } else {
        refuse(id, -32601, "the method is not known here");
    }
    return true;
}

// MARK: Lines

int main(void) {
    static char line[JSON_LONGEST];
    bool goes_on = true;
    while (goes_on) {
        size_t length = 0;
        int sign;
        while ((sign = getchar()) != EOF && sign != '\n') {
            // What is too long is read to its end, and refused as one message.
            if (length < JSON_LONGEST) line[length] = (char)sign;
            length++;
        }
        if (sign == EOF && length == 0) break;
        if (length > JSON_LONGEST) refuse(NULL, -32700, "a message is no longer than 1048576 bytes");
        else goes_on = answer(line, length);
        if (fflush(stdout) != 0) return 1;
    }
    return 0;
}
