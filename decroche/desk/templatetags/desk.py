"""Words of the trade for templates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template

from decroche.calls.dialling import address_of
from decroche.calls.models import Call
from decroche.calls.wording import gave_in_words, outcome_words
from decroche.correspondence.models import Reply
from decroche.correspondence.wording import readings_in_words
from decroche.followups.models import FollowUp
from decroche.followups.wording import purpose_in_words
from decroche.insights.results import Branch
from decroche.insights.wording import percent, short_date
from decroche.prospects.models import Company, PhoneNumber
from decroche.shared.addresses import check_address
from decroche.shared.clock import PARIS
from decroche.ui.templatetags.ui import figure

register = template.Library()


@register.filter
def dialling(dialled: str, way: str = "") -> str:
    """The address to which a button that dials leads (calls/dialling.py)."""
    return address_of(dialled, way)


@register.filter
def plain(value: Any) -> str:
    """A value of a table as it is shown: a share as a percentage, a count or a day in the language
    of the page.
    """
    if isinstance(value, float):
        return percent(value)
    if isinstance(value, datetime):
        return f"{short_date(value.astimezone(PARIS))} {value.astimezone(PARIS):%H:%M}"
    if isinstance(value, date):
        return short_date(value)
    return figure(value) if isinstance(value, int) else str(value)


@register.filter
def readings(reply: Reply) -> list[tuple[str, str, str]]:
    """(code, words, key) of what a message in doubt may be."""
    return readings_in_words(reply)


@register.filter
def total(branch: Branch, name: str) -> int:
    """How many companies a branch of the referrals has."""
    return branch.total(name)


@register.filter
def meant(address: str) -> str:
    """The address that was probably meant by this one (gmial.com), "" where nothing looks wrong."""
    return check_address(address).better if address else ""


@register.filter
def gave(call: Call) -> str:
    """The outcome of a call in words, and whether a message was left."""
    return gave_in_words(call.outcome, message_left=call.message_left)


@register.filter
def outcome(code: str) -> str:
    """An outcome in words."""
    return outcome_words(code)


@register.filter
def advised_for(row: FollowUp) -> str:
    """What an advised follow-up comes from (“E-mail asked for”), where its name in short does not
    say it; "" else.
    """
    if row.kind == FollowUp.Kind.PROMISED or row.in_short != str(row.get_kind_display()):
        return ""
    return purpose_in_words(row.purpose)


@register.filter
def listed_number(company: Company) -> PhoneNumber | None:
    """The number of a company that a list shows: the first that may be dialled, else the first."""
    numbers = list(company.numbers.all())
    return next((one for one in numbers if one.usable), next(iter(numbers), None))
