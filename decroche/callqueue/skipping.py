"""Passing over a card: no call was made."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from decroche.callqueue.models import Claim, Skip
from decroche.prospects.models import Company
from decroche.shared.clock import day_of
from decroche.team.models import Member


@transaction.atomic
def skip_card(member: Member, company: Company, at: datetime) -> None:
    """Puts a card at the end of today's queue, without a call."""
    Skip.objects.update_or_create(
        workspace_id=member.workspace_id, company=company, day=day_of(at), defaults={"at": at}
    )
    put_away(member, company)


@transaction.atomic
def put_away(member: Member, company: Company) -> None:
    """Lets go of a card that she holds. One of a call that came in was not offered by the queue:
    whatever is due with it keeps its place there.
    """
    Claim.objects.filter(workspace_id=member.workspace_id, member=member, company=company).delete()
