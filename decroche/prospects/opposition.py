"""Oppositions and cards: the values by which a card or a person is recognised, the cards that have
an opposed value, and what an opposition changes on a card and its numbers.

The functions that change something are called inside a verb; the verbs are in legal_actions.py.
"""

from __future__ import annotations

from datetime import datetime
from secrets import token_hex

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Replace

from decroche.compliance.actions import oppose
from decroche.compliance.queries import opposed
from decroche.compliance.rules import ValueKind
from decroche.database.fetching import Fetch, fetch_now
from decroche.journal.models import Entry
from decroche.journal.record import Verb
from decroche.prospects.events import CompaniesChanged, CompanyOpposed, PersonOpposed
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.prospects.queries import numbers_of, people_of
from decroche.prospects.refreshing import refresh
from decroche.shared.clock import now
from decroche.shared.events import publish
from decroche.shared.folding import fold_name
from decroche.team.models import Member

ALONG = "opposed_along"
"""In the particulars of a verb: the keys of the other cards that an opposition stopped too."""


def person_key(person: Contact | str, company: Company) -> str:
    """The key under which an opposition of a person is kept: the folded name and the company; ""
    for a person without a name.
    """
    return next(iter(person_keys(person, company)), "")


def person_keys(person: Contact | str, company: Company) -> list[str]:
    """Every key of a person of a card (see `keys_of_person`)."""
    name = person if isinstance(person, str) else person.name
    return keys_of_person(name, siren=company.siren, name_key=company.name_key)


def keys_of_person(name: str, *, siren: str, name_key: str) -> list[str]:
    """Every key of a person. The company is named by its SIREN and by its name and place, so that
    the opposition is found again also when the card has only one of them.
    """
    companies = [company for company in (siren, name_key) if company]
    return [f"{folded}|{company}" for folded in _names(name) for company in companies]


def _names(name: str) -> list[str]:
    """A person's folded name, with and without the civility: “Mme Hélène Durand” is also Hélène
    Durand. The civility of “Mme Roussel” is never left out, since Roussel alone may be a man.
    """
    folded = fold_name(name)
    civility, _, bare = folded.partition(" ")
    names = [folded, bare] if civility in _CIVILITIES and " " in bare else [folded]
    return [folded for folded in names if folded]


_CIVILITIES = frozenset(
    ("m", "mr", "mme", "mlle", "mrs", "ms", "monsieur", "madame", "mademoiselle", "dr", "me")
)


def values_of(company: Company, fetch: Fetch = fetch_now) -> list[tuple[ValueKind, str]]:
    """[(kind, value)] by which a card is recognised: name and place, SIRET, SIREN, addresses and
    numbers.
    """
    values: list[tuple[ValueKind, str]] = [
        ("company", company.name_key),
        ("siret", company.siret),
        ("siren", company.siren),
        ("email", company.email),
    ]
    values += [("number", number.dial) for number in numbers_of(company, fetch)]
    values += [("email", person.email) for person in people_of(company, fetch)]
    return [(kind, value) for kind, value in dict.fromkeys(values) if value]


def stop_if_opposed(verb: Verb, company: Company) -> None:
    """Marks a card as opposed when one of its values has an opposition, and a person likewise.
    Called after each change of a card, its people or its numbers.
    """
    workspace = company.workspace
    for person in Contact.objects.filter(
        company=company, workspace_id=company.workspace_id, opposed_at=None
    ).exclude(name=""):
        if opposed(workspace, "person", person_keys(person, company)):
            verb.update(person, opposed_at=now(), decides=False)
    if company.opposed_at is None:
        values = values_of(company)
        kinds = {kind for kind, _ in values}
        if not any(
            opposed(workspace, kind, [value for each, value in values if each == kind])
            for kind in kinds
        ):
            return
    _stop(verb, company)


def oppose_company(
    *,
    verb: Verb,
    by: Member,
    company: Company,
    channel: str = "phone",
    act: str = "",
    everywhere: bool = False,
    fetch: Fetch = fetch_now,
) -> None:
    """Notes the opposition of a card for good: of its numbers, addresses, SIRET, name and place.
    With `everywhere` also of its SIREN, so that all establishments of the company are opposed.
    `act` is the id that the stored values have in common. Other cards that have one of the values
    are opposed too.

    `fetch` takes rows of the card from what was read before, if anything was
    (database/fetching.py).
    """
    act = act or token_hex(8)
    values = silenced_values(company, everywhere=everywhere, fetch=fetch)
    oppose(verb=verb, by=by, values=values, channel=channel, act=act)
    found = cards_carrying(company.workspace_id, values)
    others = list(found.filter(opposed_at=None).exclude(pk=company.pk))
    _stop(verb, company, fetch)
    if others:
        along = [*verb.entry.particulars.get(ALONG, []), *(other.pk for other in others)]
        verb.entry.particulars[ALONG] = along
    for other in others:
        _stop(verb, other)


def silenced_values(
    company: Company, *, everywhere: bool = False, fetch: Fetch = fetch_now
) -> list[tuple[ValueKind, str]]:
    """The values for which an opposition of a card is stored: the SIREN only when it is
    `everywhere`.
    """
    values = values_of(company, fetch)
    return [(kind, value) for kind, value in values if everywhere or kind != "siren"]


def stopped_along(company: Company) -> list[Company]:
    """The other cards that an opposition of this one would oppose too, because they have one of its
    values; by name.
    """
    rows = cards_carrying(company.workspace_id, silenced_values(company))
    rows = rows.filter(opposed_at=None, removed_at=None).exclude(pk=company.pk)
    return list(rows.order_by("sort_name", "pk"))


def opposed_by(company: Company) -> list[tuple[datetime, str]]:
    """[(when, name)] of the other cards whose opposition stopped this one too, newest first."""
    if company.opposed_at is None:
        return []
    alike = cards_carrying(company.workspace_id, values_of(company)).exclude(pk=company.pk)
    lines = Entry.objects.filter(
        workspace_id=company.workspace_id, company_id__in=alike.values("pk"), undone_at=None
    )
    found = list(lines.filter(particulars__has_key=ALONG).order_by("-id"))
    found = [line for line in found if company.pk in line.particulars[ALONG]]
    names = dict(alike.values_list("pk", "name"))
    return [(line.at, names[line.company_id]) for line in found if line.company_id in names]


def stopped_with(entry: Entry) -> list[str]:
    """The names of the other cards that the opposition of this line stopped."""
    keys = entry.particulars.get(ALONG, [])
    if not keys:
        return []
    rows = Company.objects.filter(workspace_id=entry.workspace_id, pk__in=keys, erased_at=None)
    return list(rows.order_by("sort_name", "pk").values_list("name", flat=True))


def same_company(company: Company) -> QuerySet[Company]:
    """The other establishments of the company (cards with the same SIREN) that may still be called,
    by name.
    """
    if not company.siren:
        return Company.objects.none()
    rows = Company.objects.filter(
        workspace_id=company.workspace_id,
        siren=company.siren,
        opposed_at=None,
        removed_at=None,
        erased_at=None,
    )
    return rows.exclude(pk=company.pk).order_by("sort_name", "pk")


def _stop(verb: Verb, company: Company, fetch: Fetch = fetch_now) -> None:
    """Marks a card as opposed and suppresses its numbers; publishes the events."""
    dialled = [number for number in numbers_of(company, fetch) if number.usable]
    verb.update_read(dialled, state=PhoneNumber.State.SUPPRESSED)
    verb.update(company, opposed_at=company.opposed_at or now())
    publish(CompaniesChanged(verb, company.workspace_id, (company.pk,)))
    publish(CompanyOpposed(verb, company, fetch))


_COLUMNS: dict[ValueKind, str] = {
    "email": "email",
    "siret": "siret",
    "siren": "siren",
    "company": "name_key",
}


def cards_carrying(workspace_id: int, values: list[tuple[ValueKind, str]]) -> QuerySet[Company]:
    """The cards that have one of these values, as their own or by one of their people. Removed
    cards are among them, erased ones are not.
    """
    by_kind: dict[ValueKind, list[str]] = {}
    for kind, value in values:
        by_kind.setdefault(kind, []).append(value)
    condition = Q(pk__in=[])
    for kind, column in _COLUMNS.items():
        if kind in by_kind:
            condition |= Q(**{f"{column}__in": by_kind[kind]})
    if "number" in by_kind:
        without_spaces = Replace("national", Value(" "), Value(""))  # as dial_key has it
        dialled = PhoneNumber.objects.alias(plain=without_spaces).filter(
            Q(e164__in=by_kind["number"]) | Q(e164="", plain__in=by_kind["number"]),
            workspace_id=workspace_id,
        )
        condition |= Q(pk__in=dialled.values("company_id"))
    if "email" in by_kind:
        people = Contact.objects.filter(workspace_id=workspace_id, email__in=by_kind["email"])
        condition |= Q(pk__in=people.values("company_id"))
    return Company.objects.filter(condition, workspace_id=workspace_id, erased_at=None)


def oppose_person(*, verb: Verb, by: Member, person: Contact, channel: str = "phone") -> None:
    """Notes the opposition of one person for good: of the name at this company, the address and the
    person's own numbers. The company may still be called.
    """
    company, act = person.company, token_hex(8)
    own = list(PhoneNumber.objects.filter(contact=person, workspace_id=person.workspace_id))
    values: list[tuple[ValueKind, str]] = [("person", key) for key in person_keys(person, company)]
    values += [("email", person.email), *(("number", number.dial) for number in own)]
    oppose(
        verb=verb,
        by=by,
        values=[(kind, value) for kind, value in values if value],
        channel=channel,
        act=act,
    )
    for number in own:
        if number.usable:
            verb.update(number, state=PhoneNumber.State.SUPPRESSED)
    verb.update(person, opposed_at=person.opposed_at or now(), decides=False)
    refresh(verb, company)
    publish(PersonOpposed(verb, person))
