"""The texts of a card by which it is compared and searched. The index of the search is in
search_schema.py.
"""

from __future__ import annotations

from collections.abc import Iterable

from decroche.prospects.models import Company
from decroche.prospects.numbers_noted import numbers_noted
from decroche.prospects.spellings import all_spellings, spelled_otherwise
from decroche.shared.folding import fold, fold_name
from decroche.shared.numbers import national_digits


def name_key(name: str, postcode: str, city: str) -> str:
    """The folded name and place of a company. Two cards with the same key are the same company."""
    return f"{fold_name(name)}|{postcode or fold(city)}"[:220]


def search_text(
    company: Company, numbers: list[tuple[str, str]], people: list[tuple[str, str]]
) -> str:
    """The text in which the search looks for a card: all of its texts, folded, and other spellings
    of them. `numbers` are (E.164, as shown), `people` are (name, e-mail).
    """
    words = [
        company.name,
        company.city,
        company.postcode,
        company.activity,
        company.email,
        company.siret or company.siren,
        company.website,
        company.notes,
    ]
    words += [part for person in people for part in person]
    words += company.tags
    words += company.details.values()
    numbers_text = [national_digits(e164) if e164 else shown for e164, shown in numbers]
    numbers_text += filter(None, [numbers_noted(company.notes)])
    folded = fold(" ".join(word for word in words if word))
    spellings = all_spellings(folded, [company.name, company.city, *(name for name, _ in people)])
    return f"{folded}{spellings} {' '.join(numbers_text)} {company.notes_index}".strip()


def with_name(text: str, name: str) -> str:
    """The search text of a card to which a person of this name was added."""
    folded = fold(name)
    return f"{text} {folded}{all_spellings(folded, [name])}"


def words_of_calls(notes: Iterable[str]) -> str:
    """The `notes_index` of a card from the notes of all of its calls, oldest first: their words,
    the last 4,000 characters of them.
    """
    words = [_searchable(note) for note in notes]
    return " ".join(text for text in words if text)[-4000:]


def remember_words(company: Company, text: str) -> dict[str, str]:
    """The fields of a card that change so that the search finds it by the note of a call."""
    words = _searchable(text)
    if not words:
        return {}
    return {
        "notes_index": f"{company.notes_index} {words}".strip()[-4000:],
        "search_text": f"{company.search_text} {words}",
    }


def _searchable(note: str) -> str:
    """The words of a note, folded, their other spellings, and the telephone numbers in it as they
    are searched for.
    """
    folded = fold(note)
    return " ".join(filter(None, (folded, spelled_otherwise(folded), numbers_noted(note))))
