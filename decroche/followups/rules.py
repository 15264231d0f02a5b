"""Where a follow-up stands against the clock, and what a call does to it. No Django.

A promise is her word: no rule moves, hides or closes one. Only a call in which she gives a new
date, one that is due and answered, a refusal, her own hand or the law ends it
(docs/decisions/0026).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

LATE = timedelta(minutes=60)
EARLY = timedelta(minutes=10)
"""A call is offered from ten minutes before its time, and one made then is the call promised."""

Fate = Literal["stays", "closed", "again"]
"""What a call does to an open follow-up: nothing; it is over; the queue offers it again at the
retry (a promise stays due as it was, an advised follow-up is due then).
"""


@dataclass(frozen=True, slots=True)
class CallMade:
    """A call, as far as follow-ups are concerned.

    `talked`: somebody beyond the switchboard was on the line; `number_only`: it says something of
    the number, nothing of the company; `gives_promise`: it ends with a date that she promised;
    `appointment`: that date is a meeting; `refused`: they said that they need nothing; `contact`
    is the person called, if known.
    """

    at: datetime
    talked: bool
    number_only: bool = False
    gives_promise: bool = False
    appointment: bool = False
    refused: bool = False
    contact: int | None = None


def after_call(
    call: CallMade,
    *,
    promised: bool,
    appointment: bool,
    due: datetime,
    contact: int | None = None,
) -> Fate:
    """What becomes of a follow-up, `promised` or advised, that falls `due` at that moment with a
    company that was called; `contact` is the person it is with, if known.
    """
    if call.number_only:
        return "stays"
    if appointment:  # kept in person, not by this call: over once it is past
        replaced = call.talked and (call.appointment or call.refused)
        return "closed" if replaced or due <= call.at else "stays"
    has_come = due <= call.at + EARLY
    if not call.talked:
        return "again" if has_come else "stays"
    if has_come or not promised or call.refused:
        return "closed"
    somebody_else = None not in (contact, call.contact) and contact != call.contact
    return "closed" if call.gives_promise and not somebody_else else "stays"


def meeting_stands(
    due: datetime, at: datetime, closed_how: str = ""
) -> Literal["to_come", "over", "cancelled"]:
    """Where a meeting stands that was agreed for `due`."""
    if closed_how == "dropped":
        return "cancelled"
    return "over" if due <= at or closed_how == "done" else "to_come"


def stage(due: datetime, precision: str, at: datetime) -> Literal["late", "due", "today", "later"]:
    """Late: an hour past, or a day past when only a day was said; due: its time has come; else
    today or later.
    """
    local = due.astimezone(at.tzinfo)
    if due <= at:
        slack = LATE if precision == "minute" else timedelta(days=1)
        return "late" if at - due > slack or local.date() < at.date() else "due"
    return "today" if local.date() == at.date() else "later"
