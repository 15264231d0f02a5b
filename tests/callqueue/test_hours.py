"""The queue offers whom the law lets her call at that hour: by its settings and by a consent."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from decroche.callqueue.claiming import release
from decroche.callqueue.next_card import next_for
from decroche.callqueue.search import Nothing, Pick
from decroche.calls.models import CallState
from decroche.calls.reading import OutcomeInput
from decroche.compliance.actions import ConsentGiven
from decroche.compliance.preferences import LegalChoices
from decroche.prospects import legal_actions
from decroche.prospects.models import Company
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from decroche.team.preferences import save_preferences
from tests.cast import TUESDAY, company
from tools.outcomes import log_outcome

EVENING = TUESDAY.astimezone(PARIS).replace(hour=21, minute=30)
GOOD_FRIDAY = datetime(2027, 3, 26, 11, tzinfo=PARIS)
"""A holiday of Alsace and Moselle only."""


def consumer(member: Member, *, out_of_hours: bool, postcode: str = "59000") -> Company:
    card = company(member, postcode=postcode)
    legal_actions.choose_audience(by=member, company=card, audience="consumer")
    legal_actions.keep_consent(
        by=member,
        company=card,
        given=ConsentGiven(
            kind="number",
            value=card.numbers.get().dial,
            text="Oui, appelez-moi le soir.",
            channel="phone",
            given_at=TUESDAY - timedelta(days=1),
            out_of_hours=out_of_hours,
        ),
    )
    return card


@pytest.mark.parametrize("order", ["by rank", "of the file"])
def test_a_consent_out_of_hours_brings_the_card_in_the_evening(
    member: Member, order: str, request: pytest.FixtureRequest
) -> None:
    if order == "of the file":
        request.getfixturevalue("in_file_order")
    card = consumer(member, out_of_hours=True)
    found = next_for(member, EVENING)
    assert isinstance(found, Pick)
    assert found.company == card


def test_without_it_the_card_waits_for_the_hours_of_the_law(member: Member) -> None:
    consumer(member, out_of_hours=False)
    found = next_for(member, EVENING)
    assert isinstance(found, Nothing)
    assert found.why == "closed"
    assert found.until == datetime(2026, 11, 25, 10, tzinfo=PARIS)


def test_once_taken_back_it_brings_the_card_no_more(member: Member) -> None:
    card = consumer(member, out_of_hours=True)
    legal_actions.revoke_consent(
        by=member, company=card, kind="number", value=card.numbers.get().dial, channel="phone"
    )
    assert not CallState.objects.get(pk=card.pk).any_hour
    assert isinstance(next_for(member, EVENING), Nothing)


def test_a_promise_to_a_consumer_who_agreed_is_due_at_its_hour(member: Member) -> None:
    card = consumer(member, out_of_hours=True)
    evening = EVENING + timedelta(days=1)
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="call_back",
        at=TUESDAY,
        said=OutcomeInput(when=evening, precision="minute"),
    )
    release(member)
    found = next_for(member, evening)
    assert isinstance(found, Pick)
    assert found.reason.source == "promise"


@pytest.mark.parametrize("local_holidays", [True, False])
def test_a_holiday_of_one_place_stops_a_consumer_only_where_she_lets_it(
    member: Member, local_holidays: bool
) -> None:
    consumer(member, out_of_hours=False, postcode="67000")
    save_preferences(
        workspace=member.workspace, section=LegalChoices(local_holidays=local_holidays)
    )
    assert isinstance(next_for(member, GOOD_FRIDAY), Nothing) is local_holidays
