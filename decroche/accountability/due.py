"""What is due by law: people to inform, requests to answer, cards that are kept too long, the
yearly check-list.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from decroche.accountability.controller import controller
from decroche.accountability.retention import first_over_time
from decroche.compliance.actions import give_notice
from decroche.compliance.models import Notice
from decroche.compliance.preferences import LegalChoices
from decroche.compliance.queries import open_requests
from decroche.correspondence.notice import version_of
from decroche.database.counting import at_most
from decroche.database.prepared import WrittenOut
from decroche.journal.models import Entry
from decroche.journal.record import record
from decroche.prospects.models import Company, Contact
from decroche.prospects.queries import approachable, people_to_approach
from decroche.shared.calendar import months_later
from decroche.shared.clock import day_of, now
from decroche.shared.counted import Counted
from decroche.shared.legal_figures import legal_limit
from decroche.team.models import Member, Workspace
from decroche.team.preferences import preferred, save_preferences

_PRESSING = 50
"""Cards at the end of their retention that the first page counts, at most."""
_ASKED = 20_000
"""People who are checked for whether they were informed, at most: those kept longest."""


def to_inform(workspace: Workspace, at: datetime) -> QuerySet[Contact]:
    """The people who are kept by name for more than a month and were not informed yet (GDPR art.
    14(3)), those kept longest first.
    """
    limit = months_later(at, -legal_limit("notice_months", day_of(at)))
    informed = Exists(Notice.objects.filter(workspace=workspace, company_id=OuterRef("company_id")))
    rows = people_to_approach(workspace).filter(approachable("company"), created_at__lte=limit)
    rows = rows.filter(name__gt=WrittenOut("")).exclude(informed)
    return rows.select_related("company", "company__provenance").order_by("created_at", "pk")


def first_to_inform(workspace: Workspace, at: datetime, most: int) -> tuple[list[Contact], Counted]:
    """(the first `most` people to inform, how many there are among those kept longest)."""
    longest = people_to_approach(workspace).filter(name__gt=WrittenOut(""))
    keys = longest.order_by("created_at", "pk").values("pk")[: _ASKED + 1]
    rows = to_inform(workspace, at).filter(pk__in=keys[:_ASKED])
    found = at_most(rows)
    return list(rows[:most]), Counted(found.count, found.more or keys.count() > _ASKED)


def anybody_kept_a_month(workspace: Workspace, at: datetime) -> bool:
    """Whether somebody has been in the file by name for the month the law leaves to inform them."""
    limit = months_later(at, -legal_limit("notice_months", day_of(at)))
    rows = people_to_approach(workspace).filter(created_at__lte=limit, name__gt=WrittenOut(""))
    return rows.exists()


@dataclass(frozen=True, slots=True)
class Pressing:
    """The counts that the first page shows: requests to answer within a week, and cards whose
    retention is over or will be within a month.
    """

    requests: int
    cards: Counted


def pressing(workspace: Workspace, at: datetime) -> Pressing:
    """What is pressing now. Of the cards only the oldest are looked at."""
    soon_due = sum(row.due_at < at + timedelta(days=7) for row in open_requests(workspace))
    ahead = months_later(at, legal_limit("warning_months", day_of(at)))
    oldest = first_over_time(workspace, ahead, _PRESSING)
    return Pressing(soon_due, Counted(len(oldest.cards), oldest.more and bool(oldest.cards)))


def note_informed(*, by: Member, company: Company, kind: str) -> Entry:
    """Notes that she informed the people of a company herself, other than by the first mail; `kind`
    is a value of Notice.Kind. Raises ValueError.
    """
    if kind not in Notice.Kind.values:
        raise ValueError(f"a notice is given in one of {Notice.Kind.values}, not {kind}")
    with record("notice.given", by=by, company_id=company.pk, kind=kind) as verb:
        wording = version_of(repr(controller(by, now()).interest))
        give_notice(
            verb=verb, by=by, company_id=company.pk, contact_id=None, kind=kind, version=wording
        )
    return verb.entry


@dataclass(frozen=True, slots=True)
class YearlyPoint:
    """A point of the yearly check-list: what to do, by which rule, when she did it last."""

    code: str
    words: str
    rule: str
    done_on: date | None
    due: bool


def yearly(workspace: Workspace, at: datetime) -> list[YearlyPoint]:
    """The yearly check-list. A point is due when she did it more than a year ago, or never."""
    done_on = dict(preferred(workspace, LegalChoices).checked)
    points = {
        "balancing": (
            _(
                "Read the balancing test again: is the interest still the same, are the "
                "safeguards kept?"
            ),
            "balancing",
        ),
        "register": (
            _("Read the register again: sources, recipients, retention, security."),
            "register",
        ),
        "notice": (_("Read the notice again, and say it once aloud: is it still true?"), "notice"),
        "sources": (
            _("Say of each source where it comes from; drop what nobody published."),
            "source",
        ),
        "notes": (
            _("Read ten notes at random: nothing on health, opinions, union or family."),
            "access",
        ),
        "backups": (
            _("Delete copies of the file made elsewhere: backups, exports, paper."),
            "retention",
        ),
        "mailbox": (
            _("Delete old mails of prospects in your own mailbox: they are not erased from here."),
            "retention",
        ),
        "law": (_("Look for news of the law: hours and days, e-mail, register."), "consumer_hours"),
    }
    a_year_ago = day_of(months_later(at, -12))
    checked = []
    for code, (words, rule) in points.items():
        day = done_on.get(code)
        checked.append(YearlyPoint(code, words, rule, day, due=day is None or a_year_ago > day))
    return checked


def look_at(*, workspace: Workspace, code: str, at: datetime, done: bool) -> None:
    """Notes that she did a point of the yearly check-list, or takes that back (`done` False)."""
    chosen = preferred(workspace, LegalChoices)
    others = tuple(pair for pair in chosen.checked if pair[0] != code)
    checked = (*others, (code, day_of(at))) if done else others
    save_preferences(workspace=workspace, section=replace(chosen, checked=checked))
