"""Starts the program as often as it is asked to, without loading it again each time.

`python -m tests.kills.forge` has Django loaded and no database open. Each line of its standard
input is one order as JSON: {"act": [module, function, argument…] or ["run", word…], "now": instant,
"said": file}. It forks a process, in a session of its own, that does it as the program would; it
answers with the process's number, and with how it ended. What the process prints goes to the file.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.db import connections

from decroche.cli.main import main as program


def main() -> None:
    """Carries out orders until its standard input ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "decroche.config.settings")
    django.setup()
    import_module("decroche.cli.running")
    import_module("tests.kills.acts")
    for line in sys.stdin:
        order = json.loads(line)
        connections.close_all()
        if order["here"]:  # so that what it loads is loaded for all that follow
            with open(order["said"], "w") as said, redirect_stdout(said), redirect_stderr(said):
                code = _perform(order)
            connections.close_all()
            _tell(code)
            continue
        child = os.fork()
        if not child:
            os._exit(_do(order))
        _tell(child)
        _pid, status = os.waitpid(child, 0)
        _tell(os.waitstatus_to_exitcode(status))


def _tell(answer: int) -> None:
    sys.stdout.write(f"{answer}\n")
    sys.stdout.flush()


def _do(order: dict[str, Any]) -> int:
    """What the new process does; its exit code."""
    os.setsid()
    said = os.open(order["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(said, 1)
    os.dup2(said, 2)
    return _perform(order)


def _perform(order: dict[str, Any]) -> int:
    os.environ["DECROCHE_NOW"] = order["now"]
    kind, *words = order["act"]
    try:
        if kind == "run":
            code = int(program(words))
        else:
            code = int(getattr(import_module(kind), words[0])(*words[1:]) or 0)
    except BaseException:  # as the interpreter would end
        traceback.print_exc()
        code = 70
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def order_of(act: list[str], now: str, said: Path, *, here: bool = False) -> str:
    """One order, as a line. `here`: done by the process that starts the others itself."""
    return json.dumps({"act": act, "now": now, "said": str(said), "here": here}) + "\n"


if __name__ == "__main__":
    main()
