"""Her follow-ups as a calendar to subscribe to, at an address nobody can guess and that can be
closed.
"""

from __future__ import annotations

import secrets

from django.utils.translation import gettext as _
from django.utils.translation import override

from decroche.followups.models import CalendarFeed, FollowUp
from decroche.gateways.calendar import CalendarEvent, feed
from decroche.journal.record import record
from decroche.prospects.models import PhoneNumber
from decroche.prospects.numbers import dialled
from decroche.prospects.queries import approachable
from decroche.shared.clock import now
from decroche.shared.places import tz
from decroche.shared.spoken.say import clock, day_in_words
from decroche.team.language import member_language
from decroche.team.models import Member
from decroche.ui.language import current_language


def open_feed(*, by: Member) -> CalendarFeed:
    """A new address; the previous one stops working."""
    with record("feed.opened", by=by, undoable=False):
        CalendarFeed.objects.filter(workspace_id=by.workspace_id, member=by, closed_at=None).update(
            closed_at=now()
        )
        return CalendarFeed.objects.create(
            workspace_id=by.workspace_id, member=by, token=secrets.token_urlsafe(24)
        )


def close_feed(*, by: Member) -> None:
    """The address stops working."""
    with record("feed.closed", by=by, undoable=False) as verb:
        closed = CalendarFeed.objects.filter(
            workspace_id=by.workspace_id, member=by, closed_at=None
        ).update(closed_at=now())
        verb.nothing_done = not closed


def close_feeds_of(member: Member) -> None:
    """The address of a member who leaves stops working. Part of a verb under way."""
    CalendarFeed.objects.filter(
        workspace_id=member.workspace_id, member=member, closed_at=None
    ).update(closed_at=now())


def feed_of(member: Member) -> CalendarFeed | None:
    """Her open address."""
    return CalendarFeed.objects.filter(
        workspace_id=member.workspace_id, member=member, closed_at=None
    ).first()


def calendar_for(token: str) -> str | None:
    """The calendar behind an address, None when nobody opened it or it was closed.

    Three queries, whatever the number of rows.
    """
    found = (
        CalendarFeed.objects.filter(token=token, closed_at=None, member__left_at=None)
        .select_related("member")
        .first()
    )
    if found is None:
        return None
    rows = list(
        FollowUp.objects.filter(
            approachable("company"), workspace_id=found.workspace_id, closed_at=None
        )
        .select_related("company__state", "contact")
        .order_by("due_at")[:2000]
    )
    numbers: dict[int, str] = {}
    known = dialled(
        PhoneNumber.objects.filter(
            workspace_id=found.workspace_id, company_id__in={row.company_id for row in rows}
        )
    )
    for company, national in known.order_by("-position").values_list("company_id", "national"):
        numbers[company] = national
    with override(member_language(found.member)):
        entries = [event_of(row, numbers.get(row.company_id, "")) for row in rows]
        return feed(entries, name=_("Décroche: follow-ups"), stamp=now())


def event_of(row: FollowUp, number: str) -> CalendarEvent:
    """A follow-up as an event, in the current language; `number` is whom to call."""
    what = _("Call %(name)s")
    if row.in_person:
        what = _("Meeting: %(name)s")
    elif row.kind == FollowUp.Kind.PROMISED:
        what = _("Call %(name)s (promised)")
    zone = tz(row.company.state.zone)
    due = row.due_at.astimezone(zone)
    language = current_language()
    promised = ""
    if row.retry_at:
        hour = f" {clock(due, language)}" if row.precision == "minute" else ""
        promised = _("Due since %(when)s") % {
            "when": f"{day_in_words(due.date(), 0, language)}{hour}"
        }
    notes = "\n".join(
        part
        for part in (number, row.contact.name if row.contact else "", promised, row.note)
        if part
    )
    at = (row.retry_at or row.due_at).astimezone(zone)
    minutes = 60 if row.in_person else 15
    return CalendarEvent(
        f"follow-up-{row.pk}@decroche.invalid",
        at,
        what % {"name": row.company.name},
        minutes,
        notes=notes,
        whole_day=row.retry_at is not None or row.precision != "minute",
    )
