"""Cards that not every member of a shared workspace is offered. A card of a list that only some
members call is offered to them and to nobody else; one that is on two lists to those who call
either. A card that somebody promised to call is theirs until the promise passes on (due.py): for
others it is no new card, and none to try again.

It is asked inside the statements of the queue, so that their number stays the same.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from decroche.followups.models import FollowUp
from decroche.prospects.models import CallListEntry

RESERVED = """
AND (NOT EXISTS (
  SELECT 1 FROM prospects_calllistentry AS entry
  JOIN callqueue_listcaller AS caller ON caller.call_list_id = entry.call_list_id
  WHERE entry.company_id = calls_callstate.company_id
) OR EXISTS (
  SELECT 1 FROM prospects_calllistentry AS entry
  JOIN callqueue_listcaller AS caller ON caller.call_list_id = entry.call_list_id
  WHERE entry.company_id = calls_callstate.company_id AND caller.member_id = %s
)) AND NOT EXISTS (
  SELECT 1 FROM followups_followup AS promise
  WHERE promise.workspace_id = calls_callstate.workspace_id
    AND promise.company_id = calls_callstate.company_id
    AND promise.closed_at IS NULL AND promise.kind = 'promised' AND promise.member_id <> %s
)"""
"""`open_to` as an SQL condition of a statement on calls_callstate. It takes the member twice."""


def open_to(member_id: int) -> Q:
    """Call states of cards that this member is offered without anything being due: those of
    `offered_to`, without the cards that somebody else promised to call.
    """
    promised = FollowUp.objects.filter(
        ~Q(member_id=member_id),
        workspace_id=OuterRef("workspace_id"),
        company_id=OuterRef("pk"),
        closed_at=None,
        kind=FollowUp.Kind.PROMISED,
        member__isnull=False,
    )
    return offered_to(member_id) & Q(~Exists(promised))


def offered_to(member_id: int, company: str = "pk") -> Q:
    """Rows whose company (`company` leads to its key) stands on no reserved list, or on one that
    this member calls.
    """
    entries = CallListEntry.objects.filter(company_id=OuterRef(company))
    reserved = entries.filter(call_list__callers__isnull=False)
    return Q(~Exists(reserved)) | Q(Exists(entries.filter(call_list__callers__member_id=member_id)))
