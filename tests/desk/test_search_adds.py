"""Whoever is not found by the search from anywhere is offered to be added, in one key."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import company, log

BUTTON = re.compile(r'<button[^>]*name="line"[^>]*>')


@pytest.mark.parametrize(
    "text", ["Garage Pin", "03 53 01 12 35", "Garage Pin 03 53 01 12 35 Lille"]
)
def test_an_unknown_name_or_number_is_offered_with_the_focus_on_its_button(
    page: Client, member: Member, text: str
) -> None:
    company(member)
    found = page.get("/file/find/", {"text": text}).content.decode()
    (address,) = re.findall(r'href="(/file/\?open=1[^"]+)"', found)
    assert "L’ajouter au fichier" in found
    shown = page.get(address.replace("&amp;", "&")).content.decode()
    (button,) = BUTTON.findall(shown)
    assert "autofocus" in button
    assert f'value="{text}"' in button
    assert not Company.objects.filter(name__startswith="Garage").exists(), "nothing is added yet"
    added = page.post("/file/quick/", {"line": text, "open": "1"})
    card = Company.objects.latest("pk")
    assert added.headers["Location"] == f"/companies/{card.pk}/"


def test_a_search_of_the_list_itself_takes_the_focus_nowhere(page: Client, member: Member) -> None:
    company(member)
    (button,) = BUTTON.findall(page.get("/file/", {"text": "Garage Pin"}).content.decode())
    assert "autofocus" not in button


def test_a_company_that_is_found_is_not_offered_to_be_added(page: Client, member: Member) -> None:
    company(member)
    found = page.get("/file/find/", {"text": "Vasseur"}).content.decode()
    assert "open=1" not in found


def test_what_was_found_in_a_note_says_so_and_no_dot_stands_alone(
    page: Client, member: Member
) -> None:
    log(member, company(member), "no_need", note="de son portable 06 39 98 55 12")
    found = page.get("/file/find/", {"text": "portable"}).content.decode()
    words = " ".join(re.sub(r"<[^>]+>", " ", found).split())
    assert words.endswith("· trouvé dans une note")
    assert "· Pas de besoin" not in words
    assert "Pas de besoin" in words
