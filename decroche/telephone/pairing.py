"""Pairing a telephone. The desk shows a code (an address with a key in it) for two minutes; the
first telephone that opens it is paired.

The key in the code is good for that one message only (the claim). The key that the telephone keeps
comes encrypted in the answer, so that a photograph of the code is of no use afterwards.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from decroche.gateways.telephone.sealing import to_text
from decroche.telephone.devices import Device, add_device, key_for

SECONDS = 120.0
"""How long a code may be used."""
PREFIX = "pair-"
"""With which the id of a pairing begins, that of a paired telephone does not."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """A pairing that waits for its telephone. `number` is its id, which the telephone uses as its
    own until it is paired; `member` is the key of the member; `until` is by the clock of Pairings.
    """

    number: str
    member: int
    until: float

    @property
    def fragment(self) -> str:
        """What the code has after the # of its address: id and key. Browsers do not send it."""
        return f"{self.number}.{to_text(key_for(self.number))}"


class Pairings:
    """The pairings that are open, one a member. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._open: dict[int, Pairing] = {}

    def begin(self, member: int) -> Pairing:
        """Opens a pairing for a member; theirs that was open before ends."""
        pairing = Pairing(PREFIX + secrets.token_hex(8), member, self._clock() + SECONDS)
        with self._lock:
            self._open[member] = pairing
        return pairing

    def is_open(self) -> bool:
        """Whether any telephone can be paired now."""
        with self._lock:
            return any(map(self._waits, self._open.values()))

    def is_open_of(self, member: int) -> bool:
        """Whether a telephone of this member can be paired now."""
        with self._lock:
            pairing = self._open.get(member)
            return pairing is not None and self._waits(pairing)

    def key_of(self, number: str) -> bytes | None:
        """The key of the pairing `number`; None unless it is open."""
        with self._lock:
            return key_for(number) if self._numbered(number) else None

    def claim(self, number: str, name: str, language: str) -> Device | None:
        """Pairs the first telephone that asks; None for a second one, and after the time is over.
        Raises TooMany.
        """
        with self._lock:
            pairing = self._numbered(number)
            if pairing is None:
                return None
            del self._open[pairing.member]
        return add_device(pairing.member, name, language)

    def close_of(self, member: int) -> None:
        """Ends the open pairing of a member who leaves."""
        with self._lock:
            self._open.pop(member, None)

    def close(self) -> None:
        """Ends every open pairing."""
        with self._lock:
            self._open.clear()

    def _waits(self, pairing: Pairing) -> bool:
        return self._clock() < pairing.until

    def _numbered(self, number: str) -> Pairing | None:
        """The open pairing of this id."""
        waiting = filter(self._waits, self._open.values())
        return next((pairing for pairing in waiting if pairing.number == number), None)
