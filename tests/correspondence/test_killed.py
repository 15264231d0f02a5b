"""kill -9 at each step of sending a mail, fifty times: no mail arrives twice, and none is lost."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from tests.correspondence.servers import Server
from tests.waiting import DEADLINE

STEPS = ("connect", "ehlo", "mail", "rcpt", "data", "text", "kept", "after")
KILLS = 50
_PREPARE = """
from decroche.cli.main import main
main(["demo", "--companies", "60", "--json"])
from datetime import timedelta
from decroche.correspondence.actions import keep_mailbox
from decroche.correspondence.models import Message
from decroche.prospects.models import Company
from decroche.shared.clock import now
from decroche.team.actions import ensure_local_member
by = ensure_local_member()
keep_mailbox(
    by=by,
    values={{
        "address": "camille@arnaud.example",
        "smtp_host": "127.0.0.1",
        "smtp_port": {port},
        "smtp_security": "none",
        "pace_seconds": 0,
        "daily_limit": 1000,
    }},
)
for number, card in enumerate(Company.objects.order_by("id")[:{kills}]):
    Message.objects.create(
        workspace=by.workspace,
        company=card,
        member=by,
        to=f"p{{number}}@vasseur.example",
        state="queued",
        subject="x",
        body="y",
        with_presentation=False,
        queued_at=now(),
        send_after=now() - timedelta(seconds=1),
    )
"""


def _process(data: Path, *command: str) -> subprocess.Popen[str]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DECROCHE_NOW")
    }
    environment |= {
        "DECROCHE_DATA": str(data),
        "PYTHONPATH": os.getcwd(),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "DECROCHE_MAIL_TIMEOUT": "60",
    }
    return subprocess.Popen(
        [sys.executable, *command],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.sqlite
def test_no_mail_arrives_twice_and_none_is_lost(server: Server, tmp_path: Path) -> None:
    data = tmp_path / "data"
    prepared = _process(data, "-c", _PREPARE.format(port=server.port, kills=KILLS))
    said = prepared.communicate(timeout=DEADLINE)
    assert prepared.returncode == 0, said
    killed = Counter[str]()
    for kill in range(KILLS):
        running = _process(data, "-m", "decroche", "send", "--json")
        _kill_at(server, STEPS[kill % len(STEPS)], running, killed)
        running.communicate(timeout=DEADLINE)
    assert set(killed) == set(STEPS)
    assert sum(killed.values()) >= KILLS - 2  # near the end there may be nothing left to send
    server.hook = lambda _step: None
    last = _process(data, "-m", "decroche", "send", "--json")
    told, words = last.communicate(timeout=DEADLINE)
    assert last.returncode == 0, words
    assert json.loads(told)["later"] == 0
    arrived = Counter(recipient for recipient, _content in server.kept)
    assert max(arrived.values()) == 1
    with closing(sqlite3.connect(data / "decroche.sqlite3")) as base:
        rows = base.execute(
            'SELECT state, sent."to" FROM correspondence_message AS sent'
        ).fetchall()
    assert len(rows) == KILLS
    for state, recipient in rows:
        assert state in ("sent", "check")
        if state == "sent":
            assert arrived[recipient] == 1, recipient
    assert set(arrived) <= {recipient for _state, recipient in rows}


def _kill_at(
    server: Server, step: str, running: subprocess.Popen[str], killed: Counter[str]
) -> None:
    def hook(at: str) -> None:
        if at == step and running.poll() is None:
            os.kill(running.pid, signal.SIGKILL)
            running.wait()
            killed[step] += 1

    server.hook = hook
