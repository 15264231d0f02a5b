"""Arrows, crosses and ticks on a line of paper, of every shape as one. Pure."""

from __future__ import annotations

import re


def with_plain_signs(text: str) -> str:
    """A line with one arrow (→), one cross (✗) and one tick (✓) for those of every shape."""
    text = _ARROWS.sub(" → ", text)
    return _CHECKED.sub(" ✓ ", _CROSSED.sub(" ✗ ", text)).strip()


_ARROWS = re.compile(
    r"\s*(?:[➔➜➝➞➙➛➡►▶▸▹➤➢⇒⟶⟹↦↪↳⤷↣⇨⮕]\ufe0f?|(?<![-=<])[-=]{1,3}>+(?!=)"
    r"|~+>|>{2,})\s*|(?<=\S)\s>\s(?=\S)"
)
"""Arrows of every shape, which part what stands before and behind them."""
_CROSSED = re.compile(r"[☒❌❎✖✘✕⊗]\ufe0f?|(?<![\w(])\([xX]\)(?!\w)|^[xX]{1,3}\s?[-–:.)]\s?(?=\D)")
_CHECKED = re.compile(r"[✅☑✔]\ufe0f?|(?<![\w(])\([vV✓]\)(?!\w)")
"""Crosses and ticks of every shape."""
