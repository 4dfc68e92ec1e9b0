// The chip of 54 lines that the stand-ins for libgpiod show, and what was done to it; for
// stand-in-tests.c only.

struct world {
    // What is to happen.
    int failing_call;         // the call, counted from 0, that fails; -1 for none
    int failure;              // its errno
    const char *holder;       // who else holds the line, or NULL
    const uint64_t *falls;    // the events that come
    int fall_count;
    int interruptions;        // how many waits a signal interrupts
    bool may_raise;           // whether the system permits SCHED_FIFO

    // What happened.
    int calls;
    int objects;              // made and not freed
    bool is_requested;
    bool is_input;
    int volts[16];            // every level that was driven: 0 or 3
    int volts_count;
    bool is_active_low;
    bool is_open_drain;
    int64_t low_since, let_go_at;
    size_t queue;             // how many events the kernel was asked to keep
    int policy, priority;     // how the thread is scheduled
    int policy_while_low;
    int delivered;
    uint32_t looked_at;       // the line that was asked about last
};

static struct world world;

// Counts a call; whether it is the one that fails.
static bool fails(void) {
    if (world.calls++ != world.failing_call) return false;
    errno = world.failure;
    return true;
}

// Lines 4, 17 and 53 are in use when somebody is named who uses them.
static bool is_used(uint32_t line) {
    return world.holder && (line == 4 || line == 17 || line == 53);
}

static void drive(bool on) {
    if (world.volts_count < 16) world.volts[world.volts_count++] = on != world.is_active_low ? 3 : 0;
    world.low_since = rue_gpio_now_ns();
    world.policy_while_low = world.policy;
}

static int request_output(bool active_low, bool on) {
    if (world.holder) {
        errno = EBUSY;
        return -1;
    }
    world.is_requested = true;
    world.is_input = false;
    world.is_active_low = active_low;
    drive(on);
    return 0;
}

// Nobody else pulls the line.
static int level(void) {
    return world.volts_count > 0 && world.volts[world.volts_count - 1] == 3;
}

static int request_falls(void) {
    world.is_requested = true;
    world.is_input = true;
    world.let_go_at = rue_gpio_now_ns();
    return 0;
}

// 1 when an event waits; at once, for nothing comes later.
static int wait_for_fall(int64_t nanoseconds) {
    if (fails()) return -1;
    if (world.interruptions > 0) {
        world.interruptions--;
        errno = EINTR;
        return -1;
    }
    if (world.delivered < world.fall_count) return 1;
    struct timespec time = rue_gpio_timespec(nanoseconds);
    nanosleep(&time, NULL);
    return 0;
}

// How many events are read now: at most `room`, and at most five, as if they had just come.
static int read_falls(int room) {
    if (fails()) return -1;
    int count = world.fall_count - world.delivered;
    if (count > room) count = room;
    return count > 5 ? 5 : count;
}

static int stand_in_getscheduler(void) { return world.policy; }

static int stand_in_setscheduler(int policy, int priority) {
    if (policy == SCHED_FIFO && !world.may_raise) {
        errno = EPERM;
        return -1;
    }
    world.policy = policy;
    world.priority = priority;
    return 0;
}
