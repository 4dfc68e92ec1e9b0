// Names to addresses, without blocking the caller.
#ifndef RUE_RESOLVER_H
#define RUE_RESOLVER_H
#include <stdint.h>

#include "rue_socket.h"

/// The most addresses of one answer.
#define RUE_RESOLVER_MAXIMUM 16

/// Begins to resolve a host's name or numeric address for TCP. A helper thread asks (getaddrinfo
/// blocks, for minutes when the network is away) and answers through the returned descriptor, which
/// becomes readable. Names in ".local" are asked for on the local network first, for 3.5 s at most
/// (RFC 6762). Closing the descriptor before abandons the question: the helper ends by itself,
/// frees what it holds and disturbs no one.
/// Returns the descriptor (to be closed with rue_close), or a negative errno.
int rue_resolve_start(const char *host, uint16_t port);

/// Takes the answer once the descriptor is readable: at most RUE_RESOLVER_MAXIMUM addresses, in the
/// system's order of preference (RFC 6724) with IPv6 and IPv4 alternating (RFC 8305 §4), so that
/// one broken family costs one attempt.
/// Returns the count, 1 or more; -EAGAIN before there is an answer; -ENXIO when the name has no
/// address, with the reason for rue_resolve_error_text in `reason`.
int rue_resolve_finish(int descriptor, rue_address *addresses, int32_t *reason);

/// What a reason of rue_resolve_finish means, in English.
const char *rue_resolve_error_text(int32_t reason);

#endif
