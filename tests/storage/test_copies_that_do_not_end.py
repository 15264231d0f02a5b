"""A file that is brought as a copy may be anything: looking at it has an end."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from decroche.shared.refusal import Refusal
from decroche.storage.comparing import contents_of

_ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"


def made(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as file:
        for statement in statements:
            file.execute(statement)
        file.commit()
    return path


@pytest.mark.parametrize(
    "view",
    [
        f"CREATE VIEW prospects_company AS {_ENDLESS} SELECT x AS id, NULL AS removed_at FROM c",
        f"CREATE VIEW journal_entry AS {_ENDLESS} SELECT x AS at FROM c",
        f"CREATE VIEW django_migrations AS {_ENDLESS} SELECT x AS app, x AS name FROM c",
    ],
)
def test_a_view_without_end_in_the_place_of_a_table_is_refused(tmp_path: Path, view: str) -> None:
    table = "CREATE TABLE prospects_company (removed_at TEXT)"
    statements = [view] if "prospects_company" in view else [table, view]
    with pytest.raises(Refusal, match=r"altered|modifiée"):
        contents_of(made(tmp_path / "copy.sqlite3", *statements))
