#ifndef STEPWELL_CPOSTGRES_H
#define STEPWELL_CPOSTGRES_H

// What is used of libpq, PostgreSQL's client library. It is loaded when it is first asked for: a program that opens no
// such store starts without it, and is built without its headers. Each function is libpq's of that name, unless it says
// otherwise; none may be called before `stepwell_pq_load` has answered 0.

typedef struct stepwell_pq_connection stepwell_pq_connection;
typedef struct stepwell_pq_result stepwell_pq_result;

/// Loads the library, once for all threads. 0 where it is there, 1 where it is not, 2 where it is too old.
int stepwell_pq_load(void);

/// Connects; both lists end with NULL. Notices of the server's are thrown away. NULL where there is no memory.
stepwell_pq_connection *stepwell_pq_connect(const char *const *keywords, const char *const *values);
void stepwell_pq_finish(stepwell_pq_connection *connection);
/// Whether a connection is there (1) or not (0).
int stepwell_pq_is_connected(const stepwell_pq_connection *connection);
/// Whether a connection is there and in no transaction (1) or not (0).
int stepwell_pq_is_idle(const stepwell_pq_connection *connection);
/// What went wrong last, good until something else is done with the connection.
const char *stepwell_pq_error(const stepwell_pq_connection *connection);
const char *stepwell_pq_host(const stepwell_pq_connection *connection);
const char *stepwell_pq_address(const stepwell_pq_connection *connection);
int stepwell_pq_is_encrypted(stepwell_pq_connection *connection);
int stepwell_pq_process(const stepwell_pq_connection *connection);
int stepwell_pq_server_version(const stepwell_pq_connection *connection);
/// NULL where the server has not told it.
const char *stepwell_pq_setting(const stepwell_pq_connection *connection, const char *name);

/// Runs one statement or several without parameters; the last one's result.
stepwell_pq_result *stepwell_pq_run(stepwell_pq_connection *connection, const char *sql);
stepwell_pq_result *stepwell_pq_prepare(stepwell_pq_connection *connection, const char *name, const char *sql);

/// Parameters of a statement: where each begins in `bytes` (-1 for null), how long it is, and whether it is text (0), with
/// a zero behind it, or bytes (1).
typedef struct {
    int count;
    const char *bytes;
    const long *offsets;
    const int *lengths;
    const int *formats;
} stepwell_pq_parameters;

/// Runs a prepared statement, or one that is not prepared where `name` is NULL. Columns come as PostgreSQL's bytes, not as
/// text.
stepwell_pq_result *stepwell_pq_execute(
    stepwell_pq_connection *connection, const char *name, const char *sql, const stepwell_pq_parameters *parameters);

/// What became of a statement.
typedef enum {
    stepwell_pq_done,
    stepwell_pq_rows,
    stepwell_pq_copy_out,
    stepwell_pq_copy_in,
    stepwell_pq_failed
} stepwell_pq_outcome;

stepwell_pq_outcome stepwell_pq_result_outcome(const stepwell_pq_result *result);
/// The five letters of SQLSTATE; NULL where the server has not answered.
const char *stepwell_pq_result_state(const stepwell_pq_result *result);
/// What was carried out: `COMMIT`, `INSERT 0 1`.
const char *stepwell_pq_result_tag(stepwell_pq_result *result);
/// How many rows were changed; empty where that says nothing.
const char *stepwell_pq_result_changed(stepwell_pq_result *result);
int stepwell_pq_row_count(const stepwell_pq_result *result);
int stepwell_pq_is_null(const stepwell_pq_result *result, int row, int column);
int stepwell_pq_length(const stepwell_pq_result *result, int row, int column);
const char *stepwell_pq_bytes(const stepwell_pq_result *result, int row, int column);
void stepwell_pq_clear(stepwell_pq_result *result);

/// The next bytes that are copied out, to be given to `stepwell_pq_free`: how many; -1 at the end, -2 where it failed.
int stepwell_pq_get_copied(stepwell_pq_connection *connection, char **bytes);
void stepwell_pq_free(char *bytes);
/// Gives bytes that are copied in: 1 where it worked.
int stepwell_pq_put_copied(stepwell_pq_connection *connection, const char *bytes, int count);
/// Ends copying in, or gives up where there is a reason: 1 where it worked.
int stepwell_pq_end_copied(stepwell_pq_connection *connection, const char *reason);
/// What became of the statement that copied; NULL where there is nothing more.
stepwell_pq_result *stepwell_pq_next_result(stepwell_pq_connection *connection);

#endif
