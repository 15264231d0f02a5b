"""Counting rows up to a limit."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from decroche.shared.counted import Counted

COUNTED = 10_000
"""How far the rows of a page are counted; beyond, it says “more than 10,000”."""


def at_most(rows: QuerySet[Any], most: int = COUNTED) -> Counted:
    """How many rows there are, counted up to `most`: the database stops there."""
    found = rows.order_by()[: most + 1].count()
    return Counted(min(found, most), found > most)
