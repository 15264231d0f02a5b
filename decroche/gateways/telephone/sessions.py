"""The sessions of the paired telephones. A telephone asks for a session name, opens the session
with it, then sends messages and listens to a stream.

Sessions are kept in memory only, and their number is limited. A desk that was restarted knows none;
telephones then open a new one by themselves.
"""

from __future__ import annotations

import hmac
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
MOST_SESSIONS, MOST_STREAMS = 32, 8
"""Sessions and streams that are open at a time, at most. Beyond, the oldest is dropped."""
_TIME_BYTES, _RANDOM_BYTES = 3, 4
"""Of what a name begins with; the rest of its NAME_BYTES proves that this desk gave it out."""


class NameOver(Unsealed):
    """A name that this desk did not give out since it started, that was used, or that is too old:
    the telephone asks for another.
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


class Names:
    """The names that are given out for new sessions. A name holds the second at which it was given
    out, and a proof made with a secret of this process, so that nothing is kept for a name until it
    was used: strangers who ask for any number of them take no telephone's name away. `clock` gives
    seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._secret = secrets.token_bytes(32)
        self._used: OrderedDict[bytes, float] = OrderedDict()  # with the time of its use

    def new(self) -> bytes:
        """A name of NAME_BYTES bytes."""
        begun = self._second().to_bytes(_TIME_BYTES, "big") + secrets.token_bytes(_RANDOM_BYTES)
        return begun + self._proof(begun)

    def require_given(self, name: bytes) -> None:
        """Raises NameOver for a name that was not given out in the last NAME_SECONDS, or was
        used.
        """
        begun, proof = name[: _TIME_BYTES + _RANDOM_BYTES], name[_TIME_BYTES + _RANDOM_BYTES :]
        if not hmac.compare_digest(proof, self._proof(begun)) or name in self._used:
            raise NameOver
        age = self._second() - int.from_bytes(begun[:_TIME_BYTES], "big")
        if age % 256**_TIME_BYTES >= NAME_SECONDS:
            raise NameOver

    def use(self, name: bytes) -> None:
        """Notes that a session has this name. Raises NameOver as `require_given`."""
        self.require_given(name)
        at = self._clock()
        self._used[name] = at
        while at - next(iter(self._used.values())) > 2 * NAME_SECONDS:  # too old to be used again
            self._used.popitem(last=False)

    def _second(self) -> int:
        """The time in whole seconds, as many of its bytes as a name holds."""
        second: int = int(self._clock()) % 256**_TIME_BYTES
        return second

    def _proof(self, begun: bytes) -> bytes:
        whole = hmac.digest(self._secret, begun, "sha256")
        return whole[: NAME_BYTES - _TIME_BYTES - _RANDOM_BYTES]


class Sessions:
    """The open sessions of all telephones. Used from several threads."""

    def __init__(self, backend: Backend, clock: Callable[[], float] = time.monotonic) -> None:
        self.backend = backend
        self._lock = Lock()
        self._names = Names(clock)
        self._sessions: OrderedDict[str, OpenSession] = OrderedDict()

    def new_name(self) -> str:
        """A name with which one session can be opened, once."""
        return to_text(self._names.new())

    def open(self, who: str, salt: str, name: str, number: int, box: str) -> str:
        """Opens the session `name` of a telephone, which chose the `salt`, and returns the sealed
        answer.

        `number` and `box` are its first message, which proves that it has the key. Raises NameOver,
        and Unsealed for a wrong key.
        """
        try:
            raw, chosen = from_text(name), from_text(salt)
        except ValueError:
            raise Unsealed from None
        with self._lock:
            self._names.require_given(raw)
        key = self.backend.key_of(who)
        if key is None:
            raise Unsealed
        try:
            opened = OpenSession(who, name, Session(key, raw, chosen))
        except ValueError:
            raise Unsealed from None
        opened.session.hear(number, box)
        with self._lock:
            self._names.use(raw)  # only now: who has no key can use up no name
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
