"""The hour that the switchboard gave is the hour at which the card comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from decroche.callqueue.claiming import release
from decroche.callqueue.next_card import next_for
from decroche.callqueue.search import Pick
from decroche.callqueue.skipping import skip_card
from decroche.calls.models import CallState
from decroche.calls.reading import OutcomeInput
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import TUESDAY, file_of
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
