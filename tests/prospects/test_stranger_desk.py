"""60 lines in six hands, written before the reader was looked at: a telegraphic one, a chatty one,
columns by arrows, the short forms of a salesperson, the messages of an assistant, a student.

Read blind on 28 November 2026: 177 of 196 fields (90 %); names 54 of 60, people 21 of 26, days 10
of 16. Then the misses were looked at; seen since.
"""

from __future__ import annotations

import json
from collections import Counter

import pytest

from decroche.prospects.paper_line import read_paper_line
from tests.cast import TUESDAY
from tests.prospects.test_stranger_six_hands import FILE, right_fields

LINES = FILE.with_name("stranger_desk.jsonl").read_text("utf-8").splitlines()
STILL_WRONG = Counter(name=3, person=2, day=2)
"""“Essayer Pépinières Raynal”, “Mme Blin de Blin Coiffure”, “M. Lefort (Lefort Paysages)”; who
calls on behalf of a hotel; a day that stands alone in its column, and one
to which somebody is away.
"""


def test_these_lines_are_read_no_worse_than_before() -> None:
    wrong = Counter[str]()
    for line in LINES:
        wanted = json.loads(line)
        for name, ok in right_fields(wanted, read_paper_line(wanted["line"], now=TUESDAY)):
            wrong[name] += not ok
    assert +wrong <= STILL_WRONG


@pytest.mark.parametrize(
    ("line", "name", "day"),
    [
        ("Serres Hubin 04 65 71 20 21 dispo jeudi 11h", "Serres Hubin", "jeudi 11h"),
        ("09:45 Mme Costa - Costa Deco - 03 53 01 20 22", "", ""),
        ("Renvoyer le devis à achats@blain.example (Blain, 03 53 01 20 23)", "", ""),
        ("ça sonne occupé chez Hubin Serres, 04 65 71 20 24", "Hubin Serres", ""),
    ],
)
def test_other_lines_of_these_kinds(line: str, name: str, day: str) -> None:
    read = read_paper_line(line, now=TUESDAY)
    assert read.follow_up == day
    assert not name or read.name == name
    assert "45" not in read.name
    assert "Renvoyer" not in read.name
