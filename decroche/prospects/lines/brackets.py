"""What stands in brackets on a line of paper: a person, a firm, a town or a note. Pure."""

from __future__ import annotations

import re

from decroche.prospects.firm_words import FIRM
from decroche.prospects.first_names import is_first_name, is_full_name
from decroche.prospects.lines.parts import CUT, Left, Person, trimmed
from decroche.prospects.lines.people import LETTERS, add_named, is_person, take_named
from decroche.prospects.lines.place import is_place
from decroche.prospects.people_named import is_surname_alone, named_in
from decroche.prospects.person_words import CAPITAL, SMALL, TITLE
from decroche.prospects.towns import is_known_town

_BRACKETS = re.compile(r"\((?P<inside>[^()]*)\)|\[(?P<square>[^\[\]]*)\]")


def take_brackets(left: Left, people: list[Person], city: str) -> str:
    """Takes out what stands in brackets (a person, a firm, a town or a note), and returns the town
    of the line.
    """
    for found in left.take(_BRACKETS):
        inside = trimmed(found["inside"] or found["square"] or "")
        if is_first_name(inside) or is_person(inside, left.text):
            people.append(Person(inside))
        elif TITLE_AT_A_FIRM.fullmatch(inside):
            left.text += f"{CUT}{inside}"
        elif (both := _FIRM_IN_TOWN.fullmatch(inside)) and is_known_town(both["town"]):
            left.text += f"{CUT}{both['firm']}{CUT}{both['town']}"
        elif "," in inside and any(named_in(part) for part in inside.split(", ")):
            for part in inside.split(", "):
                if not take_named(part, left, people):
                    left.note(part)
        elif named := named_in(inside):
            add_named(named, left, people)
        elif _is_a_firm_in_brackets(inside, left.text, found.start(), people):
            left.text += f"{CUT}{inside}"
        elif not city and is_place(inside):
            city = inside
        else:
            left.note(inside)
    return city


_FIRM_IN_TOWN = re.compile(rf"(?P<firm>{CAPITAL}[^,]+), (?P<town>{CAPITAL}[^,]+)")
"""“(Durandeau SARL, Pau)”."""
TITLE_AT_A_FIRM = re.compile(rf"(?P<title>(?i:{TITLE}))?\s?(?:de\s)?chez\s(?P<firm>{CAPITAL}.+)")
"""“RH chez Verrerie du Nord”."""


def _of_a_firm(inside: str, before: str) -> bool:
    """Whether words in brackets behind a person bear the person's surname: “Vélos Roche”."""
    person = trimmed(before)
    words = inside.split()
    if is_full_name(person) and person.split()[-1] in words:
        return len(words) > 1
    alone = is_first_name(person) or is_full_name(person)
    several = _SEVERAL.fullmatch(inside) is not None and not is_known_town(inside)
    return alone and (is_surname_alone(inside) or several) and not is_first_name(inside)


_SEVERAL = re.compile(rf"{CAPITAL}\w+(?: (?:{SMALL}|& |et )?{CAPITAL}[\w'’-]+)+")


def _is_a_firm_in_brackets(inside: str, text: str, at: int, people: list[Person]) -> bool:
    """Whether words in brackets, which stood at a place of the text, are the firm of the line."""
    if FIRM.match(inside) or _of_a_firm(inside, text[:at]):
        return True
    return bool(people) and _is_the_only_name(inside, text)


def _is_the_only_name(inside: str, others: str) -> bool:
    """Whether words in brackets are where somebody works: several with capitals, on a line that
    says nothing else.
    """
    several = _SEVERAL.fullmatch(inside) or is_surname_alone(inside)
    return bool(several) and not LETTERS.search(others) and not is_known_town(inside)
