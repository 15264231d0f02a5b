"""Gathers what the rule needs to know before a card is called, written to or exported;
compliance/permission.py decides. state_inputs.py does it for many cards, for their call states.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from decroche.calls.models import Call, CallState, Win
from decroche.calls.rules import REFUSALS, is_attempt
from decroche.compliance.permission import CallValues, Consent, ExportValues, MailValues, permit
from decroche.compliance.queries import (
    consent_of,
    consent_query,
    hours,
    opposition_of,
    opposition_queries,
    policy,
)
from decroche.compliance.rules import ValueKind, Verdict
from decroche.database.fetching import Fetch, fetch_now
from decroche.database.prepared import BoundQuery, PreparedQuery
from decroche.prospects.audience import sole_trader
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.prospects.opposition import person_key
from decroche.shared.clock import now
from decroche.team.models import Workspace

CALLED = PreparedQuery(
    lambda workspace, company: Call.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("-at")[:200]
)
WON = PreparedQuery(
    lambda workspace, company: Win.objects.filter(workspace_id=workspace, company_id=company)
)


def may_call(
    workspace: Workspace,
    state: CallState,
    at: datetime,
    *,
    numbers: Sequence[PhoneNumber],
    contact: Contact | None = None,
    fetch: Fetch = fetch_now,
) -> Verdict:
    """Whether a card may be called at that moment on one of these numbers, asking for that person.

    `state` comes with its company and the company's source.
    """
    return permit(
        call_values(workspace, state, at, numbers=numbers, contact=contact, fetch=fetch), at
    )


def permission_queries(
    workspace: Workspace, state: CallState, numbers: Sequence[PhoneNumber]
) -> list[BoundQuery]:
    """Returns the queries of `call_values` for a card, to be sent with others."""
    company, dials = state.company, _dials(numbers)
    queries = opposition_queries(workspace, _identities(company, numbers))
    if company.audience == "professional":
        return queries
    consents = [consent_query(workspace, "number", dial) for dial in dials if dial]
    key = (company.workspace_id, company.pk)
    return [*queries, *consents, CALLED.bind(*key), WON.bind(*key)]


def call_values(
    workspace: Workspace,
    state: CallState,
    at: datetime,
    *,
    numbers: Sequence[PhoneNumber],
    contact: Contact | None = None,
    fetch: Fetch = fetch_now,
) -> CallValues:
    """Returns what the rule decides by: the card and its oppositions, and for a consumer also the
    consents, the calls and whether they are a client.
    """
    company, dials = state.company, _dials(numbers)
    known = opposition_of(workspace, _identities(company, numbers, contact), fetch)
    values = CallValues(
        audience=company.audience,
        zone=state.zone,
        number=any(one.usable for one in numbers),
        opposed=bool(known or company.opposed_at or (contact is not None and contact.opposed_at)),
        removed=company.removed_at is not None,
        erased=company.erased_at is not None,
        unlisted=company.diffusion == "P",
        nature=company.provenance.nature if company.diffusion == "P" else "",
        hours=hours(workspace),
        policy=policy(workspace),
    )
    if values.audience == "professional":
        return values
    calls = fetch(CALLED, company.workspace_id, company.pk)
    consents = [consent_of(workspace, "number", dial, fetch) for dial in dials]
    return replace(
        values,
        attempts=tuple(call.at for call in calls if is_attempt(call.origin)),
        refused_at=next((call.at for call in calls if call.outcome in REFUSALS), None),
        client=bool(fetch(WON, company.workspace_id, company.pk)),
        consent=best_consent((one for one in consents if one), at),
    )


def _dials(numbers: Sequence[PhoneNumber]) -> list[str]:
    """Returns the numbers that may be dialled, or all of them when none may."""
    usable = [one.dial for one in numbers if one.usable]
    return usable or [one.dial for one in numbers]


def _dials_opposed_with(numbers: Sequence[PhoneNumber]) -> list[str]:
    """Returns the numbers whose opposition is one of the whole card: those that may be dialled, or
    the first when none may. An opposition of the others comes from one person, or their number is
    wrong: that says nothing about the company.
    """
    usable = [one.dial for one in numbers if one.usable]
    return usable or [one.dial for one in numbers[:1]]


def _identities(
    company: Company, numbers: Sequence[PhoneNumber], contact: Contact | None = None
) -> list[tuple[ValueKind, str]]:
    """Returns the (kind, value) of everything on a card that an opposition may be about."""
    return [
        *(("number", dial) for dial in _dials_opposed_with(numbers)),
        ("siret", company.siret),
        ("siren", company.siren),
        ("company", company.name_key),
        ("email", company.email),
        ("person", person_key(contact, company) if contact else ""),
    ]


def best_consent(consents: Iterable[Consent], at: datetime) -> Consent | None:
    """Returns, of the consents for several numbers of one card, the latest one that is valid at
    `at`, else the latest.
    """
    found = sorted(consents, key=lambda one: (one.holds(at), one.given_at))
    return found[-1] if found else None


def writing_queries(
    workspace: Workspace, company: Company, address: str, contact: Contact | None = None
) -> list[BoundQuery]:
    """Returns the queries of `may_write` for an address of a card, to be sent with others."""
    queries = opposition_queries(workspace, _identities_written_to(address, company, contact))
    queries.append(WON.bind(company.workspace_id, company.pk))
    if company.audience == "consumer":
        queries.append(consent_query(workspace, "email", address))
    return queries


def _identities_written_to(
    address: str, company: Company | None, contact: Contact | None
) -> list[tuple[ValueKind, str]]:
    """Returns the (kind, value) of everything in a mail that an opposition may be about."""
    return [
        ("email", address),
        ("siret", company.siret if company else ""),
        ("siren", company.siren if company else ""),
        ("company", company.name_key if company else ""),
        ("person", person_key(contact, company) if contact and company else ""),
    ]


def may_write(
    workspace: Workspace,
    company: Company | None,
    to: str,
    at: datetime,
    *,
    contact: Contact | None = None,
    asked: bool = False,
    fetch: Fetch = fetch_now,
) -> Verdict:
    """Whether a mail may go to an address of a card, or to one that is on no card. `asked` says
    that they asked for the mail. With an empty address only the card is looked at.
    """
    address = to.strip().lower()
    known = opposition_of(workspace, _identities_written_to(address, company, contact), fetch)
    values = MailValues(address, opposed=known is not None, asked=asked, policy=policy(workspace))
    if company is not None:
        values = replace(
            values,
            audience=company.audience,
            sole_trader=sole_trader(company.name),
            opposed=bool(
                known or company.opposed_at or (contact is not None and contact.opposed_at)
            ),
            erased=company.erased_at is not None,
            unlisted=company.diffusion == "P",
            nature=company.provenance.nature,
            client=is_client(company, fetch),
        )
    if values.audience == "consumer":
        values = replace(values, consent=consent_of(workspace, "email", address, fetch))
    return permit(values, at)


def may_export(one: Company | Contact | PhoneNumber) -> bool:
    """Whether a card, one of its people or one of its numbers may be written into a file."""
    opposed = (
        one.state == PhoneNumber.State.SUPPRESSED
        if isinstance(one, PhoneNumber)
        else one.opposed_at is not None
    )
    erased = isinstance(one, Company) and one.erased_at is not None
    return permit(ExportValues(opposed=opposed, erased=erased), now()).allowed


def is_client(company: Company, fetch: Fetch = fetch_now) -> bool:
    """Whether a company is her client."""
    return bool(fetch(WON, company.workspace_id, company.pk))
