// Clocks, sleep and the boot id.
#ifndef RUE_CLOCK_H
#define RUE_CLOCK_H
#include <stdint.h>

/// Milliseconds since boot, suspended time included (CLOCK_BOOTTIME). Never falls within a boot.
uint64_t rue_boottime_ms(void);

/// Microseconds since boot, suspended time included (CLOCK_BOOTTIME).
uint64_t rue_boottime_us(void);

/// Milliseconds since 1970-01-01 UTC as the system believes (CLOCK_REALTIME). Whether the clock was
/// ever set is for the caller to judge: a Pi without a battery starts in the past.
int64_t rue_realtime_ms(void);

/// Sets the system's clock to a number of milliseconds since 1970-01-01 UTC. Needs CAP_SYS_TIME
/// (-EPERM without).
int rue_realtime_set_ms(int64_t milliseconds);

/// Whether something disciplines the system's clock, as the kernel knows it (adjtimex): 1 when
/// it is synchronised, 0 when not.
int rue_realtime_is_synchronised(void);

/// Writes the kernel's id of this boot, 16 bytes (/proc/sys/kernel/random/boot_id).
int rue_boot_id(uint8_t *id);

/// Sleeps, through signals, for at most one second: longer waits belong in rue_poll.
/// Returns -EINVAL for more than 1,000,000.
int rue_sleep_us(uint32_t microseconds);

#endif
