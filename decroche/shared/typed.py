"""Values as somebody typed or stored them, read within their bounds. Pure."""

from __future__ import annotations

import re

CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff"
"""Characters that no keyboard types and no screen shows, as a class of a pattern: all of ASCII's
below the space but tab and the ends of lines, and Unicode's two that are none.
"""
_CONTROL = re.compile(f"[{CONTROL}\ud800-\udfff]")


def without_control(text: str) -> str:
    """A text that can be kept, shown, and set in a PDF: the rest of a pair of code units that
    stands alone goes too.
    """
    return _CONTROL.sub("", text)


def has_control(text: str) -> bool:
    """Whether a text holds what `without_control` takes away."""
    return _CONTROL.search(text) is not None


def whole_number(value: object, default: int, least: int, most: int) -> int:
    """A whole number held within bounds; the default for what is none."""
    if isinstance(value, bool):
        return default
    try:
        return max(least, min(most, int(str(value).strip())))
    except ValueError:
        return default
