"""Passwords are hashed with a secret of the data folder (a “pepper”) beside their salt: who gets
hold of the database or of a copy alone can't try passwords against it.

The secret is no part of a copy. What was hashed with that of another data folder opens nothing
here, and says so by the mark in its salt (`is_of_another_folder`): its member needs a link for
another password, or that folder's file.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import ScryptPasswordHasher

from decroche.config.readers import secret

FILE = "password-pepper"
_MARK = 8


class PepperedScrypt(ScryptPasswordHasher):
    """scrypt over an HMAC of the password with the secret of the data folder."""

    algorithm = "peppered_scrypt"

    def salt(self) -> str:
        """A new salt, which says first which secret it goes with."""
        return f"{_mark()}.{super().salt()}"

    def encode(
        self,
        password: str,
        salt: str,
        n: int | None = None,
        r: int | None = None,
        p: int | None = None,
    ) -> str:
        """The hash as it is kept."""
        mixed = hmac.new(_pepper(), password.encode("utf-8", "surrogatepass"), sha256)
        return super().encode(mixed.hexdigest(), salt, n, r, p)


def is_of_another_folder(encoded: str) -> bool:
    """Whether a hash was made with a secret that is not this data folder's."""
    algorithm, _, rest = encoded.partition("$")
    if algorithm != PepperedScrypt.algorithm:
        return False
    return rest.split("$")[1].partition(".")[0] != _mark()


def _pepper() -> bytes:
    return secret(Path(settings.DATA_FOLDER), FILE).encode()


def _mark() -> str:
    """Says which secret it is, and nothing about it."""
    return sha256(b"decroche.pepper" + _pepper()).hexdigest()[:_MARK]
