"""A document as parts: titles, paragraphs, lists, tables. One content, three forms: PDF, plain text
to edit, JSON.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from decroche.offer.typesetting import tagged_pdf
from decroche.shared.language import Language

_DESIGN = Path(__file__).resolve().parent / "designs" / "document.typ"
_WIDE = 96


@dataclass(frozen=True, slots=True)
class Part:
    """One block of a document."""

    kind: Literal["title", "text", "small", "list", "table"]
    text: str = ""
    items: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready to be set. `under` stands below the title, `foot` on every page."""

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
    told = {
        "title": document.title,
        "under": document.under,
        "author": document.author,
        "foot": document.foot,
        "lang": document.language,
        "region": "FR" if document.language == "fr" else "GB",
        "parts": [
            {
                "kind": one.kind,
                "text": one.text,
                "items": one.items,
                "head": one.head,
                "rows": one.rows,
            }
            for one in document.parts
        ],
    }
    return tagged_pdf({"main.typ": _DESIGN.read_bytes()}, told)[0]


def as_text(document: Document) -> str:
    """The same words as plain text, to be edited in any program."""
    lines = [document.title, "=" * len(document.title), *_wrapped(document.under), ""]
    for one in document.parts:
        if one.kind == "title":
            lines += ["", one.text, "-" * len(one.text), ""]
        elif one.kind == "list":
            lines += [line for item in one.items for line in _wrapped(item, "- ")] + [""]
        elif one.kind == "table":
            for row in one.rows if len(one.head) == 2 else ():
                lines += (
                    _wrapped(f"{row[0]}{' ' if row[0].endswith('?') else ' : '}{row[1]}")
                    if row[1]
                    else []
                )
            lines += [""] if len(one.head) == 2 else []
            for row in one.rows if len(one.head) != 2 else ():
                lines += [
                    line
                    for name, cell in zip(one.head, row, strict=True)
                    if cell
                    for line in _wrapped(f"{name} : {cell}")
                ] + [""]
        else:
            lines += [*_wrapped(one.text), ""]
    return "\n".join(lines).rstrip() + "\n"


def _wrapped(words: str, first: str = "") -> list[str]:
    found: list[str] = []
    for paragraph in words.splitlines() or [""]:
        found += textwrap.wrap(
            paragraph,
            _WIDE,
            initial_indent=first,
            subsequent_indent=" " * len(first),
            break_long_words=False,
        ) or [""]
    return found
