"""What a card says of itself that follows from its other fields and rows, worked out again.

Professional or consumer, the folded name and place it is compared by, its place in the alphabet,
the text the search looks in. Every verb that changes a card ends with `refresh`, inside itself.
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
    """The audience, the keys it is found by; tells those who depend on what the card says."""
    derive(verb, company)
    publish(CompaniesChanged(verb, company.workspace_id, (company.pk,)))


def derive(verb: Verb, company: Company) -> None:
    """Works out what is derived from a card, and tells nobody: for a card that was just made."""
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
    """(professional or consumer, what decided it): as she chose, else by the rule."""
    nature = company.provenance.nature if company.audience_why != "chosen" else ""
    return decide(
        company.name,
        nature,
        siren=company.siren,
        chosen=company.audience if company.audience_why == "chosen" else None,
    )
