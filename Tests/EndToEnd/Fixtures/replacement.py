"""A device that takes another's place, and what the old one is answered then."""

from decimal import Decimal

from connection import COSE
from node import Node, Reading, check, problem, told
from protocol import Key, Link, head_request, nonce


def replacement(link, readings_path, invite):
    """`invite` makes another link; the first was made for the name "python"."""
    old = Node(link, readings_path)
    old.enrol()
    first = old.batch([Reading("air_temperature", Decimal("20.25"), "Cel")])
    old.deliver(first)
    new = Node(Link(invite("other")), readings_path)
    new.name = old.name
    held = new.connection.post("/v1/enrol", COSE, new.enrolment())
    check("a name that another key holds is 403 token", problem(held, 403, "token"), told(held))
    stranger = neighbour(old, new)
    taken(old, new, invite)
    revoked(old, first, held)
    again(new, stranger, invite)


def neighbour(old, new):
    """Two nodes' items in one body."""
    stranger = Node(new.link, old.readings_path)
    stranger.enrol()
    mine = old.batch([Reading("air_temperature", Decimal("20.5"), "Cel")])
    theirs = stranger.batch([Reading("air_temperature", Decimal("10.5"), "Cel")])
    receipt = old.receipt(old.post(mine, theirs), mine)
    check("an item of another node ends a body", receipt.status == 0 and stranger.is_served())
    old.move_on(receipt, mine)
    stranger.deliver(theirs)
    check("and is good by itself", True)
    return stranger


def taken(old, new, invite):
    new.link = Link(invite("python", "--replace"))
    elsewhere = new.connection.post("/v1/enrol", COSE, new.enrolment(name=Key().simulated_name()))
    check("a link for an existing node with another name is 403 token",
          problem(elsewhere, 403, "token"), told(elsewhere))
    check("the old device is served until the new one enrols", old.is_served())
    new.enrol()
    check("the new device's chain begins at its own grant", new.is_served())
    new.deliver(new.batch([Reading("node_repacked", "replaced"),
                           Reading("air_temperature", Decimal("20.75"), "Cel", age=5000)]))
    check("it delivers what the old one had not", True)


def revoked(old, first, held):
    for what, response in [
        ("a new batch", old.post(old.batch())),
        ("a replay", old.post(first)),
        ("a batch that is a fork too", old.post(old.batch(seq=1))),
        ("a head request", old.connection.post(
            "/v1/head", COSE, head_request(old.key, nonce(), old.grant.data).encode())),
    ]:
        check(f"{what} by the replaced device is 403 revoked", problem(response, 403, "revoked"),
              told(response))
    wrong = bytearray(old.batch().data)
    wrong[-1] ^= 1
    response = old.post_bytes(bytes(wrong))
    check("a bad signature is told before the revocation", problem(response, 401, "signature"),
          told(response))
    response = old.connection.post("/v1/enrol", COSE, old.enrolment())
    check("its enrolment is not repeated", problem(response, 403, "token"), told(response))
    check("  with the one body", response.body == held.body)


def again(new, stranger, invite):
    """The same key with a new token."""
    before, tip = new.grant, new.tip
    new.link = Link(invite("python", "--replace"))
    new.enrol()
    check("the same key with a new token gets a new grant", new.grant.id != before.id)
    check("  that is the later one", new.grant.utc_ms >= before.utc_ms)
    check("  and starts a new chain", new.is_served())
    astray = new.batch(seq=2, prev=tip)
    response = new.post(astray)
    check("the old chain does not go on", problem(response, 409, "gap"), told(response))
    new.deliver(new.batch([Reading("air_temperature", 21, "Cel")]))
    check("the new one does", True)
    check("the other node never noticed", stranger.is_served())
