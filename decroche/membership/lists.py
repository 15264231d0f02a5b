"""Who calls which list of a shared workspace: said by an owner, asked by the queue
(callqueue/reserved.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from decroche.callqueue.models import ListCaller
from decroche.calls.offered import offered_by
from decroche.journal.record import record
from decroche.membership.actions import NotDone
from decroche.prospects.models import CallList
from decroche.team.models import Member, Workspace
from decroche.team.queries import members_of


@dataclass(frozen=True, slots=True)
class CalledList:
    """A list, how many of its cards the queue may offer, and who calls it: everybody when it is
    not `reserved`. `uncalled`: it is reserved, and none of these members may call any more.
    """

    call_list: CallList
    cards: int
    callers: list[Member]
    reserved: bool

    @property
    def uncalled(self) -> bool:
        """Whether nobody calls it."""
        return self.reserved and not self.callers


def called_lists(workspace: Workspace) -> list[CalledList]:
    """All lists, each with those who call it; the lists that nobody calls come first."""
    may_call = {one.pk: one for one in members_of(workspace) if one.role != Member.Role.READER}
    chosen = dict[int, list[int]]()
    rows = ListCaller.objects.filter(workspace=workspace).order_by("member__name", "member_id")
    for call_list, member in rows.values_list("call_list_id", "member_id"):
        chosen.setdefault(call_list, []).append(member)
    lists = CallList.objects.filter(workspace=workspace).order_by("name")
    found = [
        CalledList(
            one,
            one.cards,
            [may_call[member] for member in chosen.get(one.pk, []) if member in may_call],
            one.pk in chosen,
        )
        for one in lists.annotate(
            cards=Count("entries", filter=Q(offered_by("entries__company__state")))
        )
    ]
    return sorted(found, key=lambda one: not one.uncalled)


def keep_callers(*, by: Member, call_list: CallList, members: list[int]) -> None:
    """Saves which members call a list: nobody else is offered its cards; all members call it when
    none is named. A member who holds one of its cards keeps it until it is called.

    Raises NotDone when none of the named members may call.
    """
    may_call = members_of(by.workspace).exclude(role=Member.Role.READER)
    wanted = sorted(may_call.filter(pk__in=members).values_list("pk", flat=True))
    if members and not wanted:
        raise NotDone("gone")
    with record("list.callers", by=by, undoable=False, list=call_list.pk, members=wanted) as verb:
        CallList.objects.select_for_update().get(pk=call_list.pk)
        rows = ListCaller.objects.filter(workspace_id=by.workspace_id, call_list=call_list)
        verb.nothing_done = sorted(rows.values_list("member_id", flat=True)) == wanted
        rows.exclude(member_id__in=wanted).delete()
        ListCaller.objects.bulk_create(
            [
                ListCaller(workspace_id=by.workspace_id, call_list=call_list, member_id=member)
                for member in wanted
            ],
            ignore_conflicts=True,
        )
