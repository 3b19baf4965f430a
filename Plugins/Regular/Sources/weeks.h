// The rule `regular.weeks`.
#ifndef WEEKS_H
#define WEEKS_H

#include "json.h"

// How long a verdict can be, as JSON: 26 weeks and some sentences.
enum { VERDICT_LONGEST = 8192 };

// Judges, and writes a verdict as JSON; what is wrong with the question, or NULL.
const char *weeks_judge(const json *parameters, const json *facts, char verdict[VERDICT_LONGEST]);

#endif
