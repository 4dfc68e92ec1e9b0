// What Rue's server uses of libevent, sockets and OpenSSL, for Swift.
//
// libevent turns the loop; the bytes go through OpenSSL directly and not through libevent's
// bufferevents, so that a response leaves in the same turn in which it was made, a half-closed
// connection still gets its answer, and a refused body is drained without being decrypted.
#ifndef RUE_EVENT_SHIM_H
#define RUE_EVENT_SHIM_H
// Without _GNU_SOURCE, as Swift's own Glibc module is built: the server imports both, and the two
// must agree on what fd_set and the like look like. libevent's own header defines it, which changes
// nothing once the C library has read its features.
#include <features.h>
#include <event2/event.h>
#include "net.h"
#include "tls.h"

static const short rue_ev_read = EV_READ;
static const short rue_ev_write = EV_WRITE;
static const short rue_ev_persist = EV_PERSIST;

/// A loop for one thread only: without locks, the reason why nothing else may touch its events.
static inline struct event_base *rue_loop_new(void) {
    struct event_config *config = event_config_new();
    if (!config) return NULL;
    event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK | EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
    struct event_base *base = event_base_new_with_config(config);
    event_config_free(config);
    return base;
}

/// Arms a timer, anew if it is armed already.
static inline int rue_timer_arm(struct event *timer, uint64_t milliseconds) {
    struct timeval after = {(time_t)(milliseconds / 1000), (suseconds_t)(milliseconds % 1000) * 1000};
    return event_add(timer, &after);
}

static inline int rue_event_enable(struct event *event) { return event_add(event, NULL); }
#endif
