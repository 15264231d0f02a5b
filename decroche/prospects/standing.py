"""Where a company stands: whether it can be called, under which name it is found, what stops it.

Part of the actions of this package; every function works inside a verb under way.
"""

from __future__ import annotations

from secrets import token_hex

from decroche.compliance.actions import oppose
from decroche.compliance.judging import Audience
from decroche.compliance.queries import consent_of, opposed
from decroche.compliance.rules import ValueKind
from decroche.journal.record import Verb
from decroche.prospects.audience import decide
from decroche.prospects.events import CompanyOpposed, PersonOpposed
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.shared.clock import now
from decroche.shared.events import publish
from decroche.shared.folding import fold, fold_name, strip_marks
from decroche.shared.numbers import national_digits
from decroche.shared.places import for_consumer, for_professional
from decroche.team.models import Member

USABLE = (PhoneNumber.State.VALID, PhoneNumber.State.DOUBTFUL)


def name_key(name: str, postcode: str, city: str) -> str:
    """The key under which two cards are the same company: folded name and place."""
    return f"{fold_name(name)}|{postcode or fold(city)}"[:220]


def search_text(
    company: Company, numbers: list[tuple[str, str]], people: list[tuple[str, str]]
) -> str:
    """Everything a card is found by, folded.

    `numbers` are (e164, as shown), `people` (name, e-mail).
    """
    words = [
        company.name,
        company.city,
        company.postcode,
        company.activity,
        company.email,
        company.siret or company.siren,
        company.website,
        company.notes,
    ]
    words += [part for person in people for part in person]
    words += company.tags
    called = [national_digits(e164) if e164 else shown for e164, shown in numbers]
    folded = fold(" ".join(word for word in words if word))
    return f"{folded} {' '.join(called)} {company.notes_index}".strip()


def remember_words(company: Company, text: str) -> dict[str, str]:
    """The fields that change when words said in a call are to be found by the search."""
    folded = fold(text)
    if not folded:
        return {}
    return {
        "notes_index": f"{company.notes_index} {folded}".strip()[-4000:],
        "search_text": f"{company.search_text} {folded}",
    }


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


def refresh(verb: Verb, company: Company) -> None:
    """Works out again what depends on other fields and rows."""
    numbers = list(
        PhoneNumber.objects.filter(company=company, workspace_id=company.workspace_id).values_list(
            "e164", "national", "state"
        )
    )
    people = list(
        Contact.objects.filter(company=company, workspace_id=company.workspace_id).values_list(
            "name", "email"
        )
    )
    audience, why, zone = resolve_audience(company)
    verb.update(
        company,
        audience=audience,
        audience_why=why,
        zone=zone,
        callable=_callable(
            company, audience, [e164 for e164, _, state in numbers if state in USABLE]
        ),
        name_key=name_key(company.name, company.postcode, company.city),
        sort_name=strip_marks(company.name)[:200],
        search_text=search_text(
            company, [(e164, national) for e164, national, _ in numbers], people
        ),
        stratum=None,
    )


def resolve_audience(company: Company) -> tuple[Audience, str, str]:
    """(audience, what decided it, zone): as she chose, else by the rule; a consumer's zone carries
    the hours of the law.
    """
    nature = company.provenance.nature if company.audience_why != "chosen" else ""
    audience, why = decide(
        company.name,
        nature,  # type: ignore[arg-type]
        siren=company.siren,
        chosen=company.audience if company.audience_why == "chosen" else None,  # type: ignore[arg-type]
    )
    return (
        audience,
        why,
        for_consumer(company.zone) if audience == "consumer" else for_professional(company.zone),
    )


def _callable(company: Company, audience: Audience, usable: list[str]) -> bool:
    """Whether the queue may offer it: a number, nothing that stops it, and for a consumer a consent
    that holds (L. 223-1).
    """
    if not usable or company.opposed_at or company.removed_at or company.erased_at:
        return False
    if company.diffusion == "P" and company.provenance.nature == "register":
        return False
    if audience == "professional":
        return True
    at, given = now(), [consent_of(company.workspace, "number", number) for number in usable]
    return any(one is not None and one.holds(at) for one in given)


def mark_wrong(*, verb: Verb, company: Company, number: PhoneNumber | None) -> None:
    """The number is nobody's: the company's next one is called, or the card is to be completed."""
    numbers = PhoneNumber.objects.filter(
        company=company, workspace_id=company.workspace_id, state__in=USABLE
    ).order_by("position", "id")
    wrong = number or numbers.first()
    if wrong is not None:
        verb.update(wrong, state=PhoneNumber.State.WRONG)
        verb.update(company, stratum=None)
    if not numbers.exclude(pk=wrong.pk if wrong else 0).exists():
        verb.update(company, callable=False)


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
    verb.update(company, opposed_at=company.opposed_at or now(), callable=False)
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
