"""A telephone that dialled and of which nothing is heard since: its battery may be empty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from decroche.desk.loop.page import card_page
from decroche.desk.telephone.following import follow
from decroche.shared import clock
from decroche.shared.clock import now
from decroche.team.models import Member
from decroche.telephone.devices import add_device
from decroche.telephone.service import telephones
from tests.cast import TUESDAY, file_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def device(member: Member, settings: Any, tmp_path: Path) -> Iterator[str]:
    settings.DATA_FOLDER = tmp_path
    settings.TELEPHONE_PORT = 0
    file_of(member, 2)
    device = add_device(member.pk, "Pixel", "fr")
    telephones.listen()
    with clock.frozen(TUESDAY):
        follow(member, card_page(member, now()))
        yield device.device_id
    telephones.revoke_of(member.pk)
    telephones.stop()
    telephones.exchange._shown.clear()


def test_a_telephone_that_is_lost_in_a_call_is_said_and_lets_her_go_on(
    page: Client, member: Member, device: str
) -> None:
    card = telephones.exchange.now(member.pk)["card"]
    assert card["number"]
    number = card["number"]["id"]
    at = round(TUESDAY.timestamp() * 1000)
    telephones.exchange.call(
        member.pk, "calling", card["key"], device=device, at=at, number_id=number
    )
    space = {"key": card["key"], "number": number}
    assert page.get("/telephone/state/").json()["phase"] == "calling"
    assert page.post("/telephone/ring/", space).json()["phase"] == "calling"
    with clock.frozen(TUESDAY + timedelta(minutes=11)):
        said = page.get("/telephone/state/").json()
        assert said["phase"] == "lost"
        assert f"{TUESDAY:%H:%M}" in said["words"]
        assert page.post("/telephone/ring/", space).json()["phase"] == "asleep"
    assert telephones.exchange.now(member.pk)["call"]["phase"] == "rung"
