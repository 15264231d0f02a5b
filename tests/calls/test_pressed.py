"""An outcome that arrives late is of the moment it was pressed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from decroche.calls.models import Call
from decroche.calls.pressed import LONGEST_WAIT, pressed_at
from decroche.calls.reading import Problem
from decroche.calls.sessions import begin
from decroche.team.models import Member
from tests.cast import TUESDAY, company

NOW = 1_795_000_000_000
"""Some moment as a browser counts; its clock may be anywhere."""


@given(clock=st.integers(0, 9_999_999_999_999), waited=st.integers(1000, 7 * 86_400_000))
def test_only_the_wait_counts_not_the_clock_of_the_browser(clock: int, waited: int) -> None:
    at = pressed_at(str(clock), str(clock + waited), TUESDAY)
    assert at == TUESDAY - timedelta(milliseconds=waited)


@pytest.mark.parametrize(
    ("pressed", "sent", "problem"),
    [
        (NOW, NOW - 1000, "pressed_later"),
        (NOW, NOW + 7 * 86_400_000 + 1, "pressed_long_ago"),
    ],
)
def test_a_time_that_can_not_be_is_a_problem(pressed: int, sent: int, problem: str) -> None:
    assert pressed_at(str(pressed), str(sent), TUESDAY) == Problem("outcome", problem)


@pytest.mark.parametrize(
    ("pressed", "sent"),
    [("", ""), (str(NOW), ""), ("", str(NOW)), ("-5", str(NOW)), ("²", "³"), ("9" * 40, "1")],
)
def test_what_says_no_time_is_of_now(pressed: str, sent: str) -> None:
    assert pressed_at(pressed, sent, TUESDAY) == TUESDAY


def test_what_is_sent_at_once_is_of_now() -> None:
    assert pressed_at(str(NOW), str(NOW + 999), TUESDAY) == TUESDAY
    assert timedelta(days=7) == LONGEST_WAIT


@pytest.mark.parametrize(
    ("waited", "status", "kept"),
    [(timedelta(hours=2), 200, True), (timedelta(days=8), 422, False), (-LONGEST_WAIT, 422, False)],
)
def test_the_desk_keeps_a_late_press_at_its_time_outside_a_sitting_that_began_later(
    page: Client, member: Member, waited: timedelta, status: int, kept: bool
) -> None:
    card = company(member)
    begin(by=member)
    answer = page.post(
        "/calls/log/",
        {
            "company": card.pk,
            "outcome": "no_answer",
            "pressed_at": NOW,
            "sent_at": NOW + waited // timedelta(milliseconds=1),
        },
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == status
    assert Call.objects.exists() is kept
    if kept:
        call = Call.objects.get()
        assert (call.at, call.session) == (TUESDAY - waited, None)
    else:
        assert 'data-code="time"' in answer.content.decode()
