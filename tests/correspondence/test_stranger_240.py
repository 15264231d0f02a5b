"""240 answers that somebody wrote who had not seen the program: 120 refusals, 120 that are none (68
of them near a refusal by their words). `wanted` is the writer's word.

Read blind on 27 November 2026: 98 of 120 refusals caught (85 applied, 13 asked), 4 of 82 friendly
answers made an opposition. Then the misses among the first sixty of each were looked at, and forms
were added: of the second sixty 44 were caught and 3 friendly answers opposed. Then what is in doubt
was widened by kinds (`corpus/kinds`), and what counts by itself narrowed to the words of refusals:
52 of the second sixty are caught, and no friendly answer is opposed. Nobody has looked at the
misses among the second sixty: they say how an unknown hand is read. Whoever looks at them has to
say so here.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from decroche.correspondence.quoting import own_words
from decroche.correspondence.refusing import read_refusal

FILE = Path(__file__).parent / "corpus" / "stranger_240.jsonl"
HALF = 60


@pytest.fixture(scope="module")
def read() -> Counter[tuple[bool, str, str]]:
    """How many answers of (the first half, what was wanted) are read as what."""
    found: Counter[tuple[bool, str, str]] = Counter()
    for line in FILE.read_text("utf-8").splitlines():
        row = json.loads(line)
        said = read_refusal(row["subject"], own_words(row["body"])) or "reply"
        found[int(row["id"][1:]) <= HALF, row["wanted"], said] += 1
    return found


@pytest.mark.parametrize(("first", "missed"), [(True, 0), (False, 8)])
def test_refusals_of_a_stranger_are_caught(
    read: Counter[tuple[bool, str, str]], first: bool, missed: int
) -> None:
    assert read[first, "refusal", "reply"] <= missed


@pytest.mark.parametrize(("first", "wrong"), [(True, 0), (False, 0)])
def test_friendly_answers_of_a_stranger_make_no_opposition(
    read: Counter[tuple[bool, str, str]], first: bool, wrong: int
) -> None:
    kinds = ("friendly", "decline", "channel")
    assert sum(read[first, kind, "stop"] for kind in kinds) <= wrong
