"""The file written out, whole; or, when it is damaged, as far as it can be read."""

from __future__ import annotations

import sqlite3
import sys
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import DatabaseError

from decroche.cli.answering import say
from decroche.prospects.queries import companies
from decroche.shared.refusal import Refusal
from decroche.shared.typed import whole_number
from decroche.storage.damage import is_damage
from decroche.storage.database import ready, sqlite_path
from decroche.storage.exporting import COLUMNS, export_to, write_lines
from decroche.team.actions import ensure_local_member

_MOST = 10_000_000
"""Highest number of a row that is looked for when the file doesn't say how many there are."""


def export_(options: Namespace) -> dict[str, Any]:
    """Companies that may leave the file, all or those of a list."""
    try:
        return _whole(options)
    except (DatabaseError, sqlite3.DatabaseError) as error:
        path = sqlite_path()
        if path is None or not is_damage(error):
            raise
        print(f"The file of your data is damaged ({error}).", file=sys.stderr)
        Path(options.file + ".part").unlink(missing_ok=True)
        return rescue(path, Path(options.file))


def _whole(options: Namespace) -> dict[str, Any]:
    say(ready())
    member = ensure_local_member()
    rows = companies(member.workspace).order_by("state__position", "id")
    if options.list:
        rows = rows.filter(list_entries__call_list__name=options.list)
    written = export_to(Path(options.file), rows)
    stopped = rows.count() - written
    if stopped:
        print(f"{stopped} companies are left out: they asked to be left alone.", file=sys.stderr)
    return {
        "file": options.file,
        "companies": written,
        "opposed": stopped,
    }


def rescue(source: Path, target: Path) -> dict[str, Any]:
    """Every company whose row can still be read, with the numbers and people that can."""
    with closing(_opened(source)) as file:
        unread = [0]
        numbers, people = defaultdict(list), defaultdict(list)
        for row in _rows(file, "prospects_phonenumber", unread):
            if row.get("state") != "suppressed":
                numbers[row.get("company_id")].append(row.get("e164") or row.get("national") or "")
        for row in _rows(file, "prospects_contact", unread):
            if not row.get("opposed_at"):
                people[row.get("company_id")].append(
                    {name: row.get(name) or "" for name in ("name", "role", "title", "email")}
                )
        opposed = [0]

        def lines() -> Iterator[dict[str, Any]]:
            for row in _rows(file, "prospects_company", unread):
                if row.get("opposed_at") or row.get("erased_at"):
                    opposed[0] += 1
                    continue
                known = {name: row.get(name) or "" for name in COLUMNS}
                yield known | {
                    "phones": numbers[row["id"]],
                    "contacts": people[row["id"]],
                    "tags": [],
                }

        written = write_lines(target, lines())
    if not written:
        target.unlink(missing_ok=True)
        raise Refusal(f"Nothing can be read of {source} any more: restore a copy.")
    return {
        "file": str(target),
        "companies": written,
        "opposed": opposed[0],
        "unread": unread[0],
    }


def _opened(source: Path) -> sqlite3.Connection:
    """The file as it is; without its log of writes when that is what can't be read."""
    for how in ("mode=ro", "mode=ro&immutable=1"):
        file = sqlite3.connect(f"{source.absolute().as_uri()}?{how}", uri=True)
        file.row_factory = sqlite3.Row
        file.text_factory = lambda text: text.decode("utf-8", "replace")
        try:
            # With it SQLite goes on when it can read a part only of what lists the tables.
            file.execute("PRAGMA writable_schema = ON")
            file.execute("SELECT name FROM sqlite_schema LIMIT 1").fetchone()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            file.close()
            why: Exception = error
        else:
            return file
    raise Refusal(f"Nothing can be read of {source} any more ({why}): restore a copy.")


def _rows(file: sqlite3.Connection, table: str, unread: list[int]) -> Iterator[dict[str, Any]]:
    """The rows of a table one by one, by their numbers; those on damaged pages are counted."""
    for pk in range(1, _highest(file, table) + 1):
        try:
            row = file.execute(f"SELECT * FROM {table} WHERE id = ?", (pk,)).fetchone()
        except sqlite3.DatabaseError:
            unread[0] += 1
            continue
        if row is not None:
            yield dict(row)


def _highest(file: sqlite3.Connection, table: str) -> int:
    """The highest number given out in a table, from what still says it."""
    for question, values in (
        (f"SELECT max(id) FROM {table}", ()),
        ("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)),
    ):
        try:
            (found,) = file.execute(question, values).fetchone() or (None,)
        except sqlite3.DatabaseError:
            continue
        if found is not None:
            return whole_number(found, 0, 0, _MOST)
    return 0
