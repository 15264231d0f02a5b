"""The measurements can be run; nothing is measured by this test."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tools.bench import NAMES, measure_of


@pytest.mark.parametrize("name", NAMES)
def test_each_name_has_its_measure(name: str) -> None:
    assert callable(measure_of(name))


@pytest.mark.sqlite
def test_measures_run_outside_of_the_tests_at_a_small_size() -> None:
    """In a process of their own, where Django is not set up for tests: every page is opened."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench", "--toy", "pages", "search"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "/compliance/: p50" in done.stdout
    assert "search" in done.stdout


def test_an_unknown_name_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench", "nothing"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "No such measure: nothing" in done.stderr
