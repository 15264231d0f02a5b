"""Pure decisions about mail: when to try again, what stands in a text, what an answer means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from decroche.calls.outcomes import OUTCOMES
from decroche.shared.folding import only_letters

_OTHER_SITUATIONS = {
    "agency": 10,
    "too_late": 40,
    "follow_up": 60,
    "referral": 70,
    "presentation": 80,
}
"""Situations that no outcome calls for by itself, with their place among all of them."""
OUTCOME_MAILS = {spec.code: spec.mail for spec in OUTCOMES.values() if spec.mail}
"""The mail of each outcome that has one; the outcome's code is its situation."""
_POSITIONS = _OTHER_SITUATIONS | {code: mail.position for code, mail in OUTCOME_MAILS.items()}
SITUATIONS = tuple(sorted(_POSITIONS, key=_POSITIONS.__getitem__))
"""Every situation she has words for, in the order shown."""
TAKE_BACK = timedelta(seconds=30)
GIVE_UP = timedelta(days=2)
ACCOUNT_PAUSE = timedelta(minutes=10)
_WAITS = (
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
)


def next_try(attempts: int, queued_at: datetime, at: datetime) -> datetime | None:
    """When a message refused for the moment is tried again; None after two days (RFC 5321 §4.5.4.1
    advises 4 to 5 days for servers; she is waiting, so two).
    """
    if at - queued_at >= GIVE_UP:
        return None
    return at + _WAITS[min(max(attempts, 1), len(_WAITS)) - 1]


def situation_for(outcome: str, reason: str) -> str:
    """The template that an outcome calls for."""
    if reason in ("agency", "too_late"):
        return reason
    return outcome if outcome in OUTCOME_MAILS else "presentation"


def fill(text: str, fields: dict[str, str]) -> str:
    """A text with its [fields] filled in; a line whose only content was an empty field goes away,
    blank lines stay single.
    """
    lines = []
    for line in text.split("\n"):
        done = re.sub(
            r"\[([^\[\]\n]{1,40})\]",
            lambda found: fields.get(found.group(1).strip().lower(), found.group(0)),
            line,
        )
        if line.strip() and not done.strip():
            continue
        lines.append(re.sub(r"[ \t]+([,.])", r"\1", done).rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def one_line(text: str, most: int = 200) -> str:
    """A text that can stand in a header: no control character, no line break."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u2028\u2029]", " ", text).split())[:most]


_STOP_ALONE = re.compile(
    r"(?:stop|desinscri\w*|(?:me|se) desinscrire|unsubscribe|remove me|desabonn\w*"
    r"|(?:me|se) desabonner)(?: (?:svp|merci|please|s il vous plait))*"
)
"""A line that says nothing else, folded by `only_letters`."""
_CALL = r"(?:re)?(?:contact|sollicit|demarch|relanc|appell?|rappell?)"
_NOT_NOW = (
    r"(?! (?:avant|apres|entre|pendant|durant|le (?:lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|matin|midi|soir|week)|l apres midi|ce (?:matin|midi|soir)|cette|aujourd hui"
    r"|demain|la semaine|tout de suite|maintenant|pour l instant|pour le moment|trop tot"
    r"|a (?:midi|\d)|before|after|between|until|today|tomorrow|this|during|yet|right now"
    r"|on (?:monday|tuesday|wednesday|thursday|friday))\b)"
)
"""What makes a request to be left alone one about the hour: “ne pas m’appeler avant 14 h”."""
_STOP = re.compile(
    r"\bne (?:plus|pas|jamais) (?:"
    rf"(?:me|m|nous) (?:{_CALL}er|ecrire|reecrire)\b{_NOT_NOW}"
    rf"|(?:{_CALL}er|ecrire|reecrire)(?: (?:a|de) nouveau)?"
    r"(?: (?:svp|merci|s il vous plait|par (?:mail|telephone|e mail)))*$"
    rf"|etre {_CALL}ee?s?\b{_NOT_NOW})"
    rf"|\bne (?:me|m|nous) (?:{_CALL}(?:ez|iez|e|es)|ecriv(?:ez|iez)|ecris) (?:plus|pas|jamais)\b"
    rf"{_NOT_NOW}"
    rf"|\bn (?:appelez|ecrivez) (?:plus|jamais)\b{_NOT_NOW}"
    r"|\b(?:retirez|supprimez|enlevez|effacez|retirer|supprimer|enlever|effacer) (?:moi|nous"
    r"|(?:mon|notre|nos|mes) (?:adresses?|coordonnees|mails?|e mails?|numeros?|nom))\b"
    r"(?! (?:un|une|ce|cet|cette)\b)"
    r"|\b(?:do not|don t|stop|never) (?:contact|email|e mail|write|writ|call)(?:ing)?"
    rf" (?:to )?(?:me|us)\b{_NOT_NOW}"
    r"|\btake (?:me|us) off (?:your|the|this|that)\b|\bopt(?:ing)? (?:me |us )?out\b"
)
"""A request to be left alone within a clause, folded by `only_letters`."""
_CLAUSE_ENDS = re.compile(r"[.!?;:,()]+")
_QUOTE = re.compile(
    r"^\s*(>|-{2,}\s*(message|original|forwarded)|_{5,}"
    r"|le .{5,90} a écrit\s*:|on .{5,90} wrote:"
    r"|de\s*:\s.+@|from\s*:\s.+@"
    r"|envoyé (de|depuis) mon|sent from my)",
    re.IGNORECASE,
)


def own_words(text: str) -> str:
    """What a person wrote in an answer: without what is quoted under it."""
    kept: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if _QUOTE.match(line):
            break
        kept.append(line.rstrip())
    return "\n".join(kept).strip()


def asks_to_stop(subject: str, text: str) -> bool:
    """Whether an answer is an opposition: in its subject (the mailto link) or among its own first
    words. A request about the hour (“not before 2 pm”) is none.
    """
    plain = re.sub(r"^(re|tr|fw|fwd)\s*:\s*", "", subject.strip(), flags=re.IGNORECASE)
    if only_letters(plain) == "stop":
        return True
    lines = [line.strip() for line in own_words(text).split("\n")]
    first = list(islice((line for line in lines if line), 6))
    if any(_STOP_ALONE.fullmatch(only_letters(line)) for line in first):
        return True
    clauses = _CLAUSE_ENDS.split(" ".join(line or "." for line in _upto(lines, 6)))
    return any(_STOP.search(only_letters(clause)) for clause in clauses)


def _upto(lines: list[str], most: int) -> list[str]:
    """The lines up to the one that makes `most` of those with text; a sentence may run over
    several.
    """
    count = 0
    for index, line in enumerate(lines):
        count += bool(line)
        if count == most:
            return lines[: index + 1]
    return lines


_AUTOMATIC = re.compile(
    r"(?:reponse automatique|message d absence|message automatique|out of (?:the )?office"
    r"|automatic reply|auto ?reply|auto ?reponse|auto re)\b.*"
    r"|absence(?: (?:du|de|au) bureau| temporaire| jusqu| conge| pour conge| du \d| au \d).*"
    r"|absence|en conges?\b.*"
)
"""How the subject of an automatic answer begins, folded by `only_letters`."""


def says_automatic(subject: str) -> bool:
    """Whether a subject is one that programs write for somebody who is away: “Absence du bureau”,
    not “Absence de budget”.
    """
    return _AUTOMATIC.fullmatch(only_letters(subject)) is not None


_BACK = (
    r"(?<!\w)(?:de retour|retour|rentr\w+"
    r"|serai (?:à nouveau |de nouveau )?(?:joignable|disponible|présente?)"
    r"|back|return\w*|reach\w+)(?!\w)"
    r"[^.\n]{0,40}?"
    r"(?:\ble |\bau |\bon |\bfrom |\bà partir du |\bdès le )"
)
_UNTIL = r"(?<!\w)(?:jusqu.(?:au|à)|until|through|au)\s+(?:le\s+)?"
_MONTH = (
    r"(?:janv|jan|f[ée]v|feb|mars?|avr|apr|mai|may|juin|jun|juil|jul|ao[uû]t|aug|sep|oct|nov"
    r"|d[ée]c)[a-zéû]{0,7}\b\.?"
)
_DATE = (
    r"((?:(?:lundi|mardi|mercredi|jeudi|vendredi|monday|tuesday|wednesday|thursday|friday)\s+)?"
    r"\d{1,2}(?:er|st|nd|rd|th)?(?:[/.]\d{1,2}(?:[/.]\d{2,4})?"
    rf"|\s+(?:of\s+)?{_MONTH}(?:\s+\d{{4}})?)|{_MONTH} \d{{1,2}}(?:, \d{{4}})?)"
    r"(?![./ -]?\d)"
)
"""A day and its month; not the beginning of a telephone number (“au 06.12.34.56.78”)."""


@dataclass(frozen=True, slots=True)
class ReturnSaid:
    """The date of return as an automatic answer says it: its words, and whether they name the last
    day away instead.
    """

    words: str
    last_day_away: bool


def return_said(text: str) -> ReturnSaid | None:
    """Where an automatic answer says when she or he is back."""
    found = re.search(_BACK + _DATE, text, re.IGNORECASE)
    if found:
        return ReturnSaid(found.group(1), last_day_away=False)
    found = re.search(_UNTIL + _DATE, text, re.IGNORECASE)
    return ReturnSaid(found.group(1), last_day_away=True) if found else None
