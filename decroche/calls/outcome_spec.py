"""What an outcome is made of: the values that the file of each outcome (outcomes/) fills in.

Pure: no Django. Words are English msgids, marked with `translatable` (imported as `_`) so that
tools/messages.py finds them; wording.py translates them when they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, Literal

from decroche.shared.language import Language

Kind = Literal["retry", "rest", "follow_up", "ask", "suppress", "renumber"]
"""What happens to the company: it is called again soon (retry), left in peace for a while (rest),
called again on a given day (follow_up), on a day she is still asked for (ask), never called again
(suppress), called on its next number (renumber).
"""
FollowUpKind = Literal["", "promised", "advised"]
Tone = Literal["", "todo", "yes", "no"]
"""The colour of the button: plain, she owes them something, good news, bad news."""
Group = Literal[
    "unanswered",
    "answered",
    "right_party_contact",
    "conversation",
    "positive",
    "refusal",
    "opposition",
    "from_them",
    "asked_for_mail",
    "wants_mail",
    "appointment",
    "hang_up",
    "keeps_follow_ups",
    "names_whom_to_ask",
    "number_only",
    "called_early",
    "next_project",
    "after_appointment",
]
"""The groups an outcome may belong to; rules.py says what each means."""
Taken = Literal["when", "email", "invite", "mail", "cv", "everywhere"]
"""The fields that decide something, each read only for the outcomes that take it. Texts (the note,
the place, the reason, a referral…) may be given with any outcome.
"""


def translatable(text: str) -> str:
    """Marks a msgid for translation and returns it as it is."""
    return text


@dataclass(frozen=True, slots=True)
class Delay:
    """A number of days, months or calls that she can change in the settings.

    `name` is its key in the preferences, `words` its label with the unit, `most` the largest value
    that is kept (the smallest is 1).
    """

    name: str
    default: int
    words: str
    most: int = 400


@dataclass(frozen=True, slots=True)
class Delays:
    """Her settings: the delays that she changed, by name."""

    SECTION: ClassVar[str] = "delays"
    values: tuple[tuple[str, int], ...] = ()

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Delays:
        """Values that are not whole numbers are left out."""
        return cls(
            tuple(
                sorted(
                    (name, value)
                    for name, value in stored.items()
                    if isinstance(value, int) and not isinstance(value, bool)
                )
            )
        )

    def stored(self) -> dict[str, Any]:
        """The values to save in the preferences, as `read` takes them back."""
        return dict(self.values)

    def of(self, delay: Delay) -> int:
        """Returns the value of one delay; its default when she set none, or a value out of
        bounds.
        """
        value = dict(self.values).get(delay.name, delay.default)
        return value if 1 <= value <= delay.most else delay.default


@dataclass(frozen=True, slots=True)
class CallHistory:
    """What a consequence needs to know of a company."""

    unanswered: int = 0
    zone: str = "metro"
    tries: int = 0
    """Calls in a row, up to now, that reached nobody."""
    free: date | None = None
    """The first day on which the company may be called again after one more call now, because it
    was called often this month; None when it may be called on any day.
    """
    consumer: bool = False
    promised: bool = False
    """Whether a call that was promised is due, today or since an earlier day: then no rest comes
    before the next try.
    """


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What a consequence is worked out from.

    `now` is on the clock of the company; `when` is the moment that was given, if any;
    `contract_ends` is the last day of the contract with their agency, if they said it.
    """

    history: CallHistory
    now: datetime
    delays: Delays
    when: datetime | None = None
    contract_ends: date | None = None


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows from an outcome.

    `at` is when the company is called again (aware, on its own clock), None when that is never, or
    not known yet.
    """

    kind: Kind
    at: datetime | None = None
    half_day: bool = False
    follow_up: FollowUpKind = ""
    months: int = 0
    days: int = 0
    precision: str = ""
    """How exact the moment is that was given (shared/spoken); "" when a rule worked it out."""

    def stored(self) -> dict[str, Any]:
        """Returns its fields as the particulars of a call in the journal hold them."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Consequence:
        """Reads the particulars of a call in the journal; a field that an older version did not
        write has its default.
        """
        known = {one.name: stored[one.name] for one in fields(cls) if one.name in stored}
        if isinstance(known.get("at"), str):
            known["at"] = datetime.fromisoformat(known["at"])
        return cls(**{"kind": "retry"} | known)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a panel: `label` and `hint` (shown while the field is empty) are msgids,
    `longest` is in characters. With `shows_known` the field shows what the card knows instead of
    the hint.
    """

    name: str
    label: str
    hint: str = ""
    longest: int = 300
    shows_known: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """What the desk asks before an outcome is logged.

    `confirm` is the msgid on the button that logs it; `confirm_unsent` replaces it while no mailbox
    is set.
    """

    question: str
    fields: tuple[Field, ...]
    confirm: str
    confirm_unsent: str = ""
    confirm_tone: Literal["go", "bad"] = "go"
    tone: Literal["", "yes", "no"] = ""


@dataclass(frozen=True, slots=True)
class MailSpec:
    """The mail that an outcome calls for: its situation in words, and (subject, body) by language.

    `position` is its place among all situations (correspondence/rules.py has the others). Fields in
    square brackets are filled in (correspondence/composing.py).
    """

    title: str
    position: int
    letters: Mapping[Language, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class OutcomeSpec:
    """One outcome.

    `position` is its place among the outcomes, `key` the key that logs it, `label` its name on
    screen (a msgid). With `apart` its button is beside the row of keys. `takes` are the deciding
    fields that it reads, `needs` those it can't be logged without. `asks` is written on its button
    while its consequence is not known. `figure` is its name among the published counts, "" when it
    is not counted separately. `share` is how many calls in a hundred have it in made-up data.
    """

    code: str
    position: int
    key: str
    label: str
    consequence: Callable[[CallFacts], Consequence]
    groups: frozenset[Group] = frozenset()
    tone: Tone = ""
    apart: bool = False
    takes: frozenset[Taken] = frozenset()
    needs: frozenset[Taken] = frozenset()
    panel: Panel | None = None
    asks: str = ""
    delays: tuple[Delay, ...] = ()
    mail: MailSpec | None = None
    figure: str = ""
    share: float = 0.0
