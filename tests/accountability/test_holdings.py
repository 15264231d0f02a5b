"""How much the file holds, as the legal documents say it."""

from __future__ import annotations

from decroche.accountability.controller import holdings
from decroche.prospects.models import Company, Contact, Provenance
from decroche.shared.clock import now
from decroche.team.models import Member
from tests.cast import file_of


def test_cards_people_consumers_and_sources_are_counted(member: Member) -> None:
    cards = file_of(member, 5)
    Contact.objects.filter(company=cards[0]).delete()
    for name in ("Léa Robert", ""):
        Contact.objects.create(workspace=member.workspace, company=cards[0], name=name)
    people = Contact.objects.exclude(name="").count()
    Company.objects.filter(pk=cards[1].pk).update(audience=Company.Audience.CONSUMER)
    twin = Provenance.objects.create(workspace=member.workspace, source="salon")
    again = Provenance.objects.create(workspace=member.workspace, source="salon")
    Company.objects.filter(pk__in=[cards[1].pk, cards[2].pk]).update(provenance=twin)
    Company.objects.filter(pk=cards[3].pk).update(provenance=again)
    Company.objects.filter(pk=cards[4].pk).update(removed_at=now())
    held = holdings(member.workspace)
    assert (held.cards, held.people, held.consumers) == (4, people, 1)
    first = cards[0].provenance
    assert held.sources == (("salon", "", 3), (first.source, first.nature, 1))
