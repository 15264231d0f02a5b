"""A moment inside of a sentence: the day is found, the other words are kept, a doubt is said."""

from __future__ import annotations

from datetime import datetime

import pytest

from decroche.shared.clock import PARIS
from decroche.shared.language import Language
from decroche.shared.spoken import NotUnderstood
from decroche.shared.spoken.sentence import Sentence, read_sentence

FRIDAY = datetime(2026, 11, 27, 10, 0, tzinfo=PARIS)


def read(text: str, language: Language = "fr") -> Sentence:
    return read_sentence(text, now=FRIDAY, language=language)


@pytest.mark.parametrize(
    ("text", "day", "hour", "rest"),
    [
        ("envoyer devis mardi", "2026-12-01", "", "envoyer devis"),
        ("mercredi 14h30 chez eux", "2026-12-02", "14:30", "chez eux"),
        ("rdv mardi 10h chez eux 3 rue X", "2026-12-01", "10:00", "rdv chez eux 3 rue X"),
        ("devis à faire pour lundi", "2026-11-30", "", "devis à faire"),
        (
            "lui envoyer 2 exemples de newsletter jeudi prochain",
            "2026-12-03",
            "",
            "lui envoyer 2 exemples de newsletter",
        ),
        (
            "rappeler Mme Dupuis mardi matin avec une idée de plan",
            "2026-12-01",
            "",
            "rappeler Mme Dupuis avec une idée de plan",
        ),
        ("envoyer la plaquette demain", "2026-11-30", "", "envoyer la plaquette"),
        ("visio mercredi 2 décembre à 9h30", "2026-12-02", "09:30", "visio"),
        ("proposer 3 dates le 4 décembre", "2026-12-04", "", "proposer 3 dates"),
        ("mardi 11h, café de la gare", "2026-12-01", "11:00", "café de la gare"),
        ("12 rue du 8 mai 1945, mardi 15h", "2026-12-01", "15:00", "12 rue du 8 mai 1945"),
        ("place du 11 novembre à 14h mercredi", "2026-12-02", "14:00", "place du 11 novembre"),
        ("envoyer devis avant mardi", "2026-11-30", "", "envoyer devis"),
        ("faire une proposition dans 15 jours", "2026-12-11", "", "faire une proposition"),
        ("devis 3 pages, mardi en huit", "2026-12-08", "", "devis 3 pages"),
        ("RDV LE 3/12 A 14H CHEZ EUX", "2026-12-03", "14:00", "RDV CHEZ EUX"),
        ("rdv tel lundi 9h", "2026-11-30", "09:00", "rdv tel"),
        ("send the quote on Tuesday", "2026-12-01", "", "send the quote"),
        ("Wednesday 2pm at their office", "2026-12-02", "14:00", "at their office"),
        ("plaquette + tarifs mardi 1er déc", "2026-12-01", "", "plaquette + tarifs"),
        ("10h mardi chez eux", "2026-12-01", "10:00", "chez eux"),
        (
            "chez eux mercredi à 14 h 30, demander l'accueil",
            "2026-12-02",
            "14:30",
            "chez eux, demander l'accueil",
        ),
        (
            "M. Avril, lui envoyer le devis lundi",
            "2026-11-30",
            "",
            "M. Avril, lui envoyer le devis",
        ),
        ("devis : 2 jours de formation, lundi", "2026-11-30", "", "devis : 2 jours de formation"),
        (
            "visio lundi 14h avec M. Roux et Mme Petit",
            "2026-11-30",
            "14:00",
            "visio avec M. Roux et Mme Petit",
        ),
        ("mardi 10h 3 rue des Lilas", "2026-12-01", "10:00", "3 rue des Lilas"),
        ("mardi 3 exemples de site", "2026-12-01", "", "3 exemples de site"),
        ("envoyer exemples la semaine prochaine", "2026-11-30", "", "envoyer exemples"),
        ("appeler le 15 pour le site", "2026-12-15", "", "appeler pour le site"),
        ("le 3 chez eux à 11h", "2026-12-03", "11:00", "chez eux"),
        (
            "call Sam about the website on Thursday at 3pm",
            "2026-12-03",
            "15:00",
            "call Sam about the website",
        ),
        (
            "meet at 10 Market Street on 3 December at 9:30",
            "2026-12-03",
            "09:30",
            "meet at 10 Market Street",
        ),
        ("envoyer la plaquette en janvier", "2027-01-04", "", "envoyer la plaquette"),
        ("rdv mardi 10h-11h30 salle B", "2026-12-01", "10:00", "rdv salle B"),
        ("mardi 14 h, 2e étage, tour Nord", "2026-12-01", "14:00", "2e étage, tour Nord"),
        ("envoyer devis pas avant mardi", "2026-12-01", "", "envoyer devis"),
        ("envoyer devis plutôt après mardi", "2026-12-02", "", "envoyer devis"),
        ("visio pas avant mardi 14h", "2026-12-01", "14:00", "visio"),
        ("envoyer devis d'ici le 15", "2026-12-15", "", "envoyer devis"),
        ("rappeler Julie à partir du 7", "2026-12-07", "", "rappeler Julie"),
        ("entre mardi et jeudi chez eux", "2026-12-01", "", "chez eux"),
        ("visio entre mardi prochain et jeudi, 10h", "2026-12-01", "10:00", "visio"),
        ("du lundi au mercredi chez eux", "2026-11-30", "", "chez eux"),
        ("réunion 3 au 5 décembre chez eux", "2026-12-03", "", "réunion chez eux"),
        ("la semaine du 7 au 11 décembre chez eux", "2026-12-07", "", "chez eux"),
        ("elle est absente, rappeler mardi", "2026-12-01", "", "elle est absente, rappeler"),
        ("meet Monday to Wednesday at their office", "2026-11-30", "", "meet at their office"),
    ],
)
def test_the_day_and_the_hour_are_found_and_the_rest_is_kept_as_it_was_typed(
    text: str, day: str, hour: str, rest: str
) -> None:
    found = read(text)
    at, exact = found.moment.at, found.moment.precision == "minute"
    assert (f"{at:%Y-%m-%d}", f"{at:%H:%M}" if exact else "", found.rest) == (day, hour, rest)


@pytest.mark.parametrize(
    "text",
    [
        "24 novembre 2026 10h",
        "rappeler le 24 novembre 2026",
        "25 octobre 2026 à 2h30",
        "rdv le 3 mars 2026 vers 10h",
        "call back on 3 March 2026 at 10am",
    ],
)
def test_a_day_of_a_past_year_is_not_that_of_the_next(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "lundi 2",
        "mardi 31",
        "vendredi 13, chez eux",
        "lundi 1er à 10h",
        "le lundi de Pâques",
        "jeudi prochain en huit",
        "mardi non",
        "mardi c'est férié",
        "mardi je ne suis pas là",
        "demain soir minuit",
    ],
)
def test_what_makes_a_weekday_another_day_is_never_left_out(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read(text)


def test_a_number_that_counts_is_no_year() -> None:
    found = read("le 3 décembre 2000 cartes de visite")
    assert (f"{found.moment.at:%Y-%m-%d}", found.rest) == ("2026-12-03", "2000 cartes de visite")
    assert f"{read('rdv le 3 mars 2027 10h').moment.at:%Y-%m-%d %H}" == "2027-03-03 10"


@pytest.mark.parametrize(
    "text",
    [
        "jeudi ou vendredi, elle me dira",
        "pas mardi",
        "sauf lundi",
        "envoyer devis du 7 au 11 décembre",  # the estimate of those days, or sent then
        "du 11 au 7 décembre",
        "du 31 novembre au 2 décembre",
        "les 3, 4 et 5 décembre",
        "lundi 7 au vendredi 12 décembre",
        "envoyer avant demain",
        "avant lundi",
        "elle est absente mardi",
        "en congés mardi",
        "mardi c’est fermé",
        "closed Monday to Wednesday",
        "jeudi ou vendredi chez eux",
        "envoyer devis mardi, relancer vendredi",
        "envoyer devis",
        "chez eux",
        "10 h jeudi salle Lundi matin",
        "envoyer le devis de Mme Mardi lundi",
        "lundi pas possible, plutôt mercredi 10h",
        "assistance 24/7",
        "devis 3/4 de page",
        "bord de mer",
        "mon bureau",
        "le compte rendu de mardi",
        "envoyer le compte rendu de la réunion de mardi",
        "Mme Janvier veut un devis",
        "newsletter de mars",
        "elle n'est pas là lundi, rappeler mercredi",
        "vu vendredi dernier, envoyer devis",
        "forfait de 14h, mardi",
        "lundi 9h ou mardi 14h chez eux",
        "tous les mardis chez eux",
        "chez eux à 14h",
        "Quote not Tuesday",
    ],
)
def test_two_days_a_denied_or_described_day_and_none_are_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read(text)


def test_a_doubt_is_said_in_her_language_with_her_words() -> None:
    with pytest.raises(NotUnderstood, match="quel jour retenir"):
        read("envoyer devis mardi, relancer vendredi")
    with pytest.raises(NotUnderstood, match="which day is meant"):
        read("send the quote Tuesday, call Friday", "en")


def test_a_text_that_is_a_moment_as_a_whole_is_read_as_before() -> None:
    assert read("mardi en huit").rest == ""
    assert read("jeudi ou vendredi").moment.at.day == 3


@pytest.mark.parametrize(
    ("text", "hour"), [("demain à 25h", "25h"), ("jeudi 10h75", "10h75"), ("mardi 26:00", "26:00")]
)
def test_an_hour_that_no_clock_shows_is_named(text: str, hour: str) -> None:
    with pytest.raises(NotUnderstood, match=f"« {hour} » n’est pas une heure"):
        read(text)
