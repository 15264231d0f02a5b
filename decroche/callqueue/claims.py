"""Who has which card before them: a claim reserves a card for one member (actions.py makes it)."""

from __future__ import annotations

from decroche.callqueue.models import Claim
from decroche.callqueue.rules import Reason
from decroche.callqueue.search import Pick
from decroche.team.answers import Ask, first
from decroche.team.models import Member
from decroche.team.prepared import BoundQuestion, Prepared

CLAIMS = Prepared(lambda workspace: Claim.objects.filter(workspace_id=workspace))
"""Those of all members."""
_HELD = Prepared(
    lambda workspace, member: Claim.objects.filter(
        workspace_id=workspace, member_id=member
    ).select_related("company__state", "company__provenance")
)


def held_question(member: Member) -> BoundQuestion:
    """The question for the card she holds."""
    return _HELD.bind(member.workspace_id, member.pk)


def held(member: Member, ask: Ask) -> Pick | None:
    """The card she has before her, if it can still be called."""
    claim = first(ask(_HELD, member.workspace_id, member.pk))
    if claim is None or not claim.company.state.callable:
        return None
    return Pick(claim.company.state, Reason.read(claim.reason), claim_key(claim.pk, claim.serial))


def held_by(member: Member, ask: Ask) -> int | None:
    """The company of the card she holds."""
    rows = ask(CLAIMS, member.workspace_id)
    return next((row.company_id for row in rows if row.member_id == member.pk), None)


def held_by_others(member: Member, ask: Ask) -> frozenset[int]:
    """The companies of the cards that other members hold."""
    rows = ask(CLAIMS, member.workspace_id)
    return frozenset(row.company_id for row in rows if row.member_id != member.pk)


def claim_key(pk: int, serial: int) -> str:
    """One card before one member, once: what is logged twice with this key is one call."""
    return f"claim-{pk}-{serial}"
