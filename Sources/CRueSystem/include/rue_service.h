// What systemd is told (sd_notify(3)), without its library.
#ifndef RUE_SERVICE_H
#define RUE_SERVICE_H
#include <stdint.h>

/// Tells the service manager a state, e.g. "READY=1", "WATCHDOG=1", "STOPPING=1" or several lines
/// of such, through the socket that NOTIFY_SOCKET names (a path, or an abstract name after "@").
/// Never blocks. Returns 1 when it was told, 0 when the program runs under no service manager.
int rue_service_notify(const char *state);

/// The same, to a socket of one's choice.
int rue_service_notify_to(const char *socket, const char *state);

/// How often the service manager wants to hear "WATCHDOG=1", in µs; 0 when it does not
/// (WATCHDOG_USEC, WATCHDOG_PID). Half of it is a good interval.
uint64_t rue_service_watchdog_us(void);

/// The same, from the two variables' values, each NULL when it is not set.
uint64_t rue_service_watchdog_of(const char *interval, const char *process);

/// Whether what is written to a descriptor goes straight to the journal (JOURNAL_STREAM holds its
/// device and inode): 1 or 0. The variable alone says nothing: programs started from a service
/// inherit it.
int rue_service_has_journal(int descriptor);

#endif
