"""Several runners, one at a time for each mailbox.

Every machine that answers pages sends mail too. A runner takes a mailbox for a few minutes before
it looks at what is due there, says so again before each mail, and gives it back at the end of its
turn; what the others see meanwhile is that it is taken. One that dies is followed by another when
its time is over. A message belongs to who took it last: a runner that was away for longer than
its time finds another name there, and lets go before the text is sent (outbox.py).

Taken is a row of the database, as the work of background/turns.py is, which says why. A runner is
named as its machine and data folder, of which one program at a time sends (jobs.py): after a start,
what it left half done is its own.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db.models import Q

from decroche.background.turns import HELD, is_free, my_name
from decroche.correspondence.models import Mailbox, Message
from decroche.shared.clock import now

_AFTER_THE_TEXT = timedelta(minutes=15)
"""How long the text of one mail may take over the line."""


def take(mailbox: Mailbox) -> bool:
    """Takes the mailbox for this runner, or keeps it for longer; False while another has it."""
    mine = my_name()
    rows = Mailbox.objects.filter(is_free(mine), pk=mailbox.pk)
    return bool(rows.update(held_by=mine, held_until=now() + HELD))


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


def _of_an_earlier_version() -> str:
    """What a runner was called before it had a name of its own: the machine."""
    return platform.node()[:80]
