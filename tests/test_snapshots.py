"""The queries of the screens that are used most, as texts: a change of queries is a diff.

Everything read once by a process is read before, so that the order of the tests changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Q
from django.test import Client

from decroche.calls.models import Call
from decroche.calls.reading import OutcomeInput
from decroche.team.models import Member
from tests.cast import LINES, company, file_of
from tests.desk.test_pages import post
from tests.intake.test_import import bring
from tests.snapshots import FOLDER, asked, compare, shape
from tools.outcomes import log_outcome

pytestmark = pytest.mark.sqlite


@pytest.mark.usefixtures("nothing_drawn")
def test_the_queries_of_a_logged_call_and_the_next_card(page: Client, member: Member) -> None:
    file_of(member, 6)
    for _ in range(2):
        post(page, member, outcome="no_answer")
    shown = page.get("/calls/").content.decode()
    hidden = dict(
        re.findall(
            r'<input type="hidden" name="(company|number|key|asked_for)" value="([^"]*)"', shown
        )
    )
    with asked() as queries:
        page.post(
            "/calls/log/",
            {**hidden, "outcome": "hung_up"},
            headers={"HX-Request": "true", "HX-Target": "desk"},
        )
    assert Call.objects.count() == 3
    compare("loop", queries)


def test_the_queries_of_the_file(page: Client, member: Member) -> None:
    file_of(member)
    page.get("/file/")
    with asked() as queries:
        page.get("/file/")
    compare("file", queries)


def test_the_queries_of_a_card(page: Client, member: Member) -> None:
    card = company(member, LINES[1])
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="email_requested",
        said=OutcomeInput(email="a@b.example"),
    )
    page.get(f"/companies/{card.pk}/")
    with asked() as queries:
        page.get(f"/companies/{card.pk}/")
    compare("card", queries)


def test_the_queries_of_an_import(member: Member, tmp_path: Path) -> None:
    for name in ("first", "second"):
        rows = [f"{name} {line}" for line in ("Verrerie Nord", "Laiterie Est", "Filature Sud")]
        numbers = ("03 53 01 22 33", "03 53 01 22 34", "03 53 01 22 35")
        if name == "second":
            numbers = ("03 53 01 44 33", "03 53 01 44 34", "03 53 01 44 35")
        table = "Société;Téléphone;Ville\n" + "".join(
            f"{row};{number};Lille\n" for row, number in zip(rows, numbers, strict=True)
        )
        (tmp_path / f"{name}.csv").write_text(table, encoding="utf-8")
    bring(member, tmp_path / "first.csv")
    with asked() as queries:
        batch = bring(member, tmp_path / "second.csv")
    assert batch.created_count == 3
    compare("import", queries)


def test_no_parameter_of_a_press_makes_sqlite_prepare_its_statement_again() -> None:
    """SQLite prepares a statement again at every run when a parameter decides whether an index with
    a condition can be used: such a value is written into the statement
    (database/prepared.py:WrittenOut). For the queries of a press that took 2 ms.
    """
    conditions = {
        name
        for model in apps.get_models()
        for index in model._meta.indexes
        for name, value in compared(index.condition)
        if value is not None and "__" not in name
    }
    assert {"attempts", "blocked_by"} <= conditions
    read = [line for line in (FOLDER / "loop.sql").read_text().splitlines() if "SELECT" in line]
    for name in conditions:
        found = [line for line in read if re.search(rf"\b{name} = %s", line)]
        assert not found, f"{name} decides whether an index can be used: {found}"


def compared(condition: Q | None) -> Iterator[tuple[str, object]]:
    """(lookup, value) of a condition, whatever it is made of."""
    for child in condition.children if condition else ():
        if isinstance(child, Q):
            yield from compared(child)
        elif isinstance(child, tuple):
            yield child


def test_a_statement_is_shown_by_its_shape() -> None:
    assert shape('SELECT "a"."x", "a"."y" FROM "a" WHERE "a"."x" IN (%s, %s, %s)') == (
        "SELECT … FROM a WHERE x IN (…)"
    )
    assert shape('INSERT INTO "a" ("x", "y") VALUES (%s, %s), (%s, %s)') == (
        "INSERT INTO a (x, y) VALUES (…) × n"
    )
    assert shape('SAVEPOINT "s140_x1"') == "SAVEPOINT"
