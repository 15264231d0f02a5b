"""The one short line of the law on a card: where the details come from, what they were told, until
when it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from django.utils.translation import gettext as _

from decroche.accountability.retention import kept_until
from decroche.calls.permission import may_call
from decroche.compliance.advice import advice
from decroche.compliance.models import ConsentRow, Notice
from decroche.compliance.queries import consent_rows, hours, notices_of
from decroche.compliance.rules import ValueKind
from decroche.compliance.wording import (
    advice_in_words,
    reference,
    refusal_in_words,
    spoken_source,
)
from decroche.database.fetching import Fetch, fetch_now
from decroche.prospects.audience import IN_DOUBT
from decroche.prospects.models import Company, PhoneNumber, Provenance
from decroche.prospects.queries import emails_of, numbers_of
from decroche.shared.clock import PARIS
from decroche.shared.language import Language
from decroche.team.models import Workspace
from decroche.ui.language import current_language, written_day


@dataclass(slots=True)
class LawLine:
    """What a card says about the law.

    `say` is what she must tell them, until they have been told; `refused` is why they may not be
    called; `in_doubt` says that the rule can't tell a trade from a private person, and that she may
    know.
    """

    line: str
    say: str = ""
    refused: str = ""
    in_doubt: bool = False
    advice: list[str] = field(default_factory=list)
    values: list[tuple[str, str]] = field(default_factory=list)
    consents: list[str] = field(default_factory=list)
    hours_reference: str = ""


def law_line(
    workspace: Workspace, company: Company, at: datetime, fetch: Fetch = fetch_now
) -> LawLine:
    """The line of the law of a card. It takes two statements at most, however much the card
    holds.
    """
    told, name = notices_of(workspace, company.pk, fetch), company.provenance.source
    words = dict(Notice.Kind.choices)
    given = " ".join(f"{words[one.kind]} {_day(one.at)}" for one in told[:1])
    line = (
        _("Source: %(source)s, %(day)s.") % {"source": name, "day": _day(company.created_at)} + " "
    )
    line += _("Informed %(how)s.") % {"how": given} if given else _("Not informed yet.")
    line += " " + _("Kept until %(day)s.") % {"day": _day(kept_until(company, workspace, at))}
    if company.provenance.kind == Provenance.MADE_UP and company.audience == "professional":
        line = f"{_made_up()} {line}"
    return LawLine(line, "" if told else spoken_source(name))


def _made_up() -> str:
    return _(
        "A made-up company: it may be tried at any hour. Your hours, and those of the law, hold "
        "for real ones."
    )


def law_of(workspace: Workspace, company: Company, at: datetime) -> LawLine:
    """The line of the law with its verdict and the consents, for the page of a card."""
    found = law_line(workspace, company, at)
    numbers = [one for one in numbers_of(company) if one.usable]
    verdict = may_call(workspace, company.state, at, numbers=numbers)
    if not verdict.allowed and verdict.rule:  # what she can mend is said elsewhere on the card
        found.refused = f"{refusal_in_words(verdict)} ({reference(verdict.rule)})"
    elif verdict.allowed:
        codes = advice(
            numbers[0].dial if numbers else "",
            at,
            zone_code=company.state.zone,
            department=company.department,
            audience=company.audience,
            hours=hours(workspace),
        )
        found.advice = [advice_in_words(code) for code in codes]
    if company.audience == "consumer":
        found.in_doubt = company.audience_why in IN_DOUBT
        emails = emails_of(company)
        found.values = [(str(one.pk), one.national) for one in numbers]
        found.values += [(email, email) for email in emails]
        rules = ("consumer_hours", "caller_number", "refusal")
        found.hours_reference = " ; ".join(reference(rule) for rule in rules)
        found.consents = _consents(workspace, numbers, emails)
    return found


def _consents(workspace: Workspace, numbers: list[PhoneNumber], emails: list[str]) -> list[str]:
    """Each consent in a sentence; a number as it is read aloud."""
    shown = {one.dial: one.national for one in numbers}
    values: list[tuple[ValueKind, str]] = [("number", one.dial) for one in numbers]
    values += [("email", email) for email in emails]
    return [
        _consent_in_words(shown.get(value, value), row)
        for value, row in consent_rows(workspace, values)
    ]


def _consent_in_words(value: str, row: ConsentRow) -> str:
    given = {"value": value, "day": _day(row.given_at)}
    if row.revoked_at:
        words = _("%(value)s: yes on %(day)s, taken back on %(end)s.")
        return words % {**given, "end": _day(row.revoked_at)}
    return _("%(value)s: yes on %(day)s, %(how)s.") % {**given, "how": row.get_channel_display()}


def _day(moment: datetime) -> str:
    return _in_words(moment.astimezone(PARIS).date(), current_language())


@lru_cache(maxsize=500)
def _in_words(day: date, _language: Language) -> str:
    """A day in words. It is kept in memory, because many cards came on the same day. Days are named
    in the language in force, so that `_language` is only there to tell them apart.
    """
    return written_day(day)
