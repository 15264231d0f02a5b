"""A card that is left alone because another one refused is named, and its own history says why."""

from __future__ import annotations

from django.test import Client

from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import company
from tests.desk.test_pages import post


def _two_cards(member: Member) -> tuple[Company, Company]:
    """Two cards with the same number."""
    one = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille")
    return one, company(member, "Reliure du Beffroi 03 53 01 01 42 Arras")


def test_the_other_card_is_named_and_its_history_says_by_whose_refusal(
    page: Client, member: Member
) -> None:
    one, other = _two_cards(member)
    kept = post(page, member, company=str(one.pk), outcome="do_not_call")
    assert "plus aucun appel" in kept
    assert "avec Reliure du Beffroi" in kept
    shown = page.get(f"/companies/{other.pk}/").content.decode()
    assert "À laisser tranquille, après un refus : Imprimerie Vasseur" in shown.replace(
        "\u00a0", " "
    )


def test_a_card_that_shares_nothing_is_neither_named_nor_marked(
    page: Client, member: Member
) -> None:
    one, _other = _two_cards(member)
    third = company(member, "Laiterie du Marais 02 61 91 04 20 Amiens")
    assert (
        "Laiterie"
        not in post(page, member, company=str(one.pk), outcome="do_not_call")
        .partition("avec Reliure")[2]
        .partition("</div>")[0]
    )
    shown = page.get(f"/companies/{third.pk}/").content.decode()
    assert "À laisser tranquille" not in shown
