// What Rue uses of libgpiod, for Swift: one call that does all that must not be interrupted, and
// compiles against libgpiod 1.6 and 2. No type of libgpiod is needed by the caller. Every function
// returns a negative errno on failure, read at once.
#ifndef RUE_GPIOD_SHIM_H
#define RUE_GPIOD_SHIM_H
#include <errno.h>
#include <gpiod.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

/// At which step a capture failed.
enum {
    RUE_GPIO_OPENING = 1,
    RUE_GPIO_FINDING_LINE = 2,
    RUE_GPIO_REQUESTING = 3,
    RUE_GPIO_LISTENING = 4,
};

/// How many bytes the name of a line's holder takes, with its final zero (the kernel's limit).
#define RUE_GPIO_HOLDER_SIZE 32

/// The most edges of one capture; libgpiod 2 is asked for a queue as long.
#define RUE_GPIO_MAXIMUM_EDGES 128

#define RUE_GPIO_CONSUMER "rue"

static inline int64_t rue_gpio_now_ns(void) {
    struct timespec now = {0, 0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline struct timespec rue_gpio_timespec(int64_t nanoseconds) {
    struct timespec time = {
        .tv_sec = (time_t)(nanoseconds / 1000000000),
        .tv_nsec = (long)(nanoseconds % 1000000000),
    };
    return time;
}

// Through signals.
static inline void rue_gpio_hold_us(uint32_t microseconds) {
    struct timespec end = rue_gpio_timespec(rue_gpio_now_ns() + (int64_t)microseconds * 1000);
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL) == EINTR) continue;
}

static inline void rue_gpio_copy_holder(const char *name, uint8_t *holder) {
    if (name) strncpy((char *)holder, name, RUE_GPIO_HOLDER_SIZE - 1);
}

#ifdef GPIOD_LINE_BULK_MAX_LINES
#include "libgpiod1.h"
#else
#include "libgpiod2.h"
#endif

/// Drives a line low, lets go of it, and records when it falls: everything from opening the chip to
/// closing it, so that the line is free again whatever happens. The window begins when the line is
/// let go. `times` receives nanoseconds (CLOCK_MONOTONIC), and has room for `capacity`, at most
/// RUE_GPIO_MAXIMUM_EDGES. On failure `step` says where, and `holder`, RUE_GPIO_HOLDER_SIZE zeros,
/// receives the name of who holds the line if that is why. Returns how many edges came.
static inline int rue_gpio_capture(const char *path, uint32_t offset, uint32_t low_us,
                                   uint32_t window_us, uint64_t *times, int capacity, int *step,
                                   uint8_t *holder) {
    struct rue_gpio gpio = RUE_GPIO_NONE;
    int result = rue_gpio_open(&gpio, path, offset, step);
    if (result == 0) {
        *step = RUE_GPIO_REQUESTING;
        result = rue_gpio_request_low(&gpio, offset);
    }
    if (result == 0) {
        rue_gpio_hold_us(low_us);
        int64_t end = rue_gpio_now_ns() + (int64_t)window_us * 1000;
        result = rue_gpio_let_go(&gpio, offset);
        if (result == 0) {
            *step = RUE_GPIO_LISTENING;
            result = rue_gpio_listen(&gpio, end, times, capacity);
        }
    }
    if (result == -EBUSY) rue_gpio_find_holder(&gpio, offset, holder);
    rue_gpio_close(&gpio);
    return result;
}
#endif
