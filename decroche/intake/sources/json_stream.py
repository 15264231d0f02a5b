"""Reads a JSON list or object that is too large for memory, value by value."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

PIECE = 1 << 16
LARGEST = 4_000_000
"""How many characters of one value are held in memory at most."""
_DECODER = json.JSONDecoder()
_SPACE = " \t\r\n"


class JsonStream:
    """The signs ({ } [ ] : ,) and values of a JSON text, in order. Raises ValueError for a text
    that is no JSON, and for a value of more than LARGEST characters.
    """

    def __init__(self, file: TextIO, held: str = "") -> None:
        self._file, self._held, self._at = file, held, 0

    def sign(self) -> str:
        """Returns the next sign without taking it; "" at the end."""
        while True:
            while self._at < len(self._held):
                if (sign := self._held[self._at]) not in _SPACE:
                    return sign
                self._at += 1
            if not self._more():
                return ""

    def takes(self, sign: str) -> bool:
        """Takes the next sign if it is this one; returns whether it was."""
        if self.sign() != sign:
            return False
        self._at += 1
        return True

    def must(self, sign: str) -> None:
        if not self.takes(sign):
            near = self._held[self._at : self._at + 20]
            raise ValueError(f"“{sign}” is missing before “{near}”")

    def value(self) -> Any:
        """Takes the next value and returns it."""
        self.sign()
        while True:
            try:
                found, end = _DECODER.raw_decode(self._held, self._at)
            except ValueError:
                end = 0
            # A number that ends where the text held ends may go on in the next piece.
            if end and (end < len(self._held) or not self._more()):
                self._at = end
                return found
            if not end and (len(self._held) - self._at > LARGEST or not self._more()):
                return _DECODER.decode(self._held[self._at :])  # raises, with what is wrong

    def _more(self) -> bool:
        """Reads a further piece and drops what was taken. Returns False at the end of the file.

        The piece is as long as what is held: a long value, which is decoded from its beginning
        after each piece, is so decoded a few times only.
        """
        piece = self._file.read(max(PIECE, len(self._held) - self._at))
        if piece:
            self._held, self._at = self._held[self._at :] + piece, 0
        return bool(piece)

    def items(self) -> Iterator[Any]:
        """Takes the values of the list that comes next, one by one."""
        self.must("[")
        while self.sign() not in ("]", ""):
            yield self.value()
            if not self.takes(","):
                break
        self.must("]")

    def names(self) -> Iterator[str]:
        """Takes the names of the object that comes next. The caller takes the value of each name
        before it asks for the next name.
        """
        self.must("{")
        while self.sign() == '"':
            yield self.value()
            if not self.takes(","):
                break
        self.must("}")
