"""What SQLite is told to choose its indexes by, and the plans that every page then has."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decroche.calls.models import CallState
from decroche.config.sqlite import statistics
from decroche.database.counting import at_most
from decroche.followups import listing
from decroche.prospects.models import Company, PhoneNumber
from decroche.shared.counted import Counted
from decroche.team.models import Member
from tests.desk.test_pages import fill
from tests.grown import grown
from tools.measures_pages import ADDRESSES

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

LARGE = {model._meta.db_table for model in (Company, CallState)} | {
    "prospects_contact",
    "prospects_phonenumber",
    "prospects_calllistentry",
}
"""The tables that have a million rows in a large file."""
NOTHING_NARROWED = re.compile(
    r"(SCAN (?P<scanned>\w+)( USING .*)?|"
    r"SEARCH (?P<table>\w+) USING .*\(workspace_id=\?( AND removed_at=\?)?\))$"
)
"""A step of a plan that may read every row of a table: those of a workspace that are not removed
are nearly all of them.
"""


def test_every_index_of_a_new_database_has_its_statistics() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'index'")
        indexes = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT idx FROM sqlite_stat1")
        told = {name for (name,) in cursor.fetchall()}
    assert indexes - told <= {"sqlite_autoindex_prospects_search_config_1"}
    assert not statistics.install(connection), "it was there already"


def test_the_workspace_narrows_nothing_and_a_key_everything() -> None:
    def of(name: str, table: str, *columns: str, unique: bool = False, whole: bool = True) -> str:
        return statistics.stated(name, table, list(columns), unique=unique, whole=whole)

    assert of("x", "calls_callstate", "workspace_id", "position") == "1000000 1000000 1"
    assert of("x", "prospects_contact", "company_id") == "500000 1"
    assert of("x", "prospects_company", "workspace_id", "removed_at", "city") == (
        "1000000 1000000 1000000 200"
    )
    assert of("state_blocked", "calls_callstate", "workspace_id", "blocked_by", whole=False) == (
        "100000 100000 20000"
    )
    assert of("x", "intake_change", "batch_id", "state", unique=True) == "20000 2000 1"


def test_statistics_of_another_hand_are_replaced_and_read_at_once() -> None:
    rows = PhoneNumber.objects.filter(company__in=range(9), workspace=1)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute("ANALYZE sqlite_master")
    assert "number_e164" in str(rows.explain())
    assert statistics.install(connection)
    assert "(company_id=?)" in str(rows.explain())
    assert not statistics.install(connection)


def test_a_first_import_keeps_them(member: Member) -> None:
    grown(member, 3)
    assert Company.objects.count() == 3
    assert not statistics.install(connection), "they are those of every file"


def three_at_most(rows: QuerySet[Company]) -> Counted:
    return at_most(rows, 3)


@pytest.fixture
def full(member: Member, monkeypatch: pytest.MonkeyPatch) -> Member:
    """A file that is large, as the list sees it."""
    fill(member)
    monkeypatch.setattr(listing, "at_most", three_at_most)
    return member


@pytest.mark.parametrize("address", [one for one in ADDRESSES if "{" not in one])
def test_no_page_reads_every_company(page: Client, full: Member, address: str) -> None:
    page.get(address, follow=True)
    with CaptureQueriesContext(connection) as asked:
        assert page.get(address, follow=True).status_code == 200
    assert [*read_whole(asked)] == []


def read_whole(asked: CaptureQueriesContext) -> Iterator[str]:
    """The statements that may read a large table from its first row to its last one. Not
    the statement of many queries: each of them was looked at by itself (database/fetching.py).
    """
    for one in asked:
        sql = one["sql"]
        if not sql.startswith("SELECT") or sql.startswith("SELECT (SELECT json_group_array"):
            continue
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"))
            steps = [row[3] for row in cursor.fetchall()]
        sorted_first = "USE TEMP B-TREE FOR ORDER BY" in steps
        for step in steps:
            found = NOTHING_NARROWED.match(step)
            large = found and (found["scanned"] or found["table"]) in LARGE
            if large and ("LIMIT" not in sql or sorted_first):
                yield f"{step}: {sql}"
