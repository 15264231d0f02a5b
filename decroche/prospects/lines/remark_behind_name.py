"""What is said of a firm right behind its name, without a sign between them: “Durieux SARL rép. 3
fois”, “« Le Petit Navire » resto”. Pure.
"""

from __future__ import annotations

import re

from decroche.prospects.first_names import is_first_name
from decroche.prospects.lines.parts import Left, Person
from decroche.prospects.lines.people import take_named
from decroche.prospects.person_words import CAPITAL


def without_remark(name: str, left: Left, people: list[Person]) -> str:
    """The name of a company without the remark that follows it without a sign between them."""
    if quoted := _QUOTED.fullmatch(name):
        left.note(quoted["rest"])
        return quoted["name"]
    if noted := _NOTED.fullmatch(name):
        if not take_named(noted["rest"], left, people):
            left.note(noted["rest"])
        name = noted["name"]
    found = _REMARK.search(name)
    if found is None or not re.search(CAPITAL, name[: found.start()]):
        return name
    remark, name = name[found.end() :], name[: found.start()]
    firm, _, last = name.rpartition(" ")
    if " " in firm and is_first_name(last) and _OF_SOMEBODY.match(remark):
        people.append(Person(last))
        name = firm
    left.note(remark)
    return name


_REMARK = re.compile(
    r"\s\?\s+(?!non\b)(?=[a-zà-ÿ])|\s+(?=!!)|(?<=\w)\.?\s+(?=(?:r[ée]p(?:\.|ondeur\b|ond pas)"
    r"|t[ée]l\.? (?:ne )?r[ée]pond|msg\b|mess\."
    r"|message\b|occup[ée]e?\b|absente?\b"
    r"|abs\."
    r"|injoignables?\b|tjs?\b|(?:t[ée]l|num|n°) (?:chang|chg|err|hs\b|ko\b)|emploie(?:nt)?\b"
    r"|(?:so far|front desk|reception|switchboard|on|elle|ils?|c['’]est|je|tu|any ?more|is|are|was"
    r"|has|they|she|he|we|who|asked)\b|est (?:une?|l[ae]|sp[ée]cialis|situ|implant)\b|re:\s"
    r"|toujours\b|d[ée]j[àa]\b|pas (?:int[ée]ress|d['’]|de |là\b|dispo"
    r"|encore|de rép)"
    r"|ne (?:r[ée]pond|veut|souhaite|plus|pas|jamais)\b|(?:a )?demande(?:nt)? (?:de|[àa])\b"
    r"|a demand[ée]\b"
    r"|24 ?h? ?/ ?24|7 ?j ?/ ?7|refuse(?:nt)?\b|inscrite?s?\b|veut (?:plus|pas|[êe]tre)\b"
    r"|[àa] (?:ne|retirer|supprimer|rayer"
    r"|oublier|enlever)\b|plus jamais\b"
    r"|(?:NE (?:PLUS|PAS|JAMAIS)|PLUS JAMAIS|PAS INTERESS[EÉ]E?S?|RAPPEL[EÉ]E?|REFUSE(?:NT)?"
    r"|OCCUP[EÉ]|ABSENTE?|do not|don['’]t|never|wants?|asks?) |vue? (?:le|au|en|à)\b|mail (?:ok"
    r"|envoy)"
    r"|plaquette\b|devis\b"
    r"|ferm[ée]e? (?:le|en|jusqu|pour|d)|ok (?:mail|pour|pr)\b|rappel[ée]e?\b|relanc[ée]e?\b"
    r"|en (?:r[ée]union|cong[ée]s?|vacances)\b"
    r"|rapp\.|DRH(?=$|\s[a-z])|accueil\b|standard\b|compta\b|secr[ée]tariat\b|cellule\b"
    r"|service (?:com|rh|achats|clients?)\b|nrp\b|npai\b|faux n|(?:\d+|deux|trois|quatre"
    r"|plusieurs) (?:magasins?|sites?|agences?"
    r"|num[ée]ros?|lignes?|salari[ée]s|pers)|personne (?:ne|pas)|n['’](?:a|est"
    r"|ont)\b|a d[ée]j[àa]\b|trop cher|m['’](?:a|ont)\b"
    r"|(?:pr[ée]f[èe]re|souhaite|voudrai|aimerai|attend|cherche|propose)(?:nt|t)?"
    r" (?:une?|des?|d['’]|qu['’e]|[êe]tre|nous|me|le|la|notre|votre|[a-zà-ÿ]+er)\b"
    r"|a (?:raccroch|r[ée]pond|dit\b|bien\b|demand|promis|[ée]t[ée]\b)))"
)
"""Where a remark begins right behind the name of a company: “Durieux SARL rép. 3 fois”."""
_OF_SOMEBODY = re.compile(
    r"absente?\b|en (?:r[ée]union|cong[ée]s?|vacances)|occup[ée]e?\b|injoignable"
)
"""A remark that is about a person: “Cave Sauvion Bérangère absente mardi”."""
_QUOTED = re.compile(r"[«“\"]\s?(?P<name>[^»”\"]{2,80}?)\s?[»”\"](?P<rest>.*)")
"""“« Le Petit Navire » resto”."""
_NOTED = re.compile(r"(?P<name>[^:]{2,80}?)\s:\s+(?P<rest>[a-zà-ÿ][^\x1f]*)")
"""“Café des Sports : mail ok”."""
