"""Copies that are made while others write come back whole; spoilt ones are refused."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random, SystemRandom
from typing import Any

import pytest

from tests.kills.rig import Ended, Rig
from tests.kills.scenes import NOW
from tests.restores.loading import Loaded, Made, of_0_1_0, of_this_version
from tests.restores.spoiling import SENTENCES, SPOILT
from tests.upgrades.conftest import MADE

pytestmark = pytest.mark.restores
_BY = SystemRandom()
_WHOLE = 0.7
"""The share of copies that are left as they were made."""
_CARRIED = frozenset({"compliance_suppression", "journal_entry", "calls_callstate"})
"""Tables to which what was opposed or erased since may add rows."""
_OTHERS = frozenset({"django_migrations", "django_content_type", "sqlite_sequence"})


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    """A data folder of this version, in which copies are restored."""
    running = Rig(tmp_path)
    yield running
    running.close()


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Says how far it is: a run takes long."""

    def line(text: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"{text}\n")
            sys.stdout.flush()

    return line


def test_every_copy_made_under_load_is_restored_or_refused(
    request: pytest.FixtureRequest, rig: Rig, tmp_path: Path, say: Callable[[str], None]
) -> None:
    count = int(request.config.getoption("--restores"))
    kept = tmp_path / "kept.sqlite3"
    kept.write_bytes(gzip.decompress(MADE.read_bytes()))
    loaded = [of_this_version(tmp_path), of_0_1_0(tmp_path, kept)]
    copies = [copy for one in loaded for copy in _made(rig, one, count // len(loaded))]
    found = Counter[tuple[str, str, str]]()
    written = Counter[str]()
    for number, copy in enumerate(copies):
        written[copy.version] += sum(copy.most.values()) - sum(copy.least.values())
        kind = "whole" if _BY.random() < _WHOLE else _BY.choice(list(SPOILT))
        found[copy.version, kind, _restored(rig, copy, kind)] += 1
        copy.path.unlink()
        say(f"{number + 1}/{len(copies)} {copy.version} {kind}")
    for ended, times in sorted(found.items()):
        say(json.dumps([*ended, times]))
    say(json.dumps({"begun while copies were made": written}))
    say(json.dumps({one.version: one.told("done") for one in loaded}))


def _made(rig: Rig, loaded: Loaded, count: int) -> list[Made]:
    """The copies of a version. What they will replace is kept under its name: the same data when
    all calls were logged, with an opposition that was noted since.
    """
    folder = loaded.data.parent
    loaded.make([folder / f"copy-{loaded.version}-{number}.sqlite3" for number in range(count)])
    shutil.rmtree(rig.data)
    shutil.copytree(loaded.data, rig.data)
    done = rig.do(["run", "oppose", "03 53 01 77 99"], NOW)
    assert done.code == 0, done.said
    rig.keep(loaded.version)
    return loaded.made


def _restored(rig: Rig, copy: Made, kind: str) -> str:
    """Restores a copy, after it was spoilt; how that ended. Raises AssertionError."""
    if kind != "whole":
        SPOILT[kind](copy.path, Random(_BY.random()))
    rig.put_back(copy.version)
    before = _everything(rig.data)
    present = _counted(rig.data / "decroche.sqlite3")
    ended = rig.do(["run", "restore", str(copy.path)], NOW)
    assert "Traceback" not in ended.said, ended.said[-2000:]
    if ended.code:
        assert kind != "whole", ended.said
        assert _everything(rig.data) == before, "a refusal changed something"
        return _sentence(ended)
    assert kind not in ("cut", "newer"), f"{kind} was restored"
    _judge(rig, copy, present)
    return "restored"


def _judge(rig: Rig, copy: Made, present: dict[str, int]) -> None:
    """The restored data is whole, holds what was written before the copy was begun and nothing that
    was not, and the data before lies beside it.
    """
    found = rig.look(NOW)
    assert found["problems"] == [], found["problems"]
    counted = {table: len(rows) for table, rows in found["rows"].items()}
    in_copy = _counted(copy.path)
    tables = in_copy.keys() & counted.keys()  # some of 0.1.0 have another name since
    assert tables == in_copy.keys() or copy.version == "0.1.0"
    for table, rows in ((table, in_copy[table]) for table in tables):
        more = counted[table] - rows
        assert more == 0 or (more > 0 and table in _CARRIED), (table, rows, more)
    serials = _serials(found)
    for name, least in copy.least.items():
        own = sorted(serials.get(name, ()))
        assert own == list(range(1, len(own) + 1)), f"{name}: calls are missing between others"
        assert least <= len(own) <= copy.most[name], (name, least, len(own), copy.most[name])
    (kept,) = rig.data.glob("before-restore-*.sqlite3")
    assert _counted(kept) == present
    assert counted["compliance_suppression"] == in_copy["compliance_suppression"] + 1


def _serials(found: dict[str, Any]) -> dict[str, list[int]]:
    """The numbers in the notes of the calls, by writer."""
    note = found["columns"]["calls_call"].index("note")
    serials: dict[str, list[int]] = {}
    for row in found["rows"]["calls_call"]:
        name, sign, number = row[note].partition("-")
        if sign and number.isdecimal():
            serials.setdefault(name, []).append(int(number))
    return serials


def _counted(path: Path) -> dict[str, int]:
    """How many rows each table of a file has, without those of the search and of Django."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
        tables = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = [name for (name,) in tables]
        return {
            name: file.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for name in names
            if not name.startswith(("prospects_search", "sqlite_")) and name not in _OTHERS
        }


def _everything(folder: Path) -> dict[str, bytes]:
    """The files of a data folder, without locks and what SQLite puts beside a file it reads."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.is_file() and path.suffix not in (".lock", ".sqlite3-shm") and path.stat().st_size
    }


def _sentence(ended: Ended) -> str:
    """Which of the sentences was said."""
    said = [one for one in SENTENCES if one in ended.said]
    assert said, ended.said
    return said[0]
