"""Arrows, crosses and ticks on a line of paper, of every shape as one. Pure."""

from __future__ import annotations

import re


def parts_joined_by_pluses(text: str, between: str) -> str:
    """A line whose columns are parted by pluses, with another sign for these; one plus alone is a
    part of a name (“Pain + Compagnie”).
    """
    pluses = _PLUS.findall(text)
    return _PLUS.sub(between, text) if len(pluses) > 1 else text


def with_plain_signs(text: str) -> str:
    """A line with one arrow (→), one cross (✗) and one tick (✓) for those of every shape."""
    text = _ARROWS.sub(" → ", text)
    return _CHECKED.sub(" ✓ ", _CROSSED.sub(" ✗ ", text)).strip()


def parted_at_slashes(text: str, between: str) -> str:
    """A line whose parts have slashes between them without gaps, one of them beside the telephone
    number: “Scierie Jacquet/Morez/0353…”.
    """
    return _TIGHT.sub(between, text) if _TIGHT_NUMBER.search(text) else text


_TIGHT = re.compile(r"(?<=\w)/(?=[^\W\d_]|0[1-9])")
_TIGHT_NUMBER = re.compile(
    r"[^\W\d_]{2}/0[1-9](?:[ .]?\d\d){4}(?!\d)|(?<!\d)0[1-9](?:[ .]?\d\d){4}/[^\W\d_]{2}"
)
_PLUS = re.compile(r"(?<!\S)\+{1,3}(?!\S)")
_ARROWS = re.compile(
    r"\s*(?:[➔➜➝➞➙➛➡►▶▸▹➤➢⇒⟶⟹↦↪↳⤷↣⇨⮕]\ufe0f?|(?<![-=<])[-=]{1,3}>+(?!=)"
    r"|~+>|>{2,})\s*|(?<=\S)\s>\s(?=\S)"
)
"""Arrows of every shape, which part what stands before and behind them."""
_CROSSED = re.compile(r"[☒❌❎✖✘✕⊗]\ufe0f?|(?<![\w(])\([xX]\)(?!\w)|^[xX]{1,3}\s?[-–:.)]\s?(?=\D)")
_CHECKED = re.compile(r"[✅☑✔]\ufe0f?|(?<![\w(])\([vV✓]\)(?!\w)")
"""Crosses and ticks of every shape."""
