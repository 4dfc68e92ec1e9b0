// Between our addresses and the system's.
#ifndef RUE_ADDRESS_PRIVATE_H
#define RUE_ADDRESS_PRIVATE_H
#include <stdbool.h>
#include <sys/socket.h>

#include "rue_socket.h"

/// Fills a sockaddr; returns its length, 0 when the address has no such version.
socklen_t rue_address_to_system(const rue_address *address, struct sockaddr_storage *storage);

/// Takes a sockaddr; returns 0, or -EAFNOSUPPORT when it is neither IPv4 nor IPv6.
int rue_address_from_system(const struct sockaddr *system, rue_address *address);

/// Whether an address, its port and its scope are in a list.
bool rue_address_is_listed(const rue_address *list, int count, const rue_address *address);

/// Whether this is an IPv6 address of one link only (fe80::/10).
bool rue_address_is_link_local(const rue_address *address);
#endif
