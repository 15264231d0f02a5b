"""A text from outside as one of the values it may have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Value = TypeVar("Value", bound=str)


def one_of(text: str | None, values: Iterable[Value], otherwise: Value) -> Value:
    """The value that the text is, with its type; `otherwise` when it is none of them."""
    return next((value for value in values if value == text), otherwise)
