// Initialisation, digests and Ed25519.
#ifndef RUE_OPENSSL_CRYPTO_H
#define RUE_OPENSSL_CRYPTO_H
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <stddef.h>
#include <stdint.h>

/// Initialises OpenSSL without reading any openssl.cnf: neither the machine's configuration nor a
/// provider named in it may change what a signature is. Cheap after the first call; to be called
/// before any other OpenSSL function. Returns 1, or 0 when OpenSSL cannot start.
static inline int rue_openssl_init(void) {
    return OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
}

/// SHA-256, fetched once (a fetch in each call costs more than hashing a batch's header does) and
/// kept as long as the process lives. NULL only when OpenSSL's default provider is missing or
/// memory is.
static inline const EVP_MD *rue_sha256(void) {
    // Inside the function: of a header's own variables Swift's importer leaves some out.
    static EVP_MD *kept = NULL;
    EVP_MD *sha256 = __atomic_load_n(&kept, __ATOMIC_ACQUIRE);
    if (sha256 != NULL || !rue_openssl_init()) return sha256;
    sha256 = EVP_MD_fetch(NULL, "SHA2-256", NULL);
    EVP_MD *first = NULL;
    if (__atomic_compare_exchange_n(
            &kept, &first, sha256, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return sha256;
    EVP_MD_free(sha256);
    return first;
}

/// Writes the SHA-256 of `count` bytes to `digest` (32 bytes). Returns 1, or 0 on failure.
static inline int rue_sha256_hash(const uint8_t *bytes, size_t count, uint8_t *digest) {
    const EVP_MD *sha256 = rue_sha256();
    return sha256 != NULL && EVP_Digest(bytes, count, digest, NULL, sha256, NULL) == 1;
}

/// A new hash in progress, to be freed with EVP_MD_CTX_free; NULL on failure.
static inline EVP_MD_CTX *rue_sha256_begin(void) {
    const EVP_MD *sha256 = rue_sha256();
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (context != NULL && sha256 != NULL && EVP_DigestInit_ex2(context, sha256, NULL) == 1)
        return context;
    EVP_MD_CTX_free(context);
    return NULL;
}

/// Writes the HMAC-SHA-256 (RFC 2104) of a message to `mac` (32 bytes). Returns 1, or 0 on failure.
static inline int rue_hmac_sha256(
    const uint8_t *key, size_t key_count, const uint8_t *message, size_t count, uint8_t *mac) {
    static const uint8_t empty[1] = {0};
    const EVP_MD *sha256 = rue_sha256();
    unsigned length = 0;
    // A NULL key would mean "the key of the call before"; an empty one is a valid key.
    return sha256 != NULL &&
        HMAC(sha256, key_count == 0 ? empty : key, (int)key_count, message, count, mac, &length)
            != NULL && length == 32;
}

/// Writes the Ed25519 signature (RFC 8032 §5.1.6) of a message to `signature` (64 bytes).
/// Returns 1, or 0 on failure.
static inline int rue_ed25519_sign(
    EVP_PKEY *key, const uint8_t *message, size_t count, uint8_t *signature) {
    size_t length = 64;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int done = context != NULL && EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1 &&
        EVP_DigestSign(context, signature, &length, message, count) == 1 && length == 64;
    EVP_MD_CTX_free(context);
    if (!done) ERR_clear_error();
    return done;
}

/// Checks an Ed25519 signature (RFC 8032 §5.1.7; S below the group's order is required).
/// Returns 1 when it is good, else 0.
static inline int rue_ed25519_verify(
    EVP_PKEY *key, const uint8_t *message, size_t count, const uint8_t *signature,
    size_t signature_count) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    int good = context != NULL && signature_count == 64 &&
        EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
        EVP_DigestVerify(context, signature, signature_count, message, count) == 1;
    EVP_MD_CTX_free(context);
    // The error queue is one per thread: what a bad signature left there would be shown with the
    // next TLS error.
    if (!good) ERR_clear_error();
    return good;
}
#endif
