"""The file: one field that searches and adds, filters folded away, the count in words."""

from __future__ import annotations

import re

from django.test import Client

from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import company, file_of

LINE = "Imprimerie du Canal 03 53 01 12 34 Lille com: Mme Durand"


def shown(page: Client, **typed: str) -> str:
    """The list for what is typed, as its text."""
    answer = page.get("/file/", typed, headers={"HX-Target": "list"}).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", answer).split())


def button(page: Client, text: str) -> str | None:
    """The line that the button would add; None without a button."""
    whole = page.get("/file/", {"text": text}).content.decode()
    found = re.search(r'<button[^>]*form="add"[^>]*value="([^"]*)"', whole)
    return found[1] if found else None


def test_the_count_is_said_in_words(page: Client, member: Member) -> None:
    company(member)
    assert "1 entreprise dans votre fichier." in shown(page)
    company(member, "Laiterie du Marais 02 61 91 04 20 Amiens")
    assert "2 entreprises dans votre fichier." in shown(page)
    assert "1 entreprise correspond." in shown(page, text="laiterie")
    assert "Aucune entreprise ne correspond." in shown(page, text="zzzz")


def test_a_line_that_is_a_company_is_offered_to_be_added(page: Client, member: Member) -> None:
    company(member)
    assert button(page, LINE) == LINE
    assert "03 53 01 12 34" in shown(page, text=LINE)
    assert "communication : Mme Durand" in shown(page, text=LINE)
    assert button(page, "Chocolaterie Neuve") == "Chocolaterie Neuve", "nobody of that name"
    page.post("/file/quick/", {"line": LINE})
    assert Company.objects.filter(name="Imprimerie du Canal").exists()
    assert "Déjà là" in shown(page, text=LINE), "it would stand there twice"


def test_a_mere_search_offers_nothing(page: Client, member: Member) -> None:
    """A name or a number that is in the file is what was looked for."""
    company(member)
    for text in ("vasseur", "Imprimerie", ""):
        assert button(page, text) is None
    number = Company.objects.get().numbers.get().national
    assert button(page, number) is None
    assert button(page, "03 53 01 99 99") == "03 53 01 99 99"


def test_the_filters_are_folded_until_one_is_chosen(page: Client, member: Member) -> None:
    file_of(member, 3)
    folded = {
        "": True,
        "text=imprimerie": True,
        "sort=name": True,
        "state=new": False,
        "place=59": False,
        "sort=city": False,
    }
    for address, is_folded in folded.items():
        whole = page.get(f"/file/?{address}").content.decode()
        found = re.search(r"<details([^>]*)>\s*<summary>\s*Filtrer et trier", whole)
        assert found, address
        assert ("open" not in found[1]) is is_folded, address
