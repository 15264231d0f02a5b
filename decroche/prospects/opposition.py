"""Who is to be left alone: the values a card and its people are known by, and stopping a card.

Part of the actions of this package; every function works inside a verb under way.
"""

from __future__ import annotations

from secrets import token_hex

from decroche.compliance.actions import oppose
from decroche.compliance.queries import opposed
from decroche.compliance.rules import ValueKind
from decroche.journal.record import Verb
from decroche.prospects.events import CompaniesChanged, CompanyOpposed, PersonOpposed
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.prospects.refreshing import refresh
from decroche.shared.clock import now
from decroche.shared.events import publish
from decroche.shared.folding import fold_name
from decroche.team.models import Member


def person_key(person: Contact | str, company: Company) -> str:
    """What an opposition knows a person by: her folded name at her company; "" for somebody nobody
    has named.
    """
    return next(iter(person_keys(person, company)), "")


def person_keys(person: Contact | str, company: Company) -> list[str]:
    """Every key of a person: by the company's SIREN and by its name and place, so that learning one
    later loses nothing.
    """
    name = fold_name(person if isinstance(person, str) else person.name)
    return [
        f"{name}|{one}" for one in dict.fromkeys((company.siren, company.name_key)) if name and one
    ]


def values_of(company: Company) -> list[tuple[ValueKind, str]]:
    """Everything a company is known by: its numbers, addresses, SIREN, name and place."""
    values: list[tuple[ValueKind, str]] = [
        ("company", company.name_key),
        ("siren", company.siren),
        ("email", company.email),
    ]
    values += [
        ("number", number.dial)
        for number in PhoneNumber.objects.filter(company=company, workspace_id=company.workspace_id)
    ]
    values += [
        ("email", email)
        for email in Contact.objects.filter(company=company).values_list("email", flat=True)
    ]
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
    *, verb: Verb, by: Member, company: Company, channel: str = "phone", act: str = ""
) -> None:
    """An opposition of the whole company: its numbers, its addresses, its SIREN, its name and
    place; for good.

    Whatever other card carries one of them is stopped with it.
    """
    act = act or token_hex(8)
    values = values_of(company)
    oppose(verb=verb, by=by, values=values, channel=channel, act=act)
    for one in (company, *_sharing(company, values)):
        _stop(verb, one)


def _stop(verb: Verb, company: Company) -> None:
    for number in PhoneNumber.objects.filter(company=company, workspace_id=company.workspace_id):
        if number.usable:
            verb.update(number, state=PhoneNumber.State.SUPPRESSED)
    verb.update(company, opposed_at=company.opposed_at or now())
    publish(CompaniesChanged(verb, company.workspace_id, (company.pk,)))
    publish(CompanyOpposed(verb, company))


def _sharing(company: Company, values: list[tuple[ValueKind, str]]) -> list[Company]:
    """Other cards with one of these values."""
    of = {
        kind: [value for known, value in values if known == kind]
        for kind in ("number", "email", "siren", "company")
    }
    rows = Company.objects.filter(
        workspace_id=company.workspace_id, opposed_at=None, erased_at=None
    ).exclude(pk=company.pk)
    keys = set(
        PhoneNumber.objects.filter(
            workspace_id=company.workspace_id,
            e164__in=[one for one in of["number"] if one.startswith("+")],
        )
        .exclude(company=company)
        .values_list("company_id", flat=True)
    )
    for name in ("email", "siren", "company"):
        if of[name]:
            keys |= set(
                rows.filter(**{f"{_COLUMN[name]}__in": of[name]}).values_list("pk", flat=True)
            )
    return list(rows.filter(pk__in=keys))


_COLUMN = {"email": "email", "siren": "siren", "company": "name_key"}


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
    verb.update(person, opposed_at=now(), decides=False)
    refresh(verb, company)
    publish(PersonOpposed(verb, person))
