"""What the standard library raises for a ZIP file that can't be read."""

from __future__ import annotations

import struct
import zipfile
import zlib

BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    OSError,
    UnicodeDecodeError,
    struct.error,
)
"""A file that is damaged, cut short, packed in a way the library does not know, or locked by a
password (RuntimeError, of which the third is a kind), or whose names are no text.
"""
