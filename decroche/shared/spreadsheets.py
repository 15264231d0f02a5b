"""Texts in files that a spreadsheet opens: none of them runs as a formula."""

from __future__ import annotations

import re
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that spreadsheets run (OWASP, CSV injection)."""
_NUMBERS = re.compile(r"\+\d{6,15}(?: poste \d{1,8})?(?: / [+\d]\d{1,15}(?: poste \d{1,8})?)*")


def harmless(cell: Any) -> Any:
    """A text that a spreadsheet would run gets an apostrophe, which an import takes away again; any
    other value, and telephone numbers as exports write them (+33199001234), stay.
    """
    if not isinstance(cell, str) or not cell.startswith(_FORMULA) or _NUMBERS.fullmatch(cell):
        return cell
    return f"'{cell}"
