"""What all telephones of a member show (the card and where its call is), and who answers their
messages.

What is shown has a number that grows with each change, and keeps growing when the desk is restarted
(it begins with the time in milliseconds). A telephone that was asleep asks for the changes after
the number it has. A card has one call at a time, by whichever telephone was touched last.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Literal

Phase = Literal["ready", "rung", "calling", "asking"]
"""Where a call is: ready (the card is shown), rung (Space was pressed at the desk, so that the
telephones show the number to dial), calling (a telephone was touched and dials), asking (she came
back from the call, and the telephone asks for its outcome).
"""
KEPT = 20
"""Changes that are kept for telephones that were away."""
Content = dict[str, Any]
"""A JSON object, as it is exchanged with telephones."""
Answering = Callable[[int, str, Content], Content]
"""Answers a message of a telephone: (key of the member, id of the device, message) to the answer.
"""


@dataclass(frozen=True, slots=True)
class CallUnderWay:
    """Where the call of the shown card is. `key` is the card's; `device` is the id of the telephone
    that was touched last, `at` when that was (milliseconds since 1970), `number` the key of the
    PhoneNumber it dials.
    """

    phase: Phase = "ready"
    key: str = ""
    device: str = ""
    at: int = 0
    number: int = 0

    def as_content(self) -> Content:
        """As a JSON object for the telephones and the desk's page."""
        return {
            "phase": self.phase,
            "key": self.key,
            "device": self.device,
            "at": self.at,
            "number": self.number,
        }


@dataclass(slots=True)
class _Shown:
    """What one member's telephones show; `number` is that of the last change."""

    number: int
    card: Content = field(default_factory=dict)
    call: CallUnderWay = CallUnderWay()
    changes: deque[Content] = field(default_factory=lambda: deque(maxlen=KEPT))


class Exchange:
    """What is shown to each member, by the key of the member. `changed` is called after each
    change. Used from several threads.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._shown: dict[int, _Shown] = {}
        self._answer: Answering | None = None
        self.changed: Callable[[], None] = lambda: None

    def answer_with(self, answering: Answering) -> None:
        """Sets who answers the messages of telephones (the desk, when it starts)."""
        self._answer = answering

    def answer(self, member: int, device: str, content: Content) -> Content:
        """The answer to a message of a telephone; empty while nobody answers them."""
        return self._answer(member, device, content) if self._answer else {}

    def show(self, member: int, card: Content) -> None:
        """Shows a card, with the texts around it; `card["key"]` is "" when there is none. Another
        card ends the call under way. Nothing happens when the same is shown already.
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
        """Notes where the call of the card `key` is now. Returns False, and changes nothing, when
        another card is shown, and when a telephone comes back from a call ("asking") although
        another telephone was touched after it.
        """
        with self._lock:
            shown = self._of(member)
            if not key or shown.card.get("key") != key:
                return False
            current = shown.call
            if phase == "asking":
                if current.phase != "calling" or current.device != device:
                    return False
                at, number = current.at, current.number
            shown.call = CallUnderWay(phase, key, device, at, number)
            self._change(shown)
        self.changed()
        return True

    def now(self, member: int) -> Content:
        """Everything that is shown now: `card`, `call`, and the number of the change as `n`."""
        with self._lock:
            return _whole(self._of(member))

    def forget(self, companies: Collection[int]) -> list[int]:
        """Forgets what was shown of these companies before: something of them was changed or
        erased. Returns the keys of the members who are shown one of them now.
        """
        found = []
        with self._lock:
            for member, shown in self._shown.items():
                kept = [one for one in shown.changes if one["card"].get("company") not in companies]
                shown.changes = deque(kept, maxlen=KEPT)
                if shown.card.get("company") in companies:
                    found.append(member)
        return found

    def since(self, member: int, seen: int) -> list[Content]:
        """The changes after the one numbered `seen`, in order; each has everything that was shown.
        For a number that is not kept (too old, or of before a restart) only what is shown now.
        """
        with self._lock:
            shown = self._of(member)
            if seen == shown.number:
                return []
            later = [change for change in shown.changes if change["n"] > seen]
            kept = seen in {change["n"] for change in shown.changes}
            return later if kept and later else [_whole(shown)]

    def _of(self, member: int) -> _Shown:
        if member not in self._shown:
            self._shown[member] = _Shown(int(time.time() * 1000))
        return self._shown[member]

    def _change(self, shown: _Shown) -> None:
        shown.number += 1
        shown.changes.append(_whole(shown))


def _whole(shown: _Shown) -> Content:
    return {"n": shown.number, "card": shown.card, "call": shown.call.as_content()}
