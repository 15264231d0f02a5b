"""What telephones are shown, as the JSON object that goes to them."""

from __future__ import annotations

from typing import Literal, TypedDict

Phase = Literal["ready", "rung", "calling", "asking"]
"""Where a call is: ready (the card is shown), rung (Space was pressed at the desk, so that the
telephones show the number to dial), calling (a telephone was touched and dials), asking (she came
back from the call, and the telephone asks for its outcome).
"""


class NumberShown(TypedDict):
    """A number: `id` is the key of the PhoneNumber, `shown` how it is read, `dial` how it is
    dialled, `words` what kind it is, or whose.
    """

    id: int
    shown: str
    dial: str
    words: str


class Asked(TypedDict):
    """What an outcome asks before it is kept: `fields` is the HTML of its fields, with what was
    typed into them at the desk; `confirm` stands on the button that keeps it, whose colour is of
    the `tone` (Panel.confirm_tone).
    """

    question: str
    fields: str
    confirm: str
    tone: str


class OutcomeShown(TypedDict):
    """An outcome that can be noted, with what follows from it."""

    code: str
    words: str
    follows: str
    tone: str
    asks: Asked | None


class CardShown(TypedDict, total=False):
    """The card that is shown, with the texts around it. `key` is "" when there is none: then
    `nothing` says why, and only `said`, `undo` and `of_data` are there as well. `undo` is the key
    of the journal line that can be taken back, 0 for none; `given` is what goes with an outcome as
    it is; `note` and `added` what was typed at the desk: the note, and what may be added to any
    outcome. `seen` and `of_data` go with each message about the card: which draft of the desk it
    shows, and of which data it is.
    """

    key: str
    company: int
    name: str
    ask: str
    last: str
    number: NumberShown | None
    line: str
    others: list[NumberShown]
    outcomes: list[OutcomeShown]
    given: dict[str, str]
    note: str
    added: dict[str, str]
    seen: str
    zone: str
    said: str
    undo: int
    nothing: str
    of_data: str


class CallShown(TypedDict):
    """Where the call of the shown card is (exchange.py:CallOfCard)."""

    phase: Phase
    key: str
    device: str
    at: int
    number_id: int


class Shown(TypedDict):
    """Everything that is shown; `n` is the number of the last change."""

    n: int
    card: CardShown
    call: CallShown


def is_in_call(call: CallShown) -> bool:
    """Whether a call goes on at a telephone: it was touched, and what became of the call is not
    noted yet. The card of such a call stays, and the member is in a call. Nothing else decides it.
    """
    return call["phase"] in ("calling", "asking")
