"""A process is killed while it sends a mail: no mail arrives twice, none is lost, and when the desk
can't be sure whether one left, it says so.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.correspondence.servers import Server, smtp_server
from tests.kills.rig import Rig, Victim
from tests.kills.scenes import ACTS, MAILS_SHARE, NOW, kills_of

pytestmark = pytest.mark.kills
_MAILS = 5
_SEND = ["run", "send", "--json"]
_STEPS = ("connect", "ehlo", "mail", "rcpt", "data", "text", "kept", "after")
_PAUSE = 0.1
"""Seconds that the server waits at the step of a kill, so that the kill falls there."""
_MOMENTS = random.SystemRandom()


@pytest.fixture
def server() -> Iterator[Server]:
    """A mail server of this machine that counts what it accepts."""
    with smtp_server() as running:
        yield running


def test_a_mail_arrives_once_or_is_said_to_be_in_doubt(
    database: str,
    rig: Rig,
    server: Server,
    kills: int,
    count_kills: Callable[[str, Counter[str]], None],
) -> None:
    rig.put_back("base")
    prepared = rig.do([ACTS, "queue_mails", str(server.port), str(_MAILS)], NOW)
    assert prepared.code == 0, prepared.said
    rig.keep("mails")
    rig.warm(_SEND, NOW)
    rig.warm([ACTS, "look", str(rig.folder / "looked.json")], NOW)
    found = Counter[str]()
    victims: tuple[Victim, ...] = ("program", "backend", "server") if rig.server else ("program",)
    wanted = kills_of(MAILS_SHARE, of=kills, database=database)
    try:
        while found.total() < wanted:
            number = found.total()
            victim = victims[number % len(victims)]
            step = _STEPS[number // len(victims) % len(_STEPS)]
            found.update(_one_kill(rig, server, victim, step))
    finally:
        count_kills("mails that leave", found)


def _one_kill(rig: Rig, server: Server, victim: Victim, step: str) -> list[str]:
    """Kills at a step of one of the mails; where it found them. Nothing when it came too late."""
    rig.put_back("mails")
    server.kept.clear()
    with _stopping_at(server, step, _MOMENTS.randrange(1, _MAILS + 1)) as reached:
        ended = rig.kill_when(lambda: reached.wait(30), _SEND, NOW, victim)
    if not ended.struck:
        return []
    assert "Traceback" not in ended.said, ended.said[-2000:]
    left = len(server.kept)
    _assert_each_left_once_or_is_in_doubt(rig.look(NOW), server, ended.said)
    for _ in range(2):
        again = rig.do(_SEND, NOW)
        assert again.code == 0, again.said
        found = rig.look(NOW)
        states = _assert_each_left_once_or_is_in_doubt(found, server, again.said)
        assert set(states.values()) <= {"sent", "check"}, f"a mail stays behind: {states}"
        assert [*states.values()].count("check") <= 1, f"in doubt, and was not on its way: {states}"
    doubt = " (one to be looked at)" if "check" in states.values() else ""
    where = "before" if not left else "between" if left < _MAILS else "after"
    return [f"{victim} {where}{doubt}"]


def _assert_each_left_once_or_is_in_doubt(
    found: dict[str, Any], server: Server, said: str
) -> dict[str, str]:
    """The state of each mail, by the address it goes to."""
    assert found["problems"] == [], found["problems"]
    names = found["columns"]["correspondence_message"]
    rows = [dict(zip(names, row, strict=True)) for row in found["rows"]["correspondence_message"]]
    states = {row["to"]: row["state"] for row in rows}
    arrived = Counter(recipient for recipient, _content in server.kept)
    assert len(rows) == len(states) == _MAILS, f"a mail is gone or doubled: {states}"
    assert set(arrived) <= set(states), arrived
    assert max(arrived.values(), default=0) <= 1, f"arrived twice: {arrived}, {states}: {said}"
    for recipient, state in states.items():
        if state == "sent":
            assert arrived[recipient] == 1, f"said to be sent, and is not: {recipient}"
        if arrived[recipient]:
            assert state in ("handed", "sent", "check"), f"arrived, and would leave again: {state}"
    return states


@contextmanager
def _stopping_at(server: Server, step: str, which: int) -> Iterator[threading.Event]:
    """Makes the server wait at a step of the mail number `which`. The event is set when
    it waits.
    """
    reached, times = threading.Event(), Counter[str]()

    def hook(at: str) -> None:
        times[at] += 1
        if at == step and times[at] == which:
            reached.set()
            time.sleep(_PAUSE)

    server.hook = hook
    try:
        yield reached
    finally:
        server.hook = lambda _step: None
