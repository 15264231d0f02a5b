"""A digest of several texts or bytes: a short value that changes when any of them does."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def digest_of(pieces: Iterable[str | bytes]) -> str:
    """Thirty-two hexadecimal digits (of SHA-256) of the pieces in their order.

    The length of each text is part of it, so that ("ab", "c") and ("a", "bc") differ. Bytes are
    added without their length: a file may be given in blocks of any size.
    """
    digest = sha256()
    for piece in pieces:
        if isinstance(piece, str):
            digest.update(f"{len(piece)}:{piece}".encode("utf-8", "surrogatepass"))
        else:
            digest.update(piece)
    return digest.hexdigest()[:32]
