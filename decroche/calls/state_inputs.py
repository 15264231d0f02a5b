"""Gathers what a call state is worked out from: the values of the card that the rule decides by,
and its stratum. It does so for the card that is being called, or for many cards at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from decroche.calls.callability import zone_of
from decroche.calls.models import Call, CallState, Win
from decroche.calls.permission import CALLED, WON, best_consent, is_client
from decroche.calls.rules import REFUSALS
from decroche.calls.strata import stratum
from decroche.compliance.permission import Audience, CallValues, Consent, Nature
from decroche.compliance.queries import consent_of, consent_query, consents_of
from decroche.database.fetching import Fetch
from decroche.database.prepared import BoundQuery
from decroche.prospects.models import Company, PhoneNumber, Provenance
from decroche.prospects.queries import numbers_of
from decroche.team.models import Workspace


class StateInputs(NamedTuple):
    """What a call state is worked out from: the values that the rule decides by, which cards are
    alike for the ranking (strata.py), and whether the import that brings the card is still under
    way or is being taken back.
    """

    values: CallValues
    stratum: int
    importing: bool


class _Card(NamedTuple):
    """The columns of a company that its call state depends on; the names are those of a query."""

    pk: int
    postcode: str
    naf: str
    headcount_min: int | None
    audience: Audience
    diffusion: str
    provenance__nature: Nature
    provenance__kind: str
    provenance__under_way: str
    opposed_at: datetime | None
    removed_at: datetime | None
    erased_at: datetime | None


def input_queries(company: Company, numbers: Sequence[PhoneNumber]) -> list[BoundQuery]:
    """Returns the queries of `inputs_of_called`, except those for the card, its numbers and
    calls.
    """
    queries = [WON.bind(company.workspace_id, company.pk)]
    if company.audience == "consumer":
        dialled = [number.dial for number in numbers if number.usable]
        queries += [consent_query(company.workspace, "number", dial) for dial in dialled]
    return queries


def inputs_of_called(state: CallState, at: datetime, fetch: Fetch) -> StateInputs:
    """Returns what the call state of the card that is being called is worked out from, as
    `inputs_of_many` does, by the rows that this verb read and changed; `state` counts the call
    already.
    """
    company = state.company
    numbers = numbers_of(company, fetch)
    consents, refusals = list[Consent | None](), list[datetime]()
    if company.audience == "consumer":
        dialled = [number.dial for number in numbers if number.usable]
        consents = [consent_of(company.workspace, "number", dial, fetch) for dial in dialled]
        calls = fetch(CALLED, company.workspace_id, company.pk)
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
        company.provenance.kind,
        company.provenance.under_way,
        company.opposed_at,
        company.removed_at,
        company.erased_at,
    )
    return _inputs(
        card,
        numbers,
        client=is_client(company, fetch),
        consents=[one for one in consents if one],
        refused_at=max(refusals, default=None),
        at=at,
    )


def inputs_of_many(workspace_id: int, keys: list[int], at: datetime) -> dict[int, StateInputs]:
    """Returns {key: what its call state is worked out from} for these companies, by six statements
    at most.

    Oppositions are read from the cards: the verbs of an opposition write them there.
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
        card.pk: _inputs(
            card,
            numbers[card.pk],
            client=card.pk in clients,
            consents=[consents[number] for number in dialled[card.pk] if number in consents],
            refused_at=refusals.get(card.pk),
            at=at,
        )
        for card in cards
    }


def _inputs(
    card: _Card,
    numbers: Sequence[PhoneNumber],
    *,
    client: bool,
    consents: Iterable[Consent],
    refused_at: datetime | None,
    at: datetime,
) -> StateInputs:
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
        made_up=card.provenance__kind == Provenance.MADE_UP,
    )
    return StateInputs(
        values,
        stratum(card.naf, card.headcount_min, _line(usable)),
        card.provenance__under_way in (Provenance.UnderWay.WRITING, Provenance.UnderWay.LEAVING),
    )


def _line(dialled: list[PhoneNumber]) -> str:
    """Returns the kind of the number that a company is called on: its own numbers come first, then
    those of its people.
    """
    own = next((number for number in dialled if number.contact_id is None), None)
    first = own or next(iter(dialled), None)
    return first.kind if first else ""


def _numbers_of(keys: list[int]) -> dict[int, list[PhoneNumber]]:
    found: dict[int, list[PhoneNumber]] = {key: [] for key in keys}
    # No condition on the workspace, which the companies imply: with it SQLite would read all of
    # its numbers.
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
    """Returns {key: when they refused last} for those of these consumers who refused."""
    if not keys:
        return {}
    rows = Call.objects.filter(
        workspace_id=workspace_id, company_id__in=keys, outcome__in=REFUSALS
    ).order_by("at")
    return dict(rows.values_list("company_id", "at"))
