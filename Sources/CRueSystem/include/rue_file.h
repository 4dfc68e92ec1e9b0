// Files and folders.
#ifndef RUE_FILE_H
#define RUE_FILE_H
#include <stddef.h>
#include <stdint.h>

/// Reads a whole file of at most `capacity` bytes (also of /proc and /sys, which have no size).
/// Returns the count; -EFBIG when there is more.
int rue_file_read(const char *path, uint8_t *bytes, size_t capacity);

/// Writes a file so that after a loss of power the path holds either what it held before or all of
/// this: written and synced as "PATH.new", renamed, and the folder synced.
/// `mode` is the permission bits, e.g. 0600.
int rue_file_write_durable(const char *path, const uint8_t *bytes, size_t count, uint32_t mode);

/// Removes a file and syncs its folder. -ENOENT when there is none.
int rue_file_remove(const char *path);

/// Renames a file within a file system and syncs both folders. What is at the new path is replaced.
int rue_file_rename(const char *from, const char *to);

/// What kind of thing is at a path.
typedef struct {
    /// Permission bits.
    uint32_t mode;
    /// Bytes.
    uint64_t size;
    /// 1 for a folder.
    uint8_t is_directory;
    /// 1 for a regular file.
    uint8_t is_file;
} rue_file_info;

/// Looks at a path, through symbolic links.
int rue_file_look(const char *path, rue_file_info *info);

/// Makes a folder with mode 0700, and any folders missing above it with mode 0755. An existing
/// folder is left as it is; -ENOTDIR when something else is there.
int rue_directory_create(const char *path);

/// Takes an exclusive lock on a file, which is made if missing and gets this process's id as its
/// text. The lock lasts until the descriptor is closed or the process ends.
/// Returns the descriptor; -EWOULDBLOCK when another process has it, with that process's id in
/// `holder` (0 when it cannot be told).
int rue_lock_take(const char *path, int64_t *holder);

/// Whether a process holds a lock (rue_lock_take) on a file: 1, with that process's id in `holder` (0
/// when it cannot be told), or 0. Changes nothing. A lock that is taken at this very moment may fail.
int rue_lock_look(const char *path, int64_t *holder);

/// Bytes that this user can still write to the file system that holds `path`.
int rue_disk_free_bytes(const char *path, uint64_t *bytes);

#endif
