#include "dates.h"

#include <stdio.h>

// Days of four centuries, of one, and of four years.
enum { ERA = 146097, CENTURY = 36524, FOUR_YEARS = 1461, YEAR = 365, EPOCH = 719468 };

// Years begin in March here, so that the day that is added stands at their end.
static int days(int year, int month, int day) {
    int shifted = month <= 2 ? year - 1 : year;
    int of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int era = shifted / 400, of_era = shifted % 400;
    return era * ERA + of_era * YEAR + of_era / 4 - of_era / 100 + of_year - EPOCH;
}

static void parts(int day, int *year, int *month, int *of_month) {
    int since = day + EPOCH;
    int era = since / ERA, of_era = since % ERA;
    int year_of_era = (of_era - of_era / (FOUR_YEARS - 1) + of_era / CENTURY - of_era / (ERA - 1)) / YEAR;
    int of_year = of_era - (YEAR * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted = (5 * of_year + 2) / 153;
    *of_month = of_year - (153 * shifted + 2) / 5 + 1;
    *month = shifted < 10 ? shifted + 3 : shifted - 9;
    *year = era * 400 + year_of_era + (*month <= 2 ? 1 : 0);
}

static int number(const char *bytes, int length) {
    int sum = 0;
    for (int place = 0; place < length; place++) {
        if (bytes[place] < '0' || bytes[place] > '9') return -1;
        sum = sum * 10 + bytes[place] - '0';
    }
    return sum;
}

bool date_read(json_text text, int *day) {
    if (text.length != DATE_LENGTH || text.bytes[4] != '-' || text.bytes[7] != '-') return false;
    int year = number(text.bytes, 4), month = number(text.bytes + 5, 2), of_month = number(text.bytes + 8, 2);
    if (year < 1 || month < 1 || month > 12 || of_month < 1) return false;
    *day = days(year, month, of_month);
    // What is no day of the calendar, such as the 30th of February, is another one when it is written.
    int y, m, d;
    parts(*day, &y, &m, &d);
    return y == year && m == month && d == of_month;
}

void date_write(int day, char text[DATE_LENGTH + 1]) {
    int year, month, of_month;
    parts(day, &year, &month, &of_month);
    (void)snprintf(
        text, DATE_LENGTH + 1, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100, (unsigned)of_month % 100);
}
