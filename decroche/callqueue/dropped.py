"""A press that she dropped before the desk had it: its key is used up, so that a try that is still
on its way logs nothing.
"""

from __future__ import annotations

from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from decroche.callqueue.claims import claim_key
from decroche.callqueue.models import Claim
from decroche.calls.actions import Logged, replayed
from decroche.journal.record import record
from decroche.journal.verbs import DROPPED
from decroche.team.models import Member


class Dropped(NamedTuple):
    """What became of a press that was dropped."""

    late: Logged | None
    """The call that its key had logged already, and that still stands."""
    key: str
    """The new key of the card she holds by the dropped one; "" when she holds none by it."""


def drop_press(by: Member, key: str) -> Dropped:
    """Uses up the key of a press. The card she holds by that key gets another one, so that she can
    press again. Nothing changes when the key has logged a call that still stands: it is too late.
    """
    try:
        with transaction.atomic():
            with record(DROPPED, by=by, key=key, undoable=False):
                pass
            return Dropped(None, _renew_key(by, key))
    except IntegrityError:
        done = replayed(by=by, key=key)
        if done and done.entry.verb != DROPPED and done.entry.undone_at is None:
            return Dropped(done, "")
        return Dropped(None, _key_since(by, key))


def _claims(by: Member) -> QuerySet[Claim]:
    return Claim.objects.filter(workspace_id=by.workspace_id, member=by)


def _renew_key(by: Member, key: str) -> str:
    for row in _claims(by):
        if claim_key(row.pk, row.serial) == key:
            _claims(by).filter(serial=row.serial).update(serial=F("serial") + 1)
            return claim_key(row.pk, row.serial + 1)
    return ""


def _key_since(by: Member, key: str) -> str:
    """The key of the card that was held by `key` until it was dropped before: the answer to that
    got lost on its way.
    """
    since = {
        claim_key(one.pk, one.serial - 1): claim_key(one.pk, one.serial) for one in _claims(by)
    }
    return since.get(key, "")
