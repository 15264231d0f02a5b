"""The one discreet line of the law on a card: where it comes from, what they were told, until when
it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from decroche.accountability.retention import kept_until
from decroche.calls.gates import call_verdict
from decroche.compliance.models import ConsentRow, Notice
from decroche.compliance.rules import fingerprint
from decroche.compliance.wording import advice_in_words, reference, refusal_in_words
from decroche.prospects.models import Company, Contact, PhoneNumber, Provenance
from decroche.shared.clock import PARIS
from decroche.team.models import Workspace
from decroche.team.prepared import Prepared

_SOURCE = Prepared(lambda pk: Provenance.objects.filter(pk=pk))
_TOLD = Prepared(
    lambda workspace, company: Notice.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("at", "id")
)


@dataclass(slots=True)
class LawLine:
    """What a card says of the law.

    `say`: the oral part, until they have been told; `refused`: why no call may be made.
    """

    line: str
    say: str = ""
    refused: str = ""
    advice: list[str] = field(default_factory=list)
    values: list[tuple[str, str]] = field(default_factory=list)
    consents: list[str] = field(default_factory=list)
    hours_reference: str = ""


def law_line(workspace: Workspace, company: Company, at: datetime) -> LawLine:
    """Two statements, whatever the card holds."""
    source, told = _SOURCE.first(company.provenance_id), _TOLD(workspace.pk, company.pk)
    name = source.source if source else ""
    words = dict(Notice.Kind.choices)
    given = " ".join(f"{words[one.kind]} {_day(one.at)}" for one in told[:1])
    line = (
        _("Source: %(source)s, %(day)s.") % {"source": name, "day": _day(company.created_at)} + " "
    )
    line += _("Informed %(how)s.") % {"how": given} if given else _("Not informed yet.")
    line += " " + _("Kept until %(day)s.") % {"day": _day(kept_until(company, workspace, at))}
    say = (
        ""
        if told
        else _(
            "I found your details here: %(source)s. If you would rather not be called again, "
            "say so and I will not."
        )
        % {"source": name}
    )
    return LawLine(line, say)


def law_of(workspace: Workspace, company: Company, at: datetime) -> LawLine:
    """The same with its verdict and consents, for the page of a card."""
    found = law_line(workspace, company, at)
    numbers = [
        one
        for one in PhoneNumber.objects.filter(company=company).order_by("position", "id")
        if one.usable
    ]
    verdict = call_verdict(workspace, company, at, number=numbers[0] if numbers else None)
    found.refused = (
        f"{refusal_in_words(verdict)} ({reference(verdict.rule)})" if not verdict.allowed else ""
    )
    found.advice = [advice_in_words(code) for code in verdict.advice]
    if company.audience == Company.Audience.CONSUMER:
        emails = [
            company.email,
            *Contact.objects.filter(company=company).values_list("email", flat=True),
        ]
        found.values = [(str(one.pk), one.national) for one in numbers] + [
            (email, email) for email in dict.fromkeys(emails) if email
        ]
        found.hours_reference = (
            f"{reference('consumer_hours')} ; {reference('caller_number')} ; {reference('refusal')}"
        )
        found.consents = _consents(workspace, numbers, [email for email in emails if email])
    return found


def _consents(workspace: Workspace, numbers: list[PhoneNumber], emails: list[str]) -> list[str]:
    shown = {
        fingerprint(workspace.fingerprint_key, "number", one.dial): one.national for one in numbers
    }
    shown |= {fingerprint(workspace.fingerprint_key, "email", one): one for one in emails}
    rows = ConsentRow.objects.filter(workspace=workspace, fingerprint__in=list(shown)).order_by(
        "-given_at"
    )
    return [
        (
            _("%(value)s: yes on %(day)s, taken back on %(end)s.")
            if row.revoked_at
            else _("%(value)s: yes on %(day)s, %(how)s.")
        )
        % {
            "value": shown[row.fingerprint],
            "day": _day(row.given_at),
            "how": row.get_channel_display(),
            "end": _day(row.revoked_at) if row.revoked_at else "",
        }
        for row in rows
    ]


def _day(moment: datetime) -> str:
    return date_format(moment.astimezone(PARIS), "j N Y")
