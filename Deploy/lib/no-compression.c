// Stands in for zlib and zstd in the static rue-agent. Debian's libcrypto refers to them, for the
// compression of TLS certificates (RFC 8879) and its COMP interface; a node uses neither, since
// COpenSSL switches the former off. So each function only refuses, and three quarters of a megabyte
// stay out of the program. Should OpenSSL want another function, linking fails and names it.
#include <stddef.h>

enum { stream_error = -2 }; // Z_STREAM_ERROR

#define REFUSE_ZLIB(name) \
    int name(void) { return stream_error; }
// Every ZSTD size is an error to ZSTD_isError below.
#define REFUSE_ZSTD(name) \
    size_t name(void) { return (size_t)-1; }
#define MAKE_NOTHING(name) \
    void *name(void) { return NULL; }
#define EXPLAIN(name) \
    const char *name(void) { return "rue-agent is built without compression"; }

REFUSE_ZLIB(compress)
REFUSE_ZLIB(uncompress)
REFUSE_ZLIB(deflate)
REFUSE_ZLIB(deflateEnd)
REFUSE_ZLIB(deflateInit_)
REFUSE_ZLIB(inflate)
REFUSE_ZLIB(inflateEnd)
REFUSE_ZLIB(inflateInit_)
EXPLAIN(zError)

REFUSE_ZSTD(ZSTD_CStreamInSize)
REFUSE_ZSTD(ZSTD_DStreamInSize)
REFUSE_ZSTD(ZSTD_compress)
REFUSE_ZSTD(ZSTD_compressStream2)
REFUSE_ZSTD(ZSTD_decompress)
REFUSE_ZSTD(ZSTD_decompressStream)
REFUSE_ZSTD(ZSTD_endStream)
REFUSE_ZSTD(ZSTD_flushStream)
REFUSE_ZSTD(ZSTD_freeCStream)
REFUSE_ZSTD(ZSTD_freeDStream)
REFUSE_ZSTD(ZSTD_initCStream)
REFUSE_ZSTD(ZSTD_initDStream)
REFUSE_ZSTD(ZSTD_isError)
MAKE_NOTHING(ZSTD_createCStream_advanced)
MAKE_NOTHING(ZSTD_createDStream_advanced)
EXPLAIN(ZSTD_getErrorName)
