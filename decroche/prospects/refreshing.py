"""The derived fields of a card, computed again from its other fields, numbers and people: whether
it is a professional or a consumer, the key it is compared by, its name for sorting, and the text
that is searched. Every verb that changes a card calls `refresh` at its end.
"""

from __future__ import annotations

from decroche.compliance.permission import Audience
from decroche.journal.record import Verb
from decroche.prospects.audience import decide
from decroche.prospects.events import CompaniesChanged
from decroche.prospects.indexing import name_key, search_text
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.shared.events import publish
from decroche.shared.folding import strip_marks


def refresh(verb: Verb, company: Company) -> None:
    """Computes the derived fields again, and publishes CompaniesChanged."""
    derive(verb, company)
    publish(CompaniesChanged(verb, company.workspace_id, (company.pk,)))


def derive(verb: Verb, company: Company) -> None:
    """Computes the derived fields, without an event: for a card that was just made."""
    numbers = PhoneNumber.objects.filter(company=company, workspace_id=company.workspace_id)
    people = Contact.objects.filter(company=company, workspace_id=company.workspace_id)
    audience, why = resolve_audience(company)
    verb.update(
        company,
        audience=audience,
        audience_why=why,
        name_key=name_key(company.name, company.postcode, company.city),
        sort_name=strip_marks(company.name)[:200],
        search_text=search_text(
            company,
            list(numbers.values_list("e164", "national")),
            list(people.values_list("name", "email")),
        ),
    )


def resolve_audience(company: Company) -> tuple[Audience, str]:
    """(professional or consumer, the rule that decided): as she chose, else by audience.py."""
    nature = company.provenance.nature if company.audience_why != "chosen" else ""
    return decide(
        company.name,
        nature,
        siren=company.siren,
        activity=company.activity,
        chosen=company.audience if company.audience_why == "chosen" else None,
    )
