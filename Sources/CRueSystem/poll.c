#include "rue_poll.h"

#include <errno.h>
#include <poll.h>

#include "rue_clock.h"

static int poll_until(struct pollfd *polled, size_t count, int32_t timeout_ms) {
    uint64_t deadline = rue_boottime_ms() + (uint64_t)(timeout_ms < 0 ? 0 : timeout_ms);
    for (;;) {
        int ready = poll(polled, count, timeout_ms);
        if (ready >= 0) return ready;
        if (errno != EINTR) return -errno;
        if (timeout_ms < 0) continue;
        uint64_t now = rue_boottime_ms();
        timeout_ms = now >= deadline ? 0 : (int32_t)(deadline - now);
    }
}

int rue_poll(rue_poll_entry *entries, size_t count, int32_t timeout_ms) {
    struct pollfd polled[RUE_POLL_MAXIMUM];
    if (count > RUE_POLL_MAXIMUM) return -EINVAL;
    for (size_t i = 0; i < count; i++) {
        int wanted = entries[i].wanted;
        polled[i].fd = entries[i].descriptor;
        polled[i].events = (short)((wanted & RUE_POLL_READ ? POLLIN : 0) |
                                   (wanted & RUE_POLL_WRITE ? POLLOUT : 0));
        polled[i].revents = 0;
    }
    int result = poll_until(polled, count, timeout_ms);
    for (size_t i = 0; i < count; i++) {
        int came = polled[i].revents;
        // After a hang-up a read gives what is left and then the end.
        entries[i].ready = (int16_t)((came & (POLLIN | POLLHUP) ? RUE_POLL_READ : 0) |
                                     (came & POLLOUT ? RUE_POLL_WRITE : 0) |
                                     (came & (POLLERR | POLLHUP | POLLNVAL) ? RUE_POLL_FAULT : 0));
    }
    return result;
}
