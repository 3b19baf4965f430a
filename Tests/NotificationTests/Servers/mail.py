"""A real mail server on loopback, which behaves as the recipient's name says.

    mail.py LOG [--cert CERT --key KEY] [--implicit] [--auth USER:PASSWORD] [--no-starttls]

Prints its port. Each message that arrives is a line of JSON in LOG. Recipients: `defer…@` gets 451 the first time,
`reject…@` 550, `drop…@` no answer after the message the first time, `slow…@` an answer after 0.3 seconds.
"""
import argparse
import asyncio
import base64
import json
import socket
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

seen = set()


def first(address):
    known = address in seen
    seen.add(address)
    return not known


class Handler:
    def __init__(self, log):
        self.log = open(log, "a", buffering=1)

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name.startswith("reject"):
            return "550 5.1.1 no such user"
        if name.startswith("defer") and first(address):
            return "451 4.3.0 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = envelope.rcpt_tos[0].split("@")[0]
        if name.startswith("slow"):
            await asyncio.sleep(0.3)
        self.log.write(json.dumps({
            "from": envelope.mail_from, "to": envelope.rcpt_tos,
            "tls": session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None,
            "user": session.auth_data.login.decode() if session.auth_data else None,
            "data": base64.b64encode(envelope.original_content or envelope.content).decode()}) + "\n")
        if name.startswith("drop") and first(envelope.rcpt_tos[0]):
            server.transport.abort()
            return "451 gone"
        return "250 OK"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("log")
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--implicit", action="store_true")
    parser.add_argument("--no-starttls", action="store_true")
    parser.add_argument("--auth")
    asked = parser.parse_args()
    context = None
    if asked.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(asked.cert, asked.key)
    more = {}
    if asked.auth:
        user, password = asked.auth.split(":")

        def check(server, session, envelope, mechanism, data):
            right = isinstance(data, LoginPassword) and (data.login.decode(), data.password.decode()) == (user, password)
            return AuthResult(success=right, handled=right, auth_data=data)

        more = {"authenticator": check, "auth_required": True, "auth_require_tls": not asked.implicit}
    if asked.implicit:
        more["ssl_context"] = context
    elif context and not asked.no_starttls:
        more.update(tls_context=context, require_starttls=True)
    controller = Controller(
        Handler(asked.log), hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=False, server_hostname="localhost",
        ready_timeout=30, **more)
    controller.start()
    print(controller.port, flush=True)
    sys.stdin.read()
    controller.stop()


main()
