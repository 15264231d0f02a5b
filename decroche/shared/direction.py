"""The signs that turn the direction in which a text is shown (U+202E and the like). In a name that
was typed or brought in they let other words be read than those that stand there, and move what
stands behind it on the line. They are kept in the data and left out where texts are shown.
"""

from __future__ import annotations

import re
from typing import Any

_SIGNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_IN_UTF8 = (
    re.compile(rb"\xe2(?:\x80[\x8e\x8f\xaa-\xae]|\x81[\xa6-\xa9])"),
    re.compile(rb"\xd8\x9c"),
)
"""The same signs in UTF-8. Each pattern begins with one byte, which is looked for quickly: a page
takes some 50 µs.
"""
_FIELD = re.compile(r"<textarea\b.*?</textarea>|\bvalue=\"[^\"]*\"", re.DOTALL)
"""What a page sends back as it is, and shows apart from the words around it."""


def without_direction(text: str) -> str:
    """The text without such signs."""
    return text if text.isascii() else _SIGNS.sub("", text)


def shown_plainly(value: Any) -> Any:
    """A JSON value in which no text has such signs."""
    if isinstance(value, str):
        return without_direction(value)
    if isinstance(value, dict):
        return {name: shown_plainly(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [shown_plainly(one) for one in value]
    return value


def page_without_direction(content: bytes) -> bytes:
    """A page in UTF-8 without such signs, except in its fields: what is sent back from these is
    what is in the data.
    """
    if not any(signs.search(content) for signs in _IN_UTF8):
        return content
    page, parts, end = content.decode(), list[str](), 0
    for field in _FIELD.finditer(page):
        parts += [_SIGNS.sub("", page[end : field.start()]), field[0]]
        end = field.end()
    return "".join([*parts, _SIGNS.sub("", page[end:])]).encode()
