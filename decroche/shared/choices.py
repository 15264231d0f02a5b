"""Reading texts from outside (a form, an address) as one of several values, or as whole numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

Value = TypeVar("Value", bound=str)


def one_of(text: str | None, values: Iterable[Value], otherwise: Value) -> Value:
    """The one of `values` that equals the text, with the type of the values; `otherwise` when none
    does.
    """
    return next((value for value in values if value == text), otherwise)


def whole(text: str | None) -> int | None:
    """A text as a whole number; None when it is not one, or too long for a key of the database."""
    return int(text) if text and re.fullmatch(r"-?\d{1,17}", text) else None
