"""Refusals with a reason beside them, and friendly answers written almost like them: made up, sixty
and forty-six, one a line (`corpus/reasons`).

Of the first forty refusals 26 counted by themselves and 14 were asked about before anything was
changed for them, 37 and 3 since; of twenty more, written afterwards, 18 and 2. Of thirty friendly
answers none was an opposition and 10 were asked about, before and since; of sixteen more, written
to mislead after mending, one was an opposition (“elle a changé de nom”) until it was mended.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from decroche.correspondence.refusing import read_refusal

CORPUS = Path(__file__).parent / "corpus"


def _answers(kind: str) -> list[str]:
    return (CORPUS / "reasons" / f"{kind}.txt").read_text(encoding="utf-8").splitlines()


def _read(text: str) -> str:
    return read_refusal("Re: Ma présentation", text)


@pytest.mark.parametrize("text", _answers("refusals"))
def test_a_refusal_with_its_reason_counts_by_itself(text: str) -> None:
    assert _read(text) == "stop"


@pytest.mark.parametrize("text", _answers("asked"))
def test_one_in_words_of_its_own_is_asked_about(text: str) -> None:
    assert _read(text) == "doubt"


@pytest.mark.parametrize("text", _answers("others"))
def test_an_answer_almost_like_a_refusal_is_no_opposition(text: str) -> None:
    assert _read(text) != "stop"
