"""The list of telephones: what each is called, which of them is used no more, and what is said
where the list is full.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from decroche.team.models import Member
from decroche.telephone import devices
from decroche.telephone.devices import MOST, add_device, device, devices_of, name_in, revoke
from decroche.telephone.service import telephones
from tests.cast import TUESDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday", "folder")]
CLAIM = {"do": "claim", "claim": "a word of this telephone", "name": "Android"}


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Iterator[None]:
    """A data folder without telephones; no port is opened."""
    settings.DATA_FOLDER = tmp_path
    yield
    telephones.pairings.close()


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 14; SM-A546B) Chrome/130.0 Mobile", "SM-A546B (Android)"),
        ("Mozilla/5.0 (Linux; Android 9; Pixel 3 Build/PQ3A.1) Chrome/80.0", "Pixel 3 (Android)"),
        ("Mozilla/5.0 (Linux; Android 10; K) Chrome/130.0 Mobile", "Android"),
        ("Mozilla/5.0 (Android 14; Mobile; rv:132.0) Firefox/132.0", "Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Safari/604.1", "iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Firefox/132.0", ""),
        ("Android", "Android"),
        ("", ""),
    ],
)
def test_a_telephone_is_called_by_its_model_where_its_browser_tells_it(
    agent: str, name: str
) -> None:
    assert name_in(agent) == name


def test_a_telephone_is_called_as_its_owner_names_it(page: Client, member: Member) -> None:
    first, second = add_device(member.pk, "Android", "fr"), add_device(member.pk, "Android", "fr")
    address = f"/telephone/name/{second.device_id}/"
    answer = page.post(address, {"name": "  Celui du salon "}, follow=True).content.decode()
    assert "Celui du salon" in answer
    assert names_of(member) == {first.device_id: "Android", second.device_id: "Celui du salon"}
    page.post(address, {"name": "Android"})  # that of another one
    assert names_of(member)[second.device_id] == "Android 2"
    page.post(address, {"name": "x" * 300})
    assert names_of(member)[second.device_id] == "x" * 60
    page.post(address, {"name": "x" * 60})  # its own name once more
    assert names_of(member)[second.device_id] == "x" * 60


def names_of(member: Member) -> dict[str, str]:
    return {one.device_id: one.name for one in devices_of(member.pk)}


def test_a_telephone_without_a_new_name_keeps_its_own(page: Client, member: Member) -> None:
    made = add_device(member.pk, "Pixel", "fr")
    answer = page.post(f"/telephone/name/{made.device_id}/", {"name": " "}, follow=True)
    assert "toujours Pixel" in answer.content.decode()
    assert names_of(member) == {made.device_id: "Pixel"}


def test_the_telephone_of_a_colleague_is_named_by_nobody_else(page: Client, member: Member) -> None:
    theirs = add_device(member.pk + 1, "Pixel", "fr")
    assert page.post(f"/telephone/name/{theirs.device_id}/", {"name": "Mine"}).status_code == 404
    assert device(theirs.device_id) == theirs


def test_a_telephone_unseen_for_a_month_is_proposed_to_be_taken_off(
    page: Client, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed = "plus vu depuis un mois"
    monkeypatch.setattr(devices, "now", lambda: TUESDAY - timedelta(days=29))
    add_device(member.pk, "Pixel", "fr")
    monkeypatch.setattr(devices, "now", lambda: TUESDAY)
    assert proposed not in page.get("/telephone/").content.decode()
    monkeypatch.setattr(devices, "now", lambda: TUESDAY + timedelta(days=2))
    shown = page.get("/telephone/").content.decode()
    assert proposed in shown
    assert '<details class="moving" open>' in shown


def test_a_code_that_a_full_list_holds_up_says_so_and_works_once_there_is_room(
    page: Client, member: Member
) -> None:
    pairing = telephones.pairings.begin(member.pk)
    others = [add_device(member.pk + 1, "Pixel", "fr") for _one in range(MOST)]
    assert telephones.answer(pairing.pairing_id, CLAIM) == {"why": "many"}
    said = page.get("/telephone/paired/").json()
    assert said["waits"]
    assert f"a déjà {MOST} téléphones" in said["words"]
    revoke(member.pk + 1, others[0].device_id)
    assert page.get("/telephone/paired/").json() == {"waits": True, "words": ""}
    assert telephones.answer(pairing.pairing_id, CLAIM)["key"]
    assert not page.get("/telephone/paired/").json()["waits"]
