"""When an outcome was pressed that arrives later: the browser keeps what it could not send.

Pure: no Django. The browser says when the key was pressed and when it sends, both by its own clock;
only the time between the two is believed, so that a clock that is wrong moves no call.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from decroche.calls.reading import Problem

LONGEST = timedelta(days=7)
"""What has waited longer is not noted at a time nobody remembers."""
_AT_ONCE = timedelta(seconds=1)


def pressed_at(pressed: str, sent: str, arrived: datetime) -> datetime | Problem:
    """When the key was pressed, by this machine's clock.

    `pressed` and `sent` are milliseconds as the browser counts them, as text; without them the
    outcome is of the moment it `arrived`. A problem (pressed_later, pressed_long_ago) when the
    browser's clock was put back meanwhile, or the wait was longer than `LONGEST`.
    """
    if not (_is_moment(pressed) and _is_moment(sent)):
        return arrived
    waited = timedelta(milliseconds=int(sent) - int(pressed))
    if abs(waited) < _AT_ONCE:
        return arrived
    if waited < timedelta(0):
        return Problem("outcome", "pressed_later")
    if waited > LONGEST:
        return Problem("outcome", "pressed_long_ago")
    return arrived - waited


def _is_moment(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 15
