"""`decroche send`: sending mails and reading answers while the desk is not open."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from decroche.correspondence.jobs import only_runner, run_once
from decroche.shared.refusal import NOTHING, Refusal
from decroche.team.actions import ensure_local_member


def send_(_options: Namespace) -> dict[str, Any]:
    """Sends the mails that are due and reads the answers. Returns how many were sent, wait for
    later, failed, are to be checked, and were read. Refused with exit code 3 while the desk is
    open, which does the same by itself.
    """
    with only_runner() as locked:
        if not locked:
            raise Refusal(
                "The desk is open and sends by itself. Close it first, or leave it to it.", NOTHING
            )
        done, replies = run_once(ensure_local_member().workspace)
    if done.problem:
        raise Refusal(
            f"The mailbox does not answer ({done.problem}). See Settings, Mailbox.",
            sent=done.sent,
            later=done.later,
        )
    return {
        "sent": done.sent,
        "later": done.later,
        "failed": done.failed,
        "check": done.check,
        "replies": replies,
    }
