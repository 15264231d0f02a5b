"""Lists that only some members call, in a shared workspace: a card of such a list is offered to
them and to nobody else; one that is on two lists is offered to those who call either.

It is asked inside the statements of the queue, so that their number stays the same.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

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
))"""
"""`offered_to` as an SQL condition of a statement on calls_callstate."""


def offered_to(member_id: int, company: str = "pk") -> Q:
    """Rows whose company (`company` leads to its key) stands on no reserved list, or on one that
    this member calls.
    """
    entries = CallListEntry.objects.filter(company_id=OuterRef(company))
    reserved = entries.filter(call_list__callers__isnull=False)
    return Q(~Exists(reserved)) | Q(Exists(entries.filter(call_list__callers__member_id=member_id)))
