"""A ProxyCommand for ssh whose connection breaks off: after so many bytes to the server, or as soon as a
file exists. Usage: cut.py PORT bytes COUNT | cut.py PORT file PATH"""
import os
import select
import socket
import sys

port, kind, value = int(sys.argv[1]), sys.argv[2], sys.argv[3]
server = socket.create_connection(("127.0.0.1", port))
sent = 0
while not (kind == "file" and os.path.exists(value)):
    ready, _, _ = select.select([0, server], [], [], 0.002)
    if 0 in ready:
        content = os.read(0, 16384)
        if not content:
            break
        if kind == "bytes" and sent + len(content) > int(value):
            server.sendall(content[:int(value) - sent])
            break
        server.sendall(content)
        sent += len(content)
    if server in ready:
        content = server.recv(16384)
        if not content:
            break
        os.write(1, content)
