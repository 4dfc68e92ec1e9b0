// Multicast DNS, one question at a time (RFC 6762 §5.1), for names in ".local": glibc's resolver
// leaves them to a plug-in, which a static program cannot load.
#ifndef RUE_MDNS_H
#define RUE_MDNS_H
#include <stddef.h>
#include <stdint.h>

#include "rue_socket.h"

/// 1 when a host's name ends in ".local" or ".local.".
int rue_mdns_is_local(const char *host);

/// Enough for any query.
#define RUE_MDNS_QUERY_SIZE 576

/// Writes the query for a host's IPv4 and IPv6 addresses to `packet` (RUE_MDNS_QUERY_SIZE bytes).
/// Returns its size; -EINVAL for a name that DNS does not have.
int rue_mdns_query(const char *host, uint8_t *packet);

/// Takes the addresses of a host out of an answer, each with `port`, and link-local IPv6 ones with
/// `scope`. Returns how many, 0 when the packet answers something else; -EBADMSG when it is broken.
int rue_mdns_answer(
    const uint8_t *packet, size_t count, const char *host, uint16_t port, uint32_t scope,
    rue_address *addresses, int capacity);

/// Asks for a host's addresses on every network that the machine is on, or only `to` when that is
/// not NULL, again after 1 s, 2 s and so on. Blocks until an answer comes or the time is over.
/// Returns how many addresses, 0 when no one answered.
int rue_mdns_ask(
    const rue_address *to, const char *host, uint16_t port, int32_t timeout_ms,
    rue_address *addresses, int capacity);

#endif
