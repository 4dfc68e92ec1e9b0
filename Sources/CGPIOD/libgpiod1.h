// The steps of a capture and of an output with libgpiod 1.6, for shim.h only. Its kernel interface
// keeps 16 events and drops those that come then, so they are read while they come. An output cannot
// be turned into an input with events: the line is released and requested anew, and what falls in
// between is missed.

struct rue_gpio {
    struct gpiod_chip *chip;
    struct gpiod_line *line;
};

#define RUE_GPIO_NONE {NULL, NULL}

/// The library's version, such as 1.6.3.
static inline const char *rue_gpio_library_version(void) { return gpiod_version_string(); }

static inline int rue_gpio_open(struct rue_gpio *gpio, const char *path, uint32_t offset,
                                int *step) {
    *step = RUE_GPIO_OPENING;
    gpio->chip = gpiod_chip_open(path);
    if (!gpio->chip) return -errno;
    *step = RUE_GPIO_FINDING_LINE;
    if (offset >= gpiod_chip_num_lines(gpio->chip)) return -EINVAL;
    gpio->line = gpiod_chip_get_line(gpio->chip, offset);
    return gpio->line ? 0 : -errno;
}

static inline int rue_gpio_request_low(struct rue_gpio *gpio, uint32_t offset) {
    (void)offset;
    return gpiod_line_request_output(gpio->line, RUE_GPIO_CONSUMER, 0) < 0 ? -errno : 0;
}

static inline int rue_gpio_request_output(struct rue_gpio *gpio, uint32_t offset, bool active_low,
                                          bool on) {
    (void)offset;
    int flags = active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0;
    int result = gpiod_line_request_output_flags(gpio->line, RUE_GPIO_CONSUMER, flags, on);
    return result < 0 ? -errno : 0;
}

// Open drain, and let go of.
static inline int rue_gpio_request_wire(struct rue_gpio *gpio, uint32_t offset) {
    (void)offset;
    int result = gpiod_line_request_output_flags(
        gpio->line, RUE_GPIO_CONSUMER, GPIOD_LINE_REQUEST_FLAG_OPEN_DRAIN, 1);
    return result < 0 ? -errno : 0;
}

// Returns 1 for a line that is high, 0 for one that is low, whoever pulls it.
static inline int rue_gpio_level(struct rue_gpio *gpio, uint32_t offset) {
    (void)offset;
    int level = gpiod_line_get_value(gpio->line);
    return level < 0 ? -errno : level;
}

static inline int rue_gpio_drive(struct rue_gpio *gpio, uint32_t offset, bool on) {
    (void)offset;
    return gpiod_line_set_value(gpio->line, on) < 0 ? -errno : 0;
}

static inline int rue_gpio_let_go(struct rue_gpio *gpio, uint32_t offset) {
    (void)offset;
    gpiod_line_release(gpio->line);
    int result = gpiod_line_request_falling_edge_events_flags(
        gpio->line, RUE_GPIO_CONSUMER, GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP);
    return result < 0 ? -errno : 0;
}

static inline int rue_gpio_listen(struct rue_gpio *gpio, int64_t end, uint64_t *times,
                                  int capacity) {
    struct gpiod_line_event events[16];
    int count = 0;
    while (count < capacity) {
        int64_t left = end - rue_gpio_now_ns();
        struct timespec timeout = rue_gpio_timespec(left > 0 ? left : 0);
        int ready = gpiod_line_event_wait(gpio->line, &timeout);
        if (ready < 0 && errno == EINTR) continue;
        if (ready < 0) return -errno;
        // What waits when the time is over came within it, or nearly: it is still read.
        if (ready == 0) break;
        int room = capacity - count < 16 ? capacity - count : 16;
        int came = gpiod_line_event_read_multiple(gpio->line, events, (unsigned)room);
        if (came < 0 && errno == EINTR) continue;
        if (came < 0) return -errno;
        for (int i = 0; i < came; i++) {
            times[count++] =
                (uint64_t)events[i].ts.tv_sec * 1000000000 + (uint64_t)events[i].ts.tv_nsec;
        }
    }
    return count;
}

static inline void rue_gpio_find_holder(struct rue_gpio *gpio, uint32_t offset, uint8_t *holder) {
    (void)offset;
    if (!gpio->line || gpiod_line_update(gpio->line) < 0) return;
    rue_gpio_copy_holder(gpiod_line_consumer(gpio->line), holder);
}

// Opens a chip to look at it.
static inline int rue_gpio_describe(struct rue_gpio *gpio, const char *path, uint8_t *label,
                                    uint32_t *line_count) {
    gpio->chip = gpiod_chip_open(path);
    if (!gpio->chip) return -errno;
    rue_gpio_copy_holder(gpiod_chip_label(gpio->chip), label);
    *line_count = gpiod_chip_num_lines(gpio->chip);
    return 0;
}

// Returns 1 for a line in use, 0 for one that is free.
static inline int rue_gpio_find_user(struct rue_gpio *gpio, uint32_t offset, uint8_t *holder) {
    struct gpiod_line *line = gpiod_chip_get_line(gpio->chip, offset);
    if (!line) return -errno;
    if (!gpiod_line_is_used(line)) return 0;
    rue_gpio_copy_holder(gpiod_line_consumer(line), holder);
    return 1;
}

// Releases the line too.
static inline void rue_gpio_close(struct rue_gpio *gpio) {
    if (gpio->chip) gpiod_chip_close(gpio->chip);
}
