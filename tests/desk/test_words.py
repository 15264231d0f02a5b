"""Words that a first user stumbled over stay away."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from decroche.desk.parts.wording import field_words, headcount_in_words
from decroche.intake.fields import FIELDS
from decroche.ui.templatetags.ui import colon, duration
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


@pytest.mark.parametrize(
    ("minutes", "french", "english"),
    [
        (0, "0 min", "0 min"),
        (59, "59 min", "59 min"),
        (60, "1 h", "1 h"),
        (140, "2 h 20", "2 h 20 min"),
    ],
)
def test_a_length_is_said_in_hours_and_minutes(minutes: int, french: str, english: str) -> None:
    with override("fr"):
        assert " " not in duration(minutes)
        assert duration(minutes).replace("\u00a0", " ") == french
    with override("en"):
        assert duration(minutes).replace("\u00a0", " ") == english


def test_french_has_a_space_before_the_colon() -> None:
    with override("fr"):
        assert colon() == "\u00a0:"
    with override("en"):
        assert colon() == ":"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("45", "45 salariés"),
        ("1", "1 salarié"),
        ("20-49", "20-49 salariés"),
        ("50 à 99 salariés", "50 à 99 salariés"),
        ("env. 60", "env. 60"),
        ("", ""),
    ],
)
def test_a_figure_alone_is_said_with_its_word(written: str, said: str) -> None:
    with override("fr"):
        assert headcount_in_words(written) == said


def test_every_field_of_a_file_has_its_word() -> None:
    """The preview of an import offers all of them for each column."""
    assert [name for name in FIELDS if name not in field_words()] == []
