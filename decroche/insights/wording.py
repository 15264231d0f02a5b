"""The words for figures: rates with their intervals, names of stages, kinds and spans."""

from __future__ import annotations

from datetime import date

from django.utils.dates import MONTHS_AP
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decroche.insights.rules import USUAL_HANG_UPS, Forecast, Rate
from decroche.prospects.models import Contact
from decroche.ui.language import current_language


def short_date(day: date, *, year: bool = True) -> str:
    """A short date: “24 nov. 2026”, “1er déc. 2026”. `written_day` gives the same but takes twenty
    times as long, and a table has hundreds of days.
    """
    number = "1er" if day.day == 1 and current_language() == "fr" else day.day
    return f"{number} {MONTHS_AP[day.month]}" + (f" {day.year}" if year else "")


def stage_names() -> dict[str, str]:
    """{code: name} of the stages of the funnel, in order."""
    return {
        "calls": _("Calls"),
        "picked_up": _("Somebody picked up"),
        "decision_makers": _("Conversations"),
        "interest": _("E-mail or interest"),
        "meetings": _("Meetings"),
        "clients": _("Clients"),
    }


def stage_meanings() -> dict[str, str]:
    """{code: what is counted} for the stages of the funnel, in order: the one place that says it.
    Each is a part of the one before; clients are counted by the day they became one.
    """
    return {
        "calls": _("the calls you made; those they made to you are not counted"),
        "picked_up": _("a human answered, the switchboard included"),
        "decision_makers": _(
            "somebody beyond the switchboard talked with you and did not hang up; whether they "
            "decide is not asked"
        ),
        "interest": _("they asked for an e-mail, were interested or agreed to a meeting"),
        "meetings": _("a day and an hour were agreed"),
        "clients": _("companies that became your clients"),
    }


def kind_names() -> dict[str, str]:
    """{code: name} of what the funnel is compared by."""
    return {
        "week": _("Week"),
        "month": _("Month"),
        "role": _("Role asked for"),
        "opening": _("Opening line"),
        "answer": _("Answer used"),
        "source": _("Source"),
        "list": _("List"),
    }


def span_names() -> dict[str, str]:
    """{code: name} of the spans to choose from."""
    return {
        "week": _("7 days"),
        "month": _("30 days"),
        "quarter": _("3 months"),
        "year": _("A year"),
        "all": _("Since the start"),
    }


def line_name(kind: str, key: str, name: str) -> str:
    """The name of a line of a comparison."""
    if kind == "week":
        return _("week of %(day)s") % {"day": short_date(date.fromisoformat(key))}
    if kind == "month":
        return date_format(date.fromisoformat(key), "F Y")
    if kind == "role":
        return str(dict(Contact.Role.choices).get(name, name))
    return name


def percent(share: float) -> str:
    """A share in percent: “4.5 %”, with one decimal below ten."""
    value = round(share * 100, 1 if 0 < abs(share) < 0.0995 else 0)
    if value < 0:
        return f"−{percent(-share)}"
    return _("%(n)s%%") % {"n": number_format(abs(value), 1 if value % 1 else 0)}


def interval_in_words(found: Rate) -> str:
    """The interval of a rate: “between 2 and 10 %”."""
    digits = 1 if found.high < 0.0995 else 0
    low, high = (_rounded(share, digits) for share in (found.low, found.high))
    if low == high:
        return _("about %(n)s%%") % {"n": low}
    return _("between %(low)s and %(high)s%%") % {"low": low, "high": high}


def _rounded(share: float, digits: int) -> str:
    """A share in percent, rounded to `digits` decimals, which are left out when they are 0."""
    value = round(share * 100, digits)
    return number_format(value, digits if value % 1 else 0)


def rate_in_words(found: Rate) -> str:
    """A rate: “15 %, between 9 and 23 %”, or that there are too few calls."""
    if not found.enough:
        return _("not enough calls yet")
    return f"{percent(found.share)}, {interval_in_words(found)}"


def one_in_words(found: Rate) -> str:
    """A rate as “5 in 112, that is 1 in 22”."""
    whole = number_format(found.whole, 0, force_grouping=True)
    if not found.whole:
        return _("No call yet.")
    if not found.part:
        return ngettext("None in %(whole)s call.", "None in %(whole)s calls.", found.whole) % {
            "whole": whole
        }
    if found.part == 1:
        return _("1 in %(whole)s") % {"whole": whole}
    return _("%(part)s in %(whole)s, that is 1 in %(n)s") % {
        "part": found.part,
        "whole": whole,
        "n": found.one_in,
    }


def against_usual(found: Rate) -> str:
    """Whether her rate of hang-ups differs from the usual one in twenty, if that is significant."""
    if not found.enough:
        return _("Too few calls to compare with the usual one in twenty.")
    usual = 1 / USUAL_HANG_UPS
    if found.low <= usual <= found.high:
        return _("One in twenty is usual: yours is no different.")
    return (
        _("That is more than the usual one in twenty.")
        if found.low > usual
        else _("That is fewer than the usual one in twenty.")
    )


def forecast_in_words(ahead: Forecast) -> str:
    """A forecast: “If you make the 12 calls left: 2 to 6 conversations (95 times in 100).”"""
    calls = ngettext(
        "If you make the %(n)s call left today:",
        "If you make the %(n)s calls left today:",
        ahead.calls,
    ) % {"n": ahead.calls}
    if ahead.low == ahead.high:
        found = ngettext("%(n)s conversation", "%(n)s conversations", ahead.high) % {
            "n": ahead.high
        }
    else:
        found = _("%(low)s to %(high)s conversations") % {"low": ahead.low, "high": ahead.high}
    return f"{calls} {found} {_('(95 times in 100).')}"


def minutes_in_words(minutes: float) -> str:
    """Minutes as “3 min 20”."""
    whole, seconds = divmod(round(minutes * 60), 60)
    return _("%(m)s min %(s)02d") % {"m": whole, "s": seconds}
