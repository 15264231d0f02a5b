"""Documents made of parts (titles, paragraphs, lists, tables), as PDF, plain text or JSON."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from decroche.offer.typesetting import tagged_pdf
from decroche.shared.language import Language

_DESIGN = Path(__file__).resolve().parent / "designs" / "document.typ"
_WIDE = 96
"""Characters of a line of plain text."""
_NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a document; which of the fields are used depends on `kind`."""

    kind: Literal["title", "text", "small", "list", "table"]
    text: str = ""
    items: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document. `under` is the line below the title, `foot` is at the foot of each page, `plain`
    is the content for JSON.
    """

    title: str
    under: str
    author: str
    parts: tuple[Part, ...]
    foot: str = ""
    language: Language = "fr"
    plain: dict[str, Any] = field(default_factory=dict)


def title(text: str) -> Part:
    """A heading."""
    return Part("title", text)


def text(words: str) -> Part:
    """A paragraph."""
    return Part("text", words)


def small(words: str) -> Part:
    """A remark."""
    return Part("small", words)


def bullets(*items: str) -> Part:
    """A list; empty items are left out."""
    return Part("list", items=tuple(item for item in items if item))


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Part:
    """A table; its rows are as wide as its head."""
    return Part("table", head=head, rows=tuple(rows))


def as_pdf(document: Document) -> bytes:
    """The PDF, tagged for screen readers (PDF/UA-1)."""
    document = _unbroken(document)
    values = {
        "title": document.title,
        "under": document.under,
        "author": document.author,
        "foot": document.foot,
        "lang": document.language,
        "region": "FR" if document.language == "fr" else "GB",
        "parts": [
            {
                "kind": part.kind,
                "text": part.text,
                "items": part.items,
                "head": part.head,
                "rows": part.rows,
            }
            for part in document.parts
        ],
    }
    return tagged_pdf({"main.typ": _DESIGN.read_bytes()}, values)[0]


def as_text(document: Document) -> str:
    """The document as plain text, which can be edited in any program."""
    document = _unbroken(document)
    lines = [document.title, "=" * len(document.title), *_wrapped(document.under), ""]
    for part in document.parts:
        lines += _part_lines(part)
    return "\n".join(lines).rstrip() + "\n"


def _unbroken(document: Document) -> Document:
    """A French document in which no line begins with a sign that belongs to the word before it, as
    printers set it; its letters stay as they were written.
    """
    if document.language != "fr":
        return document
    return replace(
        document,
        title=_tied(document.title),
        under=_tied(document.under),
        foot=_tied(document.foot),
        parts=tuple(
            replace(
                part,
                text=_tied(part.text),
                items=tuple(map(_tied, part.items)),
                head=tuple(map(_tied, part.head)),
                rows=tuple(tuple(map(_tied, row)) for row in part.rows),
            )
            for part in document.parts
        ),
    )


def _tied(words: str) -> str:
    """The words with a no-break space in place of each space before : ; ! ? » and after «."""
    return re.sub(r" (?=[:;!?»])|(?<=«) ", _NBSP, words)


def _part_lines(part: Part) -> list[str]:
    """The lines of one part, an empty one at the end."""
    if part.kind == "title":
        return ["", part.text, "-" * len(part.text), ""]
    if part.kind == "list":
        return [line for item in part.items for line in _wrapped(item, "- ")] + [""]
    if part.kind == "table":
        return _question_lines(part) if len(part.head) == 2 else _table_lines(part)
    return [*_wrapped(part.text), ""]


def _question_lines(part: Part) -> list[str]:
    """A table of two columns as lines: “name : value” where there is one, or “question? answer”."""
    lines = []
    for name, value in part.rows:
        if value:
            lines += _wrapped(f"{name}{' ' if name.endswith('?') else f'{_NBSP}: '}{value}")
    return [*lines, ""]


def _table_lines(part: Part) -> list[str]:
    """Another table: a paragraph for each row, with a line for each of its cells."""
    lines = []
    for row in part.rows:
        for name, cell in zip(part.head, row, strict=True):
            if cell:
                lines += _wrapped(f"{name}{_NBSP}: {cell}")
        lines.append("")
    return lines


def _wrapped(words: str, first: str = "") -> list[str]:
    """A text in lines of `_WIDE` characters; `first` goes before a paragraph's first line."""
    lines: list[str] = []
    for paragraph in words.splitlines() or [""]:
        lines += textwrap.wrap(
            paragraph,
            _WIDE,
            initial_indent=first,
            subsequent_indent=" " * len(first),
            break_long_words=False,
        ) or [""]
    return lines
