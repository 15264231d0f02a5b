"""Whether a row of a file is, beyond doubt, a company that is known already. No Django.

It is when both have the same SIRET, the same e-mail address of a company, the same folded name and
place, or the same number and a similar name, and nothing contradicts it: another number, e-mail
address, place or house, or words and letters that tell establishments apart (maternelle and
élémentaire, Nord and Sud, A and B). A row that something contradicts becomes a card of its own; it
is compared by likeness (matching.py), and she is asked about the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, Protocol

from decroche.intake.drafts import Draft
from decroche.prospects.establishments import holders_in, marks_of, told_apart
from decroche.prospects.likeness import LITTLE_WORDS
from decroche.prospects.rules import similar_names
from decroche.prospects.traits import street_of, town_of
from decroche.shared.addresses import PROVIDERS
from decroche.shared.folding import only_letters

CROWD = 100
"""Companies that are kept under one number. Of a number with more bearers (a call centre, a
placeholder) the first ones are compared by name.
"""


class Identity(NamedTuple):
    """What says which company a card or a row is: the key of the card (a row has none yet), its
    folded name, its place (postcode or town), its numbers in E.164, its e-mail address, its house
    as `house_of` writes it. `holders` are the words of its whole name that say that it holds a
    business (SCI), which folded names have not. `own_email`, of a row: the address is that of its
    person (kim@ of Kim Leu). `may_differ`, of a row: one of these may be another than the card's,
    since the row names a person of the company or is to update the card.
    """

    company: int
    name: str
    place: str
    numbers: frozenset[str]
    email: str = ""
    house: str = ""
    town: str = ""
    siret: str = ""
    may_differ: bool = False
    holders: tuple[str, ...] = ()
    own_email: bool = False


def words_as_bits(name: str) -> tuple[int, int]:
    """(the words of a folded name, each as one of 61 bits; how many words)"""
    bits, words = 0, name.split()
    for word in words:
        bits |= 1 << hash(word) % 61
    return bits, len(words)


def may_be_similar(one: int, count: int, other: int) -> bool:
    """Whether `similar_names` could hold for a name of `count` words and another, both as bits: the
    words of one are all in the other, or at most half as many differ as they share. Several words
    may have one bit, so a yes means “look closer”; a no is sure.
    """
    return one & other in (one, other) or 2 * (one ^ other).bit_count() <= count


class KnownCompanies:
    """The companies that are known, found by their keys (`keys_of`)."""

    def __init__(self) -> None:
        self.by_key: dict[str, list[Identity]] = {}
        self.others = Counter[str]()
        """Bearers of a number that are not held here: their names are like none that is asked for.
        """

    def add(self, known: Identity, keys: list[str]) -> list[str]:
        """Takes a company in under those of its keys that no other company has (of a number: that
        fewer than CROWD have), and returns these keys.
        """
        by_key, fresh = self.by_key, list[str]()
        for key in keys:
            bearers = by_key.setdefault(key, [])
            count = len(bearers) + self.others[key]
            if count == 0 or (key[0] == "+" and count < CROWD):
                bearers.append(known)
                fresh.append(key)
        return fresh

    def match(self, row: Identity, keys: list[str]) -> int | None:
        """The key of the company that a row is, or None. Of several, the one of the same name and
        place, else the first. `row.company` is not used.
        """
        first = None
        for known in self._same_as(row, keys):
            if (known.name, known.place) == (row.name, row.place):
                return known.company
            first = known.company if first is None else first
        return first

    def _same_as(self, row: Identity, keys: list[str]) -> Iterator[Identity]:
        for key in keys:
            for known in self.by_key.get(key, ()):
                if _is_same(key[0], row, known):
                    yield known


def identity_of(
    company: int, card: Card, numbers: frozenset[str], *, may_differ: bool = False
) -> Identity:
    """The identity of a card."""
    name, _, place = card.name_key.partition("|")
    return Identity(
        company,
        name,
        place,
        numbers,
        card.email,
        house_of(card.address),
        town_of(card.city),
        card.siret,
        may_differ,
        holders_in(card.name),
    )


def identity_of_row(draft: Draft, numbers: frozenset[str], *, updating: bool = False) -> Identity:
    """The identity of a row; `updating`: it is to change the card that it is."""
    person = draft.person is not None and (draft.person[0] or draft.person[3])
    identity = identity_of(0, draft, numbers, may_differ=updating or bool(person))
    if draft.person is None or not draft.email:
        return identity
    return identity._replace(own_email=is_email_of(draft.person[0], draft.email))


def with_own_email(draft: Draft) -> Draft:
    """A row whose person has the address of the row, where it is theirs by its name."""
    person = draft.person
    if person is None or person[3] or not is_email_of(person[0], draft.email):
        return draft
    return draft._replace(person=(*person[:3], draft.email))


def is_email_of(person: str, email: str) -> bool:
    """Whether an address is a person's own by its name: kim@…, k.leu@… of Kim Leu."""
    local = only_letters(email.partition("@")[0]).replace(" ", "")
    words = [word for word in only_letters(person).split() if len(word) >= _LEAST_OF_A_NAME]
    return any(word in local for word in words)


_LEAST_OF_A_NAME = 3
"""Letters of a word of a person's name by which an address is known for theirs."""


class Card(Protocol):
    """A card or a row of a file, by its fields."""

    @property
    def name(self) -> str: ...
    @property
    def name_key(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def siret(self) -> str: ...


@lru_cache(16_384)
def house_of(address: str) -> str:
    """The number of a house and its street, folded: “12, rue du Port” gives “12 port”; a street or
    a place without a number has “?” instead (“? port”).
    """
    house, street = street_of(address)
    return f"{house or _NO_HOUSE} {' '.join(street)}" if house or street else ""


_NO_HOUSE = "?"


def keys_of(siret: str, email: str, name_key: str, numbers: frozenset[str]) -> list[str]:
    """The keys that a company is found by, the surest first: “s…” its SIRET, “e…” its e-mail
    address, “n…” its folded name and place, “+…” its numbers.
    """
    keys = ["s" + siret] if siret else []
    if email:
        keys.append("e" + email)
    keys.append("n" + name_key)
    keys.extend(numbers)
    return keys


def numbers_of(draft: Draft) -> frozenset[str]:
    """A row's numbers in E.164, its person's among them."""
    return frozenset([number[0] for number in draft.numbers + draft.person_numbers if number[0]])


def _is_same(kind: str, row: Identity, known: Identity) -> bool:
    """Whether a row and a company that share a key of this kind (`keys_of`) are one company."""
    name = _compare_names(row.name, known.name)
    if name == _ESTABLISHMENTS or row.holders != known.holders:
        return False
    if kind != _SIRET and _compare(row.siret, known.siret) == _DIFFERENT:
        return False
    compared = _Compared(
        name,
        _compare_numbers(row.numbers, known.numbers),
        _compare_places(row.place, known.place),
        _compare(row.town, known.town),
        _compare_houses(row.house, known.house),
        _compare_emails(row, known),
    )
    if kind == _SIRET:
        return _is_same_by_siret(compared, row)
    if kind == _EMAIL:
        return _is_same_by_email(compared)
    if kind == _NAME:
        return _is_same_by_name(compared, row)
    if compared.place != _SAME and LITTLE_WORDS.issuperset(row.name.split()):
        return False  # “École maternelle”, somewhere: the number may be that of all of the schools
    return _is_same_by_number(compared, row)


_SIRET, _EMAIL, _NAME = "s", "e", "n"
"""The first letters of keys (`keys_of`); a key of another kind is a number."""
_SAME, _NEAR, _DIFFERENT, _ESTABLISHMENTS, _UNKNOWN = "same", "near", "different", "apart", ""
"""How two values stand to each other. `_UNKNOWN`: one of them is missing. `_ESTABLISHMENTS`: two
names that tell establishments of one company apart, so they are two whatever else agrees.
"""


class _Compared(NamedTuple):
    """How a row and a company stand to each other, value by value."""

    name: str
    numbers: str
    place: str
    town: str
    house: str
    email: str


def _is_same_by_siret(compared: _Compared, row: Identity) -> bool:
    """A SIRET belongs to one place: in another place and town, somebody wrote that of the head
    office on the row of a branch.
    """
    elsewhere = compared.place == _DIFFERENT and compared.town == _DIFFERENT
    if elsewhere and not row.may_differ:
        return False
    return compared.name != _DIFFERENT or compared.numbers != _DIFFERENT


def _is_same_by_email(compared: _Compared) -> bool:
    if compared.name == _DIFFERENT:
        return False
    return compared.numbers != _DIFFERENT or _DIFFERENT not in (compared.place, compared.house)


def _is_same_by_name(compared: _Compared, row: Identity) -> bool:
    """Folded name and place agree; without a place, neither number nor address may differ."""
    if not row.place:
        return _DIFFERENT not in (compared.numbers, compared.email)
    if compared.numbers == _DIFFERENT:
        if compared.email == _DIFFERENT:
            return False
        return compared.house == _SAME or (row.may_differ and compared.house != _DIFFERENT)
    if compared.numbers == _SAME:
        return compared.house != _DIFFERENT or row.may_differ
    differ = [compared.house, compared.email].count(_DIFFERENT)
    return differ <= (1 if row.may_differ else 0)


def _is_same_by_number(compared: _Compared, row: Identity) -> bool:
    if compared.name == _SAME and compared.place == _SAME:
        return compared.house != _DIFFERENT or row.may_differ
    place = compared.place
    if compared.name == _SAME and compared.town == _SAME:
        place = _NEAR  # a town has several postcodes, and one for large post
    return compared.name != _DIFFERENT and _DIFFERENT not in (compared.email, place, compared.house)


def _compare_names(one: str, other: str) -> str:
    """Two folded names. Names of which each has words of its own are different here, however alike:
    comparing by likeness (matching.py) also weighs how rare these words are.
    """
    if one == other:
        return _SAME
    a, b = set(one.split()), set(other.split())
    if told_apart(a, b) or marks_of(a) != marks_of(b):
        return _ESTABLISHMENTS
    if (a - b and b - a) or not a ^ b <= LITTLE_WORDS:
        return _DIFFERENT
    return _NEAR if similar_names(one, other) else _DIFFERENT


def _compare(one: str, other: str) -> str:
    if not one or not other:
        return _UNKNOWN
    return _SAME if one == other else _DIFFERENT


def _compare_emails(row: Identity, known: Identity) -> str:
    """Two addresses; that of another person at the same domain of theirs says nothing."""
    domains = {one.email.rpartition("@")[2] for one in (row, known)}
    if row.own_email and len(domains) == 1 and domains.isdisjoint(PROVIDERS):
        return _SAME if row.email == known.email else _UNKNOWN
    return _compare(row.email, known.email)


def _compare_houses(one: str, other: str) -> str:
    """Two houses as `house_of` writes them. Where one has no number, only streets or places without
    a word in common are known to differ.
    """
    if not one or not other or _NO_HOUSE not in (one[0], other[0]):
        return _compare(one, other)
    streets = set(one.split()[1:]), set(other.split()[1:])
    both_without = one[0] == other[0]
    return _DIFFERENT if both_without and streets[0].isdisjoint(streets[1]) else _UNKNOWN


def _compare_places(one: str, other: str) -> str:
    """A postcode and the name of a town can't be compared."""
    return _UNKNOWN if one.isdigit() != other.isdigit() else _compare(one, other)


def _compare_numbers(one: frozenset[str], other: frozenset[str]) -> str:
    """Two sets of numbers: the same when they have one in common."""
    if not one or not other:
        return _UNKNOWN
    return _SAME if one & other else _DIFFERENT
