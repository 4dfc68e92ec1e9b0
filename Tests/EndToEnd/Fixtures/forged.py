#!/usr/bin/env python3
"""A multicast DNS responder that answers every question for an IPv4 address with 192.0.2.1, from
an address of one's choice: of this network (RFC 6762), or forged.

Usage: forged.py ADDRESS. Prints READY, then ANSWERED for each answer.
"""
import socket
import struct
import sys

GROUP = "224.0.0.251"


def bound(address):
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((address, 5353))
    return made


def main():
    listener = bound(GROUP)
    membership = socket.inet_aton(GROUP) + socket.inet_aton("192.0.2.1")
    listener.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
    speaker = bound(sys.argv[1])
    print("READY", flush=True)
    while True:
        query, sender = listener.recvfrom(9000)
        record = struct.pack(">HHHIH", 0xC00C, 1, 1, 10, 4) + bytes([192, 0, 2, 1])
        head = query[:2] + struct.pack(">HHHHH", 0x8400, 2, 1, 0, 0)
        speaker.sendto(head + query[12:] + record, sender)
        print("ANSWERED", flush=True)


main()
