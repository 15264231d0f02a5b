"""Which day it is: the day in Paris, also in the first hours of it, when it is yesterday in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from decroche.callqueue.models import Skip
from decroche.callqueue.next_card import next_for
from decroche.callqueue.skipping import skip_card
from decroche.shared.clock import PARIS, day_of, frozen, today
from decroche.team.models import Member
from tests.cast import file_of

HALF_PAST_MIDNIGHT = datetime(2026, 11, 25, 0, 30, tzinfo=PARIS)


@pytest.mark.parametrize("zone", [PARIS, UTC])
def test_half_past_midnight_in_paris_is_the_new_day(zone: object) -> None:
    at = HALF_PAST_MIDNIGHT.astimezone(UTC) if zone is UTC else HALF_PAST_MIDNIGHT
    assert day_of(at) == date(2026, 11, 25)
    with frozen(at):
        assert today() == date(2026, 11, 25)


@pytest.mark.django_db
def test_a_card_passed_over_yesterday_is_not_passed_over_after_midnight(member: Member) -> None:
    card, _ = file_of(member, 2)
    skip_card(member, card, HALF_PAST_MIDNIGHT.astimezone(UTC))
    assert Skip.objects.get().day == date(2026, 11, 25)
    skip_card(member, card, (HALF_PAST_MIDNIGHT - timedelta(hours=1)).astimezone(UTC))
    assert {skip.day.day for skip in Skip.objects.all()} == {24, 25}
    assert next_for(member, HALF_PAST_MIDNIGHT + timedelta(hours=9))
