#include "rue_service.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int notify(const struct sockaddr_un *address, socklen_t length, const char *state) {
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return -errno;
    ssize_t sent = sendto(
        descriptor, state, strlen(state), MSG_NOSIGNAL, (const struct sockaddr *)address, length);
    int result = sent < 0 ? -errno : 1;
    close(descriptor);
    return result;
}

int rue_service_notify(const char *state) {
    const char *path = getenv("NOTIFY_SOCKET");
    return path == NULL || path[0] == 0 ? 0 : rue_service_notify_to(path, state);
}

int rue_service_notify_to(const char *path, const char *state) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t count = strlen(path);
    if (path[0] != '/' && path[0] != '@') return -EINVAL;
    if (count >= sizeof address.sun_path) return -ENAMETOOLONG;
    memcpy(address.sun_path, path, count);
    if (path[0] == '@') address.sun_path[0] = 0;
    return notify(&address, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + count), state);
}

uint64_t rue_service_watchdog_us(void) {
    return rue_service_watchdog_of(getenv("WATCHDOG_USEC"), getenv("WATCHDOG_PID"));
}

uint64_t rue_service_watchdog_of(const char *interval, const char *process) {
    if (interval == NULL || interval[0] < '0' || interval[0] > '9') return 0;
    if (process != NULL && strtoll(process, NULL, 10) != (long long)getpid()) return 0;
    char *end = NULL;
    errno = 0;
    uint64_t microseconds = strtoull(interval, &end, 10);
    return errno == 0 && *end == 0 ? microseconds : 0;
}

int rue_service_has_journal(int descriptor) {
    const char *stream = getenv("JOURNAL_STREAM");
    unsigned long long device = 0, inode = 0;
    struct stat status;
    if (stream == NULL || sscanf(stream, "%llu:%llu", &device, &inode) != 2) return 0;
    if (fstat(descriptor, &status) != 0) return 0;
    return status.st_dev == (dev_t)device && status.st_ino == (ino_t)inode;
}
