// The GPIO shim against stand-ins for libgpiod, of whichever generation gpiod.h is: what a machine
// without a GPIO chip cannot show. An error at every call, and what is left behind then.
#include <sched.h>

// The scheduler is a stand-in too, for few machines permit what is asked of it.
static int stand_in_getscheduler(void);
static int stand_in_setscheduler(int policy, int priority);
#define sched_getscheduler(pid) stand_in_getscheduler()
#define sched_getparam(pid, parameters) ((parameters)->sched_priority = 0)
#define sched_setscheduler(pid, policy, parameters) \
    stand_in_setscheduler(policy, (parameters)->sched_priority)

#include "shim.h"

#include "check.h"
#include "world.h"
#ifdef GPIOD_LINE_BULK_MAX_LINES
#include "stand-in1.h"
#define QUEUE 16
#else
#include "stand-in2.h"
#define QUEUE RUE_GPIO_MAXIMUM_EDGES
#endif

enum { LOW_US = 1000, WINDOW_US = 2000, CAPACITY = 64 };

static uint64_t falls[100];
static uint64_t times[CAPACITY];
static uint8_t holder[RUE_GPIO_HOLDER_SIZE];
static int step;
static bool urgent;

static void begin(void) {
    world = (struct world){.failing_call = -1, .policy = SCHED_OTHER};
    for (int i = 0; i < 100; i++) falls[i] = 5000000000000 + (uint64_t)i * 80000;
    world.falls = falls;
    world.fall_count = 42;
    memset(times, 0, sizeof times);
    memset(holder, 0, sizeof holder);
}

static int capture(void) {
    return rue_gpio_capture("/dev/gpiochip0", 4, LOW_US, WINDOW_US, times, CAPACITY, &step, holder,
                            &urgent);
}

static void check_nothing_left(void) {
    check(world.objects == 0);
    check(!world.is_requested);
    check(world.policy == SCHED_OTHER);
}

// MARK: Captures

static void capture_frame_gives_every_fall(void) {
    begin();
    check(capture() == 42);
    check(memcmp(times, falls, 42 * sizeof *times) == 0);
    check(world.volts_count == 1 && world.volts[0] == 0);
    check(world.let_go_at - world.low_since >= LOW_US * 1000);
    check(world.queue == QUEUE);
    check_nothing_left();
}

static void capture_more_than_wanted_ends_early(void) {
    begin();
    world.fall_count = 100;
    check(capture() == CAPACITY);
    check(memcmp(times, falls, sizeof times) == 0);
    check_nothing_left();
}

static void capture_nothing_waits_the_window_out(void) {
    begin();
    world.fall_count = 0;
    check(capture() == 0);
    check(rue_gpio_now_ns() - world.let_go_at >= (WINDOW_US - 200) * 1000);
    check_nothing_left();
}

static void capture_signals_go_on(void) {
    begin();
    world.interruptions = 3;
    check(capture() == 42);
    check(world.interruptions == 0);
    check_nothing_left();
}

// CircuitPython_DHT #27: a line that stays claimed after an error, so that every later read fails.
static void capture_error_at_any_call_is_that_error_and_leaves_nothing(void) {
    const int errors[] = {EIO, ENOMEM, EINTR};
    for (int i = 0; i < 3; i++) {
        int call = 0;
        for (;; call++) {
            begin();
            world.failing_call = call;
            world.failure = errors[i];
            int result = capture();
            check_nothing_left();
            if (world.calls <= call) break;
            // A signal is no error where the shim waits and reads.
            check(result == -errors[i] || (errors[i] == EINTR && result == 42));
            check(step >= RUE_GPIO_OPENING && step <= RUE_GPIO_LISTENING);
        }
        check(call >= 5);
    }
}

static struct rue_gpio naive = RUE_GPIO_NONE;

// Returns at the first error, with what it holds.
static int naive_capture(void) {
    int result = rue_gpio_open(&naive, "/dev/gpiochip0", 4, &step);
    if (result < 0) return result;
    result = rue_gpio_pulse_and_listen(&naive, 4, LOW_US, WINDOW_US, times, CAPACITY, &step);
    if (result < 0) return result;
    rue_gpio_close(&naive);
    return result;
}

static void naive_capture_leaves_the_line_claimed(void) {
    int left = 0;
    for (int call = 0; call < 4; call++) {
        begin();
        world.failing_call = call;
        world.failure = EIO;
        check(naive_capture() == -EIO);
        if (world.objects > 0) left++;
        rue_gpio_close(&naive);
        naive = (struct rue_gpio)RUE_GPIO_NONE;
    }
    check(left >= 2);
}

static void capture_busy_names_the_holder(void) {
    begin();
    world.holder = "a holder whose name is far longer than the kernel permits";
    check(capture() == -EBUSY);
    check(step == RUE_GPIO_REQUESTING);
    check(strcmp((char *)holder, "a holder whose name is far long") == 0);
    check_nothing_left();
    // Who it is cannot be found out: still busy.
    int calls = world.calls;
    begin();
    world.holder = "other";
    world.failing_call = calls - 1;
    world.failure = EIO;
    check(capture() == -EBUSY);
    check(holder[0] == 0);
    check_nothing_left();
}

static void capture_missing_line_is_invalid(void) {
    begin();
    check(rue_gpio_capture("/dev/gpiochip0", 54, LOW_US, WINDOW_US, times, CAPACITY, &step, holder,
                           &urgent) == -EINVAL);
    check(step == RUE_GPIO_FINDING_LINE);
    check_nothing_left();
}

// MARK: Priority

static void capture_permitted_runs_ahead_and_gives_it_back(void) {
    begin();
    world.may_raise = true;
    check(capture() == 42);
    check(urgent);
    check(world.policy_while_low == SCHED_FIFO);
    check_nothing_left();
    begin();
    world.may_raise = true;
    world.holder = "other";
    check(capture() == -EBUSY);
    check_nothing_left();
}

static void capture_refused_runs_as_it_is(void) {
    begin();
    check(capture() == 42);
    check(!urgent);
    check(world.policy_while_low == SCHED_OTHER);
    check_nothing_left();
}

static void capture_of_a_real_time_thread_leaves_it_so(void) {
    begin();
    world.may_raise = true;
    world.policy = SCHED_RR;
    check(capture() == 42);
    check(urgent);
    check(world.policy == SCHED_RR);
    begin();
    world.may_raise = true;
    world.policy = SCHED_FIFO | RUE_GPIO_RESET_ON_FORK;
    check(capture() == 42);
    check(urgent);
    check(world.policy == (SCHED_FIFO | RUE_GPIO_RESET_ON_FORK));
    check(world.policy_while_low == world.policy);
}

// MARK: Outputs

static int open_output(bool active_low, bool on, void **output) {
    return rue_gpio_output_open("/dev/gpiochip0", 17, active_low, on, &step, holder, output);
}

static void output_has_its_state_from_the_first_moment(void) {
    for (int i = 0; i < 4; i++) {
        begin();
        bool active_low = i & 1, on = i & 2;
        void *output = NULL;
        check(open_output(active_low, on, &output) == 0);
        check(world.is_requested && !world.is_input);
        check(world.volts_count == 1 && world.volts[0] == (on != active_low ? 3 : 0));
        check(rue_gpio_output_set(output, 17, !on) == 0);
        check(world.volts_count == 2 && world.volts[1] == (on != active_low ? 0 : 3));
        rue_gpio_output_close(output);
        check_nothing_left();
    }
}

static void output_error_at_any_call_is_that_error_and_leaves_nothing(void) {
    int call = 0;
    for (;; call++) {
        begin();
        world.failing_call = call;
        world.failure = EIO;
        void *output = &world;
        int result = open_output(true, true, &output);
        if (result == 0) {
            result = rue_gpio_output_set(output, 17, false);
            rue_gpio_output_close(output);
        } else {
            check(output == NULL);
        }
        check_nothing_left();
        if (world.calls <= call) break;
        check(result == -EIO);
    }
    check(call >= 4);
}

static void output_busy_names_the_holder(void) {
    begin();
    world.holder = "dht11@4";
    void *output = &world;
    check(open_output(false, true, &output) == -EBUSY);
    check(output == NULL && step == RUE_GPIO_REQUESTING);
    check(strcmp((char *)holder, "dht11@4") == 0);
    check_nothing_left();
}

// MARK: 1-Wire

static struct rue_gpio_slot slot;

static int open_wire(void **wire) {
    memset(&slot, 0, sizeof slot);
    return rue_gpio_wire_open("/dev/gpiochip0", 17, &step, holder, wire);
}

static void wire_is_let_go_of_from_the_first_moment(void) {
    begin();
    void *wire = NULL;
    check(open_wire(&wire) == 0);
    check(world.is_requested && !world.is_input && world.is_open_drain);
    check(world.volts_count == 1 && world.volts[0] == 3);
    rue_gpio_output_close(wire);
    check_nothing_left();
}

static void output_is_no_wire(void) {
    begin();
    void *output = NULL;
    check(open_output(false, true, &output) == 0);
    check(!world.is_open_drain);
    rue_gpio_output_close(output);
}

static void wire_slot_pulls_low_and_tells_its_times(void) {
    for (int may_raise = 0; may_raise < 2; may_raise++) {
        begin();
        world.may_raise = may_raise;
        void *wire = NULL;
        check(open_wire(&wire) == 0);
        int64_t begun = rue_gpio_now_ns();
        check(rue_gpio_wire_slot(wire, 17, 60, 100, 200, &slot) == 0);
        check(rue_gpio_now_ns() - begun >= 200000);
        check(world.volts_count == 3 && world.volts[1] == 0 && world.volts[2] == 3);
        check(slot.high && slot.ends_high && slot.urgent == (may_raise == 1));
        check(slot.low_ns >= 60000 && slot.sample_ns >= 100000 && slot.sample_ns > slot.low_ns);
        check(slot.rise_least_ns <= slot.rise_most_ns);
        check(slot.rise_most_ns + 60000 <= slot.sample_ns + 1000);
        rue_gpio_output_close(wire);
        check_nothing_left();
    }
}

static void wire_error_at_any_call_is_that_error_and_leaves_nothing(void) {
    int call = 0;
    for (;; call++) {
        begin();
        world.may_raise = true;
        world.failing_call = call;
        world.failure = EIO;
        void *wire = &world;
        int result = open_wire(&wire);
        if (result == 0) {
            result = rue_gpio_wire_slot(wire, 17, 1, 2, 3, &slot);
            // What could be let go of was.
            if (result < 0) check(slot.low_ns == 0);
            rue_gpio_output_close(wire);
        } else {
            check(wire == NULL);
        }
        check_nothing_left();
        if (world.calls <= call) break;
        check(result == -EIO);
    }
    check(call >= 7);
}

static void wire_busy_names_the_holder(void) {
    begin();
    world.holder = "onewire@4";
    void *wire = &world;
    check(open_wire(&wire) == -EBUSY);
    check(wire == NULL && step == RUE_GPIO_REQUESTING);
    check(strcmp((char *)holder, "onewire@4") == 0);
    check_nothing_left();
}

// MARK: Looking

static uint8_t label[RUE_GPIO_HOLDER_SIZE], holders[8 * RUE_GPIO_HOLDER_SIZE];
static uint32_t line_count, offsets[8];

static int look(int capacity) {
    memset(label, 0, sizeof label);
    memset(holders, 0, sizeof holders);
    return rue_gpio_look("/dev/gpiochip0", label, &line_count, offsets, holders, capacity, &step);
}

static void look_tells_lines_in_use_and_takes_none(void) {
    begin();
    check(look(8) == 0);
    check(line_count == 54 && strcmp((char *)label, "a chip of 54 lines") == 0);
    check_nothing_left();
    begin();
    world.holder = "dht11@4";
    check(look(8) == 3);
    check(offsets[0] == 4 && offsets[1] == 17 && offsets[2] == 53);
    check(strcmp((char *)holders, "dht11@4") == 0);
    check(strcmp((char *)holders + 2 * RUE_GPIO_HOLDER_SIZE, "dht11@4") == 0);
    check_nothing_left();
    begin();
    world.holder = "more than there is room for";
    check(look(2) == 2);
    check(holders[2 * RUE_GPIO_HOLDER_SIZE] == 0);
    check_nothing_left();
}

static void look_error_at_any_call_is_that_error_and_leaves_nothing(void) {
    int call = 0;
    for (;; call++) {
        begin();
        world.failing_call = call;
        world.failure = EIO;
        int result = look(8);
        check_nothing_left();
        if (world.calls <= call) break;
        check(result == -EIO);
    }
    check(call >= 55);
}

int main(void) {
    run(capture_frame_gives_every_fall);
    run(capture_more_than_wanted_ends_early);
    run(capture_nothing_waits_the_window_out);
    run(capture_signals_go_on);
    run(capture_error_at_any_call_is_that_error_and_leaves_nothing);
    run(naive_capture_leaves_the_line_claimed);
    run(capture_busy_names_the_holder);
    run(capture_missing_line_is_invalid);
    run(capture_permitted_runs_ahead_and_gives_it_back);
    run(capture_refused_runs_as_it_is);
    run(capture_of_a_real_time_thread_leaves_it_so);
    run(output_has_its_state_from_the_first_moment);
    run(output_error_at_any_call_is_that_error_and_leaves_nothing);
    run(output_busy_names_the_holder);
    run(wire_is_let_go_of_from_the_first_moment);
    run(output_is_no_wire);
    run(wire_slot_pulls_low_and_tells_its_times);
    run(wire_error_at_any_call_is_that_error_and_leaves_nothing);
    run(wire_busy_names_the_holder);
    run(look_tells_lines_in_use_and_takes_none);
    run(look_error_at_any_call_is_that_error_and_leaves_nothing);
    return report("stand-ins", rue_gpio_library_version());
}
