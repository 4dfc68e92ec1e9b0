"""Whoever means ill, against a real server: hostile.py SCENARIO LINK READINGS PAGE-PORT PID COUNT

Scenarios: smuggling, slow, crowd, siege, hoard. All the while an honest node delivers, on the
connection that it began with. READINGS is the file to which it writes what was accepted; PID is the
server's, for its memory. COUNT is how many connections come. Prints a line for each check; ends with
status 1 at the first that fails.
Needs: pip install cbor2 cryptography
"""

import select
import socket
import ssl
import sys

from connection import SEQUENCE, TIMEOUT, context
from node import Node, Reading, check
from protocol import Link

HIDDEN = b"GET /v1/hidden HTTP/1.1\r\nHost: rue\r\n\r\n"
TLS_NODE, PLAIN_PAGE = "node port", "page port"


class Honest:
    """The node that must not notice."""

    def __init__(self, link, readings_path):
        self.node = Node(link, readings_path)
        self.node.enrol()
        self.first, self.delivered = self.node.connection, 0
        self.deliver()

    def deliver(self):
        self.node.deliver(self.node.batch([Reading("air_temperature", self.delivered, "Cel")]))
        self.delivered += 1

    def check(self, least):
        check(f"the honest node has delivered {self.delivered} batches, on one connection",
              self.delivered >= least and self.node.connection is self.first)


class Server:
    """Where the server is, and what it takes of the machine."""

    def __init__(self, link, page_port, process):
        self.ports = {TLS_NODE: (link.host, link.port), PLAIN_PAGE: ("127.0.0.1", page_port)}
        self.process = process

    def connect(self, door, source=None, shaking=True):
        plain = socket.create_connection(
            self.ports[door], timeout=TIMEOUT, source_address=source and (source, 0))
        if door == PLAIN_PAGE or not shaking:
            return plain
        return context().wrap_socket(plain)

    def memory(self, field="VmRSS"):
        """In KiB."""
        with open(f"/proc/{self.process}/status", encoding="ascii") as file:
            for line in file:
                if line.startswith(field + ":"):
                    return int(line.split()[1])
        raise KeyError(field)

    def check_memory(self, what, good, *details):
        """A sanitizer's library keeps what is freed, and shows itself by the terabytes that it
        reserves."""
        if self.memory("VmSize") < 1 << 30:
            check(what, good, *details)


def received(connection):
    """All that comes until the server closes; None when it does not close."""
    data = b""
    connection.settimeout(TIMEOUT)
    try:
        while part := connection.recv(65536):
            data += part
    except (ConnectionResetError, ssl.SSLEOFError):
        pass
    except TimeoutError:
        return None
    return data


def send(connection, data):
    """False when the server does not listen any more."""
    try:
        connection.sendall(data)
        return True
    except (BrokenPipeError, ConnectionResetError, ssl.SSLError, TimeoutError):
        return False


# Smuggling

def smuggling(server, honest, _):
    batches = f"POST /v1/batches HTTP/1.1\r\nHost: rue\r\nContent-Type: {SEQUENCE}\r\n"
    page = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    for door, start in ((TLS_NODE, batches), (PLAIN_PAGE, page)):
        for what, request, statuses in ambiguous(start):
            refused(server, door, what, request.encode("latin-1"), statuses)
            honest.deliver()
    honest.check(2 * len(ambiguous("")))


def refused(server, door, what, request, statuses):
    """One answer, and nothing to what was hidden behind it."""
    connection = server.connect(door)
    send(connection, request + HIDDEN)
    answer = received(connection)
    check(f"{door}, {what}: closed", answer is not None)
    head = answer.split(b"\r\n\r\n", 1)[0].lower()
    status = head.split(b" ")[1] if answer else b""
    check(f"{door}, {what}: {statuses}", status.decode() in statuses.split("/"), repr(answer[:200]))
    check("  once, and told that it is the last",
          answer.count(b"HTTP/1.1 ") == 1 and b"\r\nconnection: close" in head, repr(answer))
    connection.close()


def ambiguous(start):
    """Requests in which two programs could see different ends, names or hosts."""
    one, end = "Content-Length: 1", "\r\n\r\nx"
    length, coding = start + "Content-Length: ", start + one + "\r\nTransfer-Encoding:"
    chunked = "\r\n\r\n1\r\nx\r\n0\r\n\r\n"
    first, rest = start.split("\r\n", 1) if start else ("", "")
    host, target = rest.split("\r\n", 1)[0] if rest else "", first.split(" ")[1] if first else ""

    def line(changed):
        return start.replace(first, changed, 1)

    def other(changed):
        return start.replace(host, changed, 1)

    return [
        ("conflicting Content-Length", start + one + "\r\nContent-Length: 39" + end, "400"),
        ("the same Content-Length twice", start + one + "\r\n" + one + end, "400"),
        ("Content-Length twice in other letters", length + "1\r\ncontent-LENGTH: 0" + end, "400"),
        ("a list as Content-Length", length + "1, 1" + end, "400"),
        ("a Content-Length with a sign", length + "+1" + end, "400"),
        ("a hexadecimal Content-Length", length + "0x1" + end, "400"),
        ("a Content-Length with a leading zero", length + "01" + end, "400"),
        ("a Content-Length beyond 64 bits", length + "18446744073709551617" + end, "400"),
        ("an empty Content-Length", start + "Content-Length:" + end, "400"),
        ("Content-Length and chunks", coding + " chunked" + chunked, "400"),
        ("chunks and Content-Length",
         start + "Transfer-Encoding: chunked\r\n" + one + chunked, "400"),
        ("chunks", start + "Transfer-Encoding: chunked" + chunked, "400"),
        ("xchunked", coding + " xchunked" + end, "400"),
        ("chunked, identity", coding + " chunked, identity" + end, "400"),
        ("identity", coding + " identity" + end, "400"),
        ("an empty Transfer-Encoding", coding + end, "400"),
        ("Transfer-Encoding twice",
         start + "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked" + chunked, "400"),
        ("a space before Transfer-Encoding's colon",
         start + one + "\r\nTransfer-Encoding : chunked" + end, "400"),
        ("a tab before Content-Length's colon", start + "Content-Length\t: 1" + end, "400"),
        ("a vertical tab before chunked", coding + "\x0bchunked" + end, "400"),
        ("a folded Transfer-Encoding", coding + "\r\n chunked" + end, "400"),
        ("NUL in a value", start + "A: b\0c\r\n" + one + end, "400"),
        ("NUL in a name", start + "A\0: b\r\n" + one + end, "400"),
        ("a bare CR in a value", start + "A: b\rc\r\n" + one + end, "400"),
        ("a bare CR that hides a field", start + "A: b\r" + one + "\r\n" + one + end, "400"),
        ("a bare LF", (start + one + end).replace("\r\n", "\n"), "400"),
        ("a bare LF that hides a field", start + "A: b\nContent-Length: 39\r\n" + one + end, "400"),
        ("LF, CR, LF at the end", start + one + "\n\r\nx", "400"),
        ("a folded field", start + "A: b\r\n c\r\n" + one + end, "400"),
        ("a first field that is folded", line(first + "\r\n A: b") + one + end, "400"),
        ("a field without colon", start + "A\r\n" + one + end, "400"),
        ("a byte that is not ASCII", start + "A: \x80\r\n" + one + end, "400"),
        ("absolute form", line(first.replace(target, "http://rue" + target)) + one + end, "400"),
        ("authority form", line("CONNECT rue:443 HTTP/1.1") + one + end, "400"),
        ("asterisk form", line("OPTIONS * HTTP/1.1") + one + end, "400"),
        ("a target of two slashes",
         line(first.replace(target, "//rue" + target)) + one + end, "400"),
        ("a fragment in the target", line(first.replace(target, target + "#a")) + one + end, "400"),
        ("two spaces in the request line", line(first.replace(" ", "  ", 1)) + one + end, "400"),
        ("a tab in the request line", line(first.replace(" ", "\t", 1)) + one + end, "400"),
        ("an empty line before", "\r\n" + start + one + end, "400"),
        ("HTTP/1.0", line(first.replace("1.1", "1.0")) + one + end, "400"),
        ("two Hosts", start + "Host: rue\r\n" + one + end, "400"),
        ("no Host", other("A: b") + one + end, "400"),
        ("an empty Host", other("Host:") + one + end, "400"),
        ("a list as Host", other("Host: a, b") + one + end, "400"),
        ("a Host with a name before it", other("Host: a@b") + one + end, "400"),
        ("Expect", start + one + "\r\nExpect: 100-continue" + end, "400"),
        ("10 KiB of fields", start + "A: " + "b" * 10_240 + "\r\n" + one + end, "431"),
        ("10 KiB of target", line(first.replace(target, target + "a" * 10_240)) + one + end, "431"),
        ("100 fields", start + "A: b\r\n" * 100 + one + end, "431"),
        ("a body of a TiB", start + "Content-Length: 1099511627776\r\n\r\n", "413"),
    ]


# Slowness

class Drip:
    """A connection that gets a byte with each round."""

    def __init__(self, what, connection, data, answers):
        self.what, self.connection, self.data, self.answers = what, connection, data, answers
        self.sent, self.is_open = 0, True

    def drip(self):
        if not self.is_open:
            return
        if select.select([self.connection], [], [], 0)[0] or not send(
                self.connection, self.data[self.sent:self.sent + 1]):
            answer = received(self.connection)
            check(f"{self.what}, after {self.sent} bytes: closed", answer is not None)
            if self.answers:
                check("  with 408", answer.startswith(b"HTTP/1.1 408 "), repr(answer[:100]))
            self.is_open = False
        self.sent += 1


def slow(server, honest, count):
    """Each would go on for minutes; the server gives ten seconds."""
    header = b"GET /v1/head HTTP/1.1\r\nHost: rue\r\nA: " + b"b" * 600
    body = b"POST /v1/batches HTTP/1.1\r\nHost: rue\r\nContent-Type: application/cbor-seq\r\n" \
        b"Content-Length: 600\r\n\r\n"
    drips = []
    for _ in range(count):
        for door in (TLS_NODE, PLAIN_PAGE):
            drips.append(Drip(f"{door}, a header by the byte", server.connect(door), header, True))
        begun = server.connect(TLS_NODE)
        begun.sendall(body)
        drips.append(Drip("node port, a body by the byte", begun, b"a" * 600, True))
        used = server.connect(PLAIN_PAGE)
        used.sendall(b"GET /nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        used.recv(65536)
        drips.append(Drip("page port, a later header by the byte", used, header, True))
        # A record of a handshake that is 512 bytes long, and never whole.
        hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 600
        shaking = server.connect(TLS_NODE, shaking=False)
        drips.append(Drip("node port, a handshake by the byte", shaking, hello, False))
    rounds = 0
    while any(drip.is_open for drip in drips) and rounds < 120:
        for drip in drips:
            drip.drip()
        honest.deliver()
        rounds += 1
        select.select([], [], [], 1)
    check(f"{len(drips)} slow connections are closed before they are done",
          not any(drip.is_open for drip in drips))
    honest.check(rounds)


# Crowds

def crowd(server, honest, count):
    """Idle connections from one address, then from as many as are needed, on both ports."""
    one_address(server, honest)
    before = server.memory()
    peaks = [many_addresses(server, honest, count) for _ in range(2)]
    most = min(count, 4_096)
    print(f"figures: {count} connections twice, memory {before} KiB before, at most "
          f"{peaks[0]} KiB and then {peaks[1]} KiB")
    # What OpenSSL and we hold for one that is idle is 30 to 50 KiB.
    server.check_memory("memory is bounded by the connections that are let in",
                        peaks[0] - before < 16_384 + most * 80, f"{before} {peaks}")
    server.check_memory("and does not grow with those that come and go",
                        peaks[1] < peaks[0] * 1.2 + 8_192, f"{peaks}")


def is_open(connection):
    """Whether the server has not closed it. It has nothing to say to who asks nothing."""
    connection.setblocking(False)
    try:
        return connection.recv(65536) != b""
    except (BlockingIOError, ssl.SSLWantReadError):
        return True
    except (OSError, ssl.SSLError):
        return False


def one_address(server, honest):
    """The honest node's own address: what is closed is what has been idle for longest."""
    connections = []
    for number in range(300):
        connections.append(server.connect((TLS_NODE, PLAIN_PAGE)[number % 2]))
        if number % 50 == 49:
            honest.deliver()
    for connection in connections[-10:]:
        check("one of the last ten is open", is_open(connection))
    still = sum(is_open(connection) for connection in connections)
    check("of 300 of one address, no more are open than may be beside the honest node",
          200 < still <= 255, f"{still}")
    check("the first ten are closed", not any(is_open(each) for each in connections[:10]))
    honest.check(6)
    for connection in connections:
        connection.close()


def many_addresses(server, honest, count):
    """Every third of them has shaken hands, every third speaks to the page, every third says
    nothing at all; 200 of each address."""
    connections, peak = [], 0
    for number in range(count):
        door = PLAIN_PAGE if number % 3 == 0 else TLS_NODE
        source = f"127.0.{1 + number // 200}.1"
        try:
            connections.append(server.connect(door, source, shaking=number % 3 == 1))
        except (ConnectionResetError, ssl.SSLError, BrokenPipeError):
            continue  # turned away
        if number % 50 == 49:
            honest.deliver()
        if number % 500 == 499:
            peak = max(peak, server.memory())
    peak = max(peak, server.memory())
    still = sum(is_open(connection) for connection in connections)
    check(f"of {count} connections {still} are open, and no more than may be", still <= 4_095)
    check("those are not none", still >= min(count, 4_096) // 4, f"{still}")
    honest.check(count // 50)
    for connection in connections:
        connection.close()
    return peak


def siege(server, honest, count):
    """Requests that are begun and never done, on more connections than there may be, from a few
    addresses. None is idle; the honest node's own address has next to none."""
    connections = []
    for number in range(count):
        try:
            connections.append(server.connect(PLAIN_PAGE, f"127.0.{1 + number // 250}.1"))
            connections[-1].sendall(b"G")
        except ConnectionResetError:
            continue  # turned away
        if number % 100 == 99:
            honest.deliver()
    check(f"of {count} begun requests no more are taken than may be",
          sum(is_open(connection) for connection in connections) <= 4_096)
    honest.check(count // 100)
    for _ in range(3):
        honest.node.reconnect()
        honest.deliver()
        check("an honest node that connects anew is let in, and served", True)
    for connection in connections:
        connection.close()


def hoard(server, honest, count):
    """Bodies that are begun, and held: more than the server may hold of all together."""
    before = server.memory()
    body = (f"POST /v1/batches HTTP/1.1\r\nHost: rue\r\nContent-Type: {SEQUENCE}\r\n"
            "Content-Length: 262144\r\n\r\n").encode() + bytes(200_000)
    connections, peak = [], 0
    for number in range(count):
        connection = server.connect(TLS_NODE, f"127.0.{1 + number // 200}.1")
        send(connection, body)
        connections.append(connection)
        if number % 50 == 49:
            honest.deliver()
            peak = max(peak, server.memory())
    answers = [received(connection) for connection in connections]
    refusals = sum(answer is not None and answer.startswith(b"HTTP/1.1 429 ") for answer in answers)
    late = sum(answer is not None and answer.startswith(b"HTTP/1.1 408 ") for answer in answers)
    print(f"figures: {count} bodies of 200 kB begun, {refusals} refused with 429, {late} ended "
          f"with 408, memory {before} KiB before, at most {peak} KiB")
    check("every one is refused or runs out of time",
          all(answer is not None for answer in answers) and refusals + late > count * 9 // 10)
    # 64 MiB of bodies, and what their connections take; a buffer that grows is twice its content.
    server.check_memory("memory is bounded", peak - before < 192 * 1024, f"{before} {peak}")
    honest.check(count // 50)


def main():
    if len(sys.argv) != 7:
        sys.exit(__doc__)
    scenario, link, readings_path, page_port, process, count = sys.argv[1:]
    link = Link(link)
    server = Server(link, int(page_port), int(process))
    scenarios = {
        "smuggling": smuggling, "slow": slow, "crowd": crowd, "siege": siege, "hoard": hoard}
    scenarios[scenario](server, Honest(link, readings_path), int(count))
    print("all checks passed")


if __name__ == "__main__":
    main()
