"""What was typed about a call, understood without a database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from decroche.calls.reading import FIELDS, OutcomeRead, read_outcome
from decroche.shared.clock import PARIS
from tests.cast import TUESDAY

ROLES = ("communication", "hr")


EMPTY: dict[str, Any] = dict.fromkeys(FIELDS, "")


def read(outcome: str, *, at: datetime = TUESDAY, zone: str = "metro", **raw: Any) -> OutcomeRead:
    return read_outcome(outcome, raw, zone=zone, at=at, language="fr", roles=ROLES)


def problems(reading: OutcomeRead) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in reading.problems]


@pytest.mark.parametrize(
    ("outcome", "raw", "found"),
    [
        ("nonsense", {}, [("outcome", "unknown_outcome")]),
        ("call_back", {}, [("when", "when_needed")]),
        ("interested", {"when": "  "}, [("when", "when_needed")]),
        ("meeting", {"when": "patate"}, [("when", "not_a_moment")]),
        ("email_requested", {}, [("email", "email_needed")]),
        ("email_requested", {"email": "marie"}, [("email", "not_an_address")]),
        (
            "email_requested",
            {"email": "a@b.example, c@d.example"},
            [("email", "several_addresses")],
        ),
        ("no_need", {"reason": "caprice"}, [("reason", "unknown_reason")]),
        ("no_answer", {"asked_for": "roi"}, [("asked_for", "unknown_asked_for")]),
        (
            "meeting",
            {"when": "patate", "invite": "marie", "reason": "x"},
            [("when", "not_a_moment"), ("invite", "not_an_address"), ("reason", "unknown_reason")],
        ),
    ],
)
def test_every_problem_is_found_at_once(
    outcome: str, raw: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert problems(read(outcome, **raw)) == found


@pytest.mark.parametrize("when", ["1er janvier 9999", "dans 500 ans", "dans 3000 jours"])
@pytest.mark.parametrize("outcome", ["call_back", "interested", "meeting"])
def test_a_day_too_far_ahead_is_refused_with_its_reason(outcome: str, when: str) -> None:
    (problem,) = read(outcome, when=when).problems
    assert (problem.field, problem.code) == ("when", "not_a_moment")
    assert "trop loin" in problem.sentence


def test_a_moment_is_on_the_clock_of_the_company() -> None:
    said = read("call_back", zone="974", when="jeudi 10h").said
    assert said.when is not None
    assert said.when.isoformat() == "2026-11-26T10:00:00+04:00"
    assert said.precision == "minute"


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("Mme Roux, revient après 14 h", "2026-11-24T14:00:00+01:00"),
        ("rappeler jeudi 10h (Mme Roux)", "2026-11-26T10:00:00+01:00"),
        ("Mme Roux – back on Thursday", "2026-11-26T09:00:00+01:00"),
        ("Mme Roux, poste 12", None),
        ("Avril, à la comptabilité", None),
        ("", None),
    ],
)
def test_a_switchboard_may_name_the_moment_in_its_words(said: str, when: str | None) -> None:
    """They may name a day or an hour; a name that is also a month is no moment. The field “when”
    comes first.
    """
    found = read("gatekeeper", said=said).said
    assert (found.when.isoformat() if found.when else None) == when
    assert found.note == said
    later = read("gatekeeper", said=said, when="vendredi 9h").said.when
    assert later is not None
    assert later.isoformat() == "2026-11-27T09:00:00+01:00"
    assert read("call_back", said="jeudi 10h").problems


def test_what_decides_nothing_for_an_outcome_is_left_out_and_said() -> None:
    reading = read("no_answer", when="patate", email="nobody", invite="x", mail="later", cv="1")
    assert reading.problems == ()
    assert reading.left_out == ("when", "email", "invite", "mail", "cv")
    assert (reading.said.when, reading.said.email, reading.said.details) == (None, "", {})
    assert read("meeting", when="jeudi 10h", invite="a@b.example").left_out == ()


def test_no_word_of_hers_is_lost_whatever_the_outcome() -> None:
    said = read(
        "hung_up",
        said="vers 14 h",
        place="Lille",
        note="poste 12",
        moment="Enfin !",
        agency="Agence Bleue",
        until="fin mars",
        referral="Studio Nord",
        sentence="de ma part",
        reason="agency",
    ).said
    assert said.note == "vers 14 h · Lille · poste 12"
    assert (said.moment, said.reason) == ("Enfin !", "agency")
    assert said.details == {
        "place": "Lille",
        "agency": "Agence Bleue",
        "until": "fin mars",
        "referral": "Studio Nord",
        "sentence": "de ma part",
    }


@pytest.mark.parametrize(
    ("typed", "seconds"), [("42", 42), ("0", None), ("", None), ("999999", 86_400), ("x", None)]
)
def test_a_call_lasts_a_day_at_most(typed: str, seconds: int | None) -> None:
    assert read("no_answer", seconds=typed).said.seconds == seconds


def test_answers_and_marks_are_read() -> None:
    said = read("voicemail", answers="3,x,5", message_left="1", asked_for="hr").said
    assert (said.answers_used, said.message_left, said.asked_for) == ([3, 5], True, "hr")
    assert not read("voicemail", message_left="0").said.message_left


@pytest.mark.parametrize(
    "at", [datetime(2026, 11, 24, 10), datetime(1999, 12, 31, tzinfo=PARIS), datetime(9999, 12, 31)]
)
def test_the_time_of_a_call_is_a_possible_one(at: datetime) -> None:
    assert problems(read("call_back", at=at, when="jeudi")) == [("at", "impossible_time")]


def test_a_missing_field_is_an_empty_one() -> None:
    assert read("no_answer") == read("no_answer", **EMPTY)


def test_the_fields_that_decide_are_read_for_the_outcomes_that_take_them() -> None:
    given: dict[str, Any] = {
        "email": "Marie@B.example",
        "invite": "paul@b.example",
        "mail": "later",
        "cv": "1",
        "everywhere": "1",
    }
    mail = read("email_requested", **given)
    assert mail.said.email == "marie@b.example"
    assert (mail.said.details.get("mail"), mail.said.details.get("cv")) == ("later", "1")
    assert not {"invite", "everywhere"} & set(mail.said.details)
    assert set(mail.left_out) == {"invite", "everywhere"}
    meeting = read("meeting", when="jeudi 10h", **given)
    assert meeting.said.details.get("invite") == "paul@b.example"
    assert (meeting.said.email, meeting.said.details.get("cv")) == ("", None)
    opposed = read("do_not_call", **given)
    assert opposed.said.details.get("everywhere") == "1"
    assert read("no_answer", **given).said.details == {}


def test_one_address_is_one_even_in_a_sentence() -> None:
    found = read("email_requested", email="marie@b.example")
    assert (found.said.email, found.problems) == ("marie@b.example", ())


def test_what_is_not_understood_is_nothing() -> None:
    said = read("meeting", when="patate", invite="marie", reason="x", asked_for="roi").said
    assert (said.when, said.precision, said.email) == (None, "day", "")
    assert (said.reason, said.asked_for) == ("", "")
    assert "invite" not in said.details
    assert read("no_answer").said.precision == "day"
    two = read("email_requested", email="a@b.example, c@d.example").said
    bad = read("email_requested", email="marie").said
    assert (two.email, bad.email) == ("", "")


def test_an_unknown_code_is_refused_with_the_codes_that_exist() -> None:
    (problem,) = read("no_answer", asked_for="roi").problems
    assert (problem.code, problem.text) == ("unknown_asked_for", "communication, hr")


def test_a_day_is_read_in_her_language() -> None:
    found = read_outcome(
        "call_back",
        {"when": "next Thursday at 10am"},
        zone="metro",
        at=TUESDAY,
        language="en",
        roles=ROLES,
    )
    assert found.problems == ()
    assert found.said.when is not None
    assert (found.said.when.hour, found.said.precision) == (10, "minute")


def test_a_number_of_an_answer_is_as_long_as_a_key_can_be() -> None:
    digits = "9" * 14
    assert read("no_answer", answers=f"7,{digits},{digits}9,x, 8").said.answers_used == [
        7,
        int(digits),
    ]


def test_a_sentence_with_its_day_is_a_moment_and_what_is_to_be_done() -> None:
    said = read("interested", when="envoyer devis mardi", said="avec deux exemples").said
    assert said.when is not None
    assert f"{said.when:%A %d}" == "Tuesday 01"
    assert said.note == "envoyer devis mardi · avec deux exemples", "the sentence is kept whole"


def test_the_words_beside_the_moment_of_a_meeting_are_its_place() -> None:
    said = read("meeting", when="mercredi 14h30 chez eux").said
    assert said.when is not None
    assert f"{said.when:%H:%M}" == "14:30"
    assert said.details["place"] == "chez eux"
    typed = read("meeting", when="mercredi 14h30 avec Paul", place="3 rue X").said
    assert (typed.details["place"], typed.note) == ("3 rue X", "mercredi 14h30 avec Paul · 3 rue X")


def test_a_sentence_with_two_days_is_no_moment() -> None:
    given = read("interested", when="envoyer devis mardi, relancer vendredi")
    assert problems(given) == [("when", "not_a_moment")]
