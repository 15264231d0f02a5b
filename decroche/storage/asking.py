"""What the pages ask of the program that serves them: to stop, or to restore a copy.

The pages' processes hold the data folder, so a restore can't run in them. They leave a word in the
folder; the program that started them finds it, ends them, does it with the folder to itself, leaves
its answer, and serves again.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from decroche.shared.typed import whole_number

SERVED = "DECROCHE_SERVED"
"""Set in the environment by the program that looks for these words, anew each time it serves."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: a stop, or a restore when a copy is named."""

    copy: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a restore: how many oppositions and erasures were carried over into the copy,
    or the sentence of its refusal.
    """

    copy: str
    kept: str = ""
    """Where the data that was there lies now."""
    oppositions: int = 0
    erased: int = 0
    whole: bool = True
    refusal: str = ""


def can_ask() -> bool:
    """Whether the program that serves the pages looks for what they ask."""
    return bool(served_as())


def served_as() -> str:
    """Which serving this is: another one after a restore."""
    return os.environ.get(SERVED, "")


def ask(asked: Asked) -> None:
    """Leaves the word; it is found within half a second."""
    _write(_asked_file(), asdict(asked))


def was_asked() -> bool:
    """Whether a word lies there."""
    return _asked_file().exists()


def take_asked() -> Asked | None:
    """The word, taken away: it is obeyed once."""
    found = _take(_asked_file())
    return None if found is None else Asked(str(found.get("copy", "")))


def forget_asked() -> None:
    """What was asked of a program that has ended since is asked of nobody."""
    _asked_file().unlink(missing_ok=True)


def leave_answer(answered: Answered) -> None:
    """For the next page that shows the copies."""
    _write(_answer_file(), asdict(answered))


def take_answer() -> Answered | None:
    """What became of the restore, said once."""
    found = _take(_answer_file())
    if found is None:
        return None
    return Answered(
        copy=str(found.get("copy", "")),
        kept=str(found.get("kept", "")),
        oppositions=whole_number(found.get("oppositions"), 0, 0, 2**31),
        erased=whole_number(found.get("erased"), 0, 0, 2**31),
        whole=found.get("whole") is not False,
        refusal=str(found.get("refusal", "")),
    )


def _asked_file() -> Path:
    return Path(settings.DATA_FOLDER) / "asked.json"


def _answer_file() -> Path:
    return Path(settings.DATA_FOLDER) / "restored.json"


def _write(path: Path, values: dict[str, object]) -> None:
    half = path.with_name(path.name + ".part")
    half.write_text(json.dumps(values), encoding="utf-8")
    half.replace(path)


def _take(path: Path) -> dict[str, object] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        found = None
    path.unlink(missing_ok=True)
    return found if isinstance(found, dict) else None
