#!/usr/bin/env python3
"""A multicast DNS responder for one host, asked directly on 127.0.0.1.

Usage: mdns.py NAME [--elsewhere]. Prints "PORT n", then answers each query for NAME as RFC 6762
section 6.7 says (the question repeated), after a packet that is not an answer and one for another
host; or from another port than it was asked on.
"""
import socket
import struct
import sys


def encoded(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def answer(query, name):
    """The question repeated, then 192.0.2.9 and fe80::9 under compressed names."""
    questions = query[12:]
    records = b""
    for kind, data in [(1, bytes([192, 0, 2, 9])), (28, b"\xfe\x80" + bytes(13) + b"\x09")]:
        records += struct.pack(">HHHIH", 0xC00C, kind, 0x8001, 10, len(data)) + data
    return query[:2] + struct.pack(">HHHHH", 0x8400, 2, 2, 0, 0) + questions + records


def main():
    name = sys.argv[1]
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind(("127.0.0.1", 0))
    speaker = listener
    if "--elsewhere" in sys.argv:
        speaker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    print("PORT", listener.getsockname()[1], flush=True)
    while True:
        query, sender = listener.recvfrom(9000)
        expected = b"".join(
            encoded(name) + struct.pack(">HH", kind, 0x8001) for kind in (1, 28))
        if query[12:] != expected:
            print("UNEXPECTED", query.hex(), flush=True)
            continue
        speaker.sendto(b"junk", sender)
        other = query.replace(encoded(name), encoded("x" * len(name.split(".")[0]) + ".local"))
        speaker.sendto(answer(other, name), sender)
        speaker.sendto(answer(query, name), sender)
        print("ANSWERED", flush=True)


main()
