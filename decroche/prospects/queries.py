"""Named queries about companies, their people and numbers, lists and sources."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet

from decroche.database.counting import COUNTED, at_most
from decroche.database.fetching import Fetch, fetch_now
from decroche.database.prepared import PreparedQuery, WrittenOut
from decroche.prospects.indexing import name_key
from decroche.prospects.models import CallList, Company, Contact, PhoneNumber, Provenance
from decroche.prospects.paper_line import PaperLine
from decroche.prospects.rules import similar_names
from decroche.shared.counted import Counted
from decroche.shared.folding import fold_name
from decroche.team.models import Workspace

_COMPANY = PreparedQuery(
    lambda workspace, pk: Company.objects.filter(workspace_id=workspace, pk=pk)
)
NUMBERS = PreparedQuery(
    lambda workspace, company: PhoneNumber.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("position", "id")
)
PEOPLE = PreparedQuery(
    lambda workspace, company: Contact.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("id")
)


def companies(workspace: Workspace) -> QuerySet[Company]:
    """The companies of the workspace that are not removed."""
    return Company.objects.filter(workspace=workspace, removed_at=None)


def approachable(path: str = "") -> Q:
    """A condition for companies that are neither removed, nor erased, nor opposed; they may have no
    number to call. `path` is the field that leads to the company, "" for companies themselves.
    """
    start = f"{path}__" if path else ""
    return Q(**{f"{start}{name}": None for name in ("removed_at", "erased_at", "opposed_at")})


def people_to_approach(workspace: Workspace) -> QuerySet[Contact]:
    """The people of the workspace who are not opposed."""
    return Contact.objects.filter(workspace=workspace, opposed_at=None)


def with_siren_count(workspace: Workspace) -> Counted:
    """How many companies have a SIREN, so that they can be looked up in the register. Counted up to
    a limit, by the index of SIREN.
    """
    rows = Company.objects.filter(workspace=workspace, siren__gt=WrittenOut(""))
    keys = rows.order_by("siren").values("pk")[: COUNTED + 1]
    found = Company.objects.filter(pk__in=keys, removed_at=None).count()
    return Counted(min(found, COUNTED), found > COUNTED or keys.count() > COUNTED)


def rows_of(company: Company) -> QuerySet[Company]:
    """A query for one company, for verbs that take a query."""
    return Company.objects.filter(workspace_id=company.workspace_id, pk=company.pk)


def chosen(workspace: Workspace, keys: Iterable[int]) -> QuerySet[Company]:
    """Those of the companies with these keys that belong to the workspace and are not removed."""
    return companies(workspace).filter(pk__in=list(keys))


def numbers_of(company: Company, fetch: Fetch = fetch_now) -> list[PhoneNumber]:
    """The numbers of a company, in their order."""
    return fetch(NUMBERS, company.workspace_id, company.pk)


def people_of(company: Company, fetch: Fetch = fetch_now) -> list[Contact]:
    """The people of a company, in their order."""
    return fetch(PEOPLE, company.workspace_id, company.pk)


def with_numbers(companies: QuerySet[Company]) -> QuerySet[Company]:
    """The companies, each read with its numbers in their order."""
    rows = PhoneNumber.objects.order_by("position", "id")
    return companies.prefetch_related(Prefetch("numbers", rows))


def with_people(companies: QuerySet[Company]) -> QuerySet[Company]:
    """The companies, each read with its people in their order."""
    return companies.prefetch_related(Prefetch("contacts", Contact.objects.order_by("id")))


def lists_of(workspace: Workspace) -> list[CallList]:
    """The call lists of the workspace, by name."""
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
    emails = [company.email, *people.order_by("id").values_list("email", flat=True)]
    return [email for email in dict.fromkeys(emails) if email]


def sources(workspace: Workspace) -> QuerySet[Provenance]:
    """The sources of the workspace's companies, the latest first."""
    return Provenance.objects.filter(workspace=workspace).order_by("-created_at")


OPPOSED = Q(erased_at__isnull=True, opposed_at__isnull=False)
"""A condition for companies that are opposed and not erased."""


def opposed_cards(workspace: Workspace) -> QuerySet[Company]:
    """The opposed companies, the latest opposition first; without erased ones."""
    return Company.objects.filter(OPPOSED, workspace=workspace).order_by("-opposed_at")


def opposed_people(workspace: Workspace) -> QuerySet[Contact]:
    """The people who are opposed themselves, with their company."""
    rows = Contact.objects.filter(workspace=workspace, opposed_at__isnull=False)
    return rows.select_related("company").order_by("id")


def in_doubt_count(workspace: Workspace) -> Counted:
    """How many sole traders may not be called because nothing says where their number comes from
    (the rule “doubt” in audience.py).
    """
    rows = Company.objects.filter(approachable(), workspace=workspace)
    return at_most(rows.filter(audience_why=WrittenOut("doubt")))


_SAME_NUMBER = 40
"""Cards with the same number whose names are compared, at most."""


def duplicates_of_line(workspace: Workspace, read: PaperLine) -> list[Company]:
    """Cards of which the card of a typed line would be a duplicate: the same e-mail address, the
    same name and place, or a common number with a similar name. None while the line has no name.
    """
    if not read.name:
        return []
    same = Q(name_key=name_key(read.name, read.postcode, read.city))
    if read.email:
        same |= Q(email=read.email)
    found = {company.pk: company for company in companies(workspace).filter(same)[:10]}
    folded = fold_name(read.name)
    for company in _with_these_numbers(workspace, read):
        if similar_names(folded, fold_name(company.name)):
            found[company.pk] = company
    return list(found.values())


def _with_these_numbers(workspace: Workspace, read: PaperLine) -> list[Company]:
    """The cards that have a number of the line, once for each."""
    written = [number.e164 for number in read.numbers if number.e164]
    if not written:
        return []
    # The query begins with the numbers: beginning with the cards, SQLite would read them all.
    rows = PhoneNumber.objects.filter(
        workspace=workspace, e164__in=written, company__removed_at=None
    )
    found = rows.select_related("company").order_by("company_id")[:_SAME_NUMBER]
    return [number.company for number in found]


def counts(workspace: Workspace) -> Counted:
    """How many companies the workspace has, counted up to a limit."""
    return at_most(companies(workspace))
