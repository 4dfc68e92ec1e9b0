// For tests only: a disk between SQLite and the real files that knows which bytes were synced. It
// loses its power at a chosen operation, and then keeps of what was not synced only what chance
// leaves.
#ifndef RUE_UNRELIABLE_DISK_H
#define RUE_UNRELIABLE_DISK_H

#include <stdbool.h>
#include <stdint.h>

typedef struct rue_disk rue_disk;

// Registers a VFS above SQLite's own under a name of its own; NULL without memory. Used by one
// thread at a time.
rue_disk *rue_disk_new(const char *name);

// Unregisters and frees it. Every connection through it must be closed.
void rue_disk_free(rue_disk *disk);

// The power goes at the operation with this number, counted from now, from 1: a write has then
// reached the system's cache, a sync has not ended, a truncation or deletion has not been made
// durable. From then on everything fails. 0: it stays.
void rue_disk_cut_power(rue_disk *disk, uint64_t operation, uint64_t seed);

bool rue_disk_is_off(const rue_disk *disk);

// After every connection has been closed: puts into the real files what the loss of power left,
// and junk into the shared memory's, and switches on again. False when a file cannot be written.
bool rue_disk_restore_power(rue_disk *disk);

// Whether syncs are believed though nothing is made durable.
void rue_disk_ignore_syncs(rue_disk *disk, bool ignores);

// From the write, truncation or sync with this number on, counted from now, from 1, each ends with
// an SQLite result code (SQLITE_FULL: writes and truncations only); 0 ends that.
void rue_disk_fail(rue_disk *disk, uint64_t operation, int code);

// From now on, reading some bytes of a file ends with SQLITE_IOERR_READ, as on a card with a bad
// block; one place at a time. The file may get another name. False when there is no such file.
bool rue_disk_break(rue_disk *disk, const char *path, uint64_t offset, uint64_t length);

// What was done so far: writes, truncations, syncs and deletions; bytes of all writes; syncs.
uint64_t rue_disk_operations(const rue_disk *disk);
uint64_t rue_disk_bytes_written(const rue_disk *disk);
uint64_t rue_disk_syncs(const rue_disk *disk);

#endif
