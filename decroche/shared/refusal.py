"""How a command ends: its exit codes, and a refusal as a sentence."""

from __future__ import annotations

from typing import Any

DONE, REFUSED, USAGE, NOTHING = 0, 1, 2, 3


class Refusal(Exception):
    """A sentence for the user; the command ends with exit code 1 (or `code`)."""

    def __init__(self, sentence: str, code: int = REFUSED, **particulars: Any) -> None:
        super().__init__(sentence)
        self.code, self.particulars = code, particulars
