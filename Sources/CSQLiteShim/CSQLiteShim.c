#include "CSQLiteShim.h"

#include <sqlite3.h>
#include <stddef.h>

int stepwell_sqlite_no_checkpoint_on_close(void *database) {
    return sqlite3_db_config((sqlite3 *)database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
}
