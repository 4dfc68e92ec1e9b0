// The parts of the unreliable disk, for each other.
#ifndef RUE_DISK_INTERNAL_H
#define RUE_DISK_INTERNAL_H

#include "rue_unreliable_disk.h"

#include <sqlite3.h>
#include <stddef.h>
#include <sys/types.h>

enum { SECTOR = 512 };

// Bytes that grow; what is not written is zero.
typedef struct {
    unsigned char *bytes;
    size_t size, capacity;
} image;

// A write (bytes) or a truncation (none) since the last sync.
typedef struct {
    uint64_t offset, length;
    unsigned char *bytes;
} change;

// A file's content, whatever its name.
typedef struct content {
    image durable;
    change *changes;
    size_t count, capacity;
    struct content *next;
} content;

// A name, and what it stands for: now, and in the folder as it was last synced.
typedef struct name {
    char *path;
    content *now, *durable;
    struct name *next;
} name;

struct rue_disk {
    sqlite3_vfs vfs;  // its pAppData is this disk
    sqlite3_vfs *real;
    char *label;
    name *names;
    content *contents;
    bool off, ignores_syncs;
    uint64_t operations, bytes_written, syncs;
    uint64_t cut_at, fail_at;
    int fail_code;
    ino_t broken_file;
    uint64_t broken_from, broken_to;
    uint64_t random;
};

uint64_t disk_random(rue_disk *disk);
bool image_write(image *image, uint64_t offset, const void *bytes, size_t length);
bool image_truncate(image *image, uint64_t size);
bool content_record(content *content, uint64_t offset, const void *bytes, uint64_t length);
bool content_make_durable(content *content);
// Leaves of what was not synced what chance will.
bool content_lose_power(content *content, rue_disk *disk);
void content_free(content *content);

name *disk_name(rue_disk *disk, const char *path);
content *disk_add_content(rue_disk *disk);

#endif
