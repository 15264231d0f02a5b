"""One short name for many pieces."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def digest_of(pieces: Iterable[str | bytes]) -> str:
    """Thirty-two hexadecimal digits that are the same for the same pieces in the same order; where
    one text ends and the next begins counts, bytes run on.
    """
    digest = sha256()
    for piece in pieces:
        if isinstance(piece, str):
            digest.update(f"{len(piece)}:{piece}".encode("utf-8", "surrogatepass"))
        else:
            digest.update(piece)
    return digest.hexdigest()[:32]
