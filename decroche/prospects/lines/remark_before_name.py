"""A remark that stands before the name of the firm: “répondeur – 01 99… – Agence Bleue”, “1800 € –
Salle Titan”. Pure.

It is one only when the whole part is a remark: “Absent des Bulles” may be a firm.
"""

from __future__ import annotations

import re

from decroche.prospects.firm_words import FIRM
from decroche.prospects.first_names import is_word_of_talk

_SUM = (
    r"\d{1,3}(?:[ .]?\d{3}){0,2}(?:,\d\d)? ?(?:€|k€|eur(?:os?)?\b|k\b)"
    r"(?: ?(?:ht|ttc|par an|/ ?an|/ ?mois)\b)?"
)
_HOW = r"(?:(?:pas|non|plus|tr[èe]s|trop|toujours|encore|d[ée]j[àa]|assez|peu|no|not|too|very) )"
_WHAT = (
    r"(?:r[ée]pondeur|r[ée]ponse|r[ée]p\.?|repond(?:s|ent)?|r[ée]pond|absente?s?|abs\.?"
    r"|occup[ée]e?s?"
    r"|occ\.?|injoignables?|int[ée]ress[ée]e?s?|int\.|dispo(?:nibles?)?|cher|press[ée]e?s?|sympa"
    r"|(?:faux|mauvais|ancien) (?:num[ée]ro|num|n°)|num[ée]ro (?:faux|invalide|non attribu[ée])"
    r"|hors service|raccroch[ée]|a raccroch[ée]|sans suite|en (?:attente|cours|r[ée]union"
    r"|cong[ée]s?|vacances|ligne)|messagerie|boîte vocale"
    r"|(?:msg|message|mess\.?|mail|devis|plaquette|courrier)(?: (?:laiss[ée]|envoy[ée]e?|fait|parti"
    r"|ok))?"
    r"|[àa] (?:rappeler|relancer|voir|suivre|recontacter|revoir)|rappel[ée]e?"
    r"|relanc[ée]e?|appel[ée]e?"
    r"|vue?|faite?|refus|refuse|non|oui|ok|ko|hs|nrp|npai|urgent|prioritaire|chaude?|froide?"
    r"|(?:m['’]a )?(?:raccroch[ée]|insult[ée])e? au nez|hung up(?: on (?:me|us))?|rude|friendly"
    r"|nasty|aimables?"
    r"|d[ée]sagr[ée]ables?|d[ée]j[àa] (?:vue?|appel[ée]e?|fait|contact[ée]e?|client)"
    r"|contact[ée]e?|rencontr[ée]e?|attention"
    r"|wrong (?:no|n°|line|person)|voicemail|answer(?:ing machine)?|busy|interested"
    r"|wrong number|left (?:a )?message|called"
    r"|(?:stand|hall|booth|all[ée]e) (?:n° ?)?[a-z]{0,2} ?\d{1,4} ?[a-z]?"
    r"|(?:pr|pour|for) (?!la|le|les|l\b)[^\W\d_]{3,15}|no budget|available|(?:hot |cold "
    r"|new )?(?:lead|prospect)|hot|cold)"
)
_ON_A_DAY = (
    r"(?: (?:le |du |on )?(?:\d{1,2}/\d{1,2}(?:/\d{2,4})?|hier|ce matin|yesterday|today|last week"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di|(?:mon|tues|wednes|thurs|fri)day)(?: dernier| matin"
    r"| soir)?)?"
)
_AGAIN_AND_AGAIN = r"(?:[ ,]*(?:x ?\d{1,2}|\d{1,2} ?(?:x|fois|times?)|[!?+.]))*"
_REMARK = re.compile(
    rf"(?:{_SUM}|{_HOW}{{0,2}}{_WHAT}(?:[ ,/]{{1,2}}{_WHAT}){{0,3}}{_ON_A_DAY}){_AGAIN_AND_AGAIN}",
    re.IGNORECASE,
)
_LONGEST = 60
_FEWEST = 2


def is_mostly_talk(part: str) -> bool:
    """Whether half or more of the words of a part, articles left out, are words of sentences, the
    first among them: “ne répond jamais”, “they asked us to stop calling”, “ring after 5pm”. No firm
    by its trade is.
    """
    words = [word for word in re.findall(r"[^\W_]+", part) if not _ARTICLE.fullmatch(word)]
    said = [is_word_of_talk(re.sub(r"\d", "", word)) or word[0].isdigit() for word in words]
    if len(words) < _FEWEST or len(part) > _LONGEST or not said[0] or FIRM.search(part):
        return False
    named = sum(word[:1].isupper() for word in words[1:]) if not part.isupper() else 0
    enough = 2 * sum(said) > len(words) - (len(words) > _FEWEST)
    return enough and not named


_ARTICLE = re.compile(r"l[ae]s?|d[eu]s?|[ld]|un|une|[àa]|aux?|en|et|the|and|of", re.IGNORECASE)


def is_a_remark(part: str) -> bool:
    """Whether a part of a line is nothing but a remark or a sum of money."""
    return len(part) <= _LONGEST and _REMARK.fullmatch(part) is not None
