#include "CLibPQ.h"

#include <dlfcn.h>
#include <stdio.h>

static void *open_library(char *message, size_t size) {
    static const char *const names[] = {
#ifdef __APPLE__
        "libpq.5.dylib", "/opt/homebrew/opt/libpq/lib/libpq.5.dylib", "/usr/local/opt/libpq/lib/libpq.5.dylib",
#else
        "libpq.so.5",
#endif
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        void *library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
        if (library) return library;
        if (i == 0) snprintf(message, size, "%s", dlerror());
    }
    return NULL;
}

int wherefrom_pg_load(wherefrom_pg_functions *functions, char *message, size_t size) {
    void *library = open_library(message, size);
    if (!library) return -1;
#define FIND(member, name)                                                \
    do {                                                                  \
        *(void **)&functions->member = dlsym(library, name);              \
        if (!functions->member) {                                         \
            snprintf(message, size, "libpq has no function %s", name);    \
            return -1;                                                    \
        }                                                                 \
    } while (0)
    FIND(libVersion, "PQlibVersion");
    FIND(conninfoParse, "PQconninfoParse");
    FIND(conninfoFree, "PQconninfoFree");
    FIND(connectdbParams, "PQconnectdbParams");
    FIND(status, "PQstatus");
    FIND(finish, "PQfinish");
    FIND(errorMessage, "PQerrorMessage");
    FIND(serverVersion, "PQserverVersion");
    FIND(db, "PQdb");
    FIND(host, "PQhost");
    FIND(port, "PQport");
    FIND(setNoticeReceiver, "PQsetNoticeReceiver");
    FIND(exec, "PQexec");
    FIND(sendPrepare, "PQsendPrepare");
    FIND(sendQueryPrepared, "PQsendQueryPrepared");
    FIND(getResult, "PQgetResult");
    FIND(enterPipelineMode, "PQenterPipelineMode");
    FIND(exitPipelineMode, "PQexitPipelineMode");
    FIND(pipelineSync, "PQpipelineSync");
    FIND(consumeInput, "PQconsumeInput");
    FIND(freemem, "PQfreemem");
    FIND(getCancel, "PQgetCancel");
    FIND(cancel, "PQcancel");
    FIND(freeCancel, "PQfreeCancel");
    FIND(resultStatus, "PQresultStatus");
    FIND(resultErrorField, "PQresultErrorField");
    FIND(clear, "PQclear");
    FIND(ntuples, "PQntuples");
    FIND(nfields, "PQnfields");
    FIND(ftype, "PQftype");
    FIND(getisnull, "PQgetisnull");
    FIND(getlength, "PQgetlength");
    FIND(getvalue, "PQgetvalue");
    FIND(cmdTuples, "PQcmdTuples");
    FIND(cmdStatus, "PQcmdStatus");
    return 0;
}
