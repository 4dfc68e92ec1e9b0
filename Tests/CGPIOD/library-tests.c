// The GPIO shim with the real libgpiod, of either generation, on a machine without a GPIO chip: every
// way in which a chip cannot be had, and the real scheduler.
#include "shim.h"

#include "check.h"

static uint64_t times[64];
static uint8_t holder[RUE_GPIO_HOLDER_SIZE];
static int step;
static bool urgent;

static int capture(const char *path) {
    step = 0;
    return rue_gpio_capture(path, 4, 1000, 2000, times, 64, &step, holder, &urgent);
}

static void version_is_that_of_the_header(void) {
#ifdef GPIOD_LINE_BULK_MAX_LINES
    check(strncmp(rue_gpio_library_version(), "1.6", 3) == 0);
#else
    check(strncmp(rue_gpio_library_version(), "2.", 2) == 0);
#endif
}

static void missing_chip_is_no_such_file(void) {
    void *output = holder;
    check(capture("/nowhere/gpiochip0") == -ENOENT && step == RUE_GPIO_OPENING);
    check(rue_gpio_output_open("/nowhere/gpiochip0", 4, false, true, &step, holder, &output)
          == -ENOENT);
    check(step == RUE_GPIO_OPENING && output == NULL);
}

static void other_files_are_no_chips(void) {
    const char *paths[] = {"/dev/null", "/etc/passwd", "/tmp"};
    for (int i = 0; i < 3; i++) {
        int result = capture(paths[i]);
        // Those that GPIOLine takes for "not a GPIO chip".
        check(result == -ENODEV || result == -EISDIR || result == -EINVAL || result == -ENOTTY);
        check(step == RUE_GPIO_OPENING);
    }
}

static void priority_is_given_back(void) {
    int before = sched_getscheduler(0);
    struct rue_gpio_urgency urgency = rue_gpio_raise();
    check(sched_getscheduler(0) == (urgency.is_raised ? SCHED_FIFO : before));
    rue_gpio_lower(urgency);
    check(sched_getscheduler(0) == before);
    printf("SCHED_FIFO is %s here\n", urgency.is_raised ? "permitted" : "not permitted");
}

int main(void) {
    run(version_is_that_of_the_header);
    run(missing_chip_is_no_such_file);
    run(other_files_are_no_chips);
    run(priority_is_given_back);
    return report("the library", rue_gpio_library_version());
}
