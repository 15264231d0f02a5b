"""What was read of a paper list, photographed or typed, and what she corrected, kept in a JSON file
beside the list.
"""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from decroche.intake.paper.lines import Candidate, PaperField

_ONE_AT_A_TIME = threading.Lock()


@dataclass(slots=True)
class Row:
    """A candidate card; `seen` says that she confirmed or corrected it. From a picture it has its
    page (0 is the first) and its box on the page; typed it has page -1 and `text`, the line as it
    was written.
    """

    page: int
    box: tuple[int, int, int, int]
    cells: dict[str, PaperField] = field(default_factory=dict)
    keep: bool = True
    seen: bool = False
    text: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether she should look at it first."""
        return not self.seen and Candidate(self.box, self.cells, self.keep).doubtful


@dataclass(slots=True)
class Scan:
    """Everything that was read of one file."""

    rows: list[Row]
    pages: int = 0

    def save(self, path: Path) -> None:
        """Writes the file, whole or not at all."""
        half = path.with_suffix(".half")
        half.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
        half.replace(path)


def load(path: Path) -> Scan:
    """Reads a scan that was kept."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    rows = [
        Row(
            row["page"],
            tuple(row["box"]),
            {name: _cell(cell) for name, cell in row["cells"].items()},
            row["keep"],
            row["seen"],
            row.get("text", ""),  # readings kept by earlier versions have none
        )
        for row in found["rows"]
    ]
    return Scan(rows, found["pages"])


def _cell(found: dict[str, Any]) -> PaperField:
    box = found["box"]
    return PaperField(found["text"], found["sure"], tuple(box) if box else None)


def scan_path(path: Path) -> Path:
    """Returns the file with what was read of another file."""
    return path.with_name(f"{path.name}.scan.json")


def correct_row(path: Path, place: int, values: dict[str, str], *, keep: bool) -> None:
    """Keeps her correction of a line. Corrections are written one at a time, also when two people
    correct lines of one list.
    """
    with _ONE_AT_A_TIME:
        scan = load(scan_path(path))
        row = scan.rows[place]
        for name, text in values.items():
            before = row.cells.get(name)
            if text:
                row.cells[name] = PaperField(text, 100.0, before.box if before else None)
            else:
                row.cells.pop(name, None)
        row.keep, row.seen = keep, True
        scan.save(scan_path(path))
