"""What an assistant is told of people who asked to be left alone."""

from __future__ import annotations

from decroche.cli import assistant
from decroche.prospects.legal_actions import leave_person_alone
from decroche.prospects.models import Contact
from decroche.team.models import Member
from tests.cast import company


def test_an_assistant_is_told_nothing_of_a_person_who_must_be_left_alone(member: Member) -> None:
    card = company(member)
    for name in ("Mme Roussel", "M. Petit"):
        Contact.objects.create(workspace=member.workspace, company=card, name=name)
    leave_person_alone(by=member, person=Contact.objects.get(name="Mme Roussel"))
    told = [one["quoted"]["name"] for one in assistant.card(card.pk)["people"]]
    assert "M. Petit" in told
    assert "Mme Roussel" not in told
