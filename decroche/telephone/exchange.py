"""What all telephones of a member show (the card and where its call is), and who answers their
messages.

What is shown has a number that grows with each change. It begins with the time in milliseconds, so
that a desk that was restarted goes on from more, unless the clock of its computer was put back: a
telephone therefore forgets the number it knows when it opens a session. Each change is told as the
whole that is shown then, so that a telephone that was asleep needs only the last one. A card has
one call at a time, by whichever telephone was touched last.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from decroche.telephone.content import CallShown, CardShown, Phase, Shown

Message = Mapping[str, Any]
"""A JSON object: what a telephone says, or what it is answered."""
Answering = Callable[[int, str, Message], Message]
"""Answers a message of a telephone: (key of the member, id of the device, message) to the answer.
"""


@dataclass(frozen=True, slots=True)
class CallOfCard:
    """Where the call of the shown card is, also while there is none. `key` is the card's; `device`
    is the id of the telephone that was touched last, `at` when that was (milliseconds since 1970),
    `number_id` the key of the PhoneNumber it dials.
    """

    phase: Phase = "ready"
    key: str = ""
    device: str = ""
    at: int = 0
    number_id: int = 0

    def as_content(self) -> CallShown:
        """As a JSON object for the telephones and the desk's page."""
        return {
            "phase": self.phase,
            "key": self.key,
            "device": self.device,
            "at": self.at,
            "number_id": self.number_id,
        }


@dataclass(frozen=True, slots=True)
class _Turn:
    """When a member had a card, among their cards: of which data it is, and the numbers in its key,
    which are higher for each later one (callqueue/claims.py:claim_key); none for no card.
    """

    of_data: str = ""
    numbers: tuple[int, ...] = ()


@dataclass(slots=True)
class _MemberShown:
    """What one member's telephones show; `change` is the number of the last change, `latest` the
    turn of the latest card that was shown, `pressed` when the last touch or Space of its card was
    pressed (milliseconds since 1970).
    """

    change: int
    latest: _Turn = _Turn()
    pressed: int = 0
    card: CardShown = field(default_factory=CardShown)
    call: CallOfCard = CallOfCard()

    def as_content(self) -> Shown:
        return {"n": self.change, "card": self.card, "call": self.call.as_content()}


class Exchange:
    """What is shown to each member, by the key of the member. `changed` is called after each
    change. Used from several threads.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._shown: dict[int, _MemberShown] = {}
        self._answer: Answering | None = None
        self.changed: Callable[[], None] = lambda: None

    def answer_with(self, answering: Answering) -> None:
        """Sets who answers the messages of telephones (the desk, when it starts)."""
        self._answer = answering

    def answer(self, member: int, device: str, message: Message) -> Message:
        """The answer to a message of a telephone; empty while nobody answers them."""
        return self._answer(member, device, message) if self._answer else {}

    def show(self, member: int, card: CardShown) -> None:
        """Shows a card, with the texts around it; `card["key"]` is "" when there is none. Another
        card ends the call under way. Nothing happens when the same is shown already, nor when the
        member had a later card meanwhile: a page that was begun before the card was noted on a
        telephone would otherwise bring it back, to be called again.
        """
        turn = _turn(card)
        with self._lock:
            shown = self._of(member)
            if shown.card == card or _is_before(turn, shown.latest):
                return
            if turn.numbers:
                shown.latest = turn
            if shown.call.key != card.get("key"):
                shown.call = CallOfCard(key=str(card.get("key", "")))
                shown.pressed = 0
            shown.card = card
            shown.change += 1
        self.changed()

    def call(
        self,
        member: int,
        phase: Phase,
        key: str,
        *,
        device: str = "",
        at: int = 0,
        number_id: int = 0,
    ) -> bool:
        """Notes where the call of the card `key` is now; `at` is when the touch or Space was
        pressed (milliseconds since 1970). Returns False, and changes nothing, when another card is
        shown, when a telephone comes back from a call ("asking") although another telephone was
        touched after it, when Space is pressed at the desk ("rung") while a telephone is in the
        call: it goes on, and when a touch ("calling") arrives after what was pressed later than it.
        """
        with self._lock:
            shown = self._of(member)
            if not key or shown.card.get("key") != key:
                return False
            current = shown.call
            if phase == "rung" and current.phase == "calling":
                return False
            if phase == "calling" and at < shown.pressed:
                return False
            if phase == "asking":
                if (current.phase, current.device) == ("asking", device):
                    return True
                if current.phase != "calling" or current.device != device:
                    return False
                at, number_id = current.at, current.number_id
            shown.pressed = at
            touched_at = 0 if phase == "rung" else at
            shown.call = CallOfCard(phase, key, device, touched_at, number_id)
            shown.change += 1
        self.changed()
        return True

    def release(self, member: int, device: str) -> None:
        """A telephone is gone: the call that it had is nobody's any more."""
        with self._lock:
            shown = self._of(member)
            if shown.call.device != device:
                return
            shown.call = CallOfCard(key=shown.call.key)
            shown.change += 1
        self.changed()

    def now(self, member: int) -> Shown:
        """Everything that is shown now."""
        with self._lock:
            return self._of(member).as_content()

    def newer(self, member: int, seen: int) -> Shown | None:
        """What is shown now; None for a telephone that has seen the change of this number, and
        nothing newer is there.
        """
        with self._lock:
            shown = self._of(member)
            return None if seen == shown.change else shown.as_content()

    def shown_to(self, companies: Collection[int]) -> list[int]:
        """The keys of the members who are shown one of these companies now."""
        with self._lock:
            return [
                member
                for member, shown in self._shown.items()
                if shown.card.get("company") in companies
            ]

    def _of(self, member: int) -> _MemberShown:
        if member not in self._shown:
            self._shown[member] = _MemberShown(int(time.time() * 1000))
        return self._shown[member]


def _turn(card: CardShown) -> _Turn:
    numbers = re.findall(r"\d+", card.get("key", ""))
    return _Turn(card.get("of_data", ""), tuple(map(int, numbers)))


def _is_before(turn: _Turn, latest: _Turn) -> bool:
    """Whether a card is of an earlier turn than the latest one. Keys of other data can't be
    compared.
    """
    same = bool(turn.numbers) and turn.of_data == latest.of_data
    return same and turn.numbers < latest.numbers
