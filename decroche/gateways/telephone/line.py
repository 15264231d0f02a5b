"""Which sessions are open: a telephone asks for a name, opens a session with it, and talks.

All of it is in memory and bounded; a desk that starts anew knows no session, and telephones open
another one by themselves.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
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
"""A name that was given must be used within this time."""
MOST_NAMES, MOST_SESSIONS, MOST_STREAMS = 256, 32, 8


class Behind(Protocol):
    """What stands behind the listener. `who` is a telephone, or one that is being paired."""

    def key_of(self, who: str) -> bytes | None:
        """The key kept for it; None when there is none."""

    def heard(self, who: str, content: dict[str, Any]) -> dict[str, Any]:
        """Answers what it says."""

    def since(self, who: str, number: int) -> list[dict[str, Any]]:
        """What it was not told yet, in order, each with its number as `n`."""

    def page(self, languages: str) -> str:
        """The page that a telephone loads first; it holds nothing about anybody."""


@dataclass(slots=True)
class Open:
    """An open session of a telephone."""

    who: str
    name: str
    session: Session
    lock: Lock = field(default_factory=Lock)


class Line:
    """The sessions of all telephones."""

    def __init__(self, behind: Behind, clock: Callable[[], float] = time.monotonic) -> None:
        self.behind = behind
        self._clock = clock
        self._lock = Lock()
        self._names: OrderedDict[bytes, float] = OrderedDict()
        self._sessions: OrderedDict[str, Open] = OrderedDict()

    def name(self) -> str:
        """A name for a session, for once; the oldest ones not used are forgotten."""
        made = secrets.token_bytes(NAME_BYTES)
        with self._lock:
            self._names[made] = self._clock()
            while len(self._names) > MOST_NAMES:
                self._names.popitem(last=False)
        return to_text(made)

    def open(self, who: str, name: str, number: int, box: str) -> str:
        """Opens the session `name`: what the telephone says first proves its key; the answer.
        Raises Unsealed for a name that was not given, was used, or is old, and for a wrong key.
        """
        try:
            raw = from_text(name)
        except ValueError:
            raise Unsealed from None
        with self._lock:
            given = self._names.pop(raw, None)
        key = self.behind.key_of(who)
        if given is None or key is None or self._clock() - given > NAME_SECONDS:
            raise Unsealed
        opened = Open(who, name, Session(key, raw))
        opened.session.hear(number, box)
        with self._lock:
            self._sessions[name] = opened
            while len(self._sessions) > MOST_SESSIONS:
                self._sessions.popitem(last=False)
        return opened.session.seal(ANSWER, number, {"open": True})

    def session(self, name: str) -> Open:
        """Raises Unsealed when there is none, or its telephone was taken off the list."""
        with self._lock:
            found = self._sessions.get(name)
            if found is not None:
                self._sessions.move_to_end(name)
        if found is None or self.behind.key_of(found.who) is None:
            raise Unsealed
        return found

    def say(self, name: str, number: int, box: str) -> str:
        """The sealed answer to what a telephone says. Raises Unsealed, Replayed."""
        found = self.session(name)
        with found.lock:
            content = found.session.hear(number, box)
        return found.session.seal(ANSWER, number, self.behind.heard(found.who, content))

    def listens(self, name: str, number: int, box: str) -> tuple[Open, int]:
        """(the session, the last number it was told) of a stream. Raises Unsealed, Replayed."""
        found = self.session(name)
        with found.lock:
            content = found.session.hear(number, box)
        after = content.get("after", 0)
        return found, after if isinstance(after, int) else 0

    def close(self, who: str) -> None:
        """Ends the sessions of one telephone."""
        with self._lock:
            for name in [name for name, one in self._sessions.items() if one.who == who]:
                del self._sessions[name]
