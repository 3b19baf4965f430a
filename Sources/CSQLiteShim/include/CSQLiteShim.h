#ifndef STEPWELL_CSQLITESHIM_H
#define STEPWELL_CSQLITESHIM_H

/// `sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL)`, which is variadic and so cannot be called from
/// Swift. Returns SQLite's result code.
int stepwell_sqlite_no_checkpoint_on_close(void *database);

/// Writes to `pages`, after each commit of this connection, how many pages are in the write-ahead log. The number has
/// to live as long as the connection. `PRAGMA wal_autocheckpoint` ends it.
void stepwell_sqlite_count_log_pages(void *database, int *pages);

#endif
