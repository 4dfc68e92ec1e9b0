#include "rue_socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "address.h"

socklen_t rue_address_to_system(const rue_address *address, struct sockaddr_storage *storage) {
    memset(storage, 0, sizeof *storage);
    if (address->version == 4) {
        struct sockaddr_in *v4 = (struct sockaddr_in *)storage;
        v4->sin_family = AF_INET;
        v4->sin_port = htons(address->port);
        memcpy(&v4->sin_addr, address->bytes, 4);
        return sizeof *v4;
    }
    if (address->version != 6) return 0;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)storage;
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(address->port);
    v6->sin6_scope_id = address->scope;
    memcpy(&v6->sin6_addr, address->bytes, 16);
    return sizeof *v6;
}

int rue_address_from_system(const struct sockaddr *system, rue_address *address) {
    memset(address, 0, sizeof *address);
    if (system->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, system, sizeof v4);
        address->version = 4;
        address->port = ntohs(v4.sin_port);
        memcpy(address->bytes, &v4.sin_addr, 4);
        return 0;
    }
    if (system->sa_family != AF_INET6) return -EAFNOSUPPORT;
    struct sockaddr_in6 v6;
    memcpy(&v6, system, sizeof v6);
    address->version = 6;
    address->port = ntohs(v6.sin6_port);
    address->scope = v6.sin6_scope_id;
    memcpy(address->bytes, &v6.sin6_addr, 16);
    return 0;
}

bool rue_address_is_listed(const rue_address *list, int count, const rue_address *address) {
    for (int i = 0; i < count; i++)
        if (list[i].version == address->version && list[i].port == address->port &&
            list[i].scope == address->scope &&
            memcmp(list[i].bytes, address->bytes, sizeof address->bytes) == 0)
            return true;
    return false;
}

bool rue_address_is_link_local(const rue_address *address) {
    return address->version == 6 && address->bytes[0] == 0xfe && (address->bytes[1] & 0xc0) == 0x80;
}

int rue_address_parse(const char *text, uint16_t port, rue_address *address) {
    char host[RUE_ADDRESS_TEXT_SIZE];
    if (strlen(text) >= sizeof host) return -EINVAL;
    strcpy(host, text);
    char *zone = strchr(host, '%');
    if (zone != NULL) *zone++ = 0;
    memset(address, 0, sizeof *address);
    address->port = port;
    address->version = 4;
    if (zone == NULL && inet_pton(AF_INET, host, address->bytes) == 1) return 0;
    address->version = 6;
    if (inet_pton(AF_INET6, host, address->bytes) != 1) return -EINVAL;
    if (zone == NULL) return 0;
    address->scope = if_nametoindex(zone);
    return address->scope == 0 ? -EINVAL : 0;
}

void rue_address_text(const rue_address *address, char *text) {
    char host[INET6_ADDRSTRLEN] = "?";
    int family = address->version == 4 ? AF_INET : AF_INET6;
    inet_ntop(family, address->bytes, host, sizeof host);
    if (address->version == 4) {
        snprintf(text, RUE_ADDRESS_TEXT_SIZE, "%s:%u", host, address->port);
        return;
    }
    char zone[IF_NAMESIZE + 1] = "";
    if (address->scope != 0 && if_indextoname(address->scope, zone + 1) != NULL) zone[0] = '%';
    snprintf(text, RUE_ADDRESS_TEXT_SIZE, "[%s%s]:%u", host, zone, address->port);
}

int rue_connect_start(const rue_address *address) {
    struct sockaddr_storage storage;
    socklen_t length = rue_address_to_system(address, &storage);
    if (length == 0) return -EAFNOSUPPORT;
    int descriptor = socket(storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -errno;
    int one = 1;
    int failed = setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) != 0 ||
        (connect(descriptor, (struct sockaddr *)&storage, length) != 0 && errno != EINPROGRESS);
    if (!failed) return descriptor;
    int error = errno;
    close(descriptor);
    return -error;
}

int rue_connect_finish(int descriptor) {
    int error = 0;
    socklen_t length = sizeof error;
    if (getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) != 0) return -errno;
    return -error;
}

int rue_read(int descriptor, uint8_t *bytes, size_t capacity) {
    if (capacity > INT32_MAX) capacity = INT32_MAX;
    for (;;) {
        ssize_t count = read(descriptor, bytes, capacity);
        if (count >= 0) return (int)count;
        if (errno != EINTR) return -errno;
    }
}

int rue_send(int descriptor, const uint8_t *bytes, size_t count) {
    if (count > INT32_MAX) count = INT32_MAX;
    for (;;) {
        ssize_t sent = send(descriptor, bytes, count, MSG_NOSIGNAL);
        if (sent >= 0) return (int)sent;
        if (errno != EINTR) return -errno;
    }
}

void rue_close(int descriptor) {
    if (descriptor >= 0) close(descriptor);
}
