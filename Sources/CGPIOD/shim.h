// What Rue uses of libgpiod, for Swift: one call that does all of a capture, which must not be
// interrupted, and an output. Compiles against libgpiod 1.6 and 2; no type of libgpiod is needed by
// the caller. Every function returns a negative errno on failure, read at once.
#ifndef RUE_GPIOD_SHIM_H
#define RUE_GPIOD_SHIM_H
#include <errno.h>
#include <gpiod.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/// At which step a call failed.
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

/// How a thread was scheduled before a capture.
struct rue_gpio_urgency {
    bool is_urgent;  // ahead of all ordinary ones, of its own or by this
    bool is_raised;
    int policy;
    struct sched_param parameters;
};

// Stands beside the policy of a thread whose children are to be ordinary (sched(7)).
enum { RUE_GPIO_RESET_ON_FORK = 0x40000000 };

static inline bool rue_gpio_is_real_time(int policy) {
    int plain = policy & ~RUE_GPIO_RESET_ON_FORK;
    return plain == SCHED_FIFO || plain == SCHED_RR;
}

// Puts the calling thread ahead of all ordinary ones (SCHED_FIFO, at its lowest priority), if the
// system permits it (RLIMIT_RTPRIO or CAP_SYS_NICE) and it is not so already.
static inline struct rue_gpio_urgency rue_gpio_raise(void) {
    struct rue_gpio_urgency before = {.policy = sched_getscheduler(0)};
    if (before.policy < 0 || sched_getparam(0, &before.parameters) < 0) return before;
    before.is_urgent = rue_gpio_is_real_time(before.policy);
    if (before.is_urgent) return before;
    struct sched_param urgent = {.sched_priority = sched_get_priority_min(SCHED_FIFO)};
    before.is_raised = sched_setscheduler(0, SCHED_FIFO, &urgent) == 0;
    before.is_urgent = before.is_raised;
    return before;
}

// To give priority up is always permitted.
static inline void rue_gpio_lower(struct rue_gpio_urgency before) {
    if (before.is_raised) sched_setscheduler(0, before.policy, &before.parameters);
}

// What must not be interrupted: from the start pulse to the last edge.
static inline int rue_gpio_pulse_and_listen(struct rue_gpio *gpio, uint32_t offset,
                                            uint32_t low_us, uint32_t window_us, uint64_t *times,
                                            int capacity, int *step) {
    *step = RUE_GPIO_REQUESTING;
    int result = rue_gpio_request_low(gpio, offset);
    if (result < 0) return result;
    rue_gpio_hold_us(low_us);
    int64_t end = rue_gpio_now_ns() + (int64_t)window_us * 1000;
    result = rue_gpio_let_go(gpio, offset);
    if (result < 0) return result;
    *step = RUE_GPIO_LISTENING;
    return rue_gpio_listen(gpio, end, times, capacity);
}

/// Drives a line low, lets go of it, and records when it falls: everything from opening the chip to
/// closing it, so that the line is free again whatever happens. The window begins when the line is
/// let go. `times` receives nanoseconds (CLOCK_MONOTONIC), and has room for `capacity`, at most
/// RUE_GPIO_MAXIMUM_EDGES. On failure `step` says where, and `holder`, RUE_GPIO_HOLDER_SIZE zeros,
/// receives the name of who holds the line if that is why. `urgent` receives whether the capture ran
/// ahead of ordinary threads; the thread is as before afterwards. Returns how many edges came.
static inline int rue_gpio_capture(const char *path, uint32_t offset, uint32_t low_us,
                                   uint32_t window_us, uint64_t *times, int capacity, int *step,
                                   uint8_t *holder, bool *urgent) {
    struct rue_gpio gpio = RUE_GPIO_NONE;
    *urgent = false;
    int result = rue_gpio_open(&gpio, path, offset, step);
    if (result == 0) {
        struct rue_gpio_urgency before = rue_gpio_raise();
        *urgent = before.is_urgent;
        result = rue_gpio_pulse_and_listen(
            &gpio, offset, low_us, window_us, times, capacity, step);
        rue_gpio_lower(before);
    }
    if (result == -EBUSY && *step != RUE_GPIO_OPENING) {
        rue_gpio_find_holder(&gpio, offset, holder);
    }
    rue_gpio_close(&gpio);
    return result;
}

// Takes a line for longer than a call, as `use` says: an output that is on or off, or a wire.
enum rue_gpio_held { RUE_GPIO_HELD_OFF, RUE_GPIO_HELD_ON, RUE_GPIO_HELD_WIRE };

static inline int rue_gpio_hold(const char *path, uint32_t offset, bool active_low,
                                enum rue_gpio_held use, int *step, uint8_t *holder, void **held) {
    struct rue_gpio none = RUE_GPIO_NONE;
    *step = RUE_GPIO_OPENING;
    *held = NULL;
    struct rue_gpio *gpio = (struct rue_gpio *)malloc(sizeof none);
    if (!gpio) return -ENOMEM;
    *gpio = none;
    int result = rue_gpio_open(gpio, path, offset, step);
    if (result == 0) {
        *step = RUE_GPIO_REQUESTING;
        result = use == RUE_GPIO_HELD_WIRE
            ? rue_gpio_request_wire(gpio, offset)
            : rue_gpio_request_output(gpio, offset, active_low, use == RUE_GPIO_HELD_ON);
    }
    if (result == 0) {
        *held = gpio;
        return 0;
    }
    if (result == -EBUSY && *step != RUE_GPIO_OPENING) rue_gpio_find_holder(gpio, offset, holder);
    rue_gpio_close(gpio);
    free(gpio);
    return result;
}

/// Takes a line as an output, which is on or off from the first moment; with `active_low` on is 0 V.
/// `step` and `holder` as of a capture. `output` receives what the other calls want.
static inline int rue_gpio_output_open(const char *path, uint32_t offset, bool active_low, bool on,
                                       int *step, uint8_t *holder, void **output) {
    enum rue_gpio_held use = on ? RUE_GPIO_HELD_ON : RUE_GPIO_HELD_OFF;
    return rue_gpio_hold(path, offset, active_low, use, step, holder, output);
}

/// Takes a line as the data line of a 1-Wire bus: open drain, and let go of. As for the rest like
/// rue_gpio_output_open; rue_gpio_output_close lets go of it.
static inline int rue_gpio_wire_open(const char *path, uint32_t offset, int *step, uint8_t *holder,
                                     void **wire) {
    return rue_gpio_hold(path, offset, false, RUE_GPIO_HELD_WIRE, step, holder, wire);
}

/// What came of a 1-Wire slot. Times are in nanoseconds, and bounds: from what the clock said before
/// and after each call of the system.
struct rue_gpio_slot {
    /// How long the line was held low, at most.
    uint64_t low_ns;
    /// How long after its fall it was looked at, at most.
    uint64_t sample_ns;
    /// How long after it was let go of it was looked at, at least and at most.
    uint64_t rise_least_ns, rise_most_ns;
    bool high, ends_high;
    /// Whether the slot ran ahead of ordinary threads.
    bool urgent;
};

static inline void rue_gpio_spin_until(int64_t nanoseconds) {
    while (rue_gpio_now_ns() < nanoseconds) continue;
}

// What must not be interrupted, but may be.
static inline int rue_gpio_time_slot(struct rue_gpio *gpio, uint32_t offset, uint32_t low_us,
                                     uint32_t sample_us, uint32_t length_us,
                                     struct rue_gpio_slot *slot) {
    int64_t fall = rue_gpio_now_ns();
    int result = rue_gpio_drive(gpio, offset, false);
    rue_gpio_spin_until(fall + (int64_t)low_us * 1000);
    int64_t rising = rue_gpio_now_ns();
    int released = rue_gpio_drive(gpio, offset, true);
    int64_t risen = rue_gpio_now_ns();
    if (result < 0 || released < 0) return result < 0 ? result : released;
    rue_gpio_spin_until(fall + (int64_t)sample_us * 1000);
    int64_t looking = rue_gpio_now_ns();
    int level = rue_gpio_level(gpio, offset);
    int64_t looked = rue_gpio_now_ns();
    rue_gpio_spin_until(fall + (int64_t)length_us * 1000);
    int end = rue_gpio_level(gpio, offset);
    if (level < 0 || end < 0) return level < 0 ? level : end;
    slot->low_ns = (uint64_t)(risen - fall);
    slot->sample_ns = (uint64_t)(looked - fall);
    slot->rise_least_ns = (uint64_t)(looking - risen);
    slot->rise_most_ns = (uint64_t)(looked - rising);
    slot->high = level > 0;
    slot->ends_high = end > 0;
    return 0;
}

/// Runs a slot: the line is low for `low_us`, looked at `sample_us` after its fall, and once more
/// `length_us` after it. Spins meanwhile. Whether the times were kept is for the caller to judge.
/// After a failure the line may be low until it is closed.
static inline int rue_gpio_wire_slot(void *wire, uint32_t offset, uint32_t low_us,
                                     uint32_t sample_us, uint32_t length_us,
                                     struct rue_gpio_slot *slot) {
    struct rue_gpio_urgency before = rue_gpio_raise();
    slot->urgent = before.is_urgent;
    int result = rue_gpio_time_slot(
        (struct rue_gpio *)wire, offset, low_us, sample_us, length_us, slot);
    rue_gpio_lower(before);
    return result;
}

/// Switches an output.
static inline int rue_gpio_output_set(void *output, uint32_t offset, bool on) {
    return rue_gpio_drive((struct rue_gpio *)output, offset, on);
}

/// Lets go of an output, which the kernel may then leave as it is or make an input.
static inline void rue_gpio_output_close(void *output) {
    rue_gpio_close((struct rue_gpio *)output);
    free(output);
}

/// Looks at a chip, and takes none of its lines. `label`, RUE_GPIO_HOLDER_SIZE zeros, receives the
/// chip's name, `line_count` how many lines it has; `offsets` the lines in use, ascending, and
/// `holders`, RUE_GPIO_HOLDER_SIZE zeros for each, who uses them. Both have room for `capacity`.
/// Returns how many lines are in use, `capacity` at most.
static inline int rue_gpio_look(const char *path, uint8_t *label, uint32_t *line_count,
                                uint32_t *offsets, uint8_t *holders, int capacity, int *step) {
    struct rue_gpio gpio = RUE_GPIO_NONE;
    *step = RUE_GPIO_OPENING;
    *line_count = 0;
    int count = 0;
    int result = rue_gpio_describe(&gpio, path, label, line_count);
    if (result == 0) *step = RUE_GPIO_FINDING_LINE;
    for (uint32_t line = 0; result >= 0 && line < *line_count && count < capacity; line++) {
        result = rue_gpio_find_user(&gpio, line, holders + count * RUE_GPIO_HOLDER_SIZE);
        if (result > 0) offsets[count++] = line;
    }
    rue_gpio_close(&gpio);
    return result < 0 ? result : count;
}
#endif
