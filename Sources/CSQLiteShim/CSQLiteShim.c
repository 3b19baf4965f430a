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
