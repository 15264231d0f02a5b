"""The telephone numbers, e-mail addresses and websites of a line of paper. Pure."""

from __future__ import annotations

import re

from decroche.prospects.lines.parts import Left
from decroche.shared.addresses import find_addresses
from decroche.shared.numbers import BRITISH, Number, read_numbers
from decroche.shared.words import Words

_LABELLED_SITE = re.compile(
    r"(?:\b(?:site|web|site web)\s*:\s*)?(?<![@\w])(?:https?://)?(?:www\.)?"
    r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:fr|com|net|org|eu|io|be|ch|lu|bzh|paris"
    r"|example)\b(?:/[^\s\x1f]*)?",
    re.IGNORECASE,
)
_EMAIL_LABEL = re.compile(
    r"\b(?:(?:e-?)?mails?|m[ée]l|courriel|adresse mail)\s*:?\s*$", re.IGNORECASE
)
_LABEL = (
    r"(?:t[ée]l\.?\s?/\s?fax|t[ée]l[ée]phone|t[ée]l[ée]copie(?:ur)?|t[ée]l|ph|fixe|standard|std"
    r"|accueil|portable|port|mobile|mob|gsm|cell|fax|fx|ligne directe|direct|ld|bureau|perso|pro"
    r"|num[ée]ro|num|n°|T|F|P)"
)
_DIGITS = (
    r"(?:\(?(?:\+|00)33\)?[\s.\-]?(?:\(0\)[\s.]?)?|(?<!\d)\(?33\)?[\s.]?(?:\(0\)[\s.]?)?|\(?0)"
    r"\s?[1-9]\)?(?:(?:[.\-/]\s|\s[.\-]\s|\s\s|[\s.\-/_,·•–])?\d\d){4}"
    r"|0[1-9](?:[\s.\-]?\d){8}(?!\s\d\d\s)"
    r"|\+\d{1,3}(?:[\s.\-]?\(0\))?(?:[\s.\-]?\d){6,12}|0\s?8\d\d(?:[\s.]?\d\d\d){2}"
    r"|0(?:\s\d){9}(?!\s\d)"
    rf"|{BRITISH}"
    r"|(?<!\d[ .])[1-9](?:[\s.]\d\d){4}(?![\s.]\d\d)|[1-9]\d{8}|(?:3[0-9]|10)\s?\d\d(?=\s*(?:$"
    r"|\x1f|\())"
)
NUMBER = re.compile(
    rf"(?:(?<!\w)(?<!& )(?<!et )(?P<label>{_LABEL})(?P<sign>\.?\s*(?:[:=]\s*)?))?(?<!\d)(?<!\d\.)"
    rf"(?P<digits>{_DIGITS})(?!\d)"
    r"(?P<ends>(?:\s?/\s?\d\d(?!\d|[\s.]\d)"
    r"|\s(?:ou|et|&)\s\d\d(?=\s*(?:$|[\x1f,;()–-]|(?:ou|et|&)\s\d)))+)?"
    r"(?:\s*[,(–-]?\s*(?:poste|p\.|extension|ext\.?|int\.|interne|x|#)\s*(?P<extension>\d{1,5})\)?"
    r"(?![\d.]|\s\d\d))?"
    rf"(?:\s*\(\s*(?P<after>{_LABEL})\s*\)|\s+(?P<bare>fax|fx|(?:portable|standard|std"
    rf"|direct|mobile)(?! (?-i:[a-zà-ÿ])))\b(?!\s*[:.=]?\s*[\d+(]))?",
    re.IGNORECASE,
)
_FAX = Words("fax", "fx", "telecopie*")


def take_website(left: Left) -> str:
    """The first website of a line, without its label; others are notes."""
    sites = [found.group() for found in left.take(_LABELLED_SITE)]
    for other in sites[1:]:
        left.note(other)
    return re.sub(r"^(?:site web|site|web)\s*:\s*", "", sites[0], flags=re.I) if sites else ""


def take_emails(left: Left) -> str:
    """The first e-mail address of a line, without its label; others are notes."""
    emails = find_addresses(left.text)
    for email in emails:
        start, end = _where_written(email, left.text)
        label = _EMAIL_LABEL.search(left.text, 0, start)
        left.cut(label.start() if label else start, end)
    for other in emails[1:]:
        left.note(other)
    return emails[0] if emails else ""


def _where_written(email: str, text: str) -> tuple[int, int]:
    """Where an address begins and ends in a text in which it was found, which may write it with
    accents or capitals; nowhere (0, 0) when no word of the text is that address.
    """
    start = text.lower().find(email)
    if start >= 0:
        return start, start + len(email)
    for word in _WITH_AT.finditer(text):
        if email in find_addresses(word.group()):
            return word.span()
    return 0, 0


_WITH_AT = re.compile(r"[^\s<>();,]{1,200}@[^\s<>();,]{1,200}")


def take_numbers(left: Left, postcode: str) -> tuple[list[Number], list[Number]]:
    """(the numbers of a line in their order, those of fax machines)."""
    numbers, faxes = list[Number](), list[Number]()
    lettered = len(_LETTERED.findall(left.text)) > 1
    at = 0
    while found := NUMBER.search(left.text, at):
        if _is_a_sum(left.text, found):
            at = found.end()
            continue
        label = found["label"] or ""
        of_name = (
            label[:1].isupper()
            and not label.lower().startswith(("tél", "tel"))
            and not re.search("[.:=]", found["sign"])
        )
        of_name = of_name and not (lettered and len(label) == 1)
        of_name = of_name and re.search(r"[\w'’] *$", left.text[: found.start()]) is not None
        left.cut(found.start("digits") if of_name else found.start(), found.end())
        extension = f" poste {found['extension']}" if found["extension"] else ""
        written = f"{found['digits']}{found['ends'] or ''}{extension}"
        read = read_numbers(written, postcode=postcode).numbers
        label = (not of_name and label) or found["after"] or found["bare"] or ""
        of_fax = (_FAX.found_in(label) and "/" not in label) or label in ("F", "f")
        (faxes if of_fax else numbers).extend(read)
        if not read:
            left.note(found.group())
    if len(numbers) == 1 and not numbers[0].extension and (found := _EXTENSION.search(left.text)):
        left.cut(*found.span())
        numbers = [numbers[0]._replace(extension=found["extension"])]
    return numbers, faxes


_EXTENSION = re.compile(
    r"(?<!\w)(?:poste|po|p\.|extension|ext\.?)\s?:?\s?(?P<extension>\d{1,5})(?![\d/]|[.,]\d|\s?(?:h|€|%))",
    re.IGNORECASE,
)
"""An extension that other words part from its number: “04 65 71 36 45 Valence RH poste 3”."""


_LETTERED = re.compile(r"(?<!\w)[TFP] (?=\(?[0+]\d)")
"""Letters that stand for a telephone and a fax where a line has both: “F 03 53… T 03 53…”."""


def _is_a_sum(text: str, found: re.Match[str]) -> bool:
    """Whether four figures are no short number but a sum: “budget 3000”."""
    short = len(re.sub(r"\D", "", found["digits"])) == _DIGITS_OF_A_SHORT_NUMBER
    start = found.start()
    return short and _OF_MONEY.search(text[max(0, start - _BESIDE) : start]) is not None


_DIGITS_OF_A_SHORT_NUMBER = 4
_BESIDE = 20
_OF_MONEY = re.compile(
    r"\b(?:budget|devis|tarifs?|prix|montant|loyer|capital|environ|env\.?|ptf|forfait|max|mini?"
    r"|quote|price)(?: de| d['’])?[ :=~]*$",
    re.IGNORECASE,
)
