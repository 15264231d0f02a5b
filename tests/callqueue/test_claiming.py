"""The key of a card that is held: one as long as she holds it, whoever shows it, and another one
for each call.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from decroche.callqueue.chosen import take_card
from decroche.callqueue.claiming import claim, release
from decroche.callqueue.log_and_go_on import log_and_go_on
from decroche.callqueue.models import Claim
from decroche.callqueue.next_card import next_for
from decroche.callqueue.rules import Reason
from decroche.callqueue.search import Pick
from decroche.callqueue.skipping import skip_card
from decroche.calls import sessions
from decroche.calls.log_call import CallTyped
from decroche.calls.models import Call
from decroche.journal.actions import NothingToUndo, undo
from decroche.journal.models import Entry
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_file_order")]
TWO_NUMBERS = "Imprimerie Vasseur 03 53 01 01 42 06 39 98 01 43 Lille"


def held(member: Member) -> Pick:
    found = next_for(member, TUESDAY)
    assert isinstance(found, Pick)
    return found


def pressed(member: Member, pick: Pick, outcome: str = "no_answer") -> Pick | None:
    typed = CallTyped(pick.company.pk, outcome, {}, None, TUESDAY)
    found = log_and_go_on(by=member, typed=typed, key=pick.claim_key).found
    return found if isinstance(found, Pick) else None


def test_a_card_opened_twice_in_one_moment_has_one_key_and_makes_one_call(member: Member) -> None:
    """Her desk and her telephone both read that she holds none, and both reserve the first."""
    first, second = file_of(member, 2)
    at_the_desk, on_the_telephone = (
        claim(member, first, Reason("fresh"), TUESDAY) for _ in range(2)
    )
    assert on_the_telephone == at_the_desk == held(member).claim_key
    typed = CallTyped(first.pk, "no_answer", {}, None, TUESDAY)
    log_and_go_on(by=member, typed=typed, key=at_the_desk)
    again = log_and_go_on(by=member, typed=typed, key=on_the_telephone)
    assert again.kept.logged.replayed
    assert Call.objects.count() == 1
    assert held(member).company == second


def test_a_card_that_she_takes_while_she_holds_it_keeps_its_key(member: Member) -> None:
    first, second = file_of(member, 2)
    before = held(member).claim_key
    take_card(by=member, company=first, at=TUESDAY)
    assert held(member).claim_key == before
    take_card(by=member, company=second, at=TUESDAY)
    assert held(member).claim_key != before
    take_card(by=member, company=first, at=TUESDAY)
    assert held(member).claim_key != before, "it was another's in between"


def test_the_next_number_of_the_same_card_is_another_call(member: Member) -> None:
    card = company(member, TWO_NUMBERS)
    before = held(member)
    found = pressed(member, before, "wrong_number")
    assert found is not None
    assert found.company == card
    assert found.claim_key != before.claim_key
    pressed(member, found)
    assert Call.objects.count() == 2


def _open(member: Member) -> None:
    next_for(member, TUESDAY)


def _press(outcome: str) -> Callable[[Member], None]:
    def press(member: Member) -> None:
        found = next_for(member, TUESDAY)
        if isinstance(found, Pick):
            pressed(member, found, outcome)

    return press


def _take(member: Member) -> None:
    row = Claim.objects.filter(member=member).select_related("company__state").first()
    if row is not None and row.company.state.callable:
        claim(member, row.company, Reason("held"), TUESDAY)


def _skip(member: Member) -> None:
    found = next_for(member, TUESDAY)
    if isinstance(found, Pick):
        skip_card(member, found.company, TUESDAY)


def _undo(member: Member) -> None:
    entry = Entry.objects.filter(undone_at=None, undoable=True).order_by("-pk").first()
    if entry is not None:
        try:
            undo(by=member, entry_id=entry.pk)
        except NothingToUndo:
            return


def _pause(member: Member) -> None:
    sessions.toggle_pause(by=member)


STEPS: dict[str, Callable[[Member], None]] = {
    "open": _open,
    "no answer": _press("no_answer"),
    "wrong number": _press("wrong_number"),
    "take": _take,
    "skip": _skip,
    "undo": _undo,
    "pause": _pause,
    "give back": release,
}


@settings(
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(steps=["wrong number", "undo", "take", "wrong number"])
@example(steps=["pause", "wrong number", "take", "pause", "take", "no answer"])
@given(steps=st.lists(st.sampled_from(sorted(STEPS)), min_size=3, max_size=9))
def test_no_card_is_held_by_a_key_that_made_a_call(member: Member, steps: list[str]) -> None:
    """Else the next press on it would be taken for one that was sent twice."""
    Company.objects.all().delete()
    Entry.objects.all().delete()
    with clock.frozen(TUESDAY - timedelta(minutes=5)):
        company(member, TWO_NUMBERS)
        company(member)
        sessions.begin(by=member)
    with clock.frozen(TUESDAY):
        for step in steps:
            STEPS[step](member)
            found = next_for(member, TUESDAY)
            if isinstance(found, Pick):
                used = Entry.objects.filter(key=found.claim_key)
                assert not used.exists(), (steps, step)
