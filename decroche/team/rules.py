"""How long somebody who guesses passwords has to wait."""

from __future__ import annotations

from datetime import timedelta

ACCOUNT_FREE, ADDRESS_FREE = 5, 20
"""Failures in a row before a wait begins: for one account, and from one network address."""
_FIRST = timedelta(seconds=30)
LONGEST = timedelta(minutes=15)
"""The longest wait of somebody who guesses. One that ends later was noted by a clock that was
wrong.
"""
INVITATION = timedelta(days=7)
"""How long a link of invitation works."""
SESSION = timedelta(days=30)
"""How long a member stays signed in without signing in again."""

PROOF = timedelta(minutes=10)
"""How long a member is not asked again for the password or passkey before what is sensitive."""


def wait_after(failures: int, free: int) -> timedelta:
    """How long no further try is allowed after `failures` in a row: no wait for the first `free`,
    then 30 seconds, doubled each time, a quarter of an hour at most.
    """
    over = failures - free
    if over < 0:
        return timedelta(0)
    doubled: int = 2 ** min(over, 10)
    return min(_FIRST * doubled, LONGEST)
