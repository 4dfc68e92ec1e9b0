// What Rue uses of SQLite, for Swift.
#ifndef RUE_SQLITE_SHIM_H
#define RUE_SQLITE_SHIM_H
// No _GNU_SOURCE here: Swift's own Glibc module is built without it, and a file that imports both
// must find one fd_set. (The Embedded builds have no Glibc module, and define it for all.)
#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast that Swift cannot import: SQLite copies the bytes before these return.
// A null pointer would bind NULL, so an empty value points at something.
static inline int rue_sqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int count) {
    return sqlite3_bind_blob(statement, index, bytes ? bytes : "", count, SQLITE_TRANSIENT);
}
static inline int rue_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *text, int count) {
    return sqlite3_bind_text(statement, index, text ? text : "", count, SQLITE_TRANSIENT);
}
#endif
