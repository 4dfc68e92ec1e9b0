#include "rue_directory.h"

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>

static int list(DIR *folder, char *names, size_t capacity) {
    size_t used = 0;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (entry == NULL) return errno != 0 ? -errno : (int)used;
        if (entry->d_name[0] == '.') continue;
        size_t count = strlen(entry->d_name) + 1;
        if (count > capacity - used) return -EFBIG;
        memcpy(names + used, entry->d_name, count);
        used += count;
    }
}

int rue_directory_list(const char *path, char *names, size_t capacity) {
    if (capacity > INT32_MAX) return -EINVAL;
    DIR *folder = opendir(path);
    if (folder == NULL) return -errno;
    int result = list(folder, names, capacity);
    closedir(folder);
    return result;
}
