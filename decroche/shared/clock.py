"""The one clock. Everything that asks for the time asks here, so that it can be frozen."""

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
    """A text that should be an ISO 8601 instant and is not."""


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
    """The present instant in UTC, or the one fixed by DECROCHE_NOW or `frozen`."""
    if _frozen:
        return _frozen[-1]
    fixed = os.environ.get("DECROCHE_NOW")
    if fixed:
        return read_instant(fixed).astimezone(UTC)
    return datetime.now(UTC)


def day_of(instant: datetime) -> date:
    """The day of an instant where she lives: in Paris, whatever clock it is given on."""
    return instant.astimezone(PARIS).date()


def today() -> date:
    """The day it is in Paris."""
    return day_of(now())


@contextmanager
def frozen(instant: datetime) -> Iterator[None]:
    """Holds the clock still at `instant` inside the block."""
    _frozen.append(instant.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.pop()
