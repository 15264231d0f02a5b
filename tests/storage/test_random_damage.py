"""Random pages of the file are damaged: the rows that can be read are written out, and no company
that asked to be left alone is among them.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from decroche.cli.rescuing import rescue
from decroche.shared.refusal import Refusal
from tests.cli.conftest import Run

pytestmark = pytest.mark.sqlite
PAGE = 4096
COMPANIES = 400
SILENT = "Silence & Fils"


@pytest.fixture
def whole(run: Run, tmp_path: Path) -> bytes:
    """Makes a file of 400 companies, one of which asked to be left alone."""
    run("demo", "--companies", str(COMPANIES))
    assert run("log", "do_not_call", "--company", "7")[0] == 0
    path = tmp_path / "data" / "decroche.sqlite3"
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE prospects_company SET name = ? WHERE id = 7", (SILENT,))
        file.commit()
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


def zeros(page: bytes, by: random.Random) -> bytes:
    return bytes(len(page))


def noise(page: bytes, by: random.Random) -> bytes:
    return by.randbytes(len(page))


def one_bit(page: bytes, by: random.Random) -> bytes:
    at = by.randrange(len(page))
    return page[:at] + bytes([page[at] ^ (1 << by.randrange(8))]) + page[at + 1 :]


def half(page: bytes, by: random.Random) -> bytes:
    """A write that the power cut short: its second half is older."""
    return page[: len(page) // 2] + bytes(len(page) - len(page) // 2)


def spoilt(
    content: bytes, spoil: Callable[[bytes, random.Random], bytes], by: random.Random
) -> bytes:
    pages = [content[at : at + PAGE] for at in range(0, len(content), PAGE)]
    for at in by.sample(range(1, len(pages)), by.choice((1, 2, 5, 20))):
        pages[at] = spoil(pages[at], by)
    if by.random() < 0.1:
        pages = pages[: len(pages) * 3 // 4]
    return b"".join(pages)


def test_readable_rows_of_a_damaged_file_are_written_without_opposed_companies(
    whole: bytes, tmp_path: Path
) -> None:
    path, target = tmp_path / "spoilt.sqlite3", tmp_path / "out.csv"
    found, refused = [], 0
    for seed in range(60):
        by = random.Random(seed)
        target.unlink(missing_ok=True)
        path.write_bytes(spoilt(whole, by.choice((zeros, noise, one_bit, half)), by))
        try:
            answer = rescue(path, target)
        except Refusal:  # the sentence is tested with the commands
            refused += 1
            continue
        found.append(answer["companies"])
        assert 0 < answer["companies"] < COMPANIES
        assert SILENT not in target.read_text(encoding="utf-8-sig")
    assert refused <= 10  # the page that says where the table of companies begins is gone
    assert sorted(found)[len(found) // 2] > COMPANIES * 0.9
