"""Why an outcome was not kept."""

from __future__ import annotations


class Refused(Exception):
    """The outcome can't be kept as given; `code` says why (see wording.py for the sentences)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
