"""Files sealed with a passphrase: the format of sealed copies (docs/reference/sealed-copies.md).

The key comes from the passphrase by scrypt. The content is cut into chunks, each encrypted and
authenticated with ChaCha20-Poly1305 (RFC 8439). The nonce of a chunk holds its number and whether
it is the last one, so that a file whose chunks were cut off, put elsewhere or repeated is refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from secrets import token_bytes
from typing import TYPE_CHECKING, BinaryIO

from django.utils.translation import gettext as _

from decroche.shared.refusal import Refusal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

MAGIC = b"DECROCHE SEALED 1\n"
SALT, PREFIX, TAG, CHUNK = 16, 7, 16, 64 * 1024
"""Bytes of the salt, of the random beginning of each nonce, of a tag, of a chunk."""
SCRYPT = {"n": 2**16, "r": 8, "p": 2}
"""64 MiB of memory; one of the settings of OWASP's Password Storage Cheat Sheet."""
_MORE, _LAST, _CHECK = b"\0", b"\1", b"\2"


class WrongPassphrase(Refusal):
    """The passphrase is not the one that the file was sealed with."""


def is_sealed(path: Path) -> bool:
    """Whether a file begins as a sealed one does."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def seal(plain: Path, target: Path, passphrase: str) -> None:
    """Writes the sealed form of a file, and reads it back. Raises Refusal when what was read back
    differs, OSError when it can't be written; the caller removes what was written then.
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
        for one in sealer.decrypted(file):
            if source.read(len(one)) != one:
                raise Refusal(_("The copy just made can't be read back: %(why)s.") % {"why": ""})


def unseal(sealed: Path, target: Path, passphrase: str) -> None:
    """Writes what a sealed file holds into a new file, which is there only once all of it was found
    whole. Raises WrongPassphrase, Refusal for a file that is not sealed, cut or altered.
    """
    half = target.with_name(target.name + ".part")
    with sealed.open("rb") as file:
        header = file.read(len(MAGIC) + SALT + PREFIX)
        if not header.startswith(MAGIC) or len(header) < len(MAGIC) + SALT + PREFIX:
            raise Refusal(_("This file is no sealed copy of Décroche."))
        sealer = _Sealer(header, passphrase)
        if file.read(TAG) != sealer.check():
            raise WrongPassphrase(_("The passphrase does not open this copy."))
        try:
            with half.open("wb") as plain:
                half.chmod(0o600)
                for chunk in sealer.decrypted(file):
                    plain.write(chunk)
            half.replace(target)
        finally:
            half.unlink(missing_ok=True)


class _Sealer:
    """Encrypts and decrypts the chunks of one file, by their numbers."""

    def __init__(self, header: bytes, passphrase: str) -> None:
        salt = header[len(MAGIC) : len(MAGIC) + SALT]
        self.header, self.prefix = header, header[-PREFIX:]
        self.cipher = _cipher(salt, passphrase)

    def check(self) -> bytes:
        """The tag of an empty message: it tells a wrong passphrase from an altered file."""
        return self.cipher.encrypt(self._nonce(0, _CHECK), b"", self.header)

    def encrypt(self, number: int, chunk: bytes, *, is_last: bool) -> bytes:
        """A chunk with its tag."""
        nonce = self._nonce(number, _LAST if is_last else _MORE)
        return self.cipher.encrypt(nonce, chunk, self.header)

    def decrypted(self, file: BinaryIO) -> Iterator[bytes]:
        """The chunks of the rest of a file. Raises Refusal for one that was cut or altered."""
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

    written = unicodedata.normalize("NFC", passphrase.strip()).encode()
    return ChaCha20Poly1305(Scrypt(salt=salt, length=32, **SCRYPT).derive(written))


def _chunks(file: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """(a chunk, whether it is the last one); an empty rest is one empty chunk."""
    chunk = file.read(size)
    while True:
        following = file.read(size)
        yield chunk, not following
        if not following:
            return
        chunk = following
