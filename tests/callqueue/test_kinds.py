"""The order of a sitting is made from the heads of an index."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decroche.callqueue import kinds as kinds_module
from decroche.callqueue.kinds import Kind, cards_of, kinds
from decroche.callqueue.planning import make_plan
from decroche.callqueue.regions import Region, regions_of
from decroche.calls.models import CallState
from decroche.calls.states import rest
from decroche.calls.strata import stratum
from decroche.prospects.actions import edit_company
from decroche.prospects.models import Company, PhoneNumber
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of
from tests.grown import grown
from tests.work import counted
from tools.outcomes import log_outcome

METRO = Region("metro", False)


def found(member: Member, taken: set[int] | None = None) -> list[Kind]:
    return kinds(member, regions_of(member.workspace), TUESDAY, taken or set())


def test_each_kind_is_counted_and_read_in_the_order_of_the_file(member: Member) -> None:
    cards = file_of(member)
    by_kind = found(member)
    assert sum(kind.size for kind in by_kind) == len(cards)
    switchboards = max(by_kind, key=lambda kind: kind.size)
    read = cards_of(member, switchboards, TUESDAY, set(), first=0, most=100)
    assert read == [card.pk for card in cards if "Filature" not in card.name]
    assert cards_of(member, switchboards, TUESDAY, set(), first=3, most=2) == read[3:5]


def test_cards_taken_resting_or_stopped_are_in_no_kind(member: Member) -> None:
    cards = file_of(member, 5)
    rest(by=member, companies=Company.objects.filter(pk=cards[0].pk), days=3)
    CallState.objects.filter(pk=cards[1].pk).update(blocked_by="opposed")
    CallState.objects.filter(pk=cards[2].pk).update(attempts=1, not_before=TUESDAY)
    (kind,) = found(member, {cards[3].pk})
    assert kind.size == 1
    assert cards_of(member, kind, TUESDAY, {cards[3].pk}, first=0, most=9) == [cards[4].pk]


@pytest.mark.parametrize(
    ("days", "age"), [(0, 0), (90, 0), (91, 1), (364, 1), (365, 2), (1094, 2), (1095, 3), (9000, 3)]
)
def test_the_bands_of_ages_are_those_of_the_ranking(member: Member, days: int, age: int) -> None:
    card = company(member)
    day = TUESDAY.date() - timedelta(days=days)
    CallState.objects.filter(pk=card.pk).update(known_since=day)
    (kind,) = found(member)
    assert kind.age == age
    assert cards_of(member, kind, TUESDAY, set(), first=0, most=9) == [card.pk]


def test_of_a_very_common_kind_the_first_cards_are_looked_at(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds_module, "POOL", 4)
    file_of(member)
    assert {kind.size for kind in found(member)} == {1, 4}


def test_nobody_elses_cards_are_counted(member: Member, stranger: Member) -> None:
    file_of(member, 3)
    assert found(stranger) == []


def test_a_card_is_written_with_its_stratum_and_moved_when_it_changes(member: Member) -> None:
    card = company(member)
    before = CallState.objects.get(pk=card.pk).stratum
    assert before is not None
    edit_company(by=member, company=card, changes={"headcount": "300 salariés"})
    larger = CallState.objects.get(pk=card.pk).stratum
    assert larger not in (before, None)
    log_outcome(by=member, company_id=card.pk, outcome="wrong_number")
    assert CallState.objects.get(pk=card.pk).stratum not in (before, larger, None)


def test_an_import_writes_each_card_with_its_stratum(member: Member) -> None:
    grown(member, 100)
    cards = Company.objects.values_list("pk", "naf", "headcount_min")
    lines = dict(PhoneNumber.objects.values_list("company_id", "kind"))
    assert dict(CallState.objects.values_list("pk", "stratum")) == {
        pk: stratum(naf, people, lines[pk]) for pk, naf, people in cards
    }


@pytest.mark.sqlite
def test_an_order_costs_the_same_whatever_the_size_of_the_file(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds_module, "POOL", 70)
    asked, steps = [], []
    for companies in (1500, 6000):
        grown(member, companies)
        make_plan(member, TUESDAY, [], set(), dice=Random(1))
        with CaptureQueriesContext(connection) as queries:
            make_plan(member, TUESDAY, [], set(), dice=Random(1))
        with counted() as work:
            make_plan(member, TUESDAY, [], set(), dice=Random(1))
        asked.append(len(queries))
        steps.append(work.steps)
    assert asked[1] <= asked[0] + 2
    assert steps[1] < steps[0] * 2
