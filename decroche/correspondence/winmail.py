"""The text of a mail that Outlook packed into `winmail.dat` (TNEF, MS-OXTNEF) and nowhere else: its
plain text, its HTML, or its compressed RTF (MS-OXRTFCP). Pure.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from html import unescape

_SIGNATURE = 0x223E9F78
_BODY, _PROPERTIES, _LETTERS = 0x0002800C, 0x00069003, 0x00069007
_TEXT, _RTF, _HTML = 0x1000, 0x1009, 0x1013
"""Properties of a message: its text, its compressed RTF, its HTML."""
_SIZES = {
    **dict.fromkeys((0x0002, 0x0003, 0x0004, 0x000A, 0x000B), 4),
    **dict.fromkeys((0x0005, 0x0006, 0x0007, 0x0014, 0x0040), 8),
    0x0048: 16,
}
"""Bytes of the values that have always as many."""
_STRING8, _UNICODE, _BINARY, _OBJECT = 0x001E, 0x001F, 0x0102, 0x000D
_SEVERAL, _NAMED = 0x1000, 0x8000
_MOST = 200_000
"""Letters of a text that are taken out."""


def text_of_winmail(data: bytes) -> tuple[str, bool]:
    """(the text of the message, whether it is HTML); "" when it has none that can be read."""
    charset, plain = "cp1252", b""
    found: dict[int, bytes | str] = {}
    for kind, value in _attributes(data):
        if kind == _LETTERS and len(value) >= len("code"):
            charset = f"cp{struct.unpack_from('<I', value)[0]}"
        elif kind == _BODY:
            plain = value
        elif kind == _PROPERTIES:
            found |= dict(_properties(value, charset))
    text = found.get(_TEXT) or _decoded(plain, charset)
    if isinstance(text, str) and text.strip("\0 \r\n"):
        return text.strip("\0"), False
    if html := found.get(_HTML):
        return (html if isinstance(html, str) else _decoded(html, charset)), True
    packed = found.get(_RTF)
    return text_of_rtf(unpacked(packed)) if isinstance(packed, bytes) else ("", False)


def _decoded(data: bytes, charset: str) -> str:
    for one in ("utf-8", charset):
        try:
            return data.decode(one)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yields (its number, its value) of each attribute, as far as they can be read."""
    if data[:4] != struct.pack("<I", _SIGNATURE):
        return
    at = 6
    while at + 9 <= len(data):
        kind, size = struct.unpack_from("<II", data, at + 1)
        yield kind, data[at + 9 : at + 9 + size]
        at += 9 + size + 2


def _properties(data: bytes, charset: str) -> Iterator[tuple[int, bytes | str]]:
    """Yields (its number, its value) of the properties that hold a text."""
    try:
        at = 4
        for _ in range(min(struct.unpack_from("<I", data)[0], 1000)):
            kind, number = struct.unpack_from("<HH", data, at)
            at += 4
            if number >= _NAMED:
                at = _after_name(data, at)
            values, at = _values(data, at, kind)
            if number in (_TEXT, _RTF, _HTML) and values:
                value = values[0]
                if kind & ~_SEVERAL == _UNICODE:
                    yield number, value.decode("utf-16-le", "replace").rstrip("\0")
                elif kind & ~_SEVERAL == _STRING8:
                    yield number, _decoded(value, charset).rstrip("\0")
                else:
                    yield number, value
    except (struct.error, ValueError):
        return


def _after_name(data: bytes, at: int) -> int:
    """Where the value of a property with a name of its own begins."""
    (kind,) = struct.unpack_from("<I", data, at + 16)
    if kind == 0:
        return at + 24
    size: int = struct.unpack_from("<I", data, at + 20)[0]
    return at + 24 + (size + 3) // 4 * 4


def _values(data: bytes, at: int, kind: int) -> tuple[list[bytes], int]:
    """(the values of a property, where the next one begins). Raises ValueError for a kind that is
    not known.
    """
    plain = kind & ~_SEVERAL
    varied = plain in (_STRING8, _UNICODE, _BINARY, _OBJECT)
    if plain not in _SIZES and not varied:
        raise ValueError("no kind of a property")
    count = 1
    if varied or kind & _SEVERAL:
        (count,) = struct.unpack_from("<I", data, at)
        at += 4
    found = list[bytes]()
    for _ in range(min(count, 1000)):
        size = _SIZES.get(plain, 0)
        if varied:
            (size,) = struct.unpack_from("<I", data, at)
            at += 4
        found.append(data[at : at + size])
        at += (size + 3) // 4 * 4
    return found, at


_KNOWN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What the window of the compression holds at first (MS-OXRTFCP, 2.1.2.1)."""
_COMPRESSED, _WINDOW = b"LZFu", 4096


def unpacked(data: bytes) -> bytes:
    """The RTF of compressed RTF, or of RTF that says it is not compressed."""
    if data[8:12] != _COMPRESSED:
        return data[16:]
    window, place = bytearray(_KNOWN.ljust(_WINDOW, b"\0")), len(_KNOWN)
    told, at = bytearray(), 16
    while at < len(data) and len(told) < _MOST:
        flags, at = data[at], at + 1
        for bit in range(8):
            if at >= len(data):
                break
            if not flags >> bit & 1:
                piece, at = data[at : at + 1], at + 1
            else:
                pair = int.from_bytes(data[at : at + 2], "big")
                offset, size, at = pair >> 4, (pair & 15) + 2, at + 2
                if offset == place:
                    return bytes(told)
                piece = _from_window(window, offset, place, size)
            for one in piece:
                window[place] = one
                place = (place + 1) % _WINDOW
            told += piece
    return bytes(told)


def _from_window(window: bytearray, offset: int, place: int, size: int) -> bytes:
    """So many bytes from there on; what is written while it is read is read again."""
    distance = (place - offset) % _WINDOW
    there = [window[(offset + step % max(distance, 1)) % _WINDOW] for step in range(size)]
    return bytes(there)


_SIGN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_UNSEEN = frozenset(
    (
        b"fonttbl",
        b"colortbl",
        b"stylesheet",
        b"info",
        b"pict",
        b"object",
        b"generator",
        b"themedata",
    )
)
_BREAKS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"row": "\n", b"cell": " "}


def text_of_rtf(rtf: bytes) -> tuple[str, bool]:
    """(the text of RTF, whether it is HTML, which Outlook packs into RTF)."""
    html = rb"\fromhtml" in rtf[:500]
    told: list[str] = []
    silent, levels, starred, skipped = False, list[bool](), False, 0
    for sign in _SIGN.finditer(rtf[:_MOST]):
        word, number, _code, symbol, bracket, _text = sign.groups()
        if bracket == b"{":
            levels.append(silent)
        elif bracket == b"}":
            silent = levels.pop() if levels else False
        elif symbol == b"*":
            starred = True
            continue
        elif word == b"htmlrtf":
            silent = number != b"0"
        elif word == b"htmltag":
            silent = not html
        elif word in _UNSEEN or (starred and word):
            silent = True
        elif not silent:
            piece, skipped = _piece(sign, skipped)
            told.append("" if html and word in _BREAKS else piece)
        starred = False
    whole = "".join(told)
    return (whole if html else unescape(whole)), html


def _piece(sign: re.Match[bytes], skipped: int) -> tuple[str, int]:
    """(the letters that a sign of RTF stands for, how many of the next letters only repeat it)."""
    word, number, code, symbol, _bracket, text = sign.groups()
    if word == b"u" and number:
        return chr(int(number) % 65_536), 1
    if word is not None:
        return _BREAKS.get(word, ""), skipped
    if code is not None:
        letter = bytes.fromhex(code.decode()).decode("cp1252", "replace")
        return ("", skipped - 1) if skipped else (letter, 0)
    if symbol is not None:
        return {b"~": " ", b"{": "{", b"}": "}", b"\\": "\\"}.get(symbol, ""), skipped
    said = (text or b"").decode("cp1252", "replace")
    return said[skipped:], 0
