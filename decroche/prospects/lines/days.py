"""The days and hours on a line of paper: when to call again, when somebody is there. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from decroche.prospects.lines.parts import Left, trimmed
from decroche.shared.spoken import NotUnderstood, understand

_DAY = r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|(?:lun|mar|mer|jeu|ven|sam)\.?)"
_HOUR = r"\d{1,2} ?h(?: ?[0-5]\d)?"
HOURS = re.compile(
    rf"(?<![\w'’])(?:du {_DAY} au {_DAY}(?: (?:inclus|de|entre) {_HOUR} ?(?:-|–|[àa]|et) ?{_HOUR})?"
    rf"|(?<!di )(?<!entre ){_HOUR} ?(?:-|–|[àa]) ?{_HOUR}(?: (?:slt|seulement|uniquement)))(?!\w)",
    re.IGNORECASE,
)
"""Hours at which somebody can be reached, and no day to call again: “du lundi au vendredi de 9h à
18h”, “9h-12h slt”.
"""
_AGAIN = re.compile(
    r"(?:(?:->|→|=>)\s*)?(?<!\w)(?<!pas )(?<!plus )(?<!jamais )(?<!ss )(?<!sans )(?:"
    r"(?:[àa] |me |nous )?(?:rapp?ell?er|relancer|re-?contacter|ret[ée]l[ée]phoner|r[ée]essayer"
    r"|retenter|revoir)"
    r"|(?:rappell?e[sz]?|relance[sz]|recontacte[sz]?|r[ée]essaye[sz])(?:[ -](?:moi|nous|le|la"
    r"|les)\b)?"
    r"|retente[sz]?|rapp?\.|rapp|rappel"
    r"|(?<!de )(?<!du )rap(?=\s(?:lun|mar|mer|jeu|ven|sam|dem|le \d|\d"
    r"|ds|dans|d[ée]but|fin|mi-))|relance|rdv|r-v|rv|rendez-vous"
    r"|(?:repasser|passer) un (?:coup de fil|appel)"
    r"|(?:call|try|ring|phone)(?: (?:them|him|her|me|us))? (?:back|again)|follow[ -]?up"
    r"|(?=pas avant (?!\d{1,2} ?h|midi|noon)))(?:\b|(?<=\.))[\s:]*"
    r"(?:(?:t[ée]l\.?|t[ée]l[ée]phonique|pr[ée]vue?|fix[ée]e?|plut[ôo]t) )*(?P<when>[^\x1f;()]*)",
    re.IGNORECASE,
)


def take_day_in_front(left: Left, now: datetime) -> str:
    """The words of a day before the name that is to come: the weekday that fits its date says so.
    Any other is a note.
    """
    found = _DATE_IN_FRONT.match(left.text)
    if found is None:
        return ""
    said = trimmed(found["said"])
    left.text = left.text[found.end() :]
    try:
        moment = understand(said, now=now)
    except NotUnderstood:
        left.note(said)
        return ""
    if moment.at - now > _TO_COME:
        left.note(said)
        return ""
    return said


_DATE_IN_FRONT = re.compile(
    r"(?P<said>(?:(?:lun|mar|mercre|jeu|vendre|same)di|(?:lun|mar|mer|jeu|ven|sam)\.?) "
    r"\d{1,2}(?:er)?(?:/\d{1,2}| (?:janv(?:ier)?|f[ée]vr(?:ier)?|mars|avril|mai|juin|juil(?:let)?"
    r"|ao[ûu]t|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?|d[ée]c(?:embre)?)\.?)"
    r"(?:,? (?:à )?\d{1,2} ?h(?: ?\d\d)?)?)(?:\s*[:,–—/|-]|\s(?=[^\W\d]))\s*",
    re.IGNORECASE,
)
"""“Jeudi 3/12 – Garage Roux”."""
_TO_COME = timedelta(days=120)


def take_follow_up(left: Left, now: datetime) -> str:
    """The words of the date behind “rappeler”. What is not a date stays in the note."""
    found = _AGAIN.search(left.text)
    if found is None:
        return ""
    words = found["when"].split()
    for length in range(min(len(words), 8), 0, -1):
        said = " ".join(words[:length]).strip(' ,.;:!-–—"«»“”')
        try:
            understand(said, now=now)
        except NotUnderstood:
            continue
        if length < len(words) and re.match(r"\d{1,2}(?!\d|[xX])", words[length]):
            return ""
        end = found.start("when") + found["when"].index(words[length - 1], _place(words, length))
        left.cut(found.start(), end + len(words[length - 1]))
        return said
    return ""


def _place(words: list[str], length: int) -> int:
    return sum(len(word) + 1 for word in words[: length - 1]) if length > 1 else 0
