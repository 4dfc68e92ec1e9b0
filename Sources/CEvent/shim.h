// What Rue uses of libevent, for Swift.
#ifndef RUE_EVENT_SHIM_H
#define RUE_EVENT_SHIM_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <event2/event.h>
#include <event2/bufferevent_ssl.h>
#endif
