"""A database written by version 0.1.0, opened in place of the tests' own."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.upgrades.postgresql import load_into_postgresql, new_database

MADE = Path(__file__).parent / "made_by_0.1.0.db.gz"


@pytest.fixture(autouse=True)
def _said_in_english(english: None) -> None:
    """Refusals are said in English."""


@pytest.fixture(scope="session")
def old_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file as 0.1.0 left it; only to be read."""
    path = tmp_path_factory.mktemp("old") / "decroche.sqlite3"
    path.write_bytes(gzip.decompress(MADE.read_bytes()))
    return path


@pytest.fixture
def old(old_file: Path) -> Iterator[sqlite3.Connection]:
    """What 0.1.0 wrote, to compare with."""
    with closing(sqlite3.connect(f"{old_file.as_uri()}?mode=ro&immutable=1", uri=True)) as found:
        yield found


@contextmanager
def opened(name: str) -> Iterator[None]:
    """The default connection leads to another database: a file's path, or a name on the server."""
    own = connection.settings_dict["NAME"]
    connection.close()
    try:
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = own


@pytest.fixture
def data(
    old_file: Path, tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Path]:
    """Gives the test the data of 0.1.0, not yet upgraded; the path of the SQLite file. On
    PostgreSQL the same rows are in a database with that version's tables.
    """
    path = tmp_path / "decroche.sqlite3"
    path.write_bytes(old_file.read_bytes())
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            with opened(str(path)):
                yield path
            return
        with new_database() as name, opened(name):
            load_into_postgresql(old_file)
            yield path
