"""Encrypted messages between a telephone and the desk, which can't be read or changed by others on
the network, nor sent a second time.

Each session has a name of eleven bytes, made by the desk and used once (sessions.py), and a random
salt of twelve bytes, chosen by the telephone. The key that both sides keep (32 bytes) encrypts no
message itself: the three keys of a session are derived from it with ChaCha20, by the name and then
by the salt, one for messages of the telephone, one for changes sent to it, one for answers. So each
side makes sure by itself that the keys are new: who answers in the place of the desk with an old
name, or says again what the telephone said, meets another key on the other side. A message is
encrypted with ChaCha20-Poly1305 (RFC 8439). Its number is the nonce, so that no nonce is
used twice with one key; the session's name is authenticated with it. A message of the telephone is
refused unless its number is higher than those of all messages before it.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

UP, DOWN, ANSWER = 1, 2, 3
"""The directions of a message: from the telephone, to it, and in answer to one of its messages."""
NAME_BYTES, SALT_BYTES = 11, 12
_STEP = 256
"""Messages are padded to a multiple of this many bytes, so that their length tells little."""
_MOST = 2**53 - 1
"""The highest whole number that JavaScript counts to exactly."""


class Unsealed(Exception):
    """A message that can't be decrypted: another key, another session, direction or number, or it
    was changed on its way.
    """


class Replayed(Exception):
    """A message whose number is not higher than that of the last one: sent before, or overtaken."""


class Session:
    """The encryption of one session between a telephone and the desk. `heard` and `told` are the
    numbers of the last message received and of the last change sent. Raises ValueError for a name
    or a salt of another length.
    """

    def __init__(self, key: bytes, name: bytes, salt: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        if (len(name), len(salt)) != (NAME_BYTES, SALT_BYTES):
            raise ValueError("a session has a name and a salt")

        def derived(cipher: ChaCha20Poly1305, nonce: bytes) -> ChaCha20Poly1305:
            return ChaCha20Poly1305(cipher.encrypt(nonce, bytes(32), b"")[:32])

        kept = ChaCha20Poly1305(key)
        self.name = name
        self.heard = 0
        self.told = 0
        self._ciphers = {
            way: derived(derived(kept, name + bytes([way])), salt) for way in (UP, DOWN, ANSWER)
        }

    def seal(self, way: int, number: int, content: Mapping[str, Any]) -> str:
        """A message as it goes over the network: encrypted, in base64."""
        plain = json.dumps(content, separators=(",", ":")).encode()
        plain += b" " * (-len(plain) % _STEP)
        return to_text(self._ciphers[way].encrypt(_nonce(number), plain, self.name))

    def open(self, way: int, number: int, box: str) -> dict[str, Any]:
        """The content of an encrypted message (`box`). Raises Unsealed."""
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
        """The content of a message of the telephone; its number can't be used again. Raises
        Unsealed, Replayed.
        """
        content = self.open(UP, number, box)
        if number <= self.heard:
            raise Replayed
        self.heard = number
        return content

    def tell(self, content: Mapping[str, Any]) -> tuple[int, str]:
        """(number, encrypted message) of a change that is sent to the telephone."""
        self.told += 1
        return self.told, self.seal(DOWN, self.told, content)


def to_text(raw: bytes) -> str:
    """Bytes as URL-safe base64 without padding."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def from_text(text: str) -> bytes:
    """The bytes of a text made by `to_text`. Raises ValueError."""
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def _nonce(number: int) -> bytes:
    """A message's number as the 12 bytes of a nonce. Raises ValueError for an impossible number."""
    if not 0 < number <= _MOST:
        raise ValueError("a message has a number from 1")
    return number.to_bytes(12, "big")
