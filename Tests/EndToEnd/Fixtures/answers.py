"""Everything that a node can be answered, and that the server never says more than it should."""

from copy import copy
from decimal import Decimal
from hashlib import sha512

import cbor2

from connection import COSE, SEQUENCE
from node import Node, Reading, check, problem, told
from protocol import (
    ED25519, Head, Key, Problem, enrol_message, head_request, nonce, thumbprint,
)

# The order of Ed25519's group (RFC 8032 §5.1).
ORDER = 2**252 + 27742317777372353535851937790883648493


def answers(link, readings_path):
    node = Node(link, readings_path)
    enrolment(node)
    first = replay(node)
    signatures(node, first)
    chain(node, first)
    quarantine(node)
    times(node)
    acceptable(node)
    malformed(node)
    limits(node)
    http(node)
    check("after all this the honest node is served", node.is_served())
    node.deliver(node.batch([Reading("air_temperature", Decimal("19.5"), "Cel")]))
    check("and delivers", True)


def enrolment(node):
    stranger = Key()
    refused = []
    for what, message in [
        ("a secret that is not the link's", guessed_enrolment(node)),
        ("a wrong mac", enrol_message(node.key, node.link, bytes(32), node.name)),
        ("another key's signature", forged_enrolment(node, stranger)),
        ("a kid that is not the key's", misnamed_enrolment(node)),
        ("the neutral point for a key", small_order_enrolment(node, bytes([1, *bytes(31)]))),
        ("that point not reduced", small_order_enrolment(
            node, bytes([0xEE, *[0xFF] * 30, 0x7F]))),
    ]:
        response = node.connection.post("/v1/enrol", COSE, message.encode())
        check(f"enrolment with {what} is 403 token", problem(response, 403, "token"),
              told(response))
        refused.append(response.body)
    for what, message in [
        ("that is no message", b"\x01"),
        ("of another kind", head_request(node.key, nonce()).encode()),
        ("with a token of 7 bytes", enrolment_with(node, 1, bytes(7))),
        ("with a mac of 31 bytes", enrolment_with(node, 2, bytes(31))),
        ("with a key on another curve", enrolment_with(node, 3, {1: 1, -1: 4, -2: bytes(32)})),
        ("of version 2", enrolment_with(node, 0, 2)),
    ]:
        response = node.connection.post("/v1/enrol", COSE, message)
        check(f"enrolment {what} is 400", problem(response, 400, "malformed"), told(response))
    granted = node.enrol()
    check("the failures before did not spend the token", True)
    again = node.connection.post("/v1/enrol", COSE, node.enrolment())
    check("the same key again gets the identical grant",
          again.status == 200 and again.body == granted.body, told(again))
    message = guessed_enrolment(node).encode()
    guessed = node.connection.post("/v1/enrol", COSE, message)
    check("but not with another secret", problem(guessed, 403, "token"), told(guessed))
    message = node.enrolment(name=stranger.simulated_name())
    renamed = node.connection.post("/v1/enrol", COSE, message)
    check("nor with another name", problem(renamed, 403, "token"), told(renamed))
    refused += [guessed.body, renamed.body]
    name = stranger.simulated_name()
    twice = node.connection.post("/v1/enrol", COSE, node.enrolment(stranger, name))
    check("a link used twice is 403 token", problem(twice, 403, "token"), told(twice))
    check("every refusal has one body", {twice.body, *refused} == {twice.body})


def enrolment_with(node, index, value):
    """A good enrolment but for one field."""
    message = enrol_message(node.key, node.link, node.connection.pin, node.name)
    fields = cbor2.loads(message.payload)
    fields[index] = value
    return node.key.sign("enrol", cbor2.dumps(fields)).encode()


def guessed_enrolment(node):
    link = copy(node.link)
    link.secret = bytes(16)
    return enrol_message(node.key, link, node.connection.pin, node.name)


def forged_enrolment(node, stranger):
    """Node's key and a good mac, signed by another."""
    message = enrol_message(node.key, node.link, node.connection.pin, node.name)
    header = {1: ED25519, 4: node.key.kid, 16: "application/vnd.rue.enrol+cose"}
    return stranger.sign("enrol", message.payload, header=header)


def misnamed_enrolment(node):
    key = copy(node.key)
    key.kid = bytes(32)
    return enrol_message(key, node.link, node.connection.pin, node.name)


def small_order_enrolment(node, point):
    """Under a key of small order one signature in eight, or every one, verifies: S·B = R + h·A
    holds without knowing anything, when R = S·B."""
    key = Key()
    scalar, signature_point = bytearray(sha512(key.seed()).digest()[:32]), key.public
    scalar[0] &= 248
    scalar[31] = scalar[31] & 63 | 64
    key.public, key.kid = point, thumbprint(point)
    message = enrol_message(key, node.link, node.connection.pin, node.name)
    s = int.from_bytes(scalar, "little") % ORDER
    message.signature = signature_point + s.to_bytes(32, "little")
    return message


def replay(node):
    first = node.batch([Reading("air_temperature", Decimal("21.37"), "Cel")])
    receipt = node.deliver(first)
    again = node.post(first)
    check("a replay gets the identical receipt",
          again.status == 200 and again.body == receipt.body, told(again))
    second = node.batch([Reading("air_humidity", Decimal("47.5"), "%RH")])
    latest = node.deliver(second)
    again = node.post(first)
    check("a replay of an older batch too", again.body == receipt.body, told(again))
    again = node.post(first, second)
    check("a replay of both gets the second's", again.body == latest.body, told(again))
    twice = node.batch([Reading("air_pressure", Decimal("99999.999"), "Pa")])
    receipt = node.receipt(node.post(twice, twice), twice)
    node.move_on(receipt, twice)
    check("one item twice in a body is kept once", node.is_served())
    return first


def signatures(node, first):
    flipped = bytearray(node.batch().data)
    flipped[-1] ^= 1
    wrong = node.post_bytes(bytes(flipped))
    check("a flipped bit is 401", problem(wrong, 401, "signature"), told(wrong))
    replayed = bytearray(first.data)
    replayed[-20] ^= 1
    response = node.post_bytes(bytes(replayed))
    check("a known item with a flipped bit is 401", problem(response, 401, "signature"),
          told(response))

    high = node.batch().message
    s = int.from_bytes(high.signature[32:], "little") + ORDER
    high.signature = high.signature[:32] + s.to_bytes(32, "little")
    response = node.post_bytes(high.encode())
    check("a signature with S + L is 401", problem(response, 401, "signature"), told(response))

    mine, node.key = node.key, Key()
    unknown = node.post(node.batch())
    head = node.connection.post("/v1/head", COSE, head_request(node.key, nonce()).encode())
    node.key = mine
    known = head_request(node.key, nonce(), b"\xff").encode()
    known = node.connection.post("/v1/head", COSE, known)
    check("the grant of a known signer is not read", known.status == 200, told(known))
    for what, grant in [("no CBOR", b"\xff"), ("another key's", node.grant.data)]:
        request = head_request(Key(), nonce(), grant).encode()
        response = node.connection.post("/v1/head", COSE, request)
        check(f"an unknown key whose grant is {what} is 401",
              problem(response, 401, "signature") and response.body == wrong.body, told(response))
    check("an unknown key is 401", problem(unknown, 401, "signature"), told(unknown))
    check("both with the same body", unknown.body == wrong.body)
    check("a head request by an unknown key too",
          problem(head, 401, "signature") and head.body == wrong.body, told(head))
    good = node.batch([Reading("air_temperature", 20, "Cel")])
    bad = bytearray(node.batch(after=good).data)
    bad[-1] ^= 1
    response = node.post_bytes(good.data + bytes(bad))
    receipt = node.receipt(response, good)
    check("a bad item after a good one: receipt of the good one", receipt.status == 0)
    node.move_on(receipt, good)


def conflict(node, what, batch, code):
    response = node.post(batch)
    check(f"{what} is 409 {code}", problem(response, 409, code), told(response))
    head = Head(Problem(response.body).head, node.grant)
    check("  its head is signed, and the node's own",
          (head.kid, head.seq, head.id) == (node.key.kid, node.seq, node.tip))
    check("  its nonce is of the offending item", head.nonce == batch.id[:16])


def chain(node, first):
    conflict(node, "a wrong prev", node.batch(prev=bytes(32)), "chain")
    conflict(node, "other bytes at a known seq",
             node.batch([Reading("air_temperature", 1, "Cel")], seq=first.seq, prev=first.prev),
             "fork")
    conflict(node, "a seq ahead", node.batch(seq=node.seq + 2), "gap")
    conflict(node, "the largest seq", node.batch(seq=2**53 - 1), "gap")
    good = node.batch([Reading("air_temperature", Decimal("20.5"), "Cel")])
    ahead = node.batch(seq=good.seq + 2, prev=good.id)
    response = node.post(good, ahead)
    receipt = node.receipt(response, good)
    check("a gap after a good item: receipt of the good one", receipt.status == 0)
    node.move_on(receipt, good)


def packs(node):
    """Payloads that are not acceptable: what it is, and the payload for a base time."""
    def pack(*records):
        return lambda base: cbor2.dumps([{-2: node.name, -3: base, **records[0]}, *records[1:]])

    def raw(entries, record):
        """By hand, what cbor2 does not write; `entries` counts bn and bt too."""
        return lambda base: (bytes([0x81, 0xA0 + entries, 0x21]) + cbor2.dumps(node.name)
                             + b"\x22" + cbor2.dumps(base) + record)

    def deep(arrays):
        return raw(5, b"\x00\x63a_b\x02\x01\x18\x63" + b"\x81" * arrays + b"\x01")

    named = {0: "air_temperature", 1: "Cel"}
    other = Key().simulated_name()
    return [
        ("NaN", pack({**named, 2: float("nan")})),
        ("infinity", pack({**named, 2: float("-inf")})),
        ("1,025 records", pack(*[{0: "a_b", 2: 1}] * 1025)),
        ("no record", lambda base: b"\x80"),
        ("nesting of 5", deep(3)),
        ("nesting of 1,000", deep(1000)),
        ("another node's name", lambda base: cbor2.dumps([{-2: other, -3: base, **named, 2: 1}])),
        ("the base name alone", pack({2: 1})),
        ("a name with a space", pack({0: "air temperature", 2: 1})),
        ("an unknown label ending in _", pack({**named, 2: 1, "must_": 1})),
        ("no value", pack(named)),
        ("two values", pack({**named, 2: 1, 3: "1"})),
        ("bver 11", pack({-1: 11, **named, 2: 1})),
        ("a unit of 17 characters", pack({0: "a_b", 1: "x" * 17, 2: 1})),
        ("an empty unit", pack({0: "a_b", 1: "", 2: 1})),
        ("an exponent of 19", pack({**named, 2: cbor2.CBORTag(4, [19, 1])})),
        ("an integer of 65 bits", pack({**named, 2: 2**63})),
        ("a mantissa of 65 bits", pack({**named, 2: cbor2.CBORTag(4, [-1, -2**63 - 1])})),
        ("a bignum", pack({**named, 2: cbor2.CBORTag(2, b"\x01")})),
        ("null for a value", pack({**named, 2: None})),
        ("tag 5", pack({**named, 2: cbor2.CBORTag(5, [1, 1])})),
        ("a text of 256 bytes", pack({0: "a_b", 3: "x" * 256})),
        ("before 2025", lambda base: cbor2.dumps([{-2: node.name, -3: 1735689599, **named, 2: 1}])),
        ("after 9999", lambda base: cbor2.dumps(
            [{-2: node.name, -3: 253402300800, **named, 2: 1}])),
        ("relative time although utc_ms is set", lambda base: cbor2.dumps(
            [{-2: node.name, **named, 2: 1}])),
        ("an indefinite length", lambda base: b"\x9f" + pack({**named, 2: 1})(base)[1:] + b"\xff"),
        ("duplicate keys", raw(5, b"\x00\x63a_b\x00\x63a_b\x02\x01")),
        ("bad UTF-8", raw(4, b"\x00\x63a_b\x03\x62\xff\xff")),
        ("bytes after the pack", lambda base: pack({**named, 2: 1})(base) + b"\x00"),
        ("half a pack", lambda base: pack({**named, 2: 1})(base)[:-1]),
        ("no CBOR at all", lambda base: b"\xff\x00"),
        ("an empty payload", lambda base: b""),
        ("a map", lambda base: cbor2.dumps({0: 1})),
    ]


def quarantine(node):
    for what, payload in packs(node):
        refused = node.batch(payload=payload)
        response = node.post(refused)
        check(f"{what}: stored", response.status == 200, told(response))
        receipt = node.receipt(response, refused)
        check(f"{what}: quarantined", receipt.status == 1)
        node.move_on(receipt, refused)
        check("  head and log move", node.is_served())
    again = node.post(refused)
    check("a replay gets the identical receipt", again.body == response.body, told(again))
    bad = node.batch(payload=b"\x80")
    after = node.batch([Reading("air_temperature", Decimal("18.25"), "Cel")], after=bad)
    for what in ("", ", replayed too"):
        receipt = node.receipt(node.post(bad, after), bad)
        check("the server stops after the first quarantined item" + what, receipt.status == 1)
        check("  and keeps nothing behind it", node.ask_head().id == bad.id)
    node.move_on(receipt, bad)
    node.deliver(after)
    check("then the next is accepted, and the log goes on", True)



def times(node):
    """The rules about boots and times."""
    now, record = node.clock.up_ms(), {-2: node.name, 0: "air_temperature", 1: "Cel", 2: 1}

    def without(**more):
        return {"payload": cbor2.dumps([{**record, **more["of"]}]), "has_time": False}

    for what, changed in [
        ("up_ms that falls", {"up_ms": now - 60_000}),
        ("up_ms in the future, and no record", {"up_ms": now + 600_000, "payload": b"\x80"}),
        ("utc_ms before 2025", {"utc_ms": 1_735_689_599_999}),
        ("bt although utc_ms is null", without(of={-3: node.clock.utc_ms() // 1000})),
        ("the future although utc_ms is null", without(of={6: 1})),
    ]:
        refused = node.batch(**changed)
        receipt = node.receipt(node.post(refused), refused)
        check(f"{what}: quarantined", receipt.status == 1)
        node.move_on(receipt, refused)
    old = Reading("air_temperature", Decimal("16.5"), "Cel")
    node.deliver(node.batch([old]))
    check("the up_ms of a quarantined batch does not count", True)
    node.deliver(node.batch([Reading("node_repacked", "chain"), old], up_ms=now - 60_000))
    check("a re-packed batch may have an old up_ms", True)
    node.deliver(node.batch([old]))
    check("and the next goes on", True)


def acceptable(node):
    """What stands just inside the limits."""
    def one(reading, **more):
        """A record with more in it than the reading."""
        return [reading], lambda base: cbor2.dumps(
            [{-2: node.name, -3: base, **reading.record(), **more["of"]}])

    many = [Reading("many_records", number, age=1000 * number) for number in range(1024)]
    for what, (readings, payload) in [
        ("1,024 records", (many, None)),
        ("nesting of 4", one(Reading("a_nested", 1), of={99: [[1]]})),
        ("unknown labels, s and ut", one(Reading("a_labels", 2), of={"x": 1, 5: 1, 7: 1})),
        ("bver 10", one(Reading("a_version", 3), of={-1: 10})),
        ("a unit of 16 characters", one(Reading("a_unit", 4, "x" * 16), of={})),
        ("the largest integer", one(Reading("a_large", 2**63 - 1), of={})),
        ("the smallest integer", one(Reading("a_small", -2**63), of={})),
        ("base fields", bases(node)),
        ("a text of 255 bytes", one(Reading("a_text", "x" * 255), of={})),
    ]:
        node.deliver(node.batch(readings, payload))
        check(f"{what}: accepted", True)


def bases(node):
    """Readings as base fields make them, and the pack that does it."""
    readings = [Reading("b_sum", Decimal("0.3"), "Cel"),
                Reading("b_own", Decimal("1.1"), "K", 2000),
                Reading("b_text", "x", "Cel", 60_000), Reading("b_later", 7, "Pa", 60_001),
                # 0.5 and 1.4 ms before: halves go away from zero, and UTC is above it.
                Reading("b_half", 1, "Pa", 60_000), Reading("b_more", 1, "Pa", 60_001)]

    def payload(base):
        earlier = fraction(base) - 60_000
        return cbor2.dumps([
            {-2: node.name + "b_", -3: base, -4: "Cel", -5: cbor2.CBORTag(4, [-1, 1]),
             0: "sum", 2: cbor2.CBORTag(4, [-1, 2])},
            {0: "own", 1: "K", 2: 1, 6: -2},
            {-3: cbor2.CBORTag(4, [-3, earlier]), 0: "text", 3: "x"},
            {-2: node.name, -4: "Pa", -5: 3, 0: "b_later", 2: 4, 6: cbor2.CBORTag(4, [-3, -1])},
            {-5: 0, 0: "b_half", 2: 1, 6: cbor2.CBORTag(4, [-4, -5])},
            {0: "b_more", 2: 1, 6: cbor2.CBORTag(4, [-4, -14])}])
    return readings, payload


def fraction(base):
    """A base time of the node's in milliseconds again."""
    if isinstance(base, int):
        return base * 1000
    exponent, mantissa = base.value
    return mantissa * 10 ** (exponent + 3)


def malformed(node):
    batch = node.batch()
    key, message = node.key, batch.message
    parts = [message.protected, {}, message.payload, message.signature]
    header = cbor2.loads(message.protected)

    def headed(**changed):
        values = {**header, **changed["by"]}
        return key.sign("batch", message.payload, header=values).encode()

    lying = bytearray(batch.data)
    at = batch.data.index(message.payload) - 1  # the length before the payload, of two bytes
    lying[at] = 0xFF
    for what, body in [
        ("an empty body", b""),
        ("not CBOR", b"\xff\xff\xff"),
        ("an integer", b"\x01"),
        ("half an item", batch.data[:-10]),
        ("a length that lies", bytes(lying)),
        ("a length of 2⁶⁴−1", b"\xd2\x84\x5b" + b"\xff" * 8),
        ("no tag 18", cbor2.dumps(parts)),
        ("tag 17", cbor2.dumps(cbor2.CBORTag(17, parts))),
        ("three parts", cbor2.dumps(cbor2.CBORTag(18, parts[:3]))),
        ("an unprotected header", cbor2.dumps(cbor2.CBORTag(18, [parts[0], {4: b""}, *parts[2:]]))),
        ("a detached payload", cbor2.dumps(cbor2.CBORTag(18, [*parts[:2], None, parts[3]]))),
        ("a signature of 63 bytes", cbor2.dumps(cbor2.CBORTag(18, [*parts[:3], bytes(63)]))),
        ("an envelope of indefinite length", b"\xd2\x9f" + batch.data[2:] + b"\xff"),
        ("a tag in two bytes", b"\xd8\x12" + batch.data[1:]),
        ("algorithm -8", headed(by={1: -8})),
        ("an unknown header label", headed(by={5: 1})),
        ("another type", headed(by={16: "application/vnd.rue.receipt+cose"})),
        ("another content type", headed(by={3: 60})),
        ("no crit", headed(by={2: []})),
        ("seq 0", node.batch(seq=0).data),
        ("seq 2⁵³", node.batch(seq=2**53).data),
        ("version 2", node.batch(ver=2).data),
        ("a kid of 31 bytes", headed(by={4: key.kid[:31]})),
        ("a header above 512 bytes", headed(by={16: "x" * 500})),
        ("up_ms of 2⁵³", node.batch(up_ms=2**53).data),
        ("a boot of 15 bytes", node.batch(boot=bytes(15)).data),
        ("a header out of order", key.sign(
            "batch", message.payload,
            header=cbor2.dumps(dict(reversed(header.items())))).encode()),
        ("a head request", head_request(key, nonce()).encode()),
    ]:
        response = node.post_bytes(body)
        check(f"{what} is 400", problem(response, 400, "malformed"), told(response))
    good = node.batch([Reading("air_temperature", 17, "Cel")])
    receipt = node.receipt(node.post_bytes(good.data + b"\xff\xff"), good)
    check("rubbish after a good item: receipt of the good one", receipt.status == 0)
    node.move_on(receipt, good)
    for what, request in [
        ("that is not CBOR", b"\xff"),
        ("with a nonce of 15 bytes", head_request(node.key, bytes(15)).encode()),
        ("whose payload is no CBOR", node.key.sign("head-request", b"\xff").encode()),
        ("whose payload is short", node.key.sign("head-request", cbor2.dumps([1])).encode()),
        ("that is a batch", node.batch().data),
    ]:
        response = node.connection.post("/v1/head", COSE, request)
        check(f"a head request {what} is 400", problem(response, 400, "malformed"), told(response))


def limits(node):
    large = node.batch(payload=cbor2.dumps(bytes(65_536)))
    response = node.post(large)
    check("an item above 64 KiB is 400", problem(response, 400, "malformed"), told(response))
    batches = [node.batch()]
    while len(batches) < 65:
        batches.append(node.batch(after=batches[-1]))
    response = node.post(*batches)
    check("65 items are 413", problem(response, 413, "too-large"), told(response))
    check("  none of them is kept", node.is_served())
    readings = [Reading("air_temperature", n, "Cel") for n in range(64)]
    batches = [node.batch(readings[:1])]
    for reading in readings[1:]:
        batches.append(node.batch([reading], after=batches[-1]))
    node.deliver(*batches)
    check("64 items: receipt of the last", True)
    response = node.post_bytes(bytes(256 * 1024 + 1))
    check("a body above 256 KiB is 413", problem(response, 413, "too-large"), told(response))
    node.reconnect()


def http(node):
    body = node.batch().data
    for media_type in (COSE.replace("; ", ";"), COSE.replace('"', "").upper()):
        response = node.connection.post("/v1/head", media_type,
                                        head_request(node.key, nonce()).encode())
        check(f"{media_type} is a head request's", response.status == 200, told(response))
    for media_type in (COSE, "application/cbor", "text/plain", SEQUENCE + "x"):
        response = node.post_bytes(body, media_type)
        check(f"{media_type} is 415", problem(response, 415, "media-type"), told(response))
    for coding in ("gzip", "identity"):
        response = node.post_bytes(body, extra=[f"Content-Encoding: {coding}"])
        check(f"Content-Encoding {coding} is 415", problem(response, 415, "media-type"),
              told(response))
    response = node.connection.post("/v1/enrol", SEQUENCE, node.enrolment())
    check("a sequence at /v1/enrol is 415", problem(response, 415, "media-type"), told(response))
    for path in ("/", "/v1", "/v1/batches/", "/v2/batches", "/v1/Batches"):
        response = node.connection.post(path, SEQUENCE, body)
        check(f"{path} is 404", problem(response, 404, "not-found"), told(response))
    for method in ("GET", "PUT", "DELETE"):
        response = node.connection.post("/v1/batches", SEQUENCE, b"", method=method)
        check(f"{method} is 405", problem(response, 405, "method"), told(response))
    check("nothing of that was kept", node.is_served())
