"""Calls that she received are told apart: no figure counts them."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from decroche.team.models import Member
from tests.cast import TUESDAY, file_of, log


def test_calls_received_are_said_beside_the_figures(member: Member, page: Client) -> None:
    cards = file_of(member, 4)
    log(member, cards[0], "interested", when=TUESDAY + timedelta(days=2))
    before = page.get("/figures/").content.decode()
    assert "appel reçu" not in before
    log(member, cards[1], "interested", when=TUESDAY + timedelta(days=2), origin="incoming")
    shown = page.get("/figures/").content.decode()
    assert "Et 1 appel reçu, qu’aucun chiffre ne compte" in shown
    log(member, cards[2], "no_need", origin="incoming", at=TUESDAY - timedelta(days=40))
    assert "Et 1 appel reçu" in page.get("/figures/?span=month").content.decode()
    whole = page.get("/figures/?span=all")
    assert "Et 2 appels reçus" in whole.content.decode()
    assert whole.context["figures"].calls == 1
