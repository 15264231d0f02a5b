"""Encrypting files with a passphrase: the format of sealed copies
(docs/reference/sealed-copies.md).

The key is derived from the passphrase with scrypt. The content is divided into chunks, each
encrypted and authenticated with ChaCha20-Poly1305 (RFC 8439). The nonce of a chunk contains its
number and whether it is the last one, so that a file whose chunks were cut off, moved or repeated
is refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from secrets import token_bytes, token_hex
from typing import TYPE_CHECKING, BinaryIO

from django.utils.translation import gettext as _

from decroche.shared.refusal import Refusal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

MAGIC = b"DECROCHE SEALED 1\n"
SALT, PREFIX, TAG, CHUNK = 16, 7, 16, 64 * 1024
"""Bytes of the salt, of the random beginning of each nonce, of an authentication tag, of a chunk.
"""
SCRYPT = {"n": 2**16, "r": 8, "p": 2}
"""Parameters of scrypt (64 MiB of memory), one of the settings in OWASP's Password Storage Cheat
Sheet.
"""
_MORE, _LAST, _CHECK = b"\0", b"\1", b"\2"
"""The last byte of a nonce: a chunk with others after it, the last chunk, the check of the key."""


class WrongPassphrase(Refusal):
    """The passphrase is not the one that the file was sealed with."""


def is_sealed(path: Path) -> bool:
    """Whether a file begins with `MAGIC`."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def seal(plain: Path, target: Path, passphrase: str) -> None:
    """Writes the sealed form of the file `plain`, then decrypts it again for comparison. Raises
    Refusal when the two differ, OSError when the file can't be written; the caller then removes
    `target`.
    """
    header = MAGIC + token_bytes(SALT) + token_bytes(PREFIX)
    sealer = _Sealer(header, passphrase)
    with plain.open("rb") as source, target.open("xb") as file:
        target.chmod(0o600)
        file.write(header + sealer.check())
        for number, (chunk, is_last) in enumerate(_chunks(source, CHUNK)):
            file.write(sealer.encrypt(number, chunk, is_last=is_last))
    with plain.open("rb") as source, target.open("rb") as file:
        file.seek(len(header) + TAG)
        for chunk in sealer.decrypted(file):
            if source.read(len(chunk)) != chunk:
                raise Refusal(_("The copy just made can't be read back: %(why)s.") % {"why": ""})


def unseal(sealed: Path, target: Path, passphrase: str) -> None:
    """Decrypts a sealed file into a new file, which gets its name only when all chunks were found
    authentic. Raises WrongPassphrase, or Refusal for a file that is not sealed, cut or altered.
    """
    part = target.with_name(f"{target.name}.{token_hex(4)}.part")  # two may open it at once
    with sealed.open("rb") as file:
        header = file.read(len(MAGIC) + SALT + PREFIX)
        if not header.startswith(MAGIC) or len(header) < len(MAGIC) + SALT + PREFIX:
            raise Refusal(_("This file is no sealed copy of Décroche."))
        sealer = _Sealer(header, passphrase)
        if file.read(TAG) != sealer.check():
            raise WrongPassphrase(_("The passphrase does not open this copy."))
        try:
            with part.open("wb") as plain:
                part.chmod(0o600)
                for chunk in sealer.decrypted(file):
                    plain.write(chunk)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


class _Sealer:
    """Encrypts and decrypts the chunks of one file. The header is authenticated with each chunk."""

    def __init__(self, header: bytes, passphrase: str) -> None:
        salt = header[len(MAGIC) : len(MAGIC) + SALT]
        self.header, self.prefix = header, header[-PREFIX:]
        self.cipher = _cipher(salt, passphrase)

    def check(self) -> bytes:
        """The tag of an empty message, which is stored in the file: when it differs, the passphrase
        is wrong; when a later tag differs, the file was altered.
        """
        return self.cipher.encrypt(self._nonce(0, _CHECK), b"", self.header)

    def encrypt(self, number: int, chunk: bytes, *, is_last: bool) -> bytes:
        """The encrypted chunk, with its tag."""
        nonce = self._nonce(number, _LAST if is_last else _MORE)
        return self.cipher.encrypt(nonce, chunk, self.header)

    def decrypted(self, file: BinaryIO) -> Iterator[bytes]:
        """The decrypted chunks of the rest of a file. Raises Refusal when it was cut or altered."""
        from cryptography.exceptions import InvalidTag

        for number, (chunk, is_last) in enumerate(_chunks(file, CHUNK + TAG)):
            try:
                nonce = self._nonce(number, _LAST if is_last else _MORE)
                yield self.cipher.decrypt(nonce, chunk, self.header)
            except InvalidTag:
                words = _("This sealed copy was cut or altered: it can't be opened.")
                raise Refusal(words) from None

    def _nonce(self, number: int, kind: bytes) -> bytes:
        return self.prefix + number.to_bytes(4, "big") + kind


def _cipher(salt: bytes, passphrase: str) -> ChaCha20Poly1305:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    # Normalised, since keyboards of different systems compose accented letters in different ways.
    normalised = unicodedata.normalize("NFC", passphrase.strip()).encode()
    return ChaCha20Poly1305(Scrypt(salt=salt, length=32, **SCRYPT).derive(normalised))


def _chunks(file: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """(chunk, whether it is the last) of the rest of a file; an empty rest is one empty chunk."""
    chunk = file.read(size)
    while True:
        following = file.read(size)
        yield chunk, not following
        if not following:
            return
        chunk = following
