"""The messages of Rue's node protocol, written from Protocol.md alone, with Python's cbor2 and
cryptography. Nothing here knows the Swift implementation."""

import base64
import hashlib
import hmac
import secrets
import time
from urllib.parse import urlsplit

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

ED25519 = -19
CHAIN_LABEL = -65537
SENML_CBOR = 112
PROBLEM = "urn:rue:problem"


class Refused(Exception):
    """What the other side sent breaks a rule of the protocol."""


def require(condition, what):
    if not condition:
        raise Refused(what)


def sha256(data):
    return hashlib.sha256(data).digest()


def unbase64url(text):
    require("=" not in text, "base64url has padding")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def cose_key(public):
    return {1: 1, -1: 6, -2: public}


def thumbprint(public):
    """RFC 9679: SHA-256 of the deterministic encoding of the key's required members."""
    return sha256(cbor2.dumps(cose_key(public)))


def public_of(key):
    """The 32 bytes of a key map, which holds nothing else."""
    require(set(key) == {1, -1, -2} and key[1] == 1 and key[-1] == 6, "not an Ed25519 key")
    return key[-2]


def typ(kind):
    return f"application/vnd.rue.{kind}+cose"


def signing_input(protected, payload):
    return cbor2.dumps(["Signature1", protected, b"", payload])


class Link:
    """rue://host:8443/e#1.<id>.<secret>.<live pin>.<recovery pin>"""

    def __init__(self, text):
        url = urlsplit(text.strip())
        require(url.scheme == "rue" and url.path == "/e", "not a Rue link")
        version, *parts = url.fragment.split(".")
        require(version == "1" and len(parts) == 4, "not a link of version 1")
        self.host, self.port = url.hostname, url.port or 8443
        self.token, self.secret, self.live, self.recovery = map(unbase64url, parts)
        lengths = [len(self.token), len(self.secret), len(self.live), len(self.recovery)]
        require(lengths == [8, 16, 32, 32], "a part of the link has the wrong length")
        self.pins = [self.live, self.recovery]


class Key:
    """A node's Ed25519 key."""

    def __init__(self):
        self.private = Ed25519PrivateKey.generate()
        self.public = self.private.public_key().public_bytes_raw()
        self.kid = thumbprint(self.public)

    def seed(self):
        return self.private.private_bytes_raw()

    def simulated_name(self):
        """First 8 bytes of the kid, local bit set, group bit clear."""
        first = (self.kid[0] | 0x02) & ~0x01
        return "urn:dev:mac:" + bytes([first, *self.kid[1:8]]).hex() + "_"

    def sign(self, kind, payload, chain=None, header=None):
        """A whole message; `header` replaces the protected header for messages that are wrong."""
        if header is None:
            header = {1: ED25519, 4: self.kid, 16: typ(kind)}
            if chain is not None:
                header = {1: ED25519, 2: [CHAIN_LABEL], 3: SENML_CBOR, 4: self.kid,
                          16: typ(kind), CHAIN_LABEL: chain}
        protected = header if isinstance(header, bytes) else cbor2.dumps(header)
        signature = self.private.sign(signing_input(protected, payload))
        return Message(protected, payload, signature)


class Message:
    """A COSE_Sign1."""

    def __init__(self, protected, payload, signature):
        self.protected, self.payload, self.signature = protected, payload, signature
        self.id = sha256(signing_input(protected, payload))

    def encode(self):
        return cbor2.dumps(cbor2.CBORTag(18, [self.protected, {}, self.payload, self.signature]))

    @staticmethod
    def verified(data, kind, public):
        """Decodes what a server sent, strictly, and returns its payload.

        `public` is the server's key; None takes it from the payload (a grant brings its own)."""
        value = cbor2.loads(data)
        require(cbor2.dumps(value) == data, "the envelope is not deterministic")
        require(isinstance(value, cbor2.CBORTag) and value.tag == 18, "not tag 18")
        require(isinstance(value.value, (list, tuple)) and len(value.value) == 4, "not four parts")
        protected, unprotected, payload, signature = value.value
        require(unprotected == {}, "the unprotected header is not empty")
        require(len(protected) <= 512 and len(signature) == 64, "a part has the wrong size")
        header = cbor2.loads(protected)
        require(cbor2.dumps(header) == protected, "the header is not deterministic")
        require(list(header) == [1, 4, 16], f"header labels {list(header)}")
        require(header[1] == ED25519, f"algorithm {header[1]}")
        require(header[16] == typ(kind), f"type {header[16]} instead of {kind}")
        fields = cbor2.loads(payload)
        require(fields[0] == 1, "version of the payload")
        if public is None:
            public = public_of(fields[5])
        require(header[4] == thumbprint(public), "signed by another key")
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(
                signature, signing_input(protected, payload))
        except InvalidSignature:
            raise Refused("the signature is wrong") from None
        return fields


class Grant:
    """What the server answers to an enrolment."""

    def __init__(self, data, key, name, link):
        self.data = data
        fields = Message.verified(data, "grant", None)
        require(len(fields) == 8, "fields of the grant")
        _, granted, base_name, server, pins, server_key, token, self.utc_ms = fields
        require(public_of(granted) == key.public, "granted to another key")
        require(base_name == name, "granted to another name")
        require(token == link.token, "granted for another token")
        require(pins == link.pins, "other pins than the link's")
        self.server_public = public_of(server_key)
        self.server = server
        require(server == thumbprint(self.server_public), "server_id is not its key's")
        parts = cbor2.loads(data).value
        self.id = Message(parts[0], parts[2], parts[3]).id


class Head:
    """A signed head."""

    def __init__(self, data, grant):
        fields = Message.verified(data, "head", grant.server_public)
        require(len(fields) == 7, "fields of the head")
        _, self.nonce, self.kid, self.seq, self.id, self.utc_ms, server = fields
        require(server == grant.server, "another server's head")


class Receipt:
    """A receipt for the last item kept."""

    def __init__(self, data, grant):
        fields = Message.verified(data, "receipt", grant.server_public)
        require(len(fields) == 9, "fields of the receipt")
        (_, self.kid, self.seq, self.id, self.status, self.utc_ms,
         self.log_id, self.log_size, self.log_head) = fields
        require(self.status in (0, 1), "status")
        require(len(self.log_id) == 16 and len(self.log_head) == 32, "log of the receipt")


class Pins:
    """New pins, the only message of a sequence."""

    def __init__(self, data, grant):
        fields = Message.verified(data, "pins", grant.server_public)
        require(len(fields) == 4, "fields of the pins")
        _, self.kid, self.number, self.pins = fields


class Problem:
    """A concise problem detail (RFC 9290)."""

    def __init__(self, data):
        fields = cbor2.loads(data)
        require(isinstance(fields, dict), "a problem that is no map")
        require(isinstance(fields.get(-1), str), "a problem without title")
        require(isinstance(fields.get(-2), str), "a problem without detail")
        own = fields[PROBLEM]
        self.code, self.head = own[0], own.get(1)


def enrol_message(key, link, seen_pin, name):
    mac = hmac.new(sha256(link.secret), key.kid + seen_pin + name.encode(), "sha256").digest()
    payload = cbor2.dumps([1, link.token, mac, cose_key(key.public), name])
    return key.sign("enrol", payload)


def head_request(key, nonce, grant=None):
    return key.sign("head-request", cbor2.dumps([1, nonce, grant, [], None]))


def poll_message(key, clock, pins=0, log=(bytes(16), 0, bytes(32))):
    return key.sign("poll", cbor2.dumps([1, 0, pins, clock.boot, clock.up_ms(), *log]))


def number(mantissa, exponent=0):
    """An integer where it is integral, else a decimal fraction."""
    while mantissa % 10 == 0 and exponent < 0:
        mantissa, exponent = mantissa // 10, exponent + 1
    return mantissa if exponent == 0 else cbor2.CBORTag(4, [exponent, mantissa])


def seconds(milliseconds):
    return number(milliseconds, -3)


class Clock:
    """Time as a node has it."""

    def __init__(self):
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            self.boot = bytes.fromhex(file.read().strip().replace("-", ""))

    def up_ms(self):
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000

    def utc_ms(self):
        return time.time_ns() // 1_000_000


def nonce():
    return secrets.token_bytes(16)
