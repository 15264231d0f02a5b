"""What stands in a request of a telephone: the JSON object of its body, or the fields of its
address. What is too long, too slow or no message is refused with an HTTP status.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

LONGEST = 128_000
"""Bytes of a message, at most: the longest note and what else may be typed, sealed."""
PATIENCE = 10.0
"""Seconds within which a request must be complete."""
_MOST_DIGITS = 16
"""Digits of the number of a message: JavaScript counts to 2**53."""
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]


class Refuse(Exception):
    """Ends a request: it is answered with this HTTP status and an empty JSON object."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def body_of(receive: Receive) -> dict[str, Any]:
    """The JSON object in the body of a request. Raises Refuse when it is longer than `LONGEST`, not
    complete within `PATIENCE`, or not a JSON object.
    """
    parts, length = [], 0
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                event = await receive()
                if event["type"] == "http.disconnect":
                    raise Refuse(400)
                parts.append(event.get("body", b""))
                length += len(parts[-1])
                if length > LONGEST:
                    raise Refuse(413)
                if not event.get("more_body"):
                    break
    except TimeoutError:
        raise Refuse(408) from None
    try:
        fields = json.loads(b"".join(parts))
    except (ValueError, RecursionError):
        raise Refuse(400) from None
    if not isinstance(fields, dict):
        raise Refuse(400)
    return fields


def query_of(scope: Scope) -> dict[str, Any]:
    """The fields of a message that stands in the query of an address (an EventSource of a browser
    can only GET). Raises Refuse.
    """
    try:
        parameters = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=3)
    except ValueError:
        raise Refuse(400) from None
    fields: dict[str, Any] = {name: values[0] for name, values in parameters.items()}
    number = fields.get("number", "")
    whole = number.isascii() and number.isdecimal() and len(number) <= _MOST_DIGITS
    fields["number"] = int(number) if whole else 0
    return fields


def message_in(fields: dict[str, Any]) -> tuple[str, int, str]:
    """(name of the session, number of the message, the encrypted message). Raises Refuse."""
    number = fields.get("number")
    if not isinstance(number, int) or isinstance(number, bool):
        raise Refuse(400)
    return text_in(fields, "name"), number, text_in(fields, "box")


def text_in(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise Refuse(400)
    return value
