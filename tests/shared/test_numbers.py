from __future__ import annotations

import re

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decroche.shared.numbers import (
    NumbersRead,
    group,
    national_digits,
    plain_number,
    read_numbers,
    read_postcode,
)

READ = [
    ("03 53 01 12 34", ["+33353011234"]),
    ("0353011234", ["+33353011234"]),
    ("03.53.01.12.34", ["+33353011234"]),
    ("03-53-01-12-34", ["+33353011234"]),
    ("03/53/01/12/34", ["+33353011234"]),
    ("(03) 53 01 12 34", ["+33353011234"]),
    ("+33 3 53 01 12 34", ["+33353011234"]),
    ("+33 (0)3 53 01 12 34", ["+33353011234"]),
    ("(+33) 3 53 01 12 34", ["+33353011234"]),
    ("0033353011234", ["+33353011234"]),
    ("33353011234", ["+33353011234"]),
    ("353011234", ["+33353011234"]),
    ("353011234.0", ["+33353011234"]),
    ("3.53011234E8", ["+33353011234"]),
    ("3,53011234E+08", ["+33353011234"]),
    ("3.3353011234E10", ["+33353011234"]),
    ("03Â 53Â 01Â 12Â 34", ["+33353011234"]),
    ("03Â\u00a053Â\u00a001Â\u00a012Â\u00a034", ["+33353011234"]),
    ("O3 53 O1 12 34", ["+33353011234"]),
    ("tél : 03 53 01 12 34", ["+33353011234"]),
    ("03\u00a053\u202f01 12 34", ["+33353011234"]),
    ("03 53 01 12 34 (standard)", ["+33353011234"]),
    ("03 53 01 12 34 / 06 39 98 12 34", ["+33353011234", "+33639981234"]),
    ("03 53 01 12 34 ou 06 39 98 12 34", ["+33353011234", "+33639981234"]),
    ("03 53 01 12 34 - 03 53 01 12 35", ["+33353011234", "+33353011235"]),
    ("03 53 01 12 34 06 39 98 12 34", ["+33353011234", "+33639981234"]),
    ("Port. 06 39 98 12 34 Bureau 03 53 01 12 34", ["+33639981234", "+33353011234"]),
    ("0262 12 34 56", ["+262262123456"]),
    ("0692 12 34 56", ["+262692123456"]),
    ("0590 12 34 56", ["+590590123456"]),
    ("0596 12 34 56", ["+596596123456"]),
    ("0594 12 34 56", ["+594594123456"]),
    ("0269 61 23 45", ["+262269612345"]),
    ("+262 692 12 34 56", ["+262692123456"]),
    ("+32 2 555 12 34", ["+3225551234"]),
]


@pytest.mark.parametrize(("text", "e164"), READ)
def test_a_number_is_read_however_it_is_written(text: str, e164: list[str]) -> None:
    assert [number.e164 for number in read_numbers(text).numbers] == e164


@pytest.mark.parametrize(
    "text",
    [
        "1,23457E+08",
        "3.530112E8",
        "3.3353011E+10",
        "03 90 6",
        "99.99.99.99.99.",
        "phone work",
        "0123",
    ],
)
def test_what_cannot_be_a_number_is_kept_as_text(text: str) -> None:
    reading = read_numbers(text)
    assert reading.numbers == []
    assert reading.unread == [text]


@pytest.mark.parametrize("text", ["", " ", "-", "–", "."])
def test_an_empty_cell_is_neither_a_number_nor_a_problem(text: str) -> None:
    reading = read_numbers(text)
    assert reading.numbers == []
    assert reading.unread == []


@pytest.mark.parametrize(
    ("text", "extension"),
    [
        ("06 39 98 12 34 poste 12", "12"),
        ("03 53 01 12 34 p. 4", "4"),
        ("03 53 01 12 34 ext 7", "7"),
        ("03 53 01 12 34", ""),
    ],
)
def test_an_extension_never_becomes_digits_of_the_number(text: str, extension: str) -> None:
    (number,) = read_numbers(text).numbers
    assert number.extension == extension
    assert len(number.e164) == 12


@pytest.mark.parametrize(
    ("text", "cost"),
    [
        ("0800 123 456", "free"),
        ("0805 123 456", "free"),
        ("0809 123 456", "normal"),
        ("0820 123 456", "surcharged"),
        ("0892 12 34 56", "surcharged"),
        ("03 53 01 12 34", "normal"),
        ("+32 2 555 12 34", "international"),
    ],
)
def test_the_cost_class_is_known_before_dialling(text: str, cost: str) -> None:
    assert read_numbers(text).numbers[0].cost == cost


def test_kinds_tell_mobiles_from_switchboards_and_direct_lines() -> None:
    assert read_numbers("06 39 98 12 34").numbers[0].kind == "mobile"
    assert read_numbers("03 53 01 12 34").numbers[0].kind == "switchboard"
    assert read_numbers("03 53 01 12 34", of_person=True).numbers[0].kind == "direct"


@pytest.mark.parametrize(
    ("text", "postcode", "timezone"),
    [
        ("0262 12 34 56", "", "Indian/Reunion"),
        ("0692 12 34 56", "97600", "Indian/Mayotte"),
        ("0690 12 34 56", "", "America/Guadeloupe"),
        ("0976 12 34 56", "97200", "America/Martinique"),
        ("03 53 01 12 34", "97400", "Europe/Paris"),
    ],
)
def test_the_clock_of_a_number_is_that_of_its_place(
    text: str, postcode: str, timezone: str
) -> None:
    assert read_numbers(text, postcode=postcode).numbers[0].timezone == timezone


def test_short_numbers_have_no_international_form() -> None:
    (number,) = read_numbers("3949").numbers
    assert (number.e164, number.national, number.dial) == ("", "3949", "3949")


@given(st.integers(min_value=100_000_000, max_value=599_999_999))
def test_fixed_lines_agree_with_the_library(rest: int) -> None:
    (number,) = read_numbers(f"0{rest}").numbers
    if number.e164.startswith("+33"):
        assert (
            number.valid == phonenumbers.is_valid_number(phonenumbers.parse(f"0{rest}", "FR"))
            or number.valid
        )


@given(st.text(max_size=60))
def test_any_text_is_read_without_failing(text: str) -> None:
    reading = read_numbers(text)
    assert all(number.national for number in reading.numbers)


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("1400", "01400"),
        ("59000", "59000"),
        ("59000.0", "59000"),
        ("59 000", "59000"),
        ("2A004", "2A004"),
        ("B-1000", "B-1000"),
    ],
)
def test_postcodes_get_their_zero_back(text: str, postcode: str) -> None:
    assert read_postcode(text) == postcode


def test_numbers_are_shown_in_pairs_and_dialled_from_inside_france() -> None:
    assert group("0353011234") == "03 53 01 12 34"
    assert group("0800123456") == "0800 123 456"
    assert national_digits("+33353011234") == "0353011234"
    assert national_digits("+262692123456") == "0692123456"
    assert national_digits("+3225551234") == "3225551234"


BESIDE_OTHER_THINGS = [
    ("Lun-Ven 8h30-12h 01 99 00 12 34", ["+33199001234"]),
    ("9h - 18h : 03.53.01.12.34", ["+33353011234"]),
    ("03 53 01 12 34 59000 Lille", ["+33353011234"]),
    ("0 825 12 34 56 (0,15 €/min)", ["+33825123456"]),
    ("0892 12 34 56 0,40€/min + prix appel", ["+33892123456"]),
    ("01 99 00 12 34 (9h-12h / 14h-18h)", ["+33199001234"]),
    ("01 99 00 12 34 (lun-ven 9h-18h)", ["+33199001234"]),
    ("03 53 01 12 34 24h/24", ["+33353011234"]),
    ("01 99 00 12 35/36", ["+33199001235", "+33199001236"]),
    ("Tél. 03 53 01 12 34 / 35 / 36", ["+33353011234", "+33353011235", "+33353011236"]),
    (
        "01 99 00 12 34 01 99 00 12 35 01 99 00 12 36",
        ["+33199001234", "+33199001235", "+33199001236"],
    ),
    ("33 (0)1 99 00 12 34", ["+33199001234"]),
    ("(0)3 53 01 12 34", ["+33353011234"]),
    ("(59) 03 53 01 12 34", ["+33353011234"]),
    ("1) 01 99 00 12 34 2) 06 39 98 12 34", ["+33199001234", "+33639981234"]),
    ("0508 41 12 34", ["+508411234"]),
]


@pytest.mark.parametrize(("text", "e164"), BESIDE_OTHER_THINGS)
def test_prices_hours_and_list_marks_are_no_part_of_a_number(text: str, e164: list[str]) -> None:
    reading = read_numbers(text)
    assert [number.e164 for number in reading.numbers] == e164
    assert reading.unread == []


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("+32 02 555 12 34", "+3225551234"),
        ("+596 0696 12 34 56", "+596696123456"),
        ("+41 (0)22 345 67 89", "+41223456789"),
        ("+39 06 1234 5678", "+390612345678"),  # Italy keeps the 0
    ],
)
def test_the_zero_dialled_inside_a_country_is_not_kept(text: str, e164: str) -> None:
    (number,) = read_numbers(text).numbers
    assert (number.e164, number.valid) == (e164, True)


@pytest.mark.parametrize(
    ("country", "text", "e164"),
    [
        ("Suisse", "022 345 67 89", "+41223456789"),
        ("CH", "022 345 67 89", "+41223456789"),
        ("Belgique", "0475 12 34 56", "+32475123456"),
        ("Italie", "06 1234 5678", "+390612345678"),
        ("Luxembourg", "26 12 34 56", "+35226123456"),
        ("Monaco", "93 15 12 34", "+37793151234"),
        ("Royaume-Uni", "020 7946 0958", "+442079460958"),
        ("France", "03 53 01 12 34", "+33353011234"),
        ("Suisse", "03 53 01 12 34", "+33353011234"),  # no Swiss number, and a French one
        ("nulle part", "03 53 01 12 34", "+33353011234"),
        ("Belgique", "+33 3 53 01 12 34", "+33353011234"),
    ],
)
def test_national_digits_are_read_by_the_country_of_the_address(
    country: str, text: str, e164: str
) -> None:
    assert [number.e164 for number in read_numbers(text, country=country).numbers] == [e164]


@pytest.mark.parametrize(
    ("text", "e164"),
    [
        ("020 7946 0142", "+442079460142"),
        ("020 7946 0142 ext 31", "+442079460142"),
        ("01632 960318", "+441632960318"),
        ("01632 960 318", "+441632960318"),
        ("0161 496 0123", "+441614960123"),
        ("07700 900123", "+447700900123"),
        ("02079460142", None),  # might be a French number with a digit too many
        ("01 99 00 12 345", None),
        ("01990 01427", "+33199001427"),
    ],
)
def test_a_number_written_as_in_britain_is_british(text: str, e164: str | None) -> None:
    found = [number.e164 for number in read_numbers(text).numbers]
    assert found == ([e164] if e164 else [])


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("+689 87 12 34 56", "Pacific/Tahiti"),
        ("+687 27 12 34", "Pacific/Noumea"),
        ("+508 41 12 34", "America/Miquelon"),
        ("+212 5 22 12 34 56", "Africa/Casablanca"),
        ("+1 800 555 0199", "America/New_York"),
        ("+1 310 555 0199", "America/Los_Angeles"),
        ("+61 412 345 678", "Australia/Sydney"),
    ],
)
def test_the_clock_of_a_number_is_that_of_most_people_there(text: str, zone: str) -> None:
    assert [number.timezone for number in read_numbers(text).numbers] == [zone]


AS_STRANGERS_WRITE = [
    ("01 99 00 12 34 et 35", ["+33199001234", "+33199001235"]),
    ("01 99 00 12 34 ou 12 36", ["+33199001234", "+33199001236"]),
    ("01 99 00 12 34 - 36", ["+33199001234", "+33199001236"]),
    ("01.99.00.12.34 / 12 40", ["+33199001234", "+33199001240"]),
    ("(377) 93 15 12 34", ["+37793151234"]),
    ("(32) 05 62 12 34 56", ["+33562123456"]),
    ("01, 99, 00, 12, 34", ["+33199001234"]),
    ("0l 99 00 l2 34", ["+33199001234"]),
    ("01 99 00 12 34+06 39 98 12 34", ["+33199001234", "+33639981234"]),
    ("SIREN 732 829 320 Tél 01 99 00 12 34", ["+33199001234"]),
    ("SIRET : 732 829 320 00074 - 01 99 00 12 34", ["+33199001234"]),
    ("RCS Lille B 732 829 320 - 01 99 00 12 34", ["+33199001234"]),
    ("TVA FR 44 732 829 320 tel 01 99 00 12 34", ["+33199001234"]),
    ("BP 12034 59000 Lille 03 53 01 12 34", ["+33353011234"]),
    ("++33199001234", ["+33199001234"]),
    ("callto:+33199001234", ["+33199001234"]),
    ("01 99 00 12 34 lundi au jeudi 08:00 12:00", ["+33199001234"]),
    ("09 69 39 12 34 (prix d’un appel local)", ["+33969391234"]),
    ("0508 41 12 34", ["+508411234"]),
]


@pytest.mark.parametrize(("text", "e164"), AS_STRANGERS_WRITE)
def test_a_number_among_what_letterheads_have_beside_it(text: str, e164: list[str]) -> None:
    assert [number.e164 for number in read_numbers(text).numbers] == e164


def test_an_extension_may_be_called_a_number() -> None:
    (number,) = read_numbers("01 99 00 12 34, poste n° 4512").numbers
    assert (number.e164, number.extension) == ("+33199001234", "4512")


@pytest.mark.parametrize(
    ("country", "text", "e164"),
    [
        ("Suisse (GE)", "022 345 67 89", "+41223456789"),
        ("CH - Suisse", "022 345 67 89", "+41223456789"),
        ("Principauté de Monaco", "93 15 12 34", "+37793151234"),
        ("Belgique / Wallonie", "0475 12 34 56", "+32475123456"),
        ("France ou Belgique", "03 53 01 12 34", "+33353011234"),  # two countries: none
    ],
)
def test_a_country_is_found_among_other_words(country: str, text: str, e164: str) -> None:
    assert [number.e164 for number in read_numbers(text, country=country).numbers] == [e164]


@pytest.mark.parametrize("postcode", ["", "59000", "97400", "97600"])
@pytest.mark.parametrize("of_person", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        *("01 99 00 12 34", "0199001234", "01.99.00.12.34", "06 39 98 01 02", "0976 12 34 56"),
        *("0262 12 34 56", "0800 12 34 56", "0000000000", "+33 1 99 00 12 34", "3949", ""),
        *("01 99 00 12 34 / 01 99 00 12 35", "à demander", "0508 12 34 56", "05 08 12 34 56"),
    ],
)
def test_a_plain_number_is_what_reading_the_text_finds(
    text: str, postcode: str, of_person: bool
) -> None:
    plainly = plain_number(text, postcode=postcode, of_person=of_person)
    taken_apart = read_numbers(f"{text} ;", postcode=postcode, of_person=of_person)
    assert plainly is None or taken_apart == NumbersRead([plainly])
    assert (plainly is not None) == bool(re.fullmatch(r"0[1-9](?:[ .]?\d\d){4}", text))
