"""The name of the company on a line of paper, from the parts that are left when numbers, people and
the place are taken out; and what of these parts is a town, a person or a note. Pure.
"""

from __future__ import annotations

import re
from dataclasses import replace

from decroche.prospects.firm_words import FIRM, LEGAL_FORM, LONG_FIRM
from decroche.prospects.first_names import (
    is_first_name,
    is_full_name,
    is_of_a_trade,
    is_word_of_talk,
)
from decroche.prospects.lines.brackets import TITLE_AT_A_FIRM
from decroche.prospects.lines.dictated import without_opening
from decroche.prospects.lines.front import refuses
from decroche.prospects.lines.numbers import NUMBER
from decroche.prospects.lines.parts import CUT, Left, Person, trimmed, without_point
from decroche.prospects.lines.pasted import is_of_a_page
from decroche.prospects.lines.people import (
    ROLE_WORD,
    add_named,
    gives_a_title,
    person_first,
    put_first,
    take_named,
)
from decroche.prospects.lines.person_behind_firm import person_behind
from decroche.prospects.lines.place import NO_TOWN, TOWN_BY_FORM, names_a_town, town_of_part
from decroche.prospects.lines.remark_before_name import is_a_remark, is_mostly_talk
from decroche.prospects.lines.remark_behind_name import without_remark
from decroche.prospects.lines.town_beside_name import town_behind
from decroche.prospects.people_named import is_surname_alone, named_in
from decroche.prospects.person_words import CAPITAL, CIVILITY, PERSON, SHOUTED, WORD
from decroche.prospects.towns import is_known_town, is_town_by_itself

_LED_TO_NUMBER = re.compile(r"\s(?:au|sur le|at|on the)$")
"""Words that lead from a name to its number: “Appeler Vasseur au 01 99…”."""
_NAMED_AFTER = (
    r"(?:coiffure|salon|g[îi]te|cabinet(?: [a-zà-ÿ]+)?|institut|boutique|atelier|[ée]cole|pension"
    r"|ferme"
    r"|[ée]tude|chambres? d['’]h[ôo]tes?|auberge)"
)
_TRADER = re.compile(
    rf"(?:(?i:{_NAMED_AFTER}) (?:chez )?)?{CIVILITY}\s*{PERSON}(?: [a-zà-ÿ-]{{4,20}})?"
    rf"|(?:Chez|Contact|Voir|Demander) (?!{CIVILITY}){PERSON}"
)
"""A name of a business that is somebody's, or begins like a remark: “Coiffure Mme Claude”, “Me
Lambert notaire”, “Chez Paulette”.
"""
_TRADE_AND_NAME = re.compile(
    rf"[a-zà-ÿ]{{4,20}} (?P<name>{CAPITAL}[\w&'’-]+(?: {CAPITAL}[\w&'’-]+)?)"
)
"""“M. Ouali, ascenseurs OTB”: a firm behind who stands for it."""
_HOST = re.compile(rf"[\x1f\s]*(?P<name>Chez (?!{CIVILITY}){PERSON})[\x1f\s]*(?=$|\x1f|[(,;/–—-])")
_HEADING = re.compile(
    r"(?:(?:lun|mar|mer|jeu|ven|sam|dim)[a-z]*\.?,? )?(?:\d{1,2}(?:er)? [a-zéû]{3,9}\.?(?: 20\d\d)?"
    r"|\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?)|page \d+(?:/\d+)?"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche",
    re.IGNORECASE,
)
"""A line that is nothing but a date or the number of a page."""
_SPLIT = re.compile(
    r"\x1f|\s(?:-{1,3}|[–—|•·])\s|\s/\s(?!\d)|\s*[;|]\s*|\s(?:->|→|=>)\s?|\t+|\s{3,}|,\s+"
)


def take_host(left: Left) -> str:
    """The name of a business that is somebody's, “Chez Paulette”, where no firm follows."""
    host = _HOST.match(left.text)
    if host is None or _names_a_firm(left.text[host.end() :]):
        return ""
    left.text = f"{CUT}{left.text[host.end() :]}"
    return host["name"]


def _names_a_firm(text: str) -> bool:
    """Whether a part of a text is a firm by its trade."""
    return any(FIRM.match(trimmed(part)) for part in _SPLIT.split(text))


def take_trader(left: Left) -> str:
    """The person who stands before the number when nothing else does: then the card is that
    person's.
    """
    number = NUMBER.search(left.text)
    before = left.text[: number.start()] if number else ""
    head = "" if CUT in before.strip(f"{CUT} ,;:(/–—-") else trimmed(before)
    name, comma, remark = head.partition(", ")
    if comma and remark[:1].islower() and "," not in remark and not _names_a_firm(remark):
        head = name
    else:
        remark = ""
    firm = _TRADE_AND_NAME.fullmatch(remark)
    if firm and not ROLE_WORD.match(remark) and not is_known_town(firm["name"]):
        return ""
    if number is None or _TRADER.fullmatch(head) is None:
        return ""
    if _PERSON_AND_FIRM.search(left.text) or _names_a_firm(left.text[number.end() :]):
        return ""
    left.cut(0, number.start())
    left.note(remark)
    return head


def take_name(
    left: Left, people: list[Person], trader: str, city: str, *, with_number: bool
) -> tuple[str, str]:
    """(the name, the town); everything else that is left becomes a note."""
    if (found := _BEFORE_A_FIRM.match(left.text)) and is_full_name(found["who"]):
        left.text = f"{found['who']}{CUT}{left.text[found.end() :]}"
    before = left.text.partition(CUT)[0].split()
    person_first = bool(people) and all(map(is_word_of_talk, before))
    chunks = _chunks(left)
    if trader:
        chunks.insert(0, trader)
    _take_what_is_no_name(chunks, left, people)
    if not chunks:
        return "", ""
    if not with_number and not city and all(_HEADING.fullmatch(part) for part in chunks):
        left.note(" ".join(chunks))
        return "", ""
    if (found := _AT_TOWN.fullmatch(chunks[0])) and is_known_town(found["town"]):
        chunks[:1] = [found["name"], found["town"]]
    if not city and (found := _IN_TOWN.fullmatch(chunks[0])) and is_known_town(found["town"]):
        chunks[:1] = [found["name"], found["town"]]
    chunks[:1] = _sentences(chunks[0])
    if district := _DISTRICT.search(chunks[0]):
        left.note(district["number"])
        chunks[0] = chunks[0][: district.start()]
    capital = person_first and not people[0].name.islower()
    if capital and chunks[0].islower() and not FIRM.match(chunks[0]):
        chunks = _without_clause_of_person(chunks, left, people)
    if with_number:
        chunks[0] = _LED_TO_NUMBER.sub("", chunks[0])
    chunks[0] = without_point(without_remark(chunks[0], left, people))
    name, *rest = _firm_before_town(_firm_first(chunks, left, people))
    name = _KIND_OF_FIRM.sub("", _without_mark(name, left))
    rest = [_town_without_point(part) for part in rest]
    rest = [one for part in rest for one in _town_and_sentence(part)]
    named_later = any(map(is_known_town, rest))
    name, town = (name, "") if city or named_later else town_behind(name)
    if not (town or city) and (found := _OF_TOWN.fullmatch(name)) and is_known_town(found["town"]):
        name, town = found["name"], found["town"]
    behind = _take_rest(rest, left, people, town_is_known=bool(town or city))
    return name, town or behind


_DISTRICT = re.compile(
    r"(?i)(?:(?<=\bparis)|(?<=\blyon)|(?<=\bmarseille)) (?P<number>\d{1,2}(?:e|er|[èe]me)?)$"
)
"""“Brasserie Weller Lyon 7”."""
_KIND_OF_FIRM = re.compile(
    rf"^(?:(?:[Ll]a|de la) |d['’]|de l['’]|[Ll]['’])?(?:soci[ée]t[ée]|entreprise|bo[îi]te|firme) "
    rf"(?={CAPITAL})|^(?:L[ae] |L['’])(?=[a-zà-ÿ]{{4,20}} )(?={FIRM.pattern}|{LONG_FIRM.pattern})"
    rf"|^de (?:la |l['’])(?={FIRM.pattern}|{LONG_FIRM.pattern})"
)
"""Small letters before a name in a sentence: “la société Grimonvaux”."""


def _take_what_is_no_name(chunks: list[str], left: Left, people: list[Person]) -> None:
    """Remarks, and what a person named before does, taken from before the name of the firm."""
    if chunks and (found := _REMARK_BEFORE.match(chunks[0])) and _is_no_name(found):
        left.note(found["remark"])
        chunks[0] = chunks[0][found.end() :]
    if len(chunks) > 2 and ROLE_WORD.fullmatch(chunks[0]) and is_full_name(chunks[1]):
        people.append(Person(chunks[1]))
        gives_a_title(chunks[0], left, people)
        del chunks[:2]
    if chunks and chunks[0][:1].islower():
        chunks[0], said = without_opening(chunks[0])
        left.note(said)
    if people and chunks and (found := _LED_FROM_PERSON.match(chunks[0])):
        chunks[0] = chunks[0][found.end() :]
    while chunks and any(map(_may_be_a_name, chunks[1:])):
        of_person = ROLE_WORD.fullmatch(chunks[0]) and gives_a_title(chunks[0], left, people)
        remark = is_a_remark(chunks[0]) or _is_talk(chunks[0]) or is_mostly_talk(chunks[0])
        if not of_person and not remark:
            return
        if not of_person:
            left.note(chunks[0])
        del chunks[0]
        chunks[0], said = without_opening(chunks[0])
        left.note(said)


def _is_talk(part: str) -> bool:
    """Whether a part holds nothing but words of sentences: “oui bonjour”, “Their new”, “là c'est un
    restaurant”; or is a heading of a page.
    """
    words = part.split()
    of_trade = len(words) > 1 and part[-1:].islower() and is_of_a_trade(words[-1])
    return all(map(is_word_of_talk, words[:-1] if of_trade else words)) or is_of_a_page(part)


_LED_FROM_PERSON = re.compile(
    rf"(?:de la |de l['’]|du |des |de |d['’]|chez |from |of |at )(?={CAPITAL}[^\W\d_]+)"
)
"""“Madame Coste, *des* Faïenceries de Moulis”."""


def _is_no_name(found: re.Match[str]) -> bool:
    """Whether words before a colon or an exclamation mark are a remark: a known one, or small
    letters that are shouted, “hung up on me!! Garage Weller”.
    """
    shouted = "!" in found.group() and found["remark"][:1].islower()
    return shouted or is_a_remark(found["remark"]) or is_mostly_talk(found["remark"])


_REMARK_BEFORE = re.compile(r"(?P<remark>[^:!]{2,40}?)(?:\s?!+|\s?:)\s+(?=[A-ZÀ-Þ])")
"""“Faux numéro : Garage Weller”, “Hot lead!! Garage Weller”."""


def _may_be_a_name(part: str) -> bool:
    """Whether a part behind a remark is what the line is about: a firm, or words that are no town
    and no other remark.
    """
    plain = part[:1].isupper() and not is_known_town(part) and not is_a_remark(part)
    return FIRM.match(part) is not None or plain


def _sentences(part: str) -> list[str]:
    """A part cut where a sentence ends: “Tuilerie Bombard. Dole.”. One word with a point before
    other words than a town is cut short: “Pharm. des Arcades”.
    """
    first, *rest = _SENTENCE_ENDS.split(part)
    if rest and _CUT_SHORT.search(first) and not is_known_town(without_point(rest[0])):
        return [part]
    if rest and " " not in first and not is_known_town(without_point(rest[0])):
        first, *rest = [f"{first}. {rest[0]}", *rest[1:]]
    return [first, *rest]


def _without_clause_of_person(chunks: list[str], left: Left, people: list[Person]) -> list[str]:
    """The parts behind whom a line begins with, when small letters say something of that person:
    the firm among them, else the person, whose card it then is.
    """
    said, *rest = chunks
    left.note(said)
    firm = next((part for part in rest if FIRM.match(part)), "")
    return [firm or people[0].name, *(part for part in rest if part != firm)]


def _town_without_point(part: str) -> str:
    """A part that is a town and ends a sentence, without its point: “Cancale.”."""
    bare = without_point(part)
    return bare if is_known_town(bare) or is_town_by_itself(bare) else part


def _town_and_sentence(part: str) -> list[str]:
    """A part cut behind the known town that ends a sentence: “Grenoble. Front desk”."""
    first, *rest = _SENTENCE_ENDS.split(part, maxsplit=1)
    return [first, *rest] if rest and is_known_town(first) else [part]


def _chunks(left: Left) -> list[str]:
    """The parts that are left of a line; marks by themselves are notes."""
    chunks = [part for part in map(trimmed, _SPLIT.split(left.text)) if part]
    for mark in filter(_ONLY_A_MARK.fullmatch, chunks):
        left.note(mark)
    return [part for part in chunks if re.search(r"\w", part)]


def _without_mark(name: str, left: Left) -> str:
    """The name without the mark behind it, such as a question mark. The mark becomes a note."""
    found = _LAST_MARK.search(name)
    if found is None:
        return name
    left.note(found["mark"])
    return name[: found.start()]


def _take_rest(rest: list[str], left: Left, people: list[Person], *, town_is_known: bool) -> str:
    """The town of the parts behind the name; the people of the others are taken out, and the rest
    is a note.
    """
    town = ""
    named = any(map(names_a_town, rest))
    for part in rest:
        if take_named(part, left, people) or gives_a_title(part, left, people):
            continue
        open_to_town = not town and not town_is_known and (not named or names_a_town(part))
        town, remark = town_of_part(part) if open_to_town else (town, part)
        if town and is_first_name(remark):
            people.append(Person(remark))
        else:
            left.note(remark)
    return town


def _firm_before_town(chunks: list[str]) -> list[str]:
    """The parts with the firm first where a line begins with its town: “Lille, Garage Roux”."""
    first, *rest = chunks
    if not is_known_town(first):
        found = _TOWN_THEN_FIRM.fullmatch(first)
        known = found is not None and is_known_town(found["town"])
        return [found["firm"], found["town"], *rest] if found and known else chunks
    firm = next((part for part in rest if FIRM.match(part)), "") or next(iter(rest), "")
    if not firm or is_known_town(firm) or not re.match(CAPITAL, firm) or refuses(firm):
        return chunks
    if NO_TOWN.found_in(firm.split(" ")[0]) or named_in(firm) is not None:
        return chunks
    rest.remove(firm)
    return [firm, first, *rest]


_LAST_MARK = re.compile(r"(?<=\w)\s+(?P<mark>[✗✓?!+*=#~×xX]{1,3}|\(\?\))$")
"""What is put behind a name and is no part of it: “Fromagerie Bonnevaux ?”."""
_ONLY_A_MARK = re.compile(r"[✗✓\s]+")
_SENTENCE_ENDS = re.compile(r"(?<=[a-zà-ÿ]{4})(?<!ssoc)\.\s+(?=[^\W\d_])")
"""The point between the name of a company and its town; “Ets. Roux” has none of that kind."""
_CUT_SHORT = re.compile(
    r"\.(?: |\Z)|\s[a-z]{4,5}\Z|\b(?i:r[ée]sid|boul(?:ang)?|pharm|menuis|impr(?:im)?|rest|assoc"
    r"|coop|transp|constr|[ée]lectr?|clin|cab|inst|labo?|[ée]tabl?|bât|entr|synd|f[ée]d|plomb|charp|ma[çc])\Z"
)
"""Words of which one is cut short before the last: “Cab. dent”."""


def _firm_first(chunks: list[str], left: Left, people: list[Person]) -> list[str]:
    """The parts with the firm before all others: whoever stands before it or right behind it is
    taken out.
    """
    firm, rest = chunks[0], chunks[1:]
    first = person_first(firm, left.text)
    works_at = _AT_A_FIRM.fullmatch(firm)
    if first and (company := next((part for part in rest if _is_a_company(part, left.text)), "")):
        rest.remove(company)
        at = TITLE_AT_A_FIRM.fullmatch(company)
        title = (at and at["title"]) or first.title
        put_first(replace(first, title=title), left, people)
        return [at["firm"] if at else company, *rest]
    told = None if first else named_in(firm)
    trade = next((part for part in rest if FIRM.match(part)), "")
    if told and trade and re.match(r" [a-zà-ÿ]", told.rest) and not FIRM.match(firm):
        put_first(told, left, people)
        rest.remove(trade)
        return [trade, *rest]
    if works_at and (named := person_first(works_at["who"], left.text)):
        put_first(named, left, people)
        return [works_at["firm"], *rest]
    if split := person_behind(firm):
        add_named(split[1], left, people)
        return [split[0], *rest]
    return chunks


def _is_a_company(part: str, line: str) -> bool:
    """Whether a part behind a person is the name of where they work: no town, no remark."""
    if FIRM.match(part) or TITLE_AT_A_FIRM.fullmatch(part):
        return True
    words = part.split()
    if NO_TOWN.found_in(words[0]) or TOWN_BY_FORM.fullmatch(part) or is_known_town(part):
        return False
    if ROLE_WORD.fullmatch(part) or (is_known_town(words[0]) and re.search(SHOUTED, part)):
        return False
    if len(words) == 1:
        return is_surname_alone(part) and not is_first_name(part)
    return part[:1].isupper() or line == line.lower()


_PERSON_AND_FIRM = re.compile(
    rf"{CIVILITY}[^\d\x1f]+\x1f (?:{FIRM.pattern}|{WORD}(?: {WORD})? {LEGAL_FORM})"
)
"""A person before a firm, once `CUT` stands between them (`opened.py`)."""
_TOWN_THEN_FIRM = re.compile(
    rf"(?P<town>{CAPITAL}[\w'’ -]{{2,30}}?) (?P<firm>{FIRM.pattern}.*|[^,]{{2,60}} {LEGAL_FORM})"
)
"""“Lille Garage Roux”."""
_BEFORE_A_FIRM = re.compile(rf"\s*(?P<who>{WORD} {WORD}) (?={FIRM.pattern})")
_AT_A_FIRM = re.compile(rf"(?P<who>[^,]{{2,60}}?),?\s(?:de\s)?chez\s(?P<firm>{CAPITAL}.+)")
"""“Marc de chez Brunel Paysage”, “Sophie L. com chez Textor”."""
_AT_TOWN = re.compile(rf"(?P<town>{CAPITAL}[\w'’ -]{{1,40}}?)\s?:\s+(?P<name>{CAPITAL}.*)")
"""“Villeneuve-d'Ascq : Mairie annexe”."""
_ONE_TOWN = rf"(?P<town>(?:Saint |Le |La |Les )?{CAPITAL}[\w'’-]{{2,40}})"
_OF_TOWN = re.compile(rf"(?P<name>[a-zà-ÿ]{{4,20}} {CAPITAL}[^,]{{2,60}}?) d(?:e |['’]){_ONE_TOWN}")
"""“le garage Renaudin de Beaune” of a sentence; “Caves de Beaune” and “mairie de Beaune” are whole
names.
"""
_IN_TOWN = re.compile(rf"(?P<name>{CAPITAL}[^,]{{2,80}}?) (?:[àa]|(?<=[A-ZÀ-Þ] )A) {_ONE_TOWN}")
"""“Tuilerie Bombard à Dole”."""
