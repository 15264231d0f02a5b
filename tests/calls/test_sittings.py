"""A sitting: each pause is counted once, it is resumed where it was left, and it ends once."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from decroche.calls import sessions
from decroche.calls.models import CallSession
from decroche.calls.reading import OutcomeInput
from decroche.calls.sittings import SittingCounts, given_in, given_now
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import TUESDAY, file_of
from tools.outcomes import log_outcome

pytestmark = pytest.mark.django_db


def after(minutes: int) -> AbstractContextManager[object]:
    return clock.frozen(TUESDAY + timedelta(minutes=minutes))


def test_two_pauses_add_up(member: Member) -> None:
    with after(0):
        sessions.begin(by=member)
    for start, end in ((10, 15), (30, 37)):
        with after(start):
            sessions.toggle_pause(by=member)
        with after(end):
            sessions.toggle_pause(by=member)
    with after(60):
        sessions.end(by=member)
    ended = CallSession.objects.get()
    assert ended.paused_seconds == 12 * 60
    assert ended.paused_at is None
    assert ended.ended_at == TUESDAY + timedelta(minutes=60)


def test_pausing_twice_stops_the_clock_once(member: Member) -> None:
    with after(0):
        sessions.begin(by=member)
    for minute in (10, 12):
        with after(minute):
            sessions.pause(by=member)
    for minute in (20, 25):
        with after(minute):
            sessions.resume(by=member)
    assert CallSession.objects.get().paused_seconds == 10 * 60


def test_a_sitting_that_ends_during_a_pause_counts_the_pause(member: Member) -> None:
    with after(0):
        sessions.begin(by=member)
    with after(10):
        sessions.pause(by=member)
    with after(40):
        sessions.end(by=member)
        assert sessions.end(by=member) is None
    assert CallSession.objects.get().paused_seconds == 30 * 60


def test_beginning_again_takes_the_sitting_up(member: Member) -> None:
    with after(0):
        first = sessions.begin(by=member, goal=12)
    with after(5):
        sessions.pause(by=member)
    with after(8):
        again = sessions.begin(by=member, goal=40)
    assert (again.pk, again.goal, again.paused_seconds) == (first.pk, 12, 3 * 60)
    with after(60):
        sessions.end(by=member)
        assert sessions.begin(by=member).pk != first.pk


def test_a_sitting_counts_its_calls_the_talks_among_them_and_the_addresses_given(
    member: Member,
) -> None:
    """A hang-up and a switchboard are no talk; what was called before the sitting is not its."""
    outcomes = ["no_answer", "no_answer", "hung_up", "gatekeeper", "no_need", "email_requested"]
    outcomes += ["interested", "meeting", "meeting"]
    early, *cards = file_of(member, len(outcomes) + 1)
    with after(0):
        log_outcome(by=member, company_id=early.pk, outcome="no_need")
    with after(5):
        sitting = sessions.begin(by=member)
    for minute, (card, outcome) in enumerate(zip(cards, outcomes, strict=True), start=10):
        email = "accueil@exemple.example" if outcome == "email_requested" else ""
        with after(minute):
            said = OutcomeInput(email=email, when=TUESDAY + timedelta(days=2))
            log_outcome(by=member, company_id=card.pk, outcome=outcome, said=said)
    assert given_in(sitting) == SittingCounts(
        calls=9, answered=7, decision_makers=5, emails=1, good_news=1, meetings=2
    )
    assert given_now(member) == given_in(sitting)


NIGHT = 18 * 60
"""Minutes from the morning of a sitting to the next one."""


def test_a_night_is_no_pause_of_a_sitting(member: Member) -> None:
    """She pauses in the evening, and presses “go on” or “end” on the same page in the morning."""
    for takes_up in (sessions.toggle_pause, sessions.end):
        with after(0):
            sessions.begin(by=member)
        with after(30):
            sessions.pause(by=member)
        with after(NIGHT + 6 * 60):
            takes_up(by=member)
            assert sessions.open_session(member) is None
        ended = CallSession.objects.latest("pk")
        assert ended.ended_at == TUESDAY + timedelta(minutes=30)
        assert ended.paused_seconds == 0


def test_a_call_of_the_next_day_is_in_no_sitting_of_the_day_before(member: Member) -> None:
    card, other, *_ = file_of(member, 3)
    with after(0):
        session = sessions.begin(by=member)
    morning = TUESDAY + timedelta(minutes=NIGHT + 6 * 60)
    for company, at, sitting in (
        (card, morning, None),
        (other, TUESDAY + timedelta(minutes=5), session.pk),  # pressed then, it arrives late
    ):
        with clock.frozen(morning):
            log_outcome(by=member, company_id=company.pk, outcome="no_answer", at=at)
        assert company.calls.get().session_id == sitting
