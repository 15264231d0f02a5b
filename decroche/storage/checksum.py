"""A copy says itself whether it was altered after it was made: to SQLite a letter that is another
in a name is no damage.

The checksum (CRC-32 of the file, these four bytes taken as zeros) stands where an SQLite file has
room for a number of its program: `application_id`, four bytes of its header. The data that the desk
works on has none, nor have copies of older versions: 0 stands there.
"""

from __future__ import annotations

import zlib
from pathlib import Path

_PLACE = 68
"""Where `application_id` stands (https://sqlite.org/fileformat2.html, the database header)."""
_LENGTH = 4
_PIECE = 1 << 20


def write_checksum(path: Path) -> None:
    """Writes its checksum into a copy that nobody has open. Raises OSError."""
    checksum = _checksum(path)
    with path.open("r+b") as file:
        file.seek(_PLACE)
        file.write(checksum)


def was_altered(path: Path) -> bool:
    """Whether a file is another than when its checksum was written; False for one without. Raises
    OSError.
    """
    with path.open("rb") as file:
        file.seek(_PLACE)
        kept = file.read(_LENGTH)
    return kept != bytes(_LENGTH) and kept != _checksum(path)


def _checksum(path: Path) -> bytes:
    with path.open("rb") as file:
        header = file.read(_PLACE + _LENGTH)
        found = zlib.crc32(header[:_PLACE] + bytes(_LENGTH))
        while piece := file.read(_PIECE):
            found = zlib.crc32(piece, found)
    return (found or 1).to_bytes(_LENGTH, "big")
