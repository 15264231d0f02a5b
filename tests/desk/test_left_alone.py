"""A number of a company that asked not to be called makes no card and is added to none, wherever it
is typed; the page says whose number it is.
"""

from __future__ import annotations

import pytest
from django.test import Client

from decroche.calls.models import Call
from decroche.prospects import actions
from decroche.prospects.legal_actions import leave_person_alone
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.referrals.models import Referral
from decroche.team.models import Member
from tests.cast import company, file_of

NUMBER = "03 53 01 02 15"
SAID = "03 53 01 02 15 (Mutuelle des Deux Caps) est à ne plus appeler"
OTHER = "Boulangerie Roussel 03 53 01 02 15 Lens"


@pytest.fixture
def cards(member: Member) -> tuple[Company, Company]:
    """A card that may be called, and one that may not."""
    one, silent = file_of(member, 2)
    actions.oppose_all(by=member, companies=Company.objects.filter(pk=silent.pk))
    return one, silent


def test_typed_in_the_quick_line_it_adds_nothing_and_the_line_stays(
    page: Client, cards: tuple[Company, Company]
) -> None:
    answer = page.post("/file/quick/", {"line": OTHER, "anyway": "1"}, follow=True)
    shown = answer.content.decode()
    assert SAID in shown
    assert OTHER in shown
    assert f"/companies/{cards[1].pk}/" in shown
    assert Company.objects.count() == 2


def test_it_is_said_while_it_is_typed(page: Client, cards: tuple[Company, Company]) -> None:
    shown = page.get("/file/", {"text": OTHER}).content.decode()
    assert SAID in shown
    assert 'form="add"' not in shown
    heard = page.get("/calls/hear/referral/", {"referral": OTHER, "company": str(cards[0].pk)})
    assert SAID in heard.content.decode()


def test_recommended_it_makes_no_card_and_the_words_stay(
    page: Client, cards: tuple[Company, Company]
) -> None:
    fields = {"company": cards[0].pk, "outcome": "no_need", "referral": OTHER}
    answer = page.post("/calls/log/", fields, headers={"HX-Request": "true"})
    assert SAID in answer.content.decode()
    assert OTHER in Call.objects.get().note
    assert Company.objects.count() == 2
    assert not Referral.objects.exists()


def test_an_opposed_number_in_a_recommendation_does_not_silence_the_card_it_names(
    page: Client, member: Member, cards: tuple[Company, Company]
) -> None:
    known = company(member, "Studio Grivel 59000 Lille")
    fields = {
        "company": cards[0].pk,
        "outcome": "no_need",
        "referral": f"Studio Grivel {NUMBER} com: Mme Aubert",
    }
    answer = page.post("/calls/log/", fields, headers={"HX-Request": "true"})
    assert SAID in answer.content.decode()
    known.refresh_from_db()
    assert known.opposed_at is None
    assert not known.numbers.exists()
    assert Referral.objects.get().to_company == known
    assert known.contacts.get().name == "Mme Aubert"


@pytest.mark.parametrize("address", ["/companies/{}/number/", "/complete/{}/"])
def test_typed_on_another_card_it_is_not_added(
    page: Client, cards: tuple[Company, Company], address: str
) -> None:
    one, _silent = cards
    answer = page.post(address.format(one.pk), {"number": NUMBER}, follow=True)
    assert SAID in answer.content.decode()
    one.refresh_from_db()
    assert one.opposed_at is None
    assert PhoneNumber.objects.filter(company=one).count() == 1


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/companies/{}/edit/email/", {"value": "info@caps.example"}),
        ("/companies/{}/person/", {"name": "M. Blot", "role": "hr", "email": "info@caps.example"}),
        ("/complete/{}/", {"email": "info@caps.example"}),
    ],
)
def test_an_address_typed_on_another_card_is_not_added_and_silences_nobody(
    page: Client, member: Member, address: str, fields: dict[str, str]
) -> None:
    one = company(member)
    silent = company(member, "Mutuelle des Deux Caps 03 53 01 02 15", email="info@caps.example")
    actions.oppose_all(by=member, companies=Company.objects.filter(pk=silent.pk))
    answer = page.post(address.format(one.pk), fields, follow=True)
    assert "info@caps.example (Mutuelle des Deux Caps)" in answer.content.decode()
    one.refresh_from_db()
    assert (one.opposed_at, one.email, one.contacts.count()) == (None, "", 0)


def test_the_address_of_a_person_is_not_changed_to_such_a_one(page: Client, member: Member) -> None:
    one = company(member, "Studio Grivel 03 53 01 12 34 Lille rh: Mme Aubert")
    silent = company(member, "Mutuelle des Deux Caps 03 53 01 02 15", email="info@caps.example")
    actions.oppose_all(by=member, companies=Company.objects.filter(pk=silent.pk))
    person = one.contacts.get()
    fields = {"name": "Mme Aubert", "role": "hr", "email": "info@caps.example"}
    answer = page.post(f"/people/{person.pk}/edit/", fields, headers={"HX-Request": "true"})
    assert "info@caps.example (Mutuelle des Deux Caps)" in answer.content.decode()
    person.refresh_from_db()
    one.refresh_from_db()
    assert (person.email, one.opposed_at) == ("", None)


def test_a_number_that_no_card_has_any_more_is_said_without_a_name(
    page: Client, cards: tuple[Company, Company]
) -> None:
    Company.objects.filter(pk=cards[1].pk).delete()
    answer = page.post("/file/quick/", {"line": OTHER}, follow=True).content.decode()
    assert "03 53 01 02 15\u00a0: on y a demandé" in answer
    assert Company.objects.count() == 1


def test_the_number_of_a_person_is_hers(page: Client, member: Member) -> None:
    card = company(member)
    person = Contact.objects.create(
        workspace=member.workspace, company=card, name="Mme Aubert", created_at=card.created_at
    )
    PhoneNumber.objects.filter(company=card).update(contact=person)
    leave_person_alone(by=member, person=person)
    answer = page.post("/file/quick/", {"line": "Studio Nord 03 53 01 01 42"}, follow=True)
    assert "(Mme Aubert) est à ne plus appeler" in answer.content.decode()
    assert Company.objects.count() == 1
