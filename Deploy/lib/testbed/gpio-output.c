// Drives a GPIO line high and low through libgpiod 2 and reads it back, twice. After each step it
// prints what was read, and runs a command that may look from elsewhere.
//
// Usage: gpio-output CHIP LINE COMMAND
#include <errno.h>
#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(int isGood, const char *what) {
    if (isGood) return;
    fprintf(stderr, "gpio-output: %s: %s\n", what, strerror(errno));
    exit(1);
}

static struct gpiod_line_request *request_low(struct gpiod_chip *chip, unsigned line) {
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    struct gpiod_line_config *config = gpiod_line_config_new();
    struct gpiod_request_config *request = gpiod_request_config_new();
    check(settings && config && request, "memory");
    gpiod_request_config_set_consumer(request, "rue-testbed");
    gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT);
    gpiod_line_settings_set_output_value(settings, GPIOD_LINE_VALUE_INACTIVE);
    gpiod_line_config_add_line_settings(config, &line, 1, settings);
    return gpiod_chip_request_lines(chip, request, config);
}

int main(int count, char **words) {
    if (count != 4) return 2;
    struct gpiod_chip *chip = gpiod_chip_open(words[1]);
    check(chip != NULL, words[1]);
    unsigned line = (unsigned)atoi(words[2]);
    struct gpiod_line_request *request = request_low(chip, line);
    check(request != NULL, "request");
    for (int step = 0; step < 4; step++) {
        int wanted = step % 2;
        check(gpiod_line_request_set_value(request, line, wanted) == 0, "set");
        printf("set %d, read %d\n", wanted, (int)gpiod_line_request_get_value(request, line));
        fflush(stdout);
        check(system(words[3]) == 0, words[3]);
    }
    return 0;
}
