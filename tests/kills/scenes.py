"""What is killed on the way: how the data are prepared, what is done, what may be found after."""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass, field
from pathlib import Path

from decroche.intake.demo import HEADER, demo_rows, write_demo
from tests.upgrades.conftest import MADE

NOW = "2026-11-26T10:05"
LONG_AGO = "2022-01-11T10:05"
_SOURCE = ["--source", "Annuaire de la ville"]
ACTS = "tests.kills.acts"


@dataclass(frozen=True, slots=True)
class Scene:
    """One verb. `prepared` are acts done before, on the file of `LONG_AGO`; `act` is what is
    killed."""

    name: str
    act: list[str]
    prepared: list[list[str]] = field(default_factory=list)
    share: int = 1
    """How many of all kills fall to it, relative to the others."""
    undo: bool = False
    """Whether one undo takes it back."""
    steps: bool = False
    """Whether it is several transactions, so that the data may stand between before and after."""
    gone: str = ""
    """What must stand in no file beside the database once the verb is done."""
    old: bool = False
    """Whether the data are those of version 0.1.0, which each opening brings up to date."""
    again: bool = True
    """Whether it can be done once more after it was done, and leaves no more files then."""
    databases: tuple[str, ...] = ("sqlite", "postgresql")
    foreign: bool = False
    """Whether another program than ours does it."""


FOLDER = "{folder}"
"""Stands in an act for the folder of the files it needs (`write_files`)."""


def _log(outcome: str, *words: str, company: int = 5) -> list[str]:
    return ["run", "log", outcome, f"--company={company}", *words]


_SMALL = ["run", "import", f"{FOLDER}/small.csv", *_SOURCE, "--on-duplicate", "update"]
_LARGE = ["run", "import", f"{FOLDER}/large.csv", *_SOURCE]
_WANTS_MAIL = _log("email_requested", "--email=c@vasseur.example")
_SINCE_THE_COPY = [
    _log("gatekeeper", "--note=depuis la copie"),
    _log("do_not_call", company=9),
    ["run", "erase", "--company=11", "--leave-alone"],
]
SCENES = [
    Scene("a call", _log("gatekeeper", "--note=Mme Carpentier, le matin"), share=5, undo=True),
    Scene("a promise", _log("call_back", "--when=jeudi 10h"), share=3, undo=True),
    Scene("a mail asked for", _WANTS_MAIL, share=3, undo=True),
    Scene("never again", _log("do_not_call"), share=3),
    Scene("undo of a call", ["run", "undo"], prepared=[_WANTS_MAIL], share=3),
    Scene("an import", [*_SMALL, "--list", "Ville"], share=4, again=False),
    Scene("an import of a large file", _LARGE, share=2, again=False),
    Scene(
        "undo of an import",
        ["run", "undo-import", "2"],
        prepared=[_SMALL, _log("gatekeeper", "--note=connue", company=170)],
        share=4,
    ),
    Scene(
        "a restore",
        ["run", "restore", f"{FOLDER}/copy.sqlite3"],
        prepared=[["run", "backup", f"{FOLDER}/copy.sqlite3"], *_SINCE_THE_COPY],
        share=3,
        databases=("sqlite",),
    ),
    Scene(
        "a restore by pg_restore",
        [ACTS, "restore_dump", f"{FOLDER}/copy.dump"],
        prepared=[[ACTS, "dump", f"{FOLDER}/copy.dump"], *_SINCE_THE_COPY],
        share=3,
        databases=("postgresql",),
        foreign=True,
    ),
    Scene(
        "erasing",
        ["run", "erase", "--company=7", "--leave-alone"],
        prepared=[
            _log("gatekeeper", "--note=Mme Nguyen a dit non", company=7),
            [ACTS, "name_in_files", "7"],
        ],
        share=4,
        gone="LEFT-IN-A-FILE",
    ),
    Scene("retention", ["run", "keep"], share=2),
    Scene(
        "merging doubles",
        [ACTS, "merge_doubles"],
        prepared=[[ACTS, "find_doubles"]],
        share=4,
        undo=True,
    ),
    Scene("an upgrade", ["run", "check"], share=3, steps=True, old=True),
]
MAILS_SHARE = 4
"""How many of all kills fall to mails that leave (`test_mails`)."""


def kills_of(share: int, *, of: int, database: str) -> int:
    """How many kills a verb has when a whole run on this database has `of`."""
    shares = sum(scene.share for scene in SCENES if database in scene.databases)
    return max(1, round(of * share / (shares + MAILS_SHARE)))


def write_files(folder: Path) -> None:
    """The files that the scenes need."""
    write_demo(folder / "base.csv", companies=150, seed=1)
    write_list(folder / "small.csv", new=120, known=30)
    write_list(folder / "large.csv", new=3_500, known=30, long=True)
    (folder / "old.sqlite3").write_bytes(gzip.decompress(MADE.read_bytes()))


def write_list(path: Path, *, new: int, known: int, long: bool = False) -> None:
    """A list of companies: some that are on the file with another address, new ones, and rows that
    can't be read. `long`: with more in each row, so that the file is read in a second process.
    """
    rows = demo_rows(150 + new, 1)
    if long:
        rows = [[row[0], row[1] + " et tout ce qui va avec" * 9, *row[2:]] for row in rows]
    changed = [[*row[:3], f"{index} quai Neuf", *row[4:]] for index, row in enumerate(rows[:known])]
    fresh = [[f"{row[0]} bis", *row[1:]] for row in rows[150:]]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(HEADER)
        table.writerows([*changed, *fresh, ["", "", "", "", "", "", "", "", "", "", ""], ["", "x"]])
