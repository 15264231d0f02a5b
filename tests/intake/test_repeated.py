"""Rows that repeat an earlier one of their file are told, in memory that does not grow with it."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc
from contextlib import closing
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from decroche.intake import known, repeated
from decroche.intake.cards import RowReader
from decroche.intake.drafts import Draft
from decroche.intake.known import (
    KnownCompanies,
    identity_of_row,
    keys_of,
    may_be_similar,
    numbers_of,
    words_as_bits,
)
from decroche.intake.repeated import RepeatedRows
from decroche.intake.rules import guess_layout
from decroche.prospects.rules import similar_names

HEADER = ["Société", "SIRET", "Téléphone", "E-mail", "Ville"]
TRADES = ("Imprimerie", "Laiterie", "Garage", "Atelier")
NAMES = ("du Canal", "Vasseur", "des Deux Caps", "Saint-Éloi", "Perrin Frères")
TOWNS = ("Lille", "Lens", "")


def drafts_of(rows: list[list[str]]) -> list[Draft]:
    reader = RowReader(guess_layout([HEADER, *rows[:5]], 0))
    read = [reader.read(line, row) for line, row in enumerate(rows, 2)]
    return [draft for draft in read if isinstance(draft, Draft)]


def made_up(count: int, seed: int, numbers: int = 60) -> list[Draft]:
    dice = Random(seed)
    return drafts_of(
        [
            [
                f"{dice.choice(TRADES)} {dice.choice(NAMES)} {dice.randrange(1 + count // 200)}",
                "",
                f"03 53 01 {dice.randrange(numbers) // 100:02d} {dice.randrange(100):02d}"
                if dice.random() < 0.8
                else "",
                f"a{dice.randrange(count)}@b.example" if dice.random() < 0.4 else "",
                dice.choice(TOWNS),
            ]
            for _ in range(count)
        ]
    )


def all_at_once(drafts: list[Draft]) -> list[int | None]:
    """Does the same with everything in memory."""
    held, found, count = KnownCompanies(), list[int | None](), 0
    for draft in drafts:
        numbers = numbers_of(draft)
        row = identity_of_row(draft, numbers)._replace(company=count)
        keys = keys_of(draft.siret, draft.email, draft.name_key, numbers)
        found.append(held.match(row, keys))
        if found[-1] is None:
            held.add(row, keys)
            count += 1
    return found


def part_by_part(drafts: list[Draft], rows: int) -> list[int | None]:
    with closing(RepeatedRows()) as told:
        return [
            place
            for start in range(0, len(drafts), rows)
            for place in told.of(drafts[start : start + rows])
        ]


@pytest.mark.parametrize("rows", [1, 7, 50, 5000])
@pytest.mark.parametrize("seed", range(4))
def test_part_by_part_as_all_at_once(rows: int, seed: int) -> None:
    drafts = made_up(600, seed)
    expected = all_at_once(drafts)
    assert 60 < sum(place is not None for place in expected) < 540
    assert part_by_part(drafts, rows) == expected


def test_a_crowded_number_is_compared_with_its_first_bearers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(known, "CROWD", 12)
    rows = [
        [f"Garage {number} {chr(97 + number)}", "", "0353010142", "", "Lille"]
        for number in range(15)
    ]
    last = ["Atelier Garage 14 o", "", "0353010142", "", "Lille"]
    first = ["Atelier Garage 2 c", "", "0353010142", "", "Lille"]
    drafts = drafts_of([*rows, last, first])
    for size in (1, 4, 100):
        assert part_by_part(drafts, size)[-2:] == [None, 2]


def test_two_keys_of_one_hash_are_two(monkeypatch: pytest.MonkeyPatch) -> None:
    def alike(key: str) -> int:
        return hash(key) if key[0] == "+" else len(key)

    monkeypatch.setattr(repeated, "hash", alike, raising=False)
    drafts = made_up(200, 9)
    assert part_by_part(drafts, 20) == all_at_once(drafts)


def test_a_full_filter_only_costs_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeated, "_BITS", 64)
    drafts = made_up(200, 9)
    assert part_by_part(drafts, 20) == all_at_once(drafts)


def test_memory_does_not_grow_with_the_file() -> None:
    held = []
    with closing(RepeatedRows()) as told:
        for part in range(12):
            drafts = made_up(500, 100 + part, numbers=9999)
            tracemalloc.start()
            told.of(drafts)
            del drafts
            held.append(tracemalloc.get_traced_memory()[0])
            tracemalloc.stop()
    assert sorted(held)[6] < 60_000  # bytes; 500 rows held would be 200,000


WORDS = some.lists(some.sampled_from("abcdefghijklm"), max_size=7).map(" ".join)


@given(WORDS, WORDS)
def test_the_first_look_misses_no_similar_name(one: str, other: str) -> None:
    if similar_names(one, other):
        bits, count = words_as_bits(one)
        assert may_be_similar(bits, count, words_as_bits(other)[0])


def test_the_process_that_reads_knows_no_database() -> None:
    asked = "import sys, decroche.intake.reading; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", asked], check=True)
