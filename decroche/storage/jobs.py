"""The daily copy, made beside the pages by the server's own process."""

from __future__ import annotations

import logging
import threading
import time

from django.db import connection
from django.utils import translation

from decroche.shared.refusal import Refusal
from decroche.storage.copies import can_copy, copy_when_due
from decroche.storage.unsealed import remove_unsealed
from decroche.team.language import member_language
from decroche.team.queries import local_member

log = logging.getLogger(__name__)
_EVERY = 60.0
"""Seconds between two looks at whether a copy is due."""


def start() -> threading.Thread | None:
    """Starts looking, where the data is a file."""
    if not can_copy():
        return None
    thread = threading.Thread(target=_run, name="copies", daemon=True)
    thread.start()
    return thread


def _run() -> None:
    while True:
        time.sleep(_EVERY)
        try:
            remove_unsealed()
            look()
        except Exception:
            log.exception("making the daily copy stumbled; it goes on")
        finally:
            connection.close()


def look() -> None:
    """Makes the copy that is due, if one is. What stands in its way is shown on the pages."""
    member = local_member()
    if member is None:
        return
    with translation.override(member_language(member)):
        try:
            copy_when_due(member.workspace)
        except Refusal as problem:
            log.warning("no copy was made: %s", problem)
