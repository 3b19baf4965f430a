// Dates of the calendar as days that are counted.
#ifndef DATES_H
#define DATES_H

#include "json.h"

enum { DATE_LENGTH = 10 };

// Reads `2026-01-31` as days since 1970-01-01; false for anything else.
bool date_read(json_text text, int *day);

// Writes a day, and a zero behind it.
void date_write(int day, char text[DATE_LENGTH + 1]);

#endif
