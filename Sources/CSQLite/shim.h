// What Swift can't read or call: of SQLite's interface destructors that are numbers, in macros; of Glibc statfs(2), which its
// module lacks.
#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H

#include <sqlite3.h>
#ifdef __linux__
#include <sys/statfs.h>
#else
#include <sys/mount.h>
#include <sys/param.h>
#endif

// Binds a text of which SQLite makes a copy.
static inline int sqlite3_bind_copied_text(
    sqlite3_stmt *statement, int place, const char *text, sqlite3_uint64 length) {
    return sqlite3_bind_text64(statement, place, text, length, SQLITE_TRANSIENT, SQLITE_UTF8);
}

#endif
