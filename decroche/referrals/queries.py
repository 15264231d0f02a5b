"""Named questions about recommendations."""

from __future__ import annotations

from decroche.prospects.models import Company
from decroche.referrals.models import Referral
from decroche.team.answers import Ask, Questions, directly, first
from decroche.team.prepared import Prepared

_FIRST = Prepared(
    lambda workspace, company: (
        Referral.objects.filter(workspace_id=workspace, to_company_id=company)
        .select_related("from_company")
        .order_by("id")[:1]
    )
)


_GIVEN = Prepared(
    lambda workspace, company: (
        Referral.objects.filter(workspace_id=workspace, from_company_id=company)
        .select_related("to_company")
        .order_by("-id")[:10]
    )
)


def referral_questions(company: Company) -> Questions:
    """The questions of `referral_to` and `referrals_from`, to be asked together with others."""
    key = (company.workspace_id, company.pk)
    return [_FIRST.bind(*key), _GIVEN.bind(*key)]


def referrals_from(company: Company, ask: Ask = directly) -> list[Referral]:
    """To whom a company sent her, newest first, ten at most."""
    return ask(_GIVEN, company.workspace_id, company.pk)


def referral_to(company: Company, ask: Ask = directly) -> Referral | None:
    """The first recommendation that led to a company, with who gave it."""
    return first(ask(_FIRST, company.workspace_id, company.pk))


def referrals_to(company: Company) -> list[Referral]:
    """Every recommendation that led to a company, with who gave it."""
    rows = Referral.objects.filter(workspace_id=company.workspace_id, to_company=company)
    return list(rows.select_related("from_company").order_by("id"))


def recommender(company: Company) -> str:
    """The name of who sent her there; "" when nobody did."""
    found = referral_to(company)
    return found.from_company.name if found else ""
