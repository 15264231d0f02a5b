"""What all telephones of a member show: the last touch has the call, and nobody sees another's."""

from __future__ import annotations

import pytest

from decroche.telephone.content import CardShown
from decroche.telephone.exchange import Exchange

HERS, THEIRS = 1, 2
FIRST: CardShown = {"key": "a", "company": 7, "name": "Imprimerie Vasseur"}
SECOND: CardShown = {"key": "b", "company": 8, "name": "Laiterie du Marais"}


@pytest.fixture
def woken() -> list[str]:
    return []


@pytest.fixture
def exchange(woken: list[str]) -> Exchange:
    made = Exchange()
    made.changed = lambda: woken.append("changed")
    made.show(HERS, FIRST)
    woken.clear()
    return made


def test_each_change_has_a_higher_number_and_wakes_the_telephones(
    exchange: Exchange, woken: list[str]
) -> None:
    before = exchange.now(HERS)["n"]
    exchange.show(HERS, FIRST)  # shown already
    assert (exchange.now(HERS)["n"], woken) == (before, [])
    exchange.show(HERS, {**FIRST, "said": "Noté"})
    assert exchange.call(HERS, "rung", "a", number_id=3)
    assert exchange.now(HERS)["n"] == before + 2
    assert len(woken) == 2


def test_a_telephone_is_told_what_is_newer_than_what_it_has(exchange: Exchange) -> None:
    whole = exchange.now(HERS)
    assert exchange.newer(HERS, whole["n"]) is None
    exchange.show(HERS, SECOND)
    for seen in (whole["n"], 0, whole["n"] + 100):  # the last is of a clock that was put back
        assert exchange.newer(HERS, seen) == exchange.now(HERS)
    assert exchange.now(HERS)["card"] == SECOND


def test_a_telephone_that_is_gone_has_no_call_any_more(
    exchange: Exchange, woken: list[str]
) -> None:
    assert exchange.call(HERS, "calling", "a", device="one", number_id=3)
    woken.clear()
    exchange.release(HERS, "two")
    assert exchange.now(HERS)["call"]["phase"] == "calling"
    exchange.release(HERS, "one")
    assert exchange.now(HERS)["call"]["phase"] == "ready"
    assert exchange.now(HERS)["call"]["device"] == ""
    assert len(woken) == 1


def test_after_a_start_of_the_desk_the_numbers_go_on(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = exchange.now(HERS)["n"]
    monkeypatch.setattr("time.time", lambda: before / 1000 + 60)
    assert Exchange().now(HERS)["n"] > before


def test_another_card_ends_the_call_and_the_same_with_other_words_does_not(
    exchange: Exchange,
) -> None:
    assert exchange.call(HERS, "calling", "a", device="one", at=5, number_id=3)
    exchange.show(HERS, {**FIRST, "said": "Noté"})
    assert exchange.now(HERS)["call"]["phase"] == "calling"
    exchange.show(HERS, SECOND)
    assert exchange.now(HERS)["call"] == {
        "phase": "ready",
        "key": "b",
        "device": "",
        "at": 0,
        "number_id": 0,
    }


@pytest.mark.parametrize("key", ["b", ""])
def test_a_card_that_is_not_shown_has_no_call(
    exchange: Exchange, woken: list[str], key: str
) -> None:
    assert not exchange.call(HERS, "calling", key, device="one")
    assert not Exchange().call(HERS, "calling", key, device="one")
    assert (exchange.now(HERS)["call"]["phase"], woken) == ("ready", [])


def test_the_telephone_touched_last_comes_back_from_the_call(exchange: Exchange) -> None:
    assert not exchange.call(HERS, "asking", "a", device="one")  # nobody dialled
    assert exchange.call(HERS, "calling", "a", device="one", at=5, number_id=3)
    assert exchange.call(HERS, "calling", "a", device="two", at=6, number_id=4)
    assert not exchange.call(HERS, "asking", "a", device="one")
    assert exchange.now(HERS)["call"]["phase"] == "calling"
    assert exchange.call(HERS, "asking", "a", device="two")
    call = exchange.now(HERS)["call"]
    assert (call["phase"], call["device"], call["at"], call["number_id"]) == ("asking", "two", 6, 4)


def test_space_pressed_again_in_a_call_lets_it_go_on(exchange: Exchange, woken: list[str]) -> None:
    assert exchange.call(HERS, "calling", "a", device="one", at=5, number_id=3)
    woken.clear()
    assert not exchange.call(HERS, "rung", "a", number_id=4)
    assert (exchange.now(HERS)["call"]["phase"], woken) == ("calling", [])
    assert exchange.call(HERS, "asking", "a", device="one")
    assert exchange.call(HERS, "rung", "a", number_id=4)  # she is back, and dials another number


def test_a_touch_that_arrives_late_takes_no_call_from_what_was_pressed_after_it(
    exchange: Exchange, woken: list[str]
) -> None:
    assert exchange.call(HERS, "rung", "a", at=6, number_id=3)
    assert not exchange.call(HERS, "calling", "a", device="one", at=5, number_id=3)
    assert exchange.call(HERS, "calling", "a", device="two", at=8, number_id=3)
    woken.clear()
    assert not exchange.call(HERS, "calling", "a", device="one", at=7, number_id=3)
    assert (exchange.now(HERS)["call"]["device"], woken) == ("two", [])
    exchange.show(HERS, SECOND)
    assert exchange.call(HERS, "calling", SECOND["key"], device="one", at=7)


def test_coming_back_is_heard_once(exchange: Exchange, woken: list[str]) -> None:
    assert exchange.call(HERS, "calling", "a", device="one", at=5, number_id=3)
    assert exchange.call(HERS, "asking", "a", device="one")
    woken.clear()
    assert exchange.call(HERS, "asking", "a", device="one")
    assert woken == []


def test_nobody_sees_what_another_member_is_shown(exchange: Exchange) -> None:
    assert exchange.now(THEIRS)["card"] == {}
    exchange.show(THEIRS, SECOND)
    assert exchange.now(HERS)["card"] == FIRST
    assert exchange.shown_to([7, 9]) == [HERS]
    assert exchange.shown_to([8]) == [THEIRS]
    assert exchange.shown_to([]) == []


def test_messages_are_answered_by_whoever_answers_them(exchange: Exchange) -> None:
    assert exchange.answer(HERS, "one", {"do": "show"}) == {}
    exchange.answer_with(lambda member, device, said: {"heard": (member, device, said["do"])})
    assert exchange.answer(HERS, "one", {"do": "show"}) == {"heard": (HERS, "one", "show")}
