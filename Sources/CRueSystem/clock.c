#include "rue_clock.h"

#include <errno.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>

#include "rue_file.h"

static struct timespec now(clockid_t clock) {
    struct timespec now = {0, 0};
    clock_gettime(clock, &now);
    return now;
}

uint64_t rue_boottime_ms(void) {
    return rue_boottime_us() / 1000;
}

uint64_t rue_boottime_us(void) {
    struct timespec time = now(CLOCK_BOOTTIME);
    return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_nsec / 1000;
}

int64_t rue_realtime_ms(void) {
    struct timespec time = now(CLOCK_REALTIME);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int rue_realtime_set_ms(int64_t milliseconds) {
    if (milliseconds < 0) return -EINVAL;
    struct timespec time = {
        .tv_sec = (time_t)(milliseconds / 1000),
        .tv_nsec = (long)(milliseconds % 1000) * 1000000,
    };
    return clock_settime(CLOCK_REALTIME, &time) == 0 ? 0 : -errno;
}

int rue_realtime_is_synchronised(void) {
    struct timex state = {.modes = 0};
    int result = adjtimex(&state);
    return result >= 0 && result != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

static int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return -1;
}

int rue_boot_id(uint8_t *id) {
    char text[64];
    int count = rue_file_read("/proc/sys/kernel/random/boot_id", (uint8_t *)text, sizeof text);
    if (count < 0) return count;
    int digits = 0;
    for (int i = 0; i < count; i++) {
        int value = hex_value(text[i]);
        if (value < 0) continue;
        if (digits == 32) return -EBADMSG;
        uint8_t *byte = id + digits / 2;
        *byte = (uint8_t)(digits % 2 == 0 ? value << 4 : *byte | value);
        digits++;
    }
    return digits == 32 ? 0 : -EBADMSG;
}

int rue_sleep_us(uint32_t microseconds) {
    if (microseconds > 1000000) return -EINVAL;
    struct timespec left = {
        .tv_sec = microseconds / 1000000,
        .tv_nsec = (long)(microseconds % 1000000) * 1000,
    };
    while (nanosleep(&left, &left) != 0)
        if (errno != EINTR) return -errno;
    return 0;
}
