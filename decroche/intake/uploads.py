"""Files and lists as they are handed in: kept in the data folder under a name nobody chose, each
with its batch, until they are brought in.
"""

from __future__ import annotations

import filecmp
import secrets
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from decroche.intake.choices import Choices, layout_of
from decroche.intake.demo import write_demo
from decroche.intake.jobs import start_scan
from decroche.intake.models import Batch
from decroche.intake.paper.kept import scan_path
from decroche.intake.paper.typed import keep_lines
from decroche.intake.sources.lines import LinesSource
from decroche.intake.sources.opening import open_source
from decroche.intake.sources.signatures import is_picture
from decroche.intake.tried import try_first
from decroche.journal.sent import note_done
from decroche.shared.clock import now
from decroche.team.models import Member

_DEMO_COMPANIES = 120
_SAME_WITHIN = timedelta(minutes=2)
"""The same list handed in again within this time is a second press, or another tab's."""
_HANDED_IN = threading.Lock()
"""One list is looked at among those that wait, and noted, at a time."""


def keep_file(*, by: Member, name: str, chunks: Iterable[bytes]) -> Batch:
    """Keeps a file; a picture begins to be read at once, in the background.

    Raises Unreadable for what is neither a picture nor a table; then nothing is kept.
    """
    path = _place()
    with _gone_if_not_kept(path):
        with path.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
        with path.open("rb") as file:
            picture = is_picture(file.read(16))
        if not picture:
            try_first(path)
            layout_of(open_source(path), Choices())
        batch, new = _batch(by, name, path)
    if new and picture:
        start_scan(by=by, batch=batch)
    elif new:
        _look_over(batch)
    return batch


def keep_text(*, by: Member, name: str, text: str) -> Batch:
    """Keeps a list that was typed or pasted. Raises Unreadable; then nothing is kept."""
    path = _place()
    with _gone_if_not_kept(path):
        path.write_text(text.replace("\r\n", "\n"), encoding="utf-8")
        open_source(path)
        batch, new = _batch(by, name, path)
    if new:
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
    with _gone_if_not_kept(path):
        write_demo(path, companies=_DEMO_COMPANIES, seed=1)
        return _batch(by, name, path, made_up=True)[0]


@contextmanager
def _gone_if_not_kept(path: Path) -> Iterator[None]:
    """Deletes the file unless it is kept in the end: when it can't be read, when there is no room,
    or when no batch names it.
    """
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _place() -> Path:
    folder = Path(settings.DATA_FOLDER) / "imports"
    folder.mkdir(exist_ok=True)
    return folder / secrets.token_hex(12)


def _batch(by: Member, name: str, path: Path, **choices: object) -> tuple[Batch, bool]:
    """The batch of a list that was kept, and whether it is new: the same list that was handed in a
    moment ago, and still waits, is not noted twice.
    """
    note_done()
    with _HANDED_IN:
        same = _handed_in(by, name, path)
        if same is not None:
            path.unlink(missing_ok=True)
            return same, False
        made = Batch.objects.create(
            workspace=by.workspace,
            member=by,
            filename=name[:255],
            path=str(path),
            choices=choices,
            created_at=now(),
        )
    return made, True


def _handed_in(by: Member, name: str, path: Path) -> Batch | None:
    """The batch of the same list, handed in by her a moment ago, that nobody has started."""
    recent = Batch.objects.filter(
        workspace=by.workspace,
        member=by,
        filename=name[:255],
        state=Batch.State.UPLOADED,
        created_at__gte=now() - _SAME_WITHIN,
    )
    for one in recent.order_by("-pk")[:5]:
        kept = Path(one.path)
        if one.path and kept.exists() and filecmp.cmp(kept, path, shallow=False):
            return one
    return None
