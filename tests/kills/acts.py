"""What the killed processes do besides commands, and how the data looks afterwards."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from decroche.calls.queries import in_order
from decroche.config.locks import folder_lock
from decroche.correspondence.actions import keep_mailbox
from decroche.correspondence.models import Message
from decroche.intake import jobs
from decroche.prospects.duplicates import find_duplicates, pairs_to_look_at
from decroche.prospects.merging import merge_all
from decroche.prospects.models import Company
from decroche.shared.clock import now
from decroche.storage.database import ready, summary
from decroche.team.actions import ensure_local_member
from tests.kills.postgres import PROGRAMS
from tests.upgrades.postgresql import load_into_postgresql


def look(target: str) -> None:
    """Opens the data as the next command would, and writes what it finds: {"problems": […],
    "rows": {table: [row, …]}, "columns": {table: [name, …]}}.
    """
    with folder_lock(Path(settings.DATA_FOLDER)):
        ready()
        found = {"problems": summary()["problems"], **_rows()}
    Path(target).write_text(json.dumps(found))


def _rows() -> dict[str, Any]:
    rows: dict[str, list[list[str]]] = {}
    columns: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("prospects_search"):
                continue  # `check` compares it with the companies
            cursor.execute(f'SELECT * FROM "{table}"')
            columns[table] = [column[0] for column in cursor.description]
            rows[table] = [[str(value) for value in row] for row in cursor.fetchall()]
    return {"rows": rows, "columns": columns}


def sweep() -> None:
    """What the desk does at its start."""
    with folder_lock(Path(settings.DATA_FOLDER)):
        ready()
        jobs.sweep()


def find_doubles() -> None:
    """Finds the cards that are one company."""
    with folder_lock(Path(settings.DATA_FOLDER)):
        ready()
        find_duplicates(ensure_local_member().workspace)


def merge_doubles() -> None:
    """Joins all pairs that were found, in one verb, as the page of doubles does."""
    with folder_lock(Path(settings.DATA_FOLDER)):
        ready()
        by = ensure_local_member()
        pairs = list(pairs_to_look_at(by.workspace).values_list("first_id", "second_id"))
        merge_all(by=by, pairs=pairs, in_order=in_order)


def name_in_files(company: str) -> None:
    """A list of rows kept aside and a copy of before an update name a company."""
    folder, mark = Path(settings.DATA_FOLDER), "LEFT-IN-A-FILE"
    name = Company.objects.get(pk=company).name
    (folder / "imports" / "900-kept-aside.csv").write_text(f"line;name\n1;{name} {mark}\n")
    (folder / "before-update-20261101-100000.sqlite3").write_text(f"{name} {mark}")


def queue_mails(port: str, count: str) -> None:
    """A mailbox at a server of this machine, and mails that are due."""
    with folder_lock(Path(settings.DATA_FOLDER)):
        ready()
        by = ensure_local_member()
        keep_mailbox(
            by=by,
            values={
                "address": "camille@arnaud.example",
                "smtp_host": "127.0.0.1",
                "smtp_port": int(port),
                "smtp_security": "none",
                "pace_seconds": 0,
                "daily_limit": 1000,
            },
        )
        for number, card in enumerate(Company.objects.order_by("id")[: int(count)]):
            Message.objects.create(
                workspace=by.workspace,
                company=card,
                member=by,
                to=f"p{number}@vasseur.example",
                state="queued",
                subject="x",
                body="y",
                with_presentation=False,
                queued_at=now(),
                send_after=now() - timedelta(seconds=1),
            )


def load_old(file: str) -> None:
    """The rows of an SQLite file of 0.1.0, in the open database of PostgreSQL."""
    load_into_postgresql(Path(file))


def dump(file: str) -> None:
    """A copy of PostgreSQL's own making, as docs/how-to/team.md says."""
    words = [str(PROGRAMS / "pg_dump"), "--format", "custom", "--file", file]
    subprocess.run([*words, os.environ["DATABASE_URL"]], check=True)


def restore_dump(file: str) -> None:
    """This process becomes PostgreSQL's own restore, as docs/how-to/team.md says."""
    words = ["--clean", "--if-exists", "--single-transaction"]
    url = os.environ["DATABASE_URL"]
    os.execv(PROGRAMS / "pg_restore", ["pg_restore", *words, "--dbname", url, file])
