#pragma once
#include <sqlite3.h>

// Swift cannot import the cast macros SQLITE_STATIC and SQLITE_TRANSIENT.
static inline int wherefrom_bind_blob_transient(sqlite3_stmt *s, int i, const void *p, int n) {
    return sqlite3_bind_blob(s, i, n == 0 ? "" : p, n, SQLITE_TRANSIENT);
}
static inline int wherefrom_bind_text_transient(sqlite3_stmt *s, int i, const char *p, int n) {
    return sqlite3_bind_text(s, i, n == 0 ? "" : p, n, SQLITE_TRANSIENT);
}

// A variadic function, which Swift cannot call. Counting every allocation under a lock costs a writer 1 % of its time.
static inline int wherefrom_leave_allocations_uncounted(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

// Variadic as well. Without it a statement is compiled anew whenever a bound value changes that the condition of a
// partial index compares with a constant.
static inline int wherefrom_plan_without_values(sqlite3 *db) {
    return sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_QPSG, 1, (int *)0);
}
