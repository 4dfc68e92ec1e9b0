// TCP client sockets.
#ifndef RUE_SOCKET_H
#define RUE_SOCKET_H
#include <stddef.h>
#include <stdint.h>

/// An IPv4 or IPv6 address with a TCP port.
typedef struct {
    /// 4 or 6.
    uint8_t version;
    /// The address in network order; IPv4 uses the first four bytes.
    uint8_t bytes[16];
    /// The port.
    uint16_t port;
    /// The interface of a link-local IPv6 address, else 0.
    uint32_t scope;
} rue_address;

/// Reads a numeric address ("192.0.2.1", "2001:db8::1", without brackets). -EINVAL for a name.
int rue_address_parse(const char *text, uint16_t port, rue_address *address);

/// Enough for any rue_address_text.
#define RUE_ADDRESS_TEXT_SIZE 80

/// Writes "192.0.2.1:8443" or "[2001:db8::1]:8443" and a NUL to `text` (RUE_ADDRESS_TEXT_SIZE
/// bytes).
void rue_address_text(const rue_address *address, char *text);

/// Begins a TCP connection without blocking: a non-blocking socket with TCP_NODELAY, closed on
/// exec. When the descriptor is writable, rue_connect_finish tells the outcome.
/// Returns the descriptor, or e.g. -ENETUNREACH at once.
int rue_connect_start(const rue_address *address);

/// The outcome of a connection once its descriptor is writable: 0, or e.g. -ECONNREFUSED.
int rue_connect_finish(int descriptor);

/// Reads at most `capacity` bytes. Returns the count, 0 at the end, -EAGAIN when nothing is there.
int rue_read(int descriptor, uint8_t *bytes, size_t capacity);

/// Writes at most `count` bytes to a socket, never raising SIGPIPE. Returns the count written;
/// -EAGAIN when nothing can be.
int rue_send(int descriptor, const uint8_t *bytes, size_t count);

/// Closes a descriptor. A negative one is passed over.
void rue_close(int descriptor);

#endif
