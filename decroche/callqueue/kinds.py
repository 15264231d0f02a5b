"""Kinds of fresh cards: those alike for the ranking, counted and read at the heads of an index.

A kind is a region, a stratum and an age of the source. A file has at most some hundred of them,
however many cards it holds; of each only the first are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db import connection

from decroche.callqueue.regions import Region
from decroche.callqueue.reserved import RESERVED
from decroche.callqueue.rules import AGE_LIMITS
from decroche.shared.clock import day_of
from decroche.team.models import Member

POOL = 1000
"""Cards of one kind that an order can be made of: the first in the order of the file. The random
places are drawn among these, so that one very common kind does not take them all.
"""

# Fresh cards of a region that may be called now, in the words of the index `state_strata`.
_CARDS = """
workspace_id = %s AND zone = %s AND consumer = %s AND blocked_by = '' AND attempts = 0
AND stratum IS NOT NULL"""
_OF_AGE = "AND known_since > %s AND known_since <= %s AND (not_before IS NULL OR not_before <= %s)"
# Steps from one stratum of the index to the next, rather than over all rows.
_COUNTED = """
WITH RECURSIVE step(stratum) AS (
  SELECT min(stratum) FROM calls_callstate WHERE {cards}
  UNION ALL
  SELECT (SELECT min(stratum) FROM calls_callstate WHERE {cards} AND stratum > step.stratum)
  FROM step WHERE step.stratum IS NOT NULL
)
SELECT step.stratum, {counts} FROM step WHERE step.stratum IS NOT NULL"""
_COUNT = """
(SELECT count(*) FROM (
  SELECT 1 FROM calls_callstate WHERE {cards} AND stratum = step.stratum {age} {others} {left_out}
  LIMIT %s
) AS first)"""
_HEAD = """
SELECT company_id FROM calls_callstate WHERE {cards} AND stratum = %s {age} {others} {left_out}
ORDER BY known_since, position LIMIT %s OFFSET %s"""


@dataclass(frozen=True, slots=True)
class Kind:
    """Alike cards: `size` of them, counted up to POOL. `age` is the number of its band of ages."""

    region: Region
    stratum: int
    age: int
    size: int


def kinds(
    member: Member, regions: Iterable[Region], at: datetime, left_out: Set[int]
) -> list[Kind]:
    """The kinds with a card that she may be offered now in one of these regions, without the
    `left_out` cards.
    """
    found, bands = list[Kind](), _bands(at)
    others, own = _of_others(member)
    counts = _COUNT.format(cards=_CARDS, age=_OF_AGE, others=others, left_out=_without(left_out))
    statement = _COUNTED.format(cards=_CARDS, counts=", ".join([counts] * len(bands)))
    with connection.cursor() as cursor:
        for region in regions:
            cards: list[Any] = [member.workspace_id, *region]
            ages = [value for band in bands for value in (*cards, *band, _instant(at), *own, POOL)]
            cursor.execute(statement, [*cards, *cards, *ages])
            for stratum, *sizes in cursor.fetchall():
                found += [
                    Kind(region, stratum, age, size) for age, size in enumerate(sizes) if size
                ]
    return found


def cards_of(
    member: Member, kind: Kind, at: datetime, left_out: Set[int], *, first: int, most: int
) -> list[int]:
    """Companies of a kind in the order of the file, from number `first` on."""
    others, own = _of_others(member)
    statement = _HEAD.format(cards=_CARDS, age=_OF_AGE, others=others, left_out=_without(left_out))
    band = _bands(at)[kind.age]
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            [
                member.workspace_id,
                *kind.region,
                kind.stratum,
                *band,
                _instant(at),
                *own,
                most,
                first,
            ],
        )
        return [row[0] for row in cursor.fetchall()]


def _of_others(member: Member) -> tuple[str, list[int]]:
    """In a shared workspace: the condition that leaves out the cards of lists that others call, and
    those that others promised to call, and its values.
    """
    return (RESERVED, [member.pk, member.pk]) if member.workspace.shared else ("", [])


def youngest(age: int) -> int:
    """The age in days of the youngest source of a band."""
    return (0, *AGE_LIMITS)[age]


def _instant(at: datetime) -> Any:
    """An instant in the form in which the database compares it."""
    return connection.ops.adapt_datetimefield_value(at)


def _bands(at: datetime) -> list[tuple[Any, Any]]:
    """For each band of ages (brought in after this day, brought in on this day at the latest)."""
    newest = [date.max, *(day_of(at) - timedelta(days=days) for days in AGE_LIMITS)]
    days = [connection.ops.adapt_datefield_value(day) for day in (*newest, date.min)]
    return [(after, until) for until, after in pairwise(days)]


def _without(left_out: Set[int]) -> str:
    return f"AND company_id NOT IN ({', '.join(map(str, sorted(left_out)))})" if left_out else ""
