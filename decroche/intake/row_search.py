"""Everything the card of a row is found by."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from decroche.intake.drafts import Facts, NumberTuple, Person, Reached
from decroche.prospects.numbers_noted import numbers_noted
from decroche.prospects.spellings import all_spellings
from decroche.shared.folding import fold, strip_marks
from decroche.shared.numbers import national_digits


def search_text(plain: str, city: str, postcode: str, reached: Reached, facts: Facts) -> str:
    """Everything the card of a row is found by; `plain` is its name without accents."""
    known_as = (
        *(plain, plain_text(city), postcode, plain_text(facts.activity), reached.email),
        facts.siret or facts.siren,
    )
    searched = [*known_as, facts.website, facts.notes, *_who(reached.person)]
    searched += [*facts.tags, *facts.details.values(), *facts.written()]
    person = reached.person
    names = [reached.name, city, person[0]] if person else [reached.name, city]
    for other, _ in reached.others:
        searched += _who(other)
        names.append(other[0])
    found = _searched(searched, [*reached.dialled(), *reached.faxes], names)
    noted = numbers_noted(facts.notes) if facts.notes else ""
    return f"{found} {noted}" if noted else found


@lru_cache(16_384)
def plain_text(text: str) -> str:
    """Without accents and capitals: towns, trades and names of people come again and again."""
    return strip_marks(text)


def _who(person: Person | None) -> tuple[str, ...]:
    """A person's name and e-mail address, as the search finds a card by them."""
    return (plain_text(person[0]), person[3]) if person else ()


def _searched(words: Iterable[str], numbers: list[NumberTuple], names: list[str]) -> str:
    """Everything a card is found by, folded, in its other spellings too, its numbers as digits."""
    called = " ".join(
        [national_digits(number[0]) if number[0] else number[1] for number in numbers]
    )
    folded = fold(" ".join(filter(None, words)))
    return f"{folded}{all_spellings(folded, names)} {called}".rstrip()
