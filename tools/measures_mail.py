"""What bin/bench measures of the mail: five hundred leave beside the calls, and the calls do not
feel it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from django.db import connection

from decroche.correspondence.actions import keep_mailbox
from decroche.correspondence.models import Message
from decroche.prospects.models import Company
from decroche.shared.clock import now
from decroche.team.actions import ensure_local_member
from tools.measures import _Browser, _Desk, percentile, say

_MAILS = 500


class _Counting(Sink):
    def __init__(self) -> None:
        self.taken = 0

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:
        self.taken += 1
        return "250 kept"


def measure_mail(folder: str) -> None:
    """Five hundred mails with their presentation, as fast as the runner lets them go, while a
    caller goes on calling.
    """
    data = str(Path(folder) / "mail")
    subprocess.run(
        [sys.executable, "-m", "decroche", "--data", data, "demo", "--companies", "6000", "--json"],
        check=True,
        capture_output=True,
    )
    counting = _Counting()
    post = Controller(counting, hostname="127.0.0.1", port=8395)
    post.start()
    desk = _Desk(data, 8394)
    desk.start()
    try:
        before, during, took, memory, after = _calls_beside(desk, data, counting)
    finally:
        desk.stop()
        post.stop()
    one, two = percentile(before, 0.5), percentile(during, 0.5)
    say(
        f"mail    {counting.taken} of {_MAILS} left in {took:.0f} s beside {len(during)} "
        f"calls: p50 {one:.1f} ms before, {two:.1f} ms during (ratio {two / one:.2f}), "
        f"p95 {percentile(before, 0.95):.1f} and {percentile(during, 0.95):.1f} ms; memory "
        f"{memory} MB after fifty, {after} MB after all"
    )


def _calls_beside(
    desk: _Desk, data: str, counting: _Counting
) -> tuple[list[float], list[float], float, int, int]:
    """(calls before, calls while mails leave, seconds that took, MB after fifty mails, MB after
    all)
    """
    caller = _Browser(desk.data, desk.port)
    caller.calls(30)
    before: list[float] = []
    for _ in range(20):
        before += _some_calls(caller)
    start = time.perf_counter()
    _queue(data)
    during: list[float] = []
    memory = 0
    while counting.taken < _MAILS and time.perf_counter() - start < 320:
        during += _some_calls(caller)
        if not memory and counting.taken >= 50:
            memory = desk.memory()
    return before, during, time.perf_counter() - start, memory, desk.memory()


def _some_calls(caller: _Browser) -> list[float]:
    """A caller's rhythm: a few calls, a breath."""
    found = caller.calls(10)
    time.sleep(1)
    return found


def _queue(data: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = os.path.join(data, "decroche.sqlite3")
    by = ensure_local_member()
    keep_mailbox(
        by=by,
        values={
            "address": "bench@arnaud.example",
            "smtp_host": "127.0.0.1",
            "smtp_port": 8395,
            "smtp_security": "none",
            "pace_seconds": 0,
            "daily_limit": 5000,
        },
    )
    card = Company.objects.order_by("-id")[0]
    Message.objects.bulk_create(
        [
            Message(
                workspace=by.workspace,
                company=card,
                member=by,
                to=f"p{n}@vasseur.example",
                state="queued",
                subject="Présentation",
                body="Bonjour",
                queued_at=now(),
                send_after=now(),
            )
            for n in range(_MAILS)
        ]
    )
    connection.close()
