"""The listener on the local network: its own server in a thread of the desk's process.

It knows six addresses: the page with its script, style and fonts, and four for sealed messages.
What is too long, too slow or too much is refused or cut off; nothing that arrives reaches the desk
before it was opened with a key.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from decroche.config.listening import ask_for_it_alone
from decroche.gateways.telephone.line import MOST_STREAMS, Line, Open
from decroche.gateways.telephone.sealing import Replayed, Unsealed

LONGEST = 64_000
"""Bytes of a message, at most."""
PATIENCE = 10.0
"""Seconds for a request to be complete."""
QUIET = 15.0
"""Seconds after which a stream that has nothing to tell says so: a line that is gone is noticed."""
CONNECTIONS = 48
BACKLOG = 64
"""Connections that wait to be taken."""
_JSON = "application/json"
_KINDS = {
    "telephone.js": "text/javascript",
    "telephone.css": "text/css",
    "icon.svg": "image/svg+xml",
    "fonts/atkinson-400.woff2": "font/woff2",
    "fonts/atkinson-700.woff2": "font/woff2",
    "fonts/bricolage.woff2": "font/woff2",
    "fonts/newsreader-italic.woff2": "font/woff2",
}
_HEADERS = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cache-control", "no-store"),
]
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
log = logging.getLogger(__name__)


class Refuse(Exception):
    """A request that is answered with this status and nothing else."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Impatient(H11Protocol):
    """A connection on which nothing is being answered, and no whole request arrives in time, is
    closed.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn
        """Begins to wait."""
        super().connection_made(transport)
        self._impatience = self.loop.call_later(PATIENCE, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Waits no longer."""
        self._impatience.cancel()
        super().connection_lost(exc)

    def _give_up(self) -> None:
        answering = getattr(self, "cycle", None)  # None until the first request is complete
        if answering is None or answering.response_complete:
            self.transport.abort()
        else:
            self._impatience = self.loop.call_later(PATIENCE, self._give_up)


class Listener:
    """The server of a line. `assets` are the folders in which its files are looked for."""

    def __init__(self, line: Line, assets: Iterable[Path]) -> None:
        self.line = line
        self.assets = tuple(assets)
        self.port = 0
        self._streams: list[asyncio.Event] = []
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="telephone")
        self._server: uvicorn.Server | None = None
        self._thread: Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self, host: str, port: int) -> None:
        """Listens, from now until `stop`. Raises OSError when the port can't be had."""
        place = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            ask_for_it_alone(place)
            place.bind((host, port))
            place.listen(BACKLOG)  # a telephone may come before the thread has begun
        except OSError:
            place.close()
            raise
        self.port = place.getsockname()[1]
        self._server = uvicorn.Server(
            uvicorn.Config(
                self,
                http=Impatient,
                ws="none",
                lifespan="off",
                loop="asyncio",
                log_config=None,
                log_level="critical",
                access_log=False,
                limit_concurrency=CONNECTIONS,
                timeout_keep_alive=5,
                timeout_graceful_shutdown=1,
                h11_max_incomplete_event_size=16_384,
                server_header=False,
                date_header=False,
                backlog=BACKLOG,
            )
        )
        self._thread = Thread(target=self._run, args=(place,), name="telephone", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends all streams and closes the port."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self.wake(closing=True)
            self._thread.join(5)
        self._pool.shutdown(wait=False)

    def wake(self, *, closing: bool = False) -> None:
        """There is something to tell, or a telephone was taken off the list."""
        if self._loop is None:
            return
        with suppress(RuntimeError):  # the loop has ended meanwhile
            self._loop.call_soon_threadsafe(self._wake, closing)

    def _wake(self, closing: bool) -> None:
        if closing and self._server is not None:
            self._server.force_exit = True
        for waiting in self._streams:
            waiting.set()

    def _run(self, place: socket.socket) -> None:
        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            assert self._server is not None
            await self._server.serve([place])

        asyncio.run(serve())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        try:
            await self._answer(scope, receive, send)
        except Refuse as refused:
            await _send(send, refused.status, _JSON, b"{}")
        except Unsealed:
            await _send(send, 401, _JSON, b"{}")
        except Replayed:
            await _send(send, 409, _JSON, b"{}")

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        way = (scope["method"], scope["path"])
        if way[0] == "GET":
            if way[1] == "/":
                languages = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
                text = await self._beside(self.line.behind.page, languages[:200])
                await _send(send, 200, "text/html; charset=utf-8", text.encode())
            elif way[1] == "/name":
                name = self.line.name()
                await _send(send, 200, _JSON, json.dumps({"name": name}).encode())
            elif way[1] == "/stream":
                await self._stream(scope, receive, send)
            else:
                await self._asset(way[1][1:], send)
        elif way == ("POST", "/open"):
            given = await _body(receive)
            await self._sealed(send, self.line.open, _text(given, "who"), *_message(given))
        elif way == ("POST", "/say"):
            given = await _body(receive)
            await self._sealed(send, self.line.say, *_message(given))
        else:
            raise Refuse(404 if way[0] in ("GET", "POST") else 405)

    async def _sealed(self, send: Send, act: Callable[..., str], *given: str | int) -> None:
        box = await self._beside(act, *given)
        await _send(send, 200, _JSON, json.dumps({"box": box}).encode())

    async def _beside(self, act: Callable[..., Any], *given: Any) -> Any:
        """In a thread: it may ask the database."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, act, *given)

    async def _asset(self, name: str, send: Send) -> None:
        kind = _KINDS.get(name)
        path = next((one / name for one in self.assets if (one / name).is_file()), None)
        if kind is None or path is None:
            raise Refuse(404)
        await _send(send, 200, kind, path.read_bytes())

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tells what happens as server-sent events, until the telephone or the desk ends it."""
        opened, after = await self._beside(self.line.listens, *_message(_query(scope)))
        waiting = asyncio.Event()
        self._streams.append(waiting)
        while len(self._streams) > MOST_STREAMS:  # the oldest one ends
            self._streams.pop(0).set()
        gone = asyncio.create_task(_gone(receive, waiting))
        try:
            await _begin(send, 200, "text/event-stream")
            await self._tell(opened, after, waiting, gone, send)
        finally:
            gone.cancel()
            if waiting in self._streams:
                self._streams.remove(waiting)
        await send({"type": "http.response.body", "body": b""})

    async def _tell(
        self, opened: Open, after: int, waiting: asyncio.Event, gone: asyncio.Task[None], send: Send
    ) -> None:
        while not gone.done() and waiting in self._streams and not self._closing():
            waiting.clear()
            try:
                await self._beside(self.line.session, opened.name)
            except Unsealed:  # it was taken off the list
                return
            lines = [b"event: beat\ndata: 1\n\n"]
            for content in await self._beside(self.line.behind.since, opened.who, after):
                after = content["n"]
                number, box = opened.session.tell(content)
                lines.append(f"id: {number}\ndata: {box}\n\n".encode())
            await send({"type": "http.response.body", "body": b"".join(lines), "more_body": True})
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(waiting.wait(), QUIET)

    def _closing(self) -> bool:
        return self._server is None or self._server.should_exit


async def _gone(receive: Receive, waiting: asyncio.Event) -> None:
    """Until the telephone has left the stream."""
    while (await receive())["type"] != "http.disconnect":
        pass
    waiting.set()


async def _body(receive: Receive) -> dict[str, Any]:
    """The fields of a message. Raises Refuse when it is too long, too slow, or no message."""
    parts, length = [], 0
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                event = await receive()
                if event["type"] == "http.disconnect":
                    raise Refuse(400)
                parts.append(event.get("body", b""))
                length += len(parts[-1])
                if length > LONGEST:
                    raise Refuse(413)
                if not event.get("more_body"):
                    break
    except TimeoutError:
        raise Refuse(408) from None
    try:
        given = json.loads(b"".join(parts))
    except (ValueError, RecursionError):
        raise Refuse(400) from None
    if not isinstance(given, dict):
        raise Refuse(400)
    return given


def _query(scope: Scope) -> dict[str, Any]:
    try:
        asked = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=3)
    except ValueError:
        raise Refuse(400) from None
    given: dict[str, Any] = {name: values[0] for name, values in asked.items()}
    number = given.get("number", "")
    given["number"] = int(number) if number.isascii() and number.isdecimal() else 0
    return given


def _message(given: dict[str, Any]) -> tuple[str, int, str]:
    """(name of the session, number, box). Raises Refuse."""
    number = given.get("number")
    if not isinstance(number, int) or isinstance(number, bool):
        raise Refuse(400)
    return _text(given, "name"), number, _text(given, "box")


def _text(given: dict[str, Any], name: str) -> str:
    found = given.get(name)
    if not isinstance(found, str):
        raise Refuse(400)
    return found


async def _begin(send: Send, status: int, kind: str) -> None:
    headers = [("content-type", kind), *_HEADERS]
    raw = [(name.encode(), value.encode()) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": raw})


async def _send(send: Send, status: int, kind: str, body: bytes) -> None:
    await _begin(send, status, kind)
    await send({"type": "http.response.body", "body": body})
