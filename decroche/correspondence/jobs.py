"""The runner: one a data folder, in two threads of the server; one sends what is due, the other
reads what came back, so that a reading server that does not answer holds nothing up.

A lock file keeps it single: a second process (another worker, the command line) leaves the work to
the first. Those of several machines share the mailboxes (runner.py). What it does is noted in the
database step by step, so that it may die at any moment.
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from decroche.config.locks import try_lock
from decroche.correspondence import outbox, receiving
from decroche.correspondence.actions import forget_secrets_of_who_left
from decroche.correspondence.models import Mailbox, Message
from decroche.shared.clock import now
from decroche.team.kept_on import remove_forgotten
from decroche.team.models import Workspace

log = logging.getLogger(__name__)
_EVERY = 0.5
_RECOVERS = 60.0
"""Seconds between two looks at what a runner that died left half sent."""
_LOOK = 2.0
"""Seconds between two looks at whether a mailbox is to be read."""
_IN_A_ROW = 1
"""Mails in one round at most, so that the pages beside them stay quick."""
POLL = timedelta(minutes=3)
_wake = threading.Event()
_one_reading = threading.Lock()


def only_runner() -> AbstractContextManager[bool]:
    """Whether this process is the one that runs the mail, for the length of the block."""
    return try_lock(Path(settings.DATA_FOLDER), "runner")


def start() -> threading.Thread:
    """Starts its threads."""
    thread = threading.Thread(target=_run, name="mail", daemon=True)
    thread.start()
    return thread


def wake() -> None:
    """Makes the runner look at once, since something may be due."""
    _wake.set()


def _run() -> None:
    with only_runner() as mine:
        if not mine:
            return
        threading.Thread(target=_run_reading, name="mail-reading", daemon=True).start()
        recovered = -_RECOVERS
        _forget_secrets_of_who_left()
        while True:
            try:
                late = time.monotonic() - recovered >= _RECOVERS
                send_due(recover=late)
                recovered = time.monotonic() if late else recovered
                if late:
                    remove_forgotten()
            except Exception:
                log.exception("the mail runner stumbled; it goes on")
            finally:
                connection.close()
            _wake.wait(_EVERY)
            _wake.clear()


def _forget_secrets_of_who_left() -> None:
    try:
        forget_secrets_of_who_left()
    except Exception:  # the next start does it
        log.exception("the passwords of who left could not be removed")


def _run_reading() -> None:
    while True:
        try:
            _read_due()
        except Exception:
            log.exception("reading the mail stumbled; it goes on")
        finally:
            connection.close()
        time.sleep(_LOOK)


def send_due(*, recover: bool) -> None:
    """One mail from each mailbox from which one is due; with `recover` first what was left half
    sent.
    """
    if recover:
        half = Message.objects.filter(state__in=(Message.State.SENDING, Message.State.HANDED))
        for workspace in Workspace.objects.filter(pk__in=half.values("workspace_id")):
            outbox.recover(workspace)
    due = Message.objects.filter(outbox.is_due(now()), state=Message.State.QUEUED)
    writers = set(due.values_list("workspace_id", "member_id").distinct())
    if not writers:
        return
    boxes = {
        (box.workspace_id, box.member_id): box
        for box in Mailbox.objects.filter(workspace_id__in={one for one, _member in writers})
    }
    found = {boxes.get(one) or boxes.get((one[0], None)) for one in writers}
    for mailbox in sorted(filter(None, found), key=lambda one: one.pk):
        outbox.turn_of(mailbox, most=_IN_A_ROW)


def _read_due() -> None:
    """Reads every mailbox whose time has come. A stamp of the future (a clock that was wrong) is no
    reason to wait.
    """
    for mailbox in Mailbox.objects.exclude(imap_host="").select_related("workspace"):
        last, at = mailbox.polled_at, now()
        if last is None or last > at or last + POLL <= at:
            try:
                with _one_reading:
                    receiving.poll_one(mailbox)
            except Exception:  # the other mailboxes are still read
                log.exception("reading mailbox %s stumbled", mailbox.pk)


def read_now(workspace: Workspace) -> int:
    """Reads the inboxes at once; how many answers. A reading that goes on is waited for, so that no
    message is taken twice.
    """
    with _one_reading:
        return receiving.poll(workspace)


def run_once(workspace: Workspace) -> tuple[outbox.Sent, int]:
    """One round by hand, after a look at what a dead process left: (what was sent, how many answers
    were read).
    """
    recovered = outbox.recover(workspace)
    done = outbox.turn(workspace)
    done.check += recovered.check
    done.sent += recovered.sent
    return done, read_now(workspace)
