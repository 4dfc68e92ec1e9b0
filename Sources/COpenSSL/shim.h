// What Rue uses of OpenSSL (3.0 and 3.5), for Swift: the headers, and small inline helpers where a
// macro, a thread-safe "once" or errno keeps Swift from calling OpenSSL or the system itself.
#ifndef RUE_OPENSSL_SHIM_H
#define RUE_OPENSSL_SHIM_H
// No _GNU_SOURCE here: Swift's own Glibc module is built without it, and a file that imports both
// must find one fd_set. (The Embedded builds have no Glibc module, and define it for all.)
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "crypto.h"
#include "keyfile.h"
#include "tls.h"
#endif
