// The calls to the system that Swift cannot make itself, or that Embedded Swift has no module for.
#ifndef RUE_SYSTEM_H
#define RUE_SYSTEM_H
#include <stdint.h>
/// Milliseconds since boot, suspended time included (CLOCK_BOOTTIME).
uint64_t rue_boottime_ms(void);
#endif
