"""The gateway to the state's register, against a server that holds it to the real limits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from decroche.gateways import sirene
from decroche.gateways.sirene import DEPARTMENTS, NotAnswered, Register, RegisterQuery, narrower
from tests.gateways import register_server
from tests.gateways.register_server import (
    PRINTERS,
    SHUT,
    VASSEUR,
    Served,
    made_up,
    real_results,
    served,
    siret,
)

NORTH = RegisterQuery(activities=("18.12Z",), departments=("59",))


class _Hurried(Register):
    def _in_pace(self) -> None:
        """Asks at once."""


def hurried(service: Served) -> Register:
    """A register that keeps no pace, at a server that for once holds nobody to it: the pace has its
    own test.
    """
    service.patient = True
    return _Hurried(service.address)


def test_establishments_are_those_of_the_place_asked_for() -> None:
    with served(PRINTERS) as service:
        found = Register(service.address).ask(NORTH)
    assert [(unit.siret, unit.city) for unit in found.units if unit.siren == VASSEUR] == [
        (siret(VASSEUR), "LILLE"),
        (siret(VASSEUR, 2), "DUNKERQUE"),
    ]
    canal = found.units[0]
    assert (canal.name, canal.sign, canal.address, canal.postcode) == (
        "IMPRIMERIE DU CANAL SARL",
        "LES PRESSES DU CANAL",
        "12 RUE DU PORT",
        "59000",
    )
    assert [unit.name for unit in found.units if unit.private] == ["ATELIER DISCRET"]
    assert service.asked[0] == {
        "activite_principale": "18.12Z",
        "departement": "59",
        "etat_administratif": "A",
    }


def test_by_a_number_the_unit_is_found_closed_or_not() -> None:
    with served(PRINTERS) as service:
        register = Register(service.address)
        assert register.ask(RegisterQuery(text=SHUT)).units[0].closed == "2026-03-31"
        assert [
            unit.city for unit in register.ask(RegisterQuery(text=siret(VASSEUR, 3))).units
        ] == ["MARSEILLE"]
        assert register.ask(RegisterQuery(text="999999999")).units == []


class Clock:
    """Seconds that pass only where somebody sleeps, for the client and the service alike."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


def test_the_pace_is_kept_and_no_request_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(sirene, "time", clock)
    monkeypatch.setattr(register_server, "time", clock)
    with served(PRINTERS) as service:
        register = Register(service.address, sleep=clock.sleep)
        for _ in range(15):
            register.count(NORTH)
    assert service.refused == 0
    assert clock.seconds == pytest.approx(1002.1)  # 7, 7 and 1, each a second and a bit later


def test_a_429_is_waited_out_as_long_as_it_says() -> None:
    waits: list[float] = []
    with served(PRINTERS) as service:
        service.fail_next = [429, 503, 429]
        assert Register(service.address, sleep=waits.append).ask(NORTH).total == 4
    assert waits == [1.0, 2.0, 1.0]


def test_what_can_not_be_answered_is_said() -> None:
    with served(PRINTERS) as service:
        register = Register(service.address, sleep=lambda _seconds: None)
        with pytest.raises(NotAnswered, match=r"refused .*non valide"):
            register.ask(RegisterQuery(activities=("imprimeries",)))
        with pytest.raises(NotAnswered, match=r"refused .*3 caractères"):
            register.ask(RegisterQuery(text="ab", open_only=False))
        service.fail_next = [429] * 10
        with pytest.raises(NotAnswered, match="busy"):
            register.ask(NORTH)
    with pytest.raises(NotAnswered, match="unreachable"):
        Register("http://127.0.0.1:9", timeout=1).ask(NORTH)


def test_more_than_ten_thousand_are_cut_into_narrower_queries() -> None:
    country = [
        made_up(
            f"{500_000_000 + index}",
            f"ATELIER {index}",
            postcode=f"{DEPARTMENTS[index % 19]}{index % 1000:03d}",
            headcount=("11", "12")[index % 2],
        )
        for index in range(10_400)
    ]
    with served(country) as service:
        register = hurried(service)
        found = {
            unit.siret
            for answer in register.everything(RegisterQuery(activities=("18.12Z",)))
            for unit in answer.units
        }
    assert len(found) == 10_400
    assert all(int(asked.get("page", 1)) <= 400 for asked in service.asked)


def test_queries_are_cut_until_they_can_not_be() -> None:
    query = RegisterQuery(activities=("18.11Z", "18.12Z"))
    assert [part.activities for part in narrower(query)] == [("18.11Z",), ("18.12Z",)]
    assert len(narrower(replace(query, activities=("18.12Z",)))) == len(DEPARTMENTS) == 101
    assert len(narrower(NORTH)) == 16
    assert narrower(replace(NORTH, headcounts=("12",))) == []


def test_every_real_answer_is_read(shared_data: Path) -> None:
    results = real_results()
    assert len(results) > 80
    with served(results) as service:
        register = hurried(service)
        for result in results:
            unit = register.ask(RegisterQuery(text=result["siren"])).units[0]
            assert unit.siren == result["siren"]
            assert unit.siret.startswith(unit.siren)
            assert unit.name
            assert bool(unit.closed) == (
                result["etat_administratif"] == "C" or result["siege"]["etat_administratif"] == "F"
            )


def test_someone_who_waits_before_a_page_is_not_kept_waiting() -> None:
    waits: list[float] = []
    with served(PRINTERS) as service:
        service.fail_next = [429] * 10
        register = Register(service.address, sleep=waits.append)
        with pytest.raises(NotAnswered, match="busy"):
            register.hurried().ask(NORTH)
    assert sum(waits) <= 3.0
    assert len(service.fail_next) == 8
