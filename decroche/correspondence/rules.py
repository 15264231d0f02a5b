"""Pure decisions about mail: when to try again, what stands in a text, what an answer means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

SITUATIONS = (
    "agency",
    "interested",
    "meeting",
    "too_late",
    "voicemail",
    "follow_up",
    "referral",
    "presentation",
)
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
    return {"interested": "interested", "meeting": "meeting", "voicemail": "voicemail"}.get(
        outcome, "presentation"
    )


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


_STOP = re.compile(
    r"^\W*(stop|d[ée]sinscri\w*|unsubscribe|remove me|désabonn\w*)\W*$"
    r"|ne (?:plus|pas) (?:me |nous )?"
    r"(?:re)?(?:contacter|écrire|ecrire|solliciter|démarcher|demarcher|appeler)"
    r"|(?:ne|n')\s?(?:plus|pas) (?:être|etre) "
    r"(?:re)?(?:contacté|contacte|sollicité|sollicite|démarché)"
    r"|(?:retirez|supprimez|enlevez|effacez)[- ]"
    r"(?:moi|nous|mon adresse|mes coordonnées|nos coordonnées)"
    r"|(?:do not|don.t|stop) (?:contact|email|e-mail|write|call)(?:ing)? (?:me|us)"
    r"|take me off|opt.?out",
    re.IGNORECASE,
)
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
    words.
    """
    plain = re.sub(r"^(re|tr|fw|fwd)\s*:\s*", "", subject.strip(), flags=re.IGNORECASE)
    if re.fullmatch(r"\W*stop\W*", plain, re.IGNORECASE):
        return True
    lines = [line for line in own_words(text).split("\n") if line.strip()][:6]
    return any(_STOP.search(line) for line in lines)


_BACK = (
    r"(?:de retour|retour|rentr\w+"
    r"|serai (?:à nouveau |de nouveau )?(?:joignable|disponible|présente?)"
    r"|back|return\w*|reach\w+)"
    r"[^.\n]{0,40}?"
    r"(?:\ble |\bau |\bon |\bfrom |\bà partir du |\bdès le )"
)
_UNTIL = r"(?:jusqu.(?:au|à)|until|through|au)\s+(?:le\s+)?"
_DATE = (
    r"((?:(?:lundi|mardi|mercredi|jeudi|vendredi|monday|tuesday|wednesday|thursday|friday)\s+)?"
    r"\d{1,2}(?:er|st|nd|rd|th)?"
    r"(?:[/.]\d{1,2}(?:[/.]\d{2,4})?|\s+(?:of\s+)?[A-Za-zéûî]{3,9}\.?(?:\s+\d{4})?)"
    r"|[A-Z][a-z]+ \d{1,2}(?:, \d{4})?)"
)


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
