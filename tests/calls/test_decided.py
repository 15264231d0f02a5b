"""What the rules of the calls decide once and for all: the bounds of her settings, what is meant
when nothing is said, where a call may come from.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.translation import gettext, override

from decroche.calls import returns, rules
from decroche.calls.keys import DESK_KEYS
from decroche.calls.outcome_spec import (
    CallHistory,
    Consequence,
    Delay,
    Delays,
    Field,
    OutcomeSpec,
    Panel,
)
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.reading import FIELDS, OutcomeInput, Problem, read_outcome
from decroche.calls.strata import LINES
from decroche.prospects.models import Contact, PhoneNumber


def said(what: Any) -> dict[str, Any]:
    """What is meant when a value is left out, of the plain ones."""
    return {one.name: one.default for one in fields(what) if one.default is not MISSING}


def test_what_is_left_out_says_nothing() -> None:
    assert said(CallHistory) == {
        "unanswered": 0,
        "zone": "metro",
        "tries": 0,
        "free": None,
        "consumer": False,
        "promised": False,
    }
    assert said(Consequence) == {
        "at": None,
        "half_day": False,
        "follow_up": "",
        "months": 0,
        "days": 0,
        "precision": "",
    }
    assert said(OutcomeInput) == {
        "when": None,
        "precision": "day",
        "email": "",
        "reason": "",
        "note": "",
        "moment": "",
        "message_left": False,
        "seconds": None,
        "asked_for": "",
        "situation": "",
        "origin": "",
        "told": False,
    }
    assert said(Problem) == {"text": "", "sentence": ""}


def test_what_an_outcome_asks_unless_it_says_otherwise() -> None:
    assert said(Field) == {"hint": "", "longest": 300, "shows_known": False}
    assert said(Panel) == {"confirm_unsent": "", "confirm_tone": "go", "tone": ""}
    usual = said(OutcomeSpec)
    assert (usual["tone"], usual["apart"], usual["figure"], usual["share"]) == ("", False, "", 0.0)
    assert (usual["panel"], usual["mail"], usual["asks"]) == (None, None, "")


def test_her_settings_are_kept_under_names_that_older_versions_know() -> None:
    assert Delays.SECTION == "delays"
    assert [(one.name, one.default, one.most) for one in DELAYS] == [
        ("unanswered_limit", 5, 400),
        ("unanswered_rest_days", 90, 400),
        ("attempts_limit", 6, 6),
        ("attempts_rest_months", 12, 400),
        ("month_limit", 4, 4),
    ]


DELAYS: tuple[Delay, ...] = (
    returns.UNANSWERED_LIMIT,
    returns.UNANSWERED_REST,
    returns.ATTEMPTS_LIMIT,
    returns.ATTEMPTS_REST,
    returns.MONTH_LIMIT,
)


@pytest.mark.parametrize("delay", DELAYS, ids=lambda one: one.name)
def test_her_settings_have_a_name_in_french(delay: Delay) -> None:
    with override("fr"):
        assert gettext(delay.words) != delay.words


def test_nobody_is_rung_up_more_often_than_the_law_lets_her_whatever_she_sets() -> None:
    wanted = Delays.read({"attempts_limit": 7, "month_limit": 5, "unanswered_limit": 9})
    assert wanted.of(returns.ATTEMPTS_LIMIT) == 6
    assert wanted.of(returns.MONTH_LIMIT) == 4
    assert wanted.of(returns.UNANSWERED_LIMIT) == 9
    fewer = Delays.read({"attempts_limit": 1, "month_limit": 3})
    assert (fewer.of(returns.ATTEMPTS_LIMIT), fewer.of(returns.MONTH_LIMIT)) == (1, 3)


def test_a_call_comes_from_the_desk_from_elsewhere_or_from_them() -> None:
    """The codes are written in the journal and given by the API, so they must not change."""
    assert (rules.ELSEWHERE, rules.INCOMING) == ("elsewhere", "incoming")
    assert rules.ORIGINS == ("elsewhere", "incoming")


def test_somebody_talked_in_a_call_that_was_received() -> None:
    assert set(rules.NEVER_INCOMING) == {"no_answer", "voicemail", "wrong_number"}


def test_the_taken_keys_are_those_of_the_desk_and_of_the_outcomes() -> None:
    assert rules.PRESSED >= DESK_KEYS
    assert {spec.key for spec in OUTCOMES.values()} <= rules.PRESSED
    assert len(rules.PRESSED) > len(DESK_KEYS)


@pytest.mark.parametrize(
    ("year", "kept"), [(1999, False), (2000, True), (2001, True), (2200, True), (2201, False)]
)
def test_a_moment_far_from_now_is_a_slip(year: int, *, kept: bool) -> None:
    found = read_outcome(
        "no_answer",
        {},
        zone="metro",
        at=datetime(year, 6, 12, 10, tzinfo=UTC),
        language="fr",
        roles=Contact.Role.values,
    )
    assert (not found.problems) is kept


def test_what_a_field_takes_is_told_by_an_example() -> None:
    assert {name for name, what in FIELDS.items() if what == "1"} == {
        "cv",
        "everywhere",
        "message_left",
        "told",
    }
    assert {name for name, what in FIELDS.items() if what == "CODE"} == {
        "reason",
        "asked_for",
        "situation",
        "origin",
    }
    assert {name for name, what in FIELDS.items() if what == "N"} == {"seconds", "guess"}
    assert (FIELDS["mail"], FIELDS["answers"]) == ("later", "IDS")
    assert {name for name, what in FIELDS.items() if what == "ADDRESS"} == {"email", "invite"}
    assert {name for name, what in FIELDS.items() if what == "TEXT"} == {
        "when",
        "agency",
        "until",
        "place",
        "said",
        "note",
        "moment",
        "referral",
        "sentence",
    }


def test_the_lines_of_the_ranking_are_kinds_of_numbers() -> None:
    kinds = set(PhoneNumber.Kind.values)
    assert LINES == ("switchboard", "direct", "mobile", "unknown")
    assert set(LINES[:3]) <= kinds
    assert "unknown" not in kinds


def test_reasons_and_situations_are_stored_under_these_codes() -> None:
    assert rules.REASONS == ("agency", "in_house", "no_budget", "too_late", "other")
    assert (rules.FIRST, rules.PROMISED, rules.LATE) == ("first", "promised", "late")
    assert (rules.AFTER_MAIL, rules.AFTER_REFERRAL) == ("after_mail", "after_referral")
    assert (rules.AFTER_NO, rules.THEY_CALL) == ("after_no", "incoming")
    assert rules.THEY_CALL_AGAIN == "incoming_again"
    assert rules.THEY_CALL_FIRST == "incoming_first"
    assert (rules.RELAYED, rules.MAIL_WANTED) == ("relayed", "mail_wanted")
    assert (rules.BEFORE_MEETING, rules.AFTER_MEETING) == ("before_meeting", "after_meeting")
    assert len(rules.TALK_SITUATIONS) == 13


SHOWN = (
    ("no_answer", 1, "1", "", False, "", 40),
    ("voicemail", 2, "2", "", False, "", 16),
    ("gatekeeper", 3, "3", "", False, "", 15),
    ("call_back", 4, "4", "todo", False, "", 4),
    ("email_requested", 5, "5", "todo", False, "emails_requested", 8),
    ("interested", 6, "6", "yes", False, "", 1.5),
    ("meeting", 7, "7", "yes", False, "meetings", 0.8),
    ("no_need", 8, "8", "no", False, "", 11),
    ("hung_up", 9, "9", "no", False, "hung_up", 3),
    ("do_not_call", 10, "0", "no", False, "", 0.2),
    ("wrong_number", 11, "w", "", True, "", 0.5),
)
"""Code, place, key, tone, whether it stands apart, its name in the published counts, its share of
the calls that are made up. An outcome that is added needs no row here."""
ASKED: dict[str, tuple[str, str, tuple[tuple[str, int], ...]]] = {
    "gatekeeper": ("", "go", (("said", 160), ("when", 300))),
    "call_back": ("", "go", (("when", 300), ("said", 300))),
    "email_requested": (
        "",
        "go",
        (
            ("email", 254),
            ("reason", 300),
            ("agency", 160),
            ("until", 60),
            ("cv", 300),
            ("mail", 300),
        ),
    ),
    "interested": ("yes", "go", (("when", 300), ("said", 300))),
    "meeting": ("yes", "go", (("when", 300), ("place", 200), ("invite", 254))),
    "no_need": ("no", "go", (("reason", 300), ("when", 300), ("agency", 160), ("until", 60))),
    "do_not_call": ("no", "bad", (("said", 300), ("everywhere", 300))),
}
"""By outcome: the tone of its panel, that of the button that keeps it, its fields with the
characters they hold."""
LATER: dict[str, list[tuple[str, int]]] = {
    "no_answer": [
        ("no_answer_days", 1),
        ("unanswered_limit", 5),
        ("unanswered_rest_days", 90),
    ],
    "voicemail": [
        ("voicemail_days", 2),
        ("unanswered_limit", 5),
        ("unanswered_rest_days", 90),
    ],
    "email_requested": [("email_days", 7)],
    "no_need": [("no_need_months", 6), ("contract_weeks", 8)],
    "hung_up": [("hung_up_months", 12)],
}
"""By outcome: the delays that she can change, by their names in the preferences."""
SAME_IN_FRENCH = {"CV"}


@pytest.mark.parametrize("row", SHOWN, ids=lambda row: str(row[0]))
def test_an_outcome_is_shown_and_asked_as_it_was_agreed(row: tuple[Any, ...]) -> None:
    code, *shown = row
    spec = OUTCOMES[code]
    assert [
        spec.position,
        spec.key,
        spec.tone,
        spec.apart,
        spec.figure,
        spec.share,
    ] == shown
    assert spec.code == code
    asked = ASKED.get(code)
    assert (spec.panel is None) is (asked is None)
    if spec.panel and asked:
        names = tuple((one.name, one.longest) for one in spec.panel.fields)
        assert (spec.panel.tone, spec.panel.confirm_tone, names) == asked
    assert [(one.name, one.default) for one in spec.delays] == LATER.get(code, [])


@pytest.mark.parametrize("code", OUTCOMES)
def test_every_word_of_an_outcome_is_said_in_french(code: str) -> None:
    with override("fr"):
        untold = [one for one in words_of(OUTCOMES[code]) if gettext(one) == one]
    assert set(untold) <= SAME_IN_FRENCH


def words_of(spec: OutcomeSpec) -> list[str]:
    """All that is said on screen of an outcome."""
    found = [spec.label, spec.asks, *(one.words for one in spec.delays)]
    if spec.panel:
        found += [spec.panel.question, spec.panel.confirm, spec.panel.confirm_unsent]
        found += [words for one in spec.panel.fields for words in (one.label, one.hint)]
    if spec.mail:
        found.append(spec.mail.title)
    return [words for words in found if words]
