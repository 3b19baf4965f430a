"""A real HTTPS server on loopback, which behaves as the path says.

    web.py LOG --cert CERT --key KEY

Prints its port. Each request is a line of JSON in LOG. Paths: `/status/N`, `/wait` (429 with Retry-After: 700),
`/flaky` (503 the first time), `/redirect` (302 to /status/200), `/reset` (the connection is reset), `/slow` (no answer
for 20 seconds), `/endless` (200, and a body that does not end).
"""
import argparse
import base64
import json
import os
import socket
import ssl
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

seen = set()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def finish(self):
        try:
            super().finish()
        except (OSError, ValueError):
            pass

    def answer(self, status, headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.server.log.write(json.dumps({
            "path": self.path, "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": base64.b64encode(body).decode()}) + "\n")
        if self.path == "/wait":
            self.answer(429, [("Retry-After", "700")])
        elif self.path == "/flaky":
            again = self.path in seen
            seen.add(self.path)
            self.answer(200 if again else 503)
        elif self.path == "/redirect":
            self.answer(302, [("Location", "/status/200")])
        elif self.path == "/reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            os.close(self.connection.detach())
            self.close_connection = True
        elif self.path == "/slow":
            time.sleep(20)
        elif self.path == "/endless":
            self.send_response(200)
            self.end_headers()
            try:
                while True:
                    self.wfile.write(b"x" * 65536)
            except OSError:
                pass
        else:
            self.answer(int(self.path.rsplit("/", 1)[1]))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("log")
    parser.add_argument("--cert")
    parser.add_argument("--key")
    asked = parser.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.log = open(asked.log, "a", buffering=1)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(asked.cert, asked.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()


main()
