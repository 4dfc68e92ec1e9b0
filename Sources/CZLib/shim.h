// What Rue uses of zlib, for Swift, which cannot see its macros.
#ifndef RUE_ZLIB_SHIM_H
#define RUE_ZLIB_SHIM_H
#include <string.h>
#include <zlib.h>

/// Begins a gzip stream (RFC 1952) with zlib's own header, which has no name and no time.
static inline int rue_gzip_begin(z_stream *stream, int level) {
    memset(stream, 0, sizeof *stream);
    // 15 bits of window, and 16 for a gzip header; memory level 8 is zlib's default: 256 KiB.
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

/// Begins to read a gzip stream, and nothing else.
static inline int rue_gunzip_begin(z_stream *stream) {
    memset(stream, 0, sizeof *stream);
    return inflateInit2(stream, 15 + 16);
}
#endif
