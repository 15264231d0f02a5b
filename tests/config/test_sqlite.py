"""Several writers on one file: each waits its turn, and not for ever."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing

import pytest
from django.db import OperationalError, connection, transaction

from decroche.prospects.models import CallList
from decroche.team.actions import open_workspace

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


def _hold(path: str, seconds: float, held: threading.Event) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        held.set()
        time.sleep(seconds)
        other.execute("COMMIT")


def test_a_writer_waits_for_the_one_before() -> None:
    workspace = open_workspace().workspace
    held = threading.Event()
    writer = threading.Thread(target=_hold, args=(str(connection.settings_dict["NAME"]), 0.3, held))
    writer.start()
    assert held.wait(5)
    with transaction.atomic():
        CallList.objects.create(workspace=workspace, name="Nord")
    writer.join()
    assert CallList.objects.exists()


def test_a_writer_that_never_gets_its_turn_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = open_workspace().workspace
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)
    held = threading.Event()
    writer = threading.Thread(target=_hold, args=(str(connection.settings_dict["NAME"]), 1.5, held))
    writer.start()
    assert held.wait(5)
    with pytest.raises(OperationalError, match="locked"), transaction.atomic():
        CallList.objects.create(workspace=workspace, name="Nord")
    writer.join()
    assert not CallList.objects.exists()


def test_placeholders_are_translated_once_and_right() -> None:
    with connection.cursor() as cursor:
        for value in ("a", "100 %", "%s"):
            cursor.execute("SELECT %s, '%%'", [value])
            assert cursor.fetchone() == (value, "%")
        cursor.execute("SELECT %(one)s", {"one": 1})
        assert cursor.fetchone() == (1,)
