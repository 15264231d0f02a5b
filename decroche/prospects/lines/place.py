"""The address and the town of a line of paper. Pure."""

from __future__ import annotations

import re

from decroche.prospects.firm_words import FIRM
from decroche.prospects.first_names import is_word_of_service, is_word_of_trade
from decroche.prospects.lines.front import refuses
from decroche.prospects.lines.parts import Left, take_first, trimmed
from decroche.prospects.lines.people import ROLE_WORD
from decroche.prospects.person_words import CAPITAL, SMALL
from decroche.prospects.towns import (
    is_formed_like_a_town,
    is_known_town,
    is_small_commune,
    is_town_by_itself,
    small_town_first,
)
from decroche.shared.words import Words

_LINK = rf"{SMALL}|sur |en |les |lès |sous |aux |et "
"""Words inside the name of a town: Villeneuve sur Lot, Marcq en Barœul."""
_PLACE = rf"{CAPITAL}[\w'’-]{{0,40}}(?: (?:{_LINK})?{CAPITAL}[\w'’-]{{0,40}}){{0,3}}"
_SMALL_LINK = r"[ -](?:sur|en|les|sous|aux|de|du|des|la|le|l['’])[ -](?:la |le |l['’])?"
_SMALL_PLACE = (
    rf"(?:(?:la|le|les|saint|sainte|ste?)[ -])?[a-zà-öø-ÿœ'’]{{2,40}}"
    rf"(?:{_SMALL_LINK}[a-zà-öø-ÿœ'’]{{2,40}}|-[a-zà-öø-ÿœ'’]{{2,40}}){{0,3}}"
)
"""The name of a town in small letters. It counts as one only behind a postcode."""
_POSTCODE = re.compile(
    rf"(?:(?<![\w'’-])(?P<before>{_PLACE})\s?\(\s?)?"
    r"(?<!\d)(?:F-)?(?P<code>\d{5})(?!\d|\s?(?:€|euros?\b|k€|HT\b))"
    rf"(?(before)\s?\)|,?(?: (?P<city>{_PLACE}|{_SMALL_PLACE})"
    r"(?:\s(?:cedex|CEDEX|Cedex)(?:\s\d{1,2})?)?)?)"
)
_BARE_STREET = re.compile(
    r"(?<!\d )(?<!\d, )(?<!bis )(?<!ter )(?<!bis, )(?<!ter, )"
    r"(?P<street>\b(?:(?:rue|avenue|av\.?|bd|bld|boulevard|impasse|all[ée]es?|chemin|quai|faubourg"
    r"|lieu[- ]dit)\s|(?:place|route|cours|square)\s(?:d[eu]s?|d['’]|la|l['’]))"
    r"[^\x1f,;()\d]{3,60}?)[\s,;–—-]*$",
    re.IGNORECASE,
)
"""A street without a number, which stands before a postcode."""
_CEDEX = re.compile(r"\s+cedex(?:\s\d{1,2})?$", re.IGNORECASE)
_STREET = re.compile(
    r"(?<!\d)\d{1,4}(?:\s?(?:bis|ter|quater|[A-D])\b)?,?\s+(?:rue|avenue|av\.?|bd|bld|boulevard"
    r"|place|pl\.?"
    r"|impasse|imp\.?|all[ée]es?|chemin|ch\.?|route|rte|r\.|bvd|quai|cours|square|passage|faubourg|fbg)\b"
    r"[^\x1f,;()]*?(?=\s*(?:[\x1f,;()]|\s[-–]\s|$))",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\b(?:Z\.?I\.?|Z\.?A\.?C?\.?|Zone (?:industrielle|artisanale)) [^\x1f,;()]+", re.IGNORECASE
)
_NAME_LABEL = re.compile(
    r"(?:(?<=^)|(?<=\x1f)|(?<=\x1f ))(?:nom|soci[ée]t[ée]|entreprise"
    r"|raison sociale)\s*:\s*",
    re.IGNORECASE,
)
_ADDRESS_LABEL = re.compile(
    r"(?:(?<=^)|(?<=\x1f)|(?<=\x1f )|(?<=[,;|–—-] ))(?:adresse(?: postale)?|si[èe]ge(?: social)?"
    r"|address|si[èe]ge social [àa])\s*:\s*",
    re.IGNORECASE,
)
_TOWN_LABEL = re.compile(rf"\b(?i:ville|commune|localit[ée])\s*:\s*(?P<town>{_PLACE})")
_TOWN = re.compile(rf"^(?P<town>{_PLACE})(?P<rest>(?:\s+.*)?)$")
NO_TOWN = Words(
    *(
        "stop",
        "mme",
        "mr",
        "monsieur",
        "madame",
        "mrs",
        "fermee*",
        "ouvert*",
        "dispo*",
        "absent*",
        "agence",
        "ok",
        "occupe",
        "repondeur",
        "message",
        "mail",
        "envoye*",
        "vu",
        "deja",
    ),
    *("pas de", "pas", "non", "oui", "interesse*", "sympa", "tres", "trop", "faux", "client*"),
    *("budget", "devis", "site", "projet*", "refus", "fermeture", "ferme", "nouveau", "nouvelle"),
    *(
        "rappele*",
        "recommande*",
        "ancien*",
        "attention",
        "urgent",
        "relance*",
        "voir",
        "demander",
        "appele*",
    ),
    *("laisse", "bonjour", "merci", "gentil*", "accueil", "standard", "secretariat", "direct"),
    *("a", "en cours", "veut", "cherche", "janvier", "fevrier", "mars", "avril", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre", "lundi", "mardi"),
    *("mercredi", "jeudi", "vendredi", "samedi", "dimanche", "matin", "apres midi"),
)


def take_address(left: Left, *, abroad: bool) -> tuple[str, str, str]:
    """(postcode, town, address). Where the number of the line is one `abroad`, a postcode may have
    four figures.
    """
    labelled = next(left.take(_TOWN_LABEL), None)
    left.text = _ADDRESS_LABEL.sub("", _NAME_LABEL.sub("", left.text))
    postcode, city, street = _take_place(left)
    if not postcode and (found := (_ABROAD if abroad else _ABROAD_WITH_SIGN).search(left.text)):
        postcode, city = found["code"], found["city"]
        left.cut(*found.span())
    city = labelled["town"] if labelled and not city else city
    for pattern in (_STREET, _ZONE, _STREET_THEN_HOUSE):
        street = street or take_first(left, pattern)
    return postcode, city, street


_WITH_SIGN = r"(?:CH|B|L|D|A|NL|I|E)-\d{4,5}"
_ABROAD_WITH_SIGN = re.compile(rf"(?<![\w-])(?P<code>{_WITH_SIGN}) (?P<city>{_PLACE})")
_ABROAD = re.compile(
    rf"(?<![\w-])(?<!\d[ .])(?P<code>{_WITH_SIGN}|[1-9]\d{{3}}) (?P<city>{_PLACE})"
)
"""“1003 Lausanne”, “B-1000 Bruxelles”."""
_STREET_THEN_HOUSE = re.compile(
    r"(?<![\w'’])(?:rue|avenue|boulevard|chemin|impasse|all[ée]es?|quai|route|place|square)"
    r" [^\x1f,;()\d]{2,60}?,? \d{1,4} ?[a-d]?(?=\s*(?:$|[\x1f,;(]))",
    re.IGNORECASE,
)
"""“Rue du Lac 4”, as a house is written in Belgium and Switzerland."""


def town_and_name(place: str) -> tuple[str, str]:
    """(town, name) of a line that begins with its place: “41000 Blois Coop du Val”."""
    town = _TOWN_ALONE.match(place)
    if town is None or not place[town.end() :].strip():
        return place, ""
    return town.group(), place[town.end() :].strip()


_TOWN_ALONE = re.compile(
    rf"(?:(?:La|Le|Les|Saint|Sainte) )?{CAPITAL}[\w'’-]*(?: (?:{_LINK}){CAPITAL}[\w'’-]*)*"
)


def postcode_in(text: str) -> str:
    """The first postcode of a text; "" when it has none."""
    found = _POSTCODE.search(text)
    return found["code"] if found else ""


def _take_place(left: Left) -> tuple[str, str, str]:
    """(postcode, town, street that stands before them without a number)."""
    found = _POSTCODE.search(left.text)
    if found is None:
        return "", "", ""
    city = found["city"] or found["before"] or ""
    end = found.end()
    if city[:1].islower() and NO_TOWN.found_in(city.split(" ")[0]):
        city, end = "", found.start("city")
    left.cut(found.start(), end)
    head = left.text[: found.start()]
    street = _BARE_STREET.search(head)
    if street is None or not re.search(r"\w", head[: street.start("street")]):
        return found["code"], _CEDEX.sub("", city).strip(), ""
    left.cut(street.start("street"), street.end("street"))
    return found["code"], _CEDEX.sub("", city).strip(), trimmed(street["street"])


def is_place(words: str) -> bool:
    """Whether words in brackets are the name of a town: “Oyonnax”, “Villeneuve sur Lot”."""
    if _TOWN_ALONE.fullmatch(words) is None or words.isupper() or len(words) < _SHORTEST_TOWN:
        return False
    return not (NO_TOWN.found_in(words) or ROLE_WORD.fullmatch(words))


_SHORTEST_TOWN = 3


def town_of_part(part: str) -> tuple[str, str]:
    """(the town that a part names, the words of it that are a remark)."""
    if (found := _LED_TO_TOWN.fullmatch(part)) and is_known_town(found["town"]):
        return found["town"], ""
    if part.islower() and any(beginning := small_town_first(part)):
        return beginning
    if is_town_by_itself(part) or is_small_commune(part):
        return part, ""
    if FIRM.match(part):
        return "", part
    if (found := _REMARK_IN_TOWN.fullmatch(part)) and is_known_town(found["town"]):
        return found["town"], part
    return (not refuses(part) and _town(part)) or ("", part)


def names_a_town(part: str) -> bool:
    """Whether a part is a well-known town, or leads to one or begins with one in small letters."""
    led = _LED_TO_TOWN.fullmatch(part)
    begins = part.islower() and any(small_town_first(part))
    return is_known_town(led["town"] if led else part) or begins


_LED_TO_TOWN = re.compile(r"(?:[àa]|pr[èe]s de|vers|sur|dans) (?P<town>[^\d,;]{3,40}?)\.?", re.I)
"""“à Dole.”, “près de Colmar”."""
_REMARK_IN_TOWN = re.compile(
    rf"(?:[a-zà-ÿ]|{CAPITAL}[a-zà-ÿ]+ [a-zà-ÿ])[^\d]{{2,60}} [àa]"
    rf" (?P<town>{CAPITAL}[\w'’ -]{{2,40}})"
)
"""“négociants à Saumur”."""
TOWN_BY_FORM = re.compile(
    r"(?:la|le|les|saint|sainte|ste?) [\w'’-]+"
    r"|[\w'’-]+ (?:sur|en|les|lès|sous|la|le|aux) (?:la |le |l['’])?[\w'’-]+",
    re.IGNORECASE,
)
"""Several words that are formed as only a town's name is: “Saint Malo”, “Marcq en Barœul”."""


def _town(part: str) -> tuple[str, str] | None:
    """(a town, the words behind it) when a part begins with one; None when it is a remark."""
    found = _TOWN.match(part)
    if found is None or NO_TOWN.found_in(found["town"].split(" ")[0]):
        return None
    town, rest = found["town"], found["rest"]
    first, _, others = town.partition(" ")
    if _is_no_town(town, first):
        return None
    if is_known_town(town):
        return town, rest
    if is_known_town(first):
        return (town, rest) if others in _QUARTERS else (first, f"{others}{rest}")
    remark = rest.strip()[:1].islower() and not is_formed_like_a_town(town)
    shout = town.isupper() and (len(town) <= _LONGEST_SHOUT or bool(others))
    shout = shout and (" LES " in town or not is_formed_like_a_town(town))
    return None if remark or shout else (town, rest)


def _is_no_town(town: str, first: str) -> bool:
    """Whether the words of a part, of which one is the first, are a trade, a service (“Service
    Communication”) or a street.
    """
    of_a_house = is_word_of_trade(town) or is_word_of_service(first) or _A_STREET.fullmatch(first)
    return bool(of_a_house) and not is_known_town(town)


_A_STREET = re.compile(
    r"(?:rue|avenue|av|boulevard|bd|bld|impasse|all[ée]es?|chemin|quai|route|rte|square|passage"
    r"|faubourg|b[âa]timent|b[âa]t|immeuble|r[ée]sidence|zone|zi|za|zac|lotissement|parc)",
    re.IGNORECASE,
)
_QUARTERS = ("Centre", "Nord", "Sud", "Est", "Ouest", "Cedex")
_LONGEST_SHOUT = 5
"""Letters of an abbreviation in capitals that is no town: “TJM”, “AAC”; several words in capitals
are a remark (“LIGNE SUSPENDUE”).
"""
