"""Reactions to events: a call in which she was recommended, and two cards that were merged."""

from __future__ import annotations

from decroche.calls.events import OutcomeRecorded
from decroche.prospects.events import CompaniesMerged
from decroche.referrals.actions import refer
from decroche.referrals.models import Referral
from decroche.shared.events import on


@on(OutcomeRecorded)
def keep_referral(event: OutcomeRecorded) -> None:
    """Notes the referral that was typed with the outcome of a call, if any."""
    line = str(event.call.details.get("referral", "")).strip()
    if line:
        refer(
            verb=event.verb,
            by=event.by,
            from_company=event.company,
            call=event.call,
            line=line,
            sentence=str(event.call.details.get("sentence", "")),
        )


@on(CompaniesMerged)
def move_referrals(event: CompaniesMerged) -> None:
    """Moves the referrals from and to a card that was merged into another."""
    for side in ("from_company", "to_company"):
        rows = Referral.objects.filter(workspace_id=event.by.workspace_id, **{side: event.other})
        event.verb.update_all(rows, **{f"{side}_id": event.kept.pk})
