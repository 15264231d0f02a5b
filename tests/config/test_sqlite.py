"""Several writers on one file: each waits its turn, and not for ever."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from django.db import OperationalError, connection, transaction

from decroche.prospects.models import CallList
from decroche.team.actions import open_workspace
from decroche.team.models import Workspace
from tests.waiting import DEADLINE

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


class _Writer(threading.Thread):
    """Another writer: holds the lock from `held` until `done`, half a second after it at most."""

    def __init__(self) -> None:
        super().__init__()
        self.held, self.done = threading.Event(), threading.Event()
        self.path = str(connection.settings_dict["NAME"])

    def run(self) -> None:
        with closing(sqlite3.connect(self.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            self.held.set()
            self.done.wait(DEADLINE)
            other.execute("COMMIT")


@pytest.fixture
def writer() -> Iterator[_Writer]:
    """A writer that has the lock."""
    one = _Writer()
    one.start()
    assert one.held.wait(DEADLINE)
    yield one
    one.done.set()
    one.join()


@pytest.fixture
def workspace() -> Workspace:
    return open_workspace().workspace


def test_a_writer_waits_for_the_one_before(workspace: Workspace, writer: _Writer) -> None:
    """The lock is given back only while this one waits for it: half a second later."""
    threading.Timer(0.5, writer.done.set).start()
    with transaction.atomic():
        assert writer.done.is_set()
        CallList.objects.create(workspace=workspace, name="Nord")
    assert CallList.objects.exists()


def test_a_writer_that_never_gets_its_turn_is_told(
    workspace: Workspace, writer: _Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)
    connection.close()  # the next one has this patience
    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        CallList.objects.create(workspace=workspace, name="Nord")
    assert not CallList.objects.exists()


def test_placeholders_are_translated_once_and_right() -> None:
    with connection.cursor() as cursor:
        for value in ("a", "100 %", "%s"):
            cursor.execute("SELECT %s, '%%'", [value])
            assert cursor.fetchone() == (value, "%")
        cursor.execute("SELECT %(one)s", {"one": 1})
        assert cursor.fetchone() == (1,)
