// What of SQLite's interface Swift can't read or call: destructors that are numbers, in macros.
#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H

#include <sqlite3.h>

// Binds a text of which SQLite makes a copy.
static inline int sqlite3_bind_copied_text(
    sqlite3_stmt *statement, int place, const char *text, sqlite3_uint64 length) {
    return sqlite3_bind_text64(statement, place, text, length, SQLITE_TRANSIENT, SQLITE_UTF8);
}

#endif
