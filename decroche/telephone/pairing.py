"""Pairing a telephone: a key that is shown once, for two minutes, and claimed by the first.

What the code on the screen holds opens nothing but the claim; the key that the telephone keeps
comes sealed in its answer.
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
PREFIX = "pair-"


@dataclass(frozen=True, slots=True)
class Pairing:
    """A telephone that may come: `number` is its name on the line until it has claimed."""

    number: str
    member: int
    until: float

    @property
    def fragment(self) -> str:
        """What the code says after the address; browsers send it nowhere."""
        return f"{self.number}.{to_text(key_for(self.number))}"


class Pairings:
    """The one pairing that is open, if any."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._open: Pairing | None = None

    def begin(self, member: int) -> Pairing:
        """Opens one for a member; the one before ends."""
        made = Pairing(PREFIX + secrets.token_hex(8), member, self._clock() + SECONDS)
        with self._lock:
            self._open = made
        return made

    def is_open(self) -> bool:
        """Whether a telephone may still come."""
        with self._lock:
            return self._open is not None and self._clock() < self._open.until

    def key_of(self, number: str) -> bytes | None:
        """The key in the code of the pairing that is open; None for any other."""
        with self._lock:
            found = self._open
        if found is None or found.number != number or self._clock() >= found.until:
            return None
        return key_for(number)

    def claim(self, number: str, name: str, language: str) -> Device | None:
        """The first telephone takes it; None for a second one, and after its time. Raises
        TooMany.
        """
        with self._lock:
            found = self._open
            if found is None or found.number != number or self._clock() >= found.until:
                return None
            self._open = None
        return add_device(found.member, name, language)

    def close(self) -> None:
        """No telephone may come any more."""
        with self._lock:
            self._open = None
