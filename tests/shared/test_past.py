"""A moment that is past, as it is said of a call made away from the desk."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from decroche.shared.clock import PARIS
from decroche.shared.language import Language
from decroche.shared.spoken.parts import NotUnderstood
from decroche.shared.spoken.past import moment_past

NOW = datetime(2026, 11, 24, 15, 20, tzinfo=PARIS)  # a Tuesday

MEANT = {
    "hier 16 h": ("2026-11-23 16:00", "hier, lundi 23 novembre à 16 h"),
    "hier à 16h30": ("2026-11-23 16:30", "hier, lundi 23 novembre à 16 h 30"),
    "ce matin": ("2026-11-24 10:00", "aujourd’hui, mardi 24 novembre, vers 10 h"),
    "ce matin 9h15": ("2026-11-24 09:15", "aujourd’hui, mardi 24 novembre à 9 h 15"),
    "cet après-midi": ("2026-11-24 15:00", "aujourd’hui, mardi 24 novembre, vers 15 h"),
    "14h": ("2026-11-24 14:00", "aujourd’hui, mardi 24 novembre à 14 h"),
    "16h": ("2026-11-23 16:00", "hier, lundi 23 novembre à 16 h"),
    "hier": ("2026-11-23 12:00", "hier, lundi 23 novembre, vers 12 h"),
    "hier soir": ("2026-11-23 18:00", "hier, lundi 23 novembre, vers 18 h"),
    "avant-hier matin": ("2026-11-22 10:00", "dimanche 22 novembre, vers 10 h"),
    "vendredi 11h": ("2026-11-20 11:00", "vendredi 20 novembre à 11 h"),
    "vendredi dernier à 11 h": ("2026-11-20 11:00", "vendredi 20 novembre à 11 h"),
    "mardi 10h": ("2026-11-24 10:00", "aujourd’hui, mardi 24 novembre à 10 h"),
    "mardi dernier 10h": ("2026-11-17 10:00", "mardi 17 novembre à 10 h"),
    "le 19 à 14h": ("2026-11-19 14:00", "jeudi 19 novembre à 14 h"),
    "le 28 à 14h": ("2026-10-28 14:00", "mercredi 28 octobre à 14 h"),
    "jeudi 19 novembre à 14 h": ("2026-11-19 14:00", "jeudi 19 novembre à 14 h"),
    "19/11 14h": ("2026-11-19 14:00", "jeudi 19 novembre à 14 h"),
    "il y a une heure": ("2026-11-24 14:20", "aujourd’hui, mardi 24 novembre à 14 h 20"),
    "il y a 20 min": ("2026-11-24 15:00", "aujourd’hui, mardi 24 novembre à 15 h"),
    "il y a une demi-heure": ("2026-11-24 14:50", "aujourd’hui, mardi 24 novembre à 14 h 50"),
    "yesterday 4pm": ("2026-11-23 16:00", "hier, lundi 23 novembre à 16 h"),
    "an hour ago": ("2026-11-24 14:20", "aujourd’hui, mardi 24 novembre à 14 h 20"),
    "on Friday at 11:30 am": ("2026-11-20 11:30", "vendredi 20 novembre à 11 h 30"),
}


@pytest.mark.parametrize("text", MEANT)
def test_what_is_meant_is_said_back(text: str) -> None:
    at, said = moment_past(text, now=NOW)
    assert (f"{at:%Y-%m-%d %H:%M}", said.replace("\u00a0", " ")) == MEANT[text]


@pytest.mark.parametrize("text", list(MEANT))
def test_what_is_said_back_means_the_same(text: str) -> None:
    at, said = moment_past(text, now=NOW)
    assert moment_past(said, now=NOW)[0] == at


@pytest.mark.parametrize("text", ["", "  ", "maintenant", "à l’instant", "now"])
def test_nothing_typed_is_now(text: str) -> None:
    assert moment_past(text, now=NOW) == (NOW, "")


@pytest.mark.parametrize(
    ("text", "language", "why"),
    [
        ("demain 10h", "fr", "n’a pas été compris comme un moment passé"),
        ("dans le train", "fr", "n’a pas été compris"),
        ("aujourd’hui 17h", "fr", "C’est à venir"),
        ("today 5pm", "en", "That is still to come"),
        ("3 mars 2026", "fr", "plus de trois mois"),
        ("le 31/02", "fr", "n’a pas été compris"),
        ("mardi 19 novembre 14h", "fr", "n’a pas été compris"),
        ("hier, mardi", "fr", "n’a pas été compris"),
        ("hier lundi 14h30 puis 16h", "fr", "n’a pas été compris"),
    ],
)
def test_what_is_no_moment_past_is_refused(text: str, language: Language, why: str) -> None:
    with pytest.raises(NotUnderstood, match=why):
        moment_past(text, now=NOW, language=language)


def test_an_hour_is_kept_in_the_zone_of_now() -> None:
    at, _said = moment_past("il y a deux heures", now=NOW)
    assert at == NOW - timedelta(hours=2)
    assert at.tzinfo == NOW.tzinfo
