"""Which member holds which card: a claim reserves a card for one member (claiming.py makes it)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from decroche.callqueue.models import Claim
from decroche.callqueue.rules import Reason
from decroche.callqueue.search import Pick
from decroche.database.fetching import Fetch, first
from decroche.database.prepared import BoundQuery, PreparedQuery
from decroche.team.models import Member, Workspace

CLAIMS = PreparedQuery(lambda workspace: Claim.objects.filter(workspace_id=workspace))
"""The claims of all members."""
_HELD = PreparedQuery(
    lambda workspace, member: Claim.objects.filter(
        workspace_id=workspace, member_id=member
    ).select_related("company__state", "company__provenance")
)


LEASE = timedelta(minutes=10)
"""In a shared workspace: how long a member keeps a card whose page is no longer open. The page says
every minute that it is; browsers let a page in the background do that once a minute.
"""


_AHEAD = timedelta(days=1)
"""A claim from further in the future was made by a clock that was wrong: it holds nothing. (A press
that waited was made some hours before it arrives.)"""


def lease_since(workspace: Workspace, at: datetime) -> datetime | None:
    """A card whose page was last open before this is free again; None in a workspace of one person,
    whose card waits for her.
    """
    return at - LEASE if workspace.shared else None


def held_query(member: Member) -> BoundQuery:
    """The query for the card she holds."""
    return _HELD.bind(member.workspace_id, member.pk)


def held(member: Member, fetch: Fetch) -> Pick | None:
    """The card she holds, if it can still be called or is held for a call that came in, or was made
    away from the desk.
    """
    claim = first(fetch(_HELD, member.workspace_id, member.pk))
    reason = Reason.read(claim.reason) if claim else None
    if claim is None or reason is None:
        return None
    if not claim.company.state.callable and not reason.origin:
        return None
    return Pick(claim.company.state, reason, claim_key(claim.pk, claim.serial))


def held_by(member: Member, fetch: Fetch) -> int | None:
    """The company of the card she holds."""
    rows = fetch(CLAIMS, member.workspace_id)
    return next((row.company_id for row in rows if row.member_id == member.pk), None)


def held_by_others(member: Member, at: datetime, fetch: Fetch) -> frozenset[int]:
    """The companies of the cards that other members hold; in a shared workspace those whose page is
    still open, or was a moment ago.
    """
    since = lease_since(member.workspace, at)
    rows = fetch(CLAIMS, member.workspace_id)
    return frozenset(
        row.company_id
        for row in rows
        if row.member_id != member.pk and (since is None or since <= row.at <= at + _AHEAD)
    )


def given_up(since: datetime, at: datetime) -> Q:
    """The claims of a shared workspace that no longer hold their card."""
    return Q(at__lt=since) | Q(at__gt=at + _AHEAD)


def abandoned(member: Member, company_id: int, at: datetime, fetch: Fetch) -> bool:
    """Whether somebody else has a claim on a card that is free again."""
    rows = fetch(CLAIMS, member.workspace_id)
    theirs = any(row.company_id == company_id and row.member_id != member.pk for row in rows)
    return theirs and company_id not in held_by_others(member, at, fetch)


def claim_key(pk: int, serial: int) -> str:
    """The key of one claim: two calls that are logged with it are one call."""
    return f"claim-{pk}-{serial}"
