"""Reserving a card for one member, keeping it, giving it back; claims.py reads which member holds
which card.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction

from decroche.callqueue.claims import abandoned, claim_key, given_up, lease_since
from decroche.callqueue.models import Claim
from decroche.callqueue.rules import Reason
from decroche.database.fetching import Fetch, fetch_now
from decroche.prospects.models import Company
from decroche.shared.calendar import working_day_from
from decroche.shared.clock import day_of
from decroche.team.models import Member
from decroche.team.needs import require_work

_VALUES = "VALUES (%s, %s, %s, %s, %s, 0)"
_UNLESS_TAKEN = """
SELECT %s, %s, state.company_id, %s, %s, 0 FROM calls_callstate AS state
WHERE state.company_id = %s AND state.attempts = %s AND state.blocked_by = %s AND NOT EXISTS (
SELECT 1 FROM callqueue_claim AS theirs WHERE theirs.workspace_id = state.workspace_id
AND theirs.company_id = state.company_id AND theirs.member_id <> %s)"""
"""In a shared workspace, where several reserve at the same moment: the card is left alone when
another has reserved it, or called it since it was read.
"""
_UNLESS_LOCKED = _UNLESS_TAKEN + " FOR UPDATE OF state SKIP LOCKED"
"""On PostgreSQL the card is also locked, and left alone when another has locked it. SQLite lets one
process write at a time.
"""
_CLAIM_CARD = """
INSERT INTO callqueue_claim (workspace_id, member_id, company_id, reason, at, serial)
{source}
ON CONFLICT (workspace_id, member_id) DO UPDATE SET company_id = excluded.company_id,
reason = excluded.reason, at = excluded.at, serial = callqueue_claim.serial + {step}
RETURNING id, serial"""
_NEXT = "1"
_UNLESS_HELD = "CASE WHEN callqueue_claim.company_id = excluded.company_id THEN 0 ELSE 1 END"
"""A card that she holds already keeps its key: her desk and her telephone that open the first card
in the same moment show it with one key, and what is pressed on both is one call.
"""


def claim(member: Member, company: Company, reason: Reason, at: datetime) -> str:
    """Reserves a card and gives back the one she held. Returns the key of the claim, that of before
    when she holds this card already, "" when another member was faster. Raises `NotAllowed` for a
    member who only reads.
    """
    require_work(member)
    try:
        with transaction.atomic():
            return _reserve(member, company, reason, at, fetch_now, step=_UNLESS_HELD)
    except IntegrityError:
        return ""


def move_claim(member: Member, company: Company, reason: Reason, at: datetime, fetch: Fetch) -> str:
    """Moves the claim of a call that is being logged to the card that comes next, which may be the
    same one (with its next number): the key is always a new one. Returns it, "" when another member
    was faster.

    Raises IntegrityError when another member reserved the card at the same moment: the transaction
    has to be rolled back.
    """
    return _reserve(member, company, reason, at, fetch, step=_NEXT)


def _reserve(
    member: Member, company: Company, reason: Reason, at: datetime, fetch: Fetch, *, step: str
) -> str:
    """Reserves a card inside the transaction under way, with one statement. In a shared workspace
    an abandoned claim is replaced. Raises IntegrityError.
    """
    since = lease_since(member.workspace, at)
    if since is not None and abandoned(member, company.pk, at, fetch):
        Claim.objects.filter(
            given_up(since, at), workspace_id=member.workspace_id, company=company
        ).exclude(member=member).delete()
    moment = connection.ops.adapt_datetimefield_value(at)
    said = json.dumps(reason.stored())
    values: list[Any]
    if since is not None:
        source = _UNLESS_LOCKED if connection.vendor == "postgresql" else _UNLESS_TAKEN
        values = [member.workspace_id, member.pk, said, moment]
        values += [company.pk, company.state.attempts, company.state.blocked_by, member.pk]
    else:
        source = _VALUES
        values = [member.workspace_id, member.pk, company.pk, said, moment]
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM_CARD.format(source=source, step=step), values)
        made = cursor.fetchone()
    return claim_key(*made) if made else ""


def renew(member: Member, at: datetime, company_id: int) -> bool:
    """The page of a card is still open: she keeps the card. False when she no longer holds it."""
    mine = Claim.objects.filter(
        workspace_id=member.workspace_id, member=member, company_id=company_id
    )
    return bool(mine.update(at=at))


@transaction.atomic
def release(member: Member) -> None:
    """Gives the card back to the queue."""
    Claim.objects.filter(workspace_id=member.workspace_id, member=member).delete()


@transaction.atomic
def put_back_of_an_earlier_day(member: Member, at: datetime) -> Company | None:
    """Gives back to the queue a card that she has held since an earlier day, and returns it; None
    when a working day went by since.
    """
    rows = Claim.objects.filter(workspace_id=member.workspace_id, member=member)
    claim_kept = rows.select_related("company").first()
    if claim_kept is None or day_of(claim_kept.at) >= day_of(at):
        return None
    claim_kept.delete()
    next_day = working_day_from(day_of(claim_kept.at) + timedelta(days=1), "metro")
    return claim_kept.company if day_of(at) <= next_day else None
