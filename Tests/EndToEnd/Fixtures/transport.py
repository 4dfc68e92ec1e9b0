"""What is refused before a message is read, while an honest node is served all the while."""

import socket
import ssl

from connection import PROBLEM, SEQUENCE, Connection, context
from node import Node, Reading, check, problem, told

START = "POST /v1/batches HTTP/1.1\r\nHost: rue\r\n"
BAD = (400, "malformed")
TYPE = f"Content-Type: {SEQUENCE}\r\n"


def transport(link, readings_path):
    honest = Node(link, readings_path)
    honest.enrol()
    versions(link)
    check("the honest node is served", honest.is_served())
    requests(link, honest)
    endless(link, honest)
    silent(link, honest)
    honest.deliver(honest.batch([Reading("air_temperature", 20, "Cel")]))
    check("the honest node delivers, on the connection of the beginning", True)


def versions(link):
    plain = socket.create_connection((link.host, link.port), timeout=20)
    try:
        context(ssl.TLSVersion.TLSv1_2).wrap_socket(plain)
        check("TLS 1.2 is refused", False)
    except (ssl.SSLError, ConnectionResetError):
        check("TLS 1.2 is refused", True)
    plain = socket.create_connection((link.host, link.port), timeout=20)
    plain.sendall((START + TYPE + "Content-Length: 0\r\n\r\n").encode())
    answer = b""
    try:
        while data := plain.recv(4096):
            answer += data
    except ConnectionResetError:
        pass
    check("plain HTTP is refused", b"HTTP" not in answer, repr(answer))


def requests(link, honest):
    head, end = START + TYPE, "\r\n\r\nx"
    one = "Content-Length: 1"
    for what, request, status, code in [
        ("conflicting Content-Length", head + one + "\r\nContent-Length: 2" + end, *BAD),
        ("the same Content-Length twice", head + one + "\r\n" + one + end, *BAD),
        ("a list as Content-Length", head + "Content-Length: 1, 1" + end, *BAD),
        ("a Content-Length with a sign", head + "Content-Length: +1" + end, *BAD),
        ("a negative Content-Length", head + "Content-Length: -1" + end, *BAD),
        ("Content-Length and chunks",
         head + one + "\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", *BAD),
        ("chunks", head + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", *BAD),
        ("xchunked", head + one + "\r\nTransfer-Encoding: xchunked" + end, *BAD),
        ("NUL in a header", head + "A: b\0c\r\n" + one + end, *BAD),
        ("a bare CR in a header", head + "A: b\rc\r\n" + one + end, *BAD),
        ("a bare LF", (head + one + end).replace("\r\n", "\n"), *BAD),
        ("one bare LF", head + "A: b\n" + one + end, *BAD),
        ("a folded header", head + "A: b\r\n c\r\n" + one + end, *BAD),
        ("a space before the colon", head + "A : b\r\n" + one + end, *BAD),
        ("a header without name", head + ": b\r\n" + one + end, *BAD),
        ("no length", head + "\r\n", 411, "length"),
        ("Expect", head + one + "\r\nExpect: 100-continue" + end, *BAD),
        ("HTTP/1.0", (head + one + end).replace("1.1", "1.0", 1), *BAD),
        ("HTTP/2.0", (head + one + end).replace("1.1", "2.0", 1), *BAD),
        ("no Host", "POST /v1/batches HTTP/1.1\r\n" + TYPE + one + end, *BAD),
        ("two Hosts", head + "Host: rue\r\n" + one + end, *BAD),
        ("a request line of two words", "POST /v1/batches\r\n" + TYPE + one + end, *BAD),
        ("PRI of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", *BAD),
        ("a length of 18 digits", head + "Content-Length: " + "9" * 18 + end, 413, "too-large"),
    ]:
        refused(what, link, honest, request.encode("latin-1"), status, code)


def refused(what, link, honest, request, status, code):
    connection = Connection(link)
    connection.send(request)
    check(f"{what}: the honest node is served meanwhile", honest.is_served())
    response = connection.response()
    check(f"{what} is {status}", problem(response, status, code), told(response))
    check("  and the connection is closed", connection.is_closed())
    connection.close()


def endless(link, honest):
    connection = Connection(link)
    connection.send(START.encode())
    for number in range(1000):
        connection.send(f"A{number}: {'b' * 1000}\r\n".encode())
        # Above the limit the server is given time: a busy machine answers late.
        if connection.has_answered(within=0.5 if number > 8 else 0):
            break
    check("endless headers end early", number < 100, f"after {number} lines")
    check("the honest node is served meanwhile", honest.is_served())
    response = connection.response()
    check("endless headers are 431", problem(response, 431, "headers"), told(response))
    check("  and the connection is closed", connection.is_closed())
    long = b"POST /" + b"a" * 10_000 + b" HTTP/1.1\r\n"
    connection = Connection(link)
    connection.send(long)
    response = connection.response()
    check("a long request line is refused",
          response.status in (400, 431) and response.media_type == PROBLEM, told(response))


def silent(link, honest):
    plain = [socket.create_connection((link.host, link.port), timeout=20) for _ in range(25)]
    shaken = [Connection(link) for _ in range(25)]
    for connection in shaken[:12]:
        connection.send(START.encode())
    check("an honest node is served beside 50 silent connections", honest.is_served())
    fresh = Connection(link)
    fresh.close()
    check("and so is a new connection", True)
    for connection in [*plain, *shaken]:
        connection.close()
