"""The background job that delivers, in one thread on each machine (of which one at a time delivers
for a workspace, background/turns.py), so that a program that does not
answer does not hold up the pages. A process that dies leaves what was queued; the next one goes on.
"""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import connection

from decroche.config.locks import try_lock
from decroche.team.models import Workspace
from decroche.team.preferences import preferred
from decroche.webhooks.actions import turn
from decroche.webhooks.preferences import Webhook

log = logging.getLogger(__name__)
_EVERY = 2.0
"""Seconds between two looks at what is due."""


def start() -> threading.Thread:
    """Starts the thread."""
    thread = threading.Thread(target=_run, name="webhooks", daemon=True)
    thread.start()
    return thread


def look() -> None:
    """Delivers what is due."""
    for workspace in Workspace.objects.all():
        if preferred(workspace, Webhook).listens:
            turn(workspace)


def _run() -> None:
    with try_lock(Path(settings.DATA_FOLDER), "webhooks") as mine:
        if not mine:
            return
        while True:
            try:
                look()
            except Exception:
                log.exception("telling other programs stumbled; it goes on")
            finally:
                connection.close()
            time.sleep(_EVERY)
