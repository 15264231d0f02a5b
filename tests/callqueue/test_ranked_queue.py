"""The queue in the order of the ranking, against the real database."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decroche.callqueue import learning
from decroche.callqueue.claiming import release
from decroche.callqueue.learning import learned
from decroche.callqueue.models import CallPlan
from decroche.callqueue.next_card import next_for
from decroche.callqueue.outlook import outlook
from decroche.callqueue.planning import make_plan
from decroche.callqueue.search import Pick
from decroche.callqueue.skipping import skip_card
from decroche.callqueue.wording import (
    case_in_words,
    chance_in_words,
    reason_in_words,
    whole_reason_in_words,
)
from decroche.calls import sessions
from decroche.calls.models import Call, CallState
from decroche.calls.states import rest
from decroche.journal.actions import undo
from decroche.prospects.actions import NewCompany, add_company, edit_company
from decroche.prospects.models import Company
from decroche.prospects.paper_line import read_paper_line
from decroche.team.models import Member
from tests.callqueue.dice import NothingDrawn
from tests.cast import LINES, TUESDAY, company, file_of, log


def card_of(member: Member, at: datetime = TUESDAY) -> Pick:
    found = next_for(member, at)
    assert isinstance(found, Pick), found
    return found


def ranked_names(member: Member, at: datetime = TUESDAY) -> list[str]:
    order = make_plan(member, at, [], set(), dice=NothingDrawn())
    names = dict(Company.objects.values_list("pk", "name"))
    return [names[key] for key, _, _ in order.places]


def test_the_mobile_comes_before_the_switchboards_and_the_rest_in_the_order_of_the_file(
    member: Member,
) -> None:
    cards = file_of(member, 8)
    names = ranked_names(member)
    assert names[0] == "Filature Hélène Carlier"
    assert names[1:] == [card.name for card in cards if card.name != names[0]]


def test_the_order_does_not_move_while_she_calls(member: Member) -> None:
    file_of(member, 8)
    sessions.begin(by=member)
    first = card_of(member)
    order = list(CallPlan.objects.get().places)
    log(member, first.company, "hung_up")
    second = card_of(member, TUESDAY + timedelta(minutes=3))
    assert CallPlan.objects.get().places == order
    assert [first.company.pk, second.company.pk] == [place[0] for place in order[:2]]


def test_a_new_sitting_makes_a_new_order(member: Member) -> None:
    file_of(member, 4)
    sessions.begin(by=member)
    card_of(member)
    made = CallPlan.objects.get().made_at
    sessions.end(by=member)
    sessions.begin(by=member)
    release(member)
    card_of(member, TUESDAY + timedelta(minutes=1))
    assert CallPlan.objects.get().made_at > made


def test_a_card_put_at_the_head_of_the_file_meanwhile_comes_next(member: Member) -> None:
    file_of(member, 4)
    log(member, card_of(member).company)
    read = read_paper_line("Studio Neuf 03 53 01 55 66 Lille")
    add_company(by=member, new=NewCompany(read.name, list(read.numbers), {}, [], "Recommandation"))
    head, _ = add_company(
        by=member,
        new=NewCompany(
            "Studio Premier",
            list(read_paper_line("y 03 53 01 55 67").numbers),
            {},
            [],
            "Recommandation",
        ),
    )
    CallState.objects.filter(pk=head.pk).update(position=-5)
    assert card_of(member).company.name == "Studio Premier"


def test_cards_passed_over_and_cards_of_others_do_not_fill_the_order(member: Member) -> None:
    for index in range(70):
        company(member, f"Atelier {index} 03 53 01 {index // 100:02d} {index % 100:02d} Lille")
    order = make_plan(member, TUESDAY, [], set(), dice=NothingDrawn())
    for key, _arm, _propensity in order.places:
        skip_card(member, Company.objects.get(pk=key), TUESDAY)
    assert card_of(member).company.pk not in {place[0] for place in order.places}


def test_resting_cards_do_not_fill_the_order(member: Member) -> None:
    file_of(member, 6)
    rest(
        by=member,
        companies=Company.objects.exclude(name__startswith="Papeterie").exclude(
            name__startswith="Mutuelle"
        ),
        days=30,
    )
    assert ranked_names(member) == ["Mutuelle des Deux Caps"]


def test_each_call_leaves_its_lesson_and_undo_takes_it_back(member: Member) -> None:
    file_of(member, 3)
    found = card_of(member)
    log(member, found.company)
    lesson = Call.objects.get()
    assert (lesson.situation != "", lesson.arm) == (True, found.reason.arm)
    assert not learned(member.workspace).reached.any()
    assert lesson.propensity == pytest.approx(found.reason.propensity)
    assert len(learned(member.workspace).keys) == 1
    undo(by=member)
    assert learned(member.workspace).keys == ()
    again = card_of(member)
    assert (again.company.pk, again.reason.arm) == (found.company.pk, found.reason.arm)


def test_what_is_learned_grows_call_by_call_and_equals_what_is_read_afresh(member: Member) -> None:
    cards = file_of(member)
    for card in cards:
        log(member, card, "hung_up" if card.pk % 3 == 0 else "no_answer")
        learned(member.workspace)
    grown = learned(member.workspace)
    learning._kept.clear()
    afresh = learned(member.workspace)
    assert grown.keys == afresh.keys
    assert (grown.levels == afresh.levels).all()
    assert (grown.reached == afresh.reached).all()
    assert grown.model.mode == pytest.approx(afresh.model.mode, abs=1e-4)


def test_nothing_learned_in_one_workspace_is_known_in_another(
    member: Member, stranger: Member
) -> None:
    for card in file_of(member, 5):
        log(member, card, "hung_up")
    assert len(learned(member.workspace).keys) == 5
    assert learned(stranger.workspace).keys == ()


def test_calls_from_before_the_ranking_are_learned_from_once(member: Member) -> None:
    cards = file_of(member, 3)
    for card in cards:
        log(member, card, "hung_up")
    Call.objects.update(situation="", arm="")
    assert learned(member.workspace).reached.sum() == 3
    assert set(Call.objects.values_list("arm", flat=True)) == {"file"}
    assert not Call.objects.filter(situation="").exists()


def test_a_corrected_card_moves_to_where_it_belongs(member: Member) -> None:
    cards = file_of(member, 3)
    assert ranked_names(member)[0] == cards[0].name
    for card in Company.objects.filter(pk__in=[cards[0].pk, cards[1].pk]):
        edit_company(by=member, company=card, changes={"headcount": "300 salariés"})
    assert ranked_names(member)[0] == cards[2].name


def test_the_reason_speaks_in_counts_and_only_once_there_are_five(member: Member) -> None:
    cards = [company(member, line) for line in LINES if " 06 " not in line]
    for card in cards[:2]:
        log(member, card)
    found = outlook(member.workspace, cards[-1].state, TUESDAY)
    assert (found.calls, found.all_calls) == (2, 2)
    for index, card in enumerate(cards[2:8]):
        log(member, card, "hung_up" if index < 3 else "no_answer")
    found = outlook(member.workspace, cards[-1].state, TUESDAY)
    assert (found.reached, found.calls, found.all_reached, found.all_calls) == (3, 8, 3, 8)
    assert case_in_words(found) == "Numéro du standard, mardi 10\u00a0h"
    assert found.low < found.chance < found.high
    assert chance_in_words(found).startswith("entre ")


def test_the_sentence_on_the_card(member: Member) -> None:
    cards = [company(member, line) for line in LINES if " 06 " not in line]
    make_plan(member, TUESDAY, [], set(), dice=NothingDrawn())
    assert reason_in_words(card_of(member).reason, TUESDAY) == "Premier appel."
    for index, card in enumerate(cards[:8]):
        log(member, card, "hung_up" if index < 3 else "no_answer")
        if index == 1:
            said = whole_reason_in_words(card_of(member).reason, TUESDAY)
            assert said == (
                "Premier appel. Encore peu d’appels dans ce cas (2)\u00a0: estimation "
                "d’après votre moyenne."
            )
    assert reason_in_words(card_of(member).reason, TUESDAY) == "Premier appel."
    said = whole_reason_in_words(card_of(member).reason, TUESDAY)
    assert said == (
        "Premier appel. Numéro du standard, mardi 10\u00a0h\u00a0: 3 joints sur 8 (votre "
        "moyenne\u00a0: 1 sur 3)."
    )


def test_the_order_asks_the_same_number_of_questions_whatever_the_file(member: Member) -> None:
    counts = []
    for lines in (LINES[:3], LINES[3:]):
        for line in lines:
            company(member, line)
        release(member)
        make_plan(member, TUESDAY, [], set(), dice=NothingDrawn())
        card_of(member)
        release(member)
        with CaptureQueriesContext(connection) as asked:
            card_of(member)
        counts.append(len(asked))
    assert counts[0] == counts[1]
