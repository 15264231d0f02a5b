"""Several runners on one database: each mail leaves once, whichever of them dies in the middle."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from decroche.background.turns import HELD
from decroche.correspondence import jobs, outbox, receiving, runner
from decroche.correspondence.about import message_about
from decroche.correspondence.incoming import read_incoming
from decroche.correspondence.models import Mailbox, Message, Reply, UnreadMail
from decroche.correspondence.outbox import recover, turn
from decroche.gateways import imap, smtp
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import TUESDAY
from tests.correspondence.conftest import leaving
from tests.correspondence.server_mails import MINE, TO
from tests.correspondence.servers import Server
from tests.waiting import DEADLINE, until

State = Message.State


@contextmanager
def as_another() -> Iterator[None]:
    """What follows is done by the runner of another machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runner, "my_name", lambda: "another 0")
        patch.setattr(outbox, "my_name", lambda: "another 0")
        yield


def test_a_mailbox_that_another_runner_has_is_left_to_it_until_its_time_is_over(
    member: Member, card: Company, mailbox: Mailbox, server: Server
) -> None:
    leaving(member, card)
    with as_another():
        assert runner.take(mailbox)
    assert turn(member.workspace).sent == 0
    with clock.frozen(TUESDAY + HELD):
        assert turn(member.workspace).sent == 1
    assert len(server.kept) == 1
    mailbox.refresh_from_db()
    assert (mailbox.held_by, mailbox.held_until) == ("", None), "it was given back"


def test_a_mailbox_taken_by_a_clock_a_year_ahead_is_free(
    member: Member, card: Company, mailbox: Mailbox, server: Server
) -> None:
    leaving(member, card)
    Mailbox.objects.update(held_by="another 0", held_until=TUESDAY + timedelta(days=365))
    assert turn(member.workspace).sent == 1


def test_what_another_runner_left_half_sent_is_taken_over_without_a_start(
    member: Member, card: Company, mailbox: Mailbox, server: Server
) -> None:
    message = leaving(member, card)
    Message.objects.filter(pk=message.pk).update(
        state=State.SENDING, runner="another 0", tried_at=TUESDAY, mailbox=mailbox
    )
    jobs.send_due(recover=True)
    assert server.kept == [], "it may be sending"
    with clock.frozen(TUESDAY + HELD + timedelta(seconds=1)):
        jobs.send_due(recover=True)
    assert len(server.kept) == 1


def test_a_runner_that_was_away_for_too_long_does_not_send_what_another_took(
    member: Member, card: Company, mailbox: Mailbox, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = leaving(member, card)
    send, passed = smtp.send, list[int]()

    def stand_still_once(account: smtp.SmtpAccount, **what: Any) -> str:
        """The machine stands still; another takes the mail over."""
        if not passed:
            passed.append(1)
            with as_another(), clock.frozen(TUESDAY + timedelta(minutes=4)):
                recover(member.workspace)
                assert turn(member.workspace).sent == 1
        return send(account, **what)

    monkeypatch.setattr(smtp, "send", stand_still_once)
    assert turn(member.workspace).sent == 0
    assert len(server.kept) == 1
    message.refresh_from_db()
    assert (message.state, message.runner) == (State.SENT, "another 0")


def test_an_inbox_is_read_by_one_of_them(
    member: Member, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    Mailbox.objects.update(imap_host="127.0.0.1")
    seen_by_both = Mailbox.objects.get()
    opened: list[int] = []

    def fail(_account: object) -> object:
        opened.append(1)
        raise imap.Unreachable("temporary", "connect", "no")

    monkeypatch.setattr(imap, "opened", fail)
    receiving.poll_one(seen_by_both)
    receiving.poll_one(seen_by_both)
    assert opened == [1]


def test_an_answer_that_another_takes_at_the_same_moment_is_no_unreadable_mail(
    member: Member, sent: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = (
        f"From: {TO}\r\nTo: camille@arnaud.example\r\nSubject: Re\r\nMessage-ID: <1@x.example>\r\n"
        f"In-Reply-To: {MINE}\r\n\r\nMerci, rappelez-moi mardi.\r\n"
    ).encode()
    asked = "decroche.correspondence.receiving.message_about"

    def while_another_takes_it(workspace: object, said: object) -> object:
        """It was not there when this runner looked; it is when it writes."""
        monkeypatch.setattr(asked, message_about)
        receiving.take(member.workspace, content)
        monkeypatch.setattr(Reply.objects, "filter", lambda **_by: Reply.objects.none())
        return message_about(member.workspace, read_incoming(content))

    monkeypatch.setattr(asked, while_another_takes_it)
    fetched = imap.Fetched(1, content)
    assert receiving.take_fetched(member.workspace, fetched) is False
    assert not UnreadMail.objects.exists()


_RUN = """
import os, sys, threading, time
from datetime import datetime, timedelta
from pathlib import Path

begun, moment = float(sys.argv[1]), datetime.fromisoformat(sys.argv[2])

def tick():
    while True:
        os.environ["DECROCHE_NOW"] = (moment + timedelta(seconds=time.time() - begun)).isoformat()
        time.sleep(0.05)

threading.Thread(target=tick, daemon=True).start()
import django
django.setup()
from decroche.correspondence import jobs, runner
from decroche.correspondence.models import Message

runner.HELD = runner._AFTER_THE_TEXT = timedelta(minutes=2)
waiting = Message.objects.filter(state__in=("queued", "sending", "handed"))
data = Path(os.environ["DECROCHE_DATA"])
(data / "ready").touch()
while not (data.parent / "go").exists():
    time.sleep(0.01)
while waiting.exists():
    jobs.send_due(recover=True)
"""


LATER = timedelta(minutes=3)
"""Longer than a runner keeps a mailbox or a message here without being heard of."""


def _runner(data: Path, begun: float, start: datetime) -> subprocess.Popen[bytes]:
    """A runner of another machine: a process with a data folder of its own, beside which a file
    `go` lets it begin. Its clock showed `start` at the moment `begun`, and goes on.
    """
    base = connection.settings_dict
    data.mkdir()
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://{base['USER']}@/{base['NAME']}?host={base['HOST']}",
        "DECROCHE_DATA": str(data),
        "DECROCHE_NOW": start.isoformat(),
        "DJANGO_SETTINGS_MODULE": "decroche.config.settings",
        "PYTHONPATH": os.getcwd(),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "DECROCHE_MAIL_TIMEOUT": "60",
    }
    words = [sys.executable, "-c", _RUN, str(begun), start.isoformat()]
    return subprocess.Popen(words, env=environment)


@pytest.mark.parametrize(("step", "unproved"), [("rcpt", 0), ("kept", 1)])
@pytest.mark.skipif(connection.vendor != "postgresql", reason="several machines on one database")
@pytest.mark.django_db(transaction=True)
def test_one_is_killed_in_the_middle_and_two_others_send_the_rest_once(
    step: str,
    unproved: int,
    member: Member,
    card: Company,
    mailbox: Mailbox,
    server: Server,
    tmp_path: Path,
) -> None:
    for number in range(30):
        leaving(member, card, f"p{number}@vasseur.example")
    begun, killed = time.time(), list[str]()
    first, go = _runner(tmp_path / "one", begun, TUESDAY), tmp_path / "go"
    go.touch()

    def kill_at(at: str) -> None:
        if at == step and len(server.kept) >= 5 and not killed:
            first.kill()
            first.wait(DEADLINE)
            killed.append(at)

    server.hook = kill_at
    running = [first]
    try:
        until(lambda: bool(killed), "it died with a mail in its hands")
        # They come when its time is over: however slow this machine is, they take over from it
        # alone, never from each other. They begin together, so that each has its part.
        go.unlink()
        others = [tmp_path / "two", tmp_path / "three"]
        running += [_runner(data, begun, TUESDAY + LATER) for data in others]
        until(lambda: all((data / "ready").exists() for data in others), "both have started")
        go.touch()
        assert [one.wait(DEADLINE) for one in running[1:]] == [0, 0]
    finally:
        for one in running:
            one.kill()
            one.wait(DEADLINE)
    arrived = Counter(recipient for recipient, _content in server.kept)
    states = Counter(Message.objects.values_list("state", flat=True))
    assert (len(arrived), max(arrived.values())) == (30, 1)
    assert states == Counter({State.SENT: 30 - unproved, State.CHECK: unproved})
    assert len(set(Message.objects.values_list("runner", flat=True))) == 3, "each had its part"
