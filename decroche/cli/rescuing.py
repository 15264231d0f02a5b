"""`decroche export`: writing the companies to a file. When the database is damaged, it writes all
that can still be read (`rescue`).
"""

from __future__ import annotations

import sqlite3
import sys
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import DatabaseError

from decroche.cli.answering import say
from decroche.prospects.queries import companies
from decroche.shared.refusal import Refusal
from decroche.shared.typed import whole_number
from decroche.storage.columns import COLUMNS
from decroche.storage.damage import is_damage
from decroche.storage.database import ready, sqlite_path
from decroche.storage.exporting import export_to, write_lines
from decroche.team.actions import ensure_local_member

_MOST = 10_000_000
"""The highest key of a row that is looked for, whatever a damaged file says."""


def export_(options: Namespace) -> dict[str, Any]:
    """Exports the companies that may be exported, all or those of a list."""
    try:
        return _export(options)
    except (DatabaseError, sqlite3.DatabaseError) as error:
        path = sqlite_path()
        if path is None or not is_damage(error):
            raise
        print(f"The file of your data is damaged ({error}).", file=sys.stderr)
        Path(options.file + ".part").unlink(missing_ok=True)
        return rescue(path, Path(options.file))


def _export(options: Namespace) -> dict[str, Any]:
    say(ready())
    member = ensure_local_member()
    rows = companies(member.workspace).order_by("state__position", "id")
    if options.list:
        rows = rows.filter(list_entries__call_list__name=options.list)
    count = export_to(Path(options.file), rows)
    left_out = rows.count() - count
    if left_out:
        print(f"{left_out} companies are left out: they asked to be left alone.", file=sys.stderr)
    return {
        "file": options.file,
        "companies": count,
        "opposed": left_out,
    }


def rescue(source: Path, target: Path) -> dict[str, Any]:
    """Writes every company whose row can still be read, with its numbers and people whose rows can.
    Companies, numbers and people that may not be exported are left out.
    """
    with closing(_open(source)) as file:
        tally = _Tally()
        numbers, people = defaultdict(list), defaultdict(list)
        for row in _rows(file, "prospects_phonenumber", tally):
            if row.get("state") != "suppressed":
                numbers[row.get("company_id")].append(row.get("e164") or row.get("national") or "")
        for row in _rows(file, "prospects_contact", tally):
            if not row.get("opposed_at"):
                people[row.get("company_id")].append(
                    {name: row.get(name) or "" for name in ("name", "role", "title", "email")}
                )

        def lines() -> Iterator[dict[str, Any]]:
            for row in _rows(file, "prospects_company", tally):
                if row.get("opposed_at") or row.get("erased_at"):
                    tally.opposed += 1
                    continue
                fields = {name: row.get(name) or "" for name in COLUMNS}
                yield fields | {
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
        "opposed": tally.opposed,
        "unread": tally.unread,
    }


@dataclass(slots=True)
class _Tally:
    """Rows that could not be read, and companies that may not be exported."""

    unread: int = 0
    opposed: int = 0


def _open(source: Path) -> sqlite3.Connection:
    """The damaged file, read only. It is opened with its write-ahead log, or without it when the
    log is what can't be read. Raises Refusal.
    """
    for options in ("mode=ro", "mode=ro&immutable=1"):
        file = sqlite3.connect(f"{source.absolute().as_uri()}?{options}", uri=True)
        file.row_factory = sqlite3.Row
        file.text_factory = lambda text: text.decode("utf-8", "replace")
        try:
            # With this option SQLite also opens a file of whose schema it can read a part only.
            file.execute("PRAGMA writable_schema = ON")
            file.execute("SELECT name FROM sqlite_schema LIMIT 1").fetchone()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            file.close()
            why: Exception = error
        else:
            return file
    raise Refusal(f"Nothing can be read of {source} any more ({why}): restore a copy.")


def _rows(file: sqlite3.Connection, table: str, tally: _Tally) -> Iterator[dict[str, Any]]:
    """The rows of a table that can be read. Each is asked for by its key, so that a row on a
    damaged page does not keep the others away; such rows are counted.
    """
    for pk in range(1, _highest(file, table) + 1):
        try:
            row = file.execute(f"SELECT * FROM {table} WHERE id = ?", (pk,)).fetchone()
        except sqlite3.DatabaseError:
            tally.unread += 1
            continue
        if row is not None:
            yield dict(row)


def _highest(file: sqlite3.Connection, table: str) -> int:
    """The highest key in a table, by the table itself or by SQLite's own list; 0 when neither can
    be read.
    """
    for query, values in (
        (f"SELECT max(id) FROM {table}", ()),
        ("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)),
    ):
        try:
            (key,) = file.execute(query, values).fetchone() or (None,)
        except sqlite3.DatabaseError:
            continue
        if key is not None:
            return whole_number(key, 0, 0, _MOST)
    return 0
