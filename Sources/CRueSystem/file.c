#include "rue_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "rue_process.h"

static int read_all(int file, uint8_t *bytes, size_t capacity) {
    size_t count = 0;
    uint8_t more;
    for (;;) {
        int is_full = count == capacity;
        ssize_t taken = read(file, is_full ? &more : bytes + count, is_full ? 1 : capacity - count);
        if (taken < 0 && errno == EINTR) continue;
        if (taken < 0) return -errno;
        if (taken == 0) return (int)count;
        if (is_full) return -EFBIG;
        count += (size_t)taken;
    }
}

int rue_file_read(const char *path, uint8_t *bytes, size_t capacity) {
    if (capacity > INT32_MAX) return -EINVAL;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return -errno;
    int result = read_all(file, bytes, capacity);
    close(file);
    return result;
}

static int sync_folder_of(const char *path) {
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

static int write_synced(
    const char *path, const uint8_t *bytes, size_t count, uint32_t mode) {
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, mode);
    if (file < 0) return -errno;
    // The mode of open is cut by the umask, and not applied to a leftover.
    int result = fchmod(file, mode) == 0 ? rue_write_all(file, bytes, count) : -errno;
    if (result == 0 && fsync(file) != 0) result = -errno;
    if (close(file) != 0 && result == 0) result = -errno;
    return result;
}

int rue_file_write_durable(const char *path, const uint8_t *bytes, size_t count, uint32_t mode) {
    char *beside = NULL;
    if (asprintf(&beside, "%s.new", path) < 0) return -ENOMEM;
    int result = write_synced(beside, bytes, count, mode);
    if (result == 0 && rename(beside, path) != 0) result = -errno;
    if (result != 0) unlink(beside);
    free(beside);
    return result == 0 ? sync_folder_of(path) : result;
}

int rue_file_remove(const char *path) {
    return unlink(path) == 0 ? sync_folder_of(path) : -errno;
}

int rue_file_rename(const char *from, const char *to) {
    if (rename(from, to) != 0) return -errno;
    // The new place first: a loss of power may leave both names, but never neither.
    int result = sync_folder_of(to);
    return result == 0 ? sync_folder_of(from) : result;
}

int rue_file_look(const char *path, rue_file_info *info) {
    struct stat found;
    if (stat(path, &found) != 0) return -errno;
    info->mode = found.st_mode & 07777;
    info->size = (uint64_t)found.st_size;
    info->is_directory = S_ISDIR(found.st_mode);
    info->is_file = S_ISREG(found.st_mode);
    return 0;
}

static int make_folder(const char *path, mode_t mode) {
    if (mkdir(path, mode) == 0) return 0;
    int error = errno;
    struct stat found;
    if (error != EEXIST) return -error;
    if (stat(path, &found) != 0) return -errno;
    return S_ISDIR(found.st_mode) ? 0 : -ENOTDIR;
}

int rue_directory_create(const char *path) {
    if (path[0] == 0) return -ENOENT;
    char *part = strdup(path);
    if (part == NULL) return -ENOMEM;
    size_t count = strlen(part);
    while (count > 1 && part[count - 1] == '/') part[--count] = 0;
    int result = 0;
    for (char *slash = strchr(part + 1, '/'); slash != NULL && result == 0;
         slash = strchr(slash + 1, '/')) {
        *slash = 0;
        result = make_folder(part, 0755);
        *slash = '/';
    }
    if (result == 0) result = make_folder(part, 0700);
    free(part);
    return result;
}

// Reads who holds a lock, from the text that the holder wrote.
static int64_t lock_holder(int file) {
    char text[24] = {0};
    ssize_t count = pread(file, text, sizeof text - 1, 0);
    return count > 0 ? strtoll(text, NULL, 10) : 0;
}

static int sign_lock(int file) {
    char text[24];
    int count = snprintf(text, sizeof text, "%lld\n", (long long)getpid());
    if (ftruncate(file, 0) != 0) return -errno;
    return rue_write_all(file, (const uint8_t *)text, (size_t)count);
}

int rue_lock_take(const char *path, int64_t *holder) {
    *holder = 0;
    int file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) return -errno;
    int result = flock(file, LOCK_EX | LOCK_NB) == 0 ? 0 : -errno;
    if (result == -EWOULDBLOCK) *holder = lock_holder(file);
    if (result == 0) result = sign_lock(file);
    if (result == 0) return file;
    close(file);
    return result;
}

int rue_lock_look(const char *path, int64_t *holder) {
    *holder = 0;
    int file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0) return errno == ENOENT ? 0 : -errno;
    int result = flock(file, LOCK_SH | LOCK_NB) == 0 ? 0 : -errno;
    if (result == -EWOULDBLOCK) {
        *holder = lock_holder(file);
        result = 1;
    }
    close(file);
    return result;
}

int rue_disk_free_bytes(const char *path, uint64_t *bytes) {
    struct statvfs info;
    if (statvfs(path, &info) != 0) return -errno;
    *bytes = (uint64_t)info.f_bavail * info.f_frsize;
    return 0;
}
