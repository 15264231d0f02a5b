"""The background job that synchronises, in one thread on each machine. It sends no request before
she has chosen what is synchronised, nor after her password was refused, until she saves it again.
"""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

from decroche.agenda.actions import synchronise
from decroche.agenda.preferences import Agenda
from decroche.config.locks import try_lock
from decroche.team.models import Workspace
from decroche.team.preferences import preferred

log = logging.getLogger(__name__)
_EVERY = 300.0
"""Seconds between two synchronisations."""


def start() -> threading.Thread:
    """Starts the thread."""
    thread = threading.Thread(target=_run, name="agenda", daemon=True)
    thread.start()
    return thread


def look() -> None:
    """Runs one synchronisation of each workspace that has chosen one."""
    for workspace in Workspace.objects.all():
        agenda = preferred(workspace, Agenda)
        if not agenda.runs or agenda.problem == "password":
            continue
        try:
            synchronise(workspace)
        except Exception:  # the other workspaces are still synchronised
            log.exception("synchronising the calendar of workspace %s stumbled", workspace.pk)


def _run() -> None:
    with try_lock(Path(settings.DATA_FOLDER), "agenda") as mine:
        if not mine:
            return
        while True:
            time.sleep(_EVERY)
            try:
                look()
            except Exception:
                log.exception("synchronising her calendar stumbled; it goes on")
            finally:
                connection.close()
