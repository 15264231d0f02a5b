"""Files and lists as they are handed in: kept in the data folder under a name nobody chose, each
with its batch, until they are brought in.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from decroche.intake.actions import Choices, layout_of
from decroche.intake.demo import write_demo
from decroche.intake.jobs import start_scan
from decroche.intake.models import Batch
from decroche.intake.paper.kept import scan_path
from decroche.intake.paper.typed import keep_lines
from decroche.intake.sources.lines import LinesSource
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.signatures import is_picture
from decroche.intake.sources.source import Unreadable
from decroche.intake.tried import try_first
from decroche.shared.clock import now
from decroche.team.models import Member

_DEMO_COMPANIES = 120


def keep_file(*, by: Member, name: str, chunks: Iterable[bytes]) -> Batch:
    """Keeps a file; a picture begins to be read at once, in the background.

    Raises Unreadable for what is neither a picture nor a table; then nothing is kept.
    """
    path = _place()
    with path.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
    with path.open("rb") as file:
        picture = is_picture(file.read(16))
    if not picture:
        try:
            try_first(path)
            layout_of(open_source(path), Choices())
        except Unreadable:
            path.unlink(missing_ok=True)
            raise
    batch = _batch(by, name, path)
    if picture:
        start_scan(by=by, batch=batch)
    else:
        _look_over(batch)
    return batch


def keep_text(*, by: Member, name: str, text: str) -> Batch:
    """Keeps a list that was typed or pasted. Raises Unreadable; then nothing is kept."""
    path = _place()
    path.write_text(text.replace("\r\n", "\n"), encoding="utf-8")
    try:
        open_source(path)
    except Unreadable:
        path.unlink(missing_ok=True)
        raise
    batch = _batch(by, name, path)
    _look_over(batch)
    return batch


def show_as_columns(batch: Batch) -> None:
    """Shows a list of lines as a table after all; what she corrected line by line is dropped."""
    scan_path(Path(batch.path)).unlink(missing_ok=True)
    batch.choices = {}
    batch.save(update_fields=["choices"])


def _look_over(batch: Batch) -> None:
    """A list of lines waits to be looked over line by line, like a photographed one."""
    source = open_source(Path(batch.path))
    if isinstance(source, LinesSource) and keep_lines(source, Path(batch.path)):
        batch.choices = {"paper": True}
        batch.save(update_fields=["choices"])


def keep_demo(*, by: Member, name: str) -> Batch:
    """Keeps a made-up file, as if it had been handed in."""
    path = _place()
    write_demo(path, companies=_DEMO_COMPANIES, seed=1)
    return _batch(by, name, path, made_up=True)


def _place() -> Path:
    folder = Path(settings.DATA_FOLDER) / "imports"
    folder.mkdir(exist_ok=True)
    return folder / secrets.token_hex(12)


def _batch(by: Member, name: str, path: Path, **choices: object) -> Batch:
    return Batch.objects.create(
        workspace=by.workspace,
        member=by,
        filename=name[:255],
        path=str(path),
        choices=choices,
        created_at=now(),
    )
