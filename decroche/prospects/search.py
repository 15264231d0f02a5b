"""The search for companies by any part of their data, which answers while she types.

It takes three SQL statements, each answered by an index in a file of any size: the cards that
contain the words, the cards whose name begins with the text, and the rows of those that are shown.
"""

from __future__ import annotations

import re

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from decroche.database.prepared import PreparedKeys
from decroche.prospects.models import Company
from decroche.prospects.spellings import (
    all_spellings,
    also_asked,
    saints_apart,
    words_asked,
)
from decroche.shared.folding import fold, strip_marks
from decroche.shared.numbers import digits_to_search
from decroche.team.models import Workspace

_CANDIDATES = 200
"""Cards that contain the words and are ranked, at most; the best of them are shown."""
_SPARE = 20
"""Rows read beyond the limit when a word is too short for the index. Such a word is looked for in
the rows that were read, and not all of them contain it.
"""
SHORTEST = 3
"""Letters of the shortest word that a trigram index can find."""
_ROWS = PreparedKeys(lambda keys: Company.objects.filter(pk__in=keys), 20)

_AND = re.compile(r"\s*&\s*|\s+(?:et|and)\s+")
_TWO_LETTERS = 2
_PARTS = 6
"""Trigrams of one word that are looked up in the index, at most. That they stand together is
checked in the text of the card.
"""

# CROSS JOIN makes SQLite read in this order: the index first, then the companies it gives.
_HOLDING = {
    "sqlite": """
SELECT c.id, c.sort_name FROM prospects_search s CROSS JOIN prospects_company c
WHERE c.id = s.rowid AND s.prospects_search MATCH %s AND c.workspace_id = %s
AND c.removed_at IS NULL {more} LIMIT %s""",
    "postgresql": """
SELECT id, sort_name FROM prospects_company
WHERE search_text LIKE ALL (%s) AND workspace_id = %s AND removed_at IS NULL
{more} LIMIT %s""",
}
# A range of names can use the index; LIKE would read the whole table.
_BEGINNING = """
SELECT id, sort_name FROM prospects_company
WHERE workspace_id = %s AND removed_at IS NULL AND sort_name >= %s AND sort_name < %s
ORDER BY sort_name LIMIT %s"""


def search(workspace: Workspace, text: str, *, limit: int = 20) -> list[tuple[Company, str]]:
    """[(company, where it matched)] of the companies that contain all words of a text: in the name,
    town, a number in any spelling, an address, the SIREN or a note (see `_matched_field`).

    Names that begin with the text come first, then names that contain it, then the others.
    """
    words = words_of(text)
    found = _matched(workspace, words, text, limit)
    for apart in saints_apart(words):
        if found:
            break
        words = apart
        found = _matched(workspace, words, text, limit)
    shown = [(company, _matched_field(company, words)) for company in found]
    held = {company.pk for company in found}
    for other in also_asked(words) if len(found) < limit else ():
        for company in _matched(workspace, other, " ".join(other), limit):
            if company.pk not in held:
                held.add(company.pk)
                shown.append((company, _matched_field(company, other)))
    return shown[:limit]


def _matched(workspace: Workspace, words: list[str], text: str, limit: int) -> list[Company]:
    """The cards that hold every word, at most `limit`, the best first."""
    if not words:
        return []
    found = dict(holding(workspace, words, _CANDIDATES))
    for start in _starts(text, words):
        found.update(_beginning(workspace, start, limit))
    folded = fold(text)
    ranked = sorted((_rank(fold(name), folded), name, pk) for pk, name in found.items())
    short = any(len(word) < SHORTEST for word in words)
    chosen = [pk for _, _, pk in ranked[: limit + _SPARE if short else limit]]
    rows = _ROWS(chosen)  # by key alone: both statements above are limited to the workspace
    matched = [
        rows[pk]
        for pk in chosen
        if pk in rows and all(_holds(rows[pk].search_text, word) for word in words)
    ]
    return matched[:limit]


def _holds(text: str, word: str) -> bool:
    """Whether a card's text contains a word. One of two letters must be at the beginning of a
    word.
    """
    return (f" {word}" if _begins_a_word(word) else word) in f" {text} "


def _begins_a_word(word: str) -> bool:
    """Whether a word is looked for at the beginning of words only: two letters stand somewhere in
    nearly every text (“me” in Armentières). Figures may stand anywhere in a number.
    """
    return len(word) == _TWO_LETTERS and word.isalpha()


def narrowed(rows: QuerySet[Company], text: str) -> QuerySet[Company]:
    """Those of the companies `rows` that contain every word of a text. It finds all of them, which
    `search` does not: lists are filtered by it, and so are verbs for all companies of a list.
    """
    words = words_of(text)
    held = _narrowed(rows, words)
    for apart in saints_apart(words):
        if held.exists():
            break
        held = _narrowed(rows, apart)
    return held


def _narrowed(rows: QuerySet[Company], words: list[str]) -> QuerySet[Company]:
    if not words:
        return rows.none()
    condition = Q()
    for way in (words, *also_asked(words)):
        condition |= _indexed(way) & _contained(way)
    return rows.filter(condition)


def _indexed(words: list[str]) -> Q:
    """The condition that the index names a row for these words; no condition when it can't. (It is
    not asked for “ 4 ”: with the spaces a text that begins with it would be left out.)
    """
    long_words = [word for word in words if len(word.strip()) >= SHORTEST]
    if not long_words or connection.vendor != "sqlite":
        return Q()
    indexed = "SELECT rowid FROM prospects_search WHERE prospects_search MATCH %s"
    return Q(pk__in=RawSQL(indexed, [_as_match(long_words)]))


def _contained(words: list[str]) -> Q:
    """The same test as `_holds`, for every word, as a condition of the database."""
    condition = Q()
    for word in words:
        if _begins_a_word(word):
            condition &= Q(search_text__startswith=word) | Q(search_text__contains=f" {word}")
        elif word.startswith(" "):
            condition &= Q(search_text__startswith=word[1:]) | Q(search_text__contains=word)
        else:
            condition &= Q(search_text__contains=word)
    return condition


def in_any_way(text: str) -> Q:
    """The condition that a card contains the words of a text, or other spellings of them. It does
    not use the index, so it is for a few rows.
    """
    condition = Q()
    for way in ways_of(text):
        condition |= _contained(way)
    return condition


def ways_of(text: str) -> list[list[str]]:
    """The words to search for, and the same in other spellings (`also_asked`)."""
    words = words_of(text)
    return [words, *also_asked(words)]


def holding(workspace: Workspace, words: list[str], most: int) -> list[tuple[int, str]]:
    """[(key, name for sorting)] of at most `most` companies that contain every word of three
    letters or more; none when no word is that long.
    """
    long_words = [word for word in words if len(word) >= SHORTEST]
    if not long_words:
        return []
    sqlite = connection.vendor == "sqlite"
    query = _as_match(long_words) if sqlite else _as_patterns(long_words)
    checked = [word for word in long_words if len(word) > SHORTEST] if sqlite else []
    more = " ".join("AND instr(c.search_text, %s) > 0" for _ in checked)
    with connection.cursor() as cursor:
        cursor.execute(
            _HOLDING[connection.vendor].format(more=more),
            [query, workspace.pk, *checked, most],
        )
        return [(int(pk), str(name)) for pk, name in cursor.fetchall()]


def _as_match(words: list[str]) -> str:
    """The query for FTS5: of each word, trigrams in steps of three letters, and the last one."""
    parts = dict.fromkeys(
        word[start : start + SHORTEST]
        for word in words
        for start in (*range(0, len(word) - 2, SHORTEST)[:_PARTS], len(word) - SHORTEST)
    )
    return " AND ".join('"' + part.replace('"', '""') + '"' for part in parts)


def _as_patterns(words: list[str]) -> list[str]:
    """The patterns for LIKE ALL: each word anywhere, with its % and _ escaped."""
    return ["%" + connection.ops.prep_for_like_query(word) + "%" for word in words]


def words_of(text: str) -> list[str]:
    """The words to search for, folded; a telephone number as it is dialled in France."""
    bare = "".join(c for c in text if c not in " .-()/+\u00a0\u202f")
    if bare.isdigit() and len(bare) >= 2:
        return [digits_to_search(text, bare)]
    return words_asked(text)


def _starts(text: str, words: list[str]) -> list[str]:
    """The beginnings of a name that are looked for: the text, and where the index can find no word
    of it (“b&b”), the other ways to write its “&”.
    """
    start = strip_marks(text.strip())
    if any(len(word) >= SHORTEST for word in words):
        return [start]
    return list(dict.fromkeys([start, *(_AND.sub(sign, start) for sign in (" & ", "&", " et "))]))


def _beginning(workspace: Workspace, start: str, most: int) -> list[tuple[int, str]]:
    """[(key, name for sorting)] of the companies whose name begins with a text."""
    if not start:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_BEGINNING, [workspace.pk, start, start + "\U0010ffff", most])
        return [(int(pk), str(name)) for pk, name in cursor.fetchall()]


def _rank(name: str, folded: str) -> int:
    """0: the name begins with the text; 1: one of its words does; 2: it contains it; else 3."""
    if name.startswith(folded):
        return 0
    if f" {folded}" in name:
        return 1
    return 2 if folded in name else 3


def _matched_field(company: Company, words: list[str]) -> str:
    """Where the words were found: name, siren, number, email, place, note or other."""
    name = fold(company.name)
    name += all_spellings(name, [company.name])
    if all(word in name for word in words):
        return "name"
    if len(words) == 1 and words[0].isdigit():
        return "siren" if words[0] in (company.siret or company.siren) else "number"
    if any("@" in word for word in words):
        return "email"
    place = fold(f"{company.city} {company.postcode}")
    place = f"{name} {place}{all_spellings(place, [company.city])}"
    if all(word in place for word in words):
        return "place"
    return (
        "note"
        if all(word in company.notes_index or word in fold(company.notes) for word in words)
        else "other"
    )
