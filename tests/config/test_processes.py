"""Whether another process runs."""

from __future__ import annotations

import os
import subprocess
import sys

from decroche.config.processes import is_running


def test_a_process_runs_until_it_has_ended_and_is_left_running() -> None:
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert is_running(other.pid)
    assert is_running(other.pid)
    other.communicate(b"\n", timeout=20)
    assert not is_running(other.pid)
    assert is_running(os.getpid())
    assert not is_running(None)
    assert not is_running(0)
