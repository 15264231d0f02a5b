"""What stands before the name on a line of paper: marks, the day of a call, a greeting, a refusal;
and whether the line says that they must not be called any more. Pure.
"""

from __future__ import annotations

import re

from decroche.prospects.firm_words import FIRM, LONG_FIRM
from decroche.prospects.lines.numbers import NUMBER
from decroche.prospects.lines.parts import CUT, Left
from decroche.prospects.person_words import CAPITAL, CIVILITY, WORD
from decroche.prospects.refusal_notes import line_refuses
from decroche.shared.words import Words

_MARKS = re.compile(
    r"^\s*(?:(?P<done>\[[xX✓✔]\]|[✓✔☑✗✘✖×?!]+(?=\s)|[✓✔☑✗✘✖×]|[xX]{1,3}(?=\s)"
    r"|[vV](?=\s[A-ZÀ-Þ]{3}|\s[A-ZÀ-Þ][a-zà-ÿ]{2})|(?:ok(?! (?:pour|pr)\b)|vu"
    r"|fait)(?=\s[^\W\d_]))"
    r"|\(?[a-z]\)(?=\s)|\d{1,3}/(?=\s)|\d{1,3}\s*\x1f\s*(?=[^\W\d_])"
    r"|\[\s?\]|☐|□|[-–—•*·>»#~=]+|\+(?=\s)"
    r"|\(?\d{1,3}[.)°](?=\s)|\d{1,3}\s[-–—](?=\s[^\W\d])|->|→|=>)\s*"
)
_IN_FRONT = re.compile(
    r"(?:\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?\s*[:–-]?\s(?=\s*[^\W\d])"
    r"|(?:refus d[ée]finitif|(?:merci de |svp |surtout |[àa] )?ne (?:surtout )?(?:plus|pas|jamais)"
    r" (?:(?:les"
    r"|la|le|lui) |l['’])?"
    r"(?:r?appeler|contacter|d[ée]marcher|d[ée]ranger|solliciter"
    r"|t[ée]l[ée]phoner(?: (?:[àa] l[ae]|[àa] l['’]|aux?|[àa]))?)|opposition|npa"
    r"|(?-i:STOP)(?=[\s:!–-]+[A-ZÀ-Þ][a-zà-ÿ])"
    r"|(?:please )?(?:do not|don['’]t|never) (?:call|contact|phone|ring)(?: (?:them|him|her"
    r"|again|any ?more|ever again)){0,2})\b"
    r"[\s:!–-]*(?=\S))",
    re.IGNORECASE,
)
"""What stands before a name without being a part of it: the day of a call, a refusal."""
_DAY_IN_FRONT = re.compile(
    r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|(?:lun|mar|mer|jeu|ven|sam)\.?)"
    r"(?:\s\d{1,2}(?:/\d{1,2})?(?!\s?h|\d))?"
    r"(?:(?:\s(?:à\s)?\d{1,2}\s?h(?:\s?\d\d)?)\s*[:,–-]?|\s?:)\s+(?=[^\W\d])",
    re.IGNORECASE,
)
"""“Jeudi 10h : Conserverie Le Tallec”. The day may be that of a call that was made or that is to be
made, so it only becomes a note.
"""
_HELLO = r"(?:bonjour|bjr|salut|slt|hello|coucou|hi|hey)"
_INTRODUCED = re.compile(
    rf"\s*(?:(?i:{_HELLO}|voici|voil[àa]|nouveau|nouvelle|prospects?|piste|lead|reco\w*|tiens"
    rf"|id[ée]e"
    r"|[àa] (?:appeler|contacter|voir|prospecter))\b[^:\x1f\d]{0,100}:\s+(?=[^\W\d_])"
    rf"|(?:(?i:{_HELLO})\b[\s,!]*)?(?:(?i:tu peux|peux[- ]tu|pourrais[- ]tu|il faut|faut|faudrait"
    r"|pense [àa]|pensez? [àa]|merci d['’]|can you|please)\s?)?(?:[rR]?[aA]ppell?(?:er|es?|ez|[ée])"
    r"|[jJ]oindre|[cC]ontacter|[nN]oter|call)\s(?:(?:chez|la|le|les|vite|stp|svp)\s|l['’])*"
    r"(?:(?:entreprise|soci[ée]t[ée]|bo[îi]te|firme)\s)?"
    rf"(?:(?={CAPITAL})|(?=[a-zà-ÿ])(?={FIRM.pattern}|{LONG_FIRM.pattern}))"
    rf"(?!{CIVILITY}))"
)
"""How a message begins that names a company to somebody: “bonjour, voici l’adresse : …”, “tu peux
appeler …”. It is no part of the name.
"""
_STOPS = re.compile(
    r"(?i:(?:^|[\x1f–—,;:/(!.]|\s-\s)\s*stop\s*(?:pub|svp|merci|appels?|d[ée]marchage|rgpd|\s)*"
    r"(?:$|[\x1f–—,;:/)!.]|\s-\s))"
)
_REFUSED = Words("npa", "refus definitif")
"""Words that refuse wherever they stand in a line. Other refusals are found clause by clause
(refusal_notes.py).
"""


def refuses(text: str) -> bool:
    """Whether a line says that they must not be called any more."""
    bare = NUMBER.sub(CUT, text)
    front = _IN_FRONT.match(bare)
    refused_first = front is not None and not front.group().strip()[:1].isdigit()
    refused_first = refused_first and _limits_what_stands_before(bare, front) is None
    return refused_first or _REFUSED.found_in(bare) or _says_stop(text) or line_refuses(bare)


def _limits_what_stands_before(text: str, front: re.Match[str] | None) -> re.Match[str] | None:
    """The words behind a refusal in front of a name that limit it: “ne pas appeler *avant 14h*”.
    With a capital they are the name: “ne plus appeler La Maison Bleue”.
    """
    if front is None:
        return None
    if text.isupper():
        return _LIMITED_IN_CAPITALS.match(text, front.end())
    return _LIMITED.match(text, front.end())


_TIMES = (
    r"avant|apr[èe]s|entre|pendant|durant|jusqu|sauf|before|after|until|between|during|unless"
    r"|(?:le |les |on )?(?i:lundis?|mardis?|mercredis?|jeudis?|vendredis?|matin|midi|soir|mondays?"
    r"|tuesdays?|wednesdays?|thursdays?|fridays?|today|tomorrow)|\d{1,2} ?h"
)
_UP_TO_THE_NAME = (
    rf"(?!\w)(?:(?!{FIRM.pattern})[^\x1f,;:–—|(]){{0,60}}?"
    rf"(?=\s*(?:$|[\x1f,;:–—|(]|\s-\s|{FIRM.pattern}|{CAPITAL}[a-zà-ÿ]))"
)
_LIMITED = re.compile(
    rf"(?:{_TIMES}|si|l[ae]s?|l['’]|ces?|cette|en|[àa]|aux?|du|de|d['’]|dans|sur|pour|chez|tant|trop"
    rf"|{CIVILITY}\s*{WORD}|on|in|at|while|this|next|janvier|f[ée]vrier|mars|avril|mai|juin|juillet"
    rf"|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre){_UP_TO_THE_NAME}"
)
_LIMITED_IN_CAPITALS = re.compile(rf"(?:{_TIMES}){_UP_TO_THE_NAME}", re.IGNORECASE)


def _says_stop(text: str) -> bool:
    """“STOP” by itself, or in capitals among other words: no part of a name (“Stop Rouille”)."""
    if re.search(
        r"(?<![\w-])STOP(?![\w-])(?! (?:au|[àa] la|en|avant|apr[èe]s) (?!d[ée]march|prosp))", text
    ) and re.search(r"[a-zà-ÿ]{3}", text):
        return True
    return _STOPS.search(NUMBER.sub(CUT, text)) is not None


def take_marks(left: Left) -> None:
    """Takes out the marks, the greeting, the day or the refusal that a line begins with. All but
    signs that only begin a row become notes.
    """
    while found := _MARKS.match(left.text):
        left.text = left.text[found.end() :]
        if found["done"]:
            left.note(found["done"])
    for before in (_IN_FRONT, _DAY_IN_FRONT, _INTRODUCED):
        if found := before.match(left.text):
            limit = _limits_what_stands_before(left.text, found) if before is _IN_FRONT else None
            end = (limit or found).end()
            left.note(left.text[:end])
            left.text = left.text[end:].lstrip(" ,:–-")
