"""A mail server on the loopback interface that keeps what it gets, or refuses it."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Self, cast


@dataclass
class Mail:
    receivers: list[str]
    message: EmailMessage


class MailServer:
    """`refuse`: the command (MAIL, RCPT or DATA) that is answered with a temporary failure."""

    def __init__(self, refuse: str = "") -> None:
        self.mails: list[Mail] = []
        outer = self

        class Session(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                receivers: list[str] = []
                self.say("220 ready")
                while line := self.rfile.readline().decode().strip():
                    command = line.split()[0].upper()
                    if command == refuse:
                        self.say("451 not now")
                    elif command == "QUIT":
                        self.say("221 bye")
                        return
                    elif command == "DATA":
                        self.say("354 go on")
                        body = b""
                        while (row := self.rfile.readline()) not in (b".\r\n", b""):
                            body += row.removeprefix(b".") if row.startswith(b"..") else row
                        message = email.message_from_bytes(body, policy=email.policy.default)
                        outer.mails.append(Mail(receivers, cast("EmailMessage", message)))
                        self.say("250 kept")
                    else:
                        if command == "RCPT":
                            receivers.append(line.partition("<")[2].partition(">")[0])
                        self.say("250 ok")

            def say(self, line: str) -> None:
                self.wfile.write(f"{line}\r\n".encode())

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
