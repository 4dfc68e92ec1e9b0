// What is in a folder.
#ifndef RUE_DIRECTORY_H
#define RUE_DIRECTORY_H
#include <stddef.h>

/// Writes the names in a folder one after another, each with its NUL, in no order; "." and ".." and
/// other names that begin with a dot are left out.
/// Returns the count of bytes; -EFBIG when they are more than `capacity`.
int rue_directory_list(const char *path, char *names, size_t capacity);

#endif
