"""The clock. All code asks for the time here, so that tests and demonstrations can fix it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

_frozen: list[datetime] = []
"""The instants of the `frozen` blocks that are open, the innermost last."""


class NotAnInstant(ValueError):
    """A text is not a date and time in ISO 8601."""


def read_instant(text: str, zone: ZoneInfo = PARIS) -> datetime:
    """An ISO 8601 text as an aware datetime; without an offset it is local time in `zone`.

    Raises NotAnInstant with a sentence that names the text.
    """
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        raise NotAnInstant(
            f"“{text}” is not a date and time. Write it like 2026-11-24T09:30 or "
            "2026-11-24T09:30:00+01:00."
        ) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=zone)


def now() -> datetime:
    """The present instant in UTC, or the one fixed by `frozen` or the variable DECROCHE_NOW."""
    if _frozen:
        return _frozen[-1]
    fixed = os.environ.get("DECROCHE_NOW")
    if fixed:
        return read_instant(fixed).astimezone(UTC)
    return datetime.now(UTC)


def milliseconds(instant: datetime) -> int:
    """An instant as browsers count: milliseconds since 1970."""
    return round(instant.timestamp() * 1000)


def day_of(instant: datetime) -> date:
    """The day of an instant in Paris, whatever time zone the instant is in."""
    return instant.astimezone(PARIS).date()


def today() -> date:
    """Today's date in Paris."""
    return day_of(now())


@contextmanager
def frozen(instant: datetime) -> Iterator[None]:
    """Makes `now` return `instant` while the block runs."""
    _frozen.append(instant.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.pop()
