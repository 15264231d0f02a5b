"""What the card shows before she dials: her last note, what was promised, the other numbers, what
came with the file. Nothing is read from the database: card.py has read it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from decroche.calls.contracts import NOTED, Contract, last_said
from decroche.calls.keys import letters_left
from decroche.calls.models import Answer, Call, Note
from decroche.calls.rules import APPOINTMENTS, PRESSED, RIGHT_PARTY_CONTACT
from decroche.followups.models import FollowUp
from decroche.followups.wording import due_in_words, noted_in_words, waits_in_words
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.shared.clock import PARIS, day_of
from decroche.shared.spoken.say import clock, this_half_day
from decroche.ui.language import current_language


@dataclass(frozen=True, slots=True)
class LastTime:
    """The last time they were called: `call` is the last call with a note, else the last talk, else
    the last call, None for a card that was never called. `tries` counts the calls after it, and
    `latest` is the last of these.
    """

    call: Call | None
    tries: int = 0
    latest: Call | None = None
    written: Note | None = None
    """A note without a call, when it is newer than `call`."""

    @property
    def minutes(self) -> int:
        """The length of that call in minutes; 0 when it was shorter than one, or is not known."""
        return (self.call.seconds or 0) // 60 if self.call else 0

    @property
    def guessed(self) -> int:
        """The length in minutes as she estimated it on her telephone, 0 without an estimate."""
        guess = self.call.details.get("guess") if self.call else None
        return guess // 60 if isinstance(guess, int) else 0


@dataclass(frozen=True, slots=True)
class OtherNumber:
    """A further number: whose it is, and the key that dials it ("" when no letter was left)."""

    number: PhoneNumber
    who: str
    key: str


@dataclass(frozen=True, slots=True)
class FileSays:
    """What came with the card from its file, or was written on it."""

    notes: str
    people: list[Contact]
    email: str
    address: str

    def __bool__(self) -> bool:
        return bool(self.notes or self.people or self.email or self.address)


def last_time(history: Sequence[Call], notes: Sequence[Note] = ()) -> LastTime:
    """Returns the last time they were called; `history` and `notes` are newest first. Notes about
    their contract are left out: the card shows them apart.
    """
    found = _last_call(history)
    notes = [one for one in notes if NOTED not in one.details]
    if notes and (found.call is None or notes[0].at > found.call.at):
        return replace(found, written=notes[0])
    return found


def _last_call(history: Sequence[Call]) -> LastTime:
    if not history:
        return LastTime(None)
    place = next((index for index, call in enumerate(history) if call.note), None)
    if place is None:
        place = next(
            (i for i, call in enumerate(history) if call.outcome in RIGHT_PARTY_CONTACT), 0
        )
    return LastTime(history[place], place, history[0] if place else None)


def contract_said(history: Sequence[Call], notes: Sequence[Note] = ()) -> Contract:
    """Returns the contract with their agency as it was said last, in a call or without one."""
    calls = [(call.at, call.details) for call in history]
    return last_said([*calls, *((note.at, note.details) for note in notes)])


def promised_in_words(rows: Sequence[FollowUp], at: datetime) -> str:
    """Returns the next open promise in words, else the day that her file had for a call; "" when
    there is neither.
    """
    in_order = sorted(rows, key=lambda row: row.due_at)
    promises = [row for row in in_order if row.kind == FollowUp.Kind.PROMISED]
    if not promises:
        noted = next((row for row in in_order if row.from_file), None)
        return noted_in_words(noted.note, promised_when(noted, at)) if noted else ""
    row = promises[0]
    when, late = promised_when(row, at), waits_in_words(row, at, since=False)
    said = _("Meeting %(when)s.") if row.purpose in APPOINTMENTS else _("Promised for %(when)s.")
    said = said % {"when": when}
    if not late:
        return said
    return f"{said} {late[:1].upper()}{late[1:]}{'' if late.endswith('?') else '.'}"


def promised_when(row: FollowUp, at: datetime) -> str:
    """Returns when a follow-up is due, in words; an hour of today without the date."""
    due = row.due_at.astimezone(PARIS)
    if row.precision == "half_day" and due.date() == day_of(at):
        return this_half_day(due, current_language())
    if row.precision == "minute" and due.date() == day_of(at):
        return _("today at %(hour)s") % {"hour": clock(due, current_language())}
    return due_in_words(row, at)


def other_numbers(
    numbers: Sequence[PhoneNumber],
    shown: PhoneNumber | None,
    people: Sequence[Contact],
    answers: Sequence[Answer],
) -> list[OtherNumber]:
    """Returns the numbers that can be dialled, except the one that is `shown` large."""
    taken = PRESSED.union(answer.key.lower() for answer in answers)
    keys = iter([letter.upper() for letter in letters_left(taken)])
    names = {person.pk: person.name for person in people}
    return [
        OtherNumber(one, names.get(one.contact_id or 0, ""), next(keys, ""))
        for one in numbers
        if one.usable and one != shown
    ]


def file_says(company: Company, people: Sequence[Contact], named: Collection[str] = ()) -> FileSays:
    """Returns what came with the card; people with neither a name nor an address are left out, and
    whom one gets on the line (`first_on_the_line`) when they have no address. So is whom the card
    names elsewhere (`named`), unless more is known of them.
    """
    where = " ".join(part for part in (company.postcode, company.city) if part)
    address = ", ".join(part for part in (company.address, where) if part)
    return FileSays(
        company.notes.strip(),
        [one for one in people if _is_worth_a_line(one, named)],
        company.email,
        address if company.address else "",
    )


def _is_worth_a_line(person: Contact, named: Collection[str]) -> bool:
    if person.email:
        return True
    if person.gatekeeper or not person.name:
        return False
    return person.name not in named or bool(person.title) or not person.approachable


def first_on_the_line(people: Sequence[Contact]) -> str:
    """Returns whom one gets on the line before the person to ask for: “Nadia, standardiste”; ""
    when nobody is known.
    """
    fronts = [one for one in people if one.gatekeeper and one.approachable]
    return " · ".join(", ".join(filter(None, (one.name, one.title))) for one in fronts)
