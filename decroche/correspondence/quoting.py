"""What a person wrote herself in an answer, apart from what she quotes. Pure.

Answers stand above the quotation, below it or between its lines; the line that introduces it is
wrapped by some programs, and Outlook quotes without any sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from decroche.shared.folding import only_letters

_WROTE = (
    r"(?:a [ée]crit|wrote|writes|schrieb|escribi[óo]|ha scritto|schreef|escreveu|a r[ée]pondu"
    r"|napisał)"
)
_DAY = (
    r"(?:\d{1,4}[/.\-]\d{1,2}|\d{1,2}(?:er|st|nd|rd|th|\.)? \w{3,}|\w{3,} \d{1,2}|\d{1,2}:\d\d"
    r"|\d{1,2} ?h ?\d\d)"
)
_ATTRIBUTION = re.compile(
    rf"(?:(?:le|on|am|el|il|op|em|dne|à|a|en date du)\b.{{0,120}}?{_DAY}.{{0,300}}?{_WROTE}"
    rf"|.{{0,80}}\S+@\S+.{{0,200}}?{_WROTE}"
    rf"|{_DAY}.{{0,200}}?{_WROTE}"
    rf"|[^.!?,:]{{2,60}} {_WROTE})(?: (?:de |from )?\S+@\S+| le message suivant"
    rf"| (?:le|on|am) .{{0,60}}?{_DAY}.{{0,40}}?"
    rf"|(?<=schrieb|schreef) [^:]{{1,200}})?\s*:\s*",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"[\s*_|]*(?:de|from|von|da|van|desde|exp[ée]diteur)\s*:[\s*_]*\S", re.IGNORECASE
)
_FIELD = re.compile(
    r"[\s*_|]*(?:envoy[ée]e?(?: le)?|date|sent|gesendet|inviato|enviado|verzonden|[àa]|to|an|aan|cc"
    r"|objet|sujet|subject|betreff|oggetto|asunto|onderwerp|para|destinataires?|copie [àa]"
    r"|r[ée]pondre [àa]"
    r"|importance|reply-to)\s*:",
    re.IGNORECASE,
)
_FIELDS = 2
"""Headers beside “De :” that make a quotation."""
_BEFORE_FROM = re.compile(
    r"[\s*_|]*(?:message du|envoy[ée]e?(?: le)?|date|sent|objet|sujet|subject)\s*:", re.IGNORECASE
)
"""What some programs (Orange, La Poste) write above “De :”."""
_BELOW = re.compile(
    r"\W*(?:-{2,}\s*(?:(?:e-?mail|mail|courriel) (?:original|d.?origine|transf[ée]r[ée])"
    r"|message d.?origine|message original|forwarded message"
    r"|message transf[ée]r[ée]|urspr[üu]ngliche nachricht|mensaje original|messaggio originale"
    r"|oorspronkelijk bericht|original)"
    r"|_{8,}\s*$|begin forwarded message|d[ée]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée]"
    r"|transmis)|message (?:original|d.origine)\s*:?\s*$)",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"\s*(?:provenance\s*:|(?:envoy[ée] (?:de|depuis|[àa] partir)|sent (?:from|via)"
    r"|obtenir outlook|get outlook|t[ée]l[ée]charger outlook|von meinem|gesendet von"
    r"|exp[ée]di[ée] depuis)\b)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"(?:bonjour|bonsoir|hello|hi|dear|salut|madame|monsieur|cher|chere|good morning)"
    r"(?: \w+){0,4}"
)
_NAME_ALONE = re.compile(r"\s*[A-ZÀ-Ý][\w’'-]*(?: [A-ZÀ-Ý][\w’'-]*)?\s*,\s*")
"""A first name, or both, and a comma: whom the answer greets."""
_SEE_BELOW = re.compile(
    r"\b(?:ci dessous|en dessous|dans le texte|dans votre (?:mail|message)|below|inline|in line"
    r"|en (?:bleu|rouge|vert|gras)|sous (?:chaque|vos)|a la suite|plus bas)\b"
)


def own_words(text: str, sent: Iterable[str] = ()) -> str:
    """What a person wrote in an answer. `sent` are the texts she was sent: their lines are hers who
    sent them, wherever they stand.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    kept: list[str] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        if re.match(r"\s*>", line):
            index += 1
            continue
        size = _introduces(lines, index)
        if size:
            rest = lines[index + size :]
            following = next((one for one in rest if one.strip()), "")
            marked = re.match(r"\s*>", following) is not None
            if _says_enough(kept) or not marked:
                break
            index += size
            continue
        if line.rstrip() == "--" and _says_enough(kept):
            break
        if not _DEVICE.match(line):
            kept.append(line.rstrip())
        index += 1
    known = " ".join(only_letters(one) for one in sent)
    if known:
        kept = [line for line in kept if not _is_known(line, known)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _is_known(line: str, known: str) -> bool:
    plain = only_letters(line)
    return len(plain.split()) >= 4 and plain in known


def _says_enough(kept: list[str]) -> bool:
    """Whether an answer stands above the quotation already: more than a greeting, and no word that
    sends below.
    """
    text = " ".join(kept)
    plain = only_letters(text)
    if not plain or _NAME_ALONE.fullmatch(text):
        return False
    return not _GREETING.fullmatch(plain) and not _SEE_BELOW.search(plain)


def _introduces(lines: list[str], index: int) -> int:
    """How many lines from here introduce a quotation (four at most, once wrapped); 0 when none
    does.
    """
    line = lines[index]
    if not line.strip() or len(line) > 400:
        return 0
    if _BELOW.match(line):
        return 1
    if _FROM.match(line):
        fields = sum(bool(_FIELD.match(one)) for one in lines[index + 1 : index + 9])
        if fields >= _FIELDS:
            return 1
    if _BEFORE_FROM.match(line) and any(_FROM.match(one) for one in lines[index + 1 : index + 4]):
        fields = sum(bool(_FIELD.match(one)) for one in lines[index : index + 9])
        if fields >= _FIELDS:
            return 1
    joined = ""
    for size, one in enumerate(lines[index : index + 4], start=1):
        if not one.strip() or one.lstrip().startswith(">"):
            break
        joined = f"{joined} {one.strip()}".strip()
        if joined.endswith(":") and len(joined) <= 500 and _ATTRIBUTION.fullmatch(joined):
            return size
    return 0
