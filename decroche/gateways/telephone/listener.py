"""The HTTP server on the local network that telephones talk to. It runs in a thread of the desk's
process, apart from the server of the desk's pages.

It answers the telephone's page with its files (see `_CONTENT_TYPES`), and four addresses for
messages: /name, /open, /say and /stream. Requests that are too long, too slow or too many are
refused or cut off. No message reaches the desk before it was decrypted with a telephone's key.
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

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from decroche.config.listening import require_free_port
from decroche.gateways.telephone.requests import (
    PATIENCE,
    Receive,
    Refuse,
    Scope,
    body_of,
    message_in,
    query_of,
    text_in,
)
from decroche.gateways.telephone.sealing import Replayed, Unsealed
from decroche.gateways.telephone.sessions import (
    MOST_STREAMS,
    NameOver,
    OpenSession,
    Sessions,
)

QUIET = 15.0
"""Seconds after which a stream without a change sends a heartbeat, so that both sides notice when
the connection is gone.
"""
CONNECTIONS = 48
"""Connections that are open at a time, at most. Beyond, the one that has waited longest for a whole
request is closed: strangers who connect and say nothing keep no telephone out, and take none of the
files that the desk may have open.
"""
BACKLOG = 64
"""Connections that wait to be accepted."""
_JSON = "application/json"
_OFF = b"event: off\ndata: 1\n\n"
"""Tells a telephone that it was taken off the list. Anybody on the network could say so: the page
only says it, and goes on asking.
"""
_CONTENT_TYPES = {
    "telephone.js": "text/javascript",
    "telephone-later.js": "text/javascript",
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
Send = Callable[[dict[str, Any]], Awaitable[None]]
log = logging.getLogger(__name__)


class Impatient(H11Protocol):
    """uvicorn's HTTP protocol, which also closes a connection when for `PATIENCE` seconds no whole
    request has arrived and nothing is being answered on it, or nothing of an answer was taken; or
    before when there are too many. The time counts from the end of the last answer.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn
        """A connection was opened: begins to count the time, and makes room for it."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._untaken = 0
        self._impatience = self.loop.call_later(PATIENCE, self._give_up)
        self._make_room()

    def on_response_complete(self) -> None:
        """An answer has ended: the next request has its whole time."""
        self._since = self.loop.time()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """A connection was closed: stops counting."""
        self._impatience.cancel()
        super().connection_lost(exc)

    def _give_up(self) -> None:
        left = self._since + PATIENCE - self.loop.time()
        if left > 0:  # a request was answered since
            self._impatience = self.loop.call_later(left, self._give_up)
            return
        cycle = getattr(self, "cycle", None)  # None until the head of a request is there
        untaken = self.transport.get_write_buffer_size() if self.flow.write_paused else 0
        if cycle is None or cycle.response_complete or (untaken and untaken == self._untaken):
            self.transport.abort()
        else:
            self._untaken = untaken
            self._impatience = self.loop.call_later(PATIENCE, self._give_up)

    def _make_room(self) -> None:
        """Closes the connection that has waited longest, this one when all others are answered."""
        connections = [one for one in self.connections if isinstance(one, Impatient)]
        left = [one for one in connections if not one.transport.is_closing()]
        if len(left) >= CONNECTIONS:
            waiting = [one for one in left if one is not self and one._waits()]
            min(waiting, key=lambda one: one._since, default=self).transport.abort()

    def _waits(self) -> bool:
        """Whether no whole request has arrived that is not answered yet, or its answer is not
        taken.
        """
        cycle = getattr(self, "cycle", None)
        unasked = cycle is None or cycle.response_complete or cycle.more_body
        return unasked or self.flow.write_paused


class Listener:
    """The server. `sessions` are those of the telephones; `assets` are the folders in which the
    files of the page are looked for, in order.
    """

    def __init__(self, sessions: Sessions, assets: Iterable[Path]) -> None:
        self.sessions = sessions
        self.assets = tuple(assets)
        self.port = 0
        # The session of each, by what wakes it; the oldest first.
        self._streams: dict[asyncio.Event, OpenSession] = {}
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="telephone")
        self._server: uvicorn.Server | None = None
        self._thread: Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self, host: str, port: int) -> None:
        """Listens from now until `stop`. Raises OSError when the port can't be had."""
        # With the protocol named, asyncio sends each answer at once (TCP_NODELAY); without it an
        # answer waits for the telephone to confirm what came before, 40 ms.
        place = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            require_free_port(place)
            place.bind((host, port))
            # Here, not in the thread: a telephone may connect before the thread has begun.
            place.listen(BACKLOG)
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
                limit_concurrency=CONNECTIONS + BACKLOG,  # closed ones are counted for a moment
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
            self._in_loop(self._wake_streams)  # they end by themselves
            self._thread.join(5)
        self._pool.shutdown(wait=False)

    def wake(self) -> None:
        """Makes every stream look for changes at once, and notice that its telephone was taken off
        the list. May be called from any thread.
        """
        self._in_loop(self._wake_streams)

    def hears(self, who: str) -> bool:
        """Whether a telephone listens now. May be called from any thread."""
        return any(opened.who == who for opened in list(self._streams.values()))

    def _in_loop(self, act: Callable[[], None]) -> None:
        """Runs `act` in the thread of the server."""
        if self._loop is None:
            return
        with suppress(RuntimeError):  # the loop has ended meanwhile
            self._loop.call_soon_threadsafe(act)

    def _wake_streams(self) -> None:
        for waiting in self._streams:
            waiting.set()

    def _run(self, place: socket.socket) -> None:
        async def serve() -> None:
            self._loop = asyncio.get_running_loop()
            assert self._server is not None
            await self._server.serve([place])

        asyncio.run(serve())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request (the entry point of ASGI)."""
        begun = False

        async def send_on(event: dict[str, Any]) -> None:
            nonlocal begun
            begun = True
            await send(event)

        try:
            await self._answer(scope, receive, send_on)
        except Refuse as refused:
            await _send(send, refused.status, _JSON, b"{}")
        except NameOver:
            await _send(send, 410, _JSON, b"{}")
        except Unsealed:
            await _send(send, 401, _JSON, b"{}")
        except Replayed:
            await _send(send, 409, _JSON, b"{}")
        except Exception:
            log.exception("a telephone could not be answered: %s", scope["path"])
            if begun:
                await send({"type": "http.response.body", "body": b""})
            else:
                await _send(send, 500, _JSON, b"{}")

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        method, path = scope["method"], scope["path"]
        if method == "GET":
            if path == "/":
                languages = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
                text = await self._in_thread(self.sessions.backend.page, languages[:200])
                await _send(send, 200, "text/html; charset=utf-8", text.encode())
            elif path == "/name":
                name = self.sessions.new_name()
                await _send(send, 200, _JSON, json.dumps({"name": name}).encode())
            elif path == "/stream":
                await self._stream(scope, receive, send)
            else:
                await self._send_asset(path[1:], send)
        elif (method, path) == ("POST", "/open"):
            fields = await body_of(receive)
            who, salt = text_in(fields, "who"), text_in(fields, "salt")
            await self._send_box(send, self.sessions.open, who, salt, *message_in(fields))
        elif (method, path) == ("POST", "/say"):
            fields = await body_of(receive)
            await self._send_box(send, self.sessions.answer, *message_in(fields))
        else:
            raise Refuse(404 if method in ("GET", "POST") else 405)

    async def _send_box(self, send: Send, act: Callable[..., str], *arguments: str | int) -> None:
        """Sends the encrypted answer that `act` returns for a message."""
        box = await self._in_thread(act, *arguments)
        await _send(send, 200, _JSON, json.dumps({"box": box}).encode())

    async def _in_thread(self, act: Callable[..., Any], *arguments: Any) -> Any:
        """Runs what may ask the database in a thread, so that the event loop is not blocked."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, act, *arguments)

    async def _send_asset(self, name: str, send: Send) -> None:
        content_type = _CONTENT_TYPES.get(name)
        if content_type is None:  # asked first: not every name can be looked for
            raise Refuse(404)
        path = next((each / name for each in self.assets if (each / name).is_file()), None)
        if path is None:
            raise Refuse(404)
        await _send(send, 200, content_type, path.read_bytes())

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends changes as server-sent events until the telephone, the desk, a newer stream of the
        same session, or one beyond `MOST_STREAMS` ends it.
        """
        opened, after = await self._in_thread(
            self.sessions.open_stream, *message_in(query_of(scope))
        )
        waiting = asyncio.Event()
        for other, before in list(self._streams.items()):
            if before is opened:  # a telephone that lost its connection: nobody reads that one
                self._end_stream(other)
        self._streams[waiting] = opened
        while len(self._streams) > MOST_STREAMS:
            self._end_stream(next(iter(self._streams)))
        gone = asyncio.create_task(_wait_until_gone(receive, waiting))
        try:
            await _begin(send, 200, "text/event-stream")
            await self._send_changes(opened, after, waiting, gone, send)
        finally:
            gone.cancel()
            self._streams.pop(waiting, None)
        await send({"type": "http.response.body", "body": b""})

    def _end_stream(self, waiting: asyncio.Event) -> None:
        del self._streams[waiting]
        waiting.set()

    async def _send_changes(
        self,
        opened: OpenSession,
        after: int,
        waiting: asyncio.Event,
        gone: asyncio.Task[None],
        send: Send,
    ) -> None:
        """Sends what is newer than the change `after` and a heartbeat, each time `waiting` is set
        and each `QUIET` seconds. The heartbeat is sealed and has the number of the last change, so
        that nobody on the way can hold a change back and let heartbeats through.
        """
        while not gone.done() and waiting in self._streams:
            waiting.clear()
            try:
                await self._in_thread(self.sessions.session, opened.name)
            except Unsealed:  # the telephone was taken off the list; nobody may answer it later
                await send({"type": "http.response.body", "body": _OFF, "more_body": True})
                return
            if self._closing():
                return
            content = await self._in_thread(self.sessions.backend.newer, opened.who, after)
            if content is not None:
                after = content["n"]
            # Told in the event loop only, so that no two streams use one number of the session.
            events = [
                _event(*opened.session.tell(one)) for one in (content, {"beat": after}) if one
            ]
            await send({"type": "http.response.body", "body": b"".join(events), "more_body": True})
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(waiting.wait(), QUIET)

    def _closing(self) -> bool:
        return self._server is None or self._server.should_exit


def _event(number: int, box: str) -> bytes:
    """A sealed message as a server-sent event."""
    return f"id: {number}\ndata: {box}\n\n".encode()


async def _wait_until_gone(receive: Receive, waiting: asyncio.Event) -> None:
    """Returns when the telephone has closed the stream, and sets `waiting` to wake the stream."""
    while (await receive())["type"] != "http.disconnect":
        pass
    waiting.set()


async def _begin(send: Send, status: int, content_type: str) -> None:
    headers = [("content-type", content_type), *_HEADERS]
    raw = [(name.encode(), value.encode()) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": raw})


async def _send(send: Send, status: int, content_type: str, body: bytes) -> None:
    await _begin(send, status, content_type)
    await send({"type": "http.response.body", "body": body})
