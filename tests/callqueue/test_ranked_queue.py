"""The queue in the order of the ranking, against the real database."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decroche.callqueue import learning
from decroche.callqueue.actions import next_for, release, skip_card
from decroche.callqueue.learning import learned
from decroche.callqueue.models import CallObservation, CallPlan
from decroche.callqueue.outlook import outlook
from decroche.callqueue.planning import make_plan
from decroche.callqueue.queries import Pick
from decroche.callqueue.wording import case_in_words, chance_in_words, reason_in_words
from decroche.calls import sessions
from decroche.calls.actions import record_outcome
from decroche.calls.models import Call, CallState
from decroche.calls.reading import OutcomeInput
from decroche.calls.states import rest
from decroche.journal.actions import undo
from decroche.prospects.actions import NewCompany, add_company, edit_company
from decroche.prospects.models import Company
from decroche.prospects.rules import read_line
from decroche.team.actions import save_preferences
from decroche.team.models import Member
from tests.cast import LINES, TUESDAY, company, file_of


@pytest.fixture
def ranked(member: Member) -> Member:
    """The member, with the cards by how likely a conversation is."""
    save_preferences(workspace=member.workspace, section="queue", values={"order": "ranked"})
    return member


def card_of(member: Member, at: datetime = TUESDAY) -> Pick:
    found = next_for(member, at)
    assert isinstance(found, Pick), found
    return found


def log(member: Member, card: Company, outcome: str = "no_answer", at: datetime = TUESDAY) -> None:
    record_outcome(
        by=member,
        company_id=card.pk,
        outcome=outcome,
        at=at,
        said=OutcomeInput(email="a@b.example"),
    )


def ranked_names(member: Member, at: datetime = TUESDAY) -> list[str]:
    order = make_plan(member, at, [], set(), dice=NeverRandom())
    names = dict(Company.objects.values_list("pk", "name"))
    return [names[key] for key, _, _ in order.places]


class NeverRandom(Random):
    def random(self) -> float:
        return 0.5


def test_the_mobile_comes_before_the_switchboards_and_the_rest_in_the_order_of_the_file(
    ranked: Member,
) -> None:
    cards = file_of(ranked, 8)
    names = ranked_names(ranked)
    assert names[0] == "Filature Hélène Carlier"
    assert names[1:] == [card.name for card in cards if card.name != names[0]]


def test_the_order_does_not_move_while_she_calls(ranked: Member) -> None:
    file_of(ranked, 8)
    sessions.begin(by=ranked)
    first = card_of(ranked)
    order = list(CallPlan.objects.get().places)
    log(ranked, first.company, "hung_up")
    second = card_of(ranked, TUESDAY + timedelta(minutes=3))
    assert CallPlan.objects.get().places == order
    assert [first.company.pk, second.company.pk] == [place[0] for place in order[:2]]


def test_a_new_sitting_makes_a_new_order(ranked: Member) -> None:
    file_of(ranked, 4)
    sessions.begin(by=ranked)
    card_of(ranked)
    made = CallPlan.objects.get().made_at
    sessions.end(by=ranked)
    sessions.begin(by=ranked)
    release(ranked)
    card_of(ranked, TUESDAY + timedelta(minutes=1))
    assert CallPlan.objects.get().made_at > made


def test_a_card_put_at_the_head_of_the_file_meanwhile_comes_next(ranked: Member) -> None:
    file_of(ranked, 4)
    log(ranked, card_of(ranked).company)
    read = read_line("Studio Neuf 03 53 01 55 66 Lille")
    add_company(by=ranked, new=NewCompany(read.name, read.numbers, {}, [], "Recommandation"))
    head, _ = add_company(
        by=ranked,
        new=NewCompany(
            "Studio Premier", read_line("x 03 53 01 55 67").numbers, {}, [], "Recommandation"
        ),
    )
    CallState.objects.filter(pk=head.pk).update(position=-5)
    assert card_of(ranked).company.name == "Studio Premier"


def test_cards_passed_over_and_cards_of_others_do_not_fill_the_order(ranked: Member) -> None:
    for index in range(70):
        company(ranked, f"Atelier {index} 03 53 01 {index // 100:02d} {index % 100:02d} Lille")
    order = make_plan(ranked, TUESDAY, [], set(), dice=NeverRandom())
    for key, _arm, _propensity in order.places:
        skip_card(ranked, Company.objects.get(pk=key), TUESDAY)
    assert card_of(ranked).company.pk not in {place[0] for place in order.places}


def test_resting_cards_do_not_fill_the_order(ranked: Member) -> None:
    file_of(ranked, 6)
    rest(
        by=ranked,
        companies=Company.objects.exclude(name__startswith="Papeterie").exclude(
            name__startswith="Mutuelle"
        ),
        days=30,
    )
    assert ranked_names(ranked) == ["Mutuelle des Deux Caps"]


def test_each_call_leaves_its_lesson_and_undo_takes_it_back(ranked: Member) -> None:
    file_of(ranked, 3)
    found = card_of(ranked)
    log(ranked, found.company)
    lesson = CallObservation.objects.get()
    assert (lesson.reached, lesson.arm, lesson.propensity) == (
        False,
        found.reason.arm,
        pytest.approx(found.reason.propensity),
    )
    assert len(learned(ranked.workspace).keys) == 1
    undo(by=ranked)
    assert not CallObservation.objects.exists()
    assert learned(ranked.workspace).keys == ()
    again = card_of(ranked)
    assert (again.company.pk, again.reason.arm) == (found.company.pk, found.reason.arm)


def test_what_is_learned_grows_call_by_call_and_equals_what_is_read_afresh(ranked: Member) -> None:
    cards = file_of(ranked)
    for card in cards:
        log(ranked, card, "hung_up" if card.pk % 3 == 0 else "no_answer")
        learned(ranked.workspace)
    grown = learned(ranked.workspace)
    learning._kept.clear()
    afresh = learned(ranked.workspace)
    assert grown.keys == afresh.keys
    assert (grown.levels == afresh.levels).all()
    assert (grown.reached == afresh.reached).all()
    assert grown.model.mode == pytest.approx(afresh.model.mode, abs=1e-4)


def test_nothing_learned_in_one_workspace_is_known_in_another(
    ranked: Member, stranger: Member
) -> None:
    for card in file_of(ranked, 5):
        log(ranked, card, "hung_up")
    assert len(learned(ranked.workspace).keys) == 5
    assert learned(stranger.workspace).keys == ()


def test_calls_from_before_the_ranking_are_learned_from_once(ranked: Member) -> None:
    cards = file_of(ranked, 3)
    for card in cards:
        log(ranked, card, "hung_up")
    CallObservation.objects.all().delete()
    assert learned(ranked.workspace).reached.sum() == 3
    assert CallObservation.objects.count() == Call.objects.count() == 3


def test_a_corrected_card_moves_to_where_it_belongs(ranked: Member) -> None:
    cards = file_of(ranked, 3)
    assert ranked_names(ranked)[0] == cards[0].name
    for card in Company.objects.filter(pk__in=[cards[0].pk, cards[1].pk]):
        edit_company(by=ranked, company=card, changes={"headcount": "300 salariés"})
    assert ranked_names(ranked)[0] == cards[2].name


def test_the_reason_speaks_in_counts_and_only_once_there_are_five(ranked: Member) -> None:
    cards = [company(ranked, line) for line in LINES if " 06 " not in line]
    for card in cards[:2]:
        log(ranked, card)
    found = outlook(ranked.workspace, cards[-1].state, TUESDAY)
    assert (found.calls, found.all_calls) == (2, 2)
    for index, card in enumerate(cards[2:8]):
        log(ranked, card, "hung_up" if index < 3 else "no_answer")
    found = outlook(ranked.workspace, cards[-1].state, TUESDAY)
    assert (found.reached, found.calls, found.all_reached, found.all_calls) == (3, 8, 3, 8)
    assert case_in_words(found) == "Numéro du standard, mardi 10\u00a0h"
    assert found.low < found.chance < found.high
    assert chance_in_words(found).startswith("entre ")


def test_the_sentence_on_the_card(ranked: Member) -> None:
    cards = [company(ranked, line) for line in LINES if " 06 " not in line]
    make_plan(ranked, TUESDAY, [], set(), dice=NeverRandom())
    assert reason_in_words(card_of(ranked).reason, TUESDAY) == "Premier appel."
    for index, card in enumerate(cards[:8]):
        log(ranked, card, "hung_up" if index < 3 else "no_answer")
        if index == 1:
            said = reason_in_words(card_of(ranked).reason, TUESDAY)
            assert said == (
                "Premier appel. Encore peu d’appels dans ce cas (2)\u00a0: estimation "
                "d’après votre moyenne."
            )
    said = reason_in_words(card_of(ranked).reason, TUESDAY)
    assert said == (
        "Premier appel. Numéro du standard, mardi 10\u00a0h\u00a0: 3 joints sur 8 (votre "
        "moyenne\u00a0: 1 sur 3)."
    )


def test_the_order_asks_the_same_number_of_questions_whatever_the_file(ranked: Member) -> None:
    counts = []
    for lines in (LINES[:3], LINES[3:]):
        for line in lines:
            company(ranked, line)
        release(ranked)
        make_plan(ranked, TUESDAY, [], set(), dice=NeverRandom())
        card_of(ranked)
        release(ranked)
        with CaptureQueriesContext(connection) as asked:
            card_of(ranked)
        counts.append(len(asked))
    assert counts[0] == counts[1]
