"""Named queries about imports: those so far, what they left aside, what they would change."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.db.models import Q, QuerySet

from decroche.database.prepared import WrittenOut
from decroche.followups.models import FollowUp
from decroche.intake.models import AsideRow, Batch, Change
from decroche.intake.row_sources import sources_of
from decroche.prospects.audience import IN_DOUBT
from decroche.prospects.models import Company
from decroche.prospects.queries import approachable
from decroche.team.models import Member, Workspace


def imports(workspace: Workspace) -> QuerySet[Batch]:
    """Returns the files that were imported, the latest first, without comparisons with the register
    and without those that were only uploaded: except those that a member who left has uploaded,
    which others would not find.
    """
    begun = ~Q(state=Batch.State.UPLOADED) | Q(member__left_at__isnull=False)
    rows = Batch.objects.filter(begun, workspace=workspace).select_related("member")
    return rows.exclude(path="").order_by("-id")


def under_way_of(member: Member) -> list[Batch]:
    """Returns the files of a member whose import runs, or that wait for it, the latest first."""
    rows = Batch.objects.filter(workspace=member.workspace_id, member=member).order_by("-id")
    running = rows.filter(state=Batch.State.RUNNING)
    return [*running, *filter(is_waiting, rows.exclude(pk__in=running))]


def is_waiting(batch: Batch) -> bool:
    """Whether the file of a batch exists and was not imported yet, or failed to be."""
    waits = batch.state in (Batch.State.UPLOADED, Batch.State.FAILED)
    return waits and bool(batch.path) and Path(batch.path).is_file()


def aside_rows(batch: Batch) -> QuerySet[AsideRow]:
    """Returns the rows that could not become a card, in the order of the file."""
    return AsideRow.objects.filter(batch=batch).order_by("line")


LEFT_ALONE = "left_alone"
"""The reason of a row of somebody who asked before not to be called."""


def waiting_changes(batch: Batch, only: Iterable[int] | None = None) -> QuerySet[Change]:
    """Returns the changes of existing cards on which she has not decided, of an import; only those
    with the keys in `only` when it is given.
    """
    rows = Change.objects.filter(batch=batch, state=Change.State.WAITING)
    rows = rows if only is None else rows.filter(pk__in=list(only))
    return rows.select_related("company").order_by("pk")


def in_doubt_of(batch: Batch) -> QuerySet[Company]:
    """Returns the cards of an import that may be a business or a private person: the rule could not
    tell.
    """
    rows = Company.objects.filter(approachable(), workspace=batch.workspace_id)
    rows = rows.filter(provenance__in=sources_of(batch.provenance_id))
    # Literals, so that the database uses the index of these cards.
    return rows.filter(audience_why__in=list(map(WrittenOut, IN_DOUBT))).order_by("pk")


def days_noted_in(batch: Batch) -> QuerySet[FollowUp]:
    """Returns the days to call again that the rows of an import named and that are still open, the
    soonest first, each with its company.
    """
    rows = FollowUp.objects.filter(
        workspace=batch.workspace_id,
        kind=FollowUp.Kind.ADVISED,
        purpose=FollowUp.OtherPurpose.FILE,
        closed_at=None,
        company__provenance__in=sources_of(batch.provenance_id),
    )
    return rows.select_related("company").order_by("due_at", "pk")


def compared_company(batch: Batch) -> int | None:
    """Returns the key of the one company that a batch compared with the register; None for any
    other batch.
    """
    if batch.path or batch.rows != 1:
        return None
    return Change.objects.filter(batch=batch).values_list("company_id", flat=True).last()


def rows_that_make_no_card(batch: Batch) -> QuerySet[AsideRow]:
    """Returns the rows kept aside for another reason than that they are not to be called."""
    return aside_rows(batch).exclude(reason=LEFT_ALONE)


def left_alone_rows(batch: Batch) -> QuerySet[AsideRow]:
    """The rows of those who asked before not to be called, in the order of the file."""
    return aside_rows(batch).filter(reason=LEFT_ALONE)


def brought_nothing(batch: Batch) -> bool:
    """Whether an import that ended added no card, changed none, and proposes no change."""
    ended = batch.state == Batch.State.DONE and bool(batch.path)
    changed = batch.created_count or batch.updated_count or batch.choices.get("changes")
    return ended and not changed and batch.rows > 0
