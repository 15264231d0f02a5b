"""Keeps on disk what an import has to remember until its end, since that may be as long as the
file. No Django.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from decroche.intake.drafts import Draft
from decroche.shared.spreadsheets import harmless

SHOWN = 100
"""How many duplicate rows the page of the import shows; a file has them all."""
Double = list[int | str]
"""A duplicate row: [line, name, key of the card it is (0 for a row of the same file), why it is
known: exact or alike].
"""


class Spool:
    """Duplicate rows, in the form of the file that she can download, and rows that bring a person
    to a card of the same file. Both are in temporary files without a name.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.shown = list[Double]()
        self._doubles, self._people = _nameless(folder), _nameless(folder)
        self._table = csv.writer(self._doubles, delimiter=";")
        self._table.writerow(["line", "name", "card", "why"])

    def note(self, draft: Draft, card: int, why: str) -> None:
        """Keeps a duplicate row: of the card with this key, or (0) of a row of the same file."""
        self._table.writerow((draft.line, harmless(draft.name), card or "", why))
        if len(self.shown) < SHOWN:
            self.shown.append([draft.line, draft.name, card, why])

    def keep_person(self, company: int, draft: Draft) -> None:
        """Keeps a row that brings a person to a card of the same file."""
        json.dump([company, draft], self._people)
        self._people.write("\n")

    def people(self) -> Iterator[tuple[int, Draft]]:
        """Yields (company, row) in the order in which they were kept."""
        self._people.seek(0)
        for line in self._people:
            company, draft = json.loads(line)
            yield company, Draft._make(draft)

    def write_doubles(self, path: Path) -> None:
        """Writes the duplicate rows as a file."""
        self._doubles.flush()
        self._doubles.seek(0)
        with path.open("wb") as file:
            file.write(b"\xef\xbb\xbf")
            shutil.copyfileobj(cast(io.BytesIO, self._doubles.buffer), file)

    def close(self) -> None:
        """Frees the space on the disk."""
        self._doubles.close()
        self._people.close()


def _nameless(folder: Path) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        cast(io.BytesIO, tempfile.TemporaryFile(dir=folder)), encoding="utf-8", newline=""
    )
