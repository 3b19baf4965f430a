#ifndef STEPWELL_CSQLITESHIM_H
#define STEPWELL_CSQLITESHIM_H

/// `sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL)`, which is variadic and so cannot be called from
/// Swift. Returns SQLite's result code.
int stepwell_sqlite_no_checkpoint_on_close(void *database);

/// Writes to `pages`, after each commit of this connection, how many pages are in the write-ahead log. The number has
/// to live as long as the connection. `PRAGMA wal_autocheckpoint` ends it.
void stepwell_sqlite_count_log_pages(void *database, int *pages);

/// Adds the SQL function `seal_of(…)` to a connection: a checksum of 64 bits of its arguments, their types and lengths.
/// Returns SQLite's result code.
int stepwell_sqlite_add_seals(void *database);

// Prepared statements, for the path that every event takes. `statement` is a `sqlite3_stmt *`; columns are numbered from
// 0 and parameters from 1. Functions that return an int return SQLite's result code, unless they say otherwise.

int stepwell_sqlite_bind_null(void *statement, int parameter);
int stepwell_sqlite_bind_int(void *statement, int parameter, long long value);
/// Copies the bytes.
int stepwell_sqlite_bind_text(void *statement, int parameter, const void *bytes, long count);
/// Copies the bytes.
int stepwell_sqlite_bind_blob(void *statement, int parameter, const void *bytes, long count);
/// Whether there is a row (1) or the statement is done (0); else the result code with its sign turned.
int stepwell_sqlite_step(void *statement);
/// Makes a statement ready to run again, and lets go of what it was bound to.
void stepwell_sqlite_reset(void *statement);
/// Whether a column of the row is null (1) or not (0).
int stepwell_sqlite_is_null(void *statement, int column);
long long stepwell_sqlite_int(void *statement, int column);
/// The bytes of a text or a blob, good until the next step; their number is put into `*count`.
const void *stepwell_sqlite_bytes(void *statement, int column, long *count);

#endif
