"""Pairing: each member has a code of their own, the port is open no longer than it, and a desk with
as many telephones as it keeps says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from decroche.team.models import Member
from decroche.telephone import devices, service
from decroche.telephone.devices import MOST, TooMany, add_device, all_devices, devices_of
from decroche.telephone.pairing import SECONDS, Pairings
from decroche.telephone.service import Telephones, telephones


class Hands:
    """A clock that is moved by hand."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


class Timer:
    """A timer whose time is over when the test says so."""

    made: list[Timer]

    def __init__(self, seconds: float, act: Callable[[], None]) -> None:
        self.seconds, self.act, self.daemon = seconds, act, False
        self.is_cancelled = False
        Timer.made.append(self)

    def start(self) -> None:
        """Nothing: see `act`."""

    def cancel(self) -> None:
        self.is_cancelled = True

    def is_alive(self) -> bool:
        return True


@pytest.fixture
def desk(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Telephones:
    settings.TELEPHONE_HOST, settings.TELEPHONE_PORT = "127.0.0.1", 0
    settings.DATA_FOLDER = tmp_path
    Timer.made = []
    monkeypatch.setattr(service, "Timer", Timer)
    made = Telephones()
    made.pairings = Pairings(Hands())
    return made


def test_the_port_is_closed_when_the_time_of_the_code_is_over(desk: Telephones) -> None:
    clock = Hands()
    desk.pairings = Pairings(clock)
    desk.pair(1)
    try:
        first = Timer.made[-1]
        assert first.seconds > SECONDS
        clock.at = SECONDS - 1
        desk.pair(2)
        assert not first.is_cancelled, "a colleague who pairs puts nothing off"
        clock.at = SECONDS
        first.act()  # the second code still waits
        assert desk.port
        clock.at = 2 * SECONDS
        Timer.made[-1].act()
        assert desk.port == 0
    finally:
        desk.stop()


def test_a_port_that_cannot_be_had_leaves_no_code_open(
    desk: Telephones, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken() -> None:
        raise OSError(98, "in use")

    monkeypatch.setattr(desk, "listen", taken)
    with pytest.raises(OSError, match="in use"):
        desk.pair(1)
    assert not desk.pairings.is_open()


def test_the_code_of_a_colleague_goes_on() -> None:
    pairings = Pairings(Hands())
    hers, theirs = pairings.begin(1), pairings.begin(2)
    assert pairings.key_of(hers.pairing_id)
    assert pairings.key_of(theirs.pairing_id)
    anew = pairings.begin(1)
    assert pairings.key_of(hers.pairing_id) is None
    pairings.close_of(2)
    assert (pairings.is_open_of(1), pairings.is_open_of(2)) == (True, False)
    assert pairings.key_of(anew.pairing_id)


CLAIM = {"do": "claim", "claim": "a word of this telephone", "name": "Android"}


def test_a_claim_whose_answer_was_lost_is_answered_the_same_again(desk: Telephones) -> None:
    pairing = desk.pairings.begin(1)
    given = desk.answer(pairing.pairing_id, CLAIM)
    assert given["key"]
    assert desk.key_of(pairing.pairing_id)  # it may ask again
    for other in ("another word", "", "é"):
        assert desk.answer(pairing.pairing_id, {**CLAIM, "claim": other}) == {}
    assert desk.answer(pairing.pairing_id, CLAIM) == given
    assert [one.device_id for one in all_devices()] == [given["who"]]
    desk.newer(given["who"], 0)  # it has its key
    assert desk.key_of(pairing.pairing_id) is None
    assert desk.answer(pairing.pairing_id, CLAIM) == {}


@pytest.mark.parametrize("problem", [TooMany(), OSError("no space left")], ids=["many", "full"])
def test_a_claim_that_could_not_be_kept_leaves_the_code_open(
    desk: Telephones, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def fail(*_arguments: object) -> None:
        raise problem

    pairing = desk.pairings.begin(1)
    with monkeypatch.context() as patched:
        patched.setattr("decroche.telephone.pairing.add_device", fail)
        with pytest.raises(type(problem)):
            desk.pairings.claim(pairing.pairing_id, "word", "Android", "fr")
    assert desk.pairings.is_open_of(1)
    assert desk.pairings.claim(pairing.pairing_id, "word", "Android", "fr") is not None
    assert not desk.pairings.is_open_of(1)


def test_a_claim_is_answered_again_for_its_time_only(desk: Telephones) -> None:
    clock = Hands()
    desk.pairings = Pairings(clock)
    pairing = desk.pairings.begin(1)
    assert desk.answer(pairing.pairing_id, CLAIM)["key"]
    clock.at = SECONDS - 1
    assert desk.answer(pairing.pairing_id, CLAIM)["key"]
    clock.at = SECONDS  # and nobody has looked which time is over
    assert desk.key_of(pairing.pairing_id) is None
    assert desk.answer(pairing.pairing_id, CLAIM) == {}


def test_a_claim_without_a_word_is_answered_once(desk: Telephones) -> None:
    pairing = desk.pairings.begin(1)
    assert desk.answer(pairing.pairing_id, {"do": "claim"})["key"]
    assert desk.answer(pairing.pairing_id, {"do": "claim"}) == {}


def test_a_telephone_taken_off_the_list_is_not_given_its_key_again(desk: Telephones) -> None:
    pairing = desk.pairings.begin(1)
    given = desk.answer(pairing.pairing_id, CLAIM)
    desk.revoke(1, given["who"])
    assert desk.answer(pairing.pairing_id, CLAIM) == {}


def test_a_telephone_that_never_heard_its_answer_leaves_the_list_again(desk: Telephones) -> None:
    clock = Hands()
    desk.pairings = Pairings(clock)
    lost = desk.answer(desk.pairings.begin(1).pairing_id, CLAIM)
    clock.at = 1
    heard = desk.answer(desk.pairings.begin(1).pairing_id, {**CLAIM, "claim": "of another one"})
    desk.newer(heard["who"], 0)
    clock.at = SECONDS - 1
    Timer.made[-1].act()
    assert len(devices_of(1)) == 2
    clock.at = SECONDS
    assert Timer.made[-1].seconds > SECONDS
    Timer.made[-1].act()
    assert [one.device_id for one in devices_of(1)] == [heard["who"]]
    assert desk.key_of(lost["who"]) is None


@pytest.mark.django_db
def test_a_desk_with_as_many_telephones_as_it_keeps_shows_no_code(
    member: Member, page: Client, desk: Telephones
) -> None:
    del desk
    for number in range(MOST):
        add_device(member.pk + number, "Pixel", "fr")
    answer = page.post("/telephone/pair/", follow=True)
    assert f"Ce bureau a déjà {MOST} téléphones" in answer.content.decode()
    assert not telephones.pairings.is_open()


def test_a_telephone_of_an_older_list_stays_paired(settings: Any, tmp_path: Path) -> None:
    settings.DATA_FOLDER = tmp_path
    at = "2026-11-24T09:00:00+00:00"
    row = {"member": 1, "name": "Pixel", "language": "fr", "paired_at": at, "seen_at": at}
    (tmp_path / "telephones.json").write_text(json.dumps([{"number": "0a1b2c3d", **row}]))
    add_device(1, "Android", "fr")
    assert [one.device_id for one in devices_of(1)][-1] == "0a1b2c3d"


def test_a_telephone_that_looks_elsewhere_for_this_computer_is_named(
    page: Client, member: Member, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.TELEPHONE_HOST, settings.TELEPHONE_PORT = "127.0.0.1", 0
    settings.DATA_FOLDER = tmp_path
    here = ["http://192.168.1.20:8396/", "http://desk.local:8396/"]
    monkeypatch.setattr(telephones, "addresses", lambda: here)
    monkeypatch.setattr(telephones, "pairings", Pairings(Hands()))
    monkeypatch.setattr(telephones, "listen", lambda: None)
    code = page.post("/telephone/pair/", {"address": here[1]}).content.decode()
    [pairing_id] = re.findall(r'data-link="http://desk\.local:8396/#([^.]+)\.', code)
    made = telephones.pairings.claim(pairing_id, "a word", "Android", "fr")
    assert made is not None
    assert made.address == here[1]
    assert devices_of(member.pk) == [made]
    astray = "cherche cet ordinateur à l’adresse http://desk.local:8396/"
    assert astray not in page.get("/telephone/").content.decode()
    here[:] = ["http://10.0.0.7:8396/"]
    assert astray in page.get("/telephone/").content.decode()
    here.clear()  # it does not listen: another sentence says why
    assert astray not in page.get("/telephone/").content.decode()


def test_a_telephone_is_answered_though_the_list_cannot_be_written(
    desk: Telephones, monkeypatch: pytest.MonkeyPatch
) -> None:
    paired = add_device(1, "Android", "fr")

    def full(_device_id: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(devices, "note_seen", full)
    assert desk.newer(paired.device_id, 0) is not None
