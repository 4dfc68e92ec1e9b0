#!/usr/bin/env python3
"""A TLS server for RueTLS's tests: one connection after the other, each handled as MODE says.

Usage: server.py IDENTITY.pem MODE. Prints "PORT n" when it listens on 127.0.0.1, and then what it
saw, one line each. Modes:

echo      TLS 1.3; sends back what comes; says GOODBYE on close_notify, CUT on an end without
end       TLS 1.3; answers the first bytes with "done" and close_notify
cut       TLS 1.3; answers the first bytes with the end of the TCP connection
reset     TLS 1.3; answers the first bytes with a TCP reset
private   TLS 1.3; demands a client certificate
tls12     TLS 1.2 at most
plain     answers anything with an HTTP error in plain text
silent    takes connections and never says anything
"""
import socket
import ssl
import struct
import sys


def make_context(identity, mode):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(identity)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if mode == "tls12":
        context.maximum_version = ssl.TLSVersion.TLSv1_2
    if mode == "private":
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(identity)
    # Python before 3.11.4 (Debian 12's is) takes an end without close_notify for an orderly one,
    # or, told not to, raises a plain SSLError.
    context.options &= ~getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)
    return context


def echo(connection):
    while True:
        received = connection.recv(65536)
        if not received:
            print("GOODBYE", flush=True)
            return
        connection.sendall(received)


def speak_tls(raw, context, mode):
    with context.wrap_socket(raw, server_side=True, suppress_ragged_eofs=False) as connection:
        print(connection.version(), flush=True)
        if mode in ("echo", "private"):
            return echo(connection)
        connection.recv(65536)
        if mode == "end":
            connection.sendall(b"done")
            connection.unwrap()
        elif mode == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # Closing a Python TLS socket sends no close_notify.


def handle(raw, context, mode, kept):
    if mode == "silent":
        kept.append(raw)
    elif mode == "plain":
        raw.recv(65536)
        raw.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        raw.shutdown(socket.SHUT_WR)
        kept.append(raw)
    else:
        speak_tls(raw, context, mode)


def main():
    identity, mode = sys.argv[1:]
    context = make_context(identity, mode)
    listener = socket.create_server(("127.0.0.1", 0))
    print("PORT", listener.getsockname()[1], flush=True)
    kept = []
    while True:
        raw, _ = listener.accept()
        try:
            handle(raw, context, mode, kept)
        except (ssl.SSLError, OSError) as error:
            cut = isinstance(error, ssl.SSLEOFError) or "UNEXPECTED_EOF" in str(error)
            print(*(["CUT"] if cut else ["ERROR", error]), flush=True)


main()
