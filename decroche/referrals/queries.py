"""Named queries about referrals."""

from __future__ import annotations

from decroche.database.fetching import Fetch, Queries, fetch_now, first
from decroche.database.prepared import PreparedQuery
from decroche.prospects.models import Company
from decroche.referrals.models import Referral

_FIRST = PreparedQuery(
    lambda workspace, company: (
        Referral.objects.filter(workspace_id=workspace, to_company_id=company)
        .select_related("from_company")
        .order_by("id")[:1]
    )
)


_GIVEN = PreparedQuery(
    lambda workspace, company: (
        Referral.objects.filter(workspace_id=workspace, from_company_id=company)
        .select_related("to_company")
        .order_by("-id")[:10]
    )
)


def referral_queries(company: Company) -> Queries:
    """The queries of `referral_to` and `referrals_from`, to be sent with others."""
    key = (company.workspace_id, company.pk)
    return [_FIRST.bind(*key), _GIVEN.bind(*key)]


def referrals_from(company: Company, fetch: Fetch = fetch_now) -> list[Referral]:
    """The referrals that a company gave, the newest first, ten at most."""
    return fetch(_GIVEN, company.workspace_id, company.pk)


def referral_to(company: Company, fetch: Fetch = fetch_now) -> Referral | None:
    """The first referral to a company, with the company that gave it; None without one."""
    return first(fetch(_FIRST, company.workspace_id, company.pk))


def referrals_to(company: Company) -> list[Referral]:
    """All referrals to a company, each with the company that gave it."""
    rows = Referral.objects.filter(workspace_id=company.workspace_id, to_company=company)
    return list(rows.select_related("from_company").order_by("id"))


def recommender(company: Company) -> str:
    """The name of the company that recommended her to a company first; "" without one."""
    referral = referral_to(company)
    return referral.from_company.name if referral else ""
