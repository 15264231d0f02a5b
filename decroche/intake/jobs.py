"""Imports in the background: each runs in a thread of the server, and its state is in the database.

The cards of an import whose process died are removed when the data is opened (under_way.py). At the
next start `sweep` marks such an import as failed; its file is kept, so that she can try again.
"""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from decroche.config.processes import is_running
from decroche.gateways.sirene import NotAnswered
from decroche.intake.actions import GivenFile, import_file
from decroche.intake.choices import Choices
from decroche.intake.completing import check_file, checked_batch
from decroche.intake.files_beside import name_files
from decroche.intake.interrupted import settle_interrupted
from decroche.intake.models import Batch
from decroche.intake.paper.scan import remove_beside, scan_file
from decroche.intake.register import gather, the_register
from decroche.intake.register_query import CompanySearch
from decroche.intake.row_sources import sources_of
from decroche.intake.rules import NoSuchColumn
from decroche.intake.sources.source import Unreadable
from decroche.intake.undoing_imports import AlreadyUndone, BeingUndone, undo_import
from decroche.intake.wording import left_out_in_words, not_answered_in_words, unreadable_in_words
from decroche.prospects.duplicates import find_duplicates
from decroche.prospects.models import Company
from decroche.shared.clock import now
from decroche.team.models import Member

log = logging.getLogger(__name__)
_BROUGHT = re.compile("[0-9a-f]{24}")
"""How a file that was brought is called (uploads.py)."""
_LOOKING_AT_MOST = 600.0
"""Seconds"""


def start(*, by: Member, batch: Batch, source_said: str, choices: Choices) -> None:
    """Imports an uploaded file in the background. Nothing happens for a batch that is running or
    done.
    """
    moved = Batch.objects.filter(
        workspace=by.workspace, pk=batch.pk, state__in=(Batch.State.UPLOADED, Batch.State.FAILED)
    ).update(state=Batch.State.RUNNING, process=os.getpid(), problem="")
    if moved:
        threading.Thread(
            target=_run,
            args=(by, batch.pk, source_said, choices),
            name=f"import-{batch.pk}",
            daemon=True,
        ).start()


def start_register(
    *, by: Member, wanted: CompanySearch, name: str, source_said: str, choices: Choices
) -> Batch:
    """Asks the register page by page in the background, and imports its answers like a file."""
    running = Batch.objects.filter(
        workspace=by.workspace,
        member=by,
        filename=name[:255],
        state=Batch.State.RUNNING,
        process=os.getpid(),
    ).first()
    if running:  # a second click, or the same question from another tab
        return running
    path = Path(settings.DATA_FOLDER) / "imports" / secrets.token_hex(12)
    path.parent.mkdir(exist_ok=True)
    batch = Batch.objects.create(
        workspace=by.workspace,
        member=by,
        filename=name[:255],
        path=str(path),
        state=Batch.State.RUNNING,
        process=os.getpid(),
        created_at=now(),
    )
    tell = _teller(batch.pk)

    def ask() -> None:
        found = gather(
            wanted, the_register(), path, lambda done, total: tell("asking", done, total)
        )
        Batch.objects.filter(pk=batch.pk).update(problem=left_out_in_words(found))

    threading.Thread(
        target=_run,
        args=(by, batch.pk, source_said, choices, ask),
        name=f"import-{batch.pk}",
        daemon=True,
    ).start()
    return batch


def start_scan(*, by: Member, batch: Batch) -> None:
    """Reads a photo or a scan in the background; the batch then waits for her to look it over."""
    Batch.objects.filter(pk=batch.pk).update(
        state=Batch.State.RUNNING, process=os.getpid(), problem="", choices={"paper": True}
    )
    threading.Thread(
        target=_scan, args=(batch.pk, Path(batch.path)), name=f"scan-{batch.pk}", daemon=True
    ).start()


def _scan(batch_id: int, path: Path) -> None:
    tell = _teller(batch_id)
    with _reported(batch_id):
        scan_file(path, tell=lambda done, total: tell("pages", done, total))
        Batch.objects.filter(pk=batch_id).update(state=Batch.State.UPLOADED, process=None)


@contextmanager
def _reported(batch_id: int) -> Iterator[None]:
    """Writes an error of the background work into the batch, as a sentence, and closes the
    connections of the thread in any case.
    """
    try:
        yield
    except Unreadable as error:
        _failed(batch_id, unreadable_in_words(error))
    except NoSuchColumn as error:
        _failed(batch_id, str(error))
    except NotAnswered as error:
        _failed(batch_id, not_answered_in_words(error))
    except Exception:
        log.exception("import %s failed", batch_id)
        _failed(batch_id, "unexpected")
    finally:
        progress_path(batch_id).unlink(missing_ok=True)
        connection.close()


def start_check(*, by: Member, name: str) -> Batch:
    """Compares every card that has a SIREN with the register, in the background."""
    running = Batch.objects.filter(
        workspace=by.workspace, path="", state=Batch.State.RUNNING, process=os.getpid()
    ).first()
    if running:
        return running
    batch = checked_batch(by, name)
    Batch.objects.filter(pk=batch.pk).update(process=os.getpid())
    threading.Thread(
        target=_check, args=(by, batch.pk), name=f"check-{batch.pk}", daemon=True
    ).start()
    return batch


def _check(by: Member, batch_id: int) -> None:
    state, problem = Batch.State.DONE, ""
    try:
        check_file(
            by=by,
            register=the_register(),
            batch=Batch.objects.get(pk=batch_id),
            tell=_teller(batch_id),
        )
    except NotAnswered as error:
        problem = not_answered_in_words(error)
    except Exception:
        log.exception("check %s failed", batch_id)
        state, problem = Batch.State.FAILED, "unexpected"
    finally:
        Batch.objects.filter(pk=batch_id).update(
            state=state, problem=problem, process=None, finished_at=now()
        )
        progress_path(batch_id).unlink(missing_ok=True)
        connection.close()


def _run(
    by: Member,
    batch_id: int,
    source_said: str,
    choices: Choices,
    before: Callable[[], None] | None = None,
) -> None:
    with _reported(batch_id):
        if before:
            before()
        batch = Batch.objects.get(pk=batch_id)
        import_file(
            by=by,
            file=GivenFile(Path(batch.path), batch.filename, source_said),
            choices=choices,
            progress=_teller(batch_id),
            batch=batch,
        )
        Path(batch.path).unlink(missing_ok=True)
        remove_beside(Path(batch.path))
        made = Company.objects.filter(provenance__in=sources_of(batch.provenance_id))
        _look_over(by, made.values_list("pk", flat=True))


def go_on_undoing(*, by: Member, batch: Batch) -> None:
    """Takes back what is left of an import, in the background."""
    threading.Thread(
        target=_undo, args=(by, batch.pk), name=f"import-{batch.pk}", daemon=True
    ).start()


def _undo(by: Member, batch_id: int) -> None:
    tell = _teller(batch_id)
    try:
        undo_import(
            by=by,
            batch=Batch.objects.get(pk=batch_id),
            tell=lambda done, cards: tell("undoing", done, cards),
        )
    except (AlreadyUndone, BeingUndone):
        log.info("import %s is taken back by somebody else", batch_id)
    except Exception:  # the next start goes on, or she does
        log.exception("import %s could not be taken back to its end", batch_id)
    finally:
        progress_path(batch_id).unlink(missing_ok=True)
        connection.close()


def look_over(*, by: Member) -> None:
    """Looks for duplicates in the whole file, in the background; a second call while it runs does
    nothing.
    """
    if not looking_over(by.workspace_id):
        looking_path(by.workspace_id).touch()
        threading.Thread(
            target=_look_over_and_close, args=(by,), name="doubles", daemon=True
        ).start()


def looking_over(workspace_id: int) -> bool:
    """Whether a search for duplicates is running; the mark of a process that was killed expires."""
    try:
        return time.time() - looking_path(workspace_id).stat().st_mtime < _LOOKING_AT_MOST
    except OSError:
        return False


def looking_path(workspace_id: int) -> Path:
    """Returns the file that marks a running search for duplicates."""
    path = Path(settings.DATA_FOLDER) / "imports" / f"doubles-{workspace_id}.looking"
    path.parent.mkdir(exist_ok=True)
    return path


def _look_over_and_close(by: Member) -> None:
    try:
        _look_over(by, None)
    finally:
        connection.close()


def _look_over(by: Member, only: Iterable[int] | None) -> None:
    mark = looking_path(by.workspace_id)
    mark.touch()
    try:
        find_duplicates(by.workspace, only=only)
    except Exception:
        log.exception("the file could not be looked over for doubles")
    finally:
        mark.unlink(missing_ok=True)


def _failed(batch_id: int, problem: str) -> None:
    Batch.objects.filter(pk=batch_id).update(
        state=Batch.State.FAILED, problem=problem, process=None
    )


def progress_path(batch_id: int) -> Path:
    """Returns the file in which a running import writes its progress: its transaction can't be seen
    by others.
    """
    return Path(settings.DATA_FOLDER) / "imports" / f"{batch_id}.progress"


def _teller(batch_id: int) -> Any:
    path = progress_path(batch_id)
    path.parent.mkdir(exist_ok=True)

    def tell(stage: str, done: int, total: int) -> None:
        half = path.with_suffix(".part")
        half.write_text(
            json.dumps({"stage": stage, "done": done, "total": total}), encoding="ascii"
        )
        half.replace(path)

    return tell


def progress(batch_id: int) -> dict[str, Any]:
    """Returns {"stage": reading or writing, "done": rows, "total": rows, or 0 when unknown}."""
    try:
        found: dict[str, Any] = json.loads(progress_path(batch_id).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {"stage": "reading", "done": 0, "total": 0}
    return found


def sweep() -> int:
    """Marks imports whose process is gone as failed, and finishes or removes their files. Returns
    how many they are.
    """
    _sweep_files()
    gone = settle_interrupted()
    for batch in Batch.objects.filter(state=Batch.State.RUNNING):
        if not is_running(batch.process) or batch.process == os.getpid():
            gone += Batch.objects.filter(pk=batch.pk).update(
                state=Batch.State.FAILED, problem="interrupted", process=None
            )
    return gone


def _sweep_files() -> None:
    """Gives the files of an import that was done their names, removes its uploaded file, and
    removes all files of an import that was not done.
    """
    folder = Path(settings.DATA_FOLDER) / "imports"
    for half in folder.glob("*.csv.part"):
        number = half.name.partition("-")[0]
        done = Batch.objects.filter(
            pk=int(number) if number.isdecimal() else 0, state=Batch.State.DONE
        ).first()
        if done:
            name_files(done)
        elif time.time() - half.stat().st_mtime > _LOOKING_AT_MOST:  # else it may be going on
            half.unlink(missing_ok=True)
    for path in folder.glob("*"):
        if not _BROUGHT.fullmatch(path.name):
            continue
        batch = Batch.objects.filter(path=str(path)).order_by("-id").first()
        if batch and batch.state in (
            Batch.State.DONE,
            Batch.State.UNDOING,
            Batch.State.UNDONE,
        ):
            path.unlink(missing_ok=True)
            remove_beside(path)
