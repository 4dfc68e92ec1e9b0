#define _GNU_SOURCE
#include "rue_system.h"
#include <time.h>

uint64_t rue_boottime_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}
