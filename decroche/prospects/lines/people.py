"""The people whom a line of paper names, and what they do. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from decroche.prospects.first_names import (
    is_first_name,
    is_full_name,
    is_trade_of_one_person,
    is_word_of_talk,
    is_word_of_trade,
)
from decroche.prospects.lines.parts import CUT, Left, Person, trimmed, without_point
from decroche.prospects.people_named import Named, is_surname_alone, named_in
from decroche.prospects.person_words import (
    ASK,
    CAPITAL,
    CIVILITY,
    DOES,
    INITIALS,
    PERSON,
    TITLE,
    WORD,
)
from decroche.prospects.rules import role_of
from decroche.prospects.towns import is_known_town
from decroche.shared.words import Words

_ROLE_MARK = re.compile(
    rf"(?<![\w.@/-])(?P<title>(?i:{TITLE}))\.?\s*(?:[:=]|(?:,\s)?(?i:s['’]appelle|se nomme"
    rf"|c['’]est)\s"
    rf"|(?i:est|is)\s(?={CIVILITY}|{WORD} {WORD}))\s*(?P<who>(?:{CIVILITY}\s*)?{PERSON})"
    rf"|(?<![\w.@/-])(?P<work>(?i:hr|comms?|marketing|sales)) (?i:person|guy|lady|contact|lead) is "
    rf"(?P<whom>{PERSON})"
    r"|(?<![\w.@/-])(?P<short>com|comm|rh|drh|hr|dir|dg|mkt)\s*:\s*(?P<anyone>[^\x1f,;()]+)",
)
_NAMED = re.compile(
    rf"(?:(?<!\w)(?P<ask>(?i:{ASK}))\s*:?\s*)?"
    rf"(?:(?<![\w.@/-])(?P<first>(?i:{TITLE}))\.?\s*[:,]?\s*)?"
    rf"(?<![\w.])(?P<who>(?:M\.?|Mr\.?|Mme|Mrs\.?) (?:et|&|and) (?:M\.?|Mr\.?|Mme"
    rf"|Mrs\.?) {PERSON}|{CIVILITY}\s*{PERSON}"
    rf"|(?:Mmes|MM\.?) {PERSON}(?: et {PERSON})?"
    r"|(?:(?<=[\x1f,;:/(–-] )m\.|mme|mlle|mr|monsieur|madame) (?:(?:le|la|de|du|el|ben|van|von"
    r"|dos) )?"
    r"[a-zà-öø-ÿœ'-]{2,40})"
    rf"(?:\s*[,(–-]?\s*(?P<title>(?i:{DOES}|{TITLE}))\)?(?![\w'’]))?"
)
_TITLED = re.compile(
    rf"(?:(?<=^)|(?<=[\x1f,;:/(] )|(?<=[-–—] )|(?<=[\x1f(]))"
    r"(?P<who>[^\W\d_][\w'’.-]{0,40}(?: [^\W\d_][\w'’.-]{0,40}){0,2}?)"
    r"(?:\s*[(,–—-]\s*|\s+(?=(?i:dir|resp|charg|assist|drh|rh|pdg|dg)))"
    rf"(?P<title>(?i:{TITLE}))\.?(?![\w'’])\)?"
)
"""A full name and what that person does: “Sophie Marin (com)”."""
_TITLE_THEN_NAME = re.compile(
    rf"(?<![\w.@/'’-])(?<![Cc]abinet )(?<!xpertise )(?P<title>(?i:{TITLE}))\.?\s*:?\s+"
    r"(?P<who>[^\W\d_][\w'’-]{0,40}(?: [^\W\d_][\w'’-]{0,40}){1,2})"
)
"""“Resp com Julie Mas”."""
_INITIALED = re.compile(
    rf"(?<=[\x1f,;:/(–—-] )(?!M\. |(?:D\.R\.H|P\.D\.G|D\.G|R\.H)\b)(?P<who>{INITIALS} ?{WORD})"
    rf"(?:\s*[,(–—-]?\s*(?P<title>(?i:{TITLE}))\.?\)?(?![\w'’]))?(?=\s*(?:$|[\x1f,;:/()–—]))"
)
"""A name with initials that stands by itself: “E. Vilmorel”, “M-C Thouvenin, gérante”."""
_TITLE_THEN_INITIALED = re.compile(
    rf"(?<![\w.@/'’-])(?P<title>(?i:{TITLE}))\.?\s*:?\s+(?P<who>{INITIALS} ?{WORD})"
)
"""“Dir com Ph. Garandeau”."""
_ASKED = re.compile(
    rf"(?<!\w)(?P<ask>(?i:{ASK}))\s*:?\s+(?P<who>{PERSON}(?: (?:ou|or) {WORD})?)"
    rf"(?:\s*[,(–-]?\s*(?P<title>(?i:{TITLE}))\)?(?![\w'’]))?"
)
_SAID = re.compile(
    r"(?<![\w'’-])(?P<said>(?i:(?:(?:je |j['’]ai |on a |i |we |ai )?(?:spoke|spoken|talked"
    r"|chatted|parl[ée]|discut[ée]"
    r"|[ée]chang[ée]) (?:to|with|[àa]|avec)|(?:vu|vue|eu|eue|joint|met|saw|try) (?:avec )?"
    r"|(?:elle|il|la dame|le (?:monsieur|contact|gars|jeune)|la personne|mon contact|she"
    r"|he) (?:s['’]appelle|se nomme|is called)"
    r"|(?:her|his|contact|my contact) name(?: is|['’]s)|son (?:pr[ée])?nom (?:est|c['’]est)"
    r"|pr[ée]nomm[ée]e?|nomm[ée]e?|named)))"
    rf" ?:? ?(?P<who>(?-i:{CAPITAL})[\w'’-]{{1,40}}(?: (?-i:{CAPITAL})[\w'’-]{{1,40}})?)(?![\w'’-])"
)
"""“Spoke to Jean”, “elle s'appelle Nadia Ferhat”: somebody by the first name."""
_IN_CHARGE = Words(
    *("dir", "pres", "patron", "patronne", "chef d entreprise", "cheffe d entreprise", "boss"),
    *("proprietaire", "exploitant", "exploitante", "mairesse", "ger"),
)


def take_people(left: Left) -> list[Person]:
    """The people whom a sign, a title or a word of asking shows as such. What one of them does is
    a note too when it is no role of the file.
    """
    people = list[Person]()
    left.text = _ROLE_THEN_PERSON.sub(_joined_to_its_person, left.text)
    for found in left.take(_ROLE_MARK):
        title = found["title"] or found["work"] or found["short"]
        who = trimmed(found["who"] or found["whom"] or found["anyone"])
        people.append(Person(who, _role(title), title))
    for pattern in (_TITLED, _TITLE_THEN_NAME, _TITLE_THEN_INITIALED, _INITIALED):
        for found in pattern.finditer(left.text):
            rest = left.text[: found.start()] + left.text[found.end() :]
            named = pattern in (_TITLE_THEN_INITIALED, _INITIALED)
            named = named or is_first_name(found["who"]) or is_person(found["who"], left.text)
            if named and re.search(r"[^\W\d_]{3}", rest):
                left.cut(found.start(), found.end())
                title = found["title"] or ""
                people.append(Person(found["who"], _role(title), title))
                break
    _take_those_told_of(left, people)
    _take_asked_in_small(left, people)
    for pattern in (_NAMED, _ASKED):
        for found in left.take(pattern):
            groups = found.groupdict()
            before = left.text[: found.start()]
            at_a_firm = _is_of_firm(found["who"]) or not LETTERS.search(before)
            if (found["ask"] or "").lower() == "chez" and people and at_a_firm:
                left.text = f"{before}{CUT}{found['who']}{left.text[found.start() :]}"
                continue
            title = trimmed(groups.get("first") or groups["title"] or "")
            who = without_point(trimmed(groups["who"]).rstrip(" ?!"))
            people.extend(Person(one, _role(title), title) for one in _each(who))
    for person in people:
        if person.title and person.role == "other":
            left.note(f"{person.name} : {person.title}")
    return people


_ROLE_THEN_PERSON = re.compile(
    rf"(?:(?<=\s[-–—|\x1f]\s)|(?<=[,;]\s))(?P<title>(?i:{TITLE}))\s?[-–—|,;\x1f]\s"
    rf"(?=(?P<who>(?P<civility>{CIVILITY}\s*)?{PERSON})\s*(?:$|[-–—|,;\x1f(]))"
)
"""“Transports Weiss - RH - Sabine Muller”: what somebody does, in a column before the name."""


def _joined_to_its_person(found: re.Match[str]) -> str:
    """What somebody does with a colon before the name; as it was where it is told of a person
    before it.
    """
    before = re.split(r"[,;|\x1f–—]|\s-\s", found.string[: found.start()].rstrip(" ,;|\x1f–—-"))
    person_before = re.match(rf"\s*{CIVILITY}", before[-1]) or is_full_name(before[-1].strip())
    if person_before or not (found["civility"] or is_full_name(found["who"])):
        return found.group()
    return f"{found['title']} : "


def _take_those_told_of(left: Left, people: list[Person]) -> None:
    """Takes out those whom a sentence names by their first name. Its words are a note."""
    for found in list(_SAID.finditer(left.text)):
        if is_first_name(found["who"].split()[0]) and not _is_of_firm(found["who"]):
            people.append(Person(found["who"]))
            left.note(found["said"])
            left.text = left.text.replace(found.group(), CUT, 1)


_ASKED_IN_SMALL = re.compile(
    rf"(?<!\w)(?!chez)(?P<ask>{ASK})\s*:?\s+(?-i:(?P<who>[a-zà-öø-ÿœ][a-zà-öø-ÿœ'’-]{{2,40}}))"
    rf"(?:\s*[,(–-]?\s*(?P<title>{TITLE})\)?)?(?=\s*(?:$|[\x1f,;:/()–—-]))",
    re.IGNORECASE,
)
"""“Voir sandrine la patronne”: a first name in small letters, and what she does."""


def _take_asked_in_small(left: Left, people: list[Person]) -> None:
    """Takes out those to ask for whose first name is written in small letters."""
    for found in list(_ASKED_IN_SMALL.finditer(left.text)):
        who, title = found["who"], _ARTICLE.sub("", trimmed(found["title"] or ""))
        if is_first_name(who) and not is_word_of_talk(who) and not is_known_town(who):
            people.append(Person(who, _role(title), title))
            left.text = left.text.replace(found.group(), CUT, 1)


_ARTICLE = re.compile(r"(?:l[ae] |l['’])", re.IGNORECASE)


def _is_of_firm(who: str) -> bool:
    """Whether two words are a firm by a first name: “Camille Coiffure”."""
    return any(map(is_word_of_trade, who.split()))


def _each(who: str) -> list[str]:
    """The people of words that name several: “SYLVIE OU KARINE”, “Sylvie ou Karine”."""
    names = _OR.split(who)
    return names if all(map(is_first_name, names)) else [who]


_OR = re.compile(r" (?:ou|et|or|and|&) ", re.IGNORECASE)
LETTERS = re.compile(r"[^\W\d_]{2}")


def _role(title: str) -> str:
    """The role behind the words of a title, short forms included: “dir. com.”, “patron”, “R.H”."""
    role = role_of(re.sub(r"(?<=\b\w)\.(?=\w\b)", "", title))
    return "management" if role == "other" and _IN_CHARGE.found_in(title) else role


ROLE_WORD = re.compile(TITLE, re.IGNORECASE)


def is_person(words: str, line: str) -> bool:
    """Whether words are a full name, written as names are in this line: in capitals, or small when
    the whole line is.
    """
    if not is_full_name(words):
        return False
    return line == line.lower() or all(map(_WORD_OF_A_NAME.match, words.split()))


_WORD_OF_A_NAME = re.compile(rf"(?:[dl]['’])?{CAPITAL}|(?:de|du|des|la|le|van|von|da|el|ben)\Z")


def take_named(part: str, left: Left, people: list[Person]) -> bool:
    """Whether a part behind the name of the company names somebody, who is then taken out of it."""
    alone = part.rstrip(" ?!")
    first = is_first_name(alone) and not (alone.islower() and is_word_of_talk(alone))
    if first or is_person(alone, left.text) or is_surname_alone(alone):
        people.append(Person(alone))
        left.note(part[len(alone) :])
        return True
    named = named_in(part)
    if named is not None:
        add_named(named, left, people)
    return named is not None


def put_first(named: Named, left: Left, people: list[Person]) -> None:
    """The people with whom the line begins, before those it names later."""
    found = list[Person]()
    add_named(named, left, found)
    people[:0] = found


def gives_a_title(part: str, left: Left, people: list[Person]) -> bool:
    """Whether a part is nothing but what the person just named does, who then has it."""
    if not people or people[-1].title:
        return False
    if ROLE_WORD.fullmatch(part.rstrip(".")) is None and not is_trade_of_one_person(part):
        return False
    role = _role(part)
    people[-1] = replace(people[-1], role=role, title=part)
    if role == "other":
        left.note(f"{people[-1].name} : {part}")
    return True


def add_named(named: Named, left: Left, people: list[Person]) -> None:
    """Adds those whom words name to the people; what else the words say is a note."""
    role = _role(named.title)
    people.extend(Person(name, role, named.title) for name in named.names)
    if named.title and role == "other":
        left.note(f"{named.names[0]} : {named.title}")
    left.note(named.rest)


def person_first(part: str, line: str) -> Named | None:
    """The person whom the first part of a line names when it names nothing else."""
    if is_first_name(part) or is_person(part, line):
        return Named((part,))
    named = named_in(part)
    if named is None or named.rest.strip():
        return None
    known = _WITH_INITIALS.search(part) is not None or is_first_name(part.split(maxsplit=1)[0])
    known = known or (named.title != "" and is_first_name(named.names[0].split(maxsplit=1)[0]))
    return named if known else None


_WITH_INITIALS = re.compile(rf"^{INITIALS} ?{CAPITAL}|^{WORD} {INITIALS}\Z")
