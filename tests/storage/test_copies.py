"""The daily copies: which ones are kept, when one is due, and what prevents one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decroche.config.locks import try_lock
from decroche.shared import clock
from decroche.shared.clock import PARIS
from decroche.shared.refusal import Refusal
from decroche.storage import copies, database, jobs
from decroche.storage.rules import copies_to_keep
from decroche.team.models import Member
from tests.cast import TUESDAY, company

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def folder(member: Member, settings: Any, tmp_path: Path) -> Path:
    settings.DATA_FOLDER = tmp_path
    return tmp_path / "copies"


def days_back(*days: int) -> list[datetime]:
    return [TUESDAY - timedelta(days=day) for day in days]


def test_seven_days_four_weeks_and_twelve_months_are_kept() -> None:
    stamps = days_back(*range(600))
    kept = copies_to_keep(stamps)
    assert kept >= set(stamps[:7])
    assert {stamp.strftime("%G-%V") for stamp in kept} >= {"2026-48", "2026-47", "2026-46"}
    assert len({stamp.strftime("%Y-%m") for stamp in kept}) == 12
    assert len(kept) <= 7 + 4 + 12


def test_of_each_day_the_newest_copy_is_kept() -> None:
    morning, evening = TUESDAY.replace(hour=9), TUESDAY.replace(hour=18)
    assert copies_to_keep([morning, evening]) == {evening}


@given(st.lists(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), max_size=60))
def test_the_newest_is_always_kept_and_taking_away_twice_changes_nothing(
    found: list[datetime],
) -> None:
    stamps = [stamp.replace(tzinfo=PARIS) for stamp in found]
    kept = copies_to_keep(stamps)
    assert not stamps or max(stamps) in kept
    assert copies_to_keep(kept) == kept


def test_a_copy_is_made_when_something_changed_and_again_four_hours_later(
    member: Member, folder: Path
) -> None:
    company(member)
    jobs.look()
    assert [path.name for path in folder.iterdir()] == ["decroche-20261124-100500.sqlite3"]
    with clock.frozen(TUESDAY + timedelta(hours=5)):
        jobs.look()
        assert len(copies.copies_of(member.workspace)) == 1, "nothing changed since"
        company(member, "Laiterie du Marais 02 61 91 04 20 Amiens")
    with clock.frozen(TUESDAY + timedelta(hours=5, minutes=1)):
        jobs.look()
        found = copies.copies_of(member.workspace)
    assert [one.path.name for one in found] == ["decroche-20261124-150600.sqlite3"]
    with closing(sqlite3.connect(found[0].path)) as file:
        assert file.execute("SELECT count(*) FROM prospects_company").fetchone() == (2,)
    assert found[0].path.stat().st_mode & 0o077 == 0, "readable by her alone"


def test_a_folder_that_is_gone_is_said_and_nothing_is_made_in_its_place(
    member: Member, folder: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick" / "decroche"
    stick.mkdir(parents=True)
    copies.choose_folder(workspace=member.workspace, folder=str(stick))
    stick.rmdir()
    stick.parent.rmdir()
    company(member)
    jobs.look()
    assert str(stick) in copies.health(member.workspace).problem
    assert not stick.parent.exists()
    stick.parent.mkdir()
    jobs.look()
    assert not stick.exists(), "the place of the stick is there, the stick is not"
    assert str(stick) in copies.health(member.workspace).problem
    stick.mkdir()
    jobs.look()
    assert copies.health(member.workspace).problem == ""
    assert len(copies.copies_of(member.workspace)) == 1


def test_a_folder_that_cannot_be_written_is_not_chosen(member: Member, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for wrong in ("copies", str(tmp_path / "file"), str(tmp_path / "none" / "none")):
        with pytest.raises(Refusal):
            copies.choose_folder(workspace=member.workspace, folder=wrong)
    assert "copies" not in member.workspace.preferences


def test_work_of_three_days_ago_without_a_copy_is_a_warning(member: Member, folder: Path) -> None:
    company(member)
    assert not copies.health(member.workspace).late
    with clock.frozen(TUESDAY + timedelta(days=4)):
        assert copies.health(member.workspace).late
        copies.copy_now(member.workspace)
        assert not copies.health(member.workspace).late
    with clock.frozen(TUESDAY + timedelta(days=60)):
        assert not copies.health(member.workspace).late, "nothing was done since"


def test_a_clock_that_was_ahead_does_not_stop_the_copies(member: Member, folder: Path) -> None:
    folder.mkdir()
    (folder / "decroche-20400101-000000.sqlite3").write_bytes(b"")
    company(member)
    jobs.look()
    assert "decroche-20261124-100500.sqlite3" in {path.name for path in folder.iterdir()}


def test_copies_of_a_clock_that_was_ahead_take_no_place_of_others(
    member: Member, folder: Path
) -> None:
    """Nine days of a clock that was two years ahead, then nine of one that is right."""
    made = []
    for first in (TUESDAY + timedelta(days=730), TUESDAY):
        for day in range(9):
            with clock.frozen(first + timedelta(days=day)):
                made.append(copies.copy_now(member.workspace).path)
    left = [path.exists() for path in made]
    assert left[-7:] == [True] * 7, "the last seven days"
    assert left[:9].count(True) >= 7, "and what was made meanwhile"


def test_a_clock_put_back_by_half_a_minute_makes_two_copies(member: Member, folder: Path) -> None:
    """The new copy is the older one by its name, and is kept nevertheless."""
    company(member)
    first = copies.copy_now(member.workspace)
    with clock.frozen(TUESDAY - timedelta(seconds=30)):
        second = copies.copy_now(member.workspace)
    assert first.path != second.path
    assert first.path.exists()
    assert second.path.exists()


def test_a_copy_waits_for_the_one_under_way(
    member: Member, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company(member)
    monkeypatch.setattr(copies, "_WAITS_FOR_ANOTHER", 0.1)
    with (
        try_lock(folder.parent, "copying"),
        pytest.raises(Refusal, match=r"Another copy|autre copie"),
    ):
        copies.copy_now(member.workspace)
    assert copies.copy_now(member.workspace).path.exists()


def test_only_copies_are_taken_away(member: Member, folder: Path) -> None:
    folder.mkdir()
    hers = ("notes.txt", "decroche-brought-20200101-000000.sqlite3", "decroche-2020.sqlite3")
    for name in (*hers, "decroche-20200101-000000.sqlite3", "decroche-20200101-120000.sqlite3"):
        (folder / name).write_text("")
    company(member)
    copies.copy_now(member.workspace)
    names = {path.name for path in folder.iterdir()}
    assert names >= set(hers)
    assert "decroche-20200101-000000.sqlite3" not in names, "a later one stands for that day"


def test_a_full_disk_leaves_no_half_copy(
    member: Member, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    company(member)

    halves = list[Path]()

    def full() -> Callable[[int, int, int], None]:
        def look(_status: int, _left: int, _pages: int) -> None:
            halves.extend(folder.iterdir())
            raise sqlite3.OperationalError("database or disk is full")

        return look

    monkeypatch.setattr(database, "_stop_when_stalled", full)
    with pytest.raises(Refusal):
        copies.copy_now(member.workspace)
    assert [half.suffix for half in halves] == [".part"], "a half was there"
    assert list(folder.iterdir()) == []
    assert "disk is full" in copies.health(member.workspace).problem
    problem = json.loads((folder.parent / "copy-problem.json").read_text())
    assert set(problem) == {"why"}
