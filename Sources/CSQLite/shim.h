// What Rue uses of SQLite, for Swift.
#ifndef RUE_SQLITE_SHIM_H
#define RUE_SQLITE_SHIM_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <sqlite3.h>
#endif
