"""The hour that the switchboard gave is the hour at which the card comes back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from decroche.callqueue.claiming import release
from decroche.callqueue.next_card import next_for
from decroche.callqueue.search import Pick
from decroche.callqueue.skipping import skip_card
from decroche.calls.models import CallState
from decroche.calls.reading import OutcomeInput
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of, log
from tools.outcomes import log_outcome

pytestmark = pytest.mark.django_db
SOON = TUESDAY + timedelta(minutes=30)


def before_her(member: Member, minutes: int) -> Company | None:
    at = TUESDAY + timedelta(minutes=minutes)
    release(member)
    found = next_for(member, at)
    return found.company if isinstance(found, Pick) else None


def switchboard(member: Member, card: Company) -> None:
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="gatekeeper",
        said=OutcomeInput(when=SOON, precision="minute", note="revient dans une demi-heure"),
        at=TUESDAY,
    )


@pytest.mark.parametrize("order", ["in_file_order", "nothing_drawn"])
def test_in_half_an_hour_is_in_half_an_hour(
    request: pytest.FixtureRequest, member: Member, order: str
) -> None:
    """Even in the half-day of the first call: it is what they said."""
    request.getfixturevalue(order)
    first, second = file_of(member, 2)
    switchboard(member, first)
    log_outcome(by=member, company_id=second.pk, outcome="no_need", at=TUESDAY)
    assert before_her(member, 5) is None
    assert before_her(member, 31) == first


def test_a_card_that_was_passed_over_waits_for_its_hour_too(member: Member) -> None:
    first, second = file_of(member, 2)
    skip_card(member, first, TUESDAY)
    switchboard(member, first)
    log_outcome(by=member, company_id=second.pk, outcome="no_need", at=TUESDAY)
    assert before_her(member, 5) is None
    assert before_her(member, 31) == first


def test_a_card_that_was_passed_over_is_not_offered_outside_its_hours(member: Member) -> None:
    """In the Antilles it is five in the morning when it is ten in Paris."""
    first, second = file_of(member, 2)
    CallState.objects.filter(pk=first.pk).update(zone="971")
    skip_card(member, first, TUESDAY)
    log_outcome(by=member, company_id=second.pk, outcome="no_need", at=TUESDAY)
    assert before_her(member, 5) is None


EVENING = TUESDAY.replace(hour=17, minute=30)
WEDNESDAY = TUESDAY + timedelta(days=1)


def dealt(member: Member, at: datetime) -> Company | None:
    release(member)
    found = next_for(member, at)
    return found.company if isinstance(found, Pick) else None


@pytest.mark.parametrize("order", ["in_file_order", "nothing_drawn"])
@pytest.mark.parametrize(
    "said",
    [
        {"note": "joignable après 17h30"},
        {"details": {"after": "1"}},
    ],
)
@pytest.mark.parametrize("outcome", ["gatekeeper", "call_back"])
def test_an_hour_from_which_on_they_can_be_reached_is_kept_on_the_days_after(
    request: pytest.FixtureRequest, member: Member, order: str, said: dict[str, Any], outcome: str
) -> None:
    """Nobody else is left, and still it is not dialled in the morning."""
    request.getfixturevalue(order)
    card = company(member)
    log(member, card, outcome, when=EVENING, precision="minute", **said)
    assert dealt(member, WEDNESDAY) is None
    assert dealt(member, WEDNESDAY.replace(hour=17, minute=35)) == card


def test_an_hour_said_for_today_is_kept_whatever_a_note_says(member: Member) -> None:
    card = company(member, notes="pas avant 14h")
    log(member, card, "call_back", when=SOON, precision="minute")
    assert dealt(member, SOON) == card


def test_an_hour_that_was_missed_without_such_words_is_kept_at_once(member: Member) -> None:
    card = company(member)
    log(member, card, "call_back", when=EVENING, precision="minute")
    assert dealt(member, WEDNESDAY) == card


@pytest.mark.parametrize("order", ["in_file_order", "nothing_drawn"])
def test_a_meeting_of_today_that_began_is_not_dialled(
    request: pytest.FixtureRequest, member: Member, order: str
) -> None:
    request.getfixturevalue(order)
    card = company(member)
    log(member, card, "meeting", when=SOON, precision="minute")
    assert dealt(member, SOON + timedelta(hours=1)) is None
    skip_card(member, card, SOON)
    assert dealt(member, SOON + timedelta(hours=1)) is None
    assert dealt(member, SOON + timedelta(days=1)) == card
