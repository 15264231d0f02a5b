"""Lists that only some members call: their cards are offered to nobody else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from decroche.callqueue.claiming import release
from decroche.callqueue.from_plan import forget_progress
from decroche.callqueue.log_and_go_on import log_and_go_on
from decroche.callqueue.models import CallPlan, Claim, ListCaller
from decroche.callqueue.next_card import next_for
from decroche.callqueue.preferences import keep_order
from decroche.callqueue.queries import next_on_paper
from decroche.callqueue.search import Nothing, Pick
from decroche.callqueue.skipping import skip_card
from decroche.calls.log_call import CallTyped
from decroche.journal.actions import undo
from decroche.journal.models import Entry
from decroche.membership.actions import change_role, leave
from decroche.membership.lists import called_lists, keep_callers
from decroche.prospects.actions import put_on_list
from decroche.prospects.models import CallList, Company
from decroche.team.models import Member
from decroche.team.needs import NotAllowed
from tests.callqueue.test_team import colleague, given_to, shared
from tests.cast import TUESDAY, file_of, log


@pytest.fixture
def team(member: Member) -> list[Member]:
    owner = shared(member)
    return [owner, colleague(owner, "Noé"), colleague(owner, "Ada")]


def list_of(team: list[Member], name: str, cards: list[Company], *callers: Member) -> CallList:
    """A list of these cards, called by these members."""
    rows = Company.objects.filter(pk__in=[one.pk for one in cards])
    put_on_list(by=team[0], companies=rows, name=name)
    found = CallList.objects.get(name=name)
    keep_callers(by=team[0], call_list=found, members=[one.pk for one in callers])
    return found


def offered_in_turn(member: Member, at: datetime = TUESDAY) -> list[Company]:
    """Returns every card that is offered to a member who passes each one over."""
    found = list[Company]()
    while (card := given_to(member, at)) is not None and card not in found:
        found.append(card)
        skip_card(member, card, at)
    release(member)
    return found


@pytest.mark.parametrize("ranked", [True, False])
def test_a_card_of_a_reserved_list_is_offered_to_its_callers_and_to_nobody_else(
    team: list[Member], ranked: bool
) -> None:
    keep_order(workspace=team[0].workspace, ranked=ranked)
    cards = file_of(team[0], 4)
    list_of(team, "Lyon", cards[:2], team[1])
    assert set(offered_in_turn(team[2])) == set(cards[2:])
    mine = Member.objects.select_related("workspace").get(pk=team[1].pk)
    assert given_to(mine) is not None
    assert {one.pk for one in next_on_paper(team[2], TUESDAY, 20)} == {c.pk for c in cards[2:]}
    assert {one.pk for one in next_on_paper(team[1], TUESDAY, 20)} == {c.pk for c in cards}


def test_with_nothing_but_cards_of_others_it_is_said_that_nobody_is_left(
    team: list[Member],
) -> None:
    list_of(team, "Lyon", file_of(team[0], 2), team[1])
    assert next_for(team[2], TUESDAY) == Nothing("empty_file")
    assert given_to(team[1]) is not None


def test_an_order_made_before_leaves_out_what_was_reserved_since(team: list[Member]) -> None:
    cards = file_of(team[0], 3)
    first = given_to(team[2])
    assert first is not None
    release(team[2])
    list_of(team, "Lyon", [first], team[1])
    assert given_to(team[2]) in [one for one in cards if one != first]


def test_an_order_has_no_place_for_cards_of_others(team: list[Member]) -> None:
    """Else the order would be used up by cards that are not offered."""
    cards = file_of(team[0], 6)
    list_of(team, "Lyon", cards[:5], team[1])
    assert given_to(team[2]) == cards[5]
    (plan,) = CallPlan.objects.filter(member=team[2])
    assert [key for key, _arm, _propensity in plan.places] == [cards[5].pk]


def test_her_own_promise_stays_hers_and_a_follow_up_goes_to_the_callers_of_the_list(
    team: list[Member],
) -> None:
    promised, advised, *_rest = file_of(team[0], 2)
    due = TUESDAY + timedelta(hours=1)
    log(team[2], promised, "call_back", when=due, precision="minute")
    list_of(team, "Lyon", [promised, advised], team[1])
    assert given_to(team[2], due + timedelta(minutes=1)) == promised, "she gave her word"
    release(team[2])
    later = due + timedelta(hours=3)
    assert given_to(team[0], later) is None, "it does not pass on to who does not call the list"
    assert given_to(team[1], later) == promised


def test_a_card_on_two_lists_is_offered_to_the_callers_of_either(team: list[Member]) -> None:
    (card,) = file_of(team[0], 1)
    list_of(team, "Lyon", [card], team[1])
    list_of(team, "Santé", [card], team[2])
    assert given_to(team[1]) == card
    release(team[1])
    assert given_to(team[2]) == card
    release(team[2])
    assert given_to(team[0]) is None


def test_alone_a_list_keeps_nothing_from_her(member: Member) -> None:
    """Rows that were left when the file was shared once."""
    (card,) = file_of(member, 1)
    other = colleague(member, "Noé")
    rows = Company.objects.filter(pk=card.pk)
    put_on_list(by=member, companies=rows, name="Lyon")
    ListCaller.objects.create(
        workspace=member.workspace, call_list=CallList.objects.get(), member=other
    )
    assert given_to(member) == card


@pytest.mark.usefixtures("in_file_order")
def test_a_press_asks_as_many_questions_with_reserved_lists_as_without(team: list[Member]) -> None:
    """In the order of the file: a card drawn at random may cost one more, reserved lists or not."""
    cards = file_of(team[0], 12)

    def pressed() -> int:
        card = given_to(team[2])
        assert card is not None
        typed = CallTyped(card.pk, "no_answer", {}, None, TUESDAY)
        with CaptureQueriesContext(connection) as captured:
            log_and_go_on(by=team[2], typed=typed)
        return len(captured)

    pressed()
    without = pressed()
    list_of(team, "Lyon", cards[:3], team[1])
    list_of(team, "Santé", cards[9:], team[2])
    forget_progress()
    pressed()
    assert pressed() == without


CHOICES = st.lists(st.sets(st.integers(0, 2), max_size=2), min_size=2, max_size=2)
MEMBERSHIPS = st.lists(
    st.sampled_from([frozenset({0}), frozenset({1}), frozenset({0, 1}), frozenset[int]()]),
    min_size=5,
    max_size=5,
)


@settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    callers=CHOICES,
    lists=MEMBERSHIPS,
    steps=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from(["no_answer", "skip", "crash"])),
        min_size=4,
        max_size=12,
    ),
    ranked=st.booleans(),
)
@example(callers=[{1}, set()], lists=[frozenset({0})] * 5, steps=[(0, "skip")], ranked=True)
@example(callers=[{1}, {2}], lists=[frozenset({0})] * 5, steps=[(2, "skip")], ranked=False)
def test_whatever_happens_nobody_is_offered_a_card_of_a_list_that_others_call(
    team: list[Member],
    callers: list[set[int]],
    lists: list[frozenset[int]],
    steps: list[tuple[int, str]],
    ranked: bool,
) -> None:
    with transaction.atomic():
        forget_progress()
        keep_order(workspace=team[0].workspace, ranked=ranked)
        cards = file_of(team[0], 5)
        for number, chosen in enumerate(callers):
            on_it = [card for card, own in zip(cards, lists, strict=True) if number in own]
            list_of(team, f"liste {number}", on_it, *(team[who] for who in sorted(chosen)))
        may = {
            card.pk: set().union(*(callers[number] for number in own)) or {0, 1, 2}
            for card, own in zip(cards, lists, strict=True)
        }
        at = TUESDAY
        for who, what in steps:
            at += timedelta(minutes=3)
            found = next_for(team[who], at)
            if not isinstance(found, Pick):
                continue
            assert who in may[found.company.pk]
            if what == "skip":
                skip_card(team[who], found.company, at)
            elif what == "crash":
                Claim.objects.all().delete()
            else:
                pressed = log_and_go_on(
                    by=team[who], typed=CallTyped(found.company.pk, what, {}, None, at)
                )
                if isinstance(pressed.found, Pick):
                    assert who in may[pressed.found.company.pk]
        transaction.set_rollback(True)


# Who decides


def test_the_owner_says_who_calls_a_list_and_sees_which_nobody_calls(
    page: Client, team: list[Member]
) -> None:
    lyon = list_of(team, "Lyon", file_of(team[0], 2))
    address = f"/team/lists/{lyon.pk}/"
    assert page.post(address, {"caller": [team[1].pk, 2**40]}).status_code == 302
    assert list(ListCaller.objects.values_list("member_id", flat=True)) == [team[1].pk]
    line = Entry.objects.latest("pk")
    assert line.particulars["members"] == [team[1].pk]
    page.post(address, {"caller": [team[1].pk]})
    assert Entry.objects.latest("pk") == line, "said twice, nothing changes"
    shown = page.get("/team/").content.decode()
    assert "2 fiches à appeler" in shown
    assert "personne ne l’appelle" not in shown
    change_role(by=team[0], member=team[1], role="reader")
    assert "personne ne l’appelle" in page.get("/team/").content.decode()
    page.post(address, {})
    assert not ListCaller.objects.exists(), "everybody calls it again"


def test_a_list_is_not_opened_to_everybody_because_who_was_named_may_not_call(
    page: Client, team: list[Member]
) -> None:
    lyon = list_of(team, "Lyon", file_of(team[0], 1), team[1])
    change_role(by=team[0], member=team[2], role="reader")
    for named in (team[2].pk, "abc"):
        said = page.post(f"/team/lists/{lyon.pk}/", {"caller": [named]}, follow=True)
        assert "Gardé." not in said.content.decode()
        assert [one.member for one in ListCaller.objects.all()] == [team[1]]


def test_a_caller_does_not_decide_who_calls_a_list(team: list[Member]) -> None:
    lyon = list_of(team, "Lyon", file_of(team[0], 1))
    with pytest.raises(NotAllowed):
        keep_callers(by=team[1], call_list=lyon, members=[team[1].pk])


def test_a_member_who_leaves_passes_their_lists_on(team: list[Member]) -> None:
    lyon = list_of(team, "Lyon", file_of(team[0], 1), team[1])
    leave(by=team[0], member=team[1], to=team[2])
    (found,) = called_lists(team[0].workspace)
    assert (found.call_list, found.callers, found.uncalled) == (lyon, [team[2]], False)


def test_a_card_that_undo_takes_off_a_reserved_list_is_everybodys_again(
    team: list[Member],
) -> None:
    (card,) = file_of(team[0], 1)
    list_of(team, "Lyon", [card], team[1])
    assert given_to(team[2]) is None
    undo(by=team[0], entry_id=Entry.objects.get(verb="companies.listed").pk)
    assert given_to(team[2]) == card
