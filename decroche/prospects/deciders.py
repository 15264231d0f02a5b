"""Who decides, as a note says it: “la gérante, Mme Roux”, “c’est Paul Diot qui décide”. Pure.

The name is a guess that is offered and never kept by itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from decroche.prospects.first_names import is_full_name
from decroche.shared.folding import fold_name

_CAPITAL = r"[A-ZÀ-ÖØ-ÞŒ]"
_WORD = rf"{_CAPITAL}[\w'’-]{{1,30}}"
_CIVIL = (
    r"(?:M\.|Mr\.?|Mrs\.?|Ms\.?|Mme|Mlle|Madame|Monsieur|Dr\.?) "
    rf"(?:de |du |le |la )?{_WORD}(?: {_WORD})?"
)
_NAME = rf"(?P<who>{_CIVIL}|{_WORD} (?:de |du |le |la )?{_WORD})"
_TITLE = (
    r"(?:(?i:la |le |l['’])?(?i:g[ée]rante?|patron(?:ne)?|p\.?d\.?g\.?|dirigeante?|pr[ée]sidente?"
    r"|directeur|directrice|dir(?:ecteur|ectrice)? ?com|dircom|chef(?:fe)? d['’]entreprise"
    r"|propri[ée]taire|responsable (?:de la )?com(?:munication)?|owner|director|manager"
    r"|head of communications?))(?: (?i:g[ée]n[ée]rale?|de la com(?:munication)?|marketing))?"
)
_SAID = (
    re.compile(rf"(?<!\w){_TITLE}(?:\s*[,:=(–-]\s*|\s+(?:s['’]appelle |est |is )?){_NAME}"),
    re.compile(rf"(?<!\w){_NAME}\s*[,(–-]\s*{_TITLE}(?!\w)"),
    re.compile(
        rf"(?<!\w)(?i:d[ée]cideu(?:r|se)|d[ée]cisionnaire|decision maker)\s*[:=]?\s+{_NAME}"
    ),
    re.compile(rf"(?<!\w){_NAME} (?i:qui )?(?i:d[ée]cide|decides)(?!\w)"),
)
_GONE = re.compile(
    r"\s*[,)]? (?:est parti|n['’](?:y )?est plus|a quitt[ée]|ne travaille plus|(?:has )?left)",
    re.IGNORECASE,
)
_LONGEST = 3000
"""Characters of a note that are looked at."""


def decider_named(notes: Iterable[str], known: Collection[str] = ()) -> str:
    """The first name that the notes give to somebody who decides, "" for none; nobody who is known
    already (by name) or has left.
    """
    have = {fold_name(name) for name in known}
    for note in notes:
        for pattern in _SAID:
            for found in pattern.finditer(note[:_LONGEST]):
                who, gone = found["who"], _GONE.match(note, found.end())
                if fold_name(who) not in have and _is_name(who) and not gone:
                    return who
    return ""


def _is_name(who: str) -> bool:
    return re.match(r"(?:M|Mme|Mlle|Mr|Mrs|Ms|Dr)\b|Madame|Monsieur", who) is not None or (
        is_full_name(who)
    )
