from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from decroche.followups.actions import close, move
from decroche.followups.models import FollowUp
from decroche.followups.rules import CallMade, after_call, stage
from decroche.journal.actions import undo
from decroche.team.models import Member
from tests.cast import TUESDAY, company


@pytest.mark.parametrize(
    ("minutes", "precision", "found"),
    [
        (-5, "minute", "due"),
        (-70, "minute", "late"),
        (-70, "day", "due"),
        (-3000, "day", "late"),
        (30, "minute", "today"),
        (3000, "minute", "later"),
    ],
)
def test_where_a_follow_up_stands(minutes: int, precision: str, found: str) -> None:
    assert stage(TUESDAY + timedelta(minutes=minutes), precision, TUESDAY) == found


NOON = TUESDAY.replace(hour=12, minute=0)


@pytest.mark.parametrize(
    ("due", "precision", "found"),
    [
        (NOON, "minute", "due"),
        (NOON + timedelta(seconds=1), "minute", "today"),
        (NOON - timedelta(minutes=60), "minute", "due"),
        (NOON - timedelta(minutes=60, seconds=1), "minute", "late"),
        (NOON.replace(hour=0), "day", "due"),
        (NOON.replace(hour=0) - timedelta(minutes=1), "day", "late"),
        (NOON.replace(hour=0), "half_day", "due"),
        (NOON.replace(hour=23, minute=59), "day", "today"),
        (NOON.replace(hour=0) + timedelta(days=1), "day", "later"),
    ],
)
def test_the_stage_of_a_follow_up_to_the_minute(due: datetime, precision: str, found: str) -> None:
    assert stage(due, precision, NOON) == found


def test_what_was_due_before_midnight_is_late_after_it() -> None:
    midnight = NOON.replace(hour=0) + timedelta(minutes=5)
    assert stage(midnight - timedelta(minutes=10), "minute", midnight) == "late"


def test_the_day_is_the_one_where_she_is() -> None:
    """Half past eleven in the evening in UTC is the next day in Paris."""
    due = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)
    assert stage(due, "day", NOON) == "later"
    assert stage(due, "day", NOON + timedelta(days=1)) == "due"


def test_moving_and_closing_can_be_taken_back(member: Member) -> None:
    card = company(member)
    row = FollowUp.objects.create(
        workspace=member.workspace,
        company=card,
        kind="promised",
        purpose="call_back",
        due_at=TUESDAY,
    )
    before = list(FollowUp.objects.values())
    for entry in (
        move(by=member, follow_up=row, due_at=TUESDAY + timedelta(days=3), precision="day"),
        close(by=member, follow_up=row, how="dropped"),
    ):
        assert list(FollowUp.objects.values()) != before
        undo(by=member, entry_id=entry.pk)
        row.refresh_from_db()
    assert list(FollowUp.objects.values()) == before
    with pytest.raises(ValueError, match="eaten"):
        close(by=member, follow_up=row, how="eaten")


def test_an_appointment_that_begins_now_is_over_with_the_call() -> None:
    """And one to come stays when nobody talked, whatever the outcome is called."""
    call = CallMade(TUESDAY, talked=False, appointment=True, refused=True)
    assert after_call(call, promised=True, appointment=True, due=TUESDAY) == "closed"
    later = TUESDAY + timedelta(minutes=1)
    assert after_call(call, promised=True, appointment=True, due=later) == "stays"


def test_a_promise_to_one_person_is_replaced_by_one_to_nobody_in_particular() -> None:
    made = CallMade(TUESDAY, talked=True, gives_promise=True)
    due = TUESDAY + timedelta(days=3)
    for theirs, called, fate in ((1, None, "closed"), (None, 2, "closed"), (1, 2, "stays")):
        call = replace(made, contact=called)
        found = after_call(call, promised=True, appointment=False, due=due, contact=theirs)
        assert found == fate, (theirs, called)
