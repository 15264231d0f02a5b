"""Log lines about refused requests, so that somebody who tries to get in leaves a trace.

A line says what was tried and from which network address, but nothing that was sent: no key, no
password, no name, no address of a page. A page that asks every second and a half after its session
ended is refused each time, and is one line a minute.
"""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta

from django.http import HttpRequest

from decroche.shared.clock import now
from decroche.team.signing import address_of

log = logging.getLogger(__name__)
_APART = timedelta(minutes=1)
_MOST = 1000
"""Addresses remembered at most: a stranger may bring a new one each time."""
_last: dict[tuple[str, str], datetime] = {}
_lock = threading.Lock()


def log_refused(tried: str, request: HttpRequest) -> None:
    """Notes what was tried and from where, unless it was noted within the last minute."""
    at, key = now(), (tried, address_of(request))
    with _lock:
        last = _last.get(key)
        if last is not None and last <= at < last + _APART:
            return
        if len(_last) >= _MOST:
            _last.clear()
        _last[key] = at
    log.warning("refused: %s, from %a", *key)  # %a: what a proxy passes on can't begin a line
