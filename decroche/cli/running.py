"""Runs a command: locks the data folder, prepares the database, calls the command's function,
prints what it returns or why it was refused.
"""

from __future__ import annotations

import logging
from argparse import Namespace
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from decroche.cli import (
    assistant,
    commands,
    doctor,
    importing,
    law,
    mailing,
    registering,
    rescuing,
    sealed,
    serving,
    shortcut,
    teams,
)
from decroche.cli.answering import answer, fail, say
from decroche.cli.refusals import sentence_for
from decroche.config.locks import folder_lock
from decroche.shared.refusal import DONE
from decroche.storage.database import ready
from decroche.team.needs import OWN, require
from decroche.team.queries import local_member
from decroche.team.roles import COMMANDS, FREE_COMMANDS

log = logging.getLogger(__name__)
_MODULES: dict[str, ModuleType] = {
    "serve": serving,
    "open": serving,
    "export": rescuing,
    "send": mailing,
    **dict.fromkeys(("import", "undo-import"), importing),
    "register": registering,
    "doctor": doctor,
    "shortcut": shortcut,
    "unseal": sealed,
    "team": teams,
    "mcp": assistant,
    **dict.fromkeys(("oppose", "erase", "access", "paper", "keep", "carry-over"), law),
}
"""The modules of the commands that are not in commands.py."""
_WITHOUT_DATABASE = {
    "serve",  # prepares the database itself, once its port is free
    "open",  # the desk that is running has prepared it
    "export",  # prepares it itself, and can also read a damaged one
    "doctor",  # changes nothing
    "shortcut",  # needs no data
    "unseal",  # needs no data
    "mcp",  # locks the folder for each question
    "restore",  # replaces the present file, which may be damaged
}
"""The commands before which the database is not prepared."""


def run(options: Namespace) -> int:
    """Runs the command and returns the exit code. An unexpected exception is raised, or logged when
    there is no terminal to show it.
    """
    module = _MODULES.get(options.command, commands)
    command: Callable[[Namespace], dict[str, Any] | int] = getattr(
        module, options.command.replace("-", "_") + "_"
    )
    try:
        with _lock(options.command):
            if options.command not in _WITHOUT_DATABASE:
                say(ready())
                _require_role(options.command)
            result = command(options)
    except Exception as error:
        sentence, code, particulars = sentence_for(error)
        if sentence is None and not options.no_console:
            raise
        if sentence is None:
            log.exception("an error of ours")
            sentence = _("An error of Décroche's own stopped it: %(why)s.") % {"why": error}
        return fail(options, sentence, code, particulars)
    if isinstance(result, int):
        return result
    answer(options, result)
    return DONE


def _require_role(command: str) -> None:
    """Raises NotAllowed when the role of the member who uses this computer does not allow the
    command.
    """
    member = local_member() if command not in FREE_COMMANDS else None
    if member is not None:
        require(member, COMMANDS.get(command, OWN))


def _lock(command: str) -> AbstractContextManager[None]:
    """The lock of the data folder while a command runs: exclusive for a restore. `serve` and
    `mcp` take the lock themselves, because they release it for a restore from the browser.
    """
    if command in ("serve", "mcp"):
        return nullcontext()
    return folder_lock(Path(settings.DATA_FOLDER), exclusive=command == "restore")
