"""Runs the command line on a data folder of the tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the command line on a data folder of the tests, with its clock on a Tuesday. Returns
    (exit code, JSON, standard error).
    """
    environment = {
        **os.environ,
        "DECROCHE_DATA": str(tmp_path / "data"),
        "DECROCHE_NOW": "2026-11-24T10:05",
        "PYTHONPATH": str(ROOT),
    }
    environment.pop("DATABASE_URL", None)

    def command(*words: str, **more: str) -> tuple[int, Any, str]:
        done = subprocess.run(
            [sys.executable, "-m", "decroche", *words, "--json"],
            env={**environment, **more},
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
        )
        assert len(done.stdout.splitlines()) <= 1
        return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr

    return command
