#!/usr/bin/env python3
"""A node's network, for the demo: passes TCP connections on to the server, and now and then is down:
then it cuts all connections and refuses new ones.

Usage: relay.py --to PORT --port-file FILE --node NAME --after S --for S --every S
"""
import argparse
import asyncio
import os
import time


def span(seconds):
    return f"{seconds / 60:g} min" if seconds >= 60 else f"{seconds:g} s"


def tell(text):
    print(f"   {time.strftime('%H:%M:%S')}  {text}", flush=True)


class Relay:
    def __init__(self, options):
        self.options = options
        self.port = 0
        self.open = set()

    async def pump(self, reader, writer):
        try:
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    async def accept(self, reader, writer):
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.options.to)
        except OSError:
            return writer.close()
        ends = {writer, far_writer}
        self.open |= ends
        await asyncio.gather(self.pump(reader, far_writer), self.pump(far_reader, writer))
        self.open -= ends

    async def listen(self):
        server = await asyncio.start_server(self.accept, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def cut(self, server):
        server.close()
        for writer in list(self.open):
            writer.transport.abort()

    async def run(self):
        options = self.options
        server = await self.listen()
        with open(options.port_file + ".new", "w") as file:
            file.write(f"{self.port}\n")
        os.rename(options.port_file + ".new", options.port_file)
        await asyncio.sleep(options.after)
        while True:
            tell(f"{options.node}'s network is cut for {span(options.duration)}")
            await self.cut(server)
            await asyncio.sleep(options.duration)
            server = await self.listen()
            tell(f"{options.node}'s network is back: the node will try again within two minutes")
            await asyncio.sleep(options.every - options.duration)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--to", type=int, required=True)
    parser.add_argument("--port-file", required=True)
    parser.add_argument("--node", required=True)
    parser.add_argument("--after", type=float, required=True)
    parser.add_argument("--for", type=float, required=True, dest="duration")
    parser.add_argument("--every", type=float, required=True)
    asyncio.run(Relay(parser.parse_args()).run())


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
