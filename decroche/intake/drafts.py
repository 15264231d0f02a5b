"""A row understood, as the card it becomes, and what is known of it on the way there."""

from __future__ import annotations

from typing import Final, NamedTuple

from decroche.intake.history import Past

NumberTuple = tuple[str, str, str, str, bool, str, str]
"""(E.164, as read aloud, kind, extension, whether the plan knows it, cost, time zone). A plain
tuple: hundreds of thousands are made, and handed from one process to another.
"""
KIND_OF_NUMBER: Final = 2
ZONE_OF_NUMBER: Final = 6
"""Places in a NumberTuple."""
Person = tuple[str, str, str, str]
"""(name, role, job, e-mail)"""
Values = dict[str, list[str]]
"""The filled cells of a row, by the field they feed."""
Kept = tuple[str, str, str]
"""(field, name of the column, cell) of a cell that is kept under the name of its column"""


class Draft(NamedTuple):
    """A row understood, as the card it becomes.

    Its fields hold plain values, and tuples of them that have no class of their own, so that it can
    be handed from one process to another.
    """

    line: int
    # What a row of companies holds, from here to `audience_why`: see CARD.
    name: str
    siret: str
    siren: str
    naf: str
    activity: str
    headcount: str
    headcount_min: int | None
    address: str
    postcode: str
    city: str
    department: str
    website: str
    email: str
    notes: str
    tags: str
    """A list, as JSON writes it."""
    details: str
    """{column: text} of the columns kept under their own names, as JSON writes it."""
    name_key: str
    sort_name: str
    search_text: str
    diffusion: str
    audience: str
    audience_why: str
    # What else is written of it.
    zone: str
    stratum: int
    numbers: list[NumberTuple]
    unread: list[str]
    person: Person | None
    person_numbers: list[NumberTuple]
    faxes: list[NumberTuple]
    others: list[tuple[Person, list[NumberTuple]]]
    """Further people of the same row."""
    refused: bool
    """Whether the row says that they must not be called."""
    next_call: tuple[str, str, str] | None
    """The fields of a NextCall."""
    past: Past | None
    source: str = ""
    """Where the row says that the company comes from; "" when it does not."""
    repeats: int | None = None
    """The row of the same file that it repeats: its place among those that repeat none."""

    def card(self) -> tuple[object, ...]:
        """What a row of companies holds, as CARD names it."""
        return tuple.__getitem__(self, _CARD)


_CARD = slice(Draft._fields.index("name"), Draft._fields.index("zone"))
CARD = Draft._fields[_CARD]
"""Columns of companies that a draft fills."""


class Reached(NamedTuple):
    """Who a row is, and how they are reached. `below` are the lines under the name in its cell,
    `own` the numbers of the person, `personal` how many addresses stand in the person's column.
    """

    name: str
    below: list[str]
    person: Person | None
    others: list[tuple[Person, list[NumberTuple]]]
    numbers: list[NumberTuple]
    own: list[NumberTuple]
    faxes: list[NumberTuple]
    emails: list[str]
    personal: int
    unread: list[str]
    unread_faxes: list[str]

    @property
    def email(self) -> str:
        """The address of the company."""
        return self.emails[0] if self.emails else ""

    def dialled(self) -> list[NumberTuple]:
        """All numbers that can be called, in the order in which they are offered."""
        of_others = (number for _, numbers in self.others for number in numbers)
        return [*self.numbers, *self.own, *of_others]


class Facts(NamedTuple):
    """What else a row says of a company; `people` is the least of its headcount."""

    siret: str
    siren: str
    naf: str
    activity: str
    website: str
    headcount: str
    people: int | None
    tags: list[str]
    notes: str
    details: dict[str, str]
    past: Past | None

    def written(self) -> list[str]:
        """What was noted of it before."""
        return [text for *_, text in self.past[0]] if self.past else []
