// The server's side of TLS over OpenSSL: TLS 1.3 only, one P-256 key, no tickets, no early data.
#ifndef RUE_EVENT_TLS_H
#define RUE_EVENT_TLS_H
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdint.h>
#include <string.h>

enum {
    RUE_TLS_WANTS_READ = -1,
    RUE_TLS_WANTS_WRITE = -2,
    RUE_TLS_CLOSED = -3,
    RUE_TLS_FAILED = -4,
};

/// Once, before anything else of OpenSSL: the machine's openssl.cnf is not ours to follow.
static inline void rue_tls_initialise(void) {
    OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
}

/// The latest error of this thread as text; empty without one. Clears the others.
static inline void rue_tls_reason(char *text, size_t capacity) {
    unsigned long error = ERR_peek_last_error();
    const char *reason = error ? ERR_reason_error_string(error) : NULL;
    ERR_clear_error();
    if (capacity == 0) return;
    text[0] = 0;
    if (reason) strncat(text, reason, capacity - 1);
}

/// No passphrase is ever asked for at a terminal: an encrypted key is an error.
static inline int rue_tls_no_passphrase(char *buffer, int size, int writing, void *context) {
    (void)buffer, (void)size, (void)writing, (void)context;
    return -1;
}

static inline EVP_PKEY *rue_tls_read_key(const void *pem, size_t count) {
    BIO *bio = BIO_new_mem_buf(pem, (int)count);
    if (!bio) return NULL;
    EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, rue_tls_no_passphrase, NULL);
    BIO_free(bio);
    return key;
}

static inline X509 *rue_tls_read_certificate(const void *pem, size_t count) {
    BIO *bio = BIO_new_mem_buf(pem, (int)count);
    if (!bio) return NULL;
    X509 *certificate = PEM_read_bio_X509(bio, NULL, rue_tls_no_passphrase, NULL);
    BIO_free(bio);
    return certificate;
}

static inline int rue_tls_is_p256(EVP_PKEY *key) {
    char group[64];
    size_t length = 0;
    return EVP_PKEY_is_a(key, "EC") &&
           EVP_PKEY_get_group_name(key, group, sizeof group, &length) == 1 &&
           strcmp(group, "prime256v1") == 0;
}

/// Whether the private half belongs to the public one, which is stored beside it and is all that a
/// pin is made of: a mistyped key would be known by its pin and fail at every handshake.
static inline int rue_tls_is_pair(EVP_PKEY *key) {
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
    int fits = context && EVP_PKEY_pairwise_check(context) == 1;
    EVP_PKEY_CTX_free(context);
    return fits;
}

/// SHA-256 of a DER text, which is freed.
static inline int rue_tls_pin_of(unsigned char *der, int length, uint8_t *pin) {
    if (length <= 0) return 0;
    int done = EVP_Digest(der, (size_t)length, pin, NULL, EVP_sha256(), NULL);
    OPENSSL_free(der);
    return done;
}

/// The pin of a private key in PEM; 0 when it cannot be read, -1 when it is not P-256, -2 when its
/// two halves do not belong together.
static inline int rue_tls_key_pin(const void *pem, size_t count, uint8_t *pin) {
    EVP_PKEY *key = rue_tls_read_key(pem, count);
    if (!key) return 0;
    int result = -1;
    if (rue_tls_is_p256(key) && !rue_tls_is_pair(key)) {
        result = -2;
    } else if (rue_tls_is_p256(key)) {
        unsigned char *der = NULL;
        int length = i2d_PUBKEY(key, &der);
        result = rue_tls_pin_of(der, length, pin);
    }
    EVP_PKEY_free(key);
    return result;
}

/// The pin of a certificate in PEM; 0 when it cannot be read.
static inline int rue_tls_certificate_pin(const void *pem, size_t count, uint8_t *pin) {
    X509 *certificate = rue_tls_read_certificate(pem, count);
    if (!certificate) return 0;
    unsigned char *der = NULL;
    int length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    int result = rue_tls_pin_of(der, length, pin);
    X509_free(certificate);
    return result;
}

/// Until when a certificate in PEM is valid, in seconds since 1970; -1 when it does not tell.
static inline int64_t rue_tls_certificate_end(const void *pem, size_t count) {
    X509 *certificate = rue_tls_read_certificate(pem, count);
    if (!certificate) return -1;
    int days = 0, seconds = 0;
    ASN1_TIME *start = ASN1_TIME_set(NULL, 0);
    int done =
        start && ASN1_TIME_diff(&days, &seconds, start, X509_get0_notAfter(certificate)) == 1;
    ASN1_TIME_free(start);
    X509_free(certificate);
    return done ? (int64_t)days * 86400 + seconds : -1;
}

static inline int rue_tls_take_text(BIO *bio, char *text, size_t capacity) {
    char *bytes = NULL;
    long length = BIO_get_mem_data(bio, &bytes);
    int result = length > 0 && (size_t)length <= capacity ? (int)length : 0;
    if (result) memcpy(text, bytes, (size_t)length);
    return result;
}

/// Makes a P-256 key and writes it as PKCS#8 PEM; its length, or 0.
static inline int rue_tls_make_key(char *pem, size_t capacity) {
    EVP_PKEY *key = EVP_EC_gen("P-256");
    BIO *bio = BIO_new(BIO_s_mem());
    int result = 0;
    if (key && bio && PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) == 1)
        result = rue_tls_take_text(bio, pem, capacity);
    BIO_free(bio);
    EVP_PKEY_free(key);
    return result;
}

static inline int rue_tls_fill_certificate(X509 *certificate, EVP_PKEY *key, const char *name) {
    unsigned char serial[16];
    if (RAND_bytes(serial, sizeof serial) != 1) return 0;
    serial[0] = (serial[0] & 0x7F) | 0x40;
    BIGNUM *number = BN_bin2bn(serial, sizeof serial, NULL);
    int done = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != NULL;
    BN_free(number);
    X509_NAME *subject = X509_get_subject_name(certificate);
    // Nodes look at the key only; 9999-12-31 is "no expiry" of RFC 5280 section 4.1.2.5.
    return done && X509_set_version(certificate, X509_VERSION_3) == 1 &&
           ASN1_TIME_set_string(X509_getm_notBefore(certificate), "20250101000000Z") == 1 &&
           ASN1_TIME_set_string(X509_getm_notAfter(certificate), "99991231235959Z") == 1 &&
           X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const unsigned char *)name,
                                      -1, -1, 0) == 1 &&
           X509_set_issuer_name(certificate, subject) == 1 &&
           X509_set_pubkey(certificate, key) == 1 && X509_sign(certificate, key, EVP_sha256()) > 0;
}

/// Makes a self-signed certificate for a key in PEM and writes it as PEM; its length, or 0.
static inline int rue_tls_make_certificate(const void *key_pem, size_t count, const char *name,
                                           char *pem, size_t capacity) {
    EVP_PKEY *key = rue_tls_read_key(key_pem, count);
    X509 *certificate = X509_new();
    BIO *bio = BIO_new(BIO_s_mem());
    int result = 0;
    if (key && certificate && bio && rue_tls_fill_certificate(certificate, key, name) &&
        PEM_write_bio_X509(bio, certificate) == 1)
        result = rue_tls_take_text(bio, pem, capacity);
    BIO_free(bio);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return result;
}

static inline void rue_tls_configure(SSL_CTX *context) {
    SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION |
                                     SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    // Released buffers: an idle connection should not keep 34 KiB. Read ahead: one system call
    // for a record, not one for its header and one for the rest.
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE |
                                  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_read_ahead(context, 1);
}

/// A context for TLS 1.3 servers with this key and certificate, or NULL.
static inline SSL_CTX *rue_tls_context(const void *key_pem, size_t key_count,
                                       const void *certificate_pem, size_t certificate_count) {
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    EVP_PKEY *key = rue_tls_read_key(key_pem, key_count);
    X509 *certificate = rue_tls_read_certificate(certificate_pem, certificate_count);
    int done = context && key && certificate &&
               SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
               SSL_CTX_use_certificate(context, certificate) == 1 &&
               SSL_CTX_use_PrivateKey(context, key) == 1 &&
               SSL_CTX_check_private_key(context) == 1;
    if (done) rue_tls_configure(context);
    X509_free(certificate);
    EVP_PKEY_free(key);
    if (done) return context;
    SSL_CTX_free(context);
    return NULL;
}

/// The server's end of a connection on a socket, or NULL. The socket stays the caller's to close.
static inline SSL *rue_tls_server(SSL_CTX *context, int fd) {
    SSL *ssl = SSL_new(context);
    if (!ssl) return NULL;
    if (SSL_set_fd(ssl, fd) != 1) {
        SSL_free(ssl);
        return NULL;
    }
    SSL_set_accept_state(ssl);
    return ssl;
}

static inline int rue_tls_outcome(SSL *ssl, int result) {
    switch (SSL_get_error(ssl, result)) {
    case SSL_ERROR_WANT_READ: return RUE_TLS_WANTS_READ;
    case SSL_ERROR_WANT_WRITE: return RUE_TLS_WANTS_WRITE;
    case SSL_ERROR_ZERO_RETURN: return RUE_TLS_CLOSED;
    default: return RUE_TLS_FAILED;
    }
}

/// 1 when the handshake is done, or one of RUE_TLS_….
static inline int rue_tls_handshake(SSL *ssl) {
    ERR_clear_error();
    int result = SSL_do_handshake(ssl);
    return result == 1 ? 1 : rue_tls_outcome(ssl, result);
}

/// Bytes read (at least 1), or one of RUE_TLS_….
static inline long rue_tls_read(SSL *ssl, void *bytes, size_t count) {
    size_t done = 0;
    ERR_clear_error();
    int result = SSL_read_ex(ssl, bytes, count, &done);
    return result == 1 ? (long)done : rue_tls_outcome(ssl, result);
}

/// Bytes written (at least 1), or one of RUE_TLS_….
static inline long rue_tls_write(SSL *ssl, const void *bytes, size_t count) {
    size_t done = 0;
    ERR_clear_error();
    int result = SSL_write_ex(ssl, bytes, count, &done);
    return result == 1 ? (long)done : rue_tls_outcome(ssl, result);
}

/// Sends close_notify as far as the socket takes it at once; the peer's is not waited for.
static inline void rue_tls_finish(SSL *ssl) {
    ERR_clear_error();
    if (SSL_is_init_finished(ssl)) SSL_shutdown(ssl);
}
#endif
