#include "rue_network.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rue_file.h"

int rue_host_name(char *name, size_t capacity) {
    if (capacity == 0) return -ENAMETOOLONG;
    if (gethostname(name, capacity) != 0) return -errno;
    // A name that was cut has no NUL.
    return memchr(name, 0, capacity) == NULL ? -ENAMETOOLONG : 0;
}

static int read_attribute(const char *interface, const char *attribute, char *text, size_t size) {
    char path[320];
    snprintf(path, sizeof path, "/sys/class/net/%s/%s", interface, attribute);
    int count = rue_file_read(path, (uint8_t *)text, size - 1);
    if (count >= 0) text[count] = 0;
    return count;
}

static int is_device(const char *interface) {
    char path[320];
    snprintf(path, sizeof path, "/sys/class/net/%s/device", interface);
    return access(path, F_OK) == 0;
}

// ARPHRD_ETHER is 1; NET_ADDR_PERM, an address given at the factory, is 0.
static int has_factory_address(const char *interface) {
    char text[32];
    if (read_attribute(interface, "type", text, sizeof text) < 0 || atoi(text) != 1) return 0;
    return read_attribute(interface, "addr_assign_type", text, sizeof text) > 0 && atoi(text) == 0;
}

static int read_address(const char *interface, uint8_t *address) {
    char text[64];
    unsigned part[6];
    if (read_attribute(interface, "address", text, sizeof text) < 0) return 0;
    if (sscanf(text, "%2x:%2x:%2x:%2x:%2x:%2x", part, part + 1, part + 2, part + 3, part + 4,
               part + 5) != 6)
        return 0;
    unsigned any = 0;
    for (int i = 0; i < 6; i++) {
        address[i] = (uint8_t)part[i];
        any |= part[i];
    }
    return any != 0;
}

// Wireless names sort after wired ones by their first letter: en…, eth…, then wl….
static int is_better(const char *name, const char *than) {
    return than[0] == 0 || strcmp(name, than) < 0;
}

int rue_hardware_address(uint8_t *address, char *name) {
    DIR *folder = opendir("/sys/class/net");
    if (folder == NULL) return errno == ENOENT ? -ENODEV : -errno;
    name[0] = 0;
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        const char *candidate = entry->d_name;
        uint8_t found[6];
        if (candidate[0] == '.' || strlen(candidate) >= RUE_INTERFACE_NAME_SIZE) continue;
        if (!is_device(candidate) || !has_factory_address(candidate)) continue;
        if (!is_better(candidate, name) || !read_address(candidate, found)) continue;
        strcpy(name, candidate);
        memcpy(address, found, sizeof found);
    }
    closedir(folder);
    return name[0] == 0 ? -ENODEV : 0;
}
