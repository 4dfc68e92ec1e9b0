"""Checks an archive that proves itself, written from Protocol.md alone. Prints what is in it."""

import hashlib
import io
import json
import sys

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from protocol import (
    CHAIN_LABEL, Message, Refused, public_of, require, signing_input, thumbprint, typ,
)


class Item:
    """A batch or a rotation, as a node signed it."""

    def __init__(self, data):
        protected, unprotected, payload, self.signature = cbor2.loads(data).value
        self.input = signing_input(protected, payload)
        self.id = hashlib.sha256(self.input).digest()
        self.header, self.payload = cbor2.loads(protected), cbor2.loads(payload)
        self.sequence, self.previous = self.header[CHAIN_LABEL][1:3]

    def verify(self, public):
        require(self.header[4] == thumbprint(public), "signed by another key")
        Ed25519PublicKey.from_public_bytes(public).verify(self.signature, self.input)

    @property
    def is_rotation(self):
        return self.header[16] == typ("rotate")

    def next_key(self, old):
        new = public_of(self.payload[1])
        proof = (b"rue-rotate-1" + thumbprint(old) + thumbprint(new)
                 + self.sequence.to_bytes(8, "big") + self.previous)
        Ed25519PublicKey.from_public_bytes(new).verify(self.payload[2], proof)
        return new


class Chain:
    """The chain that is being followed."""

    def __init__(self, record, server):
        _, grant, rotations, (self.sequence, self.id), key = record
        fields = Message.verified(grant, "grant", server)
        self.public, self.items = public_of(fields[1]), 0
        for data in rotations:
            item = Item(data)
            item.verify(self.public)
            self.public = item.next_key(self.public)
        self.public = key or self.public

    def take(self, item):
        require(item.sequence == self.sequence + 1, f"item {item.sequence} is not the next")
        require(item.previous == self.id, f"item {item.sequence} does not follow")
        item.verify(self.public)
        self.sequence, self.id, self.items = item.sequence, item.id, self.items + 1

    def skip(self, last, key):
        require(last[0] > self.sequence, "a gap over what is there")
        (self.sequence, self.id), self.public = last, key or self.public


def check(data):
    found = {"nodes": 0, "chains": 0, "items": 0, "readings": 0, "declared_gaps": 0, "forks": 0}
    stream, chain, server = io.BytesIO(data), None, None
    while True:
        start = stream.tell()
        record = cbor2.load(stream)
        require(cbor2.dumps(record) == data[start:stream.tell()], "not deterministic")
        number = record[0]
        if number == 0:
            require(record[1:3] == ["rue-archive", 1] and start == 0, "no archive")
            server = record[3]
        elif number == 1:
            found["nodes"] += 1
            found["forks"] += record[2]
        elif number == 2:
            chain = Chain(record, server)
            found["chains"] += 1
        elif number == 3:
            item = Item(record[1])
            chain.take(item)
            found["items"] += 1
            if record[3] is None and item.is_rotation:
                chain.public = item.next_key(chain.public)
            elif record[3] is None:
                found["readings"] += len(item.payload)
        elif number == 4:
            chain.skip(record[1], record[2])
            found["declared_gaps"] += 1
        elif number == 5:
            require([chain.sequence, chain.id] == record[1], "the chain ends elsewhere")
            require(chain.items == record[2], "items of the chain")
        elif number == 6:
            seal = Message.verified(record[1], "archive", server)
            require(seal[9] == hashlib.sha256(data[:start]).digest(), "the digest")
            require(seal[7:9] == [found["chains"], found["items"]], "the counts")
            require(stream.tell() == len(data), "something after the seal")
            return {"server": thumbprint(server).hex(), **found}


def main():
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    try:
        print(json.dumps(check(data)))
    except (Refused, InvalidSignature, cbor2.CBORDecodeError) as error:
        sys.exit(f"refused: {error!r}")


main()
