"""Sealed messages: without the key nobody can read or write one, and none is accepted twice."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decroche.gateways.telephone.sealing import (
    ANSWER,
    DOWN,
    SALT_BYTES,
    UP,
    Replayed,
    Session,
    Unsealed,
    from_text,
    to_text,
)
from decroche.gateways.telephone.sessions import (
    MOST_SESSIONS,
    NAME_SECONDS,
    NameOver,
    Sessions,
)
from decroche.telephone.pairing import SECONDS, Pairings

KEY = bytes(range(32))
NAME, SALT = b"elevenbytes", b"twelve bytes"


@given(content=st.dictionaries(st.text(), st.text() | st.integers()), number=st.integers(1, 2**53))
def test_what_is_sealed_is_opened_and_its_length_tells_little(
    content: dict[str, object], number: int
) -> None:
    if number == 2**53:
        with pytest.raises(ValueError, match="number"):
            Session(KEY, NAME, SALT).seal(UP, number, content)
        return
    box = Session(KEY, NAME, SALT).seal(UP, number, content)
    assert Session(KEY, NAME, SALT).open(UP, number, box) == content
    assert (len(from_text(box)) - 16) % 256 == 0


@given(place=st.integers(0, 271), flip=st.integers(1, 255))
def test_a_changed_byte_is_refused(place: int, flip: int) -> None:
    raw = bytearray(from_text(Session(KEY, NAME, SALT).seal(UP, 1, {"do": "show"})))
    raw[place] ^= flip
    with pytest.raises(Unsealed):
        Session(KEY, NAME, SALT).hear(1, to_text(bytes(raw)))


@pytest.mark.parametrize("way", [DOWN, ANSWER])
def test_what_was_told_can_not_be_said_back(way: int) -> None:
    box = Session(KEY, NAME, SALT).seal(way, 1, {"do": "outcome"})
    with pytest.raises(Unsealed):
        Session(KEY, NAME, SALT).hear(1, box)


def test_a_message_belongs_to_its_key_its_session_and_its_number() -> None:
    box = Session(KEY, NAME, SALT).seal(UP, 1, {})
    for other, number in (
        (Session(KEY, b"ELEVENBYTES", SALT), 1),
        (Session(bytes(32), NAME, SALT), 1),
        (Session(KEY, NAME, bytes(SALT_BYTES)), 1),
        (Session(KEY, NAME, SALT), 2),
        (Session(KEY, NAME, SALT), 0),
        (Session(KEY, NAME, SALT), -1),
        (Session(KEY, NAME, SALT), 2**80),
    ):
        with pytest.raises(Unsealed):
            other.hear(number, box)


def test_a_name_that_was_used_before_has_other_keys_with_another_salt() -> None:
    plain = {"do": "show"}
    for way in (UP, DOWN, ANSWER):
        boxes = [Session(KEY, NAME, salt).seal(way, 1, plain) for salt in (SALT, bytes(12))]
        same = sum(one == other for one, other in zip(*map(from_text, boxes), strict=True))
        assert same < 20  # of 272 bytes, by chance


@pytest.mark.parametrize("salt", ["", "AAAA", "A" * 400, "é", "A", "A" * 17])
def test_a_session_without_a_salt_of_its_length_is_not_opened(salt: str) -> None:
    sessions = Sessions(Known())
    name = sessions.new_name()
    box = Session(KEY, from_text(name), SALT).seal(UP, 1, {})
    with pytest.raises(Unsealed):
        sessions.open("mine", salt, name, 1, box)


def test_replayed_and_reordered_messages_are_refused() -> None:
    session, telephone = Session(KEY, NAME, SALT), Session(KEY, NAME, SALT)
    boxes = {number: telephone.seal(UP, number, {"n": number}) for number in (1, 2, 3)}
    assert session.hear(1, boxes[1]) == {"n": 1}
    assert session.hear(3, boxes[3]) == {"n": 3}
    for number in (1, 2, 3):
        with pytest.raises(Replayed):
            session.hear(number, boxes[number])


@given(box=st.text(max_size=400), number=st.integers())
def test_any_text_is_refused_in_one_way(box: str, number: int) -> None:
    with pytest.raises(Unsealed):
        Session(KEY, NAME, SALT).hear(number, box)


class Known:
    """A `Backend` that knows one telephone."""

    def __init__(self) -> None:
        self.keys = {"mine": KEY}
        self.said: list[dict[str, object]] = []

    def key_of(self, who: str) -> bytes | None:
        return self.keys.get(who)

    def answer(self, who: str, content: dict[str, object]) -> dict[str, object]:
        self.said.append(content)
        return {"kept": True}

    def newer(self, who: str, seen: int) -> None:
        return None

    def page(self, languages: str) -> str:
        return ""


class Hands:
    """A clock that is moved by hand."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


def opened(sessions: Sessions, name: str, key: bytes = KEY) -> Session:
    telephone = Session(key, from_text(name), SALT)
    sessions.open("mine", to_text(SALT), name, 1, telephone.seal(UP, 1, {}))
    return telephone


def test_a_session_is_opened_once_with_a_name_that_was_given() -> None:
    clock = Hands()
    sessions = Sessions(Known(), clock)
    name = sessions.new_name()
    telephone = opened(sessions, name)
    with pytest.raises(NameOver):  # a recording of all that was said, played again
        sessions.open("mine", to_text(SALT), name, 1, telephone.seal(UP, 1, {}))
    for other in (to_text(secrets.token_bytes(11)), Sessions(Known(), clock).new_name()):
        with pytest.raises(NameOver):
            opened(sessions, other)
    with pytest.raises(NameOver):
        sessions.open("mine", to_text(SALT), "", 1, telephone.seal(UP, 1, {}))
    name = sessions.new_name()
    with pytest.raises(Unsealed) as refused:
        opened(sessions, name, bytes(32))
    assert not isinstance(refused.value, NameOver)
    opened(sessions, name)  # who has no key used nothing up


def test_a_name_that_waited_too_long_opens_nothing() -> None:
    clock = Hands()
    sessions = Sessions(Known(), clock)
    used, late = sessions.new_name(), sessions.new_name()
    opened(sessions, used)
    clock.at = NAME_SECONDS + 0.1
    for name in (used, late):
        with pytest.raises(NameOver):
            opened(sessions, name)
    opened(sessions, sessions.new_name())
    clock.at += 2 * NAME_SECONDS + 1
    opened(sessions, sessions.new_name())
    assert len(sessions._names._used) == 1, "what is too old is not kept"


def test_a_telephone_off_the_list_says_nothing_more() -> None:
    known = Known()
    sessions = Sessions(known)
    telephone = opened(sessions, name := sessions.new_name())
    sessions.answer(name, 2, telephone.seal(UP, 2, {"do": "show"}))
    known.keys.clear()
    with pytest.raises(Unsealed):
        sessions.answer(name, 3, telephone.seal(UP, 3, {"do": "show"}))
    assert known.said == [{"do": "show"}]


def test_what_is_kept_of_a_line_is_bounded() -> None:
    sessions = Sessions(Known())
    names = [sessions.new_name() for _ in range(MOST_SESSIONS + 1)]
    for name in names:
        opened(sessions, name)
    with pytest.raises(Unsealed):
        sessions.session(names[0])
    assert sessions.session(names[-1]).who == "mine"


def test_a_pairing_is_for_the_first_telephone_and_for_two_minutes(
    settings: Any, tmp_path: Path
) -> None:
    settings.DATA_FOLDER = tmp_path
    clock = Hands()
    pairings = Pairings(clock)
    pairing = pairings.begin(1)
    assert pairings.key_of(pairing.pairing_id)
    assert pairings.key_of("pair-other") is None
    made = pairings.claim(pairing.pairing_id, "", "Android", "fr")
    assert made is not None
    assert (made.member, made.name) == (1, "Android")
    assert pairings.claim(pairing.pairing_id, "", "Android", "fr") is None
    pairings.heard(made.device_id)
    assert pairings.key_of(pairing.pairing_id) is None
    late = pairings.begin(1)
    clock.at = SECONDS
    assert pairings.key_of(late.pairing_id) is None
    assert pairings.claim(late.pairing_id, "", "Android", "fr") is None
    assert not pairings.is_open()
