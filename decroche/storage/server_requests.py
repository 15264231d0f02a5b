"""Requests of the pages to the program that serves them (`decroche serve`): to stop, or to restore
a copy.

A restore needs the data folder for itself, and the processes that serve pages have it locked. So a
page writes its request to a file in the folder. The program that started those processes finds the
file, ends them, restores the copy, writes the outcome to another file, and serves again.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from decroche.shared.typed import whole_number

SERVING_ID = "DECROCHE_SERVED"
"""The variable that `decroche serve` sets to another random value each time it serves; not set when
another program serves the pages, which does not look for requests.
"""


@dataclass(frozen=True, slots=True)
class ServerRequest:
    """A request: to restore the copy at this path, or to stop when it is ""."""

    copy: str = ""


@dataclass(frozen=True, slots=True)
class RestoreOutcome:
    """The outcome of a restore: how many oppositions and erasures were carried over into the copy,
    and whether the replaced data could be read to its end for them (`whole`); or the sentence with
    which it was refused.
    """

    copy: str
    kept: str = ""
    """The path of the data that was replaced."""
    oppositions: int = 0
    erased: int = 0
    whole: bool = True
    refusal: str = ""


def can_request() -> bool:
    """Whether the program that serves the pages looks for requests."""
    return bool(serving_id())


def serving_id() -> str:
    """A value that is another one after a restore, so that a page can tell that it is over."""
    return os.environ.get(SERVING_ID, "")


def send_request(request: ServerRequest) -> None:
    """Writes a request; it is found within half a second."""
    _write(_request_file(), asdict(request))


def has_request() -> bool:
    """Whether there is a request."""
    return _request_file().exists()


def take_request() -> ServerRequest | None:
    """The request, which is removed; None without one."""
    values = _take(_request_file())
    return None if values is None else ServerRequest(str(values.get("copy", "")))


def forget_request() -> None:
    """Removes a request that was made of a program that has ended since."""
    _request_file().unlink(missing_ok=True)


def keep_outcome(outcome: RestoreOutcome) -> None:
    """Writes the outcome of a restore, for the next page that shows the copies."""
    _write(_outcome_file(), asdict(outcome))


def take_outcome() -> RestoreOutcome | None:
    """The outcome of the last restore, which is removed; None without one."""
    values = _take(_outcome_file())
    if values is None:
        return None
    return RestoreOutcome(
        copy=str(values.get("copy", "")),
        kept=str(values.get("kept", "")),
        oppositions=whole_number(values.get("oppositions"), 0, 0, 2**31),
        erased=whole_number(values.get("erased"), 0, 0, 2**31),
        whole=values.get("whole") is not False,
        refusal=str(values.get("refusal", "")),
    )


def _request_file() -> Path:
    return Path(settings.DATA_FOLDER) / "asked.json"


def _outcome_file() -> Path:
    return Path(settings.DATA_FOLDER) / "restored.json"


def _write(path: Path, values: dict[str, object]) -> None:
    """Writes another file first, so that nobody reads half of this one."""
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(values), encoding="utf-8")
    part.replace(path)


def _take(path: Path) -> dict[str, object] | None:
    """The values in a file, which is removed; None without it, and when it can't be read."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        values = None
    path.unlink(missing_ok=True)
    return values if isinstance(values, dict) else None
