// The machine's name and its network interfaces.
#ifndef RUE_NETWORK_H
#define RUE_NETWORK_H
#include <stddef.h>
#include <stdint.h>

/// Writes the machine's host name and a NUL. -ENAMETOOLONG when it does not fit.
int rue_host_name(char *name, size_t capacity);

/// Enough for an interface's name and its NUL.
#define RUE_INTERFACE_NAME_SIZE 16

/// Writes the hardware address (6 bytes) of the machine's own network interface, and its name with
/// a NUL (RUE_INTERFACE_NAME_SIZE bytes): the first by name of those that are real devices with an
/// Ethernet-like address given at the factory, wired before wireless ("eth0" before "wlan0").
/// Bridges, tunnels and addresses made up at random are passed over, since they change.
/// -ENODEV when there is none.
int rue_hardware_address(uint8_t *address, char *name);

#endif
