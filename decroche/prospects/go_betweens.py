"""Who answers for the person asked for: whether a note says that somebody else was on the line
(“son assistante : après 14 h”), and whether a person of a file is the switchboard. Pure.
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
"""Stands before such a word when it names somebody whom they look for, and not who was on the
line.
"""
_SENT_THERE = re.compile(
    r"\b(?:re)?voir\b[^.;,:]*$"
    r"|\b(?:passer?|passez|via|vers|écri\w+|envo[iy]\w+|rappel\w+|join(?:dre|t|s)|contact\w*|demand\w+"
    r"|adress\w+|transm\w+|copie|cc|call|e-?mail|mail|write|send|ask\w*|see|through)\b[^.;,:]{0,20}$",
    re.IGNORECASE,
)
"""Before such a word: she is sent to somebody, or they are written to. They did not speak."""
_THROUGH = re.compile(r"\bpass\w+\s*$", re.IGNORECASE)


def go_between_spoke(note: str) -> bool:
    """Whether the words name an assistant, a colleague or the switchboard as who was on the line:
    as the first words, or as “son assistante”.
    """
    return any(_spoke(note[: one.start()], one.group()) for one in _GO_BETWEEN.finditer(note))


def _spoke(before: str, named: str) -> bool:
    """Whether somebody named after these words was on the line: “rappelé par son assistante”, not
    “passer par son assistante” or “voir avec l’accueil”.
    """
    by_them = named.strip().lower().startswith(("par ", "by "))
    sent_there = _THROUGH if by_them else _SENT_THERE
    return not (_WANTED.search(before) or sent_there.search(before))


_FRONT = re.compile(
    r"(?:l['’]\s?|le |la )?(?:standard(?:iste)?|accueil|secr[ée]tariat|r[ée]ception(?:niste)?"
    r"|h[ôo]te(?:sse)? d['’]accueil|switchboard|front desk|reception(?:ist)?)"
    r"(?: (?:t[ée]l[ée]phonique|g[ée]n[ée]ral|principal|central))?",
    re.IGNORECASE,
)


def is_front(name: str, title: str = "") -> bool:
    """Whether a person of a file is whom one gets on the line first: “Accueil”, or Nadia whose job
    is “standardiste”. A secretary is not: at an association that is an office.
    """
    return _FRONT.fullmatch((title or name).strip()) is not None
