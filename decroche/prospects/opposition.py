"""Oppositions as cards have them: the values a card and its people are known by, which cards carry
an opposed value, and stopping a card or a person with its numbers.

What changes something works inside a verb under way. legal_actions.py has the verbs themselves.
"""

from __future__ import annotations

from secrets import token_hex

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Replace

from decroche.compliance.actions import oppose
from decroche.compliance.queries import opposed
from decroche.compliance.rules import ValueKind
from decroche.journal.record import Verb
from decroche.prospects.events import CompaniesChanged, CompanyOpposed, PersonOpposed
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.prospects.queries import numbers_of, people_of
from decroche.prospects.refreshing import refresh
from decroche.shared.clock import now
from decroche.shared.events import publish
from decroche.shared.folding import fold_name
from decroche.team.answers import Ask, directly
from decroche.team.models import Member


def person_key(person: Contact | str, company: Company) -> str:
    """What an opposition knows a person by: her folded name at her company; "" for somebody nobody
    has named.
    """
    return next(iter(person_keys(person, company)), "")


def person_keys(person: Contact | str, company: Company) -> list[str]:
    """Every key of a person of a card (see `keys_of_person`)."""
    name = person if isinstance(person, str) else person.name
    return keys_of_person(name, siren=company.siren, name_key=company.name_key)


def keys_of_person(name: str, *, siren: str, name_key: str) -> list[str]:
    """Every key of a person: by the company's SIREN and by its name and place, so that learning one
    later loses nothing.
    """
    return [f"{one}|{company}" for one in _names(name) for company in (siren, name_key) if company]


def _names(name: str) -> list[str]:
    """A person's name, folded, with and without its civility: “Mme Hélène Durand” is also Hélène
    Durand; “Mme Roussel” is only herself, since Roussel alone could be somebody else.
    """
    folded = fold_name(name)
    civility, _, bare = folded.partition(" ")
    names = [folded, bare] if civility in _CIVILITIES and " " in bare else [folded]
    return [one for one in names if one]


_CIVILITIES = frozenset(
    ("m", "mr", "mme", "mlle", "mrs", "ms", "monsieur", "madame", "mademoiselle", "dr", "me")
)


def values_of(company: Company, ask: Ask = directly) -> list[tuple[ValueKind, str]]:
    """Everything a card is known by: its numbers, addresses, SIRET, SIREN, name and place."""
    values: list[tuple[ValueKind, str]] = [
        ("company", company.name_key),
        ("siret", company.siret),
        ("siren", company.siren),
        ("email", company.email),
    ]
    values += [("number", number.dial) for number in numbers_of(company, ask)]
    values += [("email", person.email) for person in people_of(company, ask)]
    return [(kind, value) for kind, value in dict.fromkeys(values) if value]


def stop_if_opposed(verb: Verb, company: Company) -> None:
    """An opposition that one of its values carries holds for the card (and one of a person for that
    person): after any change to them.
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
            opposed(workspace, kind, [value for known, value in values if known == kind])
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
    ask: Ask = directly,
) -> None:
    """An opposition of one establishment, for good: its card, its numbers, its addresses, its
    SIRET, its name and place. `everywhere`: of all establishments of its SIREN. `ask` knows the
    card when it was read in this verb.

    Whatever other card carries one of these values is stopped with it.
    """
    act = act or token_hex(8)
    values = silenced_values(company, everywhere=everywhere, ask=ask)
    oppose(verb=verb, by=by, values=values, channel=channel, act=act)
    found = cards_carrying(company.workspace_id, values)
    others = found.filter(opposed_at=None).exclude(pk=company.pk)
    _stop(verb, company, ask)
    for one in others:
        _stop(verb, one)


def silenced_values(
    company: Company, *, everywhere: bool = False, ask: Ask = directly
) -> list[tuple[ValueKind, str]]:
    """What an opposition of a card is kept for: its SIREN only when the whole company is meant."""
    values = values_of(company, ask)
    return [(kind, value) for kind, value in values if everywhere or kind != "siren"]


def stopped_along(company: Company) -> list[Company]:
    """The other cards that an opposition of this one stops too, by name: they carry one of its
    numbers or addresses.
    """
    rows = cards_carrying(company.workspace_id, silenced_values(company))
    rows = rows.filter(opposed_at=None, removed_at=None).exclude(pk=company.pk)
    return list(rows.order_by("sort_name", "pk"))


def same_company(company: Company) -> QuerySet[Company]:
    """The other cards of its SIREN that may still be called, by name: further establishments."""
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


def _stop(verb: Verb, company: Company, ask: Ask = directly) -> None:
    dialled = [number for number in numbers_of(company, ask) if number.usable]
    verb.update_read(dialled, state=PhoneNumber.State.SUPPRESSED)
    verb.update(company, opposed_at=company.opposed_at or now())
    publish(CompaniesChanged(verb, company.workspace_id, (company.pk,)))
    publish(CompanyOpposed(verb, company, ask))


_COLUMNS: dict[ValueKind, str] = {
    "email": "email",
    "siret": "siret",
    "siren": "siren",
    "company": "name_key",
}


def cards_carrying(workspace_id: int, values: list[tuple[ValueKind, str]]) -> QuerySet[Company]:
    """The cards, removed ones too, that carry one of these values: a number or an address of the
    company or of its people, a SIRET, a SIREN, a name and place.
    """
    of: dict[ValueKind, list[str]] = {}
    for kind, value in values:
        of.setdefault(kind, []).append(value)
    carried = Q(pk__in=[])
    for kind, column in _COLUMNS.items():
        if kind in of:
            carried |= Q(**{f"{column}__in": of[kind]})
    if "number" in of:
        without_spaces = Replace("national", Value(" "), Value(""))  # as dial_key has it
        dialled = PhoneNumber.objects.alias(plain=without_spaces).filter(
            Q(e164__in=of["number"]) | Q(e164="", plain__in=of["number"]),
            workspace_id=workspace_id,
        )
        carried |= Q(pk__in=dialled.values("company_id"))
    if "email" in of:
        people = Contact.objects.filter(workspace_id=workspace_id, email__in=of["email"])
        carried |= Q(pk__in=people.values("company_id"))
    return Company.objects.filter(carried, workspace_id=workspace_id, erased_at=None)


def oppose_person(*, verb: Verb, by: Member, person: Contact, channel: str = "phone") -> None:
    """One person is left alone for good: her name at this company, her address, her own numbers.
    The company may still be called.
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
