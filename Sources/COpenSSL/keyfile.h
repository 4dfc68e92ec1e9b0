// Files that hold a private key. They are here because RueCrypto may import no other C module.
#ifndef RUE_OPENSSL_KEYFILE_H
#define RUE_OPENSSL_KEYFILE_H
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/// What an errno value means, in English.
static inline const char *rue_keyfile_error_text(int error) {
    const char *text = strerrordesc_np(error);
    return text == NULL ? "unknown error" : text;
}

/// Writes all bytes and syncs them. Returns 0 or a negative errno.
static inline int rue_keyfile_fill(int file, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(file, bytes, count);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return -errno;
        bytes += written;
        count -= (size_t)written;
    }
    return fsync(file) == 0 ? 0 : -errno;
}

/// Syncs the folder that holds `path`, so that a new name survives a loss of power. Returns 0 or a
/// negative errno.
static inline int rue_keyfile_sync_folder(const char *path) {
    char *folder = strdup(path);
    if (folder == NULL) return -ENOMEM;
    char *slash = strrchr(folder, '/');
    if (slash == folder) slash[1] = 0;
    else if (slash != NULL) slash[0] = 0;
    int file = open(slash == NULL ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int result = file < 0 ? -errno : 0;
    free(folder);
    if (file < 0) return result;
    if (fsync(file) != 0) result = -errno;
    close(file);
    return result;
}

/// Creates a file with mode 0600 that nothing was at before (-EEXIST, also for a dangling symbolic
/// link), whole or not at all: it is written and synced beside its place ("PATH.new") and linked
/// there, so that losing power leaves no empty key file. Returns 0 or a negative errno.
static inline int rue_keyfile_create(const char *path, const uint8_t *bytes, size_t count) {
    char *beside = NULL;
    if (asprintf(&beside, "%s.new", path) < 0) return -ENOMEM;
    // A leftover of a run that lost power; another run at work is excluded by the state's lock.
    unlink(beside);
    int file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    int result = file < 0 ? -errno : 0;
    if (file >= 0) {
        if (fchmod(file, 0600) != 0) result = -errno;
        if (result == 0) result = rue_keyfile_fill(file, bytes, count);
        if (close(file) != 0 && result == 0) result = -errno;
        if (result == 0 && link(beside, path) != 0) result = -errno;
        unlink(beside);
    }
    free(beside);
    return result == 0 ? rue_keyfile_sync_folder(path) : result;
}

/// Reads a key file of at most `capacity` bytes. Not read: a symbolic link (-ELOOP), something that
/// is no regular file (-EINVAL), a file that group or others have any access to (-EACCES, with its
/// permission bits in `mode`, which is 0 for every other reason), a larger one (-EFBIG).
/// Returns the number of bytes or a negative errno.
static inline int rue_keyfile_read(
    const char *path, uint8_t *bytes, size_t capacity, unsigned *mode) {
    *mode = 0;
    // O_NONBLOCK: opening a FIFO must not hang.
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) return -errno;
    struct stat info;
    int result = 0;
    if (fstat(file, &info) != 0) result = -errno;
    else if (!S_ISREG(info.st_mode)) result = -EINVAL;
    else if ((info.st_mode & 077) != 0) {
        *mode = info.st_mode & 07777;
        result = -EACCES;
    } else if (info.st_size > (off_t)capacity) result = -EFBIG;
    size_t count = 0;
    while (result == 0 && count < capacity) {
        ssize_t taken = read(file, bytes + count, capacity - count);
        if (taken == 0) break;
        if (taken < 0 && errno != EINTR) result = -errno;
        if (taken > 0) count += (size_t)taken;
    }
    close(file);
    return result < 0 ? result : (int)count;
}
#endif
