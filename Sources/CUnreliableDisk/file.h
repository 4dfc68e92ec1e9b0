#ifndef RUE_DISK_FILE_H
#define RUE_DISK_FILE_H

#include "internal.h"

typedef struct {
    sqlite3_file base;
    rue_disk *disk;
    content *content;  // NULL for a temporary file, which nobody misses
    ino_t number;
    sqlite3_file real;  // the last: SQLite's own file goes on behind it
} disk_file;

extern const sqlite3_io_methods disk_file_methods;

// Counts an operation; whether the power goes with it.
bool disk_step(rue_disk *disk);

#endif
