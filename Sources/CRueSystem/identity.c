#include "rue_identity.h"

#include <errno.h>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

int rue_owner(const char *path, uint32_t *user, uint32_t *group) {
    struct stat status;
    if (stat(path, &status) != 0) return -errno;
    *user = status.st_uid;
    *group = status.st_gid;
    return 0;
}

int rue_is_root(void) {
    return geteuid() == 0;
}

uint32_t rue_user_id(void) {
    return geteuid();
}

int rue_identity_become(uint32_t user, uint32_t group, const uint32_t *groups, size_t count) {
    gid_t all[64];
    size_t used = 0;
    all[used++] = group;
    for (size_t i = 0; i < count && used < sizeof all / sizeof all[0]; i++) all[used++] = groups[i];
    if (setgroups(used, all) != 0) return -errno;
    if (setresgid(group, group, group) != 0) return -errno;
    if (setresuid(user, user, user) != 0) return -errno;
    return 0;
}

int rue_identity_change(uint32_t user, uint32_t group, int for_good) {
    gid_t groups[] = {group};
    if (setgroups(1, groups) != 0) return -errno;
    if (setresgid(group, group, for_good ? group : 0) != 0) return -errno;
    if (setresuid(user, user, for_good ? user : 0) != 0) return -errno;
    return 0;
}

int rue_identity_resume(void) {
    if (setresuid((uid_t)-1, 0, (uid_t)-1) != 0) return -errno;
    if (setresgid((gid_t)-1, 0, (gid_t)-1) != 0) return -errno;
    return 0;
}
