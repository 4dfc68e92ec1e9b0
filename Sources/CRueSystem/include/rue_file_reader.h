// Files that take their time, read and written without blocking the caller.
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

/// The most bytes that can be written so.
#define RUE_FILE_WRITER_MAXIMUM 32

/// Begins to write to a file that is there and whose writing blocks in the kernel, in one write. It
/// is opened here and now, so that a refusal is known at once; a helper thread writes. As for the
/// rest like rue_file_reader_start; the answer is the time that the write took, in microseconds, as
/// the 8 bytes of a uint64_t.
/// -EINVAL for more than RUE_FILE_WRITER_MAXIMUM bytes.
int rue_file_writer_start(const char *path, const uint8_t *bytes, size_t count);

/// Takes the answer, if it is there: in `count` the bytes read into `bytes` (room for
/// RUE_FILE_READER_MAXIMUM), or the negative errno with which opening or reading failed; -EFBIG when
/// there is more.
/// Returns 0; -EAGAIN before there is an answer; -EPIPE when there will be none.
int rue_file_reader_finish(int descriptor, uint8_t *bytes, int32_t *count);

#endif
