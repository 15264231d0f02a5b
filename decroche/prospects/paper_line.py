"""One line of a paper list, understood: name, numbers, people, place, what was noted beside. Pure.

A line is read by taking out, one kind after another, what can be recognised wherever it stands
(addresses, numbers with their labels, people, a follow-up, a postcode with its town); what is left
before and behind gives the name and the town, and everything else is kept as a note. Nothing is
dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from decroche.prospects.lines.brackets import take_brackets
from decroche.prospects.lines.days import (
    HOURS,
    take_day_behind_name,
    take_day_in_front,
    take_follow_up,
)
from decroche.prospects.lines.front import refuses, take_marks
from decroche.prospects.lines.name import take_host, take_name, take_trader
from decroche.prospects.lines.numbers import take_emails, take_numbers, take_website
from decroche.prospects.lines.numbers_in_words import with_figures
from decroche.prospects.lines.opened import opened, take_opening
from decroche.prospects.lines.parts import Left, Person
from decroche.prospects.lines.people import take_people
from decroche.prospects.lines.place import postcode_in, take_address, town_and_name
from decroche.prospects.person_words import CIVILITY, PERSON
from decroche.prospects.refusal_notes import note_refuses
from decroche.shared import clock
from decroche.shared.numbers import Number
from decroche.shared.words import on_one_line

_LONGEST = 2000
"""Characters of a line that are read; the rest is kept as a note."""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line by its parts.

    `faxes` are numbers that are not dialled; `follow_up` the words of a date to call again (“lundi
    10h”); `refused` says that the line asks not to be called any more; `note` is what belongs
    nowhere else.
    """

    text: str
    name: str = ""
    numbers: tuple[Number, ...] = ()
    faxes: tuple[Number, ...] = ()
    people: tuple[Person, ...] = ()
    address: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""
    website: str = ""
    follow_up: str = ""
    refused: bool = False
    note: str = ""

    @property
    def contacts(self) -> list[tuple[str, str]]:
        """The people as (role, name)."""
        return [(person.role, person.name) for person in self.people]

    @property
    def fields(self) -> dict[str, str]:
        """The fields of a card that the line gives, empty ones left out."""
        found = {
            "address": self.address,
            "postcode": self.postcode,
            "city": self.city,
            "email": self.email,
            "website": self.website,
            "notes": self.remarks,
        }
        return {name: value for name, value in found.items() if value}

    @property
    def remarks(self) -> str:
        """What a card keeps as its note: the words that belong nowhere else, fax numbers, the day
        to call again.
        """
        faxes = [f"Fax {number.national}" for number in self.faxes]
        again = [f"Rappeler : {self.follow_up}"] if self.follow_up else []
        return on_one_line((self.note, *faxes, *again))


_SENT_BY = re.compile(
    r"(?:^|(?<=[\s,;(]))(?:recommandée? par |(?:de|à) la part d(?:e |u |es |['’]))"
    r"[^,;|()\d]+"
    rf"|\b(?:ex|anciennement|remplace|formerly)[ -](?-i:{CIVILITY}\s*{PERSON})",
    re.I,
)
"""Who recommended her: somebody of another company, and not whom to ask for at this one."""


def _is_abroad(number: Number) -> bool:
    return number.e164.startswith(_CODES_OF_NEIGHBOURS)


_CODES_OF_NEIGHBOURS = ("+32", "+41", "+43", "+352", "+31", "+45", "+47")
"""Country codes of places whose postcodes have four figures."""
_REGISTERED = re.compile(
    r"\b(?:SIRET|SIREN|RCS|TVA|APE|NAF)\b[ :.n°]{0,3}(?:[A-ZÀ-Ü][\w-]{1,30} (?:[B-D] )?)?(?:FR ?)?"
    r"\d[\d ]{2,20}[A-Z]?|\bCA\b ?:? ?\d[\d .,]{0,15}(?: ?[kKM])?(?: ?(?:€|euros?))?"
    r"|\b(?:BP|B\.P\.|CS) ?\d{1,6}\b"
    r"|\b(?:au )?capital (?:social )?(?:de )?\d[\d .,]{0,15}(?: ?[kKM])?(?: ?(?:€|euros?))?"
)
"""Numbers of a company that are no telephone number, postcode or name."""


def read_paper_line(text: str, *, now: datetime | None = None) -> PaperLine:
    """A line as it was written, by its parts.

    `now` (aware) is what “lundi” is counted from: the present moment when it is not given.
    """
    now = now or clock.now()
    left = Left(opened(with_figures(text[:_LONGEST])))
    left.note(text[_LONGEST:])
    refused = refuses(left.text)
    take_marks(left)
    take_opening(left)
    day = take_day_in_front(left, now)
    for found in (*left.take(_REGISTERED), *left.take(_SENT_BY)):
        left.note(found.group())
    trader = take_trader(left)
    email = take_emails(left)
    website = take_website(left)
    for found in left.take(HOURS):
        left.note(found.group())
    numbers, faxes = take_numbers(left, postcode_in(left.text))
    trader = trader or take_host(left)
    people = take_people(left)
    follow_up = take_follow_up(left, now) or take_day_behind_name(left, now)
    if follow_up:
        left.note(day)
    postcode, city, address = take_address(left, abroad=any(map(_is_abroad, numbers)))
    city = take_brackets(left, people, city)
    name, town = take_name(left, people, trader, city, with_number=bool(numbers or faxes))
    if not name and postcode and city:
        city, name = town_and_name(city)
    return PaperLine(
        text=text,
        name=name,
        numbers=tuple(numbers),
        faxes=tuple(faxes),
        people=tuple(people),
        address=address,
        postcode=postcode,
        city=city or town,
        email=email,
        website=website,
        follow_up=follow_up or day,
        refused=refused or (not people and any(map(note_refuses, left.notes))),
        note=on_one_line(dict.fromkeys(left.notes)),
    )
