"""The message inside one that was signed as a whole with S/MIME (`smime.p7m`, RFC 8551): programs
that can't check signatures show such a mail as an empty one with an attachment. Pure.

Only as much of BER (X.690) as leads to the content: a SignedData of the Cryptographic Message
Syntax (RFC 5652). The signature itself is not looked at. An encrypted message has no such content.
"""

from __future__ import annotations

from typing import NamedTuple

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
"""The identifier of a SignedData, 1.2.840.113549.1.7.2."""
_SEQUENCE, _IDENTIFIER, _OCTETS, _OCTETS_IN_PARTS, _FIRST = 0x30, 0x06, 0x04, 0x24, 0xA0
_DEEPEST = 12
_LONG_LENGTH = 0x80
_MULTIPLE_TAG = 0x1F


class _Element(NamedTuple):
    """Where a value stands: its tag, its content from `start` to `end`, what follows it."""

    tag: int
    start: int
    end: int
    after: int


def content_of_signed(data: bytes) -> bytes:
    """The message that was signed; b"" when there is none, or it can't be taken out."""
    try:
        outer = _inside(data, _element(data, 0))
        kind, content = outer[:2]
        if data[kind.start : kind.end] != _SIGNED_DATA:
            return b""
        signed = _inside(data, _inside(data, content)[0])
        held = next(one for one in signed if one.tag == _SEQUENCE)
        inner = [one for one in _inside(data, held) if one.tag == _FIRST]
        return b"".join(_octets(data, one) for one in _inside(data, inner[0]))
    except (IndexError, StopIteration, ValueError, RecursionError):
        return b""


def _element(data: bytes, at: int, depth: int = 0) -> _Element:
    """The value that begins here. Raises IndexError or ValueError for what is no BER."""
    tag, length = data[at], data[at + 1]
    if depth > _DEEPEST or tag & _MULTIPLE_TAG == _MULTIPLE_TAG:
        raise ValueError("no BER of a message")
    start = at + 2
    if length == _LONG_LENGTH:  # without a length: its parts follow up to two zeros
        end = start
        while data[end : end + 2] != b"\0\0":
            end = _element(data, end, depth + 1).after
        return _Element(tag, start, end, end + 2)
    if length > _LONG_LENGTH:
        size = length - _LONG_LENGTH
        start += size
        length = int.from_bytes(data[start - size : start], "big")
    if start + length > len(data):
        raise ValueError("cut off")
    return _Element(tag, start, start + length, start + length)


def _inside(data: bytes, element: _Element) -> list[_Element]:
    found, at = list[_Element](), element.start
    while at < element.end:
        one = _element(data, at)
        found.append(one)
        at = one.after
    return found


def _octets(data: bytes, element: _Element) -> bytes:
    if element.tag == _OCTETS:
        return data[element.start : element.end]
    if element.tag == _OCTETS_IN_PARTS:
        return b"".join(_octets(data, one) for one in _inside(data, element))
    return b""
