#!/usr/bin/env python3
"""Makes thumbprints.json and small-order.json, from definitions and without any code of Rue's.

Needs cbor2. Run it in this folder; its output is committed.
"""
import hashlib
import json

import cbor2

# edwards25519, RFC 8032 section 5.1
P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
IDENTITY = (0, 1)


def thumbprints():
    """RFC 9679 thumbprints of the public keys of RFC 8032 section 7.1."""
    with open("rfc8032_ed25519.json") as file:
        keys = [bytes.fromhex(vector["public"]) for vector in json.load(file)]
    return {
        key.hex(): hashlib.sha256(cbor2.dumps({1: 1, -1: 6, -2: key}, canonical=True)).hexdigest()
        for key in keys
    }


def add(first, second):
    """RFC 8032 section 5.1.4, in affine coordinates."""
    (x1, y1), (x2, y2) = first, second
    product = D * x1 * x2 * y1 * y2
    return (
        (x1 * y2 + x2 * y1) * pow(1 + product, -1, P) % P,
        (y1 * y2 + x1 * x2) * pow(1 - product, -1, P) % P,
    )


def square_root(value):
    root = pow(value, (P + 3) // 8, P)
    if root * root % P != value % P:
        root = root * pow(2, (P - 1) // 4, P) % P
    return root if root * root % P == value % P else None


def points_of(ordinate):
    square = (ordinate**2 - 1) * pow(D * ordinate**2 + 1, -1, P) % P
    root = square_root(square)
    return [] if root is None else [(root, ordinate), (-root % P, ordinate)]


def times(point, number):
    total = IDENTITY
    for bit in bin(number)[2:]:
        total = add(total, total)
        if bit == "1":
            total = add(total, point)
    return total


def small_order_points():
    """The eight points of the torsion group: any point times the large prime order lies in it."""
    order = 2**252 + 27742317777372353535851937790883648493
    for ordinate in range(2, 1000):
        for point in points_of(ordinate):
            generator = times(point, order)
            group = [times(generator, number) for number in range(8)]
            if len(set(group)) == 8:
                return group
    raise AssertionError("no generator found")


def encodings(point):
    """Every 32-byte string that a lenient decoder takes for the point."""
    x, y = point
    for ordinate in [y, y + P]:
        if ordinate >= 2**255:
            continue
        for sign in [0, 1] if x == 0 else [x & 1]:
            yield (ordinate | sign << 255).to_bytes(32, "little").hex()


def main():
    with open("thumbprints.json", "w") as file:
        json.dump(thumbprints(), file, indent=1)
        file.write("\n")
    found = sorted(text for point in small_order_points() for text in encodings(point))
    with open("small-order.json", "w") as file:
        json.dump(found, file, indent=1)
        file.write("\n")


main()
