"""Whether a note says that somebody else answered for the person asked for: “son assistante :
après 14 h”. Pure.
"""

from __future__ import annotations

import re

_GO_BETWEEN = re.compile(
    r"(?:^|[,;.:(–—-]\s*|\b(?:son|sa|leur|au|par|avec|une?|par son|par sa)\s|\bl['’])"
    r"(?:assistante?|secr[ée]taire|standard(?:iste)?|accueil|r[ée]ceptionniste|coll[èe]gue"
    r"|assistant|secretary|receptionist|colleague|switchboard)\b"
    r"|\b(?:his|her|their|the) (?:assistant|secretary|receptionist|colleague|switchboard)\b",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:(?:re)?cherche(?:nt)?|recrute(?:nt)?|embauche(?:nt)?|looking for|hiring|hire)\b[^.;,]*$",
    re.IGNORECASE,
)
"""Before such a word: it is somebody they look for."""


def go_between_spoke(note: str) -> bool:
    """Whether the words name an assistant, a colleague or the switchboard as who was on the line:
    as the first words, or as “son assistante”.
    """
    return any(not _WANTED.search(note[: one.start()]) for one in _GO_BETWEEN.finditer(note))
