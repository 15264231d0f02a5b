from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from decroche.shared import clock
from decroche.shared.addresses import check_address, domain_of, find_addresses
from decroche.shared.calendar import (
    add_working_days,
    end_of_school_holidays,
    half_day,
    holiday_name,
    is_working_day,
)
from decroche.shared.clock import PARIS, NotAnInstant, read_instant
from decroche.shared.folding import fold, fold_name
from decroche.shared.places import department, zone_for


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("marie@gmial.com", "marie@gmail.com"),
        ("s.marchetti@gmial.con", "s.marchetti@gmail.com"),
        ("paul@vasseur.con", "paul@vasseur.com"),
        ("marie@gmail.con", "marie@gmail.com"),
        ("p@orange.rf", "p@orange.fr"),
        ("p@wanado.fr", "p@wanadoo.fr"),
        ("p@hotmial.fr", "p@hotmail.fr"),
        ("p@societe.rf", "p@societe.fr"),
        ("p@gmail.com", ""),
        ("p@deuxcaps.example", ""),
    ],
)
def test_common_slips_are_named(typed: str, better: str) -> None:
    assert check_address(typed).better == better


@pytest.mark.parametrize(
    ("typed", "ok"),
    [
        ("a@b.fr", True),
        ("a.b+c@d-e.co.uk", True),
        ("a@b", False),
        ("@b.fr", False),
        ("a b@c.fr", True),
        ("a@b..fr", False),
        ("", False),
        ("a@b.fr, c@d.fr", False),
    ],
)
def test_addresses_are_checked(typed: str, ok: bool) -> None:
    assert check_address(typed).ok is ok


def test_a_dictated_address_is_understood() -> None:
    assert (
        check_address("Marie point Durand arobase deuxcaps point example").address
        == "marie.durand@deuxcaps.example"
    )


def test_the_companys_own_domain_comes_from_its_site() -> None:
    assert domain_of("https://www.deuxcaps.example/contact") == "deuxcaps.example"
    assert domain_of("", "contact@deuxcaps.example") == "deuxcaps.example"
    assert domain_of("", "someone@gmail.com") == ""
    for odd in ("[inconnu]", "http://[en cours", "https://[site]/x", "//]"):
        assert domain_of(odd) == ""


def test_addresses_are_found_in_a_text() -> None:
    assert find_addresses("Mme X <X@Y.fr>; z@t.fr") == ["x@y.fr", "z@t.fr"]


def test_folding_sets_accents_case_and_ligatures_aside() -> None:
    assert fold("  Verrerie de l’ŒILLET, Été ") == "verrerie de l oeillet ete"


def test_legal_forms_do_not_make_another_name() -> None:
    assert (
        fold_name("SARL Dupont & Fils")
        == fold_name("DUPONT ET FILS".replace(" ET ", " & "))
        == "dupont fils"
    )
    assert fold_name("SAS") == "sas"


@pytest.mark.parametrize(
    ("postcode", "place"),
    [
        ("59000", "59"),
        ("20000", "2A"),
        ("20200", "2B"),
        ("97400", "974"),
        ("98800", "988"),
        ("1000", ""),
        ("B-100", ""),
    ],
)
def test_departments_of_postcodes(postcode: str, place: str) -> None:
    assert department(postcode) == place


@pytest.mark.parametrize(
    ("postcode", "timezone", "zone"),
    [
        ("67000", "", "alsace"),
        ("97400", "", "974"),
        ("", "Indian/Mayotte", "976"),
        ("", "Europe/Brussels", "tz:Europe/Brussels"),
        ("59000", "Indian/Reunion", "metro"),
        ("", "", "metro"),
    ],
)
def test_zones(postcode: str, timezone: str, zone: str) -> None:
    assert zone_for(postcode=postcode, timezone=timezone) == zone


@pytest.mark.parametrize(
    ("day", "zone", "off"),
    [
        (date(2027, 3, 29), "metro", True),
        (date(2027, 3, 26), "metro", False),
        (date(2027, 3, 26), "alsace", True),
        (date(2026, 12, 26), "alsace", True),
        (date(2026, 12, 20), "974", True),
        (date(2027, 5, 27), "971", True),
        (date(2027, 5, 22), "972", True),
        (date(2027, 6, 10), "973", True),
        (date(2027, 4, 27), "976", True),
        (date(2028, 5, 25), "metro", True),
    ],
)
def test_public_holidays_by_place(day: date, zone: str, off: bool) -> None:
    assert (holiday_name(day, zone) is not None) is off


def test_working_days_step_over_weekends_and_holidays() -> None:
    assert add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 28)
    assert not is_working_day(date(2026, 11, 11))


def test_half_days_are_those_of_the_place() -> None:
    noon = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    assert half_day(noon, "metro") == (date(2026, 11, 24), True)
    assert half_day(noon, "974") == (date(2026, 11, 24), False)


def test_school_holidays_are_not_guessed_past_what_is_published() -> None:
    assert end_of_school_holidays(date(2026, 12, 1)) == date(2027, 1, 3)
    assert end_of_school_holidays(date(2031, 1, 1)) is None


def test_the_clock_can_be_held_still(monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime(2026, 1, 1, 8, tzinfo=PARIS)
    with clock.frozen(at):
        assert clock.now() == at
    monkeypatch.setenv("DECROCHE_NOW", "2026-11-23T09:15")
    assert clock.now().astimezone(PARIS).hour == 9


def test_nonsense_is_no_instant() -> None:
    with pytest.raises(NotAnInstant, match="tomorrow"):
        read_instant("tomorrow")
