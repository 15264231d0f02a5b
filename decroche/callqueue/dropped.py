"""A press that she dropped before the desk had it: its key is used up, so that a try that is still
on its way logs nothing.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F

from decroche.callqueue.claims import claim_key
from decroche.callqueue.models import Claim
from decroche.calls.actions import Logged, replayed
from decroche.journal.record import record
from decroche.journal.verbs import DROPPED
from decroche.team.models import Member


def drop_press(by: Member, key: str) -> Logged | None:
    """Uses up the key of a press. Returns the call that the key logged already and that still
    stands: then it is too late. The card she holds by that key gets another one, so that she can
    press again.
    """
    try:
        with transaction.atomic():
            with record(DROPPED, by=by, key=key, undoable=False):
                pass
            _renew_key(by, key)
    except IntegrityError:
        done = replayed(by=by, key=key)
        stands = done and done.entry.verb != DROPPED and done.entry.undone_at is None
        return done if stands else None
    return None


def _renew_key(by: Member, key: str) -> None:
    mine = Claim.objects.filter(workspace_id=by.workspace_id, member=by)
    for row in mine:
        if claim_key(row.pk, row.serial) == key:
            mine.filter(serial=row.serial).update(serial=F("serial") + 1)
