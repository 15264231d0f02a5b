"""The guide as sections of HTML, from the few marks of Markdown it is written with: `##` and `###`
headings, paragraphs, `-` lists, tables, `>` parts that are folded (their first line is the title),
**bold**, *italic*, `code`. A comment before a section (`<!-- calls -->`) names it, so that a screen
can lead there in every language; one after its title (`<!-- also: … -->`) has other words by which
the section is found, and is not shown.
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
_ALSO = re.compile(r"<!-- also: (.+?) -->", re.DOTALL)
_SMALL = frozenset(
    {
        *(
            "the",
            "and",
            "how",
            "what",
            "where",
            "when",
            "why",
            "for",
            "from",
            "with",
            "can",
            "does",
        ),
        *("mes", "mon", "une", "des", "les", "est", "que", "qui", "quoi", "comment", "pourquoi"),
        *("pour", "dans", "avec", "sur", "faire", "fait"),
    }
)
"""Words of a question that say nothing of what is looked for."""
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
        _section(name, title, body)
        for name, title, body in zip(parts[::3], words[1::3], words[2::3], strict=True)
    )


def _section(name: str, title: str, body: str) -> Section:
    shown = "".join(_blocks(_ALSO.sub("", body)))
    return Section(name, title, mark_safe(shown), fold(f"{title} {body}"))


def find(language: Language, text: str) -> list[Section]:
    """The sections that have every word of a text, accents and case aside; where none has, those
    that have the most of them, in another form too (“import”, “importer”).
    """
    every, words = guide(language), fold(text).split()
    said = [word for word in words if len(word) > 2 and word not in _SMALL]
    if words and not said:
        return []
    if whole := [one for one in every if all(word in one.folded for word in said)]:
        return whole
    stems = [word[: max(4, len(word) - 2)] for word in said]
    counts = [sum(stem in one.folded for stem in stems) for one in every]
    most = max(counts)
    return [one for one, count in zip(every, counts, strict=True) if count == most > 0]


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
