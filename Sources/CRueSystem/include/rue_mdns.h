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
int rue_mdns_query(const char *host, uint16_t id, uint8_t *packet);

/// Takes the addresses of a host out of an answer to the query with that id, each once and with
/// `port`, and link-local IPv6 ones with `scope`. Returns how many, 0 when the packet answers
/// something else; -EBADMSG when it is broken.
int rue_mdns_answer(
    const uint8_t *packet, size_t count, uint16_t id, const char *host, uint16_t port,
    uint32_t scope, rue_address *addresses, int capacity);

/// Asks for a host's addresses on every network that the machine is on, by IPv4 and by IPv6, or
/// only `to` when that is not NULL; again after 1 s, 2 s and so on. Blocks until an answer comes,
/// and 0.1 s for more of them, or until the time is over. Answers count from the networks that were
/// asked, and from port 5353 only. Returns how many addresses, 0 when no one answered, which is at
/// once where there is no network; -EINVAL for a name that DNS does not have.
int rue_mdns_ask(
    const rue_address *to, const char *host, uint16_t port, int32_t timeout_ms,
    rue_address *addresses, int capacity);

#endif
