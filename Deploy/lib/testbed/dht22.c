// Plays DHT22 sensors on a line of the kernel's gpio-sim, at the speed of real ones: for each frame
// it waits for a start pulse, and answers it as the AM2302 manual (§7.3) draws it. It shares the
// processor with the program that listens, so it shows what a driver makes of a waveform, and not
// how quick a Pi's interrupts are.
//
// Usage: dht22 FOLDER FRAME…   (FOLDER: the line's folder, with `value` and `pull`; a FRAME is ten
// hexadecimal digits). Ends after the last frame; prints how long each start pulse was.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    SHORTEST_START_US = 800,
    IDLE_LOOK_US = 100,
    LOOK_US = 20,
    REST_US = 1500000,
    RELEASE_US = 40,
    ANSWER_US = 80,
    BIT_LOW_US = 50,
    ZERO_US = 26,
    ONE_US = 70,
};

static int value_file, pull_file;

static void fail(const char *what) {
    fprintf(stderr, "dht22: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int open_attribute(const char *folder, const char *name, int flags) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int file = open(path, flags);
    if (file < 0) fail(path);
    return file;
}

static int64_t now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int is_high(void) {
    char text = 0;
    if (pread(value_file, &text, 1, 0) != 1) fail("value");
    return text == '1';
}

static void pull(int up) {
    const char *text = up ? "pull-up" : "pull-down";
    if (pwrite(pull_file, text, strlen(text), 0) < 0) fail("pull");
}

static void sleep_us(int us) {
    nanosleep(&(struct timespec){us / 1000000, us % 1000000 * 1000}, NULL);
}

// Sleeps between two looks: the program that listens needs the processor too.
static int64_t wait_until(int high, int look_us) {
    while (is_high() != high) sleep_us(look_us);
    return now_us();
}

// The length of the first low pulse that is long enough to start a sensor.
static int64_t wait_for_start(void) {
    for (;;) {
        int64_t begun = wait_until(0, IDLE_LOOK_US);
        int64_t length = wait_until(1, LOOK_US) - begun;
        if (length >= SHORTEST_START_US) return length;
    }
}

// Holds a level until `*moment`, which it moves on. Sleeping would not be exact enough.
static void hold(int high, int us, int64_t *moment) {
    pull(high);
    *moment += us;
    while (now_us() < *moment) continue;
}

static void play(uint64_t frame) {
    // Asleep, for in this time the program that listens turns the line into an input.
    sleep_us(RELEASE_US);
    int64_t moment = now_us();
    hold(0, ANSWER_US, &moment);
    hold(1, ANSWER_US, &moment);
    for (int bit = 39; bit >= 0; bit--) {
        hold(0, BIT_LOW_US, &moment);
        hold(1, frame >> bit & 1 ? ONE_US : ZERO_US, &moment);
    }
    hold(0, BIT_LOW_US, &moment);
    pull(1);
}

int main(int count, char **words) {
    if (count < 3) return 2;
    value_file = open_attribute(words[1], "value", O_RDONLY);
    pull_file = open_attribute(words[1], "pull", O_WRONLY);
    // A sensor does not wait until a program has time for it; but interrupts come between, and the
    // kernel's threads that handle them have priority 50.
    if (sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){.sched_priority = 10}) != 0)
        fail("SCHED_FIFO");
    pull(1);
    for (int index = 2; index < count; index++) {
        int64_t length = wait_for_start();
        play(strtoull(words[index], NULL, 16));
        printf("dht22: start pulse of %d us, frame %s\n", (int)length, words[index]);
        fflush(stdout);
        // It measures, and nobody may ask before 2 s have passed.
        sleep_us(REST_US);
    }
    return 0;
}
