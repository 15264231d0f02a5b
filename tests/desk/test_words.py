"""Words that a first user stumbled over stay away."""

from __future__ import annotations

import pytest

from tools.messages import load

FRENCH = {
    "Later": "Plus tard",
    "Did you mean": "Vouliez-vous dire",
    "How to reach them": "Comment les joindre",
}


@pytest.mark.parametrize("msgid", FRENCH)
def test_the_french_words_are_those_of_every_day(msgid: str) -> None:
    found = load().get(msgid)
    assert found is not None
    assert found.string == FRENCH[msgid]


def test_no_sentence_says_whether_its_reader_is_a_woman_or_a_man() -> None:
    catalogue = load()
    told = [
        message.string
        for message in catalogue
        for word in ("trompée", "cheffe", "Informé ", "Informée")
        if word in str(message.string)
    ]
    assert told == []


def test_the_english_words_are_those_of_the_field() -> None:
    catalogue = load()
    old = ["Pass over", "Go on", "Way in", "Doubles", "Bring a file in", "Sitting"]
    assert [one for one in old if catalogue.get(one) is not None] == []
