// Files that take their time, read without blocking the caller.
#ifndef RUE_FILE_READER_H
#define RUE_FILE_READER_H
#include <stddef.h>
#include <stdint.h>

/// The largest file that can be read so.
#define RUE_FILE_READER_MAXIMUM 1024

/// Begins to read a whole small file whose reading blocks in the kernel (a file of /sys behind which
/// a device works). A helper thread opens and reads it, and answers through the returned descriptor,
/// which becomes readable. Closing the descriptor before abandons the reading: the helper ends by
/// itself when the kernel lets it, frees what it holds and disturbs no one.
/// Returns the descriptor (to be closed with rue_close), or a negative errno.
int rue_file_reader_start(const char *path);

/// Takes the answer, if it is there: in `count` the bytes read into `bytes` (room for
/// RUE_FILE_READER_MAXIMUM), or the negative errno with which opening or reading failed; -EFBIG when
/// there is more.
/// Returns 0; -EAGAIN before there is an answer; -EPIPE when there will be none.
int rue_file_reader_finish(int descriptor, uint8_t *bytes, int32_t *count);

#endif
