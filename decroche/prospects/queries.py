"""Named questions about the file: all of it, a number's cards, a card's doubles."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from decroche.prospects.indexing import name_key
from decroche.prospects.models import CallList, Company, Contact, PhoneNumber, Provenance
from decroche.prospects.paper_line import PaperLine
from decroche.prospects.rules import similar_names
from decroche.shared.counted import Counted
from decroche.shared.folding import fold_name
from decroche.team.answers import Ask, directly
from decroche.team.counting import COUNTED, at_most
from decroche.team.models import Workspace
from decroche.team.prepared import Literal, Prepared

_COMPANY = Prepared(lambda workspace, pk: Company.objects.filter(workspace_id=workspace, pk=pk))
NUMBERS = Prepared(
    lambda workspace, company: PhoneNumber.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("position", "id")
)
PEOPLE = Prepared(
    lambda workspace, company: Contact.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("id")
)


def companies(workspace: Workspace) -> QuerySet[Company]:
    """Those of the file, without what was removed."""
    return Company.objects.filter(workspace=workspace, removed_at=None)


def approachable(path: str = "") -> Q:
    """Companies she may still deal with, whether or not there is a number to call: neither taken
    out of the file, nor erased, nor to be left alone. `path` leads to the company ("company").
    """
    start = f"{path}__" if path else ""
    return Q(**{f"{start}{name}": None for name in ("removed_at", "erased_at", "opposed_at")})


def people_to_approach(workspace: Workspace) -> QuerySet[Contact]:
    """People who did not ask to be left alone."""
    return Contact.objects.filter(workspace=workspace, opposed_at=None)


def with_siren_count(workspace: Workspace) -> Counted:
    """How many companies of the file have a SIREN, and can be looked up in the register, counted up
    to a limit: the first ones by SIREN, which an index gives.
    """
    rows = Company.objects.filter(workspace=workspace, siren__gt=Literal(""))
    keys = rows.order_by("siren").values("pk")[: COUNTED + 1]
    found = Company.objects.filter(pk__in=keys, removed_at=None).count()
    return Counted(min(found, COUNTED), found > COUNTED or keys.count() > COUNTED)


def rows_of(company: Company) -> QuerySet[Company]:
    """One company, for the verbs that take many."""
    return Company.objects.filter(workspace_id=company.workspace_id, pk=company.pk)


def chosen(workspace: Workspace, keys: Iterable[int]) -> QuerySet[Company]:
    """Companies of the file, ticked in a list."""
    return companies(workspace).filter(pk__in=list(keys))


def numbers_of(company: Company, ask: Ask = directly) -> list[PhoneNumber]:
    """Its numbers, in order."""
    return ask(NUMBERS, company.workspace_id, company.pk)


def people_of(company: Company, ask: Ask = directly) -> list[Contact]:
    """Its people, in order."""
    return ask(PEOPLE, company.workspace_id, company.pk)


def lists_of(workspace: Workspace) -> list[CallList]:
    """Her call lists, by name."""
    return list(CallList.objects.filter(workspace=workspace).order_by("name"))


def company_by_key(workspace: Workspace, pk: int) -> Company | None:
    """A company of this workspace, erased and removed ones as well; None when there is none."""
    return _COMPANY.first(workspace.pk, pk)


def names_of(workspace: Workspace, keys: Iterable[int]) -> dict[int, str]:
    """The names of some companies, by key."""
    return dict(companies(workspace).filter(pk__in=list(keys)).values_list("pk", "name"))


def person_by_key(workspace: Workspace, pk: int) -> Contact | None:
    """A person of this workspace; None when there is none."""
    return Contact.objects.filter(workspace=workspace, pk=pk).first()


def person_of(company: Company, pk: int) -> Contact | None:
    """A person of a company; None when there is none."""
    return Contact.objects.filter(company=company, pk=pk).first()


def named_people(company: Company) -> list[Contact]:
    """The people of a company whose name is known, in their order."""
    return list(Contact.objects.filter(company=company).exclude(name="").order_by("id"))


def numbers_with_people(company: Company) -> list[PhoneNumber]:
    """The numbers of a company in its order, each with the person it belongs to."""
    rows = PhoneNumber.objects.filter(workspace_id=company.workspace_id, company=company)
    return list(rows.select_related("contact").order_by("position", "id"))


def emails_of(company: Company) -> list[str]:
    """The addresses of a company and of its people, each once."""
    people = Contact.objects.filter(workspace_id=company.workspace_id, company=company)
    found = [company.email, *people.order_by("id").values_list("email", flat=True)]
    return [email for email in dict.fromkeys(found) if email]


def sources(workspace: Workspace) -> QuerySet[Provenance]:
    """Where the companies of the file come from, the latest first."""
    return Provenance.objects.filter(workspace=workspace).order_by("-created_at")


OPPOSED = Q(erased_at__isnull=True, opposed_at__isnull=False)
"""Companies to be left alone that are still a card."""


def opposed_cards(workspace: Workspace) -> QuerySet[Company]:
    """Companies to be left alone, the latest first; what was erased is never listed."""
    return Company.objects.filter(OPPOSED, workspace=workspace).order_by("-opposed_at")


def opposed_people(workspace: Workspace) -> QuerySet[Contact]:
    """People to be left alone at companies that may be called, with their company."""
    rows = Contact.objects.filter(workspace=workspace, opposed_at__isnull=False)
    return rows.select_related("company").order_by("id")


def in_doubt_count(workspace: Workspace) -> Counted:
    """How many cards of people who trade alone nobody may call until their source is known."""
    rows = Company.objects.filter(approachable(), workspace=workspace)
    return at_most(rows.filter(audience_why=Literal("doubt")))


_BEARERS = 40
"""Numbers alike whose companies are compared by name with a new one."""


def duplicates_of(
    workspace: Workspace,
    *,
    name: str,
    postcode: str,
    city: str,
    e164s: list[str],
    email: str = "",
    siret: str = "",
) -> list[Company]:
    """Cards that a new one would double: same SIRET, same address, same name and place, or a number
    with a similar name.
    """
    rows = companies(workspace)
    found: dict[int, Company] = {}
    exact = Q(name_key=name_key(name, postcode, city))
    if siret:
        exact |= Q(siret=siret)
    if email:
        exact |= Q(email=email)
    for company in rows.filter(exact)[:10]:
        found[company.pk] = company
    if e164s:
        folded = fold_name(name)
        # From the numbers to the cards: the other way round SQLite reads all cards.
        bearers = PhoneNumber.objects.filter(
            workspace=workspace, e164__in=e164s, company__removed_at=None
        )
        for number in bearers.select_related("company").order_by("company_id")[:_BEARERS]:
            company = number.company
            if similar_names(folded, fold_name(company.name)):
                found[company.pk] = company
    return list(found.values())


def duplicates_of_line(workspace: Workspace, read: PaperLine) -> list[Company]:
    """Cards that a typed line would double; none while it has no name."""
    if not read.name:
        return []
    return duplicates_of(
        workspace,
        name=read.name,
        postcode=read.postcode,
        city=read.city,
        e164s=[number.e164 for number in read.numbers if number.e164],
        email=read.email,
    )


def counts(workspace: Workspace) -> Counted:
    """How many companies the file holds, counted up to a limit."""
    return at_most(companies(workspace))


def first_numbers(workspace: Workspace, companies: list[int]) -> dict[int, str]:
    """The first number that may be dialled of each company (by key), as it is read."""
    rows = PhoneNumber.objects.filter(workspace=workspace, company__in=companies)
    found: dict[int, str] = {}
    for number in rows.order_by("company_id", "position", "id"):
        if number.usable:
            found.setdefault(number.company_id, number.national)
    return found
