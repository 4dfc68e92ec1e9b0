// The client's side of a TLS 1.3 connection that trusts pinned keys and nothing else.
#ifndef RUE_OPENSSL_TLS_H
#define RUE_OPENSSL_TLS_H
#include <errno.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "crypto.h"

/// The most pins of one connection.
#define RUE_TLS_MAXIMUM_PINS 4

/// How a call on a connection ended.
enum {
    /// It did what was asked.
    RUE_TLS_DONE = 0,
    /// To be called again when the socket is readable.
    RUE_TLS_WANTS_READ = 1,
    /// To be called again when the socket is writable.
    RUE_TLS_WANTS_WRITE = 2,
    /// The server ended the connection in order (close_notify).
    RUE_TLS_ENDED = 3,
    /// The connection was cut: an end without close_notify.
    RUE_TLS_CUT = 4,
    /// The server's key is not pinned.
    RUE_TLS_NOT_PINNED = 5,
    /// The system failed a call; `detail` holds the errno.
    RUE_TLS_SYSTEM = 6,
    /// The server sent an alert; `detail` holds its number (RFC 8446 §6).
    RUE_TLS_ALERT = 7,
    /// The server cannot speak TLS 1.3.
    RUE_TLS_TOO_OLD = 8,
    /// What came is not TLS.
    RUE_TLS_NOT_TLS = 9,
    /// Anything else that breaks the protocol; `reason` holds OpenSSL's words.
    RUE_TLS_BROKEN = 10,
};

/// A connection. Does not own its socket.
typedef struct {
    SSL_CTX *context;
    SSL *ssl;
    uint8_t pins[RUE_TLS_MAXIMUM_PINS][32];
    size_t pin_count;
    /// The SHA-256 of the server's SubjectPublicKeyInfo, once `has_seen` is 1.
    uint8_t seen[32];
    int has_seen;
    int is_pinned;
    int is_established;
    int is_broken;
    int detail;
    char reason[96];
} rue_tls;

// MARK: the socket

// OpenSSL's own socket BIO uses write(2), which raises SIGPIPE; a library must not ask that of the
// whole process.
static inline int rue_tls_bio_write(BIO *bio, const char *bytes, int count) {
    int socket = (int)(intptr_t)BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    ssize_t sent;
    do sent = send(socket, bytes, (size_t)count, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    if (sent < 0 && errno == EAGAIN) BIO_set_retry_write(bio);
    return (int)sent;
}

static inline int rue_tls_bio_read(BIO *bio, char *bytes, int capacity) {
    int socket = (int)(intptr_t)BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    ssize_t taken;
    do taken = recv(socket, bytes, (size_t)capacity, 0);
    while (taken < 0 && errno == EINTR);
    if (taken < 0 && errno == EAGAIN) BIO_set_retry_read(bio);
    if (taken == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
    return (int)taken;
}

static inline long rue_tls_bio_control(BIO *bio, int command, long number, void *pointer) {
    (void)number;
    (void)pointer;
    if (command == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0;
    return command == BIO_CTRL_FLUSH;
}

static inline BIO_METHOD *rue_tls_bio_method_new(void) {
    BIO_METHOD *method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "rue socket");
    if (method == NULL) return NULL;
    BIO_meth_set_write(method, rue_tls_bio_write);
    BIO_meth_set_read(method, rue_tls_bio_read);
    BIO_meth_set_ctrl(method, rue_tls_bio_control);
    return method;
}

// Made once and kept as long as the process lives.
static inline const BIO_METHOD *rue_tls_bio_method(void) {
    static BIO_METHOD *kept = NULL;
    BIO_METHOD *method = __atomic_load_n(&kept, __ATOMIC_ACQUIRE);
    if (method != NULL) return method;
    method = rue_tls_bio_method_new();
    BIO_METHOD *first = NULL;
    if (__atomic_compare_exchange_n(
            &kept, &first, method, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
        return method;
    BIO_meth_free(method);
    return first;
}

static inline BIO *rue_tls_bio_new(int socket) {
    const BIO_METHOD *method = rue_tls_bio_method();
    BIO *bio = method == NULL ? NULL : BIO_new(method);
    if (bio == NULL) return NULL;
    BIO_set_data(bio, (void *)(intptr_t)socket);
    BIO_set_init(bio, 1);
    return bio;
}

// MARK: trust

// Takes the place of OpenSSL's chain building: the certificate is only the envelope of a key, so
// its issuer, names and dates are never read (a node boots in 1970). That the server has the
// private half is proven by the handshake's CertificateVerify.
static inline int rue_tls_check_pin(X509_STORE_CTX *store, void *argument) {
    rue_tls *tls = (rue_tls *)argument;
    X509 *leaf = X509_STORE_CTX_get0_cert(store);
    unsigned char *der = NULL;
    int count = leaf == NULL ? -1 : i2d_X509_PUBKEY(X509_get_X509_PUBKEY(leaf), &der);
    tls->has_seen = count > 0 && rue_sha256_hash(der, (size_t)count, tls->seen);
    OPENSSL_free(der);
    for (size_t i = 0; tls->has_seen && i < tls->pin_count; i++)
        if (CRYPTO_memcmp(tls->pins[i], tls->seen, 32) == 0) tls->is_pinned = 1;
    if (!tls->is_pinned) X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
    return tls->is_pinned;
}

static inline SSL_CTX *rue_tls_context_new(rue_tls *tls) {
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    if (context == NULL) return NULL;
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_cert_verify_callback(context, rue_tls_check_pin, tls);
    // A connection is idle most of its life: its buffers (34 KiB) are let go of meanwhile.
    SSL_CTX_set_mode(
        context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
            SSL_MODE_RELEASE_BUFFERS);
#ifdef SSL_OP_NO_RX_CERTIFICATE_COMPRESSION
    // Of a certificate only the key is read; nothing is to be unpacked before that is trusted.
    SSL_CTX_set_options(context, SSL_OP_NO_RX_CERTIFICATE_COMPRESSION);
#endif
    // No session is kept: a resumed one would not be asked for its key again.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    if (SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
        SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1)
        return context;
    SSL_CTX_free(context);
    return NULL;
}

// MARK: the connection's life

/// Frees a connection without a word to the server.
static inline void rue_tls_free(rue_tls *tls) {
    if (tls == NULL) return;
    SSL_free(tls->ssl);
    SSL_CTX_free(tls->context);
    OPENSSL_free(tls);
}

/// A client on a connected, non-blocking socket that trusts `pin_count` pins (1 to
/// RUE_TLS_MAXIMUM_PINS) of 32 bytes each, one after the other. NULL without memory or with another
/// number of pins.
static inline rue_tls *rue_tls_new(int socket, const uint8_t *pins, size_t pin_count) {
    if (pin_count == 0 || pin_count > RUE_TLS_MAXIMUM_PINS || !rue_openssl_init()) return NULL;
    rue_tls *tls = (rue_tls *)OPENSSL_zalloc(sizeof *tls);
    if (tls == NULL) return NULL;
    memcpy(tls->pins, pins, pin_count * 32);
    tls->pin_count = pin_count;
    tls->context = rue_tls_context_new(tls);
    tls->ssl = tls->context == NULL ? NULL : SSL_new(tls->context);
    BIO *bio = tls->ssl == NULL ? NULL : rue_tls_bio_new(socket);
    if (bio == NULL) {
        rue_tls_free(tls);
        return NULL;
    }
    SSL_set_bio(tls->ssl, bio, bio);
    SSL_set_connect_state(tls->ssl);
    return tls;
}

// What OpenSSL's last error says, as one of the endings above.
static inline int rue_tls_name_error(rue_tls *tls, unsigned long error) {
    int reason = ERR_GET_REASON(error);
    if (reason == SSL_R_UNEXPECTED_EOF_WHILE_READING) return RUE_TLS_CUT;
    if (reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST ||
        reason == SSL_R_PACKET_LENGTH_TOO_LONG)
        return RUE_TLS_NOT_TLS;
    if (reason == SSL_R_UNSUPPORTED_PROTOCOL || reason == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION)
        return RUE_TLS_TOO_OLD;
    if (reason > SSL_AD_REASON_OFFSET && reason < SSL_AD_REASON_OFFSET + 256) {
        tls->detail = reason - SSL_AD_REASON_OFFSET;
        return RUE_TLS_ALERT;
    }
    const char *text = ERR_reason_error_string(error);
    snprintf(tls->reason, sizeof tls->reason, "%s", text == NULL ? "unknown error" : text);
    return RUE_TLS_BROKEN;
}

// To be called at once after an SSL call, which must have begun with an empty error queue.
static inline int rue_tls_name_result(rue_tls *tls, int result, int system_error) {
    int kind = SSL_get_error(tls->ssl, result);
    if (kind == SSL_ERROR_NONE) return RUE_TLS_DONE;
    if (kind == SSL_ERROR_WANT_READ) return RUE_TLS_WANTS_READ;
    if (kind == SSL_ERROR_WANT_WRITE) return RUE_TLS_WANTS_WRITE;
    if (kind == SSL_ERROR_ZERO_RETURN) return RUE_TLS_ENDED;
    tls->is_broken = 1;
    unsigned long error = ERR_peek_error();
    tls->detail = system_error;
    int name = tls->has_seen && !tls->is_pinned ? RUE_TLS_NOT_PINNED
        : error != 0                            ? rue_tls_name_error(tls, error)
        : system_error == 0                     ? RUE_TLS_CUT
                                                : RUE_TLS_SYSTEM;
    ERR_clear_error();
    return name;
}

static inline void rue_tls_prepare(void) {
    ERR_clear_error();
    errno = 0;
}

/// Takes the handshake as far as it goes without blocking.
static inline int rue_tls_handshake(rue_tls *tls) {
    rue_tls_prepare();
    int result = SSL_do_handshake(tls->ssl);
    int ending = rue_tls_name_result(tls, result, errno);
    if (ending == RUE_TLS_DONE) tls->is_established = 1;
    return ending;
}

/// Reads at most `capacity` bytes; `count` says how many came.
static inline int rue_tls_read(rue_tls *tls, uint8_t *bytes, size_t capacity, size_t *count) {
    rue_tls_prepare();
    *count = 0;
    int result = SSL_read_ex(tls->ssl, bytes, capacity, count);
    return rue_tls_name_result(tls, result, errno);
}

/// Writes at most `size` bytes, 1 or more; `count` says how many went.
static inline int rue_tls_write(rue_tls *tls, const uint8_t *bytes, size_t size, size_t *count) {
    rue_tls_prepare();
    *count = 0;
    int result = SSL_write_ex(tls->ssl, bytes, size, count);
    return rue_tls_name_result(tls, result, errno);
}

/// Tells the server that nothing more comes (close_notify), as far as that goes without blocking.
static inline void rue_tls_shut(rue_tls *tls) {
    // OpenSSL forbids a shutdown after a fatal error.
    if (!tls->is_established || tls->is_broken) return;
    SSL_shutdown(tls->ssl);
    ERR_clear_error();
}

/// The name of an alert ("protocol version"), "unknown" for one that TLS does not have.
static inline const char *rue_tls_alert_text(int number) {
    return SSL_alert_desc_string_long(number);
}
#endif
