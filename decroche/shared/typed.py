"""Values as somebody typed or stored them, read within their bounds. Pure."""

from __future__ import annotations


def whole_number(value: object, default: int, least: int, most: int) -> int:
    """A whole number held within bounds; the default for what is none."""
    if isinstance(value, bool):
        return default
    try:
        return max(least, min(most, int(str(value).strip())))
    except ValueError:
        return default
