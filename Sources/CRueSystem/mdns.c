#include "rue_mdns.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "address.h"
#include "rue_clock.h"
#include "rue_poll.h"

enum {
    // RFC 6762 §3
    multicast_port = 5353,
    // §17
    maximum_packet = 9000,
    maximum_sockets = 16,
    maximum_addresses = 16,
    // §5.2: the first repetition after a second, each later one after twice as long.
    first_pause_ms = 1000,
    // A host on two networks, or with two responders, answers twice.
    linger_ms = 100,
};

static const rue_address group_v4 = {
    .version = 4, .bytes = {224, 0, 0, 251}, .port = multicast_port};
static const rue_address group_v6 = {
    .version = 6, .bytes = {0xff, 2, [15] = 0xfb}, .port = multicast_port};

typedef struct {
    // Whom it asks: one of the groups on one network, or a host of the caller's choice.
    rue_address to;
    // The network's interface; 0 for a host of the caller's choice.
    uint32_t interface;
} way;

typedef struct {
    rue_poll_entry sockets[maximum_sockets];
    way ways[maximum_sockets];
    size_t count;
    struct ifaddrs *networks;
    const char *host;
    uint16_t port;
    uint16_t id;
} asker;

// MARK: The ways to ask

// The port is of the kernel's choice and not 5353, which marks a question that is asked once and
// answered to the asker (§5.1, §6.7).
static int open_socket(const way *way) {
    int family = way->to.version == 4 ? AF_INET : AF_INET6;
    int descriptor = socket(family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0 || way->interface == 0) return descriptor;
    int hops = 255;  // §11
    struct ip_mreqn through = {.imr_ifindex = (int)way->interface};
    int failed = way->to.version == 4
        ? setsockopt(descriptor, IPPROTO_IP, IP_MULTICAST_IF, &through, sizeof through) |
            setsockopt(descriptor, IPPROTO_IP, IP_MULTICAST_TTL, &hops, sizeof hops)
        : setsockopt(descriptor, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &hops, sizeof hops);
    if (!failed) return descriptor;
    close(descriptor);
    return -1;
}

static void add_way(asker *asker, way way) {
    for (size_t i = 0; i < asker->count; i++)
        if (asker->ways[i].interface == way.interface &&
            asker->ways[i].to.version == way.to.version)
            return;
    if (asker->count == maximum_sockets) return;
    int descriptor = open_socket(&way);
    if (descriptor < 0) return;
    asker->ways[asker->count] = way;
    asker->sockets[asker->count++] =
        (rue_poll_entry){.descriptor = descriptor, .wanted = RUE_POLL_READ};
}

// Not through tunnels: who is at home is nobody's business at their other end.
static bool is_asked_on(const struct ifaddrs *network) {
    const unsigned needed = IFF_UP | IFF_MULTICAST;
    const unsigned all = needed | IFF_LOOPBACK | IFF_POINTOPOINT;
    return network->ifa_addr != NULL && (network->ifa_flags & all) == needed;
}

static void add_all_ways(asker *asker) {
    if (getifaddrs(&asker->networks) != 0) asker->networks = NULL;
    for (struct ifaddrs *next = asker->networks; next != NULL; next = next->ifa_next) {
        uint32_t interface = is_asked_on(next) ? if_nametoindex(next->ifa_name) : 0;
        if (interface == 0) continue;
        way way = {.interface = interface};
        if (next->ifa_addr->sa_family == AF_INET) way.to = group_v4;
        else if (next->ifa_addr->sa_family == AF_INET6) way.to = group_v6;
        else continue;
        if (way.to.version == 6) way.to.scope = interface;
        add_way(asker, way);
    }
}

static void ask_all(const asker *asker, const uint8_t *query, size_t size) {
    for (size_t i = 0; i < asker->count; i++) {
        struct sockaddr_storage to;
        socklen_t length = rue_address_to_system(&asker->ways[i].to, &to);
        // One network that is away must not keep the others from being asked.
        (void)!sendto(asker->sockets[i].descriptor, query, size, MSG_NOSIGNAL,
                      (const struct sockaddr *)&to, length);
    }
}

// MARK: Who answers

static bool has_prefix(const rue_address *address, const rue_address *of, const rue_address *mask) {
    if (address->version != of->version || mask->version != of->version) return false;
    for (size_t i = 0; i < sizeof address->bytes; i++)
        if ((address->bytes[i] ^ of->bytes[i]) & mask->bytes[i]) return false;
    return true;
}

// An answer that was sent to us alone counts only from the network that was asked (§11): from
// anywhere else it is forged.
static bool is_on_link(const asker *asker, uint32_t interface, const rue_address *source) {
    if (rue_address_is_link_local(source)) return source->scope == interface;
    for (struct ifaddrs *next = asker->networks; next != NULL; next = next->ifa_next) {
        rue_address own, mask;
        if (next->ifa_addr == NULL || next->ifa_netmask == NULL) continue;
        if (if_nametoindex(next->ifa_name) != interface) continue;
        if (rue_address_from_system(next->ifa_addr, &own) != 0) continue;
        if (rue_address_from_system(next->ifa_netmask, &mask) != 0) continue;
        if (has_prefix(source, &own, &mask)) return true;
    }
    return false;
}

// The port is that of all answers (§6).
static bool may_answer(const asker *asker, const way *way, const struct sockaddr_storage *from) {
    rue_address source;
    if (rue_address_from_system((const struct sockaddr *)from, &source) != 0) return false;
    if (source.port != way->to.port) return false;
    if (way->interface != 0) return is_on_link(asker, way->interface, &source);
    return source.version == way->to.version &&
        memcmp(source.bytes, way->to.bytes, sizeof source.bytes) == 0;
}

// Adds the addresses of one packet; broken ones, strangers' and other hosts' are passed over.
static int receive(
    const asker *asker, size_t index, rue_address *addresses, int count, int capacity) {
    uint8_t packet[maximum_packet];
    const way *way = &asker->ways[index];
    struct sockaddr_storage from = {.ss_family = AF_UNSPEC};
    socklen_t length = sizeof from;
    ssize_t size = recvfrom(
        asker->sockets[index].descriptor, packet, sizeof packet, 0, (struct sockaddr *)&from,
        &length);
    if (size <= 0 || !may_answer(asker, way, &from)) return count;
    rue_address found[maximum_addresses];
    int told = rue_mdns_answer(
        packet, (size_t)size, asker->id, asker->host, asker->port, way->interface, found,
        maximum_addresses);
    for (int i = 0; i < told && count < capacity; i++)
        if (!rue_address_is_listed(addresses, count, &found[i])) addresses[count++] = found[i];
    return count;
}

// Waits until `until` for an answer, and a little longer for others.
static int collect(asker *asker, uint64_t until, rue_address *addresses, int capacity) {
    int found = 0;
    for (uint64_t now = rue_boottime_ms(); now < until; now = rue_boottime_ms()) {
        if (rue_poll(asker->sockets, asker->count, (int32_t)(until - now)) < 0) break;
        for (size_t i = 0; i < asker->count && found < capacity; i++) {
            if (asker->sockets[i].ready == 0) continue;
            int before = found;
            found = receive(asker, i, addresses, found, capacity);
            uint64_t end = rue_boottime_ms() + linger_ms;
            if (before == 0 && found > 0 && end < until) until = end;
        }
        if (found == capacity) break;
    }
    return found;
}

// MARK: asking

static int ask(asker *asker, uint64_t end, rue_address *addresses, int capacity) {
    uint8_t query[RUE_MDNS_QUERY_SIZE];
    // Whoever does not see the query has its id and its port to guess.
    if (getrandom(&asker->id, sizeof asker->id, GRND_NONBLOCK) < 0)
        asker->id = (uint16_t)rue_boottime_ms();
    int size = rue_mdns_query(asker->host, asker->id, query);
    if (size < 0) return size;
    int found = 0;
    uint64_t pause = first_pause_ms;
    for (uint64_t now = rue_boottime_ms(); found == 0 && asker->count > 0 && now < end;
         now = rue_boottime_ms()) {
        ask_all(asker, query, (size_t)size);
        uint64_t until = end - now < pause ? end : now + pause;
        found = collect(asker, until, addresses, capacity);
        pause *= 2;
    }
    return found;
}

int rue_mdns_ask(
    const rue_address *to, const char *host, uint16_t port, int32_t timeout_ms,
    rue_address *addresses, int capacity) {
    uint64_t end = rue_boottime_ms() + (uint64_t)(timeout_ms < 0 ? 0 : timeout_ms);
    asker asker = {.host = host, .port = port};
    if (to == NULL) add_all_ways(&asker);
    else add_way(&asker, (way){.to = *to});
    int found = ask(&asker, end, addresses, capacity);
    for (size_t i = 0; i < asker.count; i++) close(asker.sockets[i].descriptor);
    if (asker.networks != NULL) freeifaddrs(asker.networks);
    return found;
}
