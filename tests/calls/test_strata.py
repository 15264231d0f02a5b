"""Which cards are alike for the ranking: sector, size and kind of number in one number."""

from __future__ import annotations

from itertools import product

import pytest

from decroche.calls.strata import LINES, SECTORS, SIZES, sector_of, size_of, stratum


@pytest.mark.parametrize(
    ("naf", "sector"),
    [
        ("01.11Z", "industry"),
        ("03.22Z", "industry"),
        ("04.00Z", "unknown"),
        ("18.12Z", "industry"),
        ("39.00Z", "industry"),
        ("40.00Z", "unknown"),
        ("41.10A", "building"),
        ("47.99B", "trade"),
        ("53.20Z", "transport_food"),
        ("54.00Z", "unknown"),
        ("55.10Z", "transport_food"),
        ("56.10A", "transport_food"),
        ("57.00Z", "unknown"),
        ("62.01Z", "information"),
        ("64.11Z", "finance_property"),
        ("82.99Z", "services"),
        ("84.11Z", "public"),
        ("89.00Z", "unknown"),
        ("90.01Z", "services"),
        ("96.02A", "services"),
        ("99.00Z", "services"),
        ("00.00Z", "unknown"),
        ("4A", "unknown"),
        ("ZZ", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_sector_is_that_of_the_division(naf: str, sector: str) -> None:
    assert SECTORS[sector_of(naf)] == sector


@pytest.mark.parametrize(
    ("people", "size"),
    [
        (None, "unknown"),
        (0, "nobody"),
        (1, "under_10"),
        (9, "under_10"),
        (10, "under_50"),
        (49, "under_50"),
        (50, "from_50"),
        (250, "from_50"),
    ],
)
def test_a_size_is_the_band_of_a_headcount(people: int | None, size: str) -> None:
    assert SIZES[size_of(people)] == size


def test_every_combination_is_a_stratum_of_its_own() -> None:
    nafs = [f"{division:02}.00Z" for division in (10, 42, 46, 50, 60, 66, 70, 85, 0)]
    found = [
        stratum(naf, people, line)
        for naf, people, line in product(nafs, (0, 1, 10, 50, None), LINES)
    ]
    assert found == list(range(len(SECTORS) * len(SIZES) * len(LINES)))


def test_a_kind_of_line_that_is_not_listed_is_unknown() -> None:
    assert stratum("18.12Z", 20, "fax") == stratum("18.12Z", 20, "unknown")
    assert stratum("18.12Z", 20, "") != stratum("18.12Z", 20, "mobile")
