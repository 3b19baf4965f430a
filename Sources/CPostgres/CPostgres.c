#include "CPostgres.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

typedef stepwell_pq_connection connection_t;
typedef stepwell_pq_result result_t;

// libpq's numbers: they are part of its binary interface.
enum { connection_ok = 0 };
enum { transaction_idle = 0 };
enum { command_ok = 1, tuples_ok = 2, copy_out = 3, copy_in = 4, single_tuple = 9 };
enum { sqlstate_field = 'C' };

static struct {
    connection_t *(*PQconnectdbParams)(const char *const *, const char *const *, int);
    void (*PQfinish)(connection_t *);
    int (*PQstatus)(const connection_t *);
    int (*PQtransactionStatus)(const connection_t *);
    char *(*PQerrorMessage)(const connection_t *);
    char *(*PQhost)(const connection_t *);
    char *(*PQhostaddr)(const connection_t *);
    int (*PQsslInUse)(connection_t *);
    int (*PQbackendPID)(const connection_t *);
    int (*PQserverVersion)(const connection_t *);
    const char *(*PQparameterStatus)(const connection_t *, const char *);
    void *(*PQsetNoticeProcessor)(connection_t *, void (*)(void *, const char *), void *);
    result_t *(*PQexec)(connection_t *, const char *);
    result_t *(*PQprepare)(connection_t *, const char *, const char *, int, const unsigned int *);
    result_t *(*PQexecPrepared)(
        connection_t *, const char *, int, const char *const *, const int *, const int *, int);
    result_t *(*PQexecParams)(
        connection_t *, const char *, int, const unsigned int *, const char *const *, const int *, const int *, int);
    int (*PQresultStatus)(const result_t *);
    char *(*PQresultErrorField)(const result_t *, int);
    char *(*PQcmdStatus)(result_t *);
    char *(*PQcmdTuples)(result_t *);
    int (*PQntuples)(const result_t *);
    int (*PQgetisnull)(const result_t *, int, int);
    int (*PQgetlength)(const result_t *, int, int);
    char *(*PQgetvalue)(const result_t *, int, int);
    void (*PQclear)(result_t *);
    int (*PQgetCopyData)(connection_t *, char **, int);
    int (*PQputCopyData)(connection_t *, const char *, int);
    int (*PQputCopyEnd)(connection_t *, const char *);
    result_t *(*PQgetResult)(connection_t *);
    void (*PQfreemem)(void *);
} pq;

static int loaded = 1;

static void load(void) {
#ifdef __APPLE__
    void *library = dlopen("libpq.5.dylib", RTLD_NOW | RTLD_LOCAL);
    if (!library) library = dlopen("/opt/homebrew/opt/libpq/lib/libpq.5.dylib", RTLD_NOW | RTLD_LOCAL);
#else
    void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
#endif
    if (!library) return;
    loaded = 2;
#define FIND(name) \
    if (!(*(void **)&pq.name = dlsym(library, #name))) return
    FIND(PQconnectdbParams);
    FIND(PQfinish);
    FIND(PQstatus);
    FIND(PQtransactionStatus);
    FIND(PQerrorMessage);
    FIND(PQhost);
    FIND(PQhostaddr);
    FIND(PQsslInUse);
    FIND(PQbackendPID);
    FIND(PQserverVersion);
    FIND(PQparameterStatus);
    FIND(PQsetNoticeProcessor);
    FIND(PQexec);
    FIND(PQprepare);
    FIND(PQexecPrepared);
    FIND(PQexecParams);
    FIND(PQresultStatus);
    FIND(PQresultErrorField);
    FIND(PQcmdStatus);
    FIND(PQcmdTuples);
    FIND(PQntuples);
    FIND(PQgetisnull);
    FIND(PQgetlength);
    FIND(PQgetvalue);
    FIND(PQclear);
    FIND(PQgetCopyData);
    FIND(PQputCopyData);
    FIND(PQputCopyEnd);
    FIND(PQgetResult);
    FIND(PQfreemem);
#undef FIND
    loaded = 0;
}

int stepwell_pq_load(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return loaded;
}

static void ignore(void *context, const char *message) {
    (void)context;
    (void)message;
}

connection_t *stepwell_pq_connect(const char *const *keywords, const char *const *values) {
    connection_t *connection = pq.PQconnectdbParams(keywords, values, 0);
    // A notice may hold values, and would be written to standard error.
    if (connection) pq.PQsetNoticeProcessor(connection, ignore, NULL);
    return connection;
}

void stepwell_pq_finish(connection_t *connection) { pq.PQfinish(connection); }

int stepwell_pq_is_connected(const connection_t *connection) { return pq.PQstatus(connection) == connection_ok; }

int stepwell_pq_is_idle(const connection_t *connection) {
    return pq.PQstatus(connection) == connection_ok && pq.PQtransactionStatus(connection) == transaction_idle;
}

const char *stepwell_pq_error(const connection_t *connection) { return pq.PQerrorMessage(connection); }
const char *stepwell_pq_host(const connection_t *connection) { return pq.PQhost(connection); }
const char *stepwell_pq_address(const connection_t *connection) { return pq.PQhostaddr(connection); }
int stepwell_pq_is_encrypted(connection_t *connection) { return pq.PQsslInUse(connection); }
int stepwell_pq_process(const connection_t *connection) { return pq.PQbackendPID(connection); }
int stepwell_pq_server_version(const connection_t *connection) { return pq.PQserverVersion(connection); }

const char *stepwell_pq_setting(const connection_t *connection, const char *name) {
    return pq.PQparameterStatus(connection, name);
}

result_t *stepwell_pq_run(connection_t *connection, const char *sql) { return pq.PQexec(connection, sql); }

result_t *stepwell_pq_prepare(connection_t *connection, const char *name, const char *sql) {
    return pq.PQprepare(connection, name, sql, 0, NULL);
}

result_t *stepwell_pq_execute(
    connection_t *connection, const char *name, const char *sql, const stepwell_pq_parameters *parameters) {
    int count = parameters->count;
    const char **values = calloc(count > 0 ? (size_t)count : 1, sizeof *values);
    if (!values) return NULL;
    for (int place = 0; place < count; place++) {
        if (parameters->offsets[place] >= 0) values[place] = parameters->bytes + parameters->offsets[place];
    }
    result_t *result =
        name ? pq.PQexecPrepared(connection, name, count, values, parameters->lengths, parameters->formats, 1)
             : pq.PQexecParams(connection, sql, count, NULL, values, parameters->lengths, parameters->formats, 1);
    free(values);
    return result;
}

stepwell_pq_outcome stepwell_pq_result_outcome(const result_t *result) {
    if (!result) return stepwell_pq_failed;
    switch (pq.PQresultStatus(result)) {
    case command_ok: return stepwell_pq_done;
    case tuples_ok:
    case single_tuple: return stepwell_pq_rows;
    case copy_out: return stepwell_pq_copy_out;
    case copy_in: return stepwell_pq_copy_in;
    default: return stepwell_pq_failed;
    }
}

const char *stepwell_pq_result_state(const result_t *result) {
    return result ? pq.PQresultErrorField(result, sqlstate_field) : NULL;
}

const char *stepwell_pq_result_tag(result_t *result) { return pq.PQcmdStatus(result); }
const char *stepwell_pq_result_changed(result_t *result) { return pq.PQcmdTuples(result); }
int stepwell_pq_row_count(const result_t *result) { return pq.PQntuples(result); }

int stepwell_pq_is_null(const result_t *result, int row, int column) { return pq.PQgetisnull(result, row, column); }
int stepwell_pq_length(const result_t *result, int row, int column) { return pq.PQgetlength(result, row, column); }

const char *stepwell_pq_bytes(const result_t *result, int row, int column) {
    return pq.PQgetvalue(result, row, column);
}

void stepwell_pq_clear(result_t *result) { pq.PQclear(result); }

int stepwell_pq_get_copied(connection_t *connection, char **bytes) {
    return pq.PQgetCopyData(connection, bytes, 0);
}

void stepwell_pq_free(char *bytes) { pq.PQfreemem(bytes); }

int stepwell_pq_put_copied(connection_t *connection, const char *bytes, int count) {
    return pq.PQputCopyData(connection, bytes, count);
}

int stepwell_pq_end_copied(connection_t *connection, const char *reason) {
    return pq.PQputCopyEnd(connection, reason);
}

result_t *stepwell_pq_next_result(connection_t *connection) { return pq.PQgetResult(connection); }
