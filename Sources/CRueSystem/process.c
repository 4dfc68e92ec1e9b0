#include "rue_process.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rue_file.h"

static int argument_count;
static char **arguments;

// glibc gives the functions in .init_array main's arguments, in static programs too; other C
// libraries do not, but Rue's builds use glibc alone.
static void take_arguments(int count, char **values, char **environment) {
    (void)environment;
    argument_count = count;
    arguments = values;
}

__attribute__((section(".init_array"), used, retain)) static void (*const take_arguments_at_start)(
    int, char **, char **) = take_arguments;

int32_t rue_argument_count(void) {
    return argument_count;
}

const char *rue_argument(int32_t index) {
    return index >= 0 && index < argument_count ? arguments[index] : NULL;
}

const char *rue_environment(const char *name) {
    return getenv(name);
}

const char *rue_error_text(int32_t error) {
    const char *text = strerrordesc_np(error < 0 ? -error : error);
    return text == NULL ? "unknown error" : text;
}

int rue_write_all(int descriptor, const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(descriptor, bytes, count);
        if (written >= 0) {
            bytes += written;
            count -= (size_t)written;
            continue;
        }
        if (errno == EAGAIN) {
            struct pollfd full = {.fd = descriptor, .events = POLLOUT};
            if (poll(&full, 1, -1) < 0 && errno != EINTR) return -errno;
        } else if (errno != EINTR) {
            return -errno;
        }
    }
    return 0;
}

int rue_is_terminal(int descriptor) {
    return isatty(descriptor);
}

int64_t rue_process_id(void) {
    return getpid();
}

uint64_t rue_resident_bytes(void) {
    char text[128];
    int count = rue_file_read("/proc/self/statm", (uint8_t *)text, sizeof text - 1);
    if (count <= 0) return 0;
    text[count] = 0;
    char *resident = strchr(text, ' ');
    long page = sysconf(_SC_PAGESIZE);
    return resident == NULL || page <= 0 ? 0 : strtoull(resident, NULL, 10) * (uint64_t)page;
}

int rue_parse_double(const char *text, double *value) {
    char *end = NULL;
    if (strspn(text, "0123456789.eE+-") != strlen(text)) return -EINVAL;
    double parsed = strtod(text, &end);
    if (end == text || *end != 0 || !isfinite(parsed)) return -EINVAL;
    *value = parsed;
    return 0;
}

void rue_make_files_private(void) {
    umask(077);
}

void rue_exit(int32_t status) {
    _exit(status);
}
