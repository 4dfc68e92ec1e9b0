// Between our addresses and the system's.
#ifndef RUE_ADDRESS_PRIVATE_H
#define RUE_ADDRESS_PRIVATE_H
#include <sys/socket.h>

#include "rue_socket.h"

/// Fills a sockaddr; returns its length, 0 when the address has no such version.
socklen_t rue_address_to_system(const rue_address *address, struct sockaddr_storage *storage);

/// Takes a sockaddr; returns 0, or -EAFNOSUPPORT when it is neither IPv4 nor IPv6.
int rue_address_from_system(const struct sockaddr *system, rue_address *address);
#endif
