"""Work that waits for others (a mail server, the state's register), done beside the page that asks
for it: the page begins it, says that it goes on, and looks again.

What came of it stands in a small file of the data folder, so that each process of the desk can say
it. A deadline says when a page stops waiting; the talk itself is cut by gateways/deadline.py.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.db import connection
from django.utils.translation import override

from decroche.shared.language import Language
from decroche.ui.language import current_language

log = logging.getLogger(__name__)
_KEPT = 600.0
"""Seconds for which the result can be read."""


@dataclass(frozen=True, slots=True)
class Errand:
    """The state of work beside the page. none: not begun, or long over; late: not ended within its
    limit; broken: an error in the program. `result` is what the work returned, read back from JSON.
    """

    state: Literal["none", "running", "done", "late", "broken"]
    result: Any = None


def begin(name: str, work: Callable[[], Any], *, within: float) -> None:
    """Begins `work` beside the page; its result must be JSON. The page waits `within` seconds.

    Work of the same name that still runs is left alone, and not begun twice.
    """
    if look(name).state == "running":
        return
    path = _path(name)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    _forget_old(path.parent)
    mark = secrets.token_hex(8)
    _write(path, {"mark": mark, "state": "running", "until": time.monotonic() + within})
    threading.Thread(
        target=_run, args=(path, mark, work, current_language()), name="beside", daemon=True
    ).start()


def look(name: str) -> Errand:
    """The state of the work of this name."""
    found = _read(_path(name))
    if found is None:
        return Errand("none")
    if found["state"] == "running":
        left = found["until"] - time.monotonic()
        return Errand("running" if 0 < left < _KEPT else "late")
    return Errand(found["state"], found.get("result"))


def forget(name: str) -> None:
    """Forgets the result of the work, once it has been shown."""
    _path(name).unlink(missing_ok=True)


def _run(path: Path, mark: str, work: Callable[[], Any], language: Language) -> None:
    try:
        with override(language):
            done = {"state": "done", "result": work()}
    except Exception:
        log.exception("what was done beside a page failed")
        done = {"state": "broken"}
    finally:
        connection.close()
    found = _read(path)
    if found is not None and found["mark"] == mark:  # else it was begun again meanwhile
        _write(path, {**done, "mark": mark})


def _path(name: str) -> Path:
    return Path(settings.DATA_FOLDER) / "beside" / f"{sha256(name.encode()).hexdigest()[:32]}.json"


def _write(path: Path, content: dict[str, Any]) -> None:
    half = path.with_suffix(f".{secrets.token_hex(4)}")
    half.write_text(json.dumps(content), encoding="utf-8")
    os.replace(half, path)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        if not -_KEPT < time.time() - path.stat().st_mtime < _KEPT:
            return None
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _forget_old(folder: Path) -> None:
    for one in folder.iterdir():
        try:
            if abs(time.time() - one.stat().st_mtime) > _KEPT:
                one.unlink()
        except FileNotFoundError:
            continue  # another process was first
