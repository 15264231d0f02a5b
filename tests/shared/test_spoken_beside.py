"""Words beside a moment that make it another, or leave it open: in doubt nothing is read; and half
days, working days and next year's months.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from decroche.shared.clock import PARIS
from decroche.shared.language import Language
from decroche.shared.spoken import NotUnderstood, understand
from decroche.shared.spoken.sentence import read_sentence

NOW = datetime(2027, 1, 12, 10, 30, tzinfo=PARIS)
"""A Tuesday in January, so that “March” and “March next year” are not the same."""


@pytest.mark.parametrize(
    ("said", "language", "at"),
    [
        ("Thursday pm", "en", "2027-01-14 14:00"),
        ("tomorrow am", "en", "2027-01-13 09:00"),
        ("jeudi pm", "fr", "2027-01-14 14:00"),
        ("mar pm", "fr", "2027-01-12 14:00"),
        ("a week Thursday", "en", "2027-01-21 09:00"),
        ("a week tomorrow", "en", "2027-01-20 09:00"),
        ("tomorrow week", "en", "2027-01-20 09:00"),
        ("tomorrow, 10ish", "en", "2027-01-13 10:00"),
        ("entre midi et deux demain", "fr", "2027-01-13 12:00"),
        ("rappeler ap. 14h", "fr", "2027-01-12 14:00"),
        ("pas av. mars", "fr", "2027-03-01 09:00"),
        ("jeudi de la semaine d'après", "fr", "2027-01-21 09:00"),
        ("premier jour ouvré de février", "fr", "2027-02-01 09:00"),
        ("le dernier jour ouvré du mois", "fr", "2027-01-29 09:00"),
        ("le dernier jour ouvrable de février", "fr", "2027-02-26 09:00"),
        ("en mars de l'année prochaine", "fr", "2028-03-01 09:00"),
        ("l'an prochain en mars", "fr", "2028-03-01 09:00"),
        ("M+2", "fr", "2027-03-12 09:00"),
    ],
)
def test_it_means_this_moment_and_is_said_back_so(said: str, language: Language, at: str) -> None:
    meant = understand(said, now=NOW, language=language)
    assert f"{meant.at:%Y-%m-%d %H:%M}" == at
    assert understand(meant.said_back, now=NOW, language=language).at == meant.at


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("jeudi am", "fr"),
        ("mar am", "fr"),
        ("S2 2027", "fr"),
        ("le lundi d'après", "fr"),
        ("le lundi suivant", "fr"),
        ("un lundi matin", "fr"),
        ("demain 10", "fr"),
        ("rappeler lundi avant 10", "fr"),
        ("the following Monday", "en"),
        ("some Monday", "en"),
        ("the Monday after", "en"),
        ("any day but Friday", "en"),
        ("before 10 tomorrow", "en"),
        ("tomorrow 10", "en"),
        ("in March next year", "en"),
    ],
)
def test_in_doubt_nothing_is_read(said: str, language: Language) -> None:
    with pytest.raises(NotUnderstood):
        read_sentence(said, now=NOW, language=language)


@pytest.mark.parametrize(
    ("said", "language", "at", "rest"),
    [
        ("dit de rappeler jeudi à 9h pour Mme Roux", "fr", "2027-01-14 09:00", "Mme Roux"),
        ("rappeler la semaine du 18 pour savoir", "fr", "2027-01-18 09:00", "savoir"),
        ("me rappeler demain 14h au 06 39 98 55 12", "fr", "2027-01-13 14:00", "06 39 98 55 12"),
    ],
)
def test_words_around_the_day_to_call_again_leave_it_as_it_is(
    said: str, language: Language, at: str, rest: str
) -> None:
    read = read_sentence(said, now=NOW, language=language)
    assert f"{read.moment.at:%Y-%m-%d %H:%M}" == at
    assert rest in read.rest
