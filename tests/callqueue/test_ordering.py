from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from decroche.callqueue.ordering import ENOUGH_POSITIVES, Place, arrange, value, worth


def cards(places: list[Place]) -> list[tuple[int, int]]:
    return [(place.group, place.offset) for place in places]


def test_the_worthiest_come_first_and_a_group_keeps_the_order_of_the_file() -> None:
    places = arrange([2, 3, 1], [0.1, 0.3, 0.2], Random(1), explored=0.0)
    assert cards(places) == [(1, 0), (1, 1), (1, 2), (2, 0), (0, 0), (0, 1)]
    assert all(place.arm == "ranked" and place.propensity == 1.0 for place in places)


def test_no_card_stands_twice_and_none_is_left_out() -> None:
    for seed in range(30):
        places = arrange(
            [40, 1, 1, 7], [0.4, 0.3, 0.2, 0.1], Random(seed), places=100, explored=0.5
        )
        assert sorted(cards(places)) == [(0, k) for k in range(40)] + [(1, 0), (2, 0)] + [
            (3, k) for k in range(7)
        ]


def test_one_place_in_ten_is_drawn_from_all_the_cards_alike() -> None:
    drawn = Counter[int]()
    arms = Counter[str]()
    for seed in range(3000):
        (place,) = arrange([30, 10], [0.4, 0.1], Random(seed), places=1)
        arms[place.arm] += 1
        if place.arm == "random":
            drawn[place.group] += 1
    assert arms["random"] / 3000 == pytest.approx(0.1, abs=0.02)
    assert drawn[0] / drawn.total() == pytest.approx(0.75, abs=0.08)


def test_the_propensity_logged_is_how_often_a_card_comes_to_its_place() -> None:
    found = Counter[tuple[int, int]]()
    said: dict[tuple[int, int], float] = {}
    for seed in range(20_000):
        (place,) = arrange([3, 1], [0.2, 0.1], Random(seed), places=1)
        found[place.group, place.offset] += 1
        said[place.group, place.offset] = place.propensity
    assert sum(said.values()) == pytest.approx(1.0)
    for card, probability in said.items():
        assert found[card] / 20_000 == pytest.approx(probability, abs=0.01)


def test_an_empty_queue_has_no_order() -> None:
    assert arrange([], [], Random(1)) == []


def test_a_minute_is_worth_more_where_somebody_answers() -> None:
    assert worth(0.3) > worth(0.1)
    assert worth(0.2, 2.0) == 2 * worth(0.2)


def test_what_a_talk_gives_is_the_same_for_all_while_positives_are_few() -> None:
    assert value(9, 10, ENOUGH_POSITIVES - 1, 500) == 1.0
    assert value(9, 10, 100, 500) == pytest.approx((9 + 40 * 0.2) / 50)
