"""What bin/bench measures of the mail: five hundred mails leave during calls, without slowing the
calls down.
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
from tools.entering import HOST
from tools.measures import Browser, Desk, free_port, percentile, say
from tools.scale import scale


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
    post = Controller(counting, hostname=HOST, port=free_port())
    post.start()
    desk = Desk(data, free_port())
    desk.start()
    try:
        before, during, took, memory, after = _calls_beside(desk, data, counting, post.port)
    finally:
        desk.stop()
        post.stop()
    one, two = percentile(before, 0.5), percentile(during, 0.5)
    say(
        f"mail    {counting.taken} of {scale().mails} left in {took:.0f} s beside {len(during)} "
        f"calls: p50 {one:.1f} ms before, {two:.1f} ms during (ratio {two / one:.2f}), "
        f"p95 {percentile(before, 0.95):.1f} and {percentile(during, 0.95):.1f} ms; memory "
        f"{memory} MB after fifty, {after} MB after all"
    )


def _calls_beside(
    desk: Desk, data: str, counting: _Counting, post_port: int
) -> tuple[list[float], list[float], float, int, int]:
    """(calls before, calls while mails leave, seconds that took, MB after fifty mails, MB after
    all)
    """
    caller = Browser(desk.data, desk.port)
    caller.calls(scale().warm)
    before: list[float] = []
    for _ in range(scale().repeats):
        before += _some_calls(caller)
    start = time.perf_counter()
    queue_mails(data, post_port)
    during: list[float] = []
    memory = 0
    while counting.taken < scale().mails and time.perf_counter() - start < 320:
        during += _some_calls(caller)
        if not memory and counting.taken >= min(50, scale().mails):
            memory = desk.memory()
    return before, during, time.perf_counter() - start, memory, desk.memory()


def _some_calls(caller: Browser) -> list[float]:
    """Logs a few calls at a caller's pace, with a short wait between them."""
    found = caller.calls(10)
    time.sleep(1)
    return found


def queue_mails(data: str, port: int) -> None:
    """Queues the mails of a data folder for the server at that port of this machine."""
    connection.close()
    connection.settings_dict["NAME"] = os.path.join(data, "decroche.sqlite3")
    by = ensure_local_member()
    keep_mailbox(
        by=by,
        values={
            "address": "bench@arnaud.example",
            "smtp_host": "127.0.0.1",
            "smtp_port": port,
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
            for n in range(scale().mails)
        ]
    )
    connection.close()
