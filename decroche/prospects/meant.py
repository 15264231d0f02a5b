"""Which card of the file a line names that somebody said on the telephone: “Studio Grivel 03 53…”.

A number or a name that tells the company from all others is enough to know; what may be another
company (a name that many have, another number, somebody else's number) is a doubt, and hers to
settle.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from decroche.prospects.establishments import tells_establishments
from decroche.prospects.first_names import is_first_name, is_full_name, is_of_a_trade
from decroche.prospects.models import Company, PhoneNumber
from decroche.prospects.paper_line import PaperLine
from decroche.prospects.queries import companies
from decroche.prospects.search import search
from decroche.shared.folding import fold, fold_name, letter_words
from decroche.team.models import Workspace

_CIVIL = re.compile(r"(?:m\.?|mr|mme|mlle|madame|monsieur|mrs|ms|dr)\.? ", re.IGNORECASE)
_MOST = 20
"""Cards of one name or number that are looked at."""
_SHOWN = 3
_COMMON = frozenset(
    (
        *("de", "du", "des", "la", "le", "les", "l", "d", "et", "a", "au", "aux", "en", "sur"),
        *("the", "of", "and", "saint", "sainte", "st", "ste", "notre", "dame", "mairie", "ville"),
        *("gare", "centre", "poste", "parc", "place", "marche", "paix", "liberte", "republique"),
        *("france", "europe", "pharmacie", "boulangerie", "cabinet", "clinique", "syndic"),
        *("hopital", "mutuelle", "banque", "cooperative", "societe", "entreprise", "communication"),
    )
)
"""Words that many names have, beside those of trades, of establishments and first names."""


@dataclass(frozen=True, slots=True)
class Meant:
    """The card that a line names, or the cards that it may name (`doubtful`)."""

    card: Company | None = None
    doubtful: tuple[Company, ...] = ()


def card_meant(workspace: Workspace, read: PaperLine) -> Meant:
    """The card of a company that somebody named, if it is in the file."""
    e164s = [number.e164 for number in read.numbers if number.e164]
    folded = fold_name(read.name)
    with_number = _with_number(workspace, e164s)
    likely = [card for card in with_number if _may_go_by(read.name, folded, card)]
    if found := _only_one(likely, folded):
        return Meant(found)
    if not folded:
        return Meant(doubtful=tuple(likely[:_SHOWN]))
    named = [card for card in _named(workspace, folded) if not _elsewhere(read, card)]
    longer = [] if named else _of_a_longer_name(workspace, read, folded)
    here = [card for card in named if _agrees_in_place(read, card)]
    here = here or [card for card in longer if _name_and_town(folded, card)]
    if len(here) == 1:
        return Meant(here[0])
    certain = len(named) == 1 and not likely and _distinguishes(folded)
    if certain and not (e164s and _has_number(named[0])):
        return Meant(named[0])
    doubtful = [*likely, *named, *longer, *with_number]
    return Meant(doubtful=tuple(dict.fromkeys(doubtful))[:_SHOWN])


def _with_number(workspace: Workspace, e164s: list[str]) -> list[Company]:
    if not e164s:
        return []
    rows = PhoneNumber.objects.filter(
        workspace=workspace, e164__in=e164s, company__removed_at=None
    ).select_related("company")
    return list(dict.fromkeys(row.company for row in rows.order_by("company_id")[:_MOST]))


def _may_go_by(name: str, folded: str, card: Company) -> bool:
    """Whether the company with the number of a card may go by the name in the line: its name has
    the same words, or the line names a person.
    """
    words, theirs = set(folded.split()), set(fold_name(card.name).split())
    person = _CIVIL.match(name) is not None or is_full_name(name)
    return person or words <= theirs or theirs <= words


def _only_one(cards: list[Company], folded: str) -> Company | None:
    if len(cards) == 1:
        return cards[0]
    same = [card for card in cards if fold_name(card.name) == folded]
    return same[0] if len(same) == 1 else None


def _named(workspace: Workspace, folded: str) -> list[Company]:
    rows = companies(workspace).filter(name_key__gte=f"{folded}|", name_key__lt=f"{folded}}}")
    return list(rows.order_by("pk")[:_MOST])


def _elsewhere(read: PaperLine, card: Company) -> bool:
    """Whether the line names another place than the card has."""
    both_named = bool((read.city or read.postcode) and (card.city or card.postcode))
    return both_named and not _agrees_in_place(read, card)


def _agrees_in_place(read: PaperLine, card: Company) -> bool:
    if read.postcode and card.postcode:
        return read.postcode == card.postcode
    return bool(read.city and card.city) and fold(read.city) == fold(card.city)


def _has_number(card: Company) -> bool:
    return PhoneNumber.objects.filter(workspace_id=card.workspace_id, company=card).exists()


def _distinguishes(folded: str) -> bool:
    return bool(_own_words(folded.split()))


def _own_words(words: Iterable[str]) -> set[str]:
    """The words of a name that few others have."""
    return {
        word
        for word in words
        if len(word) > 1
        and not word.isdigit()
        and word not in _COMMON
        and not (is_of_a_trade(word) or tells_establishments(word) or is_first_name(word))
    }


def _of_a_longer_name(workspace: Workspace, read: PaperLine, folded: str) -> list[Company]:
    """The cards whose name is that of the line with more words, or with fewer: “Grivel” for “Studio
    Grivel”, “Studio Grivel Lille” for the Studio Grivel in Lille.
    """
    said, found = set(folded.split()), list[Company]()
    own = _own_words(said)
    if not own:
        return []
    for card, _ in search(workspace, " ".join(sorted(own)), limit=_MOST):
        theirs, town = set(fold_name(card.name).split()), _town(card)
        nested = said < theirs or theirs < said
        same = _own_words(theirs) - town == own - town and own - town
        if nested and same and not _elsewhere(read, card):
            found.append(card)
    return found


def is_in_short(read: PaperLine, card: Company) -> bool:
    """Whether a line has the name of a card, or those of its words that few others have, and names
    no other place.
    """
    said, theirs = set(fold_name(read.name).split()), set(fold_name(card.name).split())
    within = said - _town(card) <= theirs
    return within and bool(_own_words(said & theirs)) and not _elsewhere(read, card)


def _name_and_town(folded: str, card: Company) -> bool:
    """Whether the name that was said is that of the card with its town behind it."""
    said, theirs = set(folded.split()), set(fold_name(card.name).split())
    return theirs < said and said - theirs == _town(card) and bool(_own_words(theirs))


def _town(card: Company) -> set[str]:
    return set(letter_words(card.city))
