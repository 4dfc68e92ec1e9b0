"""Polls for commands and pins: what is held, what ends it, and what a witness is for."""

import cbor2

from connection import COSE, SEQUENCE, Connection
from node import Node, check, problem, told
from protocol import Key, Pins, poll_message


def polls(link, readings_path):
    node = Node(link, readings_path)
    node.enrol()
    pins = newest(node)
    held(node, pins)
    refused(node)
    witness(node, pins)
    check("after all this the node is served", node.is_served())


def ask(node, pins=0, log=(bytes(16), 0, bytes(32)), key=None):
    message = poll_message(key or node.key, node.clock, pins, log)
    return node.connection.post("/v1/commands", COSE, message.encode())


def newest(node):
    response = ask(node)
    check("a poll with older pins is answered at once",
          response.status == 200 and response.media_type == SEQUENCE, told(response))
    pins = Pins(response.body, node.grant)
    check("  with the pins, signed, for this node", pins.kid == node.key.kid)
    check("  which are the link's", pins.pins == node.link.pins)
    again = Pins(ask(node, pins.number - 1).body, node.grant)
    check("the same number again", again.number == pins.number)
    return pins


def held(node, pins):
    first, second = Connection(node.link), Connection(node.link)
    waiting = poll_message(node.key, node.clock, pins.number).encode()
    for connection in (first, second):
        connection.send_post("/v1/commands", COSE, waiting)
        check("a poll with the newest pins is held", not connection.has_answered(within=1))
        check("  and the node is served meanwhile", node.is_served())
    response = first.response()
    check("the new poll ended the older one, with nothing",
          response.status == 200 and response.body == b"" and response.media_type == SEQUENCE,
          told(response))
    check("and is held itself", not second.has_answered(within=0.2))
    second.close()
    first.close()


def refused(node):
    unknown = ask(node, key=Key())
    flipped = bytearray(poll_message(node.key, node.clock).encode())
    flipped[-1] ^= 1
    wrong = node.connection.post("/v1/commands", COSE, bytes(flipped))
    check("a poll by an unknown key is 401", problem(unknown, 401, "signature"), told(unknown))
    check("a flipped bit is 401", problem(wrong, 401, "signature"), told(wrong))
    check("both with the same body", unknown.body == wrong.body)
    for what, body in [
        ("that is no message", b"\x01"),
        ("that is a batch", node.batch().data),
        ("whose payload is no CBOR", node.key.sign("poll", b"\xff").encode()),
        ("whose payload is short", node.key.sign("poll", cbor2.dumps([1, 0])).encode()),
    ]:
        response = node.connection.post("/v1/commands", COSE, body)
        check(f"a poll {what} is 400", problem(response, 400, "malformed"), told(response))
    message = poll_message(node.key, node.clock).encode()
    response = node.connection.post("/v1/commands", SEQUENCE, message)
    check("a poll as a sequence is 415", problem(response, 415, "media-type"), told(response))


def witness(node, pins):
    """Whether the server began a new log shows in the next receipt."""
    def log_of_next():
        batch = node.batch()
        receipt = node.receipt(node.deliver(batch), batch)
        return receipt.log_id, receipt.log_size, receipt.log_head

    log = log_of_next()
    log_id, size, head = log
    for what, seen in [
        ("what the receipt said", log),
        ("another log's id", (bytes(15) + b"\1", size + 100, head)),
        ("zeros", (bytes(16), 0, bytes(32))),
        ("the log's beginning", (log_id, 0, node.grant.server)),
    ]:
        ask(node, pins.number - 1, seen)
        check(f"{what} is good", log_of_next()[0] == log_id)
    ask(node, pins.number - 1, (log_id, size, bytes(32)))
    changed = log_of_next()
    check("another head begins a new log", changed[0] != log_id)
    ask(node, pins.number - 1, (log_id, size, bytes(32)))
    check("  once", log_of_next()[0] == changed[0])
    ask(node, pins.number - 1, (changed[0], changed[1] + 100, bytes(32)))
    check("a size that it never had begins a new log", log_of_next()[0] not in (changed[0], log_id))
