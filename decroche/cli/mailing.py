"""Sending mail without the desk open."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from decroche.correspondence.jobs import alone, run_once
from decroche.shared.refusal import NOTHING, Refusal
from decroche.team.actions import ensure_local_member


def send_(_options: Namespace) -> dict[str, Any]:
    """{"sent", "later", "failed", "check", "replies"}; exit 3 while the open desk does it."""
    with alone() as mine:
        if not mine:
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
