"""A mail server on loopback that does not behave.

    rough_mail.py LOG --cert CERT --key KEY (crawl | inject)

Prints its port. Each line that it is told is a line of JSON in LOG. `crawl` greets with a byte each second. `inject` sends,
with its answer to STARTTLS and not encrypted, the answers to what is asked afterwards.
"""
import argparse
import json
import socket
import ssl
import sys
import threading
import time


def crawl(connection):
    for byte in b"220 a server that takes its time, and then some more of it\r\n":
        connection.send(bytes([byte]))
        time.sleep(1)


def inject(connection, log, context):
    connection.send(b"220 ready\r\n")
    secured = False
    while line := connection.recv(4096):
        log.write(json.dumps({"line": line.decode("latin-1"), "tls": secured}) + "\n")
        if line.startswith(b"EHLO"):
            connection.send(b"250-here\r\n250 STARTTLS\r\n" if not secured else b"250 here\r\n")
        elif line.startswith(b"STARTTLS"):
            connection.send(b"220 go ahead\r\n250-here\r\n250 AUTH PLAIN\r\n235 in\r\n250 OK\r\n250 OK\r\n354 go\r\n250 OK\r\n")
            connection = context.wrap_socket(connection, server_side=True)
            secured = True
        else:
            connection.send(b"354 go\r\n" if line.startswith(b"DATA") else b"250 OK\r\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("log")
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("manner")
    asked = parser.parse_args()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(asked.cert, asked.key)
    log = open(asked.log, "a", buffering=1)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            connection, _ = listener.accept()
            try:
                if asked.manner == "crawl":
                    crawl(connection)
                else:
                    inject(connection, log, context)
            except OSError:
                pass

    threading.Thread(target=serve, daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    sys.stdin.read()


main()
