"""Protection against formulas in files that are opened with a spreadsheet (CSV injection)."""

from __future__ import annotations

import re
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a text begins that spreadsheets take for a formula (OWASP, CSV injection). The last four are
the same signs in full width, which those of some countries read alike.
"""
_NUMBERS = re.compile(r"\+\d{6,15}(?: poste \d{1,8})?(?: / [+\d]\d{1,15}(?: poste \d{1,8})?)*")


def harmless(cell: Any) -> Any:
    """The value of a cell that no spreadsheet runs: a text that looks like a formula gets an
    apostrophe in front, which an import removes again. Other values stay as they are, and so do
    telephone numbers as our exports write them (+33199001234).
    """
    if not isinstance(cell, str) or not cell.startswith(_FORMULA) or _NUMBERS.fullmatch(cell):
        return cell
    return f"'{cell}"
