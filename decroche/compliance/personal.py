"""Which tables hold personal data: each package above says so, once, and that is how it exports and
erases it.

    register_tables(
        PersonalTable(
            Call, _("Calls"), texts=("note", "details"), export_columns=("at", "outcome", "note")
        )
    )

A test reads every text column of every table: what is neither held here nor declared harmless fails
it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import models

from decroche.shared.folding import fold, strip_marks
from decroche.shared.numbers import group, national_digits

_LEAST = 4
"""Shorter texts are not looked for inside others: they would be found in any word."""
GONE = "[…]"
"""What stands where a value was erased from a text that stays."""
_CIVILITY = re.compile(r"^(m\.?|mr|mme|mlle|monsieur|madame|mademoiselle|dr|me)\s+", re.IGNORECASE)


def _all(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    return rows


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """One table that holds personal data, and what becomes of its columns.

    company, person: lookups from a row to its company and to its person; "" when the table has
    none and its rows are found by their texts.
    texts: columns that an erasure empties.
    clear_columns: columns emptied when the company stays and its people go; None: the `texts`.
    scrub_columns: columns in which the rows of other people may mention the subject; None: the
    `texts`.
    named: the column that makes a row the subject's when it holds one of the subject's values.
    export_columns: columns of the access copy.
    delete_rows: whether an erasure removes the rows instead of emptying them.
    delete_on_clear: of these rows, those removed when the company stays and its people go.
    """

    model: type[models.Model]
    title: Any
    company: str = "company_id"
    person: str = ""
    texts: tuple[str, ...] = ()
    clear_columns: tuple[str, ...] | None = None
    scrub_columns: tuple[str, ...] | None = None
    named: str = ""
    export_columns: tuple[str, ...] = ()
    delete_rows: bool = False
    delete_on_clear: Callable[[models.QuerySet[Any]], models.QuerySet[Any]] = field(default=_all)


_registered: dict[type[models.Model], PersonalTable] = {}


def register_tables(*tables: PersonalTable) -> None:
    """Registers tables; the same one again changes nothing."""
    for table in tables:
        _registered.setdefault(table.model, table)


def personal_tables() -> list[PersonalTable]:
    """Every table, in the order in which they were registered (lower packages first)."""
    return list(_registered.values())


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data: a company, or one of its people (`contact_id`). `values` are the texts that name
    them, as written.
    """

    workspace_id: int
    company_id: int
    contact_id: int | None = None
    values: tuple[str, ...] = ()

    def rows(self, table: PersonalTable) -> models.QuerySet[Any]:
        """The rows of a table that belong to the subject; none when it is found by its texts
        only.
        """
        manager = table.model._base_manager.filter(workspace_id=self.workspace_id)
        if self.contact_id is not None:
            return (
                manager.filter(**{table.person: self.contact_id})
                if table.person
                else manager.none()
            )
        return (
            manager.filter(**{table.company: self.company_id}) if table.company else manager.none()
        )


def erase_rows(subject: Subject, *, whole: bool) -> dict[str, int]:
    """Empties or removes the subject's rows: {table: how many}. Not `whole`: the company stays, its
    people and words go.
    """
    done: dict[str, int] = {}
    for table in reversed(personal_tables()):
        rows = subject.rows(table)
        name = table.model._meta.label_lower
        if table.delete_rows:
            going = rows if whole or subject.contact_id is not None else table.delete_on_clear(rows)
            count = going.count()
            if count:
                going.delete()
                done[name] = count
            continue
        columns = table.texts if whole or table.clear_columns is None else table.clear_columns
        if columns:
            count = rows.update(**{column: _empty(table.model, column) for column in columns})
            if count:
                done[name] = count
    return done


def _empty(model: type[models.Model], column: str) -> Any:
    found = model._meta.get_field(column)
    if isinstance(found, models.JSONField):
        return found.get_default()
    return None if getattr(found, "null", False) else ""


def scrub(workspace_id: int, values: Iterable[str]) -> int:
    """Takes the values out of every text of every table that may hold them, whoever's row it is;
    how many rows changed.
    """
    wanted = spellings(values)
    if not wanted:
        return 0
    pattern, changed = _pattern(wanted), 0
    for table in personal_tables():
        rows = table.model._base_manager.filter(workspace_id=workspace_id)
        if table.named:
            changed += rows.filter(**{f"{table.named}__in": wanted}).delete()[0]
        for column in table.texts if table.scrub_columns is None else table.scrub_columns:
            for row in containing(rows, column, wanted):
                value = getattr(row, column)
                cleaned = cleared(value, pattern)
                if cleaned != value:
                    table.model._base_manager.filter(pk=row.pk).update(**{column: cleaned})
                    changed += 1
    return changed


def containing(rows: models.QuerySet[Any], column: str, wanted: tuple[str, ...]) -> list[Any]:
    """The rows whose column (text or JSON) contains one of the texts: candidates, to be looked at
    closely.
    """
    name = f'"{rows.model._meta.db_table}"."{rows.model._meta.get_field(column).column}"'
    found: dict[int, Any] = {}
    marks = list(dict.fromkeys(sign for text in wanted for sign in (text, json.dumps(text)[1:-1])))
    for start in range(0, len(marks), 40):
        part = marks[start : start + 40]
        where = " OR ".join([f"lower(CAST({name} AS TEXT)) LIKE %s ESCAPE '!'"] * len(part))
        likes = ["%" + re.sub(r"([!%_])", r"!\1", mark.lower()) + "%" for mark in part]
        for row in rows.extra(where=[where], params=likes):
            found[row.pk] = row
    return list(found.values())


def cleared(value: Any, pattern: re.Pattern[str]) -> Any:
    """The value without what the pattern finds, whatever its shape."""
    if isinstance(value, str):
        return pattern.sub(GONE, value)
    if isinstance(value, list):
        return [cleared(one, pattern) for one in value]
    if isinstance(value, dict):
        return {name: cleared(one, pattern) for name, one in value.items()}
    return value


def _pattern(wanted: tuple[str, ...]) -> re.Pattern[str]:
    parts = sorted(wanted, key=len, reverse=True)
    return re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(part) for part in parts) + r")(?!\w)", re.IGNORECASE
    )


def pattern_of(values: Iterable[str]) -> re.Pattern[str] | None:
    """What finds the values in a text, in any of their spellings; None when there is nothing to
    look for.
    """
    wanted = spellings(values)
    return _pattern(wanted) if wanted else None


@cache
def _ways(value: str) -> tuple[str, ...]:
    text = " ".join(value.split())
    digits = "".join(sign for sign in text if sign.isdigit())
    if len(digits) >= 9 and len(digits) >= len(text.replace(" ", "")) - 4:
        plain = national_digits(f"+{digits}") if text.startswith("+") else digits
        pairs = group(plain)
        return (
            text,
            plain,
            pairs,
            pairs.replace(" ", "."),
            pairs.replace(" ", "-"),
            pairs.replace(" ", "\u00a0"),
            pairs.replace(" ", "\u202f"),
            f"+33{plain[1:]}",
            f"0033{plain[1:]}",
            plain[1:],
        )
    bare = _CIVILITY.sub("", text)
    names = [text, *([bare] if " " in bare or bare == text else [])]
    return tuple(way for name in names for way in (name, strip_marks(name), fold(name)))


def spellings(values: Iterable[str]) -> tuple[str, ...]:
    """Every way the values may be written: numbers by pairs, dots, dashes, with +33; names with and
    without accents or civility.
    """
    return tuple(
        dict.fromkeys(way for value in values for way in _ways(value) if len(way) >= _LEAST)
    )


def gather(subject: Subject) -> list[tuple[PersonalTable, list[Any]]]:
    """The subject's rows by table, those that are told in an access copy."""
    return [
        (table, list(subject.rows(table).order_by("pk")))
        for table in personal_tables()
        if table.export_columns
    ]
