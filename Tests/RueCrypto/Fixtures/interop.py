#!/usr/bin/env python3
"""Another implementation of Rue's batches: Python's cbor2 and cryptography, and none of Rue's code.

Usage: interop.py read PUBLIC_KEY_HEX BATCH_FILE
           checks a batch's signature and header and prints what is in it, as JSON
       interop.py make SEED_HEX FOLDER
           writes two chained batches, 1.cose and 2.cose, and prints what is in them, as JSON
"""
import hashlib
import json
import sys
from decimal import Decimal

try:
    import cbor2
    from cryptography.hazmat.primitives.asymmetric import ed25519
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
except ImportError as error:
    sys.exit(
        f"{error}. This test needs two Python modules; run:\n"
        f"    {sys.executable} -m pip install cbor2 cryptography\n"
        "or name another Python in RUE_TEST_PYTHON"
    )

# RFC 9052, 9596 and 9864; -65537 is Rue's chain
ALGORITHM, CRITICAL, CONTENT_TYPE, KEY_ID, TYPE, CHAIN = 1, 2, 3, 4, 16, -65537
ED25519, SENML_CBOR = -19, 112
BATCH = "application/vnd.rue.batch+cose"
# RFC 8428 section 6
BASE_VERSION, BASE_NAME, BASE_TIME, BASE_UNIT, BASE_VALUE = -1, -2, -3, -4, -5
NAME, UNIT, VALUE, TEXT, BOOL, TIME, DATA = 0, 1, 2, 3, 4, 6, 8


def thumbprint(public_key):
    key = {1: 1, -1: 6, -2: public_key}
    return hashlib.sha256(cbor2.dumps(key, canonical=True)).digest()


def signing_input(header, payload):
    return cbor2.dumps(["Signature1", header, b"", payload])


def as_decimal(number):
    return number if isinstance(number, Decimal) else Decimal(number)


def shown_number(number):
    if isinstance(number, float):
        return repr(number)
    plain = format(as_decimal(number).normalize(), "f")
    return "0" if plain == "-0" else plain


def shown_value(fields, base_value):
    """What kind of value it is, and the value as a text."""
    if TEXT in fields:
        return "text", fields[TEXT]
    if BOOL in fields:
        return "bool", "true" if fields[BOOL] else "false"
    if DATA in fields:
        return "data", fields[DATA].hex()
    if isinstance(fields[VALUE], float):
        return "float", shown_number(fields[VALUE])
    return "decimal", shown_number(as_decimal(fields[VALUE]) + base_value)


def resolve(pack):
    """RFC 8428 section 4.6: every record on its own, times in milliseconds."""
    base_name, base_time, base_unit, base_value = "", Decimal(0), None, Decimal(0)
    for fields in pack:
        base_name = fields.get(BASE_NAME, base_name)
        base_time = as_decimal(fields.get(BASE_TIME, base_time))
        base_unit = fields.get(BASE_UNIT, base_unit)
        base_value = as_decimal(fields.get(BASE_VALUE, base_value))
        kind, value = shown_value(fields, base_value)
        time = (base_time + as_decimal(fields.get(TIME, 0))) * 1000
        assert time == int(time), f"not whole milliseconds: {time}"
        yield {
            "name": base_name + fields.get(NAME, ""),
            "unit": fields.get(UNIT, base_unit),
            "kind": kind,
            "value": value,
            "milliseconds": int(time),
        }


def described(header, message, payload):
    """What both directions report of a batch."""
    _, seq, prev, boot, up_ms, utc_ms = header[CHAIN]
    return {
        "id": hashlib.sha256(message).hexdigest(),
        "kid": header[KEY_ID].hex(),
        "seq": seq,
        "prev": prev.hex(),
        "boot": boot.hex(),
        "up_ms": up_ms,
        "utc_ms": utc_ms,
        "records": list(resolve(cbor2.loads(payload))),
    }


def read(public_key, path):
    with open(path, "rb") as file:
        encoded = file.read()
    envelope = cbor2.loads(encoded)
    assert envelope.tag == 18, "not a COSE_Sign1"
    protected, unprotected, payload, signature = envelope.value
    assert unprotected == {}, "unprotected header"
    message = signing_input(protected, payload)
    # Raises InvalidSignature.
    ed25519.Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)

    header = cbor2.loads(protected)
    assert list(header) == [ALGORITHM, CRITICAL, CONTENT_TYPE, KEY_ID, TYPE, CHAIN], list(header)
    assert header[ALGORITHM] == ED25519 and header[CRITICAL] == [CHAIN]
    assert header[CONTENT_TYPE] == SENML_CBOR and header[TYPE] == BATCH
    assert header[KEY_ID] == thumbprint(public_key), "another key's id"
    assert header[CHAIN][0] == 1, "version"
    for part in [protected, payload, encoded]:
        assert cbor2.dumps(cbor2.loads(part), canonical=True) == part, "not deterministic"
    return described(header, message, payload)


def sign(key, chain, pack):
    """A signed batch, its id, and its description."""
    public_key = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    header = {
        ALGORITHM: ED25519,
        CRITICAL: [CHAIN],
        CONTENT_TYPE: SENML_CBOR,
        KEY_ID: thumbprint(public_key),
        TYPE: BATCH,
        CHAIN: chain,
    }
    protected, payload = cbor2.dumps(header), cbor2.dumps(pack)
    message = signing_input(protected, payload)
    encoded = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, key.sign(message)]))
    return encoded, hashlib.sha256(message).digest(), described(header, message, payload)


def make(seed, folder):
    key = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
    base_name = "urn:dev:mac:b827ebfffe3c9a01_"
    boot = bytes(range(16))
    first = [
        {
            BASE_VERSION: 10, BASE_NAME: base_name, BASE_TIME: 1767225600, BASE_UNIT: "Cel",
            NAME: "air_temperature", VALUE: Decimal("21.37"),
        },
        {NAME: "air_temperature", VALUE: Decimal("-0.125"), TIME: 1},
        {NAME: "air_humidity", UNIT: "%RH", VALUE: 47, TIME: Decimal("1.5")},
        {NAME: "air_pressure", UNIT: "Pa", VALUE: 101325.25, TIME: -2},
        {NAME: "door_open", VALUE: 0, UNIT: "/"},
        {NAME: "light_fault", TEXT: "no acknowledge, zu spät", TIME: Decimal("-0.001")},
        {NAME: "door_locked", BOOL: True},
        {NAME: "radio_frame", DATA: bytes(range(20)), "note": ["not known", {"to": "Rue"}]},
    ]
    second = [
        {BASE_NAME: base_name, NAME: "air_temperature", UNIT: "Cel", VALUE: 0, TIME: -60},
        {NAME: "air_temperature", UNIT: "Cel", VALUE: Decimal("1E-18")},
    ]
    encoded1, id1, description1 = sign(
        key, [1, 1, bytes([7]) * 32, boot, 60000, 1767225660000], first)
    encoded2, _, description2 = sign(key, [1, 2, id1, boot, 120000, None], second)
    for name, encoded in [("1.cose", encoded1), ("2.cose", encoded2)]:
        with open(f"{folder}/{name}", "wb") as file:
            file.write(encoded)
    return [description1, description2]


def main():
    direction, key, path = sys.argv[1:]
    action = {"read": read, "make": make}[direction]
    json.dump(action(bytes.fromhex(key), path), sys.stdout)


main()
