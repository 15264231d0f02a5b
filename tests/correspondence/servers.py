"""Mail servers on this machine that follow a script."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.ports import free_port

Hook = Callable[[str], str | None]


class _Scripted(SMTP):
    """Asks the script for the answer at each step; "close" closes the connection, any other text is
    sent.
    """

    hook: Hook

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        if self.hook("connect") == "close":
            transport.abort()

    async def smtp_EHLO(self, hostname: str) -> None:
        if not await self._done("ehlo"):
            await super().smtp_EHLO(hostname)

    async def smtp_MAIL(self, arg: str) -> None:
        if not await self._done("mail"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str) -> None:
        if not await self._done("rcpt"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:
        if not await self._done("data"):
            await super().smtp_DATA(arg)

    async def _done(self, step: str) -> bool:
        said = self.hook(step)
        if said == "close":
            _cut(self.transport)
        elif said == "slow":
            await asyncio.sleep(3600)  # longer than anybody waits
        elif said:
            await self.push(said)
        return bool(said)


def _cut(transport: asyncio.BaseTransport | None) -> None:
    assert isinstance(transport, asyncio.WriteTransport)
    transport.abort()


def _bytes(content: bytes | str | None) -> bytes:
    assert not isinstance(content, str)  # aiosmtpd decodes only when it is asked to
    return content or b""


class _Keeper:
    def __init__(self, server: Server) -> None:
        self.server = server

    async def handle_DATA(self, protocol: SMTP, session: Session, envelope: Envelope) -> str:
        said = self.server.hook("text")
        if said == "close":
            _cut(protocol.transport)
            return "250 never seen"
        if said:
            return said
        self.server.kept.append((envelope.rcpt_tos[0], _bytes(envelope.content)))
        if self.server.hook("kept") == "close":
            _cut(protocol.transport)
        asyncio.get_running_loop().call_later(0.005, lambda: self.server.hook("after"))
        return "250 2.0.0 kept for delivery"


class Server:
    """A running server: what it kept, as (recipient, message), and the script it follows."""

    def __init__(self) -> None:
        self.kept: list[tuple[str, bytes]] = []
        self.hook: Hook = lambda _step: None
        self.port = free_port()

    def say(self, step: str) -> str | None:
        """What the script of this moment answers: a test may change it while the server runs."""
        return self.hook(step)


@contextmanager
def smtp_server(**options: Any) -> Iterator[Server]:
    """A scripted SMTP server for the length of the block."""
    server = Server()
    lines: list[_Scripted] = []

    class Runner(Controller):
        def factory(self) -> SMTP:
            line = _Scripted(self.handler, hostname="mail.example", **options)
            line.hook = server.say
            lines.append(line)
            return line

    async def hang_up() -> None:
        """Closes what a client has left open, which the controller does not."""
        for line in lines:
            if isinstance(line.transport, asyncio.WriteTransport):
                line.transport.abort()
        await asyncio.sleep(0.01)

    runner = Runner(_Keeper(server), hostname="127.0.0.1", port=server.port)
    runner.start()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(hang_up(), runner.loop).result()
        runner.stop(no_assert=True)


@contextmanager
def greeting_only() -> Iterator[int]:
    """A server that greets and then never says a word; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        lines: list[socket.socket] = []

        def greet() -> None:
            while True:
                try:
                    line, _address = listener.accept()
                except OSError:
                    return
                line.sendall(b"220 mail.example\r\n")
                lines.append(line)

        threading.Thread(target=greet, daemon=True).start()
        yield listener.getsockname()[1]
        for line in lines:
            line.close()
