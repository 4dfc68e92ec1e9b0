// A file that SQLite opened: everything is done to the real one, and what is written is noted.
#include "file.h"

#include <string.h>

static disk_file *self(sqlite3_file *file) { return (disk_file *)file; }

static sqlite3_file *real(sqlite3_file *file) { return &self(file)->real; }

bool disk_step(rue_disk *disk) {
    disk->operations++;
    return disk->cut_at != 0 && disk->operations >= disk->cut_at;
}

static bool fails(const rue_disk *disk, bool is_sync) {
    if (disk->fail_at == 0 || disk->operations < disk->fail_at) return false;
    return !is_sync || disk->fail_code != SQLITE_FULL;
}

static int close_file(sqlite3_file *file) {
    // Of itself a file closes even without power, so that nothing stays open.
    return real(file)->pMethods ? real(file)->pMethods->xClose(real(file)) : SQLITE_OK;
}

static bool is_readable(const disk_file *file, uint64_t from, uint64_t to) {
    const rue_disk *disk = file->disk;
    return file->number != disk->broken_file || to <= disk->broken_from || from >= disk->broken_to;
}

static int read_file(sqlite3_file *file, void *bytes, int length, sqlite3_int64 offset) {
    if (self(file)->disk->off) return SQLITE_IOERR_READ;
    uint64_t from = (uint64_t)offset;
    if (!is_readable(self(file), from, from + (uint64_t)length)) return SQLITE_IOERR_READ;
    return real(file)->pMethods->xRead(real(file), bytes, length, offset);
}

static int write_file(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset) {
    rue_disk *disk = self(file)->disk;
    if (disk->off) return SQLITE_IOERR_WRITE;
    bool is_last = disk_step(disk);
    if (fails(disk, false)) return disk->fail_code;
    disk->bytes_written += (uint64_t)length;
    if (self(file)->content
        && !content_record(self(file)->content, (uint64_t)offset, bytes, (uint64_t)length)) {
        return SQLITE_NOMEM;
    }
    if (is_last) {
        disk->off = true;
        return SQLITE_IOERR_WRITE;
    }
    return real(file)->pMethods->xWrite(real(file), bytes, length, offset);
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size) {
    rue_disk *disk = self(file)->disk;
    if (disk->off) return SQLITE_IOERR_TRUNCATE;
    bool is_last = disk_step(disk);
    if (fails(disk, false)) return disk->fail_code;
    if (self(file)->content && !content_record(self(file)->content, (uint64_t)size, NULL, 0)) {
        return SQLITE_NOMEM;
    }
    if (is_last) {
        disk->off = true;
        return SQLITE_IOERR_TRUNCATE;
    }
    return real(file)->pMethods->xTruncate(real(file), size);
}

// The name too, as Linux's journalling file systems do for a new file.
static bool make_durable(rue_disk *disk, content *content) {
    for (name *name = disk->names; name; name = name->next) {
        if (name->now == content) name->durable = content;
    }
    return content_make_durable(content);
}

static int sync_file(sqlite3_file *file, int flags) {
    (void)flags;
    rue_disk *disk = self(file)->disk;
    if (disk->off) return SQLITE_IOERR_FSYNC;
    bool is_last = disk_step(disk);
    disk->syncs++;
    if (fails(disk, true)) return disk->fail_code;
    if (is_last) {
        disk->off = true;
        return SQLITE_IOERR_FSYNC;
    }
    // The real file is not synced: only this disk loses its power.
    if (disk->ignores_syncs || !self(file)->content) return SQLITE_OK;
    return make_durable(disk, self(file)->content) ? SQLITE_OK : SQLITE_NOMEM;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}

static int lock(sqlite3_file *file, int level) {
    return real(file)->pMethods->xLock(real(file), level);
}

static int unlock(sqlite3_file *file, int level) {
    return real(file)->pMethods->xUnlock(real(file), level);
}

static int is_reserved(sqlite3_file *file, int *answer) {
    return real(file)->pMethods->xCheckReservedLock(real(file), answer);
}

static int control(sqlite3_file *file, int operation, void *argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}

static int sector_size(sqlite3_file *file) {
    return real(file)->pMethods->xSectorSize(real(file));
}

static int characteristics(sqlite3_file *file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int map_shared(sqlite3_file *file, int page, int size, int extends, void volatile **start) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extends, start);
}

static int lock_shared(sqlite3_file *file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

static void barrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }

static int unmap_shared(sqlite3_file *file, int deletes) {
    return real(file)->pMethods->xShmUnmap(real(file), deletes);
}

// Version 2: no memory mapping, by which writes would pass unseen.
const sqlite3_io_methods disk_file_methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock,
    .xUnlock = unlock,
    .xCheckReservedLock = is_reserved,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = map_shared,
    .xShmLock = lock_shared,
    .xShmBarrier = barrier,
    .xShmUnmap = unmap_shared,
};
