#include "rue_mdns.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "address.h"
#include "rue_clock.h"
#include "rue_poll.h"

enum {
    // RFC 1035 §4.1.1, §3.2.2; RFC 3596 §2.1
    header_size = 12,
    type_a = 1,
    type_aaaa = 28,
    class_internet = 1,
    // The top bit of the class: an answer to us alone is enough (RFC 6762 §5.4). In an answer the
    // same bit says that it replaces older ones (§10.2).
    class_flag = 0x8000,
    maximum_label = 63,
    maximum_name = 255,
    maximum_interfaces = 8,
};

int rue_mdns_is_local(const char *host) {
    size_t count = strlen(host);
    if (count > 0 && host[count - 1] == '.') count--;
    return count > 6 && strncasecmp(host + count - 6, ".local", 6) == 0;
}

// MARK: questions

static uint8_t *write_number(uint8_t *end, unsigned number) {
    *end++ = (uint8_t)(number >> 8);
    *end++ = (uint8_t)number;
    return end;
}

// Writes a name as labels (RFC 1035 §3.1). Returns NULL when it is none.
static uint8_t *write_name(uint8_t *end, const char *host) {
    if (strlen(host) >= maximum_name) return NULL;
    while (*host != 0) {
        size_t count = strcspn(host, ".");
        if (count == 0 || count > maximum_label) return NULL;
        *end++ = (uint8_t)count;
        memcpy(end, host, count);
        end += count;
        host += count;
        if (*host == '.') host++;
    }
    *end++ = 0;
    return end;
}

int rue_mdns_query(const char *host, uint8_t *packet) {
    static const unsigned types[] = {type_a, type_aaaa};
    memset(packet, 0, header_size);
    write_number(packet + 4, 2);
    uint8_t *end = packet + header_size;
    for (size_t i = 0; i < 2; i++) {
        end = write_name(end, host);
        if (end == NULL) return -EINVAL;
        end = write_number(write_number(end, types[i]), class_internet | class_flag);
    }
    return (int)(end - packet);
}

// MARK: answers

typedef struct {
    const uint8_t *bytes;
    size_t count;
} packet_view;

static unsigned number_at(packet_view packet, size_t offset) {
    return (unsigned)packet.bytes[offset] << 8 | packet.bytes[offset + 1];
}

// The offset behind a name, 0 when the packet ends within it.
static size_t skip_name(packet_view packet, size_t offset) {
    while (offset < packet.count) {
        unsigned head = packet.bytes[offset];
        if (head == 0) return offset + 1;
        if (head >= 0xc0) return offset + 2 <= packet.count ? offset + 2 : 0;
        if (head > maximum_label) return 0;
        offset += 1 + head;
    }
    return 0;
}

// Where the label at an offset really is: behind its pointers, which must lead backwards so that
// they cannot lead in a circle (RFC 1035 §4.1.4). `count` when that is nowhere.
static size_t follow_pointers(packet_view packet, size_t offset) {
    while (offset + 1 < packet.count && packet.bytes[offset] >= 0xc0) {
        size_t target = number_at(packet, offset) & 0x3fff;
        if (target >= offset) return packet.count;
        offset = target;
    }
    return offset;
}

// Compares without regard to ASCII case (RFC 6762 §16).
static bool is_named(packet_view packet, size_t offset, const char *host) {
    for (;;) {
        offset = follow_pointers(packet, offset);
        if (offset >= packet.count) return false;
        size_t head = packet.bytes[offset];
        if (head == 0) return *host == 0;
        size_t count = strcspn(host, ".");
        if (head != count || offset + 1 + head > packet.count) return false;
        if (strncasecmp((const char *)packet.bytes + offset + 1, host, count) != 0) return false;
        offset += 1 + head;
        host += count;
        if (*host == '.') host++;
    }
}

static bool take_address(
    packet_view packet, size_t offset, unsigned type, size_t size, rue_address *address) {
    if (!(type == type_a && size == 4) && !(type == type_aaaa && size == 16)) return false;
    address->version = type == type_a ? 4 : 6;
    memcpy(address->bytes, packet.bytes + offset, size);
    return true;
}

static bool is_link_local(const rue_address *address) {
    return address->version == 6 && address->bytes[0] == 0xfe && (address->bytes[1] & 0xc0) == 0x80;
}

int rue_mdns_answer(
    const uint8_t *bytes, size_t count, const char *host, uint16_t port, uint32_t scope,
    rue_address *addresses, int capacity) {
    packet_view packet = {bytes, count};
    if (count < header_size) return -EBADMSG;
    // A response without an error.
    if ((number_at(packet, 2) & 0x800f) != 0x8000) return 0;
    size_t offset = header_size;
    for (unsigned left = number_at(packet, 4); left > 0; left--) {
        offset = skip_name(packet, offset);
        if (offset == 0 || offset + 4 > count) return -EBADMSG;
        offset += 4;
    }
    int found = 0;
    unsigned records = number_at(packet, 6) + number_at(packet, 8) + number_at(packet, 10);
    for (; records > 0 && found < capacity; records--) {
        size_t name = offset;
        offset = skip_name(packet, offset);
        if (offset == 0 || offset + 10 > count) return -EBADMSG;
        unsigned type = number_at(packet, offset);
        unsigned class = number_at(packet, offset + 2) & ~(unsigned)class_flag;
        size_t size = number_at(packet, offset + 8);
        offset += 10;
        if (offset + size > count) return -EBADMSG;
        rue_address address = {.port = port};
        if (class == class_internet && is_named(packet, name, host) &&
            take_address(packet, offset, type, size, &address)) {
            if (is_link_local(&address)) address.scope = scope;
            addresses[found++] = address;
        }
        offset += size;
    }
    return found;
}

// MARK: asking

typedef struct {
    rue_poll_entry sockets[maximum_interfaces];
    uint32_t scopes[maximum_interfaces];
    size_t count;
    struct sockaddr_storage to;
    socklen_t to_length;
} asker;

static void add_socket(asker *asker, uint32_t interface) {
    int descriptor = socket(asker->to.ss_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return;
    if (interface != 0) {
        struct ip_mreqn through = {.imr_ifindex = (int)interface};
        int hops = 255;  // RFC 6762 §11
        setsockopt(descriptor, IPPROTO_IP, IP_MULTICAST_TTL, &hops, sizeof hops);
        if (setsockopt(descriptor, IPPROTO_IP, IP_MULTICAST_IF, &through, sizeof through) != 0) {
            close(descriptor);
            return;
        }
    }
    asker->sockets[asker->count] =
        (rue_poll_entry){.descriptor = descriptor, .wanted = RUE_POLL_READ};
    asker->scopes[asker->count++] = interface;
}

static bool is_asked_on(const struct ifaddrs *interface) {
    const unsigned needed = IFF_UP | IFF_MULTICAST;
    return interface->ifa_addr != NULL && interface->ifa_addr->sa_family == AF_INET &&
        (interface->ifa_flags & (needed | IFF_LOOPBACK)) == needed;
}

static bool has_socket_on(const asker *asker, uint32_t interface) {
    for (size_t i = 0; i < asker->count; i++)
        if (asker->scopes[i] == interface) return true;
    return false;
}

static void open_everywhere(asker *asker) {
    // RFC 6762 §3
    static const rue_address group = {.version = 4, .bytes = {224, 0, 0, 251}, .port = 5353};
    asker->to_length = rue_address_to_system(&group, &asker->to);
    struct ifaddrs *interfaces = NULL;
    if (getifaddrs(&interfaces) != 0) return;
    for (struct ifaddrs *next = interfaces; next != NULL; next = next->ifa_next) {
        uint32_t number = is_asked_on(next) ? if_nametoindex(next->ifa_name) : 0;
        if (number != 0 && asker->count < maximum_interfaces && !has_socket_on(asker, number))
            add_socket(asker, number);
    }
    freeifaddrs(interfaces);
}

static void send_everywhere(const asker *asker, const uint8_t *query, size_t size) {
    // One network that is away must not keep the others from being asked.
    for (size_t i = 0; i < asker->count; i++)
        (void)!sendto(asker->sockets[i].descriptor, query, size, MSG_NOSIGNAL,
                      (const struct sockaddr *)&asker->to, asker->to_length);
}

// Takes what has come; broken packets and other hosts' are passed over.
static int receive(
    const asker *asker, const char *host, uint16_t port, rue_address *addresses, int capacity) {
    uint8_t packet[9000];  // RFC 6762 §17
    int found = 0;
    for (size_t i = 0; i < asker->count && found <= 0; i++) {
        if (asker->sockets[i].ready == 0) continue;
        ssize_t size = recv(asker->sockets[i].descriptor, packet, sizeof packet, 0);
        if (size > 0)
            found = rue_mdns_answer(
                packet, (size_t)size, host, port, asker->scopes[i], addresses, capacity);
    }
    return found < 0 ? 0 : found;
}

// Waits until `until` for an answer.
static int wait_for_answer(
    asker *asker, uint64_t until, const char *host, uint16_t port, rue_address *addresses,
    int capacity) {
    int found = 0;
    for (uint64_t now = rue_boottime_ms(); found == 0 && now < until; now = rue_boottime_ms()) {
        int ready = rue_poll(asker->sockets, asker->count, (int32_t)(until - now));
        if (ready < 0) return 0;
        if (ready > 0) found = receive(asker, host, port, addresses, capacity);
    }
    return found;
}

int rue_mdns_ask(
    const rue_address *to, const char *host, uint16_t port, int32_t timeout_ms,
    rue_address *addresses, int capacity) {
    uint8_t query[RUE_MDNS_QUERY_SIZE];
    int size = rue_mdns_query(host, query);
    if (size < 0) return size;
    asker asker = {.count = 0};
    if (to == NULL) {
        open_everywhere(&asker);
    } else {
        asker.to_length = rue_address_to_system(to, &asker.to);
        add_socket(&asker, 0);
    }
    int found = 0;
    uint64_t end = rue_boottime_ms() + (uint64_t)(timeout_ms < 0 ? 0 : timeout_ms);
    // RFC 6762 §5.2: the first repetition after a second, each later one after twice as long.
    for (uint64_t pause = 1000; found == 0 && asker.count > 0; pause *= 2) {
        uint64_t now = rue_boottime_ms();
        if (now >= end) break;
        send_everywhere(&asker, query, (size_t)size);
        uint64_t until = end - now < pause ? end : now + pause;
        found = wait_for_answer(&asker, until, host, port, addresses, capacity);
    }
    for (size_t i = 0; i < asker.count; i++) close(asker.sockets[i].descriptor);
    return found;
}
