"""A paper list that was photographed, typed or pasted: its lines as they were read and corrected,
as rows.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from decroche.intake.paper.kept import Scan, load, scan_path
from decroche.intake.paper.lines import FIELDS
from decroche.intake.paper.scan import scan_file
from decroche.intake.sources.lines import COLUMNS


class ScanSource:
    """A paper list. The desk reads it once and keeps what it read beside the file; without that it
    is read now.
    """

    kind = "scan"
    encoding = ""
    separator = ""

    def __init__(self, path: Path) -> None:
        self.scan = load(scan_path(path)) if scan_path(path).exists() else _read_now(path)

    def height(self) -> int:
        return len(self.scan.rows) + 1

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        yield 0, list(COLUMNS)
        for place, row in enumerate(self.scan.rows, 1):
            texts = [row.cells[name].text if name in row.cells else "" for name in FIELDS]
            whole = row.text or " ".join(text for text in texts if text)
            yield place, texts if row.keep else [""] * len(FIELDS) + [whole]


def _read_now(path: Path) -> Scan:
    folder = Path(tempfile.mkdtemp(prefix="decroche-scan-"))
    try:
        return scan_file(path, into=folder / "page")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
