// The process and its surroundings.
#ifndef RUE_PROCESS_H
#define RUE_PROCESS_H
#include <errno.h>
#include <stddef.h>
#include <stdint.h>

/// The number of the program's arguments, its own name included. (Embedded Swift has no
/// CommandLine.)
int32_t rue_argument_count(void);

/// An argument as it was given, perhaps not UTF-8; NULL outside 0..<rue_argument_count().
const char *rue_argument(int32_t index);

/// A variable of the environment, or NULL.
const char *rue_environment(const char *name);

/// What an errno value (either sign) means, in English.
const char *rue_error_text(int32_t error);

/// Writes all bytes to a descriptor, waiting where it is non-blocking and full.
int rue_write_all(int descriptor, const uint8_t *bytes, size_t count);

/// 1 when a descriptor is a terminal.
int rue_is_terminal(int descriptor);

/// This process's id.
int64_t rue_process_id(void);

/// Bytes of memory that this process holds in RAM (/proc/self/statm); 0 when it cannot be told.
uint64_t rue_resident_bytes(void);

/// Reads a decimal number such as "3.25" or "1e-3", all of the text, finite. Embedded Swift cannot
/// link Double(String), and a double crosses by pointer because the two sides of the ARMv6 build
/// pass it differently. -EINVAL for anything else.
int rue_parse_double(const char *text, double *value);

/// Lets every file and folder that the process makes from now on be its user's alone (umask 077).
void rue_make_files_private(void);

/// Ends the process at once with a status, without running exit handlers.
_Noreturn void rue_exit(int32_t status);

#endif
