// The steps of a capture and of an output with libgpiod 2, for shim.h only. Its kernel interface
// keeps as many events as it is asked to, and turns an output into an input with events in one call.

struct rue_gpio {
    struct gpiod_chip *chip;
    struct gpiod_line_request *request;
    struct gpiod_line_config *listening;
    struct gpiod_edge_event_buffer *events;
};

#define RUE_GPIO_NONE {NULL, NULL, NULL, NULL}

/// The library's version, such as 2.2.1.
static inline const char *rue_gpio_library_version(void) { return gpiod_api_version(); }

static inline int rue_gpio_open(struct rue_gpio *gpio, const char *path, uint32_t offset,
                                int *step) {
    *step = RUE_GPIO_OPENING;
    gpio->chip = gpiod_chip_open(path);
    if (!gpio->chip) return -errno;
    struct gpiod_chip_info *info = gpiod_chip_get_info(gpio->chip);
    if (!info) return -errno;
    size_t lines = gpiod_chip_info_get_num_lines(info);
    gpiod_chip_info_free(info);
    *step = RUE_GPIO_FINDING_LINE;
    return offset < lines ? 0 : -EINVAL;
}

// How a line is to be used.
enum rue_gpio_use { RUE_GPIO_LISTENS, RUE_GPIO_IS_ON, RUE_GPIO_IS_OFF, RUE_GPIO_IS_WIRE };

static inline int rue_gpio_choose(struct gpiod_line_settings *settings, enum rue_gpio_use use) {
    if (use == RUE_GPIO_LISTENS) {
        return gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT)
            | gpiod_line_settings_set_bias(settings, GPIOD_LINE_BIAS_PULL_UP)
            | gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_FALLING);
    }
    if (use == RUE_GPIO_IS_WIRE) {
        return gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT)
            | gpiod_line_settings_set_drive(settings, GPIOD_LINE_DRIVE_OPEN_DRAIN)
            | gpiod_line_settings_set_output_value(settings, GPIOD_LINE_VALUE_ACTIVE);
    }
    enum gpiod_line_value value =
        use == RUE_GPIO_IS_ON ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
    return gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT)
        | gpiod_line_settings_set_output_value(settings, value);
}

// The configuration of one line; NULL with errno set.
static inline struct gpiod_line_config *rue_gpio_configure(uint32_t offset, bool active_low,
                                                           enum rue_gpio_use use) {
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    struct gpiod_line_config *config = gpiod_line_config_new();
    int result = settings && config ? rue_gpio_choose(settings, use) : -1;
    unsigned line = offset;
    if (result == 0) {
        gpiod_line_settings_set_active_low(settings, active_low);
        result = gpiod_line_config_add_line_settings(config, &line, 1, settings);
    }
    int reason = errno;
    gpiod_line_settings_free(settings);
    if (result == 0) return config;
    gpiod_line_config_free(config);
    errno = reason;
    return NULL;
}

// Requests the line as `line` says, and frees that. `events` is how many the kernel is to keep.
static inline int rue_gpio_request(struct rue_gpio *gpio, struct gpiod_line_config *line,
                                   size_t events) {
    int reason = errno;
    struct gpiod_request_config *config = line ? gpiod_request_config_new() : NULL;
    if (line && !config) reason = errno;
    if (config) {
        gpiod_request_config_set_consumer(config, RUE_GPIO_CONSUMER);
        if (events > 0) gpiod_request_config_set_event_buffer_size(config, events);
        gpio->request = gpiod_chip_request_lines(gpio->chip, config, line);
        reason = errno;
    }
    gpiod_request_config_free(config);
    gpiod_line_config_free(line);
    return gpio->request ? 0 : -reason;
}

static inline int rue_gpio_request_low(struct rue_gpio *gpio, uint32_t offset) {
    // What takes memory is made before the pulse: after it, only the kernel is asked.
    gpio->listening = rue_gpio_configure(offset, false, RUE_GPIO_LISTENS);
    if (!gpio->listening) return -errno;
    gpio->events = gpiod_edge_event_buffer_new(RUE_GPIO_MAXIMUM_EDGES);
    if (!gpio->events) return -errno;
    return rue_gpio_request(
        gpio, rue_gpio_configure(offset, false, RUE_GPIO_IS_OFF), RUE_GPIO_MAXIMUM_EDGES);
}

static inline int rue_gpio_request_output(struct rue_gpio *gpio, uint32_t offset, bool active_low,
                                          bool on) {
    enum rue_gpio_use use = on ? RUE_GPIO_IS_ON : RUE_GPIO_IS_OFF;
    return rue_gpio_request(gpio, rue_gpio_configure(offset, active_low, use), 0);
}

// Open drain, and let go of.
static inline int rue_gpio_request_wire(struct rue_gpio *gpio, uint32_t offset) {
    return rue_gpio_request(gpio, rue_gpio_configure(offset, false, RUE_GPIO_IS_WIRE), 0);
}

// Returns 1 for a line that is high, 0 for one that is low, whoever pulls it.
static inline int rue_gpio_level(struct rue_gpio *gpio, uint32_t offset) {
    enum gpiod_line_value level = gpiod_line_request_get_value(gpio->request, offset);
    return level == GPIOD_LINE_VALUE_ERROR ? -errno : level == GPIOD_LINE_VALUE_ACTIVE;
}

static inline int rue_gpio_drive(struct rue_gpio *gpio, uint32_t offset, bool on) {
    enum gpiod_line_value value = on ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
    return gpiod_line_request_set_value(gpio->request, offset, value) < 0 ? -errno : 0;
}

static inline int rue_gpio_let_go(struct rue_gpio *gpio, uint32_t offset) {
    (void)offset;
    return gpiod_line_request_reconfigure_lines(gpio->request, gpio->listening) < 0 ? -errno : 0;
}

static inline int rue_gpio_listen(struct rue_gpio *gpio, int64_t end, uint64_t *times,
                                  int capacity) {
    int count = 0;
    while (count < capacity) {
        int64_t left = end - rue_gpio_now_ns();
        int ready = gpiod_line_request_wait_edge_events(gpio->request, left > 0 ? left : 0);
        if (ready < 0 && errno == EINTR) continue;
        if (ready < 0) return -errno;
        // What waits when the time is over came within it, or nearly: it is still read.
        if (ready == 0) break;
        int came = gpiod_line_request_read_edge_events(
            gpio->request, gpio->events, (size_t)(capacity - count));
        if (came < 0 && errno == EINTR) continue;
        if (came < 0) return -errno;
        for (int i = 0; i < came; i++) {
            times[count++] = gpiod_edge_event_get_timestamp_ns(
                gpiod_edge_event_buffer_get_event(gpio->events, (unsigned long)i));
        }
    }
    return count;
}

static inline void rue_gpio_find_holder(struct rue_gpio *gpio, uint32_t offset, uint8_t *holder) {
    struct gpiod_line_info *info = gpiod_chip_get_line_info(gpio->chip, offset);
    if (!info) return;
    rue_gpio_copy_holder(gpiod_line_info_get_consumer(info), holder);
    gpiod_line_info_free(info);
}

// Opens a chip to look at it.
static inline int rue_gpio_describe(struct rue_gpio *gpio, const char *path, uint8_t *label,
                                    uint32_t *line_count) {
    gpio->chip = gpiod_chip_open(path);
    if (!gpio->chip) return -errno;
    struct gpiod_chip_info *info = gpiod_chip_get_info(gpio->chip);
    if (!info) return -errno;
    rue_gpio_copy_holder(gpiod_chip_info_get_label(info), label);
    *line_count = (uint32_t)gpiod_chip_info_get_num_lines(info);
    gpiod_chip_info_free(info);
    return 0;
}

// Returns 1 for a line in use, 0 for one that is free.
static inline int rue_gpio_find_user(struct rue_gpio *gpio, uint32_t offset, uint8_t *holder) {
    struct gpiod_line_info *info = gpiod_chip_get_line_info(gpio->chip, offset);
    if (!info) return -errno;
    bool is_used = gpiod_line_info_is_used(info);
    if (is_used) rue_gpio_copy_holder(gpiod_line_info_get_consumer(info), holder);
    gpiod_line_info_free(info);
    return is_used;
}

static inline void rue_gpio_close(struct rue_gpio *gpio) {
    if (gpio->request) gpiod_line_request_release(gpio->request);
    gpiod_edge_event_buffer_free(gpio->events);
    gpiod_line_config_free(gpio->listening);
    if (gpio->chip) gpiod_chip_close(gpio->chip);
}
