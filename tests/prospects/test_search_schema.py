"""The search follows the file through whatever a migration does to the table."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection, models

from decroche.prospects import search_schema
from decroche.prospects.actions import edit_company
from decroche.prospects.models import Company
from decroche.prospects.search import search
from decroche.storage.database import problems
from decroche.team.models import Member
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


# The words looked for stand inside the names: a name is found by its beginning without the index.


def found(member: Member, text: str) -> list[str]:
    return [company.name for company, _ in search(member.workspace, text)]


def rebuild_the_table() -> None:
    """What a migration does on SQLite for an AlterField: a new table, the rows, the old name."""
    before = Company._meta.get_field("city")
    after = models.CharField(max_length=121, blank=True)
    after.set_attributes_from_name("city")
    after.model = Company
    with connection.schema_editor() as editor:
        editor.alter_field(Company, before, after)
    with connection.schema_editor() as editor:
        editor.alter_field(Company, after, before)


def test_nothing_is_missing_after_migrate(db: None) -> None:
    assert search_schema.missing(connection) == []
    assert search_schema.install(connection) == []


@pytest.mark.sqlite
def test_a_rebuilt_table_is_followed_again_after_migrate(member: Member) -> None:
    kept = cast.company(member, cast.LINES[0])
    rebuild_the_table()
    triggers = {name for name in search_schema.SQLITE if name.startswith("prospects_search_")}
    assert set(search_schema.missing(connection)) == triggers
    assert problems()[0].startswith("the search does not follow the file")
    edit_company(
        by=member, company=kept, changes={"name": "Vasseur, reliure"}
    )  # while nothing follows
    cast.company(member, cast.LINES[3])
    assert found(member, "reliure") == []

    call_command("migrate", verbosity=0)

    assert search_schema.missing(connection) == []
    assert problems() == []
    assert found(member, "reliure") == ["Vasseur, reliure"]
    assert found(member, "fils") == []
    assert found(member, "marais") == ["Laiterie du Marais"]
    edit_company(by=member, company=kept, changes={"name": "Vasseur, gravure"})
    cast.company(member, cast.LINES[4])
    assert found(member, "gravure") == ["Vasseur, gravure"]
    assert found(member, "reliure") == []
    assert found(member, "oeillet") == ["Verrerie de l’Œillet"]
    assert problems() == []


@pytest.mark.sqlite
def test_a_trigger_that_says_something_else_is_put_right(member: Member) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER prospects_search_update")
        cursor.execute(
            "CREATE TRIGGER prospects_search_update AFTER UPDATE ON prospects_company "
            "BEGIN SELECT 1; END"
        )
    assert search_schema.install(connection) == ["prospects_search_update"]
    assert search_schema.missing(connection) == []


@pytest.mark.sqlite
def test_an_index_that_differs_from_the_file_is_a_problem(member: Member) -> None:
    cast.company(member)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO prospects_search(prospects_search) VALUES ('delete-all')")
    assert problems() == ["the search index differs from the companies"]
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO prospects_search(prospects_search) VALUES ('rebuild')")
    assert problems() == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL's own index")
def test_a_lost_index_is_made_again(member: Member) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX prospects_search")
    assert search_schema.missing(connection) == ["prospects_search"]
    assert problems()[0].startswith("the search does not follow the file")
    call_command("migrate", verbosity=0)
    assert problems() == []
