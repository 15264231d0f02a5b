"""The sessions of the paired telephones. A telephone asks for a session name, opens the session
with it, then sends messages and listens to a stream.

Sessions are kept in memory only, and their number is limited. A desk that was restarted knows none;
telephones then open a new one by themselves.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Protocol

from decroche.gateways.telephone.sealing import (
    ANSWER,
    NAME_BYTES,
    Session,
    Unsealed,
    from_text,
    to_text,
)

NAME_SECONDS = 30.0
"""Seconds within which a name that was given out must be used."""
MOST_NAMES, MOST_SESSIONS, MOST_STREAMS = 256, 32, 8
"""Limits of what strangers on the network can make the desk keep: names that were given out,
sessions, and streams. Beyond each the oldest is dropped.
"""


class Backend(Protocol):
    """What the listener asks the desk. `who` is the id of a telephone, or of a pairing."""

    def key_of(self, who: str) -> bytes | None:
        """The key shared with it, 32 bytes; None when it is not (or no longer) known."""

    def answer(self, who: str, content: dict[str, Any]) -> Mapping[str, Any]:
        """The answer to a message of it."""

    def newer(self, who: str, seen: int) -> Mapping[str, Any] | None:
        """What is shown now, with the number of its last change as `n`; None when that is `seen`,
        the last one that the telephone has.
        """

    def page(self, languages: str) -> str:
        """The HTML page that a telephone loads first, by its Accept-Language. Anybody on the
        network can load it, so it holds no data.
        """


@dataclass(slots=True)
class OpenSession:
    """An open session: the telephone's id, the session's name, and its encryption. `lock` lets one
    message at a time be checked against the number of the last one.
    """

    who: str
    name: str
    session: Session
    lock: Lock = field(default_factory=Lock)


class Sessions:
    """The open sessions of all telephones, and the names given out for new ones. Used from several
    threads.
    """

    def __init__(self, backend: Backend, clock: Callable[[], float] = time.monotonic) -> None:
        self.backend = backend
        self._clock = clock
        self._lock = Lock()
        self._names: OrderedDict[bytes, float] = OrderedDict()
        self._sessions: OrderedDict[str, OpenSession] = OrderedDict()

    def new_name(self) -> str:
        """A random name with which one session can be opened, once."""
        name = secrets.token_bytes(NAME_BYTES)
        with self._lock:
            self._names[name] = self._clock()
            while len(self._names) > MOST_NAMES:
                self._names.popitem(last=False)
        return to_text(name)

    def open(self, who: str, salt: str, name: str, number: int, box: str) -> str:
        """Opens the session `name` of a telephone, which chose the `salt`, and returns the sealed
        answer.

        `number` and `box` are its first message, which proves that it has the key. Raises Unsealed
        for a name that was not given out, was used, or is too old, and for a wrong key.
        """
        try:
            raw, chosen = from_text(name), from_text(salt)
        except ValueError:
            raise Unsealed from None
        with self._lock:
            given_at = self._names.pop(raw, None)
        key = self.backend.key_of(who)
        if given_at is None or key is None or self._clock() - given_at > NAME_SECONDS:
            raise Unsealed
        try:
            opened = OpenSession(who, name, Session(key, raw, chosen))
        except ValueError:
            raise Unsealed from None
        opened.session.hear(number, box)
        with self._lock:
            self._sessions[name] = opened
            while len(self._sessions) > MOST_SESSIONS:
                self._sessions.popitem(last=False)
        return opened.session.seal(ANSWER, number, {"open": True})

    def session(self, name: str) -> OpenSession:
        """An open session. Raises Unsealed when there is none of this name, or its telephone was
        taken off the list of paired telephones.
        """
        with self._lock:
            opened = self._sessions.get(name)
            if opened is not None:
                self._sessions.move_to_end(name)
        if opened is None or self.backend.key_of(opened.who) is None:
            raise Unsealed
        return opened

    def answer(self, name: str, number: int, box: str) -> str:
        """The sealed answer to a message of a telephone. Raises Unsealed, Replayed."""
        opened = self.session(name)
        with opened.lock:
            content = opened.session.hear(number, box)
        return opened.session.seal(ANSWER, number, self.backend.answer(opened.who, content))

    def open_stream(self, name: str, number: int, box: str) -> tuple[OpenSession, int]:
        """(the session, the number of the last change the telephone has), from the message with
        which it asks for a stream. Raises Unsealed, Replayed.
        """
        opened = self.session(name)
        with opened.lock:
            content = opened.session.hear(number, box)
        after = content.get("after", 0)
        return opened, after if isinstance(after, int) else 0

    def close_all(self, who: str) -> None:
        """Closes the sessions of one telephone."""
        with self._lock:
            for name in [name for name, opened in self._sessions.items() if opened.who == who]:
                del self._sessions[name]
