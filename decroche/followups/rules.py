"""Where a follow-up stands against the clock. No Django."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

LATE = timedelta(minutes=60)


def stage(due: datetime, precision: str, at: datetime) -> Literal["late", "due", "today", "later"]:
    """Late: an hour past, or a day past when only a day was said; due: its time has come; else
    today or later.
    """
    local = due.astimezone(at.tzinfo)
    if due <= at:
        slack = LATE if precision == "minute" else timedelta(days=1)
        return "late" if at - due > slack or local.date() < at.date() else "due"
    return "today" if local.date() == at.date() else "later"
