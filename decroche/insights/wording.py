"""Figures in words: rates that say what they are worth, names of stages and of what is compared."""

from __future__ import annotations

from datetime import date

from django.utils.dates import MONTHS_AP
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decroche.insights.rules import USUAL_HANG_UPS, Forecast, Rate
from decroche.prospects.models import Contact


def short_date(day: date, *, year: bool = True) -> str:
    """“24 nov. 2026”: date_format says the same twenty times slower, and a table has hundreds of
    days.
    """
    return f"{day.day} {MONTHS_AP[day.month]}" + (f" {day.year}" if year else "")


def stage_names() -> dict[str, str]:
    """The stages of the funnel, in order."""
    return {
        "calls": _("Calls"),
        "picked_up": _("Somebody picked up"),
        "decision_makers": _("Decision makers"),
        "interest": _("E-mail or interest"),
        "meetings": _("Meetings"),
        "clients": _("Clients"),
    }


def kind_names() -> dict[str, str]:
    """What the funnel is compared by."""
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
    """The spans offered."""
    return {
        "week": _("7 days"),
        "month": _("30 days"),
        "quarter": _("3 months"),
        "year": _("A year"),
        "all": _("Since the start"),
    }


def line_name(kind: str, key: str, name: str) -> str:
    """A line of a comparison as it is shown."""
    if kind == "week":
        return _("week of %(day)s") % {"day": short_date(date.fromisoformat(key))}
    if kind == "month":
        return date_format(date.fromisoformat(key), "F Y")
    if kind == "role":
        return str(dict(Contact.Role.choices).get(name, name))
    return name


def percent(share: float) -> str:
    """“4.5 %”: a decimal under ten."""
    value = round(share * 100, 1 if 0 < abs(share) < 0.0995 else 0)
    return (
        _("%(n)s%%") % {"n": number_format(abs(value), 1 if value % 1 else 0)}
        if value >= 0
        else f"−{percent(-share)}"
    )


def interval_in_words(found: Rate) -> str:
    """“between 2 and 10 %”."""
    digits = 1 if found.high < 0.0995 else 0
    low, high = (
        number_format(round(one * 100, digits), digits if round(one * 100, digits) % 1 else 0)
        for one in (found.low, found.high)
    )
    return (
        _("about %(n)s%%") % {"n": low}
        if low == high
        else _("between %(low)s and %(high)s%%") % {"low": low, "high": high}
    )


def rate_in_words(found: Rate) -> str:
    """“15 %, between 9 and 23 %”, or that it is too early to tell."""
    if not found.enough:
        return _("not enough calls yet")
    return f"{percent(found.share)}, {interval_in_words(found)}"


def one_in_words(found: Rate) -> str:
    """“5 in 112, that is 1 in 22”."""
    whole = number_format(found.whole, 0, force_grouping=True)
    if not found.whole:
        return _("No call yet.")
    if not found.part:
        return ngettext("None in %(whole)s call.", "None in %(whole)s calls.", found.whole) % {
            "whole": whole
        }
    return _("%(part)s in %(whole)s, that is 1 in %(n)s") % {
        "part": found.part,
        "whole": whole,
        "n": found.one_in,
    }


def against_usual(found: Rate) -> str:
    """Her hang-ups against one in twenty, only when that can be told."""
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
    """“If you make the 12 calls left: 2 to 6 conversations (95 times in 100).”"""
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
    """“3 min 20”."""
    whole, seconds = divmod(round(minutes * 60), 60)
    return _("%(m)s min %(s)02d") % {"m": whole, "s": seconds}
