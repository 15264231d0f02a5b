"""Reactions to events: a call in which she was recommended, and two cards that were merged."""

from __future__ import annotations

from django.utils.translation import gettext as _

from decroche.calls.events import OutcomeRecorded
from decroche.prospects.events import CompaniesMerged
from decroche.prospects.indexing import remember_words
from decroche.referrals.actions import refer
from decroche.referrals.models import Referral
from decroche.shared.events import on
from decroche.shared.words import on_one_line


@on(OutcomeRecorded)
def keep_referral(event: OutcomeRecorded) -> None:
    """Notes the referral that was typed with the outcome of a call, if any. Words that lead to no
    other card (“Mme Durand”) stay in the note of the call.
    """
    line = str(event.call.details.get("referral", "")).strip()
    if not line:
        return
    sentence = str(event.call.details.get("sentence", ""))
    referral = refer(
        verb=event.verb,
        by=event.by,
        from_company=event.company,
        call=event.call,
        line=line,
        sentence=sentence,
    )
    if referral is None:
        words = on_one_line((_("Recommends: %(line)s") % {"line": line}, sentence))
        event.verb.update(event.call, note=on_one_line((event.call.note, words)))
        event.verb.update(event.company, **remember_words(event.company, words))


@on(CompaniesMerged)
def move_referrals(event: CompaniesMerged) -> None:
    """Moves the referrals from and to a card that was merged into another."""
    for side in ("from_company", "to_company"):
        rows = Referral.objects.filter(workspace_id=event.by.workspace_id, **{side: event.other})
        event.verb.update_all(rows, **{f"{side}_id": event.kept.pk})
