// libgpiod 2 as far as the shim calls it, on the chip of world.h.

struct gpiod_chip { int unused; };
struct gpiod_chip_info { int unused; };
struct gpiod_line_info { int unused; };
struct gpiod_line_settings {
    enum gpiod_line_direction direction;
    enum gpiod_line_value value;
    enum gpiod_line_bias bias;
    enum gpiod_line_edge edge;
    bool is_active_low;
    enum gpiod_line_drive drive;
};
struct gpiod_line_config { struct gpiod_line_settings settings; };
struct gpiod_request_config { size_t queue; };
struct gpiod_line_request { int unused; };
struct gpiod_edge_event { uint64_t time; };
struct gpiod_edge_event_buffer {
    size_t capacity;
    struct gpiod_edge_event events[];
};

static void *made(size_t size) {
    if (fails()) return NULL;
    world.objects++;
    return calloc(1, size);
}

static void freed(void *object) {
    if (object) world.objects--;
    free(object);
}

const char *gpiod_api_version(void) { return "2 (stand-in)"; }

struct gpiod_chip *gpiod_chip_open(const char *path) {
    (void)path;
    return made(sizeof(struct gpiod_chip));
}

void gpiod_chip_close(struct gpiod_chip *chip) { freed(chip); }

struct gpiod_chip_info *gpiod_chip_get_info(struct gpiod_chip *chip) {
    (void)chip;
    return made(sizeof(struct gpiod_chip_info));
}

size_t gpiod_chip_info_get_num_lines(struct gpiod_chip_info *info) {
    (void)info;
    return 54;
}

void gpiod_chip_info_free(struct gpiod_chip_info *info) { freed(info); }

struct gpiod_line_settings *gpiod_line_settings_new(void) {
    return made(sizeof(struct gpiod_line_settings));
}

void gpiod_line_settings_free(struct gpiod_line_settings *settings) { freed(settings); }

int gpiod_line_settings_set_direction(struct gpiod_line_settings *settings,
                                      enum gpiod_line_direction direction) {
    settings->direction = direction;
    return fails() ? -1 : 0;
}

int gpiod_line_settings_set_bias(struct gpiod_line_settings *settings, enum gpiod_line_bias bias) {
    settings->bias = bias;
    return fails() ? -1 : 0;
}

int gpiod_line_settings_set_edge_detection(struct gpiod_line_settings *settings,
                                           enum gpiod_line_edge edge) {
    settings->edge = edge;
    return fails() ? -1 : 0;
}

int gpiod_line_settings_set_output_value(struct gpiod_line_settings *settings,
                                         enum gpiod_line_value value) {
    settings->value = value;
    return fails() ? -1 : 0;
}

int gpiod_line_settings_set_drive(struct gpiod_line_settings *settings,
                                  enum gpiod_line_drive drive) {
    settings->drive = drive;
    return fails() ? -1 : 0;
}

void gpiod_line_settings_set_active_low(struct gpiod_line_settings *settings, bool active_low) {
    settings->is_active_low = active_low;
}

struct gpiod_line_config *gpiod_line_config_new(void) {
    return made(sizeof(struct gpiod_line_config));
}

void gpiod_line_config_free(struct gpiod_line_config *config) { freed(config); }

int gpiod_line_config_add_line_settings(struct gpiod_line_config *config,
                                        const unsigned int *offsets, size_t count,
                                        struct gpiod_line_settings *settings) {
    check(count == 1 && offsets[0] < 54);
    config->settings = *settings;
    return fails() ? -1 : 0;
}

struct gpiod_request_config *gpiod_request_config_new(void) {
    return made(sizeof(struct gpiod_request_config));
}

void gpiod_request_config_free(struct gpiod_request_config *config) { freed(config); }

void gpiod_request_config_set_consumer(struct gpiod_request_config *config, const char *consumer) {
    (void)config;
    check(strcmp(consumer, "rue") == 0);
}

void gpiod_request_config_set_event_buffer_size(struct gpiod_request_config *config, size_t size) {
    config->queue = size;
}

struct gpiod_line_request *gpiod_chip_request_lines(struct gpiod_chip *chip,
                                                    struct gpiod_request_config *request,
                                                    struct gpiod_line_config *config) {
    (void)chip;
    struct gpiod_line_request *result = made(sizeof(struct gpiod_line_request));
    if (!result) return NULL;
    world.queue = request->queue;
    check(config->settings.direction == GPIOD_LINE_DIRECTION_OUTPUT);
    world.is_open_drain = config->settings.drive == GPIOD_LINE_DRIVE_OPEN_DRAIN;
    if (request_output(config->settings.is_active_low,
                       config->settings.value == GPIOD_LINE_VALUE_ACTIVE) == 0) {
        return result;
    }
    int reason = errno;
    freed(result);
    errno = reason;
    return NULL;
}

void gpiod_line_request_release(struct gpiod_line_request *request) {
    world.is_requested = false;
    freed(request);
}

int gpiod_line_request_set_value(struct gpiod_line_request *request, unsigned int offset,
                                 enum gpiod_line_value value) {
    (void)request;
    check(offset < 54);
    world.looked_at = offset;
    if (fails()) return -1;
    drive(value == GPIOD_LINE_VALUE_ACTIVE);
    return 0;
}

enum gpiod_line_value gpiod_line_request_get_value(struct gpiod_line_request *request,
                                                   unsigned int offset) {
    (void)request;
    check(offset < 54);
    if (fails()) return GPIOD_LINE_VALUE_ERROR;
    return level() ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
}

int gpiod_line_request_reconfigure_lines(struct gpiod_line_request *request,
                                         struct gpiod_line_config *config) {
    (void)request;
    check(config->settings.direction == GPIOD_LINE_DIRECTION_INPUT);
    check(config->settings.bias == GPIOD_LINE_BIAS_PULL_UP);
    check(config->settings.edge == GPIOD_LINE_EDGE_FALLING);
    return fails() ? -1 : request_falls();
}

int gpiod_line_request_wait_edge_events(struct gpiod_line_request *request, int64_t nanoseconds) {
    (void)request;
    return wait_for_fall(nanoseconds);
}

struct gpiod_edge_event_buffer *gpiod_edge_event_buffer_new(size_t capacity) {
    struct gpiod_edge_event_buffer *buffer = made(
        sizeof(struct gpiod_edge_event_buffer) + capacity * sizeof(struct gpiod_edge_event));
    if (buffer) buffer->capacity = capacity;
    return buffer;
}

void gpiod_edge_event_buffer_free(struct gpiod_edge_event_buffer *buffer) { freed(buffer); }

int gpiod_line_request_read_edge_events(struct gpiod_line_request *request,
                                        struct gpiod_edge_event_buffer *buffer, size_t room) {
    (void)request;
    check(room <= buffer->capacity);
    int count = read_falls((int)room);
    for (int i = 0; i < count; i++) buffer->events[i].time = world.falls[world.delivered++];
    return count;
}

struct gpiod_edge_event *gpiod_edge_event_buffer_get_event(struct gpiod_edge_event_buffer *buffer,
                                                           unsigned long index) {
    check(index < buffer->capacity);
    return &buffer->events[index];
}

uint64_t gpiod_edge_event_get_timestamp_ns(struct gpiod_edge_event *event) { return event->time; }

struct gpiod_line_info *gpiod_chip_get_line_info(struct gpiod_chip *chip, unsigned int offset) {
    (void)chip;
    check(offset < 54);
    world.looked_at = offset;
    return made(sizeof(struct gpiod_line_info));
}

const char *gpiod_line_info_get_consumer(struct gpiod_line_info *info) {
    (void)info;
    return world.holder;
}

void gpiod_line_info_free(struct gpiod_line_info *info) { freed(info); }

const char *gpiod_chip_info_get_label(struct gpiod_chip_info *info) {
    (void)info;
    return "a chip of 54 lines";
}

bool gpiod_line_info_is_used(struct gpiod_line_info *info) {
    (void)info;
    return is_used(world.looked_at);
}
