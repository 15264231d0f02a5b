"""Work that one machine at a time does for a workspace, where several answer the pages of one team.

Taken is a row of the database with a name and a time, not a lock of its session: it holds behind a
pooler that gives a connection to several in turn, and over the change to another machine of a
cluster. A machine that dies is followed by another when its time is over. Inside one data folder a
lock file keeps processes apart (config/locks.py): they have one name here.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from decroche.shared.clock import now
from decroche.team.models import Turn

HELD = timedelta(minutes=3)
"""How long work stays taken after its machine was last heard of."""


def my_name() -> str:
    """This machine and its data folder. It is the same after a start."""
    return _name(str(Path(settings.DATA_FOLDER).resolve()))


def is_free(mine: str, held: timedelta = HELD) -> Q:
    """Which rows may be taken under the name `mine`. A time that is far ahead was noted by a clock
    that was wrong, and does not count; the clocks of two machines may differ by as much as `held`.
    """
    at = now()
    over = Q(held_until=None) | Q(held_until__lte=at) | Q(held_until__gt=at + 2 * held)
    return over | Q(held_by__in=("", mine))


def take(workspace_id: int, work: str, held: timedelta = HELD) -> bool:
    """Takes the work for this machine, or keeps it for longer; False while another has it."""
    mine = my_name()
    rows = Turn.objects.filter(is_free(mine, held), workspace_id=workspace_id, work=work)
    values = {"held_by": mine, "held_until": now() + held}
    if rows.update(**values):
        return True
    Turn.objects.bulk_create([Turn(workspace_id=workspace_id, work=work)], ignore_conflicts=True)
    return bool(rows.update(**values))


@contextmanager
def taken(workspace_id: int, work: str, held: timedelta = HELD) -> Iterator[bool]:
    """Takes the work for the length of the block, and gives it back; yields whether it is this
    machine's.
    """
    mine = take(workspace_id, work, held)
    try:
        yield mine
    finally:
        if mine:
            rows = Turn.objects.filter(workspace_id=workspace_id, work=work, held_by=my_name())
            rows.update(held_by="", held_until=None)


@lru_cache(maxsize=8)
def _name(folder: str) -> str:
    return f"{platform.node()[:60]} {sha256(folder.encode()).hexdigest()[:12]}"
