#include "CSQLiteShim.h"

#include <sqlite3.h>
#include <stddef.h>

int stepwell_sqlite_no_checkpoint_on_close(void *database) {
    return sqlite3_db_config((sqlite3 *)database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
}

static int count_pages(void *pages, sqlite3 *database, const char *name, int count) {
    (void)database;
    (void)name;
    *(int *)pages = count;
    return SQLITE_OK;
}

void stepwell_sqlite_count_log_pages(void *database, int *pages) {
    sqlite3_wal_hook((sqlite3 *)database, count_pages, pages);
}

int stepwell_sqlite_bind_null(void *statement, int parameter) {
    return sqlite3_bind_null((sqlite3_stmt *)statement, parameter);
}

int stepwell_sqlite_bind_int(void *statement, int parameter, long long value) {
    return sqlite3_bind_int64((sqlite3_stmt *)statement, parameter, value);
}

int stepwell_sqlite_bind_text(void *statement, int parameter, const void *bytes, long count) {
    // A null pointer would bind null.
    return sqlite3_bind_text((sqlite3_stmt *)statement, parameter, bytes ? bytes : "", (int)count, SQLITE_TRANSIENT);
}

int stepwell_sqlite_bind_blob(void *statement, int parameter, const void *bytes, long count) {
    return sqlite3_bind_blob((sqlite3_stmt *)statement, parameter, bytes ? bytes : "", (int)count, SQLITE_TRANSIENT);
}

int stepwell_sqlite_step(void *statement) {
    int code = sqlite3_step((sqlite3_stmt *)statement);
    if (code == SQLITE_ROW) return 1;
    return code == SQLITE_DONE ? 0 : -code;
}

void stepwell_sqlite_reset(void *statement) {
    // A failed step is told again here, and was told already.
    sqlite3_reset((sqlite3_stmt *)statement);
    sqlite3_clear_bindings((sqlite3_stmt *)statement);
}

int stepwell_sqlite_is_null(void *statement, int column) {
    return sqlite3_column_type((sqlite3_stmt *)statement, column) == SQLITE_NULL;
}

long long stepwell_sqlite_int(void *statement, int column) {
    return sqlite3_column_int64((sqlite3_stmt *)statement, column);
}

const void *stepwell_sqlite_bytes(void *statement, int column, long *count) {
    const void *bytes = sqlite3_column_blob((sqlite3_stmt *)statement, column);
    *count = sqlite3_column_bytes((sqlite3_stmt *)statement, column);
    return bytes;
}
