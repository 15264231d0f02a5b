"""The background job that makes the daily copies: a thread of the process that serves the pages."""

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
    """Starts the thread; None on PostgreSQL, where no copies are made."""
    if not can_copy():
        return None
    thread = threading.Thread(target=_run, name="copies", daemon=True)
    thread.start()
    return thread


def _run() -> None:
    """Looks each minute; an unexpected error is logged, and the thread goes on."""
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
    """Makes a copy if one is due. When it fails, the pages show why (see copies.py)."""
    member = local_member()
    if member is None:
        return
    with translation.override(member_language(member)):
        try:
            copy_when_due(member.workspace)
        except Refusal as refusal:
            log.warning("no copy was made: %s", refusal)
