"""When the key of an outcome was pressed that arrived late: the browser keeps what it could not
send, and sends it again.

Pure: no Django. The browser says when the key was pressed and when it sends, both by its own clock;
only the time between the two is believed, so that a clock that is wrong moves no call.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from decroche.calls.reading import Problem

LONGEST_WAIT = timedelta(days=7)
"""An outcome that waited longer is refused: nobody remembers when the call was made."""
_AT_ONCE = timedelta(seconds=1)


def pressed_at(
    pressed: str, sent: str, arrived: datetime, *, at_once: timedelta = _AT_ONCE
) -> datetime | Problem:
    """Returns when the key was pressed, by this machine's clock.

    `pressed` and `sent` are milliseconds as the browser counts them, as text; without them the key
    counts as pressed when the outcome `arrived`, and so it does when less than `at_once` passed
    between the two. Returns a problem when the browser's clock was put
    back meanwhile (pressed_later), or when the wait was longer than `LONGEST_WAIT`
    (pressed_long_ago).
    """
    if not (_is_moment(pressed) and _is_moment(sent)):
        return arrived
    waited = timedelta(milliseconds=int(sent) - int(pressed))
    if abs(waited) < at_once:
        return arrived
    if waited < timedelta(0):
        return Problem("outcome", "pressed_later")
    if waited > LONGEST_WAIT:
        return Problem("outcome", "pressed_long_ago")
    return arrived - waited


def _is_moment(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 15
