"""How a line of paper is written, made the same for all: signs, columns, addresses as they are
dictated; and the words of a page or a call that stand before what is to be read. Pure.
"""

from __future__ import annotations

import re

from decroche.prospects.firm_words import FIRM, LEGAL_FORM, LONG_FIRM
from decroche.prospects.lines.dictated import (
    person_told_of,
    with_clauses_parted,
    with_firm_before_its_person,
    with_firm_parted,
    without_opening,
)
from decroche.prospects.lines.parts import CUT, Left
from decroche.prospects.lines.pasted import without_page_words
from decroche.prospects.lines.signs import (
    parted_at_slashes,
    parts_joined_by_pluses,
    with_plain_signs,
)
from decroche.prospects.person_words import CAPITAL, CIVILITY, SMALL, TITLE, WORD
from decroche.prospects.towns import is_known_town

_SCANNED = re.compile(r"(?<!\w)[0OoQ][1-9lI](?:[ .\-]?[0-9OolI|]{2}){4}(?!\w)")
_AS_DIGITS = str.maketrans("OoQlI|", "000111")
_SPACED_ADDRESS = re.compile(
    r"(?P<local>[\w+-]+(?:\.[\w+-]+)*)(?: ?@ ?| ?[(\[](?:at|arobase)[)\]] ?| arobase )"
    r"(?P<host>[\w-]+(?:(?:\.| \. | ?[(\[](?:dot|point)[)\]] ?| point )[\w-]+)*"
    r"(?:\.| \. | ?[(\[](?:dot|point)[)\]] ?| point )[a-z]{2,24})(?![\w.-])"
)
"""An e-mail address as it is copied from a page or dictated: “contact @ durand . fr”."""


def take_opening(left: Left) -> None:
    """Words of a page that was copied, of a dictation and of a call that is told, which stand
    before and between what is to be read. They become notes.
    """
    if found := _SEND_TO.match(left.text) or _HOUR_IN_FRONT.match(left.text):
        left.note(found.group().strip())
        left.text = left.text[found.end() :]
    left.text, of_page = without_page_words(left.text, CUT)
    left.text = left.text.lstrip(f" {CUT}")
    left.text = with_firm_before_its_person(left.text, CUT)
    left.text, said = without_opening(left.text)
    left.text, does = with_firm_parted(left.text, CUT)
    left.text, told = person_told_of(left.text) if said else (left.text, "")
    left.text, spelled = with_clauses_parted(left.text, CUT)
    for words in (*of_page, said, told, does, *spelled):
        left.note(words)


_SEND_TO = re.compile(
    r"(?i:envoyer|renvoyer|transmettre|adresser|[ée]crire|send) (?:[^\x1f,;()@]{2,60} )?"
    r"(?:[àa]|au|to) (?=[^\s@]{1,80}@)"
)
"""“Envoyer la plaquette à contact@…”: what is to be sent stands before the address, and no name."""
_HOUR_IN_FRONT = re.compile(r"\d{1,2} ?[h:] ?[0-5]\d\s+(?:[-–:]\s*)?(?=[^\W\d_])")
"""“10h20 M. Kowalski”: when they called."""


def opened(text: str) -> str:
    """The text with spaces of every kind written as one kind, and with `CUT` in place of what
    separates columns.
    """
    text = re.sub(r"[\u00a0\u202f\u2007\u2009]", " ", text.replace(CUT, " ")).strip()
    text = _SCANNED.sub(lambda found: found.group().translate(_AS_DIGITS), text)
    text = _NAME_IN_TWO.sub(rf" {CUT} Contact : \g<first> \g<last> {CUT} ", text)
    text = _SPACED_ADDRESS.sub(_address_closed_up, text)
    text = _DICTATED_COMMA.sub(",", _ADDRESS_IN_BRACKETS.sub(r" \1 ", text))
    text = _FAX_SIGN.sub(" fax ", text)
    text = with_plain_signs(_OF_COM.sub("com", _WITH.sub("with ", text)))
    text = _THE_TITLED.sub(r"\g<title> ", text)
    text = _PERSON_THEN_FIRM.sub(rf"\g<who>{CUT} ", text)
    text = _TITLED_AT_A_FIRM.sub(_at_a_firm, text)
    text = _OF_THE_SAME_NAME.sub(_beside_the_firm, text)
    text = parted_at_slashes(parts_joined_by_pluses(text, f" {CUT} "), f" {CUT} ")
    text = _IN_OTHER_BRACKETS.sub(rf" {CUT} \g<inside> {CUT} ", text)
    return _PARTS.sub(f" {CUT} ", text).lstrip(f" {CUT}")


_NAME_IN_TWO = re.compile(
    r"(?i:nom)\s?:\s?(?P<last>[A-ZÀ-Þ][\w'’"
    r" -]{1,30}?)[\s,;|-]{1,4}(?i:pr[ée]nom)\s?:\s?(?P<first>[A-ZÀ-Þ][\w'’-]{1,30})"
)
"""“Nom : Lacroix Prénom : Denis”."""
_DICTATED_COMMA = re.compile(r" virgule(?= )")
_ADDRESS_IN_BRACKETS = re.compile(r"\s?<([^<>\s]{1,80}@[^<>\s]{1,80})>\s?")
"""“Mathilde Rousselet <m.rousselet@…>”, as mail programs write it."""
_IN_OTHER_BRACKETS = re.compile(r"[<{](?P<inside>[^<>{}@]{1,80})[>}]")
"""“Imprimerie Delorme <Colmar> {Mme Roux}”."""
_OF_COM = re.compile(r"(?<= )com['’](?=\s*:)")
"""“chargée de com' : …”."""
_THE_TITLED = re.compile(
    rf"\b(?:Mme|Madame|M\.|Mr|Monsieur) (?=l[ae] |l['’])(?P<title>(?i:{TITLE})),? (?={CIVILITY})"
)
"""“Mme la directrice, Mme Pruvost”."""
_WITH = re.compile(r"\bw/ ?(?=[A-Za-z])")
"""“Left voicemail w/ Agrosem”."""
_FAX_SIGN = re.compile(r"(?:📠|🖷)\ufe0f? ?:?")
_PARTS = re.compile(
    r"\t+| {3,}| \*+(?= )| // |\.{3,}|…"
    r"|[\u2190\u2191\u2193-\u21ff\u2300-\u23ff\u2500-\u2712\u2714-\u2716\u2718-\u27bf\u27c0-\u297f"
    r"\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?"
)
"""What parts the columns of a line: wide gaps, stars, points, and the signs and small pictures (a
box, a telephone, a place) that stand between them or before what they mean; not the arrow, cross
and tick of `signs.py`.
"""


def _address_closed_up(found: re.Match[str]) -> str:
    host = re.sub(r" ?[(\[](?:dot|point)[)\]] ?| point | \. ", ".", found["host"])
    return f"{found['local']}@{host}"


_TITLED_AT_A_FIRM = re.compile(
    rf"(?P<who>(?<![\w.]){CIVILITY}\s*(?:{SMALL})?{WORD}(?: {WORD}){{0,2}},? (?:(?:le|la) "
    rf"|l['’])?(?i:{TITLE}))"
    rf" (?:de la |de l['’]|du |des |de |d['’]|chez |[àa] la |[àa] l['’]|au |aux |of |at "
    rf"|from )(?P<firm>(?:{CAPITAL}|{FIRM.pattern}|{LONG_FIRM.pattern})[^,;(\x1f\d]*)"
)
"""“Mme Poirier, secrétaire de l'Union des Artisans”: the firm begins behind the title."""


def _at_a_firm(found: re.Match[str]) -> str:
    if is_known_town(found["firm"].strip()):
        return found.group()
    return f"{found['who']}{CUT} {found['firm']}"


_OF_THE_SAME_NAME = re.compile(
    rf"(?<![\w.])(?P<who>{CIVILITY}\s*(?:{WORD} )?(?P<last>{WORD})),?"
    r"(?: ?\(| (?:de chez |chez |de |du |des |d['’]|at |from ))"
    rf"(?P<firm>(?:{WORD} )?(?P=last) (?:& )?{WORD}(?: {WORD})?|{WORD} (?P=last)(?![\w-]))\)?"
)
"""“Mme Blin de Blin Coiffure”, “M. Lefort (Lefort Paysages)”: the firm has the person's name."""


def _beside_the_firm(found: re.Match[str]) -> str:
    if is_known_town(found["firm"]):
        return found.group()
    return f"{found['who']} {CUT} {found['firm']} {CUT} "


_PERSON_THEN_FIRM = re.compile(
    rf"(?<![\w.])(?P<who>{CIVILITY}\s*(?:{SMALL})?{WORD}(?:(?: {WORD})??"
    rf" (?:(?:de la|de l['’]|du|des|de chez|chez|de|at|from) ?)?(?={FIRM.pattern})"
    rf"| (?:de chez|chez|de|from|at) (?={WORD} {FIRM.pattern})"
    rf"| (?={WORD}(?: {WORD})? {LEGAL_FORM})))"
)
"""“MME ROUX GARAGE MARTIN”: the firm begins where its trade does."""
