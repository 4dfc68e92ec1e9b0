#include "rue_wireless.h"

#include <errno.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

// After net/if.h, of which it wants the kernel's twin otherwise.
#include <linux/wireless.h>

int rue_wireless_saves_power(const char *interface) {
    struct iwreq request;
    memset(&request, 0, sizeof request);
    if (strlen(interface) >= sizeof request.ifr_name || if_nametoindex(interface) == 0)
        return -ENODEV;
    strcpy(request.ifr_name, interface);
    int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -errno;
    // A kernel without these calls, and a card without the saving of power, have errors of their own.
    int result = ioctl(descriptor, SIOCGIWPOWER, &request) == 0 ? !request.u.power.disabled
                                                                : -EOPNOTSUPP;
    close(descriptor);
    return result;
}
