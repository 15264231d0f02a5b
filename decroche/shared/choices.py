"""A text from outside as one of the values it may have, or as a whole number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

Value = TypeVar("Value", bound=str)


def one_of(text: str | None, values: Iterable[Value], otherwise: Value) -> Value:
    """The value that the text is, with its type; `otherwise` when it is none of them."""
    return next((value for value in values if value == text), otherwise)


def whole(text: str | None) -> int | None:
    """The whole number a text is; None when it is none, or longer than a database key can be."""
    return int(text) if text and re.fullmatch(r"-?\d{1,17}", text) else None
