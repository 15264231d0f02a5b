"""The guide as sections of HTML, from the few marks of Markdown it is written with: `##` and `###`
headings, paragraphs, `-` lists, tables, `>` parts that are folded (their first line is the title),
**bold**, *italic*, `code`. A comment before a section (`<!-- calls -->`) names it, so that a screen
can lead there in every language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from decroche.offer.rules import typeset
from decroche.shared.folding import fold
from decroche.shared.language import Language

_HERE = Path(__file__).parent
_SECTION = re.compile(r"^<!-- (\w+) -->\n## (.+)$", re.MULTILINE)
_MARKS = (
    (re.compile(r"\*\*(.+?)\*\*", re.DOTALL), r"<strong>\1</strong>"),
    (re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)"), r"<em>\1</em>"),
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
)
_RULE = re.compile(r"\|[-| ]+\|")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the guide; `name` is its place on the page, the same in every language."""

    name: str
    title: str
    body: SafeString
    folded: str


@cache
def guide(language: Language) -> tuple[Section, ...]:
    """The sections of the guide in a language."""
    text = (_HERE / f"guide_{language}.md").read_text(encoding="utf-8")
    _before, *parts = _SECTION.split(text)
    words = [typeset(one, language) for one in parts]
    return tuple(
        Section(name, title, mark_safe("".join(_blocks(body))), fold(f"{title} {body}"))
        for name, title, body in zip(parts[::3], words[1::3], words[2::3], strict=True)
    )


def find(language: Language, text: str) -> list[Section]:
    """The sections that have every word of a text, accents and case aside."""
    words = fold(text).split()
    return [one for one in guide(language) if all(word in one.folded for word in words)]


def _blocks(body: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", body.strip()):
        lines = block.splitlines()
        if block.startswith("### "):
            yield f"<h3>{_inline(block[4:])}</h3>"
        elif block.startswith("- "):
            items = re.split(r"^- ", block, flags=re.MULTILINE)[1:]
            yield f"<ul>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</ul>"
        elif block.startswith("|"):
            rows = [line for line in lines if not _RULE.fullmatch(line)]
            yield f"<table>{''.join(_row(row, first=row is rows[0]) for row in rows)}</table>"
        elif block.startswith("> "):
            title, *inside = (line.removeprefix("> ") for line in lines)
            summary, text = _inline(title), _inline("\n".join(inside))
            yield f"<details><summary>{summary}</summary><p>{text}</p></details>"
        elif block:
            yield f"<p>{_inline(block)}</p>"


def _row(line: str, *, first: bool) -> str:
    cells = [_inline(cell) for cell in line.strip("| ").split(" | ")]
    tag = "th" if first else "td"
    return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"


def _inline(text: str) -> str:
    said: str = escape(text.strip())
    for mark, html in _MARKS:
        said = mark.sub(html, said)
    return said
