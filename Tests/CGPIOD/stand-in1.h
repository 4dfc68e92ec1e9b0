// libgpiod 1.6 as far as the shim calls it, on the chip of world.h.

struct gpiod_chip { int unused; };
struct gpiod_line { int unused; };

static struct gpiod_line the_line;

const char *gpiod_version_string(void) { return "1.6 (stand-in)"; }

struct gpiod_chip *gpiod_chip_open(const char *path) {
    (void)path;
    if (fails()) return NULL;
    world.objects++;
    return calloc(1, sizeof(struct gpiod_chip));
}

void gpiod_chip_close(struct gpiod_chip *chip) {
    world.objects--;
    world.is_requested = false;
    free(chip);
}

unsigned int gpiod_chip_num_lines(struct gpiod_chip *chip) {
    (void)chip;
    return 54;
}

struct gpiod_line *gpiod_chip_get_line(struct gpiod_chip *chip, unsigned int offset) {
    (void)chip;
    world.looked_at = offset;
    return fails() ? NULL : &the_line;
}

int gpiod_line_request_output(struct gpiod_line *line, const char *consumer, int value) {
    (void)line;
    (void)consumer;
    return fails() ? -1 : request_output(false, value);
}

int gpiod_line_request_output_flags(struct gpiod_line *line, const char *consumer, int flags,
                                    int value) {
    (void)line;
    (void)consumer;
    world.is_open_drain = flags & GPIOD_LINE_REQUEST_FLAG_OPEN_DRAIN;
    return fails() ? -1 : request_output(flags & GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW, value);
}

int gpiod_line_get_value(struct gpiod_line *line) {
    (void)line;
    return fails() ? -1 : level();
}

int gpiod_line_set_value(struct gpiod_line *line, int value) {
    (void)line;
    if (fails()) return -1;
    drive(value);
    return 0;
}

void gpiod_line_release(struct gpiod_line *line) {
    (void)line;
    world.is_requested = false;
}

int gpiod_line_request_falling_edge_events_flags(struct gpiod_line *line, const char *consumer,
                                                 int flags) {
    (void)line;
    (void)consumer;
    check(flags == GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP);
    check(!world.is_requested);
    world.queue = 16;
    return fails() ? -1 : request_falls();
}

int gpiod_line_event_wait(struct gpiod_line *line, const struct timespec *timeout) {
    (void)line;
    return wait_for_fall((int64_t)timeout->tv_sec * 1000000000 + timeout->tv_nsec);
}

int gpiod_line_event_read_multiple(struct gpiod_line *line, struct gpiod_line_event *events,
                                   unsigned int room) {
    (void)line;
    check(room <= 16);
    int count = read_falls((int)room);
    for (int i = 0; i < count; i++) {
        events[i].ts = rue_gpio_timespec((int64_t)world.falls[world.delivered++]);
    }
    return count;
}

int gpiod_line_update(struct gpiod_line *line) {
    (void)line;
    return fails() ? -1 : 0;
}

const char *gpiod_line_consumer(struct gpiod_line *line) {
    (void)line;
    return world.holder;
}

const char *gpiod_chip_label(struct gpiod_chip *chip) {
    (void)chip;
    return "a chip of 54 lines";
}

bool gpiod_line_is_used(struct gpiod_line *line) {
    (void)line;
    return is_used(world.looked_at);
}
