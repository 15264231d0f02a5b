"""Companies that are alike and not the same: the other half of a measure of doubles.

Read from public files (schools, town halls, bars, sites of groups): rows of different
establishments that share a number, an address, an e-mail, a name, or most words of a name in one
town. Each group of such rows falls into one of two halves by a hash: rules are mended while looking
at the first, and the second is only counted.
"""

from __future__ import annotations

import csv
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from decroche.intake.known import Identity, KnownCompanies, identity_of, keys_of
from decroche.prospects.blocking import Pair, blocks_of
from decroche.prospects.likeness import ASK, SAME, SURE, Likeness, Rarity
from decroche.prospects.traits import Traits, traits
from decroche.shared.folding import fold, fold_name
from decroche.shared.numbers import read_numbers
from tools.corrupt import Row, corrupted

HALVES = TUNING, BLIND = ("tuning", "blind")
_OTHER = 10_000_000
_ALIKE = 0.5
"""Share of all words that two names of one town have in common to be called alike."""
_GROUP = 12
"""Rows of one group that are looked at: a name that hundreds bear is one case."""


class Score(NamedTuple):
    """What became of rows that are new though alike (`strangers`), and of corrupted `copies`; a
    `bare` copy has lost its number, e-mail, SIRET and address, so that nobody could be sure.
    """

    strangers: int
    swallowed: int
    strangers_asked: int
    copies: int
    found: int
    wrong: int
    copies_asked: int
    bare: int
    bare_found: int

    @property
    def precision(self) -> float:
        """Of the rows taken for a card of the file, those that are it."""
        return self.found / max(self.found + self.wrong + self.swallowed, 1)

    @property
    def recall(self) -> float:
        """Of the copies, those found."""
        return self.found / max(self.copies, 1)

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.4f} (limit 0.995), recall {self.recall:.4f} (limit 0.97), "
            f"copies asked {self.copies_asked / max(self.copies, 1):.2%} (limit 5 %); of "
            f"{self.strangers} alike and different {self.swallowed} taken for one, "
            f"{self.strangers_asked} asked; {self.copies} copies, {self.wrong} to the wrong card"
        )


def numbered(rows: list[Row]) -> list[Row]:
    """With a made-up number each, as the register has none; four in ten have that of all of their
    address, or of all of their name.
    """
    kept = []
    for row in rows:
        one = card(0, row)
        whole = (sorted(set(one.name) - _LITTLE), one.house, one.street, one.postcode)
        own = random.Random(repr(whole)).random()
        shared = (
            (one.house, one.street, one.postcode)
            if own < _SHARED / 2
            else one.name
            if own < _SHARED
            else whole
        )
        digits = int(sha256(repr(shared).encode()).hexdigest(), 16)
        start = _RANGES[digits % len(_RANGES)]
        kept.append(replace(row, phone=f"{start}{digits // 100 % 10_000:04d}"))
    return kept


_SHARED = 0.4
_RANGES = ("019900", "026191", "035301", "046571", "053649", "063998")
"""Numbers set aside for fiction."""


def sources(data: Path) -> Iterator[tuple[str, list[Row]]]:
    """(name, rows) of each public file that is on this machine."""
    for name, rows_of in (
        ("companies/schools-rennes.csv", _schools),
        ("companies/town-halls.csv", _first_town_halls),
        ("sirene/sirene_v1_bars_marseille_2015_personnes_morales.csv", _bars),
        ("sirene/etablissements_bitd_2026.csv", _sites),
    ):
        if (data / name).exists():
            yield Path(name).stem, rows_of(data / name)


def measured(
    rows: list[Row], part: Part, seed: int = 0, *, many: bool = False, exact: bool = False
) -> Score:
    """A part of a file, by likeness, as an import compares its rows with the cards it finds: of
    each group of alike rows one (`many`: half of them) is held back and comes in as new, beside as
    many corrupted copies of rows that are there. `exact`: what is beyond doubt is taken for a card
    before likeness is asked, as an import does; else likeness stands alone.
    """
    there, strangers, copies = scene(rows, part, seed, many=many)
    left = [card(key, row) for key, row in there.items()]
    right = [card(_OTHER + key, row) for key, row in strangers.items()]
    right += [card(2 * _OTHER + key, row) for key, row in copies.items()]
    rarity = Rarity()
    rarity.learn(left)
    blocks = blocks_of(left, rarity)
    best = {row.key: pairs[0] for row in right if (pairs := blocks.alike(row))}
    if exact:
        new = {_OTHER + key: row for key, row in strangers.items()}
        new |= {2 * _OTHER + key: row for key, row in copies.items()}
        best |= _beyond_doubt(there, new)
    pairs = [Pair(pair.two, pair.one, pair.likeness) for pair in best.values()]
    bare = {2 * _OTHER + key for key, row in copies.items() if _is_bare(row)}
    return _scored(pairs, len(strangers), len(copies), bare)


def beyond_doubt(
    rows: list[Row], part: Part, seed: int = 0, *, many: bool = False
) -> tuple[int, int, int, int]:
    """The same by the exact rule of an import: (rows held back, those swallowed, rows brought in
    again as they were, those found).
    """
    there, strangers, _ = scene(rows, part, seed, many=many)
    known = _known_of(there)
    swallowed = sum(known.match(*_known(0, row)) is not None for row in strangers.values())
    found = sum(known.match(*_known(0, row)) == key for key, row in there.items())
    return len(strangers), swallowed, len(there), found


def _beyond_doubt(there: dict[int, Row], new: dict[int, Row]) -> dict[int, Pair]:
    """{row: the card that it is beyond doubt} of new rows."""
    known = _known_of(there)
    found = ((key, known.match(*_known(0, row))) for key, row in new.items())
    sure = Likeness(SURE, SAME)
    return {key: Pair(key, card, sure) for key, card in found if card is not None}


def _known_of(there: dict[int, Row]) -> KnownCompanies:
    known = KnownCompanies()
    for key, row in there.items():
        known.add(*_known(key, row))
    return known


_COPIES, _MANY_COPIES = 100, 400
"""Corrupted copies that are made at least."""
Part = Callable[[Row], bool]
"""Chooses the groups of a part of a file by their first row."""
_Scene = tuple[dict[int, Row], dict[int, Row], dict[int, Row]]


def scene(rows: list[Row], part: Part, seed: int, *, many: bool = False) -> _Scene:
    """(rows that are there, alike ones that are new, corrupted copies of rows that are there) of
    the groups whose first row `part` chooses.
    """
    chance = random.Random(seed)
    rows = _told_by_something(rows)
    groups = [group for group in _groups(rows) if part(rows[group[0]])]
    strangers = [
        key
        for group in groups
        if len(group) > 1
        for key in chance.sample(group, len(group) // 2 if many else 1)
    ]
    held_back = set(strangers)
    there = [key for group in groups for key in group if key not in held_back]
    touched = chance.sample(
        there, min(max(len(strangers), _MANY_COPIES if many else _COPIES), len(there))
    )
    return (
        {key: rows[key] for key in there},
        {key: rows[key] for key in strangers},
        {key: corrupted(rows[key], chance) for key in touched},
    )


def _known(key: int, row: Row) -> tuple[Identity, list[str]]:
    numbers = frozenset(one.e164 for one in read_numbers(row.phone).numbers if one.e164)
    siret = row.siret if len(row.siret) == 14 else ""
    name_key = f"{fold_name(row.name)}|{row.postcode or fold(row.city)}"
    held = _Held(row.name, name_key, row.email.lower(), row.address, row.city, siret)
    return identity_of(key, held, numbers), keys_of(siret, held.email, name_key, numbers)


class _Held(NamedTuple):
    name: str
    name_key: str
    email: str
    address: str
    city: str
    siret: str


def _is_bare(row: Row) -> bool:
    return not (row.phone or row.email or row.siret or row.address)


def _scored(found: list[Pair], strangers: int, copies: int, bare: set[int]) -> Score:
    good = wrong = 0
    swallowed, sure = set[int](), set[int]()
    asked_strangers, asked_copies = set[int](), set[int]()
    for pair in found:
        is_copy = pair.two >= 2 * _OTHER
        if pair.likeness.verdict == SAME:
            if not is_copy:
                swallowed.add(pair.two)
            elif pair.two - 2 * _OTHER == pair.one:
                good += 1
                sure.add(pair.two)
            else:
                wrong += 1
        elif pair.likeness.verdict == ASK:
            (asked_copies if is_copy else asked_strangers).add(pair.two)
    return Score(
        strangers,
        len(swallowed),
        len(asked_strangers - swallowed),
        copies,
        good,
        wrong,
        len(asked_copies - sure),
        len(bare),
        len(bare & sure),
    )


def card(key: int, row: Row) -> Traits:
    """The traits of a row."""
    numbers = [number.e164 or number.national for number in read_numbers(row.phone).numbers]
    return traits(
        key,
        row.name,
        numbers,
        siret=row.siret if len(row.siret) == 14 else "",
        email=row.email,
        postcode=row.postcode,
        city=row.city,
        address=row.address,
    )


def _told_by_something(rows: list[Row]) -> list[Row]:
    """Without rows of which everything that is compared stands in an earlier one: owners of one bar
    one after the other, whom nothing in the file tells apart.
    """
    kept: dict[object, Row] = {}
    for row in rows:
        one = card(0, row)
        own = frozenset(word for word in one.name if word not in _LITTLE)
        kept.setdefault((own, one.house, one.street, one.postcode, one.numbers, one.email), row)
    return list(kept.values())


_LITTLE = frozenset(("le", "la", "les", "l", "d", "de", "du", "des", "bar", "cafe", "s"))


def half_of(row: Row) -> str:
    """The half that a group with this first row falls into."""
    said = f"{row.name}|{row.postcode}|{row.siret}|{row.phone}".encode()
    return TUNING if sha256(said).digest()[0] % 2 else BLIND


def _groups(rows: list[Row]) -> list[list[int]]:
    """The rows by what they share, directly or through others, each in one group; the smallest
    place of a group is its first.
    """
    cards = [card(key, row) for key, row in enumerate(rows)]
    parent = list(range(len(rows)))

    def top(key: int) -> int:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for one, two in _near(cards):
        a, b = sorted((top(one), top(two)))
        parent[b] = a
    found: dict[int, list[int]] = defaultdict(list)
    for key in range(len(rows)):
        found[top(key)].append(key)
    return list(found.values())


def _near(cards: list[Traits]) -> Iterator[tuple[int, int]]:
    by: dict[tuple[str, object], list[int]] = defaultdict(list)
    for one in cards:
        for number in one.numbers:
            by["number", number].append(one.key)
        if one.email:
            by["email", one.email].append(one.key)
        if one.house and one.street:
            by["address", (one.house, one.street, one.postcode)].append(one.key)
        by["name", one.name].append(one.key)
        by["town", (one.postcode, one.city)].append(one.key)
    for (kind, _), keys in by.items():
        for place, first in enumerate(keys[:200]):
            for second in keys[place + 1 : place + (_GROUP if kind != "town" else 200)]:
                if kind != "town" or _alike(cards[first].name, cards[second].name):
                    yield first, second


def _alike(one: Iterable[str], two: Iterable[str]) -> bool:
    a, b = set(one), set(two)
    return len(a & b) >= _ALIKE * len(a | b)


def read(path: Path, delimiter: str) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def _schools(path: Path) -> list[Row]:
    return [
        Row(
            row["Nom_etablissement"],
            row["Telephone"],
            row["Mail"],
            row["Adresse_1"],
            row["Code postal"],
            row["Nom_commune"],
            row["SIREN_SIRET"],
        )
        for row in read(path, ";")
    ]


SEEN_TOWN_HALLS = 12_000
"""Rows of the town halls among which rules were made; those behind them are in blind_shares.py."""


def _first_town_halls(path: Path) -> list[Row]:
    return town_halls(path)[:SEEN_TOWN_HALLS]


def town_halls(path: Path) -> list[Row]:
    """All town halls of a file."""
    found = []
    for row in read(path, ","):
        address, _, town = row["mairie_adresse"].partition("\n")
        postcode = re.match(r"\d{5}", town)
        found.append(
            Row(
                f"Mairie {row['nom']}",
                row["mairie_telephone"],
                row["mairie_email"],
                address,
                postcode.group() if postcode else row["codes_postaux"].split("|")[0][:5],
                row["nom"],
            )
        )
    return found


def _bars(path: Path) -> list[Row]:
    found = []
    for row in read(path, ";"):
        lines = [row[name] or "" for name in row if "ligne de l’adressage de" in name]
        street = " ".join(
            row[name]
            for name in (
                "Numéro dans la voie",
                "Type de voie de localisation de l'établissement",
                "Libellé de voie de localisation de l'établissement",
            )
        )
        name = row["Enseigne ou nom de l'exploitation"] or (lines[0] if lines else "")
        town = row["Libellé de la commune de localisation de l'établissement"]
        if name:
            found.append(Row(name, "", "", street.strip(), row["Code postal"], town))
    return numbered(found)


def _sites(path: Path) -> list[Row]:
    found = []
    for row in read(path, ","):
        place = re.search(r"\b(\d{5})\b", row["adresse"])
        found.append(
            Row(
                row["raison_sociale_sirene"] or row["entreprise"],
                "",
                "",
                row["adresse"].partition(place.group())[0].strip() if place else row["adresse"],
                place.group() if place else "",
                row["ville"],
                row["siret"],
            )
        )
    return numbered(found)


_SIBLINGS = (
    ("maternelle", "élémentaire"),
    ("Nord", "Sud"),
    ("A", "B"),
    ("I", "II"),
    ("1", "2"),
    ("Haute", "Basse"),
)


def siblings(rows: list[Row], chance: random.Random) -> list[Row]:
    """Made-up rows, every third with a sister: another establishment of its name in its town or
    another, at its number or not.
    """
    found = list(rows)
    for row in rows[::3]:
        one, two = chance.choice(_SIBLINGS)
        found.remove(row)
        first = replace(row, name=f"{row.name} {one}")
        second = replace(
            row,
            name=f"{row.name} {two}",
            phone=row.phone if chance.random() < 0.4 else "",
            email=f"{two.lower()}.{row.email}" if row.email else "",
            address=row.address if chance.random() < 0.5 else f"{chance.randint(1, 200)} rue Neuve",
        )
        found += [first, second]
    return found
