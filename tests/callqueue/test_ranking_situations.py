"""Which situation a call is made in, what its places are worth, and what a claim keeps of why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from decroche.callqueue.features import (
    AGE,
    ATTEMPT,
    DAY,
    GROUP_HOUR,
    HOUR,
    LINE,
    PART,
    PRIOR,
    SECTOR,
    SIZE,
    Situation,
    read,
    written,
)
from decroche.callqueue.ordering import PLACES, value, worth
from decroche.callqueue.rules import AGE_LIMITS, FEW, Outlook, Reason
from decroche.calls.strata import LINES, SECTORS, SIZES
from decroche.shared.clock import PARIS

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)


def level(place: int, **given: Any) -> str:
    """The name of the level that a situation has in a block."""
    known: dict[str, Any] = {"stratum": 0, "local": MONDAY}
    found = Situation(**known | given).levels()
    return str(PRIOR.blocks[place].levels[found[place]])


@pytest.mark.parametrize(
    ("hour", "named"),
    [
        (7, "before_9"),
        (8, "before_9"),
        (9, "at_9"),
        (10, "at_10"),
        (11, "at_11"),
        (12, "noon"),
        (13, "noon"),
        (14, "at_14"),
        (15, "at_14"),
        (16, "at_16"),
        (17, "from_17"),
        (19, "from_17"),
    ],
)
def test_the_parts_of_a_day(hour: int, named: str) -> None:
    assert level(HOUR, local=MONDAY.replace(hour=hour, minute=59)) == named
    assert level(GROUP_HOUR, local=MONDAY.replace(hour=hour)) == f"makers {named}"


def test_the_days_of_a_week() -> None:
    named = [level(DAY, local=MONDAY.replace(day=23 + days)) for days in range(7)]
    week = ["monday", "tuesday", "wednesday", "thursday", "friday", "weekend", "weekend"]
    assert named == week


@pytest.mark.parametrize(
    ("days", "named"),
    [
        (0, "under_3_months"),
        (90, "under_3_months"),
        (91, "under_a_year"),
        (364, "under_a_year"),
        (365, "under_3_years"),
        (1094, "under_3_years"),
        (1095, "older"),
    ],
)
def test_how_old_a_record_is(days: int, named: str) -> None:
    assert level(AGE, age=days) == named
    assert level(AGE) == "under_3_months"
    assert AGE_LIMITS == (91, 365, 1095)


@pytest.mark.parametrize(
    ("attempts", "named"),
    [(0, "first"), (1, "second"), (2, "third"), (3, "fourth"), (4, "later"), (9, "later")],
)
def test_attempts_before(attempts: int, named: str) -> None:
    assert level(ATTEMPT, attempts=attempts) == named


def test_the_same_part_of_the_day_is_said_of_cards_that_were_tried() -> None:
    assert level(PART, attempts=1, same_part=True) == "same_part"
    assert level(PART, attempts=1, same_part=False) == "other_part"
    assert level(PART, attempts=0, same_part=True) == "other_part"


def test_a_stratum_is_a_sector_a_size_and_a_line() -> None:
    stratum = 0
    groups = [
        "makers",
        "makers",
        "sellers",
        "sellers",
        "offices",
        "offices",
        "offices",
        "others",
        "others",
    ]
    for sector, group in zip(SECTORS, groups, strict=True):
        for size in SIZES:
            for line in LINES:
                given = {"stratum": stratum}
                assert level(SECTOR, **given) == sector
                assert level(SIZE, **given) == size
                assert level(LINE, **given) == line
                assert level(GROUP_HOUR, **given) == f"{group} at_10"
                stratum += 1


def test_levels_are_read_back_as_they_were_written() -> None:
    found = Situation(0, MONDAY, attempts=2).levels()
    assert read(written(found)) == found
    over = (*found[:-1], len(PRIOR.blocks[AGE].levels))
    for odd in ("", "1,x", "1,2", written(over), written((*found[:-1], -1)), written((*found, 0))):
        assert read(odd) is None


def test_what_is_believed_before_the_first_call() -> None:
    """The figures of decision 0015: in logits, the mean of each level."""
    means = {block.name: block.means for block in PRIOR.blocks}
    assert means["line"] == (-0.55, 0.2, 0.5, 0.0)
    assert means["size"] == (0.4, 0.2, -0.2, -0.6, 0.0)
    assert means["attempt"] == (0.0, -0.25, -0.45, -0.6, -0.7)
    assert means["part"] == (0.0, -0.2)
    assert means["age"] == (0.05, 0.02, -0.05, -0.13)
    assert {block.name: block.spread for block in PRIOR.blocks} == {
        "line": 0.3,
        "size": 0.3,
        "sector": 0.3,
        "hour": 0.25,
        "day": 0.15,
        "group_hour": 0.25,
        "attempt": 0.25,
        "part": 0.2,
        "age": 0.25,
    }


def test_a_minute_is_worth_what_it_may_give() -> None:
    """An attempt that reaches nobody takes three quarters of a minute, a talk four more."""
    assert worth(0.25) == pytest.approx(0.25 / 1.75)
    assert worth(0.25, 2.0) == pytest.approx(0.5 / 1.75)
    assert worth(0.25, alone=1.0, talk=8.0) == pytest.approx(0.25 / 3.0)
    assert PLACES == 60


def test_what_a_talk_gives_counts_from_fifty_good_ones() -> None:
    assert value(10, 20, 49, 100) == 1.0
    assert value(10, 20, 50, 100) == pytest.approx((10 + 20) / 60)
    assert value(0, 0, 50, 100) == pytest.approx(0.5)
    assert value(0, 0, 50, 0) == 1.0


def test_a_claim_keeps_why_and_reads_what_another_version_wrote() -> None:
    bare = Reason("fresh")
    assert bare.stored() == {
        "source": "fresh",
        "due": "",
        "late_minutes": 0,
        "attempts": 0,
        "last_outcome": "",
        "note": "",
        "arm": "chosen",
        "propensity": 0.0,
        "outlook": None,
        "precision": "minute",
        "origin": "",
    }
    outlook = Outlook(0.2, 0.1, 0.3, "mobile", "monday", 10, 1, FEW, 3, 30)
    assert (outlook.more, outlook.less) == ("", "")
    full = Reason("retry", attempts=2, arm="ranked", propensity=0.9, outlook=outlook)
    assert Reason.read(full.stored()) == full
    assert Reason.read(full.stored() | {"of_a_later_version": 1}) == full
    assert Reason.read({"source": "fresh"}) == bare
    assert FEW == 5
