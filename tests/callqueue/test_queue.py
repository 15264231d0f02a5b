from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decroche.callqueue.claiming import release
from decroche.callqueue.models import CallPlan
from decroche.callqueue.next_card import next_for
from decroche.callqueue.queries import ready_count
from decroche.callqueue.search import Nothing, Pick
from decroche.callqueue.skipping import skip_card
from decroche.calls.states import rest
from decroche.followups.models import FollowUp
from decroche.journal.actions import undo
from decroche.prospects.legal_actions import leave_alone
from decroche.prospects.models import Company
from decroche.shared.clock import PARIS
from decroche.shared.counted import Counted
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of, log


def following(member: Member, at: datetime = TUESDAY) -> str:
    found = next_for(member, at)
    return found.company.name if isinstance(found, Pick) else found.why


@pytest.mark.usefixtures("in_file_order")
def test_fresh_cards_come_in_the_order_of_the_file(member: Member) -> None:
    cards = file_of(member, 3)
    for card in cards:
        assert following(member) == card.name
        log(member, card)


@pytest.mark.usefixtures("in_file_order")
def test_the_card_she_holds_stays_until_it_is_done(member: Member) -> None:
    cards = file_of(member, 2)
    assert following(member) == following(member) == cards[0].name


@pytest.mark.usefixtures("in_file_order")
def test_a_promise_due_comes_before_everything(member: Member) -> None:
    first, second, _ = file_of(member, 3)
    log(member, second, "call_back", when=TUESDAY + timedelta(days=1), precision="minute")
    assert following(member) == first.name
    release(member)
    tomorrow = TUESDAY + timedelta(days=1) - timedelta(minutes=5)
    found = next_for(member, tomorrow)
    assert isinstance(found, Pick)
    assert (found.company.name, found.reason.source) == (second.name, "promise")


def test_a_late_promise_is_never_dropped(member: Member) -> None:
    first, second = file_of(member, 2)
    log(member, second, "call_back", when=TUESDAY + timedelta(days=1), precision="minute")
    found = next_for(member, TUESDAY + timedelta(days=9))
    assert isinstance(found, Pick)
    assert found.company.name == second.name
    assert found.reason.late_minutes > 60
    assert first.state.callable


def test_advised_follow_ups_come_after_promises_and_before_fresh_cards(member: Member) -> None:
    _first, second, third = file_of(member, 3)
    log(member, third, "email_requested", email="a@b.example")
    log(member, second, "call_back", when=TUESDAY + timedelta(days=7))
    later = TUESDAY + timedelta(days=8)
    assert following(member, later) == second.name
    log(member, second, "no_need", at=later)
    assert following(member, later) == third.name


@pytest.mark.usefixtures("in_file_order")
def test_retries_come_after_fresh_cards_and_not_in_the_same_half_day(member: Member) -> None:
    first, second = file_of(member, 2)
    log(member, first)
    assert following(member) == second.name
    log(member, second)
    assert following(member) == "all_done"
    assert following(member, TUESDAY + timedelta(days=1, hours=5)) == first.name


def test_nobody_is_called_outside_the_hours_of_the_place(member: Member) -> None:
    company(member)
    for moment in (
        TUESDAY.replace(hour=6),
        TUESDAY.replace(hour=20),
        datetime(2026, 11, 28, 10, tzinfo=PARIS),
        datetime(2026, 11, 11, 10, tzinfo=PARIS),
    ):
        found = next_for(member, moment)
        assert isinstance(found, Nothing)
        assert found.why == "closed"
        assert found.until is not None
        assert found.until > moment


def test_each_zone_has_its_own_hours(member: Member) -> None:
    company(member)
    overseas = company(member, "Logis du Grand Large 0262 99 00 11, Saint-Denis", postcode="97400")
    assert overseas.state.zone == "974"
    assert following(member, TUESDAY.replace(hour=6, minute=30)) == overseas.name


def test_a_good_friday_in_alsace_is_a_day_off_there_only(member: Member) -> None:
    alsace = company(member, "Brasserie du Beffroi 03 53 01 10 85, Strasbourg", postcode="67000")
    lille = company(member, "Imprimerie Vasseur 03 53 01 01 42, Lille", postcode="59000")
    assert following(member, datetime(2027, 3, 26, 10, tzinfo=PARIS)) == lille.name
    assert alsace.state.zone == "alsace"


@pytest.mark.parametrize("outcome", ["do_not_call", "wrong_number"])
def test_opposed_and_unreachable_companies_never_come(member: Member, outcome: str) -> None:
    card = company(member)
    log(member, card, outcome)
    for days in range(0, 800, 50):
        assert following(member, TUESDAY + timedelta(days=days)) == "empty_file"


def test_resting_companies_do_not_come_before_their_day(member: Member) -> None:
    card = company(member)
    rest(by=member, companies=Company.objects.filter(pk=card.pk), days=30)
    assert following(member) == "all_done"
    assert following(member, TUESDAY + timedelta(days=34)) == card.name


@pytest.mark.usefixtures("in_file_order")
def test_passing_over_sends_a_card_to_the_end_of_the_day(member: Member) -> None:
    first, second = file_of(member, 2)
    assert following(member) == first.name
    skip_card(member, first, TUESDAY)
    assert following(member) == second.name
    log(member, second)
    assert following(member) == first.name


@pytest.mark.parametrize("promised", [(), (0,), (1, 2), (0, 1, 2, 3)])
@pytest.mark.usefixtures("in_file_order")
def test_each_pass_puts_the_card_behind_the_others_also_when_all_were_passed(
    member: Member, promised: tuple[int, ...]
) -> None:
    """Also for promises that are due: none comes back at once, and each has its turn."""
    cards = {card.name: card for card in file_of(member, 4)}
    for place, card in enumerate(cards.values()):
        if place in promised:
            before = TUESDAY - timedelta(days=2)
            log(member, card, "call_back", at=before, when=TUESDAY - timedelta(minutes=5 - place))
    shown = []
    for count in range(12):
        at = TUESDAY + timedelta(minutes=count)
        shown.append(following(member, at))
        skip_card(member, cards[shown[-1]], at)
    assert len(set(shown[:4])) == 4
    assert shown == shown[:4] * 3


@pytest.mark.usefixtures("in_file_order")
def test_a_card_that_was_passed_over_and_then_opposed_does_not_come_again(member: Member) -> None:
    first, second = file_of(member, 2)
    skip_card(member, first, TUESDAY)
    log(member, second, "do_not_call")
    assert following(member) == first.name
    release(member)
    number = first.numbers.get().dial
    leave_alone(by=member, values=[("number", number)], channel="mail")
    assert following(member) == "empty_file"


def test_an_answer_that_comes_in_after_a_call_of_the_morning_brings_the_card_in_the_afternoon(
    member: Member,
) -> None:
    """What is due is not a reason to ring the same people twice in one half-day."""
    card = company(member)
    log(member, card, "email_requested", email="accueil@exemple.example")
    FollowUp.objects.create(
        workspace=member.workspace,
        company=card,
        kind=FollowUp.Kind.ADVISED,
        purpose="reply",
        due_at=TUESDAY + timedelta(minutes=10),
        created_at=TUESDAY + timedelta(minutes=10),
    )
    assert following(member, TUESDAY + timedelta(minutes=20)) == "all_done"
    assert following(member, TUESDAY.replace(hour=14)) == card.name


def test_two_members_never_get_the_same_company(member: Member) -> None:
    file_of(member, 2)
    colleague = Member.objects.create(workspace=member.workspace, name="Léa")
    assert following(member) != following(colleague)


@pytest.mark.usefixtures("in_file_order")
def test_undo_gives_her_the_card_back(member: Member) -> None:
    first, second = file_of(member, 2)
    log(member, first)
    assert following(member) == second.name
    undo(by=member)
    assert following(member) == first.name


@pytest.mark.parametrize("due", [True, False])
def test_undo_brings_the_card_back_with_why_it_was_next(member: Member, due: bool) -> None:
    first, _second = file_of(member, 2)
    if due:
        log(member, first, "call_back", when=TUESDAY - timedelta(hours=1), precision="minute")
    found = next_for(member, TUESDAY)
    assert isinstance(found, Pick)
    assert found.reason.source == ("promise" if due else "fresh")
    log(member, found.company)
    again = next_for(member, TUESDAY)
    assert isinstance(again, Pick)
    undo(by=member)
    back = next_for(member, TUESDAY)
    assert isinstance(back, Pick)
    assert (back.company, back.reason) == (found.company, found.reason)


def test_ready_cards_are_counted(member: Member) -> None:
    cards = file_of(member, 5)
    assert ready_count(member.workspace, TUESDAY) == Counted(5)
    log(member, cards[0])
    assert ready_count(member.workspace, TUESDAY) == Counted(4)


def test_an_empty_file_says_so(member: Member) -> None:
    assert following(member) == "empty_file"


@pytest.mark.usefixtures("nothing_drawn")
def test_choosing_the_next_card_costs_the_same_whatever_the_file(member: Member) -> None:
    def asked() -> int:
        """Queries of a card whose order has to be made first."""
        release(member)
        CallPlan.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            next_for(member, TUESDAY)
        return len(queries)

    cards = [f"Verrerie {i} 01 99 00 {i:02} {i:02} Paris" for i in range(62)]
    for line in cards[:20]:
        company(member, line)
    asked()  # what a process reads once
    few = asked()
    for line in cards[20:]:
        company(member, line)
    asked()
    assert asked() == few
