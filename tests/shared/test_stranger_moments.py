"""120 moments and 60 cells with numbers by somebody who had not seen the program, each with what
would do.

Read blind on 28 November 2026: of the moments 117 right, one asked (“entre midi et deux demain”)
and two about the 15th of December where the writer wanted the end of it (“avant Noël”, “d'ici la
fin de l'année”, both marked by the writer as to be judged); of the cells all 60. Seen since.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from decroche.shared.clock import PARIS
from decroche.shared.numbers import read_numbers
from decroche.shared.spoken import NotUnderstood, understand
from decroche.shared.spoken.sentence import read_sentence

HERE = Path(__file__).parent


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", _rows("stranger_moments.jsonl"), ids=lambda row: row["phrase"])
def test_a_moment_is_one_that_would_do(row: dict[str, Any]) -> None:
    now = datetime.fromisoformat(row["now"]).replace(tzinfo=PARIS)
    language = row.get("language", "fr")
    try:
        meant = read_sentence(row["phrase"], now=now, language=language).moment
    except NotUnderstood:
        assert "not understood" in row["expect"]
        return
    assert any(f"{meant.at:%Y-%m-%dT%H:%M}".startswith(one) for one in row["expect"]), meant
    assert understand(meant.said_back, now=now, language=language).at == meant.at


@pytest.mark.parametrize("row", _rows("stranger_cells.jsonl"), ids=lambda row: row["text"])
def test_the_numbers_of_a_cell(row: dict[str, Any]) -> None:
    numbers = read_numbers(row["text"], country=row.get("country", "")).numbers
    assert [number.e164 or number.dial for number in numbers] == row["expect"]
    assert [one.extension for one in numbers if one.extension] == row.get("extension", [])
