"""Runs a command: makes the database ready, calls the command, prints its answer."""

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
    commands,
    doctor,
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
from decroche.config.holding import held
from decroche.shared.refusal import DONE
from decroche.storage.database import ready
from decroche.team.queries import local_member
from decroche.team.roles import COMMANDS, FREE_COMMANDS, OWN, require

log = logging.getLogger(__name__)
_ELSEWHERE: dict[str, ModuleType] = {
    "serve": serving,
    "open": serving,
    "export": rescuing,
    "send": mailing,
    "register": registering,
    "doctor": doctor,
    "shortcut": shortcut,
    "unseal": sealed,
    "team": teams,
    **dict.fromkeys(("oppose", "erase", "access", "paper", "keep"), law),
}
"""The commands that are not in commands.py."""
_READY_THEMSELVES = {
    "serve",  # once its port is free
    "open",  # the desk that is running did
    "export",  # it can also write what a damaged file still gives
    "doctor",  # it changes nothing
    "shortcut",  # it needs no data
    "unseal",  # it needs no data
    "restore",  # it needs nothing of the present file
}


def run(options: Namespace) -> int:
    """The exit code. An error that is nobody's refusal is raised."""
    home = _ELSEWHERE.get(options.command, commands)
    command: Callable[[Namespace], dict[str, Any] | int] = getattr(
        home, options.command.replace("-", "_") + "_"
    )
    try:
        with _folder(options.command):
            if options.command not in _READY_THEMSELVES:
                say(ready())
                _require_role(options.command)
            done = command(options)
    except Exception as error:
        sentence, code, particulars = sentence_for(error)
        if sentence is None and not options.no_console:
            raise
        if sentence is None:
            log.exception("an error of ours")
            sentence = _("An error of Décroche's own stopped it: %(why)s.") % {"why": error}
        return fail(options, sentence, code, particulars)
    if isinstance(done, int):
        return done
    answer(options, done)
    return DONE


def _require_role(command: str) -> None:
    """Raises NotAllowed when whoever owns the folder may not do this in the file."""
    member = local_member() if command not in FREE_COMMANDS else None
    if member is not None:
        require(member, COMMANDS.get(command, OWN))


def _folder(command: str) -> AbstractContextManager[None]:
    """The hold on the data folder; the server takes its own, each time it serves."""
    if command == "serve":
        return nullcontext()
    return held(Path(settings.DATA_FOLDER), alone=command == "restore")
