"""The languages of the product: French first, English too. Pure.

A code that something carries (a message, a form, a browser) is understood here. Whom it is for is
decided in team/language.py: a page (`page_language`, which team/access.py:MemberMiddleware sets for
the request), a telephone, a visitor who was not let in, a member for whom something is written
while no page asks. `ui.language.current_language` only tells which one was set.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Literal

Language = Literal["fr", "en"]


def spoken_language(code: str | None) -> Language | None:
    """The language of a code such as “fr”, “en” or “en-GB”; None for one that isn't spoken here."""
    start = (code or "")[:2].lower()
    return "fr" if start == "fr" else "en" if start == "en" else None


@lru_cache(maxsize=100)
def known_language(*codes: str | None) -> Language:
    """The language of the first code that is spoken here, French when none is."""
    return next((found for code in codes if (found := spoken_language(code))), "fr")


def terminal_language() -> str:
    """The language of the terminal: English when it says so, else French."""
    said = next(
        filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), ""
    )
    return "en" if said.lower().startswith("en") else "fr"
