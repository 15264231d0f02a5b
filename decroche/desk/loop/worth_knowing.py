"""What is worth knowing before one dials: the hour there, what speaks against a call now."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from decroche.compliance.advice import advice
from decroche.compliance.queries import hours
from decroche.compliance.wording import advice_in_words
from decroche.prospects.hours_noted import hours_of
from decroche.prospects.models import Company, PhoneNumber
from decroche.shared.places import tz, zone
from decroche.shared.spoken.say import clock
from decroche.shared.words import on_one_line
from decroche.ui.language import current_language


def local_hour(company: Company, at: datetime) -> str:
    """Returns the hour at the company, "" when its clock is that of Paris."""
    if zone(company.state.zone).timezone == "Europe/Paris":
        return ""
    return clock(at.astimezone(tz(company.state.zone)), current_language())


_ON_THE_CARD = (
    "platform",
    "foreign",
    "outside_holiday",
    "outside_weekend",
    "outside_day_off",
    "outside_hours",
    "outside_lunch",
    "school_holidays",
)


def advice_of(
    company: Company, number: PhoneNumber | None, at: datetime, written: list[str]
) -> list[str]:
    """Returns what is worth knowing before dialling; that a number is surcharged is shown elsewhere
    on the card. `written` are her notes, newest first.
    """
    codes = advice(
        number.e164 if number else "",
        at,
        zone_code=company.state.zone,
        department=company.department,
        audience=company.audience,
        hours=hours(company.workspace),
    )
    said = [advice_in_words(code) for code in codes if code in _ON_THE_CARD]
    return [*said, *_notes_against_a_call(company, at, written)]


def _notes_against_a_call(company: Company, at: datetime, written: list[str]) -> list[str]:
    """Returns what her notes about their hours say against a call at the moment `at`."""
    local = at.astimezone(tz(company.state.zone))
    noted = hours_of([*written, on_one_line((company.notes, company.state.ask_next))])
    language, hour, said = current_language(), local.time(), list[str]()
    if local.weekday() in noted.days_off:
        said.append(_("Your note: not on that day."))
    if noted.earliest and hour < noted.earliest:
        earliest = clock(datetime.combine(local, noted.earliest), language)
        said.append(_("Your note: not before %(hour)s.") % {"hour": earliest})
    if noted.latest and hour >= noted.latest:
        latest = clock(datetime.combine(local, noted.latest), language)
        said.append(_("Your note: not after %(hour)s.") % {"hour": latest})
    return said
