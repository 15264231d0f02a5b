"""Which earlier row of its own file a row repeats. No Django.

What was read lies in a temporary SQLite database that nobody else sees and that goes with the
process: a file may have more rows than fit in memory. Memory holds one part of the file, a filter
and a cache of fixed sizes; the disk holds some hundred bytes a row.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from decroche.intake.cards import Draft
from decroche.intake.known import (
    Known,
    KnownCompanies,
    keys_of,
    known_as_row,
    may_be_similar,
    numbers_of,
    words_as_bits,
)

_CACHE = 16_000
"""KiB of pages kept in memory"""
_BITS = 1 << 27
"""Bits of the filter in front of the keys: 16 MB."""
_TABLES = """
CREATE TABLE card (id INTEGER PRIMARY KEY, keys TEXT);
CREATE TABLE key (
  hash INTEGER, card INTEGER, words INTEGER, PRIMARY KEY (hash, card)
) WITHOUT ROWID;
"""
_BEARERS = "SELECT k.hash, k.card, k.words FROM json_each(?) j CROSS JOIN key k ON k.hash = j.value"
_CARDS = "SELECT c.id, c.keys FROM json_each(?) j CROSS JOIN card c ON c.id = j.value"

_Row = tuple[Known, list[str], int, int]
"""(what is compared of it, its keys, the words of its name as bits, how many words)"""
_Near = list[tuple[int, int]] | None
"""Names one of which is to be similar to that of a number's bearer; None: any name will do."""


class RepeatedRows:
    """Told the rows of a file part by part, says of each which earlier one it repeats."""

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
        known = self._recalled(rows)
        found = list[int | None]()
        cards, bearers = list[tuple[int, str]](), list[tuple[int, int, int]]()
        for row, keys, words, _ in rows:
            twin = known.match(row, keys)
            found.append(twin)
            if twin is None:
                place, self.count = self.count, self.count + 1
                fresh = known.add(row._replace(company=place), keys)
                cards.append((place, "\n".join([*keys, f"h{row.house}", f"t{row.town}"])))
                bearers += [(hash(key), place, words) for key in fresh]
        self._keep(cards, bearers)
        return found

    def close(self) -> None:
        """Gives the disk back."""
        self.seen.close()

    def _recalled(self, rows: list[_Row]) -> KnownCompanies:
        """The earlier rows that bear a key of one of these, under that key."""
        asked = self._asked(rows)
        bearers = [
            (hashed, place, key, near is None or any(may_be_similar(*one, words) for one in near))
            for hashed, place, words in self.seen.execute(_BEARERS, (json.dumps(list(asked)),))
            for key, near in asked[hashed].items()
        ]
        wanted = {place for _, place, _, close in bearers if close}
        cards = dict[int, tuple[Known, list[str]]]()
        for place, text in self.seen.execute(_CARDS, (json.dumps(list(wanted)),)):
            keys = text.split("\n")
            cards[place] = _known(place, keys), keys
        known = KnownCompanies()
        for _, place, key, close in bearers:
            if not close:
                known.others[key] += 1
            elif key in cards[place][1]:  # two keys may have one hash
                known.by_key.setdefault(key, []).append(cards[place][0])
        return known

    def _asked(self, rows: list[_Row]) -> dict[int, dict[str, _Near]]:
        """By hash: the keys of these rows that were kept before, as far as the filter tells."""
        bits, asked = self.filter, dict[int, dict[str, _Near]]()
        for _, keys, words, count in rows:
            for key in keys:
                hashed = hash(key)
                if not bits[hashed % _BITS >> 3] >> (hashed & 7) & 1:
                    continue
                near = asked.setdefault(hashed, {}).setdefault(key, [] if key[0] == "+" else None)
                if near is not None:
                    near.append((words, count))
        return asked

    def _keep(self, cards: list[tuple[int, str]], bearers: list[tuple[int, int, int]]) -> None:
        bits = self.filter
        for hashed, _, _ in bearers:
            bits[hashed % _BITS >> 3] |= 1 << (hashed & 7)
        bearers.sort()
        self.seen.executemany("INSERT INTO card VALUES (?, ?)", cards)
        self.seen.executemany("INSERT OR IGNORE INTO key VALUES (?, ?, ?)", bearers)


def _row(draft: Draft) -> _Row:
    numbers = numbers_of(draft)
    known = known_as_row(draft, numbers)
    bits, count = words_as_bits(known.name)
    return known, keys_of(draft.siret, draft.email, draft.name_key, numbers), bits, count


def _known(place: int, keys: list[str]) -> Known:
    """A row of before, from its keys alone."""
    by_kind = {key[0]: key[1:] for key in keys}
    name, _, town = by_kind["n"].partition("|")
    numbers = frozenset(key for key in keys if key[0] == "+")
    return Known(
        place,
        name,
        town,
        numbers,
        by_kind.get("e", ""),
        by_kind.get("h", ""),
        by_kind.get("t", ""),
        by_kind.get("s", ""),
    )
