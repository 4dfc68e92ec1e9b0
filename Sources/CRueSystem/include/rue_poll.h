// Waiting for descriptors.
#ifndef RUE_POLL_H
#define RUE_POLL_H
#include <stddef.h>
#include <stdint.h>

/// There is something to read, or the other side has closed.
#define RUE_POLL_READ 1
/// Writing would not block; a connection in progress has an outcome.
#define RUE_POLL_WRITE 2
/// The descriptor is broken or closed (reported whether asked for or not).
#define RUE_POLL_FAULT 4

/// One descriptor to wait for.
typedef struct {
    /// The descriptor; a negative one is passed over.
    int32_t descriptor;
    /// What to wait for: RUE_POLL_READ, RUE_POLL_WRITE.
    int16_t wanted;
    /// What came, set by rue_poll.
    int16_t ready;
} rue_poll_entry;

/// The most descriptors that rue_poll takes.
#define RUE_POLL_MAXIMUM 64

/// Waits until a descriptor is ready or the time is over, through signals. A negative timeout waits
/// without end. Returns the number of ready entries, 0 when the time is over; -EINVAL for more than
/// RUE_POLL_MAXIMUM entries.
int rue_poll(rue_poll_entry *entries, size_t count, int32_t timeout_ms);

#endif
