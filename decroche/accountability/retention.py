"""What is kept and until when, and the job that keeps to it: shown first, then done, the same.

Three years from the last contact that came from them (CNIL, délib. 2021-131); her own unanswered
calls renew nothing. The company and its switchboard may stay; a person who trades alone, and a
consumer, go altogether.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.db.models import (
    BooleanField,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce

from decroche.accountability.erasing import clear_company, erase_company
from decroche.accountability.legal_settings import legal_settings
from decroche.calls.models import Call, Win
from decroche.compliance.models import ConsentRow, Suppression
from decroche.correspondence.models import Message
from decroche.intake.models import Batch
from decroche.journal.record import record
from decroche.prospects.audience import sole_trader
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.shared.calendar import months_later
from decroche.shared.clock import day_of, now
from decroche.shared.counted import Counted
from decroche.shared.legal_figures import legal_limit
from decroche.team.models import Member, Workspace

Fate = Literal["erase", "clear"]
_LOOKED = 4_000
"""Cards, the oldest first, that a page looks at to find those that say something of a person."""


@dataclass(frozen=True, slots=True)
class CardOverTime:
    """A card whose time is over, or will be within the warning: what becomes of it, on which
    day.
    """

    company: Company
    fate: Fate
    on: datetime


@dataclass(slots=True)
class Plan:
    """What the job would do now, by name for cards and by count for the rest; `digest` says whether
    two plans are the same.
    """

    cards: list[CardOverTime] = field(default_factory=list)
    more: bool = False
    """Whether there are, or may be, more cards than these: a page looks at the oldest only."""
    drafts: int = 0
    files: list[str] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    consents: int = 0
    suppressions: int = 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (
            self.cards
            or self.more
            or self.drafts
            or self.files
            or self.copies
            or self.consents
            or self.suppressions
        )

    @property
    def counted(self) -> Counted:
        """How many cards, as far as they were looked at."""
        return Counted(len(self.cards), self.more)

    def counts(self) -> dict[str, int]:
        """What is done, counted."""
        return {
            "erased": sum(one.fate == "erase" for one in self.cards),
            "cleared": sum(one.fate == "clear" for one in self.cards),
            "drafts": self.drafts,
            "files": len(self.files),
            "copies": len(self.copies),
            "consents": self.consents,
            "suppressions": self.suppressions,
        }


def months_kept(workspace: Workspace, at: datetime) -> int:
    """How long without a contact from them: the law's months, or fewer if she says so."""
    return legal_settings(workspace, day_of(at)).prospect_months


def kept_until(company: Company, workspace: Workspace, at: datetime) -> datetime:
    """Until when a card is kept, as things stand."""
    return months_later(company.last_contact_at or company.created_at, months_kept(workspace, at))


def cards_over_time(workspace: Workspace, at: datetime) -> Iterator[CardOverTime]:
    """The cards whose time is over at that moment and that still say something about somebody, the
    oldest first.
    """
    limit = months_later(at, -months_kept(workspace, at))
    for company in _over(workspace, limit).iterator(chunk_size=500):
        if company.personal or _alone(company.audience, company.name):
            yield _over_time(company, workspace, at)


@dataclass(frozen=True, slots=True)
class Oldest:
    """The first cards whose time is over; `more`: there are, or may be, others."""

    cards: list[CardOverTime]
    more: bool


def first_over_time(
    workspace: Workspace, at: datetime, most: int, *, after: datetime | None = None
) -> Oldest:
    """The first of `cards_over_time`, at most `most`, among the oldest cards of the file: what a
    page shows, at the same cost in any file. `after`: those whose time was over by then are left
    out.
    """
    limit = months_later(at, -months_kept(workspace, at))
    rows = _over(workspace, limit)
    if after is not None:
        rows = rows.filter(since__gt=months_later(after, -months_kept(workspace, after)))
    looked, found = 0, list[int]()
    for pk, name, audience, personal in rows.values_list("pk", "name", "audience", "personal")[
        :_LOOKED
    ]:
        looked += 1
        if personal or _alone(audience, name):
            found.append(pk)
            if len(found) > most:
                break
    cards = Company.objects.in_bulk(found[:most])
    return Oldest(
        [_over_time(cards[pk], workspace, at) for pk in found[:most]],
        len(found) > most or looked == _LOOKED,
    )


def _over_time(company: Company, workspace: Workspace, at: datetime) -> CardOverTime:
    fate: Fate = "erase" if _alone(company.audience, company.name) else "clear"
    return CardOverTime(company, fate, kept_until(company, workspace, at))


def _alone(audience: str, name: str) -> bool:
    """Whether the card is that of one person: a consumer, or somebody who trades alone."""
    return audience == Company.Audience.CONSUMER or sole_trader(name)


def _over(workspace: Workspace, limit: datetime) -> QuerySet[Any]:
    """Cards without a contact from them since the limit; `personal` says whether anything there is
    about a person.
    """
    own = PhoneNumber.objects.filter(company=OuterRef("pk")).filter(
        Q(kind__in=("direct", "mobile")) | Q(contact__isnull=False)
    )
    said = Call.objects.filter(company=OuterRef("pk")).exclude(note="")
    personal = (
        ~Q(notes="")
        | ~Q(notes_index="")
        | Exists(Contact.objects.filter(company=OuterRef("pk")))
        | Exists(own)
        | Exists(said)
    )
    rows = Company.objects.filter(workspace=workspace, erased_at=None).annotate(
        since=Coalesce("last_contact_at", "created_at", output_field=DateTimeField())
    )
    clients = Exists(Win.objects.filter(company=OuterRef("pk")))
    return (
        rows.filter(since__lte=limit)
        .exclude(clients)
        .annotate(personal=ExpressionWrapper(personal, BooleanField()))
        .order_by("since", "pk")
    )


def plan(workspace: Workspace, at: datetime, *, most: int | None = None) -> Plan:
    """What the job would do at that moment; with `most`, of the cards only the first are named."""
    cards = (
        Oldest(list(cards_over_time(workspace, at)), more=False)
        if most is None
        else first_over_time(workspace, at, most)
    )
    day, folder = day_of(at), Path(settings.DATA_FOLDER)
    copies = timedelta(days=legal_limit("automatic_backup_days", day))
    return Plan(
        cards=cards.cards,
        more=cards.more,
        drafts=_drafts(workspace, at).count(),
        files=[batch.filename for batch in _waiting(workspace, at)],
        copies=[
            path.name
            for path in sorted(folder.glob("before-*.sqlite3"))
            if path.stat().st_mtime < (at - copies).timestamp()
        ],
        consents=_consents(workspace, at).count(),
        suppressions=_suppressions(workspace, at).count(),
    )


def soon(workspace: Workspace, at: datetime, most: int) -> Oldest:
    """Those whose time will be over within the warning (a month), to be asked or called before; at
    most so many.
    """
    ahead = months_later(at, legal_limit("warning_months", day_of(at)))
    return first_over_time(workspace, ahead, most, after=at)


def apply_retention(*, by: Member, at: datetime | None = None) -> Plan:
    """Does what `plan` says, in one transaction, files after it. What was done."""
    at = at or now()
    todo, folder = plan(by.workspace, at), Path(settings.DATA_FOLDER)
    if todo.empty:
        return todo
    paths = [Path(batch.path) for batch in _waiting(by.workspace, at)]
    with record("retention.kept", by=by, undoable=False) as verb:
        verb.entry.particulars = dict(todo.counts())
        for one in todo.cards:
            if one.fate == "erase":
                erase_company(
                    by=by,
                    company=one.company,
                    leave_alone=one.company.opposed_at is not None,
                    why="retention",
                    verb=verb,
                )
            else:
                clear_company(by=by, company=one.company, verb=verb)
        _drafts(by.workspace, at).delete()
        _consents(by.workspace, at).delete()
        _suppressions(by.workspace, at).delete()
        verb.changes.clear()
    for path in paths:
        path.unlink(missing_ok=True)
    for name in todo.copies:
        (folder / name).unlink(missing_ok=True)
    return todo


def _drafts(workspace: Workspace, at: datetime) -> QuerySet[Message]:
    """Messages begun and never sent, or dropped."""
    limit = at - timedelta(days=legal_limit("draft_days", day_of(at)))
    return Message.objects.filter(
        workspace=workspace,
        state__in=(Message.State.DRAFT, Message.State.DROPPED),
        created_at__lt=limit,
    )


def _waiting(workspace: Workspace, at: datetime) -> list[Batch]:
    """Files brought and never imported, that still lie on the disk."""
    limit = at - timedelta(days=legal_limit("attachment_days", day_of(at)))
    rows = Batch.objects.filter(
        workspace=workspace,
        state__in=(Batch.State.UPLOADED, Batch.State.FAILED),
        created_at__lt=limit,
    )
    return [
        batch
        for batch in rows
        if batch.path
        and Path(settings.DATA_FOLDER) in Path(batch.path).parents
        and Path(batch.path).is_file()
    ]


def _consents(workspace: Workspace, at: datetime) -> QuerySet[ConsentRow]:
    """Proofs of consents taken back, once nobody can sue over them."""
    limit = months_later(at, -12 * legal_limit("consent_proof_years", day_of(at)))
    return ConsentRow.objects.filter(workspace=workspace, revoked_at__lt=limit)


def _suppressions(workspace: Workspace, at: datetime) -> QuerySet[Suppression]:
    """Fingerprints of oppositions: for good, unless she chose a number of years (three at
    least).
    """
    years = legal_settings(workspace, day_of(at)).suppression_years
    if years is None:
        return Suppression.objects.none()
    return Suppression.objects.filter(workspace=workspace, at__lt=months_later(at, -12 * years))
