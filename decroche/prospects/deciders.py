"""Who decides, as a note says it: “le boss, c’est Paul Riou”, “c’est Anne qui décide”. Pure.

The name is a guess that is offered and never kept by itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from decroche.prospects.first_names import is_first_name, is_full_name
from decroche.shared.folding import fold_name

_CAPITAL = r"[A-ZÀ-ÖØ-ÞŒ]"
_WORD = rf"{_CAPITAL}[\w'’-]{{1,30}}"
_CIVIL = (
    r"(?:M\.?|Mr\.?|Mrs\.?|Ms\.?|Mme\.?|Mlle|Madame|Monsieur|Dr\.?) "
    rf"(?:de |du |le |la )?{_WORD}(?: {_WORD})?"
)
_NAME = rf"(?P<who>{_CIVIL}|{_WORD} (?:de |du |le |la )?{_WORD})"
_NAME_OR_FIRST_NAME = rf"(?P<who>{_CIVIL}|{_WORD} (?:de |du |le |la )?{_WORD}|{_WORD})"
"""Also “Julie” by itself, where the words around say without doubt that it is a person."""
_TITLE = (
    r"(?:(?i:la |le |l['’])?(?i:g[ée]rante?|patron(?:ne)?|(?:big )?boss|p\.?d\.?g\.?|d\.?g\.?"
    r"|dirigeante?"
    r"|pr[ée]sidente?|directeur|directrice|dir(?:ecteur|ectrice)? ?com|dircom"
    r"|chef(?:fe)? d['’]entreprise|propri[ée]taire"
    r"|resp(?:onsable|\.)? (?:de la )?com(?:munication)?"
    r"|d[ée]cideu(?:r|se)"
    r"|owner|director|manager|head of communications?)"
    r")(?: (?i:g[ée]n[ée]rale?|de la com(?:munication)?|marketing))?"
)
_DECIDES = (
    r"(?i:d[ée]cide(?:ra)?|tranche(?:ra)?|a le dernier mot|valide(?:ra)?"
    r"|choisit|signe(?:ra)?|commande"
    r"|prend (?:toutes )?les d[ée]cisions"
    r"|g[èe]re la com(?:munication)?|s['’]occupe de la com(?:munication)?|decides"
    r"|makes (?:all )?the decisions|has the last word|is in charge of communications?)"
)
_IS = r"(?i:c['’]est|s['’]appelle|est|is|it['’]s)"
_SAID = (
    re.compile(rf"(?<!\w){_TITLE}\s*[,:=(–-]?\s*{_IS}\s*:?\s+{_NAME_OR_FIRST_NAME}"),
    re.compile(rf"(?<!\w){_TITLE}(?:\s*[,:=(–-]\s*|\s+){_NAME}"),
    re.compile(rf"(?<!\w){_TITLE}\s*[:=]\s*{_NAME_OR_FIRST_NAME}"),
    re.compile(
        rf"(?<!\w){_NAME},? (?i:c['’]est|est|is) (?i:la |le |l['’]|the |our )?{_TITLE}(?!\w)"
    ),
    re.compile(rf"(?<!\w)(?i:c['’]est|it['’]s) {_NAME},? (?i:la |le |l['’]|the ){_TITLE}(?!\w)"),
    re.compile(
        rf"(?<!\w){_NAME},? (?i:c['’]est (?:elle|lui)|(?:she|he)['’]s the one)"
        rf" (?i:qui|who) {_DECIDES}"
    ),
    re.compile(rf"(?<!\w){_NAME}\s*[,(–-]\s*{_TITLE}(?!\w)"),
    re.compile(
        r"(?<!\w)(?i:(?:qui )?d[ée]cide(?:u(?:r|se))?|d[ée]cisions?|d[ée]cisionnaire"
        r"|decision maker)"
        rf"\s*[,:=(–-]?\s*(?:{_IS}\s*:?\s*)?(?:(?i:à|revient à|par) )?(?<=[\s:=(–-]){_NAME}"
    ),
    re.compile(rf"(?<!\w){_NAME} (?i:qui |who )?{_DECIDES}(?!\w)"),
    re.compile(
        rf"(?<!\w)(?i:c['’]est|it['’]s) {_NAME_OR_FIRST_NAME} (?i:qui|who) {_DECIDES}(?!\w)"
    ),
    re.compile(
        rf"(?<!\w)(?i:c['’]est [àa]) {_NAME_OR_FIRST_NAME} (?i:de d[ée]cider|de voir)(?!\w)"
    ),
    re.compile(
        rf"(?<!\w)(?i:(?:il )?faut (?:passer par|voir (?:ça|cela|tout) avec)|tout passe par"
        rf"|(?:you )?(?:have|need) to go through"
        rf"|everything goes through) {_NAME_OR_FIRST_NAME}(?! ?\d)"
    ),
)
_GONE = re.compile(
    r"\s*[,)]? (?:est parti|n['’](?:y )?est plus|a quitt[ée]|ne travaille plus|(?:has )?left)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:\b(?:pas|plus|ni|jamais|not|no longer|[ée]tait|was|si|if|whether|que|ancien(?:ne)?|ex"
    r"|une?|ou|or|an"
    r"|former)"
    r"(?: (?:c['’]est|la|le|the))?[ -]"
    r"|\b(?:assistante?|secr[ée]taire|adjointe?|bras droit|mari|femme|[ée]pou(?:x|se)|fils|fille"
    r"|fr[èe]re|s(?:œ|oe)ur|coll[èe]gue|assistant|secretary|wife|husband|son|daughter)"
    r" (?:de |du |d['’]|of )(?:la |l['’]|the )?)$",
    re.IGNORECASE,
)
"""Stands before a name or a title and says that this one does not decide, or that nobody knows."""
_NOT_AFTER = re.compile(r"\s*(?:\?|(?:pas|plus|rien|not)\b)", re.IGNORECASE)
_SMALL_CIVIL = re.compile(
    r"\b(mme|mlle|mr|m\.|madame|monsieur) (?!(?:le|la|est|sera|qui|et|ou|absente?)\b)"
    r"([a-zà-ÿ]{3,})",
    re.IGNORECASE,
)
"""“mme leduc”, as it is typed during a call."""
_LONGEST = 3000
"""Characters of a note that are looked at."""


def decider_named(notes: Iterable[str], known: Collection[str] = ()) -> str:
    """The first name that the notes give to somebody who decides, "" for none; nobody who is known
    already (by name) or has left.
    """
    have = {fold_name(name) for name in known}
    for note in notes:
        words = _SMALL_CIVIL.sub(_capital, note[:_LONGEST])
        for pattern in _SAID:
            for found in pattern.finditer(words):
                who = found["who"]
                if fold_name(who) not in have and _is_name(who) and not _denied(words, found):
                    return who
    return ""


def _denied(words: str, found: re.Match[str]) -> bool:
    """Whether the words beside the name that was found say that this person does not decide, or has
    left.
    """
    end = found.end("who")
    return bool(
        _DENIED.search(words, 0, found.start())
        or _GONE.match(words, end)
        or _GONE.match(words, found.end())
        or _NOT_AFTER.match(words, found.end())
    )


def _capital(found: re.Match[str]) -> str:
    return f"{found[1].capitalize()} {found[2].capitalize() if found[2].islower() else found[2]}"


def _is_name(who: str) -> bool:
    if re.match(r"(?:M|Mme|Mlle|Mr|Mrs|Ms|Dr)\b|Madame|Monsieur", who):
        return True
    return is_full_name(who) if " " in who else is_first_name(who)
