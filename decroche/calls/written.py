"""What she wrote on cards since they came into the file: the notes of calls and the notes without a
call, read for several cards in one statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from decroche.calls.models import Call, Note
from decroche.database.fetching import Fetch, fetch_now
from decroche.database.prepared import BoundQuery, SqlQuery

_MOST = 60
"""How many notes are read at most, the newest first, for all the cards together."""


def written_query(workspace: int, companies: Sequence[int]) -> BoundQuery:
    """Returns the query of `written_on`, to be sent with others."""
    return _query(len(companies)).bind(workspace, *companies)


def written_on(
    workspace: int, companies: Sequence[int], fetch: Fetch = fetch_now
) -> dict[int, list[str]]:
    """Returns {company: its notes, newest first} for the companies that have any."""
    found: dict[int, list[str]] = {}
    for company, words in fetch(_query(len(companies)), workspace, *companies):
        found.setdefault(company, []).append(words)
    return found


def newest_first(calls: Iterable[Call], notes: Iterable[Note]) -> list[str]:
    """Returns what was written on one card, newest first, from its calls and notes, which were read
    already.
    """
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
