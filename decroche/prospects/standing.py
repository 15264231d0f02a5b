"""Where a company stands: whether it can be called, under which name it is found, what stops it.

Part of the actions of this package; every function works inside a verb under way.
"""

from __future__ import annotations

from decroche.compliance.actions import oppose
from decroche.compliance.rules import ValueKind
from decroche.journal.record import Verb
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.shared.clock import now
from decroche.shared.folding import fold, fold_name, strip_marks
from decroche.shared.numbers import national_digits
from decroche.team.models import Member

USABLE = (PhoneNumber.State.VALID, PhoneNumber.State.DOUBTFUL)


def name_key(name: str, postcode: str, city: str) -> str:
    """The key under which two cards are the same company: folded name and place."""
    return f"{fold_name(name)}|{postcode or fold(city)}"[:220]


def search_text(company: Company, numbers: list[tuple[str, str]], people: list[tuple[str, str]]) -> str:
    """Everything a card is found by, folded. `numbers` are (e164, as shown), `people` (name, e-mail)."""
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
    return f"{fold(' '.join(word for word in words if word))} {' '.join(called)} {company.heard}".strip()


def remember_words(company: Company, text: str) -> dict[str, str]:
    """The fields that change when words said in a call are to be found by the search."""
    folded = fold(text)
    if not folded:
        return {}
    return {"heard": f"{company.heard} {folded}".strip()[-4000:], "search_text": f"{company.search_text} {folded}"}


def refresh(verb: Verb, company: Company) -> None:
    """Works out again what depends on other fields and rows."""
    numbers = list(PhoneNumber.objects.filter(company=company, workspace_id=company.workspace_id).values_list("e164", "national", "state"))
    people = list(Contact.objects.filter(company=company, workspace_id=company.workspace_id).values_list("name", "email"))
    usable = any(state in USABLE for _, _, state in numbers)
    verb.update(
        company,
        callable=usable and company.opposed_at is None and company.removed_at is None,
        name_key=name_key(company.name, company.postcode, company.city),
        sort_name=strip_marks(company.name)[:200],
        search_text=search_text(company, [(e164, national) for e164, national, _ in numbers], people),
        stratum=None,
    )


def mark_wrong(*, verb: Verb, company: Company, number: PhoneNumber | None) -> None:
    """The number is nobody's: the company's next one is called, or the card is to be completed."""
    numbers = PhoneNumber.objects.filter(company=company, workspace_id=company.workspace_id, state__in=USABLE).order_by("position", "id")
    wrong = number or numbers.first()
    if wrong is not None:
        verb.update(wrong, state=PhoneNumber.State.WRONG)
        verb.update(company, stratum=None)
    if not numbers.exclude(pk=wrong.pk if wrong else 0).exists():
        verb.update(company, callable=False)


def oppose_company(*, verb: Verb, by: Member, company: Company) -> None:
    """An opposition of the whole company: its numbers, its addresses, its SIREN; for good."""
    values: list[tuple[ValueKind, str]] = [("siren", company.siren), ("email", company.email)]
    for number in PhoneNumber.objects.filter(company=company, workspace_id=company.workspace_id):
        values.append(("number", number.dial))
        if number.usable:
            verb.update(number, state=PhoneNumber.State.SUPPRESSED)
    values += [("email", email) for email in Contact.objects.filter(company=company).values_list("email", flat=True)]
    oppose(verb=verb, by=by, values=[(kind, value) for kind, value in values if value])
    verb.update(company, opposed_at=now(), callable=False)
