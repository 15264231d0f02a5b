"""One key press: how many statements it takes, and what holds when two come at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decroche.callqueue.claiming import claim, move_claim
from decroche.callqueue.log_and_go_on import LoggedThenNext, log_and_go_on
from decroche.callqueue.models import CallPlan, Claim
from decroche.callqueue.next_card import next_for
from decroche.callqueue.rules import Reason
from decroche.callqueue.search import Pick
from decroche.calls import sessions
from decroche.calls.log_call import CallTyped
from decroche.calls.models import Call, CallState
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.rules import APPOINTMENTS, WANTS_MAIL
from decroche.compliance.models import Suppression
from decroche.correspondence.actions import keep_mailbox
from decroche.correspondence.models import Message
from decroche.followups.models import FollowUp
from decroche.journal.models import Entry
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of

LEAST = 10
"""Statements of a press that keeps a call without a consequence and shows the next card."""
MOST = 15
"""Statements of a press, whatever it leads to."""


def statements(page: Client, outcome: str, **typed: str) -> list[str]:
    """The statements of a press on the card on the screen."""
    hidden = before_her_typed(page)
    with CaptureQueriesContext(connection) as queries:
        answer = page.post(
            "/calls/log/",
            {**hidden, **typed, "outcome": outcome},
            headers={"HX-Request": "true", "HX-Target": "desk"},
        )
    following = re.findall(r'name="company" value="(\d+)"', answer.content.decode())
    assert following, "the answer holds the next card"
    assert following[0] != hidden["company"]
    return [query["sql"] for query in queries]


def many(member: Member, count: int) -> None:
    """`count` more companies like the first, each with a number."""
    first = Company.objects.select_related("state").filter(workspace=member.workspace)[0]
    number, state = first.numbers.get(), first.state
    cards = Company.objects.bulk_create(
        [copy_of(first, name=f"Atelier {index}", name_key=f"k{index}") for index in range(count)]
    )
    PhoneNumber.objects.bulk_create(
        [
            copy_of(number, company=card, e164=f"+3319900{index:05}", national=f"{index}")
            for index, card in enumerate(cards)
        ]
    )
    CallState.objects.bulk_create(
        [copy_of(state, company=card, position=1000 + index) for index, card in enumerate(cards)]
    )


def copy_of(row: Any, **changes: Any) -> Any:
    """Returns a copy of a row without a key, with some fields changed."""
    values = {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    return type(row)(**{**values, **changes})


@pytest.mark.usefixtures("nothing_drawn")
def test_a_press_takes_few_statements_and_one_transaction_whatever_the_file(
    page: Client, member: Member
) -> None:
    file_of(member)
    many(member, 88)
    sessions.begin(by=member)
    statements(page, "no_answer")  # what a process reads once
    few = statements(page, "hung_up")
    many(member, 4900)
    CallPlan.objects.all().delete()
    statements(page, "no_answer")
    lots = statements(page, "hung_up")
    assert len(lots) == len(few) <= LEAST, "\n".join(sql[:200] for sql in lots)
    one_transaction(lots)


def one_transaction(asked: list[str]) -> None:
    """Fails when there is another transaction than one that lasts until the end."""
    begun = [sql for sql in asked if sql.startswith(("BEGIN", "SAVEPOINT"))]
    ended = [sql for sql in asked if sql.startswith(("COMMIT", "RELEASE"))]
    assert (len(begun), len(ended)) == (1, 1)
    assert asked.index(ended[0]) == len(asked) - 1, "nothing is asked once it is kept"


EVERYTHING = {
    "when": "vendredi 14h",
    "email": "claire.petit@verrerie.example",
    "invite": "claire.petit@verrerie.example",
    "reason": "agency",
    "agency": "Studio Nord",
    "place": "Lille",
    "note": "très intéressés",
    "said": "pas avant mai",
}
"""All that can be typed for an outcome; each takes what is its own."""


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.usefixtures("nothing_drawn")
def test_every_outcome_takes_at_most_fifteen_statements_and_one_transaction(
    page: Client, member: Member, outcome: str
) -> None:
    """With a mailbox, so that mail is queued; with a note; and when she says where their details
    come from, or keeps a sentence, or when something was promised to them before.
    """
    file_of(member)
    many(member, 12)
    person_each(member)
    keep_mailbox(by=member, values={"address": "anne@example.com"})
    sessions.begin(by=member)
    statements(page, outcome, **EVERYTHING)  # what a process reads once
    for more in ({}, {"told": "1"}, {"moment": "Très intéressés"}, {"promised": "1"}):
        if more == {"promised": "1"}:
            promise_each(member)
        queued = Message.objects.filter(state="queued").count()
        asked = statements(page, outcome, **EVERYTHING, **more)
        assert len(asked) <= MOST, "\n".join(sql[:200] for sql in asked)
        one_transaction(asked)
        queued = Message.objects.filter(state="queued").count() - queued
        assert queued == (outcome in (*WANTS_MAIL, *APPOINTMENTS)), "its mail is counted"
        assert Suppression.objects.exists() == (outcome == "do_not_call"), "so is an opposition"


def person_each(member: Member) -> None:
    """Gives each company a person with a name, whose opposition is looked up by a key of
    their own.
    """
    Contact.objects.bulk_create(
        Contact(workspace=member.workspace, company=card, name="Claire Petit", role="communication")
        for card in Company.objects.all()
    )


def promise_each(member: Member) -> None:
    """A call is promised to each company for another day."""
    FollowUp.objects.bulk_create(
        FollowUp(
            workspace=member.workspace,
            company=card,
            kind=FollowUp.Kind.PROMISED,
            purpose="call_back",
            due_at=TUESDAY + timedelta(days=30),
            created_at=TUESDAY,
        )
        for card in Company.objects.all()
    )


@pytest.mark.usefixtures("nothing_drawn")
def test_a_press_that_is_refused_does_not_make_the_next_one_read_her_order_again(
    page: Client, member: Member
) -> None:
    file_of(member)
    many(member, 30)
    sessions.begin(by=member)
    for _ in range(12):
        statements(page, "no_answer")
    refused = page.post("/calls/log/", {**before_her_typed(page), "outcome": "call_back"})
    assert refused.status_code == 422
    assert len(statements(page, "no_answer")) == LEAST


def before_her_typed(page: Client) -> dict[str, str]:
    """The hidden fields of the card on the screen."""
    shown = page.get("/calls/").content.decode()
    return dict(
        re.findall(
            r'<input type="hidden" name="(company|number|key|asked_for)" value="([^"]*)"', shown
        )
    )


@pytest.mark.parametrize(
    ("outcome", "more"),
    [
        ("no_answer", 0),
        ("voicemail", 0),
        ("gatekeeper", 1),  # the day that the switchboard gave
        ("hung_up", 0),
        ("no_need", 1),  # a day to call again
        ("call_back", 2),  # in touch, promised
        ("meeting", 2),
    ],
)
@pytest.mark.usefixtures("nothing_drawn")
def test_each_consequence_is_one_statement_more(
    page: Client, member: Member, outcome: str, more: int
) -> None:
    file_of(member)
    sessions.begin(by=member)
    statements(page, "no_answer")
    asked = statements(page, outcome, when="vendredi 14h")
    assert len(asked) == LEAST + more, "\n".join(sql[:200] for sql in asked)
    told = statements(page, outcome, when="vendredi 14h", told="1")
    assert len(told) == LEAST + more + 1, "what she says she told them is noted"


@pytest.mark.usefixtures("nothing_drawn")
def test_a_consumer_takes_the_same_number(page: Client, member: Member) -> None:
    file_of(member, 6)
    sessions.begin(by=member)
    statements(page, "no_answer")
    professional = len(statements(page, "no_answer"))
    Company.objects.update(audience="consumer")
    with patch("decroche.calls.permission.permit") as permitted:
        permitted.return_value.allowed = True
        permitted.return_value.why = ""
        statements(page, "no_answer")
        assert len(statements(page, "no_answer")) == professional


def typed(card: Company, outcome: str = "no_answer") -> CallTyped:
    return CallTyped(card.pk, outcome, {}, None, TUESDAY)


def before_her(member: Member) -> Pick:
    found = next_for(member, TUESDAY)
    assert isinstance(found, Pick)
    return found


@pytest.mark.usefixtures("in_file_order")
def test_the_claim_moves_to_the_next_card_with_a_key_of_its_own(member: Member) -> None:
    first, second = file_of(member, 2)
    held = before_her(member)
    assert held.company == first
    found = log_and_go_on(by=member, typed=typed(first), key=held.claim_key).found
    assert isinstance(found, Pick)
    assert found.company == second
    assert found.claim_key not in ("", held.claim_key)
    assert before_her(member).claim_key == found.claim_key
    assert Claim.objects.get().company_id == second.pk


@pytest.mark.usefixtures("in_file_order")
def test_the_same_press_twice_is_one_call_and_the_next_card_stays(member: Member) -> None:
    first, second, _third = file_of(member, 3)
    held = before_her(member)
    once = log_and_go_on(by=member, typed=typed(first), key=held.claim_key)
    twice = log_and_go_on(by=member, typed=typed(first), key=held.claim_key)
    assert twice.kept.logged.replayed
    assert twice.kept.logged.call == once.kept.logged.call
    assert twice.found is None
    assert Call.objects.count() == 1
    assert before_her(member).company == second
    assert CallState.objects.get(pk=first.pk).attempts == 1


@pytest.mark.usefixtures("in_file_order")
def test_a_call_logged_from_elsewhere_leaves_the_card_she_holds(member: Member) -> None:
    first, _second, third = file_of(member, 3)
    held = before_her(member)
    found = log_and_go_on(by=member, typed=typed(third)).found
    assert isinstance(found, Pick)
    assert (found.company, found.claim_key) == (first, held.claim_key)
    assert Claim.objects.get().company_id == first.pk


@pytest.mark.usefixtures("in_file_order")
def test_a_card_that_a_colleague_had_is_released_when_she_called_it(member: Member) -> None:
    first, second, third = file_of(member, 3)
    colleague = Member.objects.create(workspace=member.workspace, name="Ines")
    claim(colleague, third, Reason("held"), TUESDAY)
    before_her(member)
    log_and_go_on(by=member, typed=typed(third))
    assert not Claim.objects.filter(member=colleague).exists()
    log_and_go_on(by=member, typed=typed(first))
    assert Claim.objects.get(member=member).company_id == second.pk


def racing(loses: int) -> Callable[..., str]:
    """A move_claim that loses to a colleague `loses` times."""
    left = [loses]

    def moved(*arguments: Any) -> str:
        if left[0]:
            left[0] -= 1
            raise IntegrityError("one_member_per_card")
        return move_claim(*arguments)

    return moved


@pytest.mark.usefixtures("in_file_order")
def test_a_lost_race_for_the_next_card_is_run_again(member: Member) -> None:
    first, second = file_of(member, 2)
    held = before_her(member)
    with patch("decroche.callqueue.log_and_go_on.move_claim", racing(2)):
        pressed = log_and_go_on(by=member, typed=typed(first), key=held.claim_key)
    assert isinstance(pressed.found, Pick)
    assert pressed.found.company == second
    assert Call.objects.count() == Entry.objects.filter(verb="call.logged").count() == 1
    assert CallState.objects.get(pk=first.pk).attempts == 1


@pytest.mark.usefixtures("in_file_order")
def test_what_can_not_be_reserved_keeps_nothing_of_the_press(member: Member) -> None:
    first, _ = file_of(member, 2)
    held = before_her(member)
    with (
        patch("decroche.callqueue.log_and_go_on.move_claim", racing(99)),
        pytest.raises(IntegrityError),
    ):
        log_and_go_on(by=member, typed=typed(first), key=held.claim_key)
    assert not Call.objects.exists()
    assert before_her(member).claim_key == held.claim_key


@pytest.mark.usefixtures("in_file_order")
def test_while_the_sitting_is_paused_no_card_is_reserved(member: Member) -> None:
    first, _ = file_of(member, 2)
    sessions.begin(by=member)
    before_her(member)
    sessions.pause(by=member)
    assert log_and_go_on(by=member, typed=typed(first)).found is None
    assert not Claim.objects.exists()


def test_after_the_last_card_nothing_is_held(member: Member) -> None:
    card = company(member)
    before_her(member)
    pressed: LoggedThenNext = log_and_go_on(by=member, typed=typed(card))
    assert not isinstance(pressed.found, Pick)
    assert pressed.found is not None
    assert pressed.found.why == "all_done"
    assert not Claim.objects.exists()


@pytest.mark.usefixtures("nothing_drawn")
def test_each_member_keeps_her_own_place_in_her_order(member: Member) -> None:
    """Two members who call in turns each look at few places: each keeps the place in the order
    where she was.
    """
    file_of(member)
    colleague = Member.objects.create(workspace=member.workspace, name="Ines")
    counted = []
    for _ in range(5):
        for one in (member, colleague):
            held = before_her(one)
            with CaptureQueriesContext(connection) as queries:
                log_and_go_on(by=one, typed=typed(held.company), key=held.claim_key)
            counted.append(len(queries))
    assert len(set(counted[2:])) == 1, counted
