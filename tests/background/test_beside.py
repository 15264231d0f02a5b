"""What waits for others is done beside the page."""

from __future__ import annotations

import threading

import pytest

from decroche.background import beside
from tests.waiting import until

pytestmark = pytest.mark.usefixtures("own_folder")


def state(name: str) -> str:
    return beside.look(name).state


def test_it_runs_once_and_says_what_it_gave() -> None:
    go, begun = threading.Event(), []

    def work() -> dict[str, int]:
        begun.append(1)
        go.wait()
        return {"found": 3}

    assert state("reading") == "none"
    beside.begin("reading", work, within=60)
    beside.begin("reading", work, within=60)
    assert state("reading") == "running"
    go.set()
    until(lambda: state("reading") == "done", "the work is done")
    assert (beside.look("reading").result, begun) == ({"found": 3}, [1])
    assert state("another") == "none"
    beside.forget("reading")
    assert state("reading") == "none"


def test_an_error_and_a_late_end_are_said_and_a_late_end_is_no_answer_to_a_new_question() -> None:
    def fails() -> None:
        raise RuntimeError

    beside.begin("one", fails, within=60)
    until(lambda: state("one") == "broken", "the error is said")
    go = threading.Event()
    beside.begin("two", lambda: go.wait() and "old", within=0)
    assert state("two") == "late"
    again = threading.Event()
    beside.begin("two", lambda: again.wait() and "new", within=60)
    go.set()
    until(lambda: threading.active_count() and state("two") == "running", "the new one runs")
    again.set()
    until(lambda: state("two") == "done", "the new one is done")
    assert beside.look("two").result == "new"
