"""What is typed into the forms of a card is kept, or it is said what was not."""

from __future__ import annotations

import pytest
from django.test import Client

from decroche.prospects.models import Contact, PhoneNumber
from decroche.team.models import Member
from tests.cast import company

pytestmark = pytest.mark.usefixtures("tuesday")


def test_a_number_of_the_card_is_not_added_again(page: Client, member: Member) -> None:
    card = company(member)
    for _time in range(2):
        answer = page.post(
            f"/companies/{card.pk}/number/", {"number": "03 53 01 44 55"}, follow=True
        )
    assert PhoneNumber.objects.filter(company=card, e164="+33353014455").count() == 1
    assert "figure déjà sur la fiche" in answer.content.decode()


def test_she_is_told_of_an_address_that_is_not_one_when_its_person_is_kept(
    page: Client, member: Member
) -> None:
    card = company(member)
    typed = {"name": "Mme Petit", "role": "hr", "email": "petit chez exemple"}
    answer = page.post(f"/companies/{card.pk}/person/", typed, follow=True)
    assert Contact.objects.get(company=card, name="Mme Petit").email == ""
    assert "Mme Petit est sur la fiche, sans" in answer.content.decode()
    assert "petit chez exemple" in answer.content.decode()


@pytest.mark.parametrize("name", ["ask_next", "activity"])
def test_a_field_that_is_too_long_is_given_back_with_the_reason(
    page: Client, member: Member, name: str
) -> None:
    card, text = company(member), "demander Mme Petit " * 99
    answer = page.post(
        f"/companies/{card.pk}/edit/{name}/", {"value": text}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert text.strip() in answer.content.decode()
    assert "trop long" in answer.content.decode()
