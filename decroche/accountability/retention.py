"""Retention: until when data is kept, and erasing what is kept too long. `plan` shows what would be
erased, `apply_retention` erases the same.

A card is kept for three years after the last contact that came from the company (CNIL, délib.
2021-131); her own unanswered calls do not count. Then, sole traders and consumers are erased
altogether; of other companies the people and notes are, and the company and its switchboard stay.
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
"""The oldest cards that a page looks at, to find those with personal data."""


@dataclass(frozen=True, slots=True)
class CardOverTime:
    """A card whose retention is over, or soon will be: whether it is erased, or cleared of its
    people and notes, and from when on.
    """

    company: Company
    fate: Fate
    on: datetime


@dataclass(slots=True)
class Plan:
    """What is kept too long: the cards, how many drafts, consents and oppositions, and the names of
    files and copies.
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
        """How many cards, of those that were looked at."""
        return Counted(len(self.cards), self.more)

    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {
            "erased": sum(card.fate == "erase" for card in self.cards),
            "cleared": sum(card.fate == "clear" for card in self.cards),
            "drafts": self.drafts,
            "files": len(self.files),
            "copies": len(self.copies),
            "consents": self.consents,
            "suppressions": self.suppressions,
        }


def months_kept(workspace: Workspace, at: datetime) -> int:
    """The months for which a card is kept without a contact: those of the law, or fewer by her own
    setting.
    """
    return legal_settings(workspace, day_of(at)).prospect_months


def kept_until(company: Company, workspace: Workspace, at: datetime) -> datetime:
    """Until when a card is kept, if there is no further contact."""
    return months_later(company.last_contact_at or company.created_at, months_kept(workspace, at))


def cards_over_time(workspace: Workspace, at: datetime) -> Iterator[CardOverTime]:
    """The cards whose retention is over at an instant and that have personal data, the oldest
    first.
    """
    limit = months_later(at, -months_kept(workspace, at))
    for company in _over(workspace, limit).iterator(chunk_size=500):
        if company.personal or _is_one_person(company.audience, company.name):
            yield _over_time(company, workspace, at)


@dataclass(frozen=True, slots=True)
class Oldest:
    """The oldest cards whose retention is over; `more` says that there are, or may be, others."""

    cards: list[CardOverTime]
    more: bool


def first_over_time(
    workspace: Workspace, at: datetime, most: int, *, after: datetime | None = None
) -> Oldest:
    """The first `most` of `cards_over_time`, for a page: only the oldest cards are looked at, so
    that it takes no longer in a large file. Those whose retention was over by `after` are left out.
    """
    limit = months_later(at, -months_kept(workspace, at))
    rows = _over(workspace, limit)
    if after is not None:
        rows = rows.filter(since__gt=months_later(after, -months_kept(workspace, after)))
    looked, keys = 0, list[int]()
    columns = rows.values_list("pk", "name", "audience", "personal")
    for pk, name, audience, personal in columns[:_LOOKED]:
        looked += 1
        if personal or _is_one_person(audience, name):
            keys.append(pk)
            if len(keys) > most:
                break
    cards = Company.objects.in_bulk(keys[:most])
    return Oldest(
        [_over_time(cards[pk], workspace, at) for pk in keys[:most]],
        len(keys) > most or looked == _LOOKED,
    )


def _over_time(company: Company, workspace: Workspace, at: datetime) -> CardOverTime:
    fate: Fate = "erase" if _is_one_person(company.audience, company.name) else "clear"
    return CardOverTime(company, fate, kept_until(company, workspace, at))


def _is_one_person(audience: str, name: str) -> bool:
    """Whether a card is that of one person: a consumer or a sole trader."""
    return audience == Company.Audience.CONSUMER or sole_trader(name)


def _over(workspace: Workspace, limit: datetime) -> QuerySet[Any]:
    """The cards without a contact since `limit` that are no clients, the oldest first; `since` is
    the last contact, `personal` whether there is anything about a person.
    """
    personal_numbers = PhoneNumber.objects.filter(company=OuterRef("pk")).filter(
        Q(kind__in=("direct", "mobile")) | Q(contact__isnull=False)
    )
    noted_calls = Call.objects.filter(company=OuterRef("pk")).exclude(note="")
    personal = (
        ~Q(notes="")
        | ~Q(notes_index="")
        | Exists(Contact.objects.filter(company=OuterRef("pk")))
        | Exists(personal_numbers)
        | Exists(noted_calls)
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
    """What is kept too long at an instant; with `most`, only that many of the oldest cards."""
    if most is None:
        cards = Oldest(list(cards_over_time(workspace, at)), more=False)
    else:
        cards = first_over_time(workspace, at, most)
    day, folder = day_of(at), Path(settings.DATA_FOLDER)
    oldest_copy = at - timedelta(days=legal_limit("automatic_backup_days", day))
    return Plan(
        cards=cards.cards,
        more=cards.more,
        drafts=_drafts(workspace, at).count(),
        files=[batch.filename for batch in _waiting(workspace, at)],
        copies=[
            path.name
            for path in sorted(folder.glob("before-*.sqlite3"))
            if path.stat().st_mtime < oldest_copy.timestamp()
        ],
        consents=_consents(workspace, at).count(),
        suppressions=_suppressions(workspace, at).count(),
    )


def soon(workspace: Workspace, at: datetime, most: int) -> Oldest:
    """The cards whose retention will be over within a month (`warning_months`), at most `most`."""
    ahead = months_later(at, legal_limit("warning_months", day_of(at)))
    return first_over_time(workspace, ahead, most, after=at)


def apply_retention(*, by: Member, at: datetime | None = None) -> Plan:
    """Erases what `plan` shows, in one transaction, and after it the files; returns the plan."""
    at = at or now()
    todo, folder = plan(by.workspace, at), Path(settings.DATA_FOLDER)
    if todo.empty:
        return todo
    paths = [Path(batch.path) for batch in _waiting(by.workspace, at)]
    with record("retention.kept", by=by, undoable=False) as verb:
        verb.entry.particulars = dict(todo.counts())
        for card in todo.cards:
            if card.fate == "erase":
                erase_company(
                    by=by,
                    company=card.company,
                    leave_alone=card.company.opposed_at is not None,
                    why="retention",
                    verb=verb,
                )
            else:
                clear_company(by=by, company=card.company, verb=verb)
        _drafts(by.workspace, at).delete()
        _consents(by.workspace, at).delete()
        _suppressions(by.workspace, at).delete()
        verb.changes.clear()  # they hold what was erased
    for path in paths:
        path.unlink(missing_ok=True)
    for name in todo.copies:
        (folder / name).unlink(missing_ok=True)
    return todo


def _drafts(workspace: Workspace, at: datetime) -> QuerySet[Message]:
    """Messages that were begun or dropped, and never sent."""
    limit = at - timedelta(days=legal_limit("draft_days", day_of(at)))
    return Message.objects.filter(
        workspace=workspace,
        state__in=(Message.State.DRAFT, Message.State.DROPPED),
        created_at__lt=limit,
    )


def _waiting(workspace: Workspace, at: datetime) -> list[Batch]:
    """Uploads that were never imported and whose file is still in the data folder."""
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
    """Consents that were withdrawn so long ago that no proof is needed any more (C. civ. 2224)."""
    limit = months_later(at, -12 * legal_limit("consent_proof_years", day_of(at)))
    return ConsentRow.objects.filter(workspace=workspace, revoked_at__lt=limit)


def _suppressions(workspace: Workspace, at: datetime) -> QuerySet[Suppression]:
    """Oppositions that are older than the years she chose; none when she keeps them for good."""
    years = legal_settings(workspace, day_of(at)).suppression_years
    if years is None:
        return Suppression.objects.none()
    return Suppression.objects.filter(workspace=workspace, at__lt=months_later(at, -12 * years))
