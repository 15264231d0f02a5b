from __future__ import annotations

from datetime import timedelta

import pytest

from decroche.followups.actions import close, move
from decroche.followups.models import FollowUp
from decroche.followups.rules import stage
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
    with pytest.raises(ValueError):
        close(by=member, follow_up=row, how="eaten")
