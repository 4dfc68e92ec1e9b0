"""An independent Rue node: python3 node.py SCENARIO LINK [READINGS [COMMAND...]]

Scenarios: path, answers, transport, polls, replacement. Prints a line for each check; ends with status 1
at the first that fails. READINGS is a file to which every reading that the server has accepted is
appended, as a JSON object a line. COMMAND prints another link, called with a node's name and maybe
--replace: only replacement needs it, and the name "python" for its first link.
Needs: pip install cbor2 cryptography
"""

import base64
import json
import subprocess
import sys
from datetime import datetime, timezone
from decimal import Decimal

import cbor2

from connection import COSE, PROBLEM, SEQUENCE, Connection
from protocol import (
    Clock, Grant, Head, Key, Link, Problem, Receipt, enrol_message, head_request, nonce, number,
    require, seconds, sha256,
)


def check(what, condition, detail=""):
    print(("ok    " if condition else "FAILED ") + what + (f": {detail}" if not condition else ""),
          flush=True)
    if not condition:
        sys.exit(1)


class Reading:
    """One value of one sensor; `age` is how many milliseconds before its batch it was taken."""

    def __init__(self, name, value, unit=None, age=0):
        self.name, self.value, self.unit, self.age = name, value, unit, age

    def record(self):
        record = {0: self.name}
        if self.unit:
            record[1] = self.unit
        if isinstance(self.value, bool):
            record[4] = self.value
        elif isinstance(self.value, str):
            record[3] = self.value
        elif isinstance(self.value, bytes):
            record[8] = self.value
        elif isinstance(self.value, Decimal):
            sign, digits, exponent = self.value.as_tuple()
            mantissa = int("".join(map(str, digits)))
            record[2] = number(-mantissa if sign else mantissa, exponent)
        else:
            record[2] = self.value
        if self.age:
            record[6] = seconds(-self.age)
        return record

    def line(self, utc_ms):
        """As JSON, the number exactly as it was signed."""
        value = self.value
        if isinstance(value, bytes):
            value = base64.urlsafe_b64encode(value).rstrip(b"=").decode()
        value = format(value, "f") if isinstance(value, Decimal) else json.dumps(value)
        time = datetime.fromtimestamp(utc_ms // 1000, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
        sensor, quantity = self.name.rsplit("_", 1)
        names = json.dumps({"sensor": sensor, "quantity": quantity, "unit": self.unit,
                            "time": f"{time}.{utc_ms % 1000:03}Z"})
        return names[:-1] + f', "value": {value}}}'


class Batch:
    """A signed batch and what it says."""

    def __init__(self, message, chain, readings):
        self.message, self.readings = message, readings
        _, self.seq, self.prev, self.boot, self.up_ms, self.utc_ms = chain
        self.id, self.data = message.id, message.encode()


class Node:
    """Enrols, signs, sends and checks what it is answered."""

    def __init__(self, link, readings_path=None):
        self.link, self.key, self.clock = link, Key(), Clock()
        self.name = self.key.simulated_name()
        self.connection = Connection(link)
        self.grant, self.log, self.unwritten = None, None, []
        self.readings_path = readings_path

    # Enrolment

    def enrolment(self, key=None, name=None, link=None):
        return enrol_message(
            key or self.key, link or self.link, self.connection.pin, name or self.name).encode()

    def enrol(self):
        response = self.connection.post("/v1/enrol", COSE, self.enrolment())
        require(response.status == 200, f"enrolment: {response.status} {response.body!r}")
        require(response.media_type == COSE, f"media type {response.media_type}")
        self.grant = Grant(response.body, self.key, self.name, self.link)
        self.seq, self.tip = 0, self.grant.id
        return response

    # Batches

    def pack(self, readings, utc_ms):
        records = [reading.record() for reading in readings]
        records[0] = {-2: self.name, **records[0]}
        if utc_ms is not None:
            records[0][-3] = seconds(utc_ms)
        return cbor2.dumps(records)

    def batch(self, readings=(), payload=None, after=None, has_time=True, **changed):
        """The batch that comes next, or next after one that was not sent; `changed` has parts of
        its chain that shall be wrong."""
        up_ms, utc_ms = self.clock.up_ms(), self.clock.utc_ms() if has_time else None
        seq, prev = (after.seq, after.id) if after else (self.seq, self.tip)
        parts = {"ver": 1, "seq": seq + 1, "prev": prev, "boot": self.clock.boot, "up_ms": up_ms,
                 "utc_ms": utc_ms, **changed}
        readings = list(readings) or [Reading("air_temperature", 21, "Cel")]
        if payload is None:
            payload = self.pack(readings, utc_ms)
        if callable(payload):
            payload = payload(utc_ms and seconds(utc_ms))
        chain = list(parts.values())
        return Batch(self.key.sign("batch", payload, chain), chain, readings)

    def post(self, *batches):
        return self.post_bytes(b"".join(batch.data for batch in batches))

    def post_bytes(self, body, media_type=SEQUENCE, extra=()):
        return self.connection.post("/v1/batches", media_type, body, extra)

    def receipt(self, response, last):
        """Verifies a receipt against the batch that it should be for."""
        require(response.status == 200, f"status {response.status}: {response.body!r}")
        require(response.media_type == COSE, f"media type {response.media_type}")
        receipt = Receipt(response.body, self.grant)
        require(receipt.kid == self.key.kid, "a receipt for another node")
        require((receipt.seq, receipt.id) == (last.seq, last.id), "a receipt for another item")
        return receipt

    def deliver(self, *batches):
        """Sends batches that the server should accept, and moves on."""
        response = self.post(*batches)
        receipt = self.receipt(response, batches[-1])
        require(receipt.status == 0, "quarantined")
        self.move_on(receipt, *batches)
        return response

    def move_on(self, receipt, *batches):
        """After a receipt for the last of these, each of which was new to the server."""
        self.follow_log(receipt, batches)
        self.seq, self.tip = batches[-1].seq, batches[-1].id
        if receipt.status == 0:
            for batch in batches:
                self.write(batch)

    def follow_log(self, receipt, batches):
        """Head n = SHA-256(head n−1 ‖ id); only this node sends while a scenario runs."""
        if self.log is not None:
            size, head = self.log
            for batch in batches:
                size, head = size + 1, sha256(head + batch.id)
            require((receipt.log_size, receipt.log_head) == (size, head), "the log is another")
        self.log = (receipt.log_size, receipt.log_head)

    def write(self, batch):
        """Writes down what was accepted; batches without a clock wait for the first with one."""
        self.unwritten.append(batch)
        if batch.utc_ms is None or self.readings_path is None:
            return
        with open(self.readings_path, "a", encoding="utf-8") as file:
            for accepted in self.unwritten:
                utc_ms = accepted.utc_ms or batch.utc_ms - (batch.up_ms - accepted.up_ms)
                for reading in accepted.readings:
                    print(reading.line(utc_ms - reading.age), file=file)
        self.unwritten = []

    # Heads

    def ask_head(self, grant=None):
        fresh = nonce()
        request = head_request(self.key, fresh, grant).encode()
        response = self.connection.post("/v1/head", COSE, request)
        require(response.status == 200, f"head request: {response.status} {response.body!r}")
        require(response.media_type == COSE, f"media type {response.media_type}")
        head = Head(response.body, self.grant)
        require(head.nonce == fresh, "a head for another nonce")
        require(head.kid == self.key.kid, "a head for another node")
        return head

    def reconnect(self):
        self.connection.close()
        self.connection = Connection(self.link)

    def is_served(self):
        head = self.ask_head()
        return (head.seq, head.id) == (self.seq, self.tip)


def problem(response, status, code):
    """Whether an answer is this problem, in its form."""
    if response.status != status or response.media_type != PROBLEM:
        return False
    return Problem(response.body).code == code


def told(response):
    """An answer for the line of a check that failed."""
    body = response.body
    try:
        body = cbor2.loads(body)
    except (cbor2.CBORDecodeError, EOFError):
        pass
    return f"{response.status} {response.media_type} {body!r}"


def path(link, readings_path):
    node = Node(link, readings_path)
    check("the server's key is the link's live pin", node.connection.pin == link.live)
    node.enrol()
    check("the grant verifies", True)
    check("a new chain's head is the grant", node.is_served())

    pressure = Reading("air_pressure", Decimal("101325.001"), "Pa")
    first = node.batch([Reading("air_temperature", Decimal("-0.125"), "Cel", age=1500),
                        Reading("air_humidity", 47, "%RH")], has_time=False)
    node.deliver(first)
    if node.log[0] == 1:
        check("the log begins at the server's id",
              node.log[1] == sha256(node.grant.server + first.id))
    check("a batch without a clock: receipt verified", True)
    second = node.batch([Reading("air_temperature", Decimal("21.37"), "Cel", age=60_001),
                         Reading("air_temperature", Decimal("21.4"), "Cel"), pressure,
                         Reading("air_fault", "no acknowledge, zu spät")])
    third = node.batch([Reading("door_open", False), Reading("air_temperature", 22, "Cel"),
                        Reading("radio_frame", b"\x00\x01\xfe\xff", age=3),
                        Reading("light_level", 1.5e-7, "lx")], after=second)
    node.deliver(second, third)
    check("two batches in one body: one receipt verified, the log follows", True)
    fourth = node.batch([Reading("air_temperature", Decimal("-40.005"), "Cel")])
    node.deliver(fourth)
    check("one more: receipt verified", True)
    check("head request: the head is the last batch", node.is_served())
    head = node.ask_head()
    check("its time is the server's", abs(head.utc_ms - node.clock.utc_ms()) < 60_000)
    node.reconnect()
    check("head request with the grant, on a new connection",
          node.ask_head(node.grant.data).id == fourth.id)


def main():
    # Here, because these modules take the node from this one.
    from answers import answers
    from polls import polls
    from replacement import replacement
    from transport import transport

    if len(sys.argv) < 3:
        sys.exit(__doc__)
    scenario, link, readings_path, *command = [*sys.argv[1:], None][:max(3, len(sys.argv) - 1)]

    def invite(*words):
        made = subprocess.run([*command, *words], check=True, capture_output=True, text=True)
        return made.stdout.splitlines()[0]

    scenarios = {"path": path, "answers": answers, "transport": transport, "polls": polls,
                 "replacement": lambda *first: replacement(*first, invite)}
    scenarios[scenario](Link(link), readings_path)
    print("all checks passed")


if __name__ == "__main__":
    sys.modules["node"] = sys.modules["__main__"]
    main()
