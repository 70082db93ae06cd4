#pragma once
// What we use of libpq, PostgreSQL's client library: opened at run time, so that nobody needs it who uses SQLite.
//
// Declared here and not taken from libpq-fe.h, so that building needs no header of PostgreSQL either. Source:
// https://www.postgresql.org/docs/14/libpq.html; libpq.so.5 has kept these functions since version 14.
#include <stddef.h>

typedef struct wherefrom_pg_conn wherefrom_pg_conn;
typedef struct wherefrom_pg_result wherefrom_pg_result;
typedef struct wherefrom_pg_cancel wherefrom_pg_cancel;

// Like PQconninfoOption.
typedef struct {
    char *keyword;
    char *envvar;
    char *compiled;
    char *val;
    char *label;
    char *dispchar;
    int dispsize;
} wherefrom_pg_option;

enum {
    WHEREFROM_PG_CONNECTION_OK = 0,

    WHEREFROM_PG_EMPTY_QUERY = 0,
    WHEREFROM_PG_COMMAND_OK = 1,
    WHEREFROM_PG_TUPLES_OK = 2,
    WHEREFROM_PG_FATAL_ERROR = 7,
    WHEREFROM_PG_PIPELINE_SYNC = 10,
    WHEREFROM_PG_PIPELINE_ABORTED = 11,

    WHEREFROM_PG_DIAG_SEVERITY = 'V',
    WHEREFROM_PG_DIAG_SQLSTATE = 'C',
    WHEREFROM_PG_DIAG_MESSAGE_PRIMARY = 'M',
};

typedef void (*wherefrom_pg_notice_receiver)(void *context, const wherefrom_pg_result *result);

// The functions of the library, named like in it without the PQ.
typedef struct {
    int (*libVersion)(void);
    wherefrom_pg_option *(*conninfoParse)(const char *conninfo, char **message);
    void (*conninfoFree)(wherefrom_pg_option *options);
    wherefrom_pg_conn *(*connectdbParams)(const char *const *keywords, const char *const *values, int expand);
    int (*status)(const wherefrom_pg_conn *conn);
    void (*finish)(wherefrom_pg_conn *conn);
    char *(*errorMessage)(const wherefrom_pg_conn *conn);
    int (*serverVersion)(const wherefrom_pg_conn *conn);
    char *(*db)(const wherefrom_pg_conn *conn);
    char *(*host)(const wherefrom_pg_conn *conn);
    char *(*port)(const wherefrom_pg_conn *conn);
    wherefrom_pg_notice_receiver (*setNoticeReceiver)(
        wherefrom_pg_conn *conn, wherefrom_pg_notice_receiver receiver, void *context);
    wherefrom_pg_result *(*exec)(wherefrom_pg_conn *conn, const char *sql);
    int (*sendPrepare)(
        wherefrom_pg_conn *conn, const char *name, const char *sql, int count, const unsigned int *types);
    int (*sendQueryPrepared)(
        wherefrom_pg_conn *conn, const char *name, int count, const char *const *values, const int *lengths,
        const int *formats, int resultFormat);
    wherefrom_pg_result *(*getResult)(wherefrom_pg_conn *conn);
    int (*enterPipelineMode)(wherefrom_pg_conn *conn);
    int (*exitPipelineMode)(wherefrom_pg_conn *conn);
    int (*pipelineSync)(wherefrom_pg_conn *conn);
    int (*consumeInput)(wherefrom_pg_conn *conn);
    void (*freemem)(void *memory);
    wherefrom_pg_cancel *(*getCancel)(wherefrom_pg_conn *conn);
    int (*cancel)(wherefrom_pg_cancel *cancel, char *message, int size);
    void (*freeCancel)(wherefrom_pg_cancel *cancel);
    int (*resultStatus)(const wherefrom_pg_result *result);
    char *(*resultErrorField)(const wherefrom_pg_result *result, int field);
    void (*clear)(wherefrom_pg_result *result);
    int (*ntuples)(const wherefrom_pg_result *result);
    int (*nfields)(const wherefrom_pg_result *result);
    unsigned int (*ftype)(const wherefrom_pg_result *result, int column);
    int (*getisnull)(const wherefrom_pg_result *result, int row, int column);
    int (*getlength)(const wherefrom_pg_result *result, int row, int column);
    char *(*getvalue)(const wherefrom_pg_result *result, int row, int column);
    char *(*cmdTuples)(wherefrom_pg_result *result);
    char *(*cmdStatus)(wherefrom_pg_result *result);
} wherefrom_pg_functions;

// Opens the library and finds its functions; 0 if both went well, otherwise `message` tells why not.
int wherefrom_pg_load(wherefrom_pg_functions *functions, char *message, size_t size);
