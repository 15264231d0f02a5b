from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decroche.shared.calendar import is_working_day
from decroche.shared.clock import PARIS
from decroche.shared.language import Language
from decroche.shared.spoken import NotUnderstood, say, understand
from tests.shared.spoken_table import ENGLISH, FRENCH

MONDAY = datetime(2026, 11, 23, 9, 15, tzinfo=PARIS)


@pytest.mark.parametrize(("phrase", "at", "precision"), FRENCH)
def test_a_french_phrase_means_this_moment(phrase: str, at: str, precision: str) -> None:
    heard = understand(phrase, now=MONDAY)
    assert (f"{heard.at:%Y-%m-%d %H:%M}", heard.precision) == (at, precision)
    assert heard.said_back


@pytest.mark.parametrize(("phrase", "at", "precision"), ENGLISH)
def test_an_english_phrase_means_this_moment(phrase: str, at: str, precision: str) -> None:
    heard = understand(phrase, now=MONDAY, language="en")
    assert (f"{heard.at:%Y-%m-%d %H:%M}", heard.precision) == (at, precision)


def test_the_table_is_long_enough() -> None:
    assert len(FRENCH) >= 150


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "patate",
        "hier",
        "un de ces jours",
        "31/02",
        "12/13/2026",
        "lundi 24",
        "8",
        "jeudi peut-être",
        "je sais pas",
        "ce matin à l'aube",
    ],
)
def test_what_is_not_understood_says_so_with_examples(phrase: str) -> None:
    with pytest.raises(NotUnderstood, match="jeudi 10h"):
        understand(phrase, now=MONDAY)


@pytest.mark.parametrize("phrase", ["ce matin", "aujourd'hui 8h", "23/11/2026 8h", "15/01/2026"])
def test_a_moment_that_has_passed_is_refused(phrase: str) -> None:
    with pytest.raises(NotUnderstood):
        understand(phrase, now=MONDAY)


@pytest.mark.parametrize(
    ("phrase", "now", "at"),
    [
        ("jeudi 10h", datetime(2027, 5, 3, 9, tzinfo=PARIS), "2027-05-07"),  # the 6th is Ascension
        (
            "le 1er",
            datetime(2027, 4, 26, 9, tzinfo=PARIS),
            "2027-05-03",
        ),  # 1 May 2027 is a Saturday
        ("lundi", datetime(2027, 3, 25, 9, tzinfo=PARIS), "2027-03-30"),  # Easter Monday
        ("demain", datetime(2026, 11, 27, 9, tzinfo=PARIS), "2026-11-30"),  # a Friday
        ("dans un mois", datetime(2027, 1, 31, 9, tzinfo=PARIS), "2027-03-01"),
    ],
)
def test_holidays_and_weekends_are_stepped_over(phrase: str, now: datetime, at: str) -> None:
    assert f"{understand(phrase, now=now).at:%Y-%m-%d}" == at


def test_a_holiday_of_the_place_counts_there_only() -> None:
    before = datetime(2026, 12, 18, 9, tzinfo=PARIS)
    assert understand("lundi 21/12", now=before, zone="974").at.day == 21
    good_friday = datetime(2027, 3, 22, 9, tzinfo=PARIS)
    assert understand("vendredi", now=good_friday).at.day == 26
    assert understand("vendredi", now=good_friday, zone="alsace").at.day != 26


def test_what_was_moved_is_said() -> None:
    assert "férié" in understand("le 25 décembre", now=MONDAY).said_back
    assert "week-end" in understand("le 5", now=MONDAY).said_back


def test_friday_night_is_still_this_friday_while_its_hour_is_to_come() -> None:
    friday = datetime(2026, 11, 27, 9, 0, tzinfo=PARIS)
    assert understand("vendredi 10h", now=friday).at.date() == friday.date()
    assert understand("vendredi 8h", now=friday).at.date() == friday.date() + timedelta(days=7)


def test_the_hour_is_that_of_the_place() -> None:
    there = understand("demain 10h", now=MONDAY, zone="974").at
    assert (there.hour, there.utcoffset()) == (10, timedelta(hours=4))


def test_moments_are_said_back_with_french_typography() -> None:
    assert (
        understand("demain 9h30", now=MONDAY).said_back
        == "demain, mardi 24 novembre à 9\u00a0h\u00a030"
    )
    assert say(datetime(2027, 1, 1, 10, tzinfo=PARIS), "day", MONDAY) == "vendredi 1er janvier 2027"


@given(
    st.sampled_from([row[0] for row in FRENCH]),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 3, 1)),
)
def test_never_in_the_past_and_never_on_a_day_off_unless_said(
    phrase: str, moment: datetime
) -> None:
    now = moment.replace(tzinfo=PARIS)
    try:
        at = understand(phrase, now=now).at
    except NotUnderstood:
        return
    assert at > now.replace(second=0, microsecond=0)
    named = any(
        word in phrase.lower() for word in ("samedi", "dimanche", "aujourd", "ce soir", "cet après")
    )
    assert named or is_working_day(at.date())


@given(st.text(max_size=40))
def test_any_text_is_understood_or_refused_in_words(text: str) -> None:
    try:
        heard = understand(text, now=MONDAY)
    except NotUnderstood:
        return
    assert heard.at > MONDAY


WEDNESDAY = datetime(2026, 11, 25, 10, 30, tzinfo=PARIS)
TURNS_OF_PHRASE = {
    # lengths of time
    "dans 1h30": "2026-11-25 12:00",
    "dans 2h15": "2026-11-25 12:45",
    "d'ici 1h30": "2026-11-25 12:00",
    "dans 1/4 d'heure": "2026-11-25 10:45",
    "dans 1,5 h": "2026-11-25 12:00",
    "dans une heure et quart": "2026-11-25 11:45",
    "in 1h30": "2026-11-25 12:00",
    "in an hour and a half": "2026-11-25 12:00",
    "dans 2 ou 3 jours": "2026-11-27 09:00",
    "dans 2-3 semaines": "2026-12-09 09:00",
    "d'ici 2 à 3 mois": "2027-01-25 09:00",
    "in 2 or 3 days": "2026-11-27 09:00",
    "dans 3 jours ouvrés": "2026-11-30 09:00",
    "in 3 working days": "2026-11-30 09:00",
    "J+7": "2026-12-02 09:00",
    "dans 8j": "2026-12-02 09:00",
    "dans un trimestre": "2027-02-25 09:00",
    # days counted in a month or a year
    "le premier mardi de janvier": "2027-01-05 09:00",
    "le dernier vendredi du mois": "2026-11-27 09:00",
    "first Tuesday of January": "2027-01-05 09:00",
    "dernier jour du mois": "2026-11-30 09:00",
    "le 15 courant": "2026-12-15 09:00",
    "le 3 du mois prochain": "2026-12-03 09:00",
    "la semaine du 7 décembre": "2026-12-07 09:00",
    "the week of 7 December": "2026-12-07 09:00",
    "première semaine de janvier": "2027-01-04 09:00",
    "2e quinzaine de janvier": "2027-01-18 09:00",
    "T1 2027": "2027-01-04 09:00",
    "Q1 2027": "2027-01-04 09:00",
    "1er trimestre 2027": "2027-01-04 09:00",
    "fin d'année prochaine": "2027-12-15 09:00",
    "avant la fin de l'année": "2026-12-15 09:00",
    # as written
    "jeudi 10.30": "2026-11-26 10:30",
    "03-12-2026": "2026-12-03 09:00",
    "2026-12-15T14:30": "2026-12-15 14:30",
    "2026-12-15T13:30:00Z": "2026-12-15 14:30",
    # one of several, and spans: the first that fits
    "lundi ou mardi": "2026-11-30 09:00",
    "jeudi ou vendredi matin": "2026-11-26 09:00",
    "le 3 ou le 4 décembre": "2026-12-03 09:00",
    "soit lundi soit mardi": "2026-11-30 09:00",
    "Monday or Tuesday": "2026-11-30 09:00",
    "entre le 7 et le 11 décembre": "2026-12-07 09:00",
    "du 7 au 11 décembre": "2026-12-07 09:00",
    "de lundi à mercredi": "2026-11-30 09:00",
    "la semaine du 7 au 11": "2026-12-07 09:00",
    "la semaine du 7 au 11 décembre à 14h": "2026-12-07 14:00",
    "3-5 décembre": "2026-12-03 09:00",
    "3/5 décembre 10h": "2026-12-03 10:00",
    "lundi-mercredi": "2026-11-30 09:00",
    "lundi à mercredi": "2026-11-30 09:00",
    "lundi 7 au vendredi 11 décembre": "2026-12-07 09:00",
    "entre mardi prochain et jeudi": "2026-12-01 09:00",
    "entre mardi et jeudi, 10h": "2026-12-01 10:00",
    "mardi-jeudi après-midi": "2026-12-01 14:00",
    "mardi 10h - jeudi 12h": "2026-12-01 10:00",
    "entre le 3 et le 5": "2026-12-03 09:00",
    "entre le 3 décembre et le 5": "2026-12-03 09:00",
    "du 23 au 27 novembre": "2026-11-26 09:00",  # it is the 25th
    "du 23 au 25 novembre à 14h": "2026-11-25 14:00",
    "à partir du 7": "2026-12-07 09:00",
    "à partir du 7 à 14h": "2026-12-07 14:00",
    "fin de semaine prochaine": "2026-12-04 09:00",
    "d'ici le 15": "2026-12-15 09:00",
    "d'ici mardi 10h": "2026-12-01 10:00",
    "avant le 7/12": "2026-12-04 09:00",
    "avant janvier": "2026-12-31 09:00",
    "pas avant mardi": "2026-12-01 09:00",
    "pas avant mardi 14h": "2026-12-01 14:00",
    "plutôt après mardi": "2026-12-02 09:00",
    "le 3 ou le 4 janvier": "2027-01-04 09:00",
    "semaine 50-51": "2026-12-07 09:00",
    "entre décembre et janvier": "2026-12-01 09:00",
    "absente du 7 au 11 décembre": "2026-12-14 09:00",
    "7-11 December": "2026-12-07 09:00",
    "December 7-11": "2026-12-07 09:00",
    "from the 7th to the 11th": "2026-12-07 09:00",
    "Monday to Wednesday 10am": "2026-11-30 10:00",
    "between next Tuesday and Thursday": "2026-12-01 09:00",
    "the week of the 7th to the 11th": "2026-12-07 09:00",
    "before December 15": "2026-12-14 09:00",
    "by the 15th": "2026-12-15 09:00",
    "no earlier than Tuesday 2pm": "2026-12-01 14:00",
    "Tuesday 2-4pm": "2026-12-01 14:00",
    "demain entre midi et deux": "2026-11-26 12:00",
    "pas avant jeudi": "2026-11-26 09:00",
    "not before Thursday": "2026-11-26 09:00",
    # Absences and returns:
    "absente jusqu'au 4 janvier": "2027-01-05 09:00",
    "Absente jusqu'au vendredi 11 décembre": "2026-12-14 09:00",
    "elle revient lundi": "2026-11-30 09:00",
    "de retour lundi 7": "2026-12-07 09:00",
    "retour de congés le 4 janvier": "2027-01-04 09:00",
    "back on Monday, December 14th": "2026-12-14 09:00",
    "after Friday": "2026-11-30 09:00",
}


@pytest.mark.parametrize(("phrase", "at"), TURNS_OF_PHRASE.items())
def test_a_turn_of_phrase_means_this_moment(phrase: str, at: str) -> None:
    assert f"{understand(phrase, now=WEDNESDAY).at:%Y-%m-%d %H:%M}" == at


@pytest.mark.parametrize(
    "phrase",
    [
        "mar 3",  # the 3rd is a Thursday, and this is no 3 March
        "mar 24",
        "pas lundi",
        "ni lundi ni mardi",
        "not Monday",
        "lundi sauf férié",
        "tous les lundis",
        "2e mardi de chaque mois",
        "absente lundi",
        "elle est absente cette semaine",
        "jeudi dernier",
        "demain, mardi 24 novembre",  # tomorrow is the 26th
        "le 30 février",
        "dans 1h99",
    ],
)
def test_what_names_no_single_day_to_come_is_refused(phrase: str) -> None:
    with pytest.raises(NotUnderstood):
        understand(phrase, now=WEDNESDAY)


@given(
    st.sampled_from([*[row[0] for row in FRENCH], *TURNS_OF_PHRASE, *[row[0] for row in ENGLISH]]),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 3, 1)),
    st.sampled_from(["fr", "en"]),
)
def test_what_is_said_back_means_the_same_moment(
    phrase: str, moment: datetime, language: Language
) -> None:
    now = moment.replace(tzinfo=PARIS)
    try:
        heard = understand(phrase, now=now, language=language)
    except NotUnderstood:
        return
    assert understand(heard.said_back, now=now, language=language).at == heard.at


@pytest.mark.parametrize("said", ["dans 0h", "dans 0 minute"])
def test_no_time_at_all_is_no_moment_to_call_again(said: str) -> None:
    with pytest.raises(NotUnderstood):
        understand(said, now=MONDAY)
