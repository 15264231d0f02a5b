"""A database of version 0.1.0 is upgraded: nothing is lost, and what could be undone still can. The
same tests run on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from decroche import __version__
from decroche.calls.models import Call, CallSession
from decroche.calls.refused import Refused
from decroche.calls.sittings import given_in
from decroche.compliance.models import Suppression
from decroche.correspondence.models import Message
from decroche.journal.actions import KeptForGood, NothingToUndo, undo
from decroche.journal.images import Image
from decroche.journal.models import Entry
from decroche.prospects import search_schema
from decroche.prospects.actions import NewCompany, add_company
from decroche.prospects.left_alone import SilentValue
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.prospects.paper_line import read_paper_line
from decroche.prospects.search import search
from decroche.shared import clock
from decroche.storage.database import problems, ready
from decroche.storage.upgrading import stamp_of
from decroche.team.models import Member
from tests.cast import TUESDAY
from tests.upgrades.conftest import opened
from tests.upgrades.places import REWRITTEN, Place, new_rows, old_rows, old_tables, place_of, plain
from tools.outcomes import log_outcome

OUTCOMES = {
    "no_answer",
    "voicemail",
    "gatekeeper",
    "call_back",
    "email_requested",
    "interested",
    "meeting",
    "no_need",
    "hung_up",
    "do_not_call",
    "wrong_number",
}
"""All that version 0.1.0 had."""
pytestmark = pytest.mark.usefixtures("tuesday")


@pytest.fixture
def upgraded(data: Path) -> Path:
    """The data folder's file, opened by this version."""
    ready()
    return data


@pytest.fixture
def camille(upgraded: Path) -> Member:
    """Who made the calls."""
    return Member.objects.select_related("workspace").get(name="Camille Arnaud")


@pytest.mark.sqlite
def test_the_first_migrations_are_the_tables_of_0_1_0(
    old: sqlite3.Connection, data: Path, tmp_path: Path
) -> None:
    """They are compared column by column and index by index, so that they may replace the earlier
    migrations.
    """
    with opened(str(tmp_path / "first.sqlite3")):
        executor = MigrationExecutor(connection)
        first = [key for key in executor.loader.disk_migrations if key[1] == "0001_initial"]
        executor.migrate(first)
        connection.ensure_connection()
        assert _schema(connection.connection) == _schema(old)


def _schema(database: sqlite3.Connection) -> dict[str, object]:
    found: dict[str, object] = {}
    for kind, name, sql in database.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
        if name.startswith(("sqlite_", "prospects_search_")) or name == "django_migrations":
            continue
        if kind == "table":
            columns = database.execute(f'PRAGMA table_info("{name}")').fetchall()
            keys = database.execute(f'PRAGMA foreign_key_list("{name}")').fetchall()
            found[name] = (
                # name, type, whether it may be empty, place in the primary key; not the default:
                # a column that was added later kept one, and every row is written whole anyway
                sorted((*column[1:4], column[5]) for column in columns),
                sorted(tuple(key[2:]) for key in keys),
            )
        else:
            found[name] = " ".join(sql.split())
    return found


def test_every_value_is_in_its_present_column(old: sqlite3.Connection, upgraded: Path) -> None:
    compared = 0
    for table in old_tables(old):
        rows = old_rows(old, table)
        assert len(new_rows(place_of(table, "id").table)) == len(rows), table
        for column in rows[0] if rows else ():
            if (table, column) in REWRITTEN:
                continue
            place = place_of(table, column)
            found = new_rows(place.table, place.key)
            for row in rows:
                expected = place.translate(row[column], row)
                assert found[row[place.of]][place.column] == expected, (table, column, row)
                compared += 1
    assert compared > 3000


def test_the_old_rows_are_of_every_kind(old: sqlite3.Connection) -> None:
    """Otherwise the comparison would say little: no table is empty."""
    assert [table for table in old_tables(old) if not old_rows(old, table)] == []
    outcomes = {row["outcome"] for row in old_rows(old, "calls_call")}
    assert outcomes == OUTCOMES
    states = {row["state"] for row in old_rows(old, "correspondence_message")}
    assert states >= {"wanted", "queued", "sent", "check", "failed", "dropped"}


def test_the_data_are_whole_and_a_second_start_changes_nothing(upgraded: Path) -> None:
    assert found_wrong() == []
    assert search_schema.missing(connection) == []
    before = sorted(upgraded.parent.iterdir())
    ready()
    assert sorted(upgraded.parent.iterdir()) == before


def test_the_counts_of_the_sittings_are_those_of_their_calls(
    old: sqlite3.Connection, upgraded: Path
) -> None:
    for row in old_rows(old, "calls_callsession"):
        given = given_in(CallSession.objects.get(pk=row["id"]))
        assert (given.calls, given.decision_makers, given.emails) == (
            row["calls"],
            row["conversations"],
            row["emails"],
        )


@pytest.mark.sqlite
def test_the_file_as_it_was_is_kept_and_the_version_noted(
    old: sqlite3.Connection, upgraded: Path
) -> None:
    (copy,) = upgraded.parent.glob("before-update-*.sqlite3")
    with sqlite3.connect(copy) as kept:
        assert list(kept.iterdump()) == list(old.iterdump())
    kept.close()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA user_version")
        assert cursor.fetchone() == (stamp_of(__version__),)


def test_the_search_finds_old_and_new_cards(camille: Member) -> None:
    def found(text: str) -> list[str]:
        return [company.name for company, _ in search(camille.workspace, text)]

    assert found("oeillet") == ["Verrerie de l’Œillet"]
    assert found("03 53 01 03 77") == ["Port fluvial de Béthune"]
    assert found("l'oeillet") == found("loeillet") == ["Verrerie de l’Œillet"]
    assert found("ceremonies") == ["Port fluvial de Béthune"]  # a word of a call's note
    read = read_paper_line("Distillerie Sorel 03 53 01 20 84 Arras")
    add_company(by=camille, new=NewCompany(read.name, list(read.numbers), {}, [], "salon"))
    assert found("sorel") == ["Distillerie Sorel", "M. Paul Sorel"]


def test_oppositions_still_stop(camille: Member) -> None:
    assert Suppression.objects.filter(workspace=camille.workspace).count() > 5
    opposed = Company.objects.filter(workspace=camille.workspace).exclude(opposed_at=None)
    assert {card.name for card in opposed} >= {"Ateliers Courtois", "Théâtre de la Halle"}
    for card in opposed:
        with pytest.raises(Refused) as refused:
            log_outcome(by=camille, company_id=card.pk, outcome="no_answer")
        assert refused.value.code == "opposed"
    for line in (
        "Nouvelle Fonderie 03 53 01 99 88 Lens",  # a number nobody may call
        "Ateliers Courtois SARL 03 53 01 11 96 Lens",
    ):
        read = read_paper_line(line)
        with pytest.raises(SilentValue):
            add_company(by=camille, new=NewCompany(read.name, list(read.numbers), {}, [], "salon"))


def test_the_last_call_of_before_is_taken_back(old: sqlite3.Connection, camille: Member) -> None:
    (entry,) = [row for row in old_rows(old, "journal_entry") if row["key"] == "the-last-call"]
    calls, then = Call.objects.count(), _after_undo(old, entry["changes"])
    assert undo(by=camille).pk == entry["id"]
    assert Call.objects.count() == calls - 1
    then.check()
    assert found_wrong() == []


def test_every_line_of_before_is_taken_back(old: sqlite3.Connection, camille: Member) -> None:
    """One after the other from the end; an opposition with its written reason. A person to whom a
    mail has left stays, so does a follow-up that a later answer changed, and that is said.
    """
    lines = [
        row
        for row in old_rows(old, "journal_entry")
        if row["undoable"] and row["undone_at"] is None and row["member_id"] == camille.pk
    ]
    for line in reversed(lines):
        then = _after_undo(old, line["changes"])
        try:
            entry = undo(by=camille)
        except KeptForGood:
            entry = undo(by=camille, reason="levée pour cet essai")
        assert entry.pk == line["id"]
        stayed = then.check(written_to() | changed_after(entry))
        said = [what for what, _ in entry.particulars.get("stays", ())]
        assert ("used" in said) is bool(stayed)
    with pytest.raises(NothingToUndo):
        undo(by=camille)
    assert not Call.objects.filter(workspace=camille.workspace).exists()
    assert found_wrong() == []


def written_to() -> frozenset[tuple[str, int]]:
    """The people, as rows (table, key), whom a mail names that left or waits."""
    mails = Message.objects.exclude(state=Message.State.DROPPED)
    people = mails.filter(contact__isnull=False).values_list("contact__pk", flat=True)
    return frozenset(("prospects_contact", key) for key in people)


def changed_after(entry: Entry) -> frozenset[tuple[str, int]]:
    """The rows (table, key) that live entries of later changed, and the cards they are of."""
    later = Entry.objects.filter(pk__gt=entry.pk, undone_at=None)
    cards = later.values_list("company_id", flat=True)
    changed = {
        (image[1].replace(".", "_"), key)
        for changes in later.values_list("changes", flat=True)
        for image in changes
        if image[0] == "~"
        for key in image[2]
    }
    return frozenset(changed | {("prospects_company", key) for key in cards if key})


def parts_of_cards(rows: set[tuple[str, int]]) -> set[tuple[str, int]]:
    """The numbers and people of the cards among some rows: a card stays whole."""
    cards = [key for table, key in rows if table == "prospects_company"]
    return {
        (model._meta.db_table, key)
        for model in (PhoneNumber, Contact)
        for key in model._base_manager.filter(company__in=cards).values_list("pk", flat=True)
    }


def found_wrong() -> list[str]:
    """What `check` says, on the day after the fixture was made: some of its rows have that day."""
    with clock.frozen(TUESDAY + timedelta(days=7)):
        return problems()


class AfterUndo:
    """What taking a line back leaves: rows that are gone, and values by table, key and column,
    each with the table its row was in.
    """

    def __init__(self) -> None:
        self.gone: set[tuple[str, int]] = set()
        self.values: dict[tuple[str, int, str], tuple[str, object]] = {}
        self.keys: dict[str, str] = {}

    def check(self, may_stay: frozenset[tuple[str, int]] = frozenset()) -> set[tuple[str, int]]:
        """Fails when the database differs. Returns the rows (table, key) that stayed: all are among
        `may_stay`, or are numbers and people of a card that stayed.
        """
        rows = {table: new_rows(table, key) for table, key in self.keys.items()}
        stayed = {row for row in self.gone if row[1] in rows[row[0]]}
        assert stayed <= may_stay | parts_of_cards(stayed)
        for (table, key, column), (owner, expected) in self.values.items():
            if (owner, key) not in self.gone:
                assert rows[table][key][column] == expected, (table, key, column)
        return stayed


def _after_undo(old: sqlite3.Connection, changes: list[Image]) -> AfterUndo:
    """Works out from the journal line that 0.1.0 wrote: rows that it made are gone, those it
    removed are back, and a field that still has the value that it set has the value of before.
    """
    then = AfterUndo()
    for sign, label, keys, *sides in reversed(changes):
        table = label.replace(".", "_")
        if table == "callqueue_dial":
            continue  # it stands on the call now, which is in the same line
        own = place_of(table, "id")
        then.keys[own.table] = own.key
        if sign == "+":
            then.gone.add((own.table, keys))
            continue
        last = {row["id"]: row for row in old_rows(old, table)}
        for key in keys if sign == "~" else [keys]:
            states = [
                {**last.get(key, {}), **{_column(old, table, n): plain(v) for n, v in side.items()}}
                for side in sides
            ]
            for column in (_column(old, table, name) for name in sides[0]):
                if (table, column) in REWRITTEN:
                    continue
                place = place_of(table, column)
                before, *after = [place.translate(state[column], state) for state in states]
                held = after[0] if after else None  # a row that was removed holds nothing
                _take_back(then, own.table, place, key, before, held)
    return then


def _take_back(
    then: AfterUndo, owner: str, place: Place, key: int, before: object, after: object
) -> None:
    then.keys[place.table] = place.key
    where = (place.table, key, place.column)
    stored = new_rows(place.table, place.key).get(key, {}).get(place.column)
    held = then.values[where][1] if where in then.values else stored
    then.values[where] = (owner, before if held == after else held)


def _column(old: sqlite3.Connection, table: str, field: str) -> str:
    """The column of a field: a key's field is called without the _id."""
    columns = {name for _, name, *_ in old.execute(f'PRAGMA table_info("{table}")')}
    return field if field in columns else f"{field}_id"


def test_a_mail_that_waited_still_waits_and_one_that_was_sent_stays_sent(camille: Member) -> None:
    states = dict(Message.objects.values_list("to", "state"))
    assert states["moulin@somme.example"] == "sent"
    assert states["direction@vasseur.example"] == "queued"
    assert states["atelier@oeillet.example"] == "draft"
