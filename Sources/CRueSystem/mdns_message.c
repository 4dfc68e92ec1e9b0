#include "rue_mdns.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "address.h"

enum {
    // RFC 1035 §4.1.1, §3.2.2, §2.3.4; RFC 3596 §2.1
    header_size = 12,
    type_a = 1,
    type_aaaa = 28,
    class_internet = 1,
    // The top bit of the class: an answer to us alone is enough (RFC 6762 §5.4). In an answer the
    // same bit says that it replaces older ones (§10.2).
    class_flag = 0x8000,
    maximum_label = 63,
    maximum_name = 255,
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
    size_t size = strlen(host);
    if (size > 0 && host[size - 1] == '.') size--;
    // Besides its own bytes it takes one for its first label and one for its end.
    if (size + 2 > maximum_name) return NULL;
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

int rue_mdns_query(const char *host, uint16_t id, uint8_t *packet) {
    static const unsigned types[] = {type_a, type_aaaa};
    memset(packet, 0, header_size);
    write_number(packet, id);
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

int rue_mdns_answer(
    const uint8_t *bytes, size_t count, uint16_t id, const char *host, uint16_t port,
    uint32_t scope, rue_address *addresses, int capacity) {
    packet_view packet = {bytes, count};
    if (count < header_size) return -EBADMSG;
    // An answer to one query repeats its id (RFC 6762 §18.1).
    if (number_at(packet, 0) != id) return 0;
    // A response to a plain query, without an error (§18.2, §18.3, §18.11).
    if ((number_at(packet, 2) & 0xf80f) != 0x8000) return 0;
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
        // Nothing is left of the life of an address that its host gives up (§10.1).
        bool is_over = number_at(packet, offset + 4) == 0 && number_at(packet, offset + 6) == 0;
        size_t size = number_at(packet, offset + 8);
        offset += 10;
        if (offset + size > count) return -EBADMSG;
        rue_address address = {.port = port};
        if (class == class_internet && !is_over && is_named(packet, name, host) &&
            take_address(packet, offset, type, size, &address)) {
            if (rue_address_is_link_local(&address)) address.scope = scope;
            // An answer to two questions may tell it twice.
            if (!rue_address_is_listed(addresses, found, &address)) addresses[found++] = address;
        }
        offset += size;
    }
    return found;
}
