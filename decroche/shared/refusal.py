"""How a command of the command line ends: its exit codes, and the exception that ends it."""

from __future__ import annotations

from typing import Any

DONE, REFUSED, USAGE, NOTHING = 0, 1, 2, 3
"""Exit codes: done; refused with a sentence; wrong arguments; there was nothing to do or show."""


class Refusal(Exception):
    """Ends a command with a sentence for the user and an exit code. `particulars` are further
    fields of the answer in JSON.
    """

    def __init__(self, sentence: str, code: int = REFUSED, **particulars: Any) -> None:
        super().__init__(sentence)
        self.code, self.particulars = code, particulars
