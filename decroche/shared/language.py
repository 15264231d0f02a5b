"""The languages of the product (French, and English), and the codes that name them.

Which language to use is decided in team/language.py: for a page (`page_language`, which
team/access.py:MemberMiddleware sets for the request), for a telephone, for a visitor who was not
let in, and for a text that is written for a member outside of a request.
`ui.language.current_language` returns the one that was set.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Literal, get_args

Language = Literal["fr", "en"]

PROSPECTS_LANGUAGE: Language = "fr"
"""The language of those she calls and writes to, whatever the language of her screen: a mail, an
invitation and her offer are in it until she chooses another for one mail.
"""


def spoken_language(code: str | None) -> Language | None:
    """Returns the language of a code such as “fr”, “en” or “en-GB”; None for one that is not
    supported.
    """
    start = (code or "")[:2].lower()
    return next((known for known in get_args(Language) if known == start), None)


@lru_cache(maxsize=100)
def known_language(*codes: str | None) -> Language:
    """The language of the first code that is supported, French when none is."""
    for code in codes:
        language = spoken_language(code)
        if language:
            return language
    return "fr"


def terminal_language() -> str:
    """The language of the terminal: English when its locale is English, else French. The first of
    the three variables that is set counts (POSIX).
    """
    settings = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next(filter(None, settings), "")
    return "en" if locale.lower().startswith("en") else "fr"
