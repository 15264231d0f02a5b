"""Rewriting French phrases about days into simpler ones, which the grammar of french.py
understands.

“Absente jusqu'au 4” becomes “apres le 4”. All texts here are folded: no accents, lower case, plain
apostrophes.
"""

from __future__ import annotations

import re

from decroche.shared.spoken.french_numbers import NUMBERS
from decroche.shared.spoken.parts import Refused

_WEEKDAY = (
    r"(?:lun(?:di)?|mar(?:di)?|mer(?:credi)?|jeu(?:di)?|ven(?:dredi)?|sam(?:edi)?|dim(?:anche)?)"
)
_MONTH = (
    r"(?:janv(?:ier)?|fev(?:r(?:ier)?)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|aout|sept(?:embre)?"
    r"|oct(?:obre)?|nov(?:embre)?|dec(?:embre)?)\.?"
)
_WHO = r"(?:(?:elle|il|on|je|nous|madame|monsieur|mme \w+|m\.? \w+|la dame|le monsieur) )?"
_BE = r"(?:est |sera |serai |suis |etait )?"

_SPELT_DAYS = sorted((word for word, n in NUMBERS.items() if 2 <= n <= 31), key=len, reverse=True)
_MINUTES = {
    word: n for word, n in NUMBERS.items() if n in (5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55)
}
_SPELT = "|".join(sorted((word for word in NUMBERS), key=len, reverse=True))
_SPELT_MINUTES = re.compile(
    rf"(?<!dans )(?<!d'ici )(?<!sous )\b(?P<hour>[01]?\d|2[0-3]|{_SPELT}) ?h(?:eures?)? "
    rf"(?P<minute>{'|'.join(sorted(_MINUTES, key=len, reverse=True))})\b"
    r"(?! (?:jours?|semaines?|mois|ans?)\b)"
)
"""“Dix heures trente”, “14 h quarante-cinq”."""
_SPELT_DAY = re.compile(rf"\b({'|'.join(_SPELT_DAYS)}) (?={_MONTH}(?: |$))")
_SPELT_DAY_ALONE = re.compile(
    rf"\b(?P<before>le|{_WEEKDAY}) (?P<day>{'|'.join(_SPELT_DAYS)})"
    r"(?=$|,| (?:a|vers|au matin|matin|apres[- ]midi|en|dans)\b)(?!,? h)"
)
"""“Le quatre à onze heures”, “mercredi dix-sept, neuf heures”."""
_SAID_ANEW = re.compile(
    r"^.{2,80}?,? (?:(?:euh,? |ah,? |ou )?non,? (?:pardon|attendez|plutot|disons)"
    r"|pardon,? (?:non|plutot)"
    r"|enfin,? non|je (?:veux|voulais) dire|je me trompe|finalement non)[, ]+(?P<rest>.{2,})$"
)
"""“Après-demain, non pardon, demain à 9h”: what is said last is meant."""
_LATER_TODAY_AT = re.compile(r"\btout a l'heure,? (?=(?:a|vers) (?:\d|midi))")
_ONCE_PAST = re.compile(
    r"\bune fois (?:(?:que )?(?P<what>[a-z' -]{3,40}?) )(?:est |sera |seront |sont )?passee?s?\b"
)
"""“Une fois Pâques passé”."""
_LET_PASS = re.compile(r"^(?:laissez|laisse|laissons|laissez-moi) passer (?:noel et )?(?=\w)")
_COUNT_ON = re.compile(
    r"^(?:(?:il faut )?comptez?r?|prevoyez|prevoir|pas avant) "
    rf"(?=(?:\d{{1,3}}|{'|'.join(NUMBERS)}) (?:jours?|semaines?|mois)\b)"
)
"""“Comptez six semaines”."""
_SHORTENED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (rf"\b({_WEEKDAY})\.(?= |$)", r"\1"),
        (r"\bds(?= )", "dans"),
        (rf"\bdeb\b\.? ?(?=de |du |{_MONTH}|sem|annee)", "debut "),
        (rf"\bjsqu?(?:'? ?au?)?\b\.? ?(?=\d|{_WEEKDAY}|fin )", "jusqu'au "),
        (r"\bauj\b\.?", "aujourd'hui"),
        (r"\b(?:apres|ap\.?)[ -]?dem\b\.?", "apres-demain"),
        (r"\bap\.?[ -]?demain\b", "apres-demain"),
        (r"\b(?:dem|2main|dmain|demin)\b\.?", "demain"),
        (r"\bmerc\b\.?", "mercredi"),
        (r"\bvend\b\.?", "vendredi"),
        (r"\bmard\b\.?", "mardi"),
        (r"\bl(?:er|e 1 ?er) (?=[a-z])", "le 1er "),
        (r"\bapr?\. ?(?=\d{1,2} ?h|midi)", "apres "),
        (rf"\bav\. ?(?=\d{{1,2}} ?h|midi|le \d|fin |{_MONTH}|{_WEEKDAY})", "avant "),
        (r"(?<=[a-z0-9/])(?<!\d h)(?<!\dh) pm\b(?=$|,)", " apres-midi"),
        (r"\bmat\b\.?", "matin"),
        (r"\bsem\b\.? (?=pro|du )", "semaine "),
        (r"(?<=semaine )pro(?:ch)?\b\.?", "prochaine"),
        (r"(?<=mois )pro(?:ch)?\b\.?|(?<=di )pro(?:ch)?\b\.?", "prochain"),
        (r" (?:pile|precises?|tapantes?)\b", ""),
        (r"\bmatin tot\b|\btot (?:le|dans la) matin(?:ee)?\b", "matin"),
        (r"\bmi[- ]semaine\b", "milieu de semaine"),
        (r"(?<=\d)( ?h ?[0-5]\d)(?:min|mn)\b", r"\1"),
        (r"\b(\d\d:\d\d):\d\d\b", r"\1"),
        (r"(?<![\d-])(\d\d?)-(\d\d?)-(\d\d)(?![\d-])", r"\1/\2/\3"),
        (r"\bau plus tard\b,? ?|, ?au plus tard\b", ""),
        (r"\btout de suite (?=apres )|(?<=[, ])disons,? (?=\d|[a-z]+ h)", ""),
        (r",? mais (?=pas avant )", " "),
        (r"\ba compter (?:de |du |d')", "le "),
        (r"\ba partir du (?=\d)", "le "),
        (r"\bd'ici (?:au|le|a) (?=\d{1,2}(?:er)?(?![\w ]| \D*(?:jours?|sem|mois|an)))", "le "),
        (rf"\bd'ici (?:a |au |le )?(?={_WEEKDAY}|(?:apres-)?demain)", ""),
        (r"\bd'ici (?=noel\b|paques\b|les (?:fetes|vacances)\b|la toussaint\b)", "avant "),
        (r"^le (?=lundi|mardi|mercredi|jeudi|vendredi|demain|janvier)", ""),
        (r"\bdu mois d(?:e |')(?=\w)", "de "),
        (r"\bdans la huitaine\b", "dans une huitaine"),
        (
            r"\bdebut (?:de |du )?(?=t[1-4]\b|(?:[1-4](?:er|e|eme)|premier|deuxieme|second"
            r"|troisieme"
            r"|quatrieme|dernier) (?:trimestre|semestre))",
            "",
        ),
        *(
            (rf"\bfin (?:de |du )?(?:t{number}\b|(?:{words}) trimestre)", f"fin {month}")
            for number, words, month in (
                (1, "1er|premier", "mars"),
                (2, "2e|2eme|deuxieme|second", "juin"),
                (3, "3e|3eme|troisieme", "septembre"),
                (4, "4e|4eme|quatrieme", "decembre"),
            )
        ),
        (r"\bs ?\+ ?(\d{1,2})\b", r"dans \1 semaines"),
        (r"\bm ?\+ ?(\d{1,2})\b", r"dans \1 mois"),
        (r"\b(?:le |au )?(?:premier|1er) jour ouvr(?:e|able) (?:(?=du mois)|de |d')", "le 1er "),
        (
            r"\b(?:de )?la semaine (?:d'apres|suivante|qui (?:vient"
            r"|suit))\b",
            "de la semaine prochaine",
        ),
        (r"\b(?:autour|aux (?:alentours|environs)) du ", "vers le "),
        (r"\b(?:autour|aux (?:alentours|environs)) d(?:e |')", "vers "),
        (rf"(?<=semaine prochaine),? plutot (?={_WEEKDAY})", " "),
        (r"^(?:vous pouvez )?(?:r?appele[zr]?|r?appelle|relance[rz]?)-(?:moi|nous|l[ea]s?) ", ""),
        (r"\bapres la toussaint\b", "apres le 1er novembre"),
        (r"\bfetes de (?:fin d'annee|noel)\b", "fetes"),
        (
            r"^(?:a )?(?:rdv|rendez-vous|relancer?|recontacter|revoir|reprendre contact)\b *:? *",
            "",
        ),
        (
            r"^(?:ne )?pas (?:(?:me|nous|la|le|les) )?(?:r?appeler|relancer"
            r"|recontacter) (?=avant )",
            "pas ",
        ),
    )
)
"""Replacements (pattern, text) of abbreviations, and of words around a day that do not change it.
"""
_NOT_THIS = re.compile(
    rf"^(?:pas|surtout pas) (?:{_WEEKDAY}|demain|aujourd'hui|cette semaine|ce mois(?:-ci)?)"
    r"(?:,| mais| plutot)+ (?:plutot )?(?P<rest>(?!pas\b)(?:la prochaine|.+))$"
)
_NOT_NOW = {
    "pas cette semaine": "semaine prochaine",
    "pas ce mois": "mois prochain",
    "pas ce mois-ci": "mois prochain",
    "pas aujourd'hui": "demain",
    "la prochaine": "semaine prochaine",
}
_HOURS_BETWEEN = re.compile(
    r"(?<=\w )?\bentre (?P<from>\d{1,2})(?: ?h(?: ?(?P<m>\d\d))?)? et "
    rf"(?:(?P<to>\d{{1,2}})(?: ?h(?: ?\d\d)?)?|midi)(?! ?(?:\d|jours?|semaines?|mois|{_MONTH}))"
)
_LENGTH = re.compile(
    r"^(?:(?:\d{1,3}|[a-z]+) (?:jours?|semaines?|mois|ans?|annees?)"
    r"|une (?:huitaine|dizaine|quinzaine)(?: de jours)?)\b"
)
_HOUR_WITH_POINT = re.compile(r"(?<![\d/.-])([01]?\d|2[0-3])\.(00|1[3-9]|[2-5]\d)(?![\d/.])")
_FIRST_DAY = re.compile(rf"\b(?:le premier (?=du mois|courant)|(?:le )?premier (?={_MONTH}))")
_OF_THIS_OR_NEXT = re.compile(
    r"^(?=\d{1,2}(?:er)? (?:courant|ct|du mois (?:prochain|suivant)|de ce mois)\b)"
)
_END_OF_THIS = re.compile(r"\bfin courant\b")
_DURING = re.compile(r"\bcourant (?:de |du )?(?=(?:la )?semaine|(?:le )?mois)")
_YEAR_FIRST = re.compile(r"\b(20\d\d)/(\d\d)/(\d\d)\b")
_DAY_AFTER = re.compile(r"\b(?:le |au )?lendemain (?:de |du )(?=noel|paques|jour de l'an)")
_EVE = re.compile(r"\b(?:la )?veille (?:de )?noel\b")
_UNTIL = re.compile(
    rf"^{_WHO}{_BE}(?:absente?s?|en conges?|en vacances|en formation|en deplacement|indisponible"
    r"|en reunion|en rendez-vous|en rdv|en ligne|occupee?|en clientele|en atelier|en pause|prise?"
    r"|pas (?:la|disponible|joignable|presente?))? ?jusqu'(?:au|a|en) (?P<day>.+?)"
    r"(?: inclus| compris)?$"
)
_BACK = re.compile(
    rf"^{_WHO}{_BE}(?:revient|reviens|revenue?|reviendra|rentre|rentrera|de retour|retour"
    r"|disponible|dispo|joignable|presente?|la)(?: de (?:conges?|vacances|deplacement))?"
    r"(?: a partir (?:de |du |d')| des | que )? ?(?:pas avant )?(?P<day>.+)$"
)
_NOT_BEFORE = re.compile(r"\bpas avant (?P<day>.+)$")
_NOT = re.compile(r"\b(?:pas|sauf|jamais|ni|plus|aucun)\b(?! tard)")
_BEFORE_END = re.compile(r"(?<!pas )\bavant (?=(?:la )?fin\b)")
_SIZES = re.compile(
    r"\b(?:petite?|bonne|bon|grosse|gros) (?=quinzaine|semaine|heure|demi|quart|mois)"
)
_LUNCH = re.compile(r"\bentre midi et (?:deux|2|14)(?: ?h(?:eures?)?)?\b|\ba l'heure du dejeuner\b")
_COUNTED = re.compile(r"\bj ?\+ ?(?P<n>\d{1,3})\b")
_HALF_YEAR_IN_DOUBT = re.compile(
    r"\bs ?2 (?:de )?20\d\d\b|\b(?:au|courant|debut|fin) (?:du )?s ?2\b"
)
"""“S2 2027”: the second week for some, the second half of the year for others."""
_HALF_IN_DOUBT = re.compile(rf"\b(?:{_WEEKDAY}|demain|{_MONTH}) a\.?m\b")
"""“Jeudi am”: the morning for some, the “après-midi” for others."""
_EVERY = re.compile(r"\b(?:tous les|toutes les|chaque|hier|avant[- ]hier|dernier mois|passe)\b")


def simplify(text: str) -> str:
    """The text with all rewriting rules applied, in this order: later ones rely on earlier ones.
    Raises Refused for a negation that remains, a past day, or a repeated one (“tous les lundis”).
    """
    plain = text
    for pattern, words in _SHORTENED:
        plain = pattern.sub(words, plain)
    if anew := _SAID_ANEW.match(plain):
        plain = anew["rest"]
    plain = _LATER_TODAY_AT.sub("aujourd'hui ", plain)
    plain = _ONCE_PAST.sub(r"apres \g<what>", plain)
    plain = _COUNT_ON.sub("dans ", _LET_PASS.sub("apres ", plain))
    plain = _SPELT_DAY.sub(lambda match: f"{NUMBERS[match[1]]} ", plain)
    plain = _SPELT_DAY_ALONE.sub(lambda match: f"{match['before']} {NUMBERS[match['day']]}", plain)
    plain = _SPELT_MINUTES.sub(_hour_and_minutes, plain)
    plain = _HOUR_WITH_POINT.sub(r"\1h\2", plain)
    rather = _NOT_THIS.match(plain)
    plain = rather["rest"] if rather else plain
    plain = _NOT_NOW.get(plain, plain)
    if _HOURS_BETWEEN.fullmatch(plain) is None or "h" in plain:
        plain = _HOURS_BETWEEN.sub(lambda match: f"{match['from']}h{match['m'] or ''}", plain)
    plain = _FIRST_DAY.sub("le 1er ", plain)
    plain = _OF_THIS_OR_NEXT.sub("le ", plain)
    plain = _END_OF_THIS.sub("fin du mois", plain)
    plain = _DURING.sub("", plain)
    plain = _YEAR_FIRST.sub(r"\1-\2-\3", plain)
    plain = _DAY_AFTER.sub("apres ", plain)
    plain = _EVE.sub("24 decembre", plain)
    plain = _SIZES.sub("", plain)
    plain = _COUNTED.sub(lambda match: f"dans {match['n']} jours exacts", plain)
    plain = _LUNCH.sub("12h00", plain)
    plain = _BEFORE_END.sub("", plain)
    plain = _until_or_back(plain)
    if (
        _NOT.search(plain)
        or _HALF_IN_DOUBT.search(plain)
        or _HALF_YEAR_IN_DOUBT.search(plain)
        or _EVERY.search(plain)
    ):
        raise Refused
    return plain


def _hour_and_minutes(match: re.Match[str]) -> str:
    hour = match["hour"]
    return f"{hour if hour.isdigit() else NUMBERS[hour]}h{_MINUTES[match['minute']]:02}"


def _until_or_back(text: str) -> str:
    """“Absente jusqu'au 4” becomes “apres le 4”; “revient lundi” and “pas avant lundi” become
    “lundi”. Raises Refused for another “jusqu'à”.
    """
    until = _UNTIL.match(text)
    if until:
        day = until["day"]
        return f"apres le {day}" if re.fullmatch(r"\d{1,2}(?:er)?", day) else f"apres {day}"
    if " jusqu'" in text:
        raise Refused
    back = _BACK.match(text)
    if back:
        return back["day"]
    return _NOT_BEFORE.sub(
        lambda match: f"dans {match['day']}" if _LENGTH.match(match["day"]) else match["day"], text
    )
