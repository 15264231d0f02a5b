"""A recommendation becomes a card that can be called, and is shown on the card of the company that
gave it.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from decroche.calls.models import Call, CallState
from decroche.journal.models import Entry
from decroche.prospects import actions
from decroche.prospects.models import Company, DuplicateCandidate, PhoneNumber
from decroche.referrals.models import Referral
from decroche.team.models import Member
from tests.cast import company, file_of

LINE = "Studio Grivel 03 53 01 55 66 Lille com: Mme Aubert"


def send(page: Client, card: Company, line: str) -> None:
    fields = {"company": card.pk, "outcome": "no_need", "referral": line, "sentence": "De ma part"}
    page.post("/calls/log/", fields)


@pytest.mark.parametrize(
    "line", [LINE, "Mme Aubert 03 53 01 55 66", "Sophie Martin 06 39 98 06 11"]
)
def test_whoever_is_named_in_one_line_can_be_called(
    page: Client, member: Member, line: str
) -> None:
    card = company(member)
    send(page, card, line)
    made = Company.objects.exclude(pk=card.pk).get()
    assert made.audience == "professional"
    assert CallState.objects.get(pk=made.pk).offered


@pytest.mark.parametrize(
    "line",
    [
        "voir le Studio Grivel 03 53 01 55 66",
        "Elle me conseille le Studio Grivel, 03 53 01 55 66",
        "il faut appeler le Studio Grivel 03 53 01 55 66 de ma part",
        "see the Studio Grivel 03 53 01 55 66",
    ],
)
def test_the_words_that_lead_to_the_name_are_no_note_of_the_new_card(
    page: Client, member: Member, line: str
) -> None:
    card = company(member)
    send(page, card, line)
    made = Company.objects.exclude(pk=card.pk).get()
    assert (made.name, made.notes) == ("Studio Grivel", "")
    assert Call.objects.get().details["referral"] == line


def test_what_stands_before_such_words_is_kept(page: Client, member: Member) -> None:
    send(page, company(member), "Grivel voir Mme Aubert 03 53 01 55 66")
    assert Company.objects.get(name__contains="Grivel")


def test_what_was_understood_of_the_line_is_shown_before_it_is_kept(
    page: Client, member: Member
) -> None:
    known = company(member)
    heard = page.get("/calls/hear/referral/", {"referral": LINE}).content.decode()
    for part in ("Studio Grivel", "03 53 01 55 66", "Lille", "Mme Aubert", "communication"):
        assert part in heard, part
    assert "Pas encore de numéro" not in heard
    without = page.get("/calls/hear/referral/", {"referral": "Studio Grivel Lille"})
    assert "Pas encore de numéro" in without.content.decode()
    twice = page.get("/calls/hear/referral/", {"referral": f"{known.name} 03 53 01 01 42 Lille"})
    assert "reçoit la recommandation" in twice.content.decode()
    assert Company.objects.count() == 1


@pytest.mark.parametrize(
    "line", ["Mme Aubert", "aubert@studio.example", "{name}", "{name} {number}"]
)
def test_words_that_lead_to_no_other_card_stay_in_the_note(
    page: Client, member: Member, line: str
) -> None:
    card = company(member)
    number = card.numbers.get()
    send(page, card, line.format(name=card.name, number=number.national))
    call = Call.objects.get()
    assert line.format(name=card.name, number=number.national) in call.note
    assert "De ma part" in call.note
    assert not Referral.objects.exists()
    assert Company.objects.count() == 1
    heard = page.get("/calls/hear/referral/", {"referral": "Mme Aubert"}).content.decode()
    assert "restent dans la note de cet appel" in heard


def test_a_recommendation_of_an_opposed_company_says_so(page: Client, member: Member) -> None:
    giver, other = file_of(member, 2)
    page.post(f"/companies/{other.pk}/verb/oppose/")
    line = f"{other.name} {other.numbers.get().national}"
    heard = page.get("/calls/hear/referral/", {"referral": line}).content.decode()
    assert "On y a demandé à ne plus être contacté" in heard
    assert giver.name not in heard


def test_the_card_of_the_company_that_recommended_her_names_the_other_one(
    page: Client, member: Member
) -> None:
    giver, _other = file_of(member, 2)
    send(page, giver, LINE)
    assert "Studio Grivel" in page.get(f"/companies/{giver.pk}/").content.decode()
    page.post(f"/calls/take/{giver.pk}/")
    shown = page.get("/calls/").content.decode()
    assert "Recommandations données vers" in shown
    assert "Studio Grivel" in shown


def test_the_doubt_is_shown_and_settled_by_one_key_with_its_reason(
    page: Client, member: Member
) -> None:
    card = company(member, "Mme Petit 06 39 98 06 12")
    assert (card.audience, card.audience_why) == ("consumer", "doubt")
    shown = page.get(f"/companies/{card.pk}/").content.decode()
    assert 'data-key="b"' in shown
    page.post(f"/companies/{card.pk}/audience/", {"audience": "professional"})
    card.refresh_from_db()
    assert card.audience == "professional"
    assert CallState.objects.get(pk=card.pk).offered
    line = Entry.objects.filter(verb="company.audience").get()
    assert line.particulars["reason"] == "appel pour l’activité professionnelle"
    after = page.get(f"/companies/{card.pk}/").content.decode()
    assert 'data-key="b"' not in after
    assert "appel pour l’activité professionnelle" in after


@pytest.mark.parametrize(
    ("giver", "said"),
    [
        ("Garage Roussel", "une recommandation du Garage Roussel"),
        ("École du Parc", "une recommandation de l’École du Parc"),
    ],
)
def test_the_company_that_recommended_her_is_named_with_its_article(
    page: Client, member: Member, giver: str, said: str
) -> None:
    card = company(member, f"{giver} 03 53 01 55 11 Lille")
    send(page, card, LINE)
    made = Company.objects.exclude(pk=card.pk).get()
    page.post(f"/calls/take/{made.pk}/")
    assert (
        f"Voici d’où viennent vos coordonnées\u00a0: {said}."
        in page.get("/calls/").content.decode()
    )


def test_the_opening_line_names_the_company_that_recommended_her_with_its_article(
    member: Member, page: Client
) -> None:
    giver = company(member, "Clinique des Lilas 03 53 01 12 30")
    send(page, giver, LINE)
    shown = page.get("/calls/").content.decode()
    assert "de la part de la <mark>Clinique des Lilas</mark>" in shown


GRIVEL = "Studio Grivel 03 53 01 55 66 59000 Lille"


@pytest.mark.parametrize(
    "line",
    [
        *("Studio Grivel", "studio grivel", "Studio Grivel Lille", "Studio Grivel 59000 Lille"),
        *("Studio Grivel 03 53 01 55 66", "Grivel 03 53 01 55 66", "03 53 01 55 66"),
        *("Mme Aubert 03 53 01 55 66", "Studio Grivel com: Mme Aubert"),
    ],
)
def test_a_name_or_a_number_that_is_in_the_file_is_that_card(
    page: Client, member: Member, line: str
) -> None:
    giver, known = company(member), company(member, GRIVEL)
    heard = page.get("/calls/hear/referral/", {"referral": line}).content.decode()
    assert "reçoit la recommandation" in heard
    send(page, giver, line)
    assert Referral.objects.get().to_company == known
    assert Company.objects.count() == 2
    assert not DuplicateCandidate.objects.exists()


@pytest.mark.parametrize(
    ("known", "line"),
    [
        ("Mairie 03 53 01 55 66 59000 Lille", "Mairie"),  # which one?
        ("École Saint-Joseph 03 53 01 55 66 59000 Lille", "École Saint-Joseph"),
        ("Camille Coiffure 03 53 01 55 66 59000 Lille", "Camille Coiffure"),
        (GRIVEL, "Studio Grivel 06 39 98 06 11"),  # another number
        (GRIVEL, "Grivel"),
        (GRIVEL, "Boulangerie Roussel 03 53 01 55 66"),  # another name
    ],
)
def test_what_may_be_a_card_of_the_file_is_asked(
    page: Client, member: Member, known: str, line: str
) -> None:
    giver, card = company(member), company(member, known)
    heard = page.get("/calls/hear/referral/", {"referral": line}).content.decode()
    assert "Peut-être déjà là" in heard
    assert card.name in heard
    assert "reçoit la recommandation" not in heard
    send(page, giver, line)
    made = Referral.objects.get().to_company
    assert made != card
    pair = DuplicateCandidate.objects.get()
    assert (pair.first, pair.second, pair.verdict) == (card, made, "ask")
    assert card.name in page.get("/doubles/").content.decode()
    page.post("/calls/undo/")
    assert not DuplicateCandidate.objects.exists()


@pytest.mark.parametrize(
    "line",
    [
        *("Studio Grivel 69001 Lyon", "Imprimerie Grivel", "Atelier Vauban", "Grivel et Roussel"),
        *("Mairie 69001 Lyon", "Studio Vauban 03 53 01 55 77"),
    ],
)
def test_another_company_is_another_card_without_a_question(
    page: Client, member: Member, line: str
) -> None:
    giver = company(member)
    company(member, GRIVEL)
    company(member, "Mairie 03 53 01 55 67 59000 Lille")
    heard = page.get("/calls/hear/referral/", {"referral": line}).content.decode()
    assert "éjà" not in heard
    assert "reçoit la recommandation" not in heard
    send(page, giver, line)
    assert Company.objects.count() == 4
    assert not DuplicateCandidate.objects.exists()


def test_two_cards_of_one_name_are_asked_until_the_town_is_said(
    page: Client, member: Member
) -> None:
    company(member, GRIVEL)
    company(member, "Studio Grivel 03 53 01 55 88 59100 Roubaix")
    heard = page.get("/calls/hear/referral/", {"referral": "Studio Grivel"}).content.decode()
    assert "Studio Grivel Lille, Studio Grivel Roubaix" in heard
    named = page.get("/calls/hear/referral/", {"referral": "Studio Grivel Roubaix"})
    assert "Studio Grivel Roubaix reçoit la recommandation" in named.content.decode()


def test_a_person_named_with_a_known_card_is_added_to_it(page: Client, member: Member) -> None:
    giver, known = company(member), company(member, "Studio Grivel 59000 Lille")
    send(page, giver, "Studio Grivel 03 53 01 55 66 com: Mme Aubert")
    assert Referral.objects.get().to_company == known
    assert known.numbers.get().national == "03 53 01 55 66"
    assert known.contacts.get().name == "Mme Aubert"
    assert CallState.objects.get(pk=known.pk).offered
    page.post("/calls/undo/")
    assert not known.numbers.exists()
    assert not known.contacts.exists()


USED = (
    ("add_person", {"role": "hr", "name": "Mme Roussel"}, LINE),
    ("edit_company", {"changes": {"name": "Atelier Vauban"}}, LINE),  # the name was misheard
    ("edit_company", {"changes": {"name": "Atelier Vauban"}}, "Studio Grivel"),
    ("edit_company", {"changes": {"name": "Atelier Vauban"}}, "Vauban 03 53 01 55 66"),
    ("edit_company", {"changes": {"city": "Arras", "postcode": "62000"}}, LINE),
)


@pytest.mark.parametrize(("verb", "said", "line"), USED)
def test_a_call_logged_again_recommends_the_card_that_stayed(
    page: Client, member: Member, verb: str, said: dict[str, Any], line: str
) -> None:
    """Ctrl+Z restores what was typed: the same words make no second card for the one that
    was used.
    """
    giver = company(member)
    send(page, giver, LINE)
    made = Company.objects.exclude(pk=giver.pk).get()
    getattr(actions, verb)(by=member, company=made, **said)
    page.post("/calls/undo/")
    assert not Referral.objects.exists()
    asked = {"referral": line, "company": str(giver.pk)}
    heard = page.get("/calls/hear/referral/", asked).content.decode()
    assert "reçoit la recommandation" in heard
    send(page, giver, line)
    assert Company.objects.exclude(pk=giver.pk).get() == made
    assert Referral.objects.get().to_company == made
    assert PhoneNumber.objects.filter(company=made).count() == 1
    assert not DuplicateCandidate.objects.exists()


def test_a_card_that_stayed_is_not_taken_for_another_recommendation(
    page: Client, member: Member
) -> None:
    giver = company(member)
    send(page, giver, LINE)
    made = Company.objects.exclude(pk=giver.pk).get()
    actions.add_person(by=member, company=made, role="hr", name="Mme Roussel")
    page.post("/calls/undo/")
    send(page, giver, "Imprimerie Vauban 03 53 01 55 77")
    assert Referral.objects.get().to_company not in (made, giver)


@pytest.mark.parametrize(
    "line",
    [
        *("Imprimerie Vasseur & Fils 03 53 01 55 66", "Vasseur", "vasseur imprimerie"),
        *("Imprimerie Vasseur 06 39 98 06 11", "Vasseur com: Mme Aubert", "Vasseur Lille"),
    ],
)
def test_the_company_of_the_card_is_not_recommended_by_itself(
    page: Client, member: Member, line: str
) -> None:
    card = company(member)
    heard = page.get("/calls/hear/referral/", {"referral": line, "company": str(card.pk)})
    assert "l’entreprise de cette fiche" in heard.content.decode()
    fields = {"company": card.pk, "outcome": "no_need", "referral": line}
    answer = page.post("/calls/log/", fields, headers={"HX-Request": "true"})
    assert "l’entreprise de cette fiche" in answer.content.decode()
    assert Company.objects.count() == 1
    assert not Referral.objects.exists()
    assert line in Call.objects.get().note


@pytest.mark.parametrize("line", ["Vasseur 69001 Lyon", "Imprimerie du Canal"])
def test_another_site_of_it_and_another_of_its_trade_are_recommended(
    page: Client, member: Member, line: str
) -> None:
    send(page, company(member), line)
    assert Referral.objects.get().to_company.name
    assert Company.objects.count() == 2
