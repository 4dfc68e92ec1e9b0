// The disk itself: names, and the VFS through which SQLite sees it.
#include "file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static rue_disk *disk_of(sqlite3_vfs *vfs) { return vfs->pAppData; }

// MARK: Names and contents

name *disk_name(rue_disk *disk, const char *path) {
    for (name *name = disk->names; name; name = name->next) {
        if (strcmp(name->path, path) == 0) return name;
    }
    name *new = calloc(1, sizeof *new);
    char *copy = strdup(path);
    if (!new || !copy) {
        free(new);
        free(copy);
        return NULL;
    }
    new->path = copy;
    new->next = disk->names;
    return disk->names = new;
}

content *disk_add_content(rue_disk *disk) {
    content *new = calloc(1, sizeof *new);
    if (!new) return NULL;
    new->next = disk->contents;
    return disk->contents = new;
}

static bool is_named(const rue_disk *disk, const content *content) {
    for (const name *name = disk->names; name; name = name->next) {
        if (name->now == content || name->durable == content) return true;
    }
    return false;
}

static void free_unnamed(rue_disk *disk) {
    content **link = &disk->contents;
    while (*link) {
        content *content = *link;
        if (is_named(disk, content)) {
            link = &content->next;
        } else {
            *link = content->next;
            content_free(content);
        }
    }
}

// A file that was there before the disk heard of it is durable as it is.
static bool load(content *content, const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    unsigned char buffer[4096];
    size_t length;
    bool good = true;
    while (good && (length = fread(buffer, 1, sizeof buffer, file)) > 0) {
        good = image_write(&content->durable, content->durable.size, buffer, length);
    }
    good = good && !ferror(file);
    fclose(file);
    return good;
}

static bool exists(rue_disk *disk, const char *path) {
    int answer = 0;
    disk->real->xAccess(disk->real, path, SQLITE_ACCESS_EXISTS, &answer);
    FILE *file = answer ? NULL : fopen(path, "rb");  // SQLite takes an empty one for none
    if (file) fclose(file);
    return answer || file;
}

static int note_opening(disk_file *file, const char *path, bool was_there) {
    rue_disk *disk = file->disk;
    name *name = disk_name(disk, path);
    if (!name) return SQLITE_NOMEM;
    if (!name->now) {
        name->now = disk_add_content(disk);
        if (!name->now) return SQLITE_NOMEM;
        if (was_there) {
            if (!load(name->now, path)) return SQLITE_IOERR;
            name->durable = name->now;
        }
    }
    file->content = name->now;
    return SQLITE_OK;
}

// The file itself, whatever its name; 0 where there is none.
static ino_t number_of(const char *path) {
    struct stat state;
    return stat(path, &state) == 0 ? state.st_ino : 0;
}

// MARK: The VFS

static int open_file(
    sqlite3_vfs *vfs, const char *path, sqlite3_file *opened, int flags, int *out_flags) {
    rue_disk *disk = disk_of(vfs);
    disk_file *file = (disk_file *)opened;
    memset(file, 0, sizeof *file);
    if (disk->off) return SQLITE_IOERR;
    file->disk = disk;
    bool is_kept = path && !(flags & SQLITE_OPEN_DELETEONCLOSE);
    bool was_there = is_kept && exists(disk, path);
    int code = disk->real->xOpen(disk->real, path, &file->real, flags, out_flags);
    if (code != SQLITE_OK) return code;
    if (is_kept) code = note_opening(file, path, was_there);
    file->number = is_kept ? number_of(path) : 0;
    if (code == SQLITE_OK) {
        file->base.pMethods = &disk_file_methods;
    } else {
        file->real.pMethods->xClose(&file->real);
    }
    return code;
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int syncs_folder) {
    rue_disk *disk = disk_of(vfs);
    if (disk->off) return SQLITE_IOERR_DELETE;
    bool is_last = disk_step(disk);
    name *name = disk_name(disk, path);
    if (!name) return SQLITE_NOMEM;
    name->now = NULL;
    if (is_last) {
        disk->off = true;
        return SQLITE_IOERR_DELETE;
    }
    if (syncs_folder && !disk->ignores_syncs) name->durable = NULL;
    return disk->real->xDelete(disk->real, path, 0);
}

static int access_file(sqlite3_vfs *vfs, const char *path, int flags, int *answer) {
    return disk_of(vfs)->real->xAccess(disk_of(vfs)->real, path, flags, answer);
}

static int full_path(sqlite3_vfs *vfs, const char *path, int length, char *full) {
    return disk_of(vfs)->real->xFullPathname(disk_of(vfs)->real, path, length, full);
}

static int randomness(sqlite3_vfs *vfs, int length, char *bytes) {
    return disk_of(vfs)->real->xRandomness(disk_of(vfs)->real, length, bytes);
}

static int wait(sqlite3_vfs *vfs, int microseconds) {
    return disk_of(vfs)->real->xSleep(disk_of(vfs)->real, microseconds);
}

static int current_time(sqlite3_vfs *vfs, double *days) {
    return disk_of(vfs)->real->xCurrentTime(disk_of(vfs)->real, days);
}

static int last_error(sqlite3_vfs *vfs, int length, char *text) {
    return disk_of(vfs)->real->xGetLastError(disk_of(vfs)->real, length, text);
}

rue_disk *rue_disk_new(const char *label) {
    rue_disk *disk = calloc(1, sizeof *disk);
    if (!disk) return NULL;
    disk->label = strdup(label);
    disk->real = sqlite3_vfs_find(NULL);
    disk->vfs = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = (int)offsetof(disk_file, real) + disk->real->szOsFile,
        .mxPathname = disk->real->mxPathname,
        .zName = disk->label,
        .pAppData = disk,
        .xOpen = open_file,
        .xDelete = delete_file,
        .xAccess = access_file,
        .xFullPathname = full_path,
        .xRandomness = randomness,
        .xSleep = wait,
        .xCurrentTime = current_time,
        .xGetLastError = last_error,
    };
    if (!disk->label || sqlite3_vfs_register(&disk->vfs, 0) != SQLITE_OK) {
        free(disk->label);
        free(disk);
        return NULL;
    }
    return disk;
}

void rue_disk_free(rue_disk *disk) {
    sqlite3_vfs_unregister(&disk->vfs);
    while (disk->names) {
        name *next = disk->names->next;
        free(disk->names->path);
        free(disk->names);
        disk->names = next;
    }
    free_unnamed(disk);
    free(disk->label);
    free(disk);
}

// MARK: The loss of power

static bool write_whole(const char *path, const void *bytes, size_t length) {
    FILE *file = fopen(path, "wb");
    if (!file) return false;
    bool good = fwrite(bytes, 1, length, file) == length;
    return fclose(file) == 0 && good;
}

static bool put_back(const name *name) {
    if (name->now) return write_whole(name->path, name->now->durable.bytes, name->now->durable.size);
    return remove(name->path) == 0 || errno == ENOENT;
}

// The shared memory's file comes out of a loss of power with anything in it.
static bool spoil_shared_memory(rue_disk *disk, const char *path) {
    char shared[4096];
    snprintf(shared, sizeof shared, "%s-shm", path);
    unsigned char junk[32768];
    for (size_t i = 0; i < sizeof junk; i++) junk[i] = (unsigned char)disk_random(disk);
    return write_whole(shared, junk, sizeof junk);
}

static bool is_database(const rue_disk *disk, const name *candidate) {
    size_t length = strlen(candidate->path);
    for (const name *name = disk->names; name; name = name->next) {
        if (strncmp(name->path, candidate->path, length) == 0
            && strcmp(name->path + length, "-wal") == 0) {
            return true;
        }
    }
    return false;
}

bool rue_disk_restore_power(rue_disk *disk) {
    bool good = true;
    for (name *name = disk->names; name; name = name->next) {
        if (name->now != name->durable && disk_random(disk) % 2) name->now = name->durable;
        name->durable = name->now;
    }
    free_unnamed(disk);
    for (content *content = disk->contents; good && content; content = content->next) {
        good = content_lose_power(content, disk);
    }
    for (name *name = disk->names; good && name; name = name->next) {
        good = put_back(name);
        if (good && name->now && is_database(disk, name)) {
            good = spoil_shared_memory(disk, name->path);
        }
    }
    disk->off = false;
    disk->cut_at = 0;
    return good;
}

// MARK: Settings and counts

void rue_disk_cut_power(rue_disk *disk, uint64_t operation, uint64_t seed) {
    disk->cut_at = operation ? disk->operations + operation : 0;
    disk->random = seed;
}

bool rue_disk_is_off(const rue_disk *disk) { return disk->off; }

void rue_disk_ignore_syncs(rue_disk *disk, bool ignores) { disk->ignores_syncs = ignores; }

void rue_disk_fail(rue_disk *disk, uint64_t operation, int code) {
    disk->fail_at = operation ? disk->operations + operation : 0;
    disk->fail_code = code;
}

bool rue_disk_break(rue_disk *disk, const char *path, uint64_t offset, uint64_t length) {
    disk->broken_file = number_of(path);
    disk->broken_from = offset;
    disk->broken_to = offset + length;
    return disk->broken_file != 0;
}

uint64_t rue_disk_operations(const rue_disk *disk) { return disk->operations; }

uint64_t rue_disk_bytes_written(const rue_disk *disk) { return disk->bytes_written; }

uint64_t rue_disk_syncs(const rue_disk *disk) { return disk->syncs; }
