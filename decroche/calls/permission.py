"""What the rule needs to know of a card, gathered here: of one about to be called, written to or
exported, and of many whose call states are worked out. compliance/permission.py decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from decroche.calls.callability import zone_of
from decroche.calls.models import CALLABLE, Call, CallState, Win
from decroche.calls.rules import INCOMING, REFUSALS
from decroche.calls.strata import stratum
from decroche.compliance.permission import (
    Audience,
    CallValues,
    Consent,
    ExportValues,
    MailValues,
    Nature,
    permit,
)
from decroche.compliance.queries import (
    consent_asked,
    consent_of,
    consents_of,
    hours,
    opposition_asked,
    opposition_of,
    policy,
)
from decroche.compliance.rules import ValueKind, Verdict
from decroche.prospects.audience import sole_trader
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.prospects.opposition import person_key
from decroche.prospects.queries import numbers_of
from decroche.shared.clock import now
from decroche.team.answers import Ask, directly
from decroche.team.models import Workspace
from decroche.team.prepared import Asked, Literal, Prepared

_CALLED = Prepared(
    lambda workspace, company: Call.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("-at")[:200]
)
_WON = Prepared(
    lambda workspace, company: Win.objects.filter(workspace_id=workspace, company_id=company)
)


def may_call(
    workspace: Workspace,
    state: CallState,
    at: datetime,
    *,
    numbers: Sequence[PhoneNumber],
    contact: Contact | None = None,
    ask: Ask = directly,
) -> Verdict:
    """Whether a card may be called at that moment on one of these numbers, asking for that person.

    `state` comes with its company and the company's source.
    """
    return permit(call_values(workspace, state, at, numbers=numbers, contact=contact, ask=ask), at)


def permission_asked(
    workspace: Workspace, state: CallState, numbers: Sequence[PhoneNumber]
) -> list[Asked]:
    """The questions of `call_values` for a card, to be asked together with others."""
    company, dials = state.company, _dials(numbers)
    asked = opposition_asked(workspace, _identities(company, numbers))
    if company.audience == "professional":
        return asked
    consents = [consent_asked(workspace, "number", dial) for dial in dials if dial]
    key = (company.workspace_id, company.pk)
    return [*asked, *consents, _CALLED.asked(*key), _WON.asked(*key)]


def call_values(
    workspace: Workspace,
    state: CallState,
    at: datetime,
    *,
    numbers: Sequence[PhoneNumber],
    contact: Contact | None = None,
    ask: Ask = directly,
) -> CallValues:
    """What the rule is told of a card: the oppositions; of a consumer also the consents, the calls
    and whether they are a client.
    """
    company, dials = state.company, _dials(numbers)
    known = opposition_of(workspace, _identities(company, numbers, contact), ask)
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
    calls = ask(_CALLED, company.workspace_id, company.pk)
    consents = [consent_of(workspace, "number", dial, ask) for dial in dials]
    return replace(
        values,
        attempts=tuple(call.at for call in calls if call.origin != INCOMING),
        refused_at=next((call.at for call in calls if call.outcome in REFUSALS), None),
        client=bool(ask(_WON, company.workspace_id, company.pk)),
        consent=best_consent((one for one in consents if one), at),
    )


def _usable(numbers: Sequence[PhoneNumber]) -> list[PhoneNumber]:
    return [one for one in numbers if one.usable]


def _dials(numbers: Sequence[PhoneNumber]) -> list[str]:
    """What is dialled to reach them: the numbers that may be dialled, or all when none may."""
    return [one.dial for one in _usable(numbers) or numbers]


def _identities(
    company: Company, numbers: Sequence[PhoneNumber], contact: Contact | None = None
) -> list[tuple[ValueKind, str]]:
    """The values of a card that an opposition may be about: every number that may be dialled, or
    the first when none may (the others are then nobody's, or those of one person who asked for
    silence, which says nothing about the company).
    """
    return [
        *(("number", dial) for dial in _dials(numbers)[: None if _usable(numbers) else 1]),
        ("siret", company.siret),
        ("siren", company.siren),
        ("company", company.name_key),
        ("email", company.email),
        ("person", person_key(contact, company) if contact else ""),
    ]


def best_consent(consents: Iterable[Consent], at: datetime) -> Consent | None:
    """Of the consents for several numbers of one card: one that holds, else the latest."""
    found = sorted(consents, key=lambda one: (one.holds(at), one.given_at))
    return found[-1] if found else None


def writing_asked(
    workspace: Workspace, company: Company, address: str, contact: Contact | None = None
) -> list[Asked]:
    """The questions of `may_write` for an address of a card, to be asked together with others."""
    asked = opposition_asked(workspace, _written_to(address, company, contact))
    asked.append(_WON.asked(company.workspace_id, company.pk))
    if company.audience == "consumer":
        asked.append(consent_asked(workspace, "email", address))
    return asked


def _written_to(
    address: str, company: Company | None, contact: Contact | None
) -> list[tuple[ValueKind, str]]:
    """The values of a mail that an opposition may be about."""
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
    ask: Ask = directly,
) -> Verdict:
    """Whether a mail may go to an address: of a card, or one that no card carries. `asked`: they
    asked for it. An empty address asks about the card alone.
    """
    address = to.strip().lower()
    known = opposition_of(workspace, _written_to(address, company, contact), ask)
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
            client=is_client(company, ask),
        )
    if values.audience == "consumer":
        values = replace(values, consent=consent_of(workspace, "email", address, ask))
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


def is_client(company: Company, ask: Ask = directly) -> bool:
    """Whether a contract is under way."""
    return bool(ask(_WON, company.workspace_id, company.pk))


class Standing(NamedTuple):
    """What a call state is worked out from, and which cards are alike for the ranking."""

    values: CallValues
    stratum: int


class _Card(NamedTuple):
    """What a call state is worked out from of the card itself; the names are those of a query."""

    pk: int
    postcode: str
    naf: str
    headcount_min: int | None
    audience: Audience
    diffusion: str
    provenance__nature: Nature
    opposed_at: datetime | None
    removed_at: datetime | None
    erased_at: datetime | None


def standing_asked(company: Company, numbers: Sequence[PhoneNumber]) -> list[Asked]:
    """The questions of `standing_called`, but those for the card, its numbers and its calls."""
    asked = [_WON.asked(company.workspace_id, company.pk)]
    if company.audience == "consumer":
        dialled = [number.dial for number in numbers if number.usable]
        asked += [consent_asked(company.workspace, "number", dial) for dial in dialled]
    return asked


def standing_called(state: CallState, at: datetime, ask: Ask) -> Standing:
    """The same as `standing_of` for the card that is being called, from what was read and changed
    in this verb; `state` knows the call already.
    """
    company = state.company
    numbers = numbers_of(company, ask)
    consents, refusals = list[Consent | None](), list[datetime]()
    if company.audience == "consumer":
        dialled = [number.dial for number in numbers if number.usable]
        consents = [consent_of(company.workspace, "number", dial, ask) for dial in dialled]
        calls = ask(_CALLED, company.workspace_id, company.pk)
        refusals = [call.at for call in calls if call.outcome in REFUSALS]
        if state.last_called_at and state.last_outcome in REFUSALS:
            refusals.append(state.last_called_at)
    card = _Card(
        company.pk,
        company.postcode,
        company.naf,
        company.headcount_min,
        company.audience,
        company.diffusion,
        company.provenance.nature,
        company.opposed_at,
        company.removed_at,
        company.erased_at,
    )
    return _standing(
        card,
        numbers,
        client=is_client(company, ask),
        consents=[one for one in consents if one],
        refused_at=max(refusals, default=None),
        at=at,
    )


def standing_of(workspace_id: int, keys: list[int], at: datetime) -> dict[int, Standing]:
    """What the call state of each company is worked out from; six statements at most, whatever
    their number.

    Oppositions are read from the cards, which the verbs of an opposition keep in step.
    """
    numbers = _numbers_of(keys)
    clients = set(
        Win.objects.filter(workspace_id=workspace_id, company_id__in=keys).values_list(
            "company_id", flat=True
        )
    )
    rows = Company.objects.filter(workspace_id=workspace_id, pk__in=keys)
    cards = [_Card._make(row) for row in rows.values_list(*_Card._fields)]
    consumers = [card.pk for card in cards if card.audience == "consumer"]
    dialled = {key: [n.dial for n in own if n.usable] for key, own in numbers.items()}
    consents = _consents(workspace_id, [one for key in consumers for one in dialled[key]])
    refusals = _refusals(workspace_id, consumers)
    return {
        card.pk: _standing(
            card,
            numbers[card.pk],
            client=card.pk in clients,
            consents=[consents[number] for number in dialled[card.pk] if number in consents],
            refused_at=refusals.get(card.pk),
            at=at,
        )
        for card in cards
    }


def _standing(
    card: _Card,
    numbers: Sequence[PhoneNumber],
    *,
    client: bool,
    consents: Iterable[Consent],
    refused_at: datetime | None,
    at: datetime,
) -> Standing:
    usable = [number for number in numbers if number.usable]
    values = CallValues(
        audience=card.audience,
        zone=zone_of(card.postcode, [number.timezone for number in numbers]),
        number=bool(usable),
        opposed=card.opposed_at is not None,
        removed=card.removed_at is not None,
        erased=card.erased_at is not None,
        unlisted=card.diffusion == "P",
        nature=card.provenance__nature,
        client=client,
        consent=best_consent(consents, at),
        refused_at=refused_at,
    )
    return Standing(values, stratum(card.naf, card.headcount_min, _line(usable)))


def _line(dialled: list[PhoneNumber]) -> str:
    """The kind of the number a company is called on: its own first, then its people's."""
    own = next((number for number in dialled if number.contact_id is None), None)
    first = own or next(iter(dialled), None)
    return first.kind if first else ""


def _numbers_of(keys: list[int]) -> dict[int, list[PhoneNumber]]:
    found: dict[int, list[PhoneNumber]] = {key: [] for key in keys}
    # Not narrowed to the workspace, which is the companies': SQLite would read all its numbers.
    rows = PhoneNumber.objects.filter(company_id__in=keys)
    for number in rows.order_by("position", "id").only(
        "company_id", "contact_id", "e164", "national", "state", "timezone", "kind"
    ):
        found[number.company_id].append(number)
    return found


def _consents(workspace_id: int, numbers: list[str]) -> dict[str, Consent]:
    if not numbers:
        return {}
    return consents_of(Workspace.objects.get(pk=workspace_id), "number", numbers)


def _refusals(workspace_id: int, keys: list[int]) -> dict[int, datetime]:
    """When these consumers refused last."""
    if not keys:
        return {}
    rows = Call.objects.filter(
        workspace_id=workspace_id, company_id__in=keys, outcome__in=REFUSALS
    ).order_by("at")
    return dict(rows.values_list("company_id", "at"))


def offered(workspace_id: int) -> QuerySet[CallState]:
    """The cards that nothing keeps out of the queue; when their time comes is another question."""
    return CallState.objects.filter(workspace_id=workspace_id, blocked_by=Literal(""))


INCOMPLETE = (
    CallState.BlockedBy.NO_NUMBER,
    CallState.BlockedBy.UNLISTED,
    CallState.BlockedBy.NO_CONSENT,
)
"""Blocks that something she may still find out would take away: another number, another source, a
consent.
"""


def offered_by(path: str) -> Q:
    """The same for rows that lead by `path` to a call state."""
    lookups: dict[str, Any] = {f"{path}__blocked_by": CallState.BlockedBy.NOTHING}
    return Q(**lookups)


def incomplete_by(path: str) -> Q:
    """Rows that lead by `path` to a call state which waits for something she may find out."""
    lookups: dict[str, Any] = {f"{path}__blocked_by__in": INCOMPLETE}
    return Q(**lookups)


def incomplete_states(workspace: Workspace) -> QuerySet[CallState]:
    """Call states of a workspace that wait for something she may find out; found by the index of
    the blocked ones.
    """
    return CallState.objects.filter(
        workspace=workspace, blocked_by__gt=Literal(""), blocked_by__in=INCOMPLETE
    )


def callable_by(path: str) -> Q:
    """Rows that lead by `path` to a call state which leaves a call possible: a client may be called
    although the queue does not offer the card.
    """
    lookups: dict[str, Any] = {f"{path}__blocked_by__in": CALLABLE}
    return Q(**lookups)
