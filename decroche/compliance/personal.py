"""The tables with personal data. Each package registers its own, once; access copies and erasures
go by this list.

register_tables( PersonalTable( Call, _("Calls"), texts=("note", "details"), export_columns=("at",
"outcome", "note") ) )

A test looks at every text column of every table, and fails for one that is neither registered nor
declared to be without personal data.
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
"""Characters of a text that is looked for inside others, at least: a shorter one is in many words.
"""
GONE = "[…]"
"""Replaces a value that was erased from a text which stays."""
_CIVILITY = re.compile(r"^(m\.?|mr|mme|mlle|monsieur|madame|mademoiselle|dr|me)\s+", re.IGNORECASE)


def _all(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    return rows


@dataclass(frozen=True, slots=True)
class PersonalTable:
    """A table with personal data, and what happens to its columns.

    - title: the name of the table in an access copy;
    - company, person: the lookups from a row to its company and its person; "" when there is none,
      and rows are found by their texts only;
    - texts: the columns that an erasure empties;
    - clear_columns: the columns that are emptied when the company stays and its people are erased
      (None: the same as `texts`);
    - scrub_columns: the columns in which rows of others may mention the person (None: as `texts`);
    - named: a column whose value makes a row the person's, when it is one of the person's values;
    - export_columns: the columns in an access copy;
    - delete_rows: whether an erasure deletes the rows instead of emptying them;
    - delete_on_clear: chooses, of these rows, those that are deleted when the company stays.
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
    """Registers tables. A model that is registered already is left as it is."""
    for table in tables:
        _registered.setdefault(table.model, table)


def personal_tables() -> list[PersonalTable]:
    """All registered tables, in the order of registration (lower packages first)."""
    return list(_registered.values())


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data is meant: a company, or one of its people (`contact_id`). `values` are the texts
    by which they are named (names, numbers, addresses), as written.
    """

    workspace_id: int
    company_id: int
    contact_id: int | None = None
    values: tuple[str, ...] = ()

    def rows(self, table: PersonalTable) -> models.QuerySet[Any]:
        """The rows of a table that belong to the company or person; none when the table has no such
        lookup.
        """
        rows = table.model._base_manager.filter(workspace_id=self.workspace_id)
        if self.contact_id is not None:
            return rows.filter(**{table.person: self.contact_id}) if table.person else rows.none()
        return rows.filter(**{table.company: self.company_id}) if table.company else rows.none()


def erase_rows(subject: Subject, *, whole: bool) -> dict[str, int]:
    """Empties or deletes the rows of a subject: {table: how many}. Without `whole`, the company
    stays and only its people, notes and the like are erased.
    """
    done: dict[str, int] = {}
    for table in reversed(personal_tables()):
        rows = subject.rows(table)
        name = table.model._meta.label_lower
        if table.delete_rows:
            everything = whole or subject.contact_id is not None
            to_delete = rows if everything else table.delete_on_clear(rows)
            count = to_delete.count()
            if count:
                to_delete.delete()
                done[name] = count
            continue
        columns = table.texts if whole or table.clear_columns is None else table.clear_columns
        if columns:
            count = rows.update(**{column: _empty(table.model, column) for column in columns})
            if count:
                done[name] = count
    return done


def _empty(model: type[models.Model], column: str) -> Any:
    """The value of an emptied column: the default of JSON, None where it is allowed, else ""."""
    column_field = model._meta.get_field(column)
    if isinstance(column_field, models.JSONField):
        return column_field.get_default()
    return None if getattr(column_field, "null", False) else ""


def scrub(workspace_id: int, values: Iterable[str]) -> int:
    """Replaces the values by GONE in all texts of all tables that may mention them, also in rows of
    others. Returns how many rows were changed or deleted.
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
    """The rows whose column (text or JSON) contains one of the texts, also as a part of a word. A
    text is looked for as it is, and as JSON writes it.
    """
    name = f'"{rows.model._meta.db_table}"."{rows.model._meta.get_field(column).column}"'
    by_key: dict[int, Any] = {}
    forms = list(dict.fromkeys(form for text in wanted for form in (text, json.dumps(text)[1:-1])))
    for start in range(0, len(forms), 40):
        part = forms[start : start + 40]
        where = " OR ".join([f"lower(CAST({name} AS TEXT)) LIKE %s ESCAPE '!'"] * len(part))
        patterns = ["%" + re.sub(r"([!%_])", r"!\1", form.lower()) + "%" for form in part]
        for row in rows.extra(where=[where], params=patterns):
            by_key[row.pk] = row
    return list(by_key.values())


def cleared(value: Any, pattern: re.Pattern[str]) -> Any:
    """A text, or a nested list or dictionary, with GONE in place of what the pattern matches."""
    if isinstance(value, str):
        return pattern.sub(GONE, value)
    if isinstance(value, list):
        return [cleared(item, pattern) for item in value]
    if isinstance(value, dict):
        return {name: cleared(item, pattern) for name, item in value.items()}
    return value


def _pattern(wanted: tuple[str, ...]) -> re.Pattern[str]:
    """Matches any of the texts as whole words, longer ones first, in upper or lower case."""
    parts = sorted(wanted, key=len, reverse=True)
    return re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(part) for part in parts) + r")(?!\w)", re.IGNORECASE
    )


def pattern_of(values: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that matches the values in all of their spellings; None when there are none."""
    wanted = spellings(values)
    return _pattern(wanted) if wanted else None


@cache
def _spellings_of(value: str) -> tuple[str, ...]:
    """The spellings of one value (see `spellings`)."""
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
    return tuple(form for name in names for form in (name, strip_marks(name), fold(name)))


def spellings(values: Iterable[str]) -> tuple[str, ...]:
    """The ways in which the values may be written: numbers in pairs, with dots, dashes or +33;
    names with and without accents and civility. Those shorter than `_LEAST` are left out.
    """
    forms = (form for value in values for form in _spellings_of(value))
    return tuple(dict.fromkeys(form for form in forms if len(form) >= _LEAST))


def gather(subject: Subject) -> list[tuple[PersonalTable, list[Any]]]:
    """[(table, rows)] of a subject, of the tables that are part of an access copy."""
    return [
        (table, list(subject.rows(table).order_by("pk")))
        for table in personal_tables()
        if table.export_columns
    ]
