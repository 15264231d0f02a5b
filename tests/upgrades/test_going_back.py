"""An upgrade can be reverted: the copy that was made before it has the old data. Restoring it keeps
the newer data beside it, and carries over the oppositions noted since.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.test import Client

from decroche.calls.models import Call
from decroche.compliance.models import Suppression
from decroche.prospects.legal_actions import leave_alone, read_values
from decroche.prospects.models import Company
from decroche.storage.database import before_updates, ready
from decroche.storage.restoring import restore_from
from decroche.storage.upgrading import stamp_of
from decroche.team.models import Member
from tests.upgrades.places import old_rows
from tools.entering import browser
from tools.outcomes import log_outcome

pytestmark = [pytest.mark.sqlite, pytest.mark.usefixtures("tuesday")]


def test_an_update_is_said_with_its_way_back_and_only_once(data: Path) -> None:
    said = ready()
    (copy,) = before_updates()
    assert f"decroche restore {copy}" in said
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("PRAGMA user_version").fetchone()[0] < stamp_of("0.2.0")
    assert ready() == ""
    page: Client = browser()
    assert copy.name in page.get("/settings/copies/").content.decode()


def test_updated_worked_with_and_taken_back(old: sqlite3.Connection, data: Path) -> None:
    ready()
    (copy,) = before_updates()
    kept = copy.read_bytes()
    camille = Member.objects.select_related("workspace").get(name="Camille Arnaud")
    card = Company.objects.filter(state__blocked_by="", opposed_at=None).order_by("pk")[0]
    log_outcome(by=camille, company_id=card.pk, outcome="no_answer")
    number = "03 53 01 77 99"
    leave_alone(by=camille, values=read_values(number), channel="phone")
    oppositions, calls = Suppression.objects.count(), Call.objects.count()
    restored = restore_from(copy)
    assert copy.read_bytes() == kept
    assert Call.objects.count() == calls - 1 == len(old_rows(old, "calls_call"))
    assert Suppression.objects.count() == oppositions
    assert (restored.carried["oppositions"], restored.whole) == (1, True)
    assert restored.kept is not None
    with closing(sqlite3.connect(restored.kept)) as since:
        assert since.execute("SELECT count(*) FROM calls_call").fetchone() == (calls,)
