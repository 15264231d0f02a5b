"""The days and hours on a line of paper: when to call again, when somebody is there. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from decroche.prospects.lines.parts import CUT, Left, trimmed
from decroche.prospects.person_words import CAPITAL
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
    r"|retente[sz]?|rapp?l?\.|rapp?l|rapp|rappel"
    r"|(?<!de )(?<!du )rap(?=\s(?:lun|mar|mer|jeu|ven|sam|dem|le \d|\d|s\.? ?\d|sem"
    r"|ds|dans|d[ée]but|fin|mi-))|relance|rdv|r-v|rv|rendez-vous"
    r"|(?:veut|souhaite|voudrait|pr[ée]f[èe]re|aimerait"
    r"|demande) (?:(?:[àa] )?[êe]tre (?:r?app?ell?[ée]|re-?contact[ée])e?s?"
    r"|qu[’'](?:on|il|elle) (?:l[ae]s? |l[’'])?(?:r?appelle|recontacte))"
    r"|wants? (?:a call(?: ?back)?|to be called(?: back)?)"
    r"|attend(?:ent)? (?:ma|mon|notre|votre|un|une) (?:visite|appel|rappel|venue)"
    r"|(?:repasser|passer) un (?:coup de fil|appel)"
    r"|(?:call|try|ring|phone)(?: (?:them|him|her|me|us))? (?:back|again)|follow[ -]?up"
    r"|(?:dispo(?:nible)?|joignable|libre)(?= (?:[àa] partir )?(?:du |d[èe]s )?(?:le )?"
    r"(?:lun|mar|mercre|jeu|vendre|same)di| demain)"
    r"|(?=pas (?:avant|av\.) (?!\d{1,2} ?h|midi|noon))"
    r")(?:\b|(?<=\.))[\s:]*"
    r"(?:(?:t[ée]l\.?|visio|sur place|chez eux"
    r"|t[ée]l[ée]phonique|pr[ée]vue?|pris|prise|confirm[ée]e?"
    r"|cal[ée]e?|fix[ée]e?|plut[ôo]t"
    r"|sans faute|imp[ée]rativement|absolument|de pr[ée]f[ée]rence|vite|svp|stp|please"
    r"|merci|pour|pr),? )*(?P<when>[^\x1f;()]*)",
    re.IGNORECASE,
)
_AGREED = re.compile(
    r"(?<!\w)(?:ok|d['’]accord|partante?) (?:pour|pr) (?:(?:une? |le |la )?(?:d[ée]mo(?:nstration)?"
    r"|visite|visio|essai|entretien|rencontre|point|appel)(?!\w) ?"
    r"|(?=[^\x1f,;()]{0,30}\d))(?P<when>[^\x1f;()]*)",
    re.IGNORECASE,
)
"""“OK pour une démo semaine 50”: a day that was agreed, where no other is said. A weekday
alone may be long past.
"""

_AGREES = re.compile(r"(?<!\w)(?:ok|d['’]accord) (?:pour|pr) (?:une? )?\Z", re.IGNORECASE)
"""What stands before “rdv” where it was agreed."""


def take_day_in_front(left: Left, now: datetime) -> str:
    """Takes a day that stands before the name out of the line, and returns its words when it is a
    day to come (its weekday fits its date). Any other day becomes a note, and "" is returned.
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
    """The words of the date behind “rappeler”: of the first such word that leads to one, up to the
    next. What is not a date stays in the note.
    """
    starts = [
        (pattern, found.start())
        for pattern in (_AGAIN, _AGREED)
        for found in pattern.finditer(left.text)
    ]
    for pattern, start in starts:
        found = pattern.match(left.text, start)
        if found is None:
            continue
        following = _AGAIN.search(left.text, found.start("when") + 1)
        end = following.start() if following else found.end()
        said, length = _day_at_first(left.text[found.start("when") : end], now)
        if said:
            begin = start
            if pattern is _AGREED or _MEETING.match(found.group()):
                agrees = _AGREES.search(left.text[:start])
                begin = agrees.start() if agrees else start
                left.note(left.text[begin : found.start("when")])
            left.cut(begin, found.start("when") + length)
            return said
    first = _AGAIN.match(left.text.lstrip(f" {CUT}"))
    if first and not first["when"].strip():
        left.note(first.group())
        left.text = left.text.lstrip(f" {CUT}")[first.end() :]
    return ""


_MEETING = re.compile(r"(?:rdv|r-v|rv|rendez-vous)\b", re.IGNORECASE)
"""An hour that was agreed: the word stays in the note beside the day."""


def _day_at_first(text: str, now: datetime) -> tuple[str, int]:
    """(the words of the day that a text begins with, their length); "" for none, for one of which a
    number may be left, and for one so far ahead that it was this year's.
    """
    words = text.split()
    for length in range(min(len(words), _MOST_WORDS), 0, -1):
        said = " ".join(words[:length]).strip(' ,.;:!-–—"«»“”')
        if words[length - 1].lower() in _LEADS_ON:
            continue
        try:
            moment = understand(said, now=now)
        except NotUnderstood:
            continue
        goes_on = length < len(words) and re.match(r"\d{1,2}(?!\d|[xX])", words[length])
        if goes_on or (moment.at - now > _JUST_PAST and not re.search(r"20\d\d|an\b|year", said)):
            return "", 0
        return said, text.index(words[length - 1], _place(words, length)) + len(words[length - 1])
    return "", 0


_JUST_PAST = timedelta(days=320)
"""A day and a month so far ahead are those of a day that has just passed: “rappelé le 20/11”."""


def take_day_behind_name(left: Left, now: datetime) -> str:
    """The words of a day that end the first part of a line, behind its name: “rappeler Garage Lopez
    mardi à 10 heures”. Where no word says that a call is to come, they are a note.
    """
    end = re.search(r"[\x1f,;|(]|\s[–—-]\s|$", left.text)
    words = left.text[: end.start() if end else 0].split()
    to_come = any(map(_TO_CALL.search, left.notes))
    begins = _BEGINS_A_DAY if to_come else _BEGINS_A_WEEKDAY
    for at in range(1, len(words)):
        said = " ".join(words[at:])
        named = to_come or re.match(CAPITAL, words[at - 1]) is not None
        if not named or begins.match(said) is None or len(words) - at > _MOST_WORDS:
            continue
        try:
            understand(said, now=now)
        except NotUnderstood:
            continue
        start = _place(words, at + 1) + len(left.text) - len(left.text.lstrip())
        left.cut(start, end.start() if end else start)
        if to_come:
            return said
        left.note(said)
        return ""
    return _day_by_itself(left, now) if to_come else ""


def _day_by_itself(left: Left, now: datetime) -> str:
    """The day that is a whole part of a line which says that a call is to come: “Il faut rappeler
    Bertin au 03… demain matin”.
    """
    for part in re.finditer(r"[^\x1f,;|()]+", left.text):
        said = part.group().strip(" .-–—:")
        if _BEGINS_A_DAY.match(said) is None or len(said.split()) > _MOST_WORDS:
            continue
        day, length = _day_at_first(said, now)
        if day and said[length:].strip().lower() in _LEADS_ON | {""}:
            left.cut(*part.span())
            return day
    return ""


_LEADS_ON = frozenset(
    ["de", "à", "a", "en", "pour", "le", "la", "du", "au", "par", "at", "on", "for"]
)
"""Words that end no moment: “rappeler le matin *de* préférence”."""
_MOST_WORDS = 8
_TO_CALL = re.compile(
    r"^(?:il )?(?:faut |faudrait |pense[rz]? [àa] |tu peux |[àa] )?(?:r?app?ell?e[rsz]?"
    r"|relance[rz]?|re-?contacte[rz]?|joindre|call|ring|try|phone)\b",
    re.I,
)
_BEGINS_A_WEEKDAY = re.compile(
    r"(?:ce |on )?(?:(?:lun|mar|mercre|jeu|vendre|same)di|demain|apr[èe]s-demain|tomorrow)(?!\w)"
)
_BEGINS_A_DAY = re.compile(
    rf"{_BEGINS_A_WEEKDAY.pattern}|(?:on )?(?i:mon|tues|wednes|thurs|fri)day\b|{_DAY} \d"
    rf"|le (?:\d|{_DAY})|dans |en |[àa] partir d|d[ée]but |fin |mi-|(?:la )?semaine |next "
    r"|in (?:a|\d|two"
    r"|three)"
    r"|apr[èe]s l|avant l"
)


def _place(words: list[str], length: int) -> int:
    return sum(len(word) + 1 for word in words[: length - 1]) if length > 1 else 0
