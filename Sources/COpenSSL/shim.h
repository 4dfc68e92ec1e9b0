// What Rue uses of OpenSSL, for Swift.
#ifndef RUE_OPENSSL_SHIM_H
#define RUE_OPENSSL_SHIM_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#endif
