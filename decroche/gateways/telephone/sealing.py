"""Messages that only the telephone and the desk can read, and that can't be used twice.

Each session has a random name of eleven bytes, chosen here for once. The key that both sides keep
(32 bytes) seals no message: a stream of ChaCha20 gives the three keys of the session from it, for
what the telephone says, for what is told to it, and for the answers. A message is sealed with
ChaCha20-Poly1305 (RFC 8439); its number is the nonce, so that no nonce comes twice with one key,
and the name of the session is bound to it. What is heard must have a higher number than all before.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

UP, DOWN, ANSWER = 1, 2, 3
"""From the telephone, to it, and in answer to what it said."""
NAME_BYTES = 11
_STEP = 256
"""Messages are filled up to a multiple of this many bytes: their length tells little."""
_MOST = 2**53 - 1
"""The highest number a browser counts to."""


class Unsealed(Exception):
    """Not sealed with the key of this session, or for another place in it."""


class Replayed(Exception):
    """Said before, or overtaken by what was said later."""


class Session:
    """One talk between a telephone and the desk, under the key that both keep."""

    def __init__(self, key: bytes, name: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        kept = ChaCha20Poly1305(key)
        self.name = name
        self.heard = 0
        self.told = 0
        self._ciphers = {
            way: ChaCha20Poly1305(kept.encrypt(name + bytes([way]), bytes(32), b"")[:32])
            for way in (UP, DOWN, ANSWER)
        }

    def seal(self, way: int, number: int, content: dict[str, Any]) -> str:
        """As it goes over the network."""
        plain = json.dumps(content, separators=(",", ":")).encode()
        plain += b" " * (-len(plain) % _STEP)
        return to_text(self._ciphers[way].encrypt(_nonce(number), plain, self.name))

    def open(self, way: int, number: int, box: str) -> dict[str, Any]:
        """What is in the box. Raises Unsealed."""
        from cryptography.exceptions import InvalidTag

        try:
            plain = self._ciphers[way].decrypt(_nonce(number), from_text(box), self.name)
            content = json.loads(plain)
        except (InvalidTag, ValueError, OverflowError, RecursionError) as error:
            raise Unsealed from error
        if not isinstance(content, dict):
            raise Unsealed
        return content

    def hear(self, number: int, box: str) -> dict[str, Any]:
        """What the telephone says. Raises Unsealed, Replayed."""
        content = self.open(UP, number, box)
        if number <= self.heard:
            raise Replayed
        self.heard = number
        return content

    def tell(self, content: dict[str, Any]) -> tuple[int, str]:
        """(its number, the box) of something told to the telephone."""
        self.told += 1
        return self.told, self.seal(DOWN, self.told, content)


def to_text(raw: bytes) -> str:
    """As base64 for addresses, without the filling."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def from_text(text: str) -> bytes:
    """The bytes behind such a text. Raises ValueError."""
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def _nonce(number: int) -> bytes:
    if not 0 < number <= _MOST:
        raise ValueError("a message has a number from 1")
    return number.to_bytes(12, "big")
