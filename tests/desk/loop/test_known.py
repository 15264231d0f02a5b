"""A field that asks for something shows it when it is known already."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from decroche.calls.models import Call
from decroche.prospects.models import Company, Contact
from decroche.team.models import Member
from tests.cast import TUESDAY, company, log
from tests.desk.test_pages import post

ADDRESS = "12 rue des Lilas, 59000 Lille"


def test_where_a_meeting_is_is_filled_in_when_the_address_is_known(
    page: Client, member: Member
) -> None:
    card = company(member)
    field = 'name="place" maxlength="200" value="{}"'.format
    assert field("") in " ".join(page.get("/calls/").content.decode().split())
    card.address, card.postcode, card.city = "12 rue des Lilas", "59000", "Lille"
    card.save()
    assert field(ADDRESS) in " ".join(page.get("/calls/").content.decode().split())


@pytest.mark.parametrize(
    ("when", "place", "offered", "kept"),
    [
        ("jeudi 10h", ADDRESS, ADDRESS, ADDRESS),
        ("jeudi 10h au café de la gare", ADDRESS, ADDRESS, "au café de la gare"),
        ("jeudi 10h au café de la gare", "chez eux", ADDRESS, "chez eux"),
        ("jeudi 10h", "", ADDRESS, None),
    ],
)
def test_what_she_says_of_the_place_goes_before_the_address(
    page: Client, member: Member, when: str, place: str, offered: str, kept: str | None
) -> None:
    company(member)
    typed = {"when": when, "place": place, "place_offered": offered}
    post(page, member, outcome="meeting", **typed)
    assert Call.objects.get().details.get("place") == kept


def test_each_field_of_a_panel_has_an_example_of_its_own(page: Client, member: Member) -> None:
    company(member)
    shown = page.get("/calls/").content.decode().replace("\u00a0", " ")
    for example in ("le budget du nouveau site", "deux exemples, puis un devis", "Retirez-nous"):
        assert shown.count(example) == 1
    assert shown.count("Mme Durand, revient") == 1


def test_what_the_switchboard_said_stays_on_the_card_and_is_not_asked_again(
    page: Client, member: Member
) -> None:
    card = company(member)
    example = 'placeholder="Mme Durand, revient après 14 h"'
    assert example in page.get("/calls/").content.decode().replace("\u00a0", " ")
    log(member, card, "gatekeeper", at=TUESDAY - timedelta(days=9), note="demander Mme Roux")
    shown = page.get("/calls/").content.decode()
    assert 'placeholder="Déjà su\u00a0: demander Mme Roux"' in shown
    log(member, card, "no_answer", at=TUESDAY - timedelta(days=8), note="occupé")
    page.post(f"/calls/take/{card.pk}/")
    shown = page.get("/calls/").content.decode()
    assert "«\u00a0demander Mme Roux\u00a0»" in shown
    sheets = page.get("/calls/sheets/").content.decode()
    assert "Dit par le standard\u00a0: demander Mme Roux" in sheets


def test_what_the_switchboard_said_stands_once_on_the_card(page: Client, member: Member) -> None:
    card, words = company(member), "Mme Roux revient jeudi, la demander au 2e"
    log(member, card, "gatekeeper", at=TUESDAY - timedelta(days=9), note=words)
    page.post(f"/calls/take/{card.pk}/")
    shown = page.get("/calls/").content.decode()
    assert re.sub(r'placeholder="[^"]*"', "", shown).count(words) == 1
    log(member, card, "no_answer", at=TUESDAY - timedelta(days=8), note="occupé")
    page.post(f"/calls/take/{card.pk}/")
    shown = page.get("/calls/").content.decode()
    history = shown[shown.index('<aside class="aside">') :]
    assert f"«\u00a0{words}\u00a0»" in history
    assert "occupé" not in history
    assert "occupé" in shown


@pytest.mark.parametrize("whose", ["company", "person"])
def test_a_slip_in_an_imported_address_is_shown_and_its_correction_offered(
    page: Client, member: Member, whose: str
) -> None:
    card, slip = company(member), "roussel@gmial.com"
    if whose == "company":
        Company.objects.filter(pk=card.pk).update(email=slip)
    else:
        Contact.objects.create(
            workspace=member.workspace, company=card, name="Mme Roussel", email=slip
        )
    page.post(f"/calls/take/{card.pk}/")
    shown = page.get("/calls/").content.decode()
    before = shown[shown.index('class="before"') : shown.index('class="notes"')]
    assert "plutôt roussel@gmail.com\u202f?" in before
    line = re.search(r'<p id="heard-email_requested-email".*?</p>', shown, re.S)
    assert line
    assert 'data-fill="roussel@gmail.com"' in line[0]
    assert 'data-into="#email-email_requested"' in line[0]
    page.post(
        f"/calls/{card.pk}/note/",
        {"note": "", "seen": "", "ask-email_requested.email": "r@mail.example"},
    )
    assert "data-slip" not in page.get("/calls/").content.decode()


def test_an_address_without_a_slip_is_shown_as_it_is(page: Client, member: Member) -> None:
    company(member, email="com@vasseur.example")
    shown = page.get("/calls/").content.decode()
    assert "com@vasseur.example" in shown
    assert "plutôt" not in shown
    assert "data-slip" not in shown
