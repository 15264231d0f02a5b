"""Pure decisions about mail that leaves: when to try again, which words a situation has."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from decroche.calls.outcomes import OUTCOMES
from decroche.shared.french_names import of_name

_OTHER_SITUATIONS = {
    "agency": 10,
    "too_late": 40,
    "follow_up": 60,
    "referral": 70,
    "first": 75,
    "presentation": 80,
}
"""Situations that no outcome calls for by itself, with their place among all of them."""
OUTCOME_MAILS = {spec.code: spec.mail for spec in OUTCOMES.values() if spec.mail}
"""The mail of each outcome that has one; the outcome's code is its situation."""
_POSITIONS = _OTHER_SITUATIONS | {code: mail.position for code, mail in OUTCOME_MAILS.items()}
MAIL_SITUATIONS = tuple(sorted(_POSITIONS, key=_POSITIONS.__getitem__))
"""Every situation she has words for, in the order shown."""
TAKE_BACK = timedelta(seconds=30)
GIVE_UP = timedelta(days=2)
ACCOUNT_PAUSE = timedelta(minutes=10)
MAILBOX_STEPS = ("connect", "tls", "login", "consent", "token")
"""Steps of a talk that fail because of the mailbox, whatever the message."""
_WAITS = (
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
)


def next_try(attempts: int, queued_at: datetime, at: datetime) -> datetime | None:
    """When a message refused for the moment is tried again; None after two days (RFC 5321 §4.5.4.1
    advises 4 to 5 days for servers; she is waiting, so two).
    """
    if at - queued_at >= GIVE_UP:
        return None
    return at + _WAITS[min(max(attempts, 1), len(_WAITS)) - 1]


def letter_for(outcome: str, reason: str) -> str:
    """The template that an outcome calls for."""
    if reason in ("agency", "too_late"):
        return reason
    return outcome if outcome in OUTCOME_MAILS else "presentation"


def fill(text: str, fields: dict[str, str]) -> str:
    """A text with its [fields] filled in. A line whose only content was an empty field goes away, a
    field by itself on a line begins with a capital, blank lines stay single, and the comma before
    an empty field goes with it.
    """
    lines = []
    for line in text.split("\n"):
        done = _FIELD.sub(lambda found: _filled(found, fields), line)
        if line.strip() and not done.strip():
            continue
        if _FIELD.fullmatch(line.strip()):
            done = f"{done[:1].upper()}{done[1:]}"
        tight = re.sub(r"(?<![ \t])[ \t]++([,.])", r"\1", done)
        lines.append(tight.replace(",.", ".").rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


_FIELD = re.compile(r"(?P<of>\b[Dd]e )?\[(?P<name>[^\[\]\n]{1,40})\]")
_OF_A_NAME = frozenset({"de la part de", "entreprise"})
"""Fields that are names; “de” before one is said with its article (shared/french_names.py)."""


def _filled(found: re.Match[str], fields: dict[str, str]) -> str:
    name, before = found["name"].strip().lower(), found["of"] or ""
    value = fields.get(name)
    if value is None:
        return found.group()
    if before and value and name in _OF_A_NAME:
        return f"{before[0]}{of_name(value)[1:]}"
    return before + value


def one_line(text: str, most: int = 200) -> str:
    """A text that can stand in a header: no control character, no line break."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u2028\u2029]", " ", text).split())[:most]
