"""Several runners, one at a time for each mailbox.

Every machine that answers pages sends mail too. A runner takes a mailbox for a few minutes before
it looks at what is due there, says so again before each mail, and gives it back at the end of its
turn; what the others see meanwhile is that it is taken. One that dies is followed by another when
its time is over. A message belongs to who took it last: a runner that was away for longer than
its time finds another name there, and lets go before the text is sent (outbox.py).

Taken is a row of the database, not a lock of its session: it holds behind a pooler that gives a
connection to several in turn, and over the change to another machine of a cluster.
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

from decroche.correspondence.models import Mailbox, Message
from decroche.shared.clock import now

HELD = timedelta(minutes=3)
"""How long a mailbox stays taken after its runner was last heard of."""
_AFTER_THE_TEXT = timedelta(minutes=15)
"""How long the text of one mail may take over the line."""


def my_name() -> str:
    """This runner's name: the machine and the data folder, of which one program at a time sends
    (jobs.py). It is the same after a start, so that what it left half done is its own.
    """
    return _name(str(Path(settings.DATA_FOLDER).resolve()))


def take(mailbox: Mailbox) -> bool:
    """Takes the mailbox for this runner, or keeps it for longer; False while another has it. A time
    that is too far ahead was noted by a clock that was wrong, and does not count.
    """
    at, mine = now(), my_name()
    free = Q(held_by__in=("", mine)) | Q(held_until__lte=at) | Q(held_until__gt=at + HELD)
    rows = Mailbox.objects.filter(free | Q(held_until=None), pk=mailbox.pk)
    return bool(rows.update(held_by=mine, held_until=at + HELD))


@contextmanager
def taken(mailbox: Mailbox) -> Iterator[bool]:
    """Takes the mailbox for the length of the block, and gives it back; yields whether it is this
    runner's.
    """
    mine = take(mailbox)
    yield mine
    if mine:
        Mailbox.objects.filter(pk=mailbox.pk, held_by=my_name()).update(held_by="", held_until=None)


def abandoned(state: str) -> Q:
    """Which messages in `state` no runner sends any more, for who has taken their mailbox: its own,
    and those of a runner whose time is over.
    """
    longest = _AFTER_THE_TEXT if state == Message.State.HANDED else HELD
    own = Q(runner__in=(my_name(), _of_an_earlier_version()))
    return Q(state=state) & (own | Q(tried_at__lt=now() - longest) | Q(tried_at__gt=now()))


@lru_cache(maxsize=8)
def _name(folder: str) -> str:
    return f"{platform.node()[:60]} {sha256(folder.encode()).hexdigest()[:12]}"


def _of_an_earlier_version() -> str:
    """What a runner was called before it had a name of its own: the machine."""
    return platform.node()[:80]
