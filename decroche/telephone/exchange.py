"""What all telephones of a member show, and what they say.

What is shown is one value (the card with what surrounds it), with a number that grows with each
change, also over a start of the desk: a telephone that slept asks for what came after the number it
knows. The last touch of any telephone is the call under way; one card is one call, whoever touched.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Literal

Phase = Literal["ready", "rung", "calling", "asking"]
"""The card is shown; the desk asks to dial it; a telephone dials; she came back from the call."""
KEPT = 20
"""Changes that are kept for telephones that were away."""
Content = dict[str, Any]
Answering = Callable[[int, str, Content], Content]
"""Answers what a telephone says: (member, device, what)."""


@dataclass(frozen=True, slots=True)
class CallUnderWay:
    """Where the call of the shown card is. `key` is the card's; `device` the telephone of the last
    touch; `at` when that was, in milliseconds.
    """

    phase: Phase = "ready"
    key: str = ""
    device: str = ""
    at: int = 0
    number: int = 0

    def said(self) -> Content:
        """As a telephone or the desk's page takes it."""
        return {
            "phase": self.phase,
            "key": self.key,
            "device": self.device,
            "at": self.at,
            "number": self.number,
        }


@dataclass(slots=True)
class _Shown:
    number: int
    card: Content = field(default_factory=dict)
    call: CallUnderWay = CallUnderWay()
    changes: deque[Content] = field(default_factory=lambda: deque(maxlen=KEPT))


class Exchange:
    """The state of each member, by her number."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._shown: dict[int, _Shown] = {}
        self._answer: Answering | None = None
        self.changed: Callable[[], None] = lambda: None

    def answer_with(self, answering: Answering) -> None:
        """Who answers what telephones say: the desk."""
        self._answer = answering

    def answer(self, member: int, device: str, content: Content) -> Content:
        """What the desk answers."""
        return self._answer(member, device, content) if self._answer else {}

    def show(self, member: int, card: Content) -> None:
        """The card before her, with the words around it; `card["key"]` is "" when there is none.
        What is shown already is no change.
        """
        with self._lock:
            shown = self._of(member)
            if shown.card == card:
                return
            if shown.call.key != card.get("key"):
                shown.call = CallUnderWay(key=str(card.get("key", "")))
            shown.card = card
            self._change(shown)
        self.changed()

    def call(
        self, member: int, phase: Phase, key: str, *, device: str = "", at: int = 0, number: int = 0
    ) -> bool:
        """Where the call is now; False when another card is shown meanwhile. The telephone that
        touched last has it: another one that comes back from an earlier touch changes nothing.
        """
        with self._lock:
            shown = self._of(member)
            if not key or shown.card.get("key") != key:
                return False
            before = shown.call
            if phase == "asking" and (before.phase != "calling" or before.device != device):
                return False
            if phase == "asking":
                at, number = before.at, before.number
            shown.call = CallUnderWay(phase, key, device, at, number)
            self._change(shown)
        self.changed()
        return True

    def now(self, member: int) -> Content:
        """Everything that is shown, with its number as `n`."""
        with self._lock:
            return _whole(self._of(member))

    def since(self, member: int, seen: int) -> list[Content]:
        """The changes after the one numbered `seen`, in order; the last says everything. A `seen`
        that is not one of ours is told what is shown.
        """
        with self._lock:
            shown = self._of(member)
            if seen == shown.number:
                return []
            later = [one for one in shown.changes if one["n"] > seen]
            known = seen in {one["n"] for one in shown.changes}
            return later if known and later else [_whole(shown)]

    def _of(self, member: int) -> _Shown:
        if member not in self._shown:
            self._shown[member] = _Shown(int(time.time() * 1000))
        return self._shown[member]

    def _change(self, shown: _Shown) -> None:
        shown.number += 1
        shown.changes.append(_whole(shown))


def _whole(shown: _Shown) -> Content:
    return {"n": shown.number, "card": shown.card, "call": shown.call.said()}
