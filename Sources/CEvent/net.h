// Sockets of the server. Failures are negative errno values, read at once.
#ifndef RUE_EVENT_NET_H
#define RUE_EVENT_NET_H
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// A GNU extension; see shim.h.
int accept4(int, struct sockaddr *, socklen_t *, int);

/// Who is at the other end. An IPv4 address stands in the first four bytes.
struct rue_peer {
    uint8_t address[16];
    uint32_t scope;
    uint16_t port;
    int is_ipv6;
};

static inline uint64_t rue_monotonic_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static inline uint64_t rue_monotonic_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static inline int rue_close_failing(int fd, int error) {
    close(fd);
    return -error;
}

/// A listening socket, or a negative errno. IPv6 sockets take IPv6 only, so that both families can
/// have a socket on one port. No SO_REUSEPORT: a second server must fail, not share in silence.
static inline int rue_listen(int is_ipv6, int loopback_only, uint16_t port) {
    int fd = socket(is_ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return -errno;
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    int result;
    if (is_ipv6) {
        if (setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) != 0)
            return rue_close_failing(fd, errno);
        struct sockaddr_in6 address;
        memset(&address, 0, sizeof address);
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(port);
        address.sin6_addr = loopback_only ? in6addr_loopback : in6addr_any;
        result = bind(fd, (struct sockaddr *)&address, sizeof address);
    } else {
        struct sockaddr_in address;
        memset(&address, 0, sizeof address);
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(loopback_only ? INADDR_LOOPBACK : INADDR_ANY);
        result = bind(fd, (struct sockaddr *)&address, sizeof address);
    }
    if (result != 0 || listen(fd, 1024) != 0) return rue_close_failing(fd, errno);
    return fd;
}

/// The port that a socket is bound to, or a negative errno.
static inline int rue_bound_port(int fd) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    if (getsockname(fd, (struct sockaddr *)&address, &length) != 0) return -errno;
    return ntohs(address.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&address)->sin6_port
                                               : ((struct sockaddr_in *)&address)->sin_port);
}

/// The next connection, non-blocking and without Nagle's delay, or a negative errno.
static inline int rue_accept(int listener, struct rue_peer *peer) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    int fd = accept4(listener, (struct sockaddr *)&address, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return -errno;
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    memset(peer, 0, sizeof *peer);
    if (address.ss_family == AF_INET6) {
        struct sockaddr_in6 *six = (struct sockaddr_in6 *)&address;
        memcpy(peer->address, &six->sin6_addr, 16);
        peer->scope = six->sin6_scope_id;
        peer->port = ntohs(six->sin6_port);
        peer->is_ipv6 = 1;
    } else {
        struct sockaddr_in *four = (struct sockaddr_in *)&address;
        memcpy(peer->address, &four->sin_addr, 4);
        peer->port = ntohs(four->sin_port);
    }
    return fd;
}

/// Whether an errno of accept means that one connection failed and the next may be fine.
static inline int rue_accept_may_go_on(int error) {
    return error == EINTR || error == ECONNABORTED || error == EPROTO || error == ENETDOWN ||
           error == ENETUNREACH || error == EHOSTDOWN || error == EHOSTUNREACH ||
           error == ENOPROTOOPT || error == ENONET || error == EOPNOTSUPP || error == EPERM;
}

/// Bytes received, 0 at the end, or a negative errno.
static inline long rue_receive(int fd, void *bytes, size_t count) {
    ssize_t received;
    do received = recv(fd, bytes, count, 0);
    while (received < 0 && errno == EINTR);
    return received < 0 ? -(long)errno : (long)received;
}

/// Bytes sent, or a negative errno.
static inline long rue_send(int fd, const void *bytes, size_t count) {
    ssize_t sent;
    do sent = send(fd, bytes, count, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -(long)errno : (long)sent;
}

/// Tells the peer that nothing more will come.
static inline void rue_end_sending(int fd) { shutdown(fd, SHUT_WR); }

static inline int rue_wakeup_new(void) {
    int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

/// Cannot fail but by a full counter, which wakes up as well.
static inline void rue_wakeup_signal(int fd) {
    uint64_t one = 1;
    while (write(fd, &one, sizeof one) < 0 && errno == EINTR) {}
}

static inline void rue_wakeup_clear(int fd) {
    uint64_t count;
    while (read(fd, &count, sizeof count) < 0 && errno == EINTR) {}
}

/// Keeps every signal from this thread: they are the main thread's business, and writing to a
/// closed connection raises SIGPIPE in the thread that writes.
static inline void rue_block_signals(void) {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
}

/// Raises the limit of open descriptors to `wanted`, or as far as the hard limit lets it.
static inline void rue_raise_descriptor_limit(uint64_t wanted) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static inline int rue_is_again(long result) { return result == -EAGAIN || result == -EWOULDBLOCK; }
#endif
