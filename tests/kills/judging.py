"""What may be found after a kill: all of a verb or nothing of it, and undamaged data."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

from tests.kills.rig import Ended, Rig
from tests.kills.scenes import ACTS, FOLDER, LONG_AGO, NOW, Scene, write_files

Rows = dict[str, Counter[tuple[str, ...]]]


class Oracle:
    """The data before and after a verb that nobody kills, without what differs between two runs of
    the same (random keys)."""

    def __init__(self, rig: Rig, scene: Scene) -> None:
        self.rig, self.scene = rig, scene
        rig.put_back(scene.name)
        if not scene.foreign:
            rig.warm(scene.act, NOW)
        rig.warm([ACTS, "look", str(rig.folder / "looked.json")], NOW)
        rig.put_back(scene.name)
        before = None if scene.old else rig.look(NOW)
        self.files_before = rig.files()
        runs, self.seconds = [], 0.0
        for _ in range(2):
            rig.put_back(scene.name)
            done = rig.do(scene.act, NOW)
            assert done.code == 0, done.said
            self.seconds = max(self.seconds, done.seconds)
            runs.append(rig.look(NOW))
            self.files_after = rig.files()
        self.differing = _differing(*runs)
        assert runs[0]["problems"] == runs[1]["problems"] == [], runs[0]["problems"]
        self.after = self.rows(runs[1])
        self.before = self.after if before is None else self.rows(before)
        if scene.undo:
            done = rig.do(["run", "undo"], NOW)
            assert done.code == 0, done.said
            self.undone = self.rows(rig.look(NOW))

    def rows(self, found: dict[str, Any]) -> Rows:
        """The rows of what was found, without the columns that differ anyway."""
        return {
            table: Counter(
                tuple(
                    value
                    for name, value in zip(found["columns"][table], row, strict=True)
                    if (table, name) not in self.differing
                )
                for row in rows
            )
            for table, rows in found["rows"].items()
        }

    def judge(self, ended: Ended) -> str:
        """Where the kill found the verb: "before", "between" or "after". Raises AssertionError with
        what is wrong.
        """
        rig, scene = self.rig, self.scene
        if scene.act[0] == "run":  # an act of the tests has nobody who puts its errors into words
            assert "Traceback" not in ended.said, f"error without a sentence: {ended.said[-2000:]}"
        found = rig.look(NOW)
        assert found["problems"] == [], found["problems"]
        rows = self.rows(found)
        where = "after" if rows == self.after else "before" if rows == self.before else "between"
        if ended.code == 0:
            assert where == "after", f"said to be done, and is not: {_says(rows, self.after)}"
        if where == "between":
            assert scene.steps, f"half done: {_says(rows, self.before)} / {_says(rows, self.after)}"
        if scene.gone and where == "after":
            assert not rig.naming(scene.gone), f"still named in {rig.naming(scene.gone)}"
        if scene.undo and where == "after":
            done = rig.do(["run", "undo"], NOW)
            assert done.code == 0, f"can't be taken back: {done.said}"
            undone = self.rows(rig.look(NOW))
            assert undone == self.undone, f"taken back by half: {_says(undone, self.undone)}"
            return where
        rig.age()
        if where != "after" or scene.again:
            self._once_more(where)
        done = rig.do([ACTS, "sweep"], NOW)
        assert done.code == 0, done.said
        expected = numberless(self.files_after - self.files_before)
        left = numberless(rig.files() - self.files_before) - expected
        if scene.steps:  # an update that is begun again keeps a copy of what it found, too
            for name in [one for one in left if Path(one).name.startswith("before-update-")]:
                del left[name]
        assert not left, f"files are left: {sorted(left)}"
        missing = numberless(self.files_after) - numberless(rig.files())
        assert not missing, f"files are missing: {sorted(missing)}"
        return where

    def _once_more(self, where: str) -> None:
        """Done once more, all is done."""
        rig = self.rig
        done = rig.do(self.scene.act, NOW)
        assert "Traceback" not in done.said, done.said[-2000:]
        assert where == "after" or done.code == 0, f"can't be done again: {done.said}"
        found = rig.look(NOW)
        assert found["problems"] == [], found["problems"]
        counted = {table: len(rows) for table, rows in found["rows"].items()}
        expected = {table: sum(rows.values()) for table, rows in self.after.items()}
        if where != "after":
            assert counted == expected, "done again, it is not what it would have been"


def numberless(names: set[str]) -> Counter[str]:
    """Names of files without the number of their import: a number is not given twice."""
    return Counter(re.sub(r"imports/\d+-", "imports/", name) for name in names)


def _differing(one: dict[str, Any], two: dict[str, Any]) -> set[tuple[str, str]]:
    found = set()
    for table, names in one["columns"].items():
        for place, name in enumerate(names):
            if Counter(row[place] for row in one["rows"][table]) != Counter(
                row[place] for row in two["rows"][table]
            ):
                found.add((table, name))
    return found


def _says(rows: Rows, expected: Rows) -> str:
    """The tables that differ, with the first rows that do."""
    said = []
    for table in sorted(rows.keys() | expected.keys()):
        more = rows.get(table, Counter()) - expected.get(table, Counter())
        less = expected.get(table, Counter()) - rows.get(table, Counter())
        if more or less:
            said.append(
                f"{table} +{sum(more.values())} -{sum(less.values())} {[*more][:1]} {[*less][:1]}"[
                    :900
                ]
            )
    return "; ".join(said) or "nothing differs"


def prepare(rig: Rig, scene: Scene) -> None:
    """The data as they are before the verb, kept under its name."""
    rig.put_back("old" if scene.old else "base")
    for act in scene.prepared:
        done = rig.do(act, NOW)
        assert done.code == 0, (act, done.said)
    rig.keep(scene.name)


def lay_ground(rig: Rig) -> None:
    """Makes the data that all verbs begin with: those of version 0.1.0 (`old`), or a file of 150
    companies that was imported long ago, with a call of last year (`base`).
    """
    write_files(rig.folder)
    if rig.server:
        _done(rig, [ACTS, "load_old", f"{FOLDER}/old.sqlite3"], NOW)
        rig.keep("old")
        rig.server.empty()
    else:
        shutil.copyfile(rig.folder / "old.sqlite3", rig.data / "decroche.sqlite3")
        rig.keep("old")
        (rig.data / "decroche.sqlite3").unlink()
    bring = ["run", "import", f"{FOLDER}/base.csv", "--source", "Annuaire"]
    _done(rig, [*bring, "--on-duplicate", "create"], LONG_AGO)
    _done(rig, _LAST_YEAR, "2025-11-24T10:05")
    rig.keep("base")


_LAST_YEAR = ["run", "log", "gatekeeper", "--company=3", "--note=Mme Nguyen"]


def _done(rig: Rig, act: list[str], now: str) -> None:
    done = rig.do(act, now)
    assert done.code == 0, done.said
