"""What she wrote on cards since they are in the file: the notes of their calls, and those without a
call; of several cards with one statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from decroche.calls.models import Call, Note
from decroche.team.fetching import Fetch, fetch_now
from decroche.team.prepared import BoundQuery, SqlQuery

_MOST = 60
"""Notes of a few cards that are looked at, the newest ones."""


def written_query(workspace: int, companies: Sequence[int]) -> BoundQuery:
    """The query for what was written on these cards."""
    return _query(len(companies)).bind(workspace, *companies)


def written_on(
    workspace: int, companies: Sequence[int], fetch: Fetch = fetch_now
) -> dict[int, list[str]]:
    """{company: what was written on it, newest first} of those with any note."""
    found: dict[int, list[str]] = {}
    for company, words in fetch(_query(len(companies)), workspace, *companies):
        found.setdefault(company, []).append(words)
    return found


def newest_first(calls: Iterable[Call], notes: Iterable[Note]) -> list[str]:
    """The same of one card, whose calls and notes were read already."""
    dated = [*((call.at, call.note) for call in calls), *((note.at, note.text) for note in notes)]
    return [words for _, words in sorted(dated, reverse=True) if words]


@lru_cache(maxsize=64)
def _query(count: int) -> SqlQuery:
    places = [0, *range(1, count + 1)]
    keys = ", ".join(["%s"] * count)
    return SqlQuery(
        f"""
SELECT said.company_id AS col1, said.words AS col2 FROM (
  SELECT c.company_id, c.note AS words, c.at, c.id FROM calls_call c
  WHERE c.workspace_id = %s AND c.company_id IN ({keys}) AND c.note <> ''
  UNION ALL
  SELECT n.company_id, n.text AS words, n.at, n.id FROM calls_note n
  WHERE n.workspace_id = %s AND n.company_id IN ({keys})
) AS said ORDER BY said.at DESC, said.id DESC LIMIT {_MOST}""",
        columns=2,
        places=(*places, *places),
    )
