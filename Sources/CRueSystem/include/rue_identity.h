// Which user the process acts as.
#ifndef RUE_IDENTITY_H
#define RUE_IDENTITY_H
#include <stddef.h>
#include <stdint.h>

/// Whom a file or folder belongs to, through symbolic links. -ENOENT when there is none.
int rue_owner(const char *path, uint32_t *user, uint32_t *group);

/// 1 when the process acts as root.
int rue_is_root(void);

/// The user as whom the process acts.
uint32_t rue_user_id(void);

/// Acts from now on and for good as another user, with a group and further ones. Only root can
/// (-EPERM).
int rue_identity_become(uint32_t user, uint32_t group, const uint32_t *groups, size_t count);

/// Acts from now on as another user, with one group and no others. Only root can (-EPERM). With
/// `for_good` 0, root's rights can be had back by rue_identity_resume.
int rue_identity_change(uint32_t user, uint32_t group, int for_good);

/// Acts as root again, until the next rue_identity_change. -EPERM when that was given up for good.
int rue_identity_resume(void);

#endif
