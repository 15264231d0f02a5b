"""The search from anywhere: companies by any part of what is known of them.

It answers while she types. Three statements do it, each written once and answered by an index,
whatever the size of the file: the cards that hold the words, the cards whose name begins with them,
and the rows of those that are shown.
"""

from __future__ import annotations

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from decroche.prospects.models import Company
from decroche.prospects.spellings import all_spellings, words_asked
from decroche.shared.folding import fold, strip_marks
from decroche.shared.numbers import digits_to_search
from decroche.team.models import Workspace
from decroche.team.prepared import PreparedKeys

_CANDIDATES = 200
"""How many cards that hold the words are looked at; the best of them are shown."""
_SPARE = 20
"""Rows read beyond those shown when a word is too short for the index: it is looked for in the rows
themselves, and not all of them hold it.
"""
SHORTEST = 3
"""Letters of the shortest word that a trigram index can look for."""
_ROWS = PreparedKeys(lambda keys: Company.objects.filter(pk__in=keys), 20)

_PARTS = 6
"""Trigrams of one word that the index is asked for; the text of the card says the rest."""

# CROSS JOIN holds SQLite to this order: the index first, then its companies.
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
# A range of the index of names: LIKE would read the whole file.
_BEGINNING = """
SELECT id, sort_name FROM prospects_company
WHERE workspace_id = %s AND removed_at IS NULL AND sort_name >= %s AND sort_name < %s
ORDER BY sort_name LIMIT %s"""


def search(workspace: Workspace, text: str, *, limit: int = 20) -> list[tuple[Company, str]]:
    """Companies by any part of a name, town, number in any spelling, address, SIREN or note; with
    where it matched.

    Names that begin with the text come first, then names that hold it, then the rest.
    """
    words = words_of(text)
    if not words:
        return []
    found = dict(
        holding(workspace, words, _CANDIDATES)
        + _beginning(workspace, strip_marks(text.strip()), limit)
    )
    folded = fold(text)
    ranked = sorted((_rank(fold(name), folded), name, pk) for pk, name in found.items())
    short = any(len(word) < SHORTEST for word in words)
    chosen = [pk for _, _, pk in ranked[: limit + _SPARE if short else limit]]
    rows = _ROWS(chosen)  # by key alone: both questions above kept to the workspace
    matched = [
        rows[pk]
        for pk in chosen
        if pk in rows and all(word in rows[pk].search_text for word in words)
    ]
    return [(company, _where(company, words)) for company in matched[:limit]]


def narrowed(rows: QuerySet[Company], text: str) -> QuerySet[Company]:
    """Those of these companies that hold every word, however many they are: what a list shows and
    what a verb over all of a list takes. `search` looks at the best of them only.
    """
    words = words_of(text)
    long_words = [word for word in words if len(word) >= SHORTEST]
    if not words:
        return rows.none()
    if long_words and connection.vendor == "sqlite":
        held = "SELECT rowid FROM prospects_search WHERE prospects_search MATCH %s"
        rows = rows.filter(pk__in=RawSQL(held, [_as_match(long_words)]))
    for word in words:
        rows = rows.filter(search_text__contains=word)
    return rows


def holding(workspace: Workspace, words: list[str], most: int) -> list[tuple[int, str]]:
    """(company, its name for sorting) of at most `most` cards that hold every word of three letters
    or more; none when no word is that long.
    """
    long_words = [word for word in words if len(word) >= SHORTEST]
    if not long_words:
        return []
    sqlite = connection.vendor == "sqlite"
    asked = _as_match(long_words) if sqlite else _as_patterns(long_words)
    looked_for = [word for word in long_words if len(word) > SHORTEST] if sqlite else []
    more = " ".join("AND instr(c.search_text, %s) > 0" for _ in looked_for)
    with connection.cursor() as cursor:
        cursor.execute(
            _HOLDING[connection.vendor].format(more=more),
            [asked, workspace.pk, *looked_for, most],
        )
        return [(int(pk), str(name)) for pk, name in cursor.fetchall()]


def _as_match(words: list[str]) -> str:
    """For FTS5: trigrams of each word, side by side, the last one always among them."""
    parts = dict.fromkeys(
        word[start : start + SHORTEST]
        for word in words
        for start in (*range(0, len(word) - 2, SHORTEST)[:_PARTS], len(word) - SHORTEST)
    )
    return " AND ".join('"' + part.replace('"', '""') + '"' for part in parts)


def _as_patterns(words: list[str]) -> list[str]:
    """For LIKE ALL: each word anywhere, its own signs taken literally."""
    return ["%" + connection.ops.prep_for_like_query(word) + "%" for word in words]


def words_of(text: str) -> list[str]:
    """The words that a text is looked for by, folded; a number as it is dialled here."""
    bare = "".join(c for c in text if c not in " .-()/+\u00a0\u202f")
    if bare.isdigit() and len(bare) >= 2:
        return [digits_to_search(text, bare)]
    return words_asked(text)


def _beginning(workspace: Workspace, start: str, most: int) -> list[tuple[int, str]]:
    """Those whose name begins with the text."""
    if not start:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_BEGINNING, [workspace.pk, start, start + "\U0010ffff", most])
        return [(int(pk), str(name)) for pk, name in cursor.fetchall()]


def _rank(name: str, folded: str) -> int:
    if name.startswith(folded):
        return 0
    if f" {folded}" in name:
        return 1
    return 2 if folded in name else 3


def _where(company: Company, words: list[str]) -> str:
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
