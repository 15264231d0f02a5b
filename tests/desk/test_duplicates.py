"""The page of cards that may be one (what joining does: tests/prospects/test_merging.py)."""

from __future__ import annotations

import pytest
from django.test import Client

from decroche.intake import jobs
from decroche.journal.actions import undo
from decroche.prospects.duplicates import find_duplicates, pairs_to_look_at, sure_pairs
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import company
from tests.waiting import background_done
from tools.outcomes import log_outcome

ONE, TWO = "Imprimerie Vasseur 03 53 01 01 42 Lille", "Imprimerie Vasseur SARL 03 53 01 01 42 Lille"
DAIRY = "Laiterie du Marais 02 61 91 04 20 Amiens"


@pytest.fixture
def pair(member: Member) -> tuple[Company, Company]:
    found = company(member, ONE), company(member, TWO, email="contact@vasseur.example")
    find_duplicates(member.workspace)
    return found


def text_of(page: Client, address: str = "/doubles/") -> str:
    return page.get(address).content.decode()


@pytest.mark.usefixtures("pair")
def test_a_pair_is_shown_with_its_reasons_and_later_leads_past_it(page: Client) -> None:
    shown = text_of(page)
    assert "Imprimerie Vasseur SARL" in shown
    assert "même numéro" in shown
    assert "?skipped=1" in shown
    last = text_of(page, "/doubles/?skipped=1")
    assert "celles remises à plus tard sont toujours là" in last
    assert "Imprimerie Vasseur SARL" not in last


def test_joining_goes_on_with_the_next_pair_and_can_be_taken_back(
    page: Client, member: Member, pair: tuple[Company, Company]
) -> None:
    one, two = pair
    address = f"/companies/{one.pk}/join/{two.pk}/"
    answer = page.post(address, {"skipped": "0", "name": "other"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/doubles/?skipped=0"
    assert "les deux fiches n’en font qu’une" in answer.content.decode()
    assert list(Company.objects.filter(removed_at=None).values_list("pk", "name")) == [
        (one.pk, two.name)
    ]
    undo(by=member)
    assert Company.objects.filter(removed_at=None).count() == 2
    assert pairs_to_look_at(member.workspace).count() == 1


def test_an_opposition_of_one_of_them_is_said_before_they_are_joined(
    page: Client, member: Member, pair: tuple[Company, Company]
) -> None:
    assert "cela vaut pour les deux" not in text_of(page)
    log_outcome(by=member, company_id=pair[1].pk, outcome="do_not_call")
    assert "cela vaut pour les deux" in text_of(page)


def test_told_apart_they_are_never_asked_about_again(
    page: Client, member: Member, pair: tuple[Company, Company]
) -> None:
    one, two = pair
    answer = page.post(f"/companies/{one.pk}/apart/{two.pk}/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/companies/{one.pk}/"
    find_duplicates(member.workspace)
    assert pairs_to_look_at(member.workspace).count() == 0


def test_the_sure_ones_are_joined_together_and_counted(page: Client, member: Member) -> None:
    for line in (ONE, ONE, DAIRY, DAIRY):
        company(member, line)
    find_duplicates(member.workspace)
    assert sure_pairs(member.workspace).count() == 2
    assert "Réunir les 2" in text_of(page)
    answer = page.post("/doubles/sure/", follow=True).content.decode()
    assert "2 fiches en ont rejoint d’autres" in answer
    assert Company.objects.filter(removed_at=None).count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_whole_file_is_looked_over_beside_the_page(page: Client, member: Member) -> None:
    company(member, ONE)
    company(member, TWO)
    assert "Aucune fiche ne ressemble à une autre" in text_of(page)
    page.post("/doubles/look/")
    background_done()
    assert not jobs.looking_over(member.workspace_id)
    assert "Imprimerie Vasseur SARL" in text_of(page)


def test_while_it_is_looked_over_the_page_looks_again(page: Client, member: Member) -> None:
    assert "delay:1500ms" not in text_of(page)
    jobs.looking_path(member.workspace_id).touch()
    try:
        assert "delay:1500ms" in text_of(page)
    finally:
        jobs.looking_path(member.workspace_id).unlink()
