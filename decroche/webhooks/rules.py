"""Pure decisions about what is told, how it is signed, and when it is tried again."""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from datetime import datetime, timedelta
from hashlib import sha256

GROUPS = ("calls", "cards", "oppositions", "follow_ups", "messages", "clients")
"""The groups of verbs that she may choose to be told to the program."""
_BY_NAME = {
    "call": "calls",
    "company": "cards",
    "companies": "cards",
    "changes": "cards",
    "file": "cards",
    "follow_up": "follow_ups",
    "message": "messages",
}
_BY_VERB = {
    "company.won": "clients",
    "company.lost": "clients",
    "companies.opposed": "oppositions",
    "company.erased": "oppositions",
    "person.opposed": "oppositions",
    "person.erased": "oppositions",
    "values.opposed": "oppositions",
    "opposition.lifted": "oppositions",
    "message.stop": "oppositions",
}
TOLD = ("kind", "how", "count", "channel", "outcome")
"""Particulars of a line that are told: codes and counts, nothing that was typed."""
GIVE_UP = timedelta(days=2)
OFF_AFTER = 15
"""Attempts in a row without success after which the webhook is switched off: more than two days."""
WINDOW = timedelta(minutes=5)
"""How old a message may be for a receiver that keeps to docs/how-to/webhooks.md."""
_WAITS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)


LONGEST = _WAITS[-1]
"""A try that is further away was noted by a clock that was wrong."""


def group_of(verb: str) -> str:
    """What a verb of the journal counts as; "" for those that are told to nobody."""
    return _BY_VERB.get(verb) or _BY_NAME.get(verb.partition(".")[0], "")


def next_try(failures: int, queued_at: datetime, at: datetime) -> datetime | None:
    """When it is tried again after a number of failures in a row; None after two days."""
    if at - queued_at >= GIVE_UP:
        return None
    return at + _WAITS[min(max(failures, 1), len(_WAITS)) - 1]


def signature(secret: str, identifier: str, seconds: int, body: str) -> str:
    """The header webhook-signature: HMAC-SHA256 over the identifier, the time (seconds since 1970)
    and the body, as the Standard Webhooks specification (1.0) writes it. `secret`: "whsec_" and its
    bytes in base64.
    """
    key = b64decode(secret.removeprefix("whsec_"))
    signed = f"{identifier}.{seconds}.{body}".encode()
    return f"v1,{b64encode(hmac.digest(key, signed, sha256)).decode()}"
