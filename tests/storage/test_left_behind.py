"""What copies and restores that were killed left in a folder."""

from __future__ import annotations

import os
import time
from pathlib import Path

from decroche.storage.database import (
    free_name,
    remove_restore_files,
    remove_unfinished_copies,
    restore_file,
    restore_schema_file,
)


def test_half_a_copy_goes_once_nobody_writes_it_any_more(tmp_path: Path) -> None:
    old, young = tmp_path / "a.sqlite3.part", tmp_path / "b.sqlite3.part"
    whole, other = tmp_path / "c.sqlite3", tmp_path / "d.part"
    for path in (old, young, whole, other):
        path.write_bytes(b"x")
    for path in (old, whole, other):
        os.utime(path, (time.time() - 7200,) * 2)
    remove_unfinished_copies(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {young.name, whole.name, other.name}


def test_what_a_restore_prepared_goes(tmp_path: Path) -> None:
    path = tmp_path / "decroche.sqlite3"
    for half in (path, restore_file(path), restore_schema_file(path)):
        for ending in ("", "-wal"):
            half.with_name(half.name + ending).write_bytes(b"x")
    remove_restore_files(path)
    names = {one.name for one in tmp_path.iterdir()}
    assert names == {path.name, f"{path.name}-wal"}


def test_two_copies_of_one_second_have_two_names(tmp_path: Path) -> None:
    path = tmp_path / "decroche.sqlite3"
    first = free_name(path, "before-update-20261126-100000")
    first.write_bytes(b"x")
    assert free_name(path, "before-update-20261126-100000") != first
