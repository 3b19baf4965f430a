#include "weeks.h"

#include <stdarg.h>
#include <stdio.h>

#include "dates.h"

enum { MOST_WEEKS = 26, MOST_SESSIONS = 21 };

typedef struct {
    long long weeks;
    long long sessions;
} question;

// What the sessions come to: attended ones by week, the latest first.
typedef struct {
    int attended[MOST_WEEKS];
    bool has_first;
    int first;
} tally;

// MARK: Reading

static const char *read_parameters(const json *parameters, question *asked) {
    asked->sessions = 1;
    if (parameters == NULL || parameters->type != JSON_OBJECT) return "'parameters' is no object";
    for (const json *one = parameters->first; one != NULL; one = one->next)
        if (!json_is(one->name, "weeks") && !json_is(one->name, "sessions"))
            return "the parameters are 'weeks' and 'sessions'";
    if (!json_integer(json_member(parameters, "weeks"), &asked->weeks) || asked->weeks < 1 || asked->weeks > MOST_WEEKS)
        return "'weeks' is a whole number from 1 to 26";
    const json *sessions = json_member(parameters, "sessions");
    if (sessions == NULL) return NULL;
    if (!json_integer(sessions, &asked->sessions) || asked->sessions < 1 || asked->sessions > MOST_SESSIONS)
        return "'sessions' is a whole number from 1 to 21";
    return NULL;
}

static const char *count(const json *facts, int today, tally *counted) {
    const json *sessions = json_member(facts, "attendance");
    if (sessions == NULL || sessions->type != JSON_ARRAY) return "'attendance' is no list";
    for (const json *one = sessions->first; one != NULL; one = one->next) {
        const json *status = json_member(one, "status"), *date = json_member(one, "date");
        int day;
        if (status == NULL || status->type != JSON_STRING) return "a session has a status";
        if (date == NULL || date->type != JSON_STRING || !date_read(date->text, &day)) return "a session has a date";
        if (!counted->has_first || day < counted->first) counted->first = day;
        counted->has_first = true;
        int week = (today - day) / 7;
        if (day <= today && week < MOST_WEEKS && json_is(status->text, "attended")) counted->attended[week]++;
    }
    return NULL;
}

// MARK: Writing

typedef struct {
    char *text;
    int length;
} writer;

__attribute__((format(printf, 2, 3))) static void put(writer *w, const char *form, ...) {
    va_list given;
    va_start(given, form);
    int more = vsnprintf(w->text + w->length, (size_t)(VERDICT_LONGEST - w->length), form, given);
    va_end(given);
    // It cannot be longer than that: each part of it has a longest form.
    w->length = more < 0 || more >= VERDICT_LONGEST - w->length ? VERDICT_LONGEST - 1 : w->length + more;
}

// `from 2026-01-05 to 2026-01-11`.
static void put_week(writer *w, int today, int week) {
    char from[DATE_LENGTH + 1], to[DATE_LENGTH + 1];
    date_write(today - 7 * week - 6, from);
    date_write(today - 7 * week, to);
    put(w, "from %s to %s", from, to);
}

static void put_verdict(writer *w, const question *asked, const tally *counted, int today) {
    int weeks = (int)asked->weeks, poor = -1;
    for (int week = weeks - 1; week >= 0; week--)
        if (counted->attended[week] < asked->sessions) poor = week;
    if (poor < 0) {
        put(w, "{\"answer\":\"met\",\"reasons\":[\"in each of the last %d weeks %lld or more were attended\"]", weeks,
            asked->sessions);
    } else {
        put(w, "{\"answer\":\"not_met\",\"reasons\":[\"%d attended ", counted->attended[poor]);
        put_week(w, today, poor);
        put(w, "; %lld a week are asked\"]", asked->sessions);
    }
    put(w, ",\"evidence\":[");
    for (int week = 0; week < weeks; week++) {
        put(w, "%s\"%d attended ", week == 0 ? "" : ",", counted->attended[week]);
        put_week(w, today, week);
        put(w, "\"");
    }
    put(w, "]}");
}

const char *weeks_judge(const json *parameters, const json *facts, char verdict[VERDICT_LONGEST]) {
    question asked;
    tally counted = {{0}, false, 0};
    int today;
    const char *problem = read_parameters(parameters, &asked);
    if (problem != NULL) return problem;
    const json *date = json_member(facts, "today");
    if (date == NULL || date->type != JSON_STRING || !date_read(date->text, &today)) return "'today' is no date";
    problem = count(facts, today, &counted);
    if (problem != NULL) return problem;
    writer w = {verdict, 0};
    int begin = today - 7 * (int)asked.weeks + 1;
    if (!counted.has_first) {
        put(&w, "{\"answer\":\"unknown\",\"reasons\":[\"waiting for the first session\"]}");
    } else if (counted.first > begin + 6) {
        // The first week that is asked about has no session: it cannot be told whether there were to be any.
        char text[DATE_LENGTH + 1];
        date_write(counted.first, text);
        put(&w, "{\"answer\":\"unknown\",\"reasons\":[\"the first session was on %s, less than %lld weeks ago\"]}", text,
            asked.weeks);
    } else {
        put_verdict(&w, &asked, &counted, today);
    }
    return NULL;
}
