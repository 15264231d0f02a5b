"""Under which name a company is found again. Pure text; the database keeps the index."""

from __future__ import annotations

from collections.abc import Iterable

from decroche.prospects.models import Company
from decroche.prospects.spellings import all_spellings, spelled_otherwise
from decroche.shared.folding import fold, fold_name
from decroche.shared.numbers import national_digits


def name_key(name: str, postcode: str, city: str) -> str:
    """The key under which two cards are the same company: folded name and place."""
    return f"{fold_name(name)}|{postcode or fold(city)}"[:220]


def search_text(
    company: Company, numbers: list[tuple[str, str]], people: list[tuple[str, str]]
) -> str:
    """Everything a card is found by, folded.

    `numbers` are (e164, as shown), `people` (name, e-mail).
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
    called = [national_digits(e164) if e164 else shown for e164, shown in numbers]
    folded = fold(" ".join(word for word in words if word))
    spelled = all_spellings(folded, [company.name, company.city, *(name for name, _ in people)])
    return f"{folded}{spelled} {' '.join(called)} {company.notes_index}".strip()


def with_name(text: str, name: str) -> str:
    """The search text of a card to which a person of this name was added."""
    folded = fold(name)
    return f"{text} {folded}{all_spellings(folded, [name])}"


def words_of_calls(notes: Iterable[str]) -> str:
    """The words of the notes of all calls, oldest first, as `remember_words` gathers them."""
    return " ".join(found for note in notes if (found := _found_again(note)))[-4000:]


def remember_words(company: Company, text: str) -> dict[str, str]:
    """The fields that change when words said in a call are to be found by the search."""
    found = _found_again(text)
    if not found:
        return {}
    return {
        "notes_index": f"{company.notes_index} {found}".strip()[-4000:],
        "search_text": f"{company.search_text} {found}",
    }


def _found_again(note: str) -> str:
    """The words of a note, folded, and their other spellings."""
    folded = fold(note)
    return f"{folded} {spelled_otherwise(folded)}".strip()
