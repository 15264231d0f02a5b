"""Kills run only when they are asked for: `bin/test --kills [N]`."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.kills.judging import lay_ground
from tests.kills.postgres import PostgresServer
from tests.kills.rig import Rig


@pytest.fixture(scope="session")
def database() -> str:
    """The database whose data are in danger: as DECROCHE_KILLS_ON says, SQLite by default."""
    return os.environ.get("DECROCHE_KILLS_ON", "sqlite")


@pytest.fixture(scope="session")
def rig(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """The data folder in danger, with what all verbs begin with laid down."""
    server = None if database == "sqlite" else PostgresServer()
    running = Rig(tmp_path_factory.mktemp("kills"), server)
    lay_ground(running)
    yield running
    running.close()
    if server:
        server.close()


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    """How many kills the whole run has, over all verbs."""
    return int(request.config.getoption("--kills"))


@pytest.fixture
def count_kills(
    database: str, capsys: pytest.CaptureFixture[str]
) -> Callable[[str, Counter[str]], None]:
    """Says how many kills a verb had and where they found it; a line more in the file that
    DECROCHE_KILLS names.
    """

    def count(verb: str, found: Counter[str]) -> None:
        line = json.dumps({"database": database, "verb": verb, "found": found})
        with capsys.disabled():
            sys.stdout.write(f"\n{line}\n")
        if target := os.environ.get("DECROCHE_KILLS"):
            with Path(target).open("a") as file:
                file.write(line + "\n")

    return count
