"""HTTP/1.1 over TLS 1.3 with pinned keys, as little of it as Protocol.md asks for."""

import socket
import ssl

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from protocol import Refused, require, sha256

COSE = 'application/cose; cose-type="cose-sign1"'
SEQUENCE = "application/cbor-seq"
PROBLEM = "application/concise-problem-details+cbor"
TIMEOUT = 20


def context(version=ssl.TLSVersion.TLSv1_3):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE  # neither names nor dates: the pin decides
    made.minimum_version = made.maximum_version = version
    return made


class Response:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def media_type(self):
        return self.headers.get("content-type")


class Connection:
    """One connection, checked against the pins before anything is sent."""

    def __init__(self, link):
        self.host = f"{link.host}:{link.port}"
        plain = socket.create_connection((link.host, link.port), timeout=TIMEOUT)
        self.socket = context().wrap_socket(plain)
        require(self.socket.version() == "TLSv1.3", "not TLS 1.3")
        certificate = x509.load_der_x509_certificate(self.socket.getpeercert(binary_form=True))
        self.pin = sha256(certificate.public_key().public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
        require(self.pin in link.pins, "the server's key is not the link's")
        self.buffer = b""

    def close(self):
        self.socket.close()

    def post(self, path, media_type, body, extra=(), method="POST"):
        self.send_post(path, media_type, body, extra, method)
        return self.response()

    def send_post(self, path, media_type, body, extra=(), method="POST"):
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}", f"Content-Type: {media_type}",
                 f"Content-Length: {len(body)}", *extra, "", ""]
        self.send("\r\n".join(lines).encode() + body)

    def send(self, data):
        """Sends, but stops as soon as the server answers or closes: it may refuse early."""
        for start in range(0, len(data), 8192):
            if start > 0 and self.has_answered():
                return
            try:
                self.socket.sendall(data[start:start + 8192])
            except (BrokenPipeError, ConnectionResetError, ssl.SSLEOFError):
                return

    def has_answered(self, within=0):
        self.socket.settimeout(within)
        try:
            data = self.socket.recv(65536)
            self.buffer += data
            return True
        except (ssl.SSLWantReadError, BlockingIOError, TimeoutError):
            return False
        finally:
            self.socket.settimeout(TIMEOUT)

    def more(self):
        data = self.socket.recv(65536)
        require(data, "the server closed the connection without an answer")
        self.buffer += data

    def response(self):
        while b"\r\n\r\n" not in self.buffer:
            self.more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        first, *lines = head.decode("ascii").split("\r\n")
        version, status, *_ = first.split(" ", 2)
        require(version == "HTTP/1.1", f"status line {first}")
        headers = {}
        for line in lines:
            name, value = line.split(":", 1)
            require(name.lower() not in headers, f"header {name} twice")
            headers[name.lower()] = value.strip()
        require("transfer-encoding" not in headers, "a reply in chunks")
        length = int(headers["content-length"])
        while len(self.buffer) < length:
            self.more()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return Response(int(status), headers, body)

    def is_closed(self):
        """Waits for the server to close; False when it sends anything else or keeps it open."""
        self.socket.settimeout(5)
        try:
            return self.buffer == b"" and self.socket.recv(1) == b""
        except (ConnectionResetError, ssl.SSLEOFError):
            return True
        except TimeoutError:
            return False


__all__ = ["COSE", "PROBLEM", "SEQUENCE", "Connection", "Refused", "Response", "context"]
