// TLS 1.3 with a pinned key.
#ifndef RUE_OPENSSL_TLS_H
#define RUE_OPENSSL_TLS_H
#endif
