"""Which earlier row of its own file a row repeats. No Django.

What was read lies in a temporary SQLite database that nobody else sees and that goes with the
process: a file may have more rows than fit in memory. Memory holds one part of the file, a filter
and a cache of fixed sizes; the disk holds some hundred bytes a row.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from decroche.intake.drafts import Draft
from decroche.intake.known import (
    Identity,
    KnownCompanies,
    house_of,
    identity_of_row,
    keys_of,
    may_be_similar,
    numbers_of,
    words_as_bits,
)
from decroche.prospects.establishments import holders_in
from decroche.prospects.traits import town_of

_CACHE = 16_000
"""KiB of pages kept in memory"""
_BITS = 1 << 27
"""Bits of the filter in front of the keys: 16 MB."""
_TABLES = """
CREATE TABLE card (id INTEGER PRIMARY KEY, keys TEXT, address TEXT, city TEXT, holders TEXT);
CREATE TABLE key (
  hash INTEGER, card INTEGER, words INTEGER, PRIMARY KEY (hash, card)
) WITHOUT ROWID;
"""
_BEARERS = "SELECT k.hash, k.card, k.words FROM json_each(?) j CROSS JOIN key k ON k.hash = j.value"
_CARDS = (
    "SELECT c.id, c.keys, c.address, c.city, c.holders"
    " FROM json_each(?) j CROSS JOIN card c ON c.id = j.value"
)


class _Row(NamedTuple):
    """A row: its numbers, its keys, their hashes, the words of its name as bits, how many words."""

    draft: Draft
    numbers: frozenset[str]
    keys: list[str]
    hashes: list[int]
    words: int
    many: int


_Card = tuple[int, str, str, str, str]
"""(its place, its keys, its address, its town, its holders) as they are kept"""
_Near = list[tuple[int, int]] | None
"""Names one of which is to be similar to that of a number's bearer; None: any name will do."""


class RepeatedRows:
    """Takes the rows of a file part by part, and tells which earlier row each of them repeats."""

    def __init__(self) -> None:
        self.count = 0
        """Rows so far that repeat nobody: the next one's place."""
        self.filter = bytearray(_BITS // 8)
        """A bit for each hash that was kept: most rows are new, and need not be looked for."""
        self.seen = sqlite3.connect("", isolation_level=None)  # "": temporary, on disk when large
        for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{_CACHE}"):
            self.seen.execute(f"PRAGMA {pragma}")
        self.seen.executescript(_TABLES)
        self.seen.execute("BEGIN")

    def of(self, drafts: Iterable[Draft]) -> list[int | None]:
        """For each row the place of the one it repeats; None when it is new, and then it takes the
        next place itself.
        """
        rows = [_row(draft) for draft in drafts]
        shared = self._shared(rows)
        known = self._recalled([row for row in rows if not shared.isdisjoint(row.hashes)], shared)
        found = list[int | None]()
        cards, bearers = list[_Card](), list[tuple[int, int, int]]()
        for draft, numbers, keys, hashes, words, _ in rows:
            if shared.isdisjoint(hashes):  # nobody else has one of its keys
                found.append(None)
                place, self.count = self.count, self.count + 1
                bearers += [(hashed, place, words) for hashed in hashes]
            else:
                row = identity_of_row(draft, numbers)
                twin = known.match(row, keys)
                found.append(twin)
                if twin is not None:
                    continue
                place, self.count = self.count, self.count + 1
                fresh = known.add(Identity(place, *row[1:]), keys)
                bearers += [(hash(key), place, words) for key in fresh]
            holders = " ".join(holders_in(draft.name))
            cards.append((place, "\n".join(keys), draft.address, draft.city, holders))
        self._keep(cards, bearers)
        return found

    def close(self) -> None:
        """Frees the space on the disk."""
        self.seen.close()

    def _shared(self, rows: list[_Row]) -> set[int]:
        """The hashes that several of these rows have, or, as far as the filter tells, an earlier
        row and one of these.
        """
        bits, seen, shared = self.filter, set[int](), set[int]()
        for row in rows:
            for hashed in row.hashes:
                if hashed in seen or bits[hashed % _BITS >> 3] >> (hashed & 7) & 1:
                    shared.add(hashed)
                seen.add(hashed)
        return shared

    def _recalled(self, rows: list[_Row], shared: set[int]) -> KnownCompanies:
        """The earlier rows that bear a key of one of these, under that key."""
        asked = _asked(rows, shared)
        bearers = [
            (hashed, place, key, near is None or any(may_be_similar(*one, words) for one in near))
            for hashed, place, words in self.seen.execute(_BEARERS, (json.dumps(list(asked)),))
            for key, near in asked[hashed].items()
        ]
        wanted = {place for _, place, _, close in bearers if close}
        cards = dict[int, tuple[Identity, list[str]]]()
        found = self.seen.execute(_CARDS, (json.dumps(list(wanted)),))
        for place, text, address, city, holders in found:
            keys = text.split("\n")
            known_as = _known(place, keys, address, city)._replace(holders=tuple(holders.split()))
            cards[place] = known_as, keys
        known = KnownCompanies()
        for _, place, key, close in bearers:
            if not close:
                known.others[key] += 1
            elif key in cards[place][1]:  # two keys may have one hash
                known.by_key.setdefault(key, []).append(cards[place][0])
        return known

    def _keep(self, cards: list[_Card], bearers: list[tuple[int, int, int]]) -> None:
        bits = self.filter
        for hashed, _, _ in bearers:
            bits[hashed % _BITS >> 3] |= 1 << (hashed & 7)
        bearers.sort()
        self.seen.executemany("INSERT INTO card VALUES (?, ?, ?, ?, ?)", cards)
        self.seen.executemany("INSERT OR IGNORE INTO key VALUES (?, ?, ?)", bearers)


def _row(draft: Draft) -> _Row:
    numbers = numbers_of(draft)
    keys = keys_of(draft.siret, draft.email, draft.name_key, numbers)
    words, count = words_as_bits(draft.name_key.partition("|")[0])
    return _Row(draft, numbers, keys, list(map(hash, keys)), words, count)


def _asked(rows: list[_Row], shared: set[int]) -> dict[int, dict[str, _Near]]:
    """By hash: the keys of these rows that another row may have."""
    asked = dict[int, dict[str, _Near]]()
    for row in rows:
        for key, hashed in zip(row.keys, row.hashes, strict=True):
            if hashed not in shared:
                continue
            near = asked.setdefault(hashed, {}).setdefault(key, [] if key[0] == "+" else None)
            if near is not None:
                near.append((row.words, row.many))
    return asked


def _known(place: int, keys: list[str], address: str, city: str) -> Identity:
    """An earlier row, from its keys, its address and its town."""
    by_kind = {key[0]: key[1:] for key in keys}
    name, _, postcode = by_kind["n"].partition("|")
    numbers = frozenset(key for key in keys if key[0] == "+")
    return Identity(
        place,
        name,
        postcode,
        numbers,
        by_kind.get("e", ""),
        house_of(address),
        town_of(city),
        by_kind.get("s", ""),
    )
