"""A desk that is asked to stop ends, whatever its processes are doing in that moment."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from decroche.cli.serving import _stop_when_asked
from tests.cli.test_serving import Desk
from tests.waiting import DEADLINE, until

pytestmark = pytest.mark.sqlite


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the children are read from /proc")
def test_a_worker_that_was_killed_and_only_begins_again_holds_up_no_stop(tmp_path: Path) -> None:
    """The one that begins has the handlers of its parent until its pages are loaded: it does not
    hear that it should end.
    """
    desk = Desk(tmp_path / "data")
    desk.start()
    try:
        (first,) = until(lambda: children(desk.process.pid), "a worker serves")
        os.kill(first, signal.SIGKILL)
        until(lambda: children(desk.process.pid) - {first}, "another one begins")
        os.killpg(desk.process.pid, signal.SIGTERM)
        desk.process.wait(DEADLINE)
        assert desk.process.stderr
        desk.process.stderr.close()
    finally:
        if desk.process.poll() is None:
            desk.kill()


def children(process: int) -> set[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return {int(one) for one in listed.split()}


def test_a_server_asked_to_stop_while_a_worker_was_replaced_is_asked_again() -> None:
    """The server waits for an event, and takes it back when it has replaced a worker."""
    ended, told = threading.Event(), threading.Event()
    server = SimpleNamespace(interrupt_signal=True, wrks=[SimpleNamespace(terminate=told.set)])

    def interrupt() -> None:
        if told.is_set():
            ended.set()

    server.signal_handler_interrupt = interrupt
    watching = threading.Thread(target=_stop_when_asked, args=(server, ended), daemon=True)
    watching.start()
    assert ended.wait(DEADLINE)
    watching.join(DEADLINE)
