"""Words that stand on pages of the web and come along when a line is copied from one: “Accueil >”,
“Afficher le numéro”, “4,6 (128 avis)”, “© 2026”. Pure.
"""

from __future__ import annotations

import re

_OF_A_PAGE = re.compile(
    r"(?<![\w-])(?=[A-ZÀ-Þ©®\d(])(?:"
    r"(?i:(?:afficher|voir) (?:le |les |la |l['’])?(?:num[ée]ros?|t[ée]l[ée]phone|site(?: web)?"
    r"|plan|itin[ée]raire|fiche|carte|horaires|coordonn[ée]es|mail|e-mail|plus)"
    r"|site web(?!\s*:)|site internet(?!\s*:)|itin[ée]raires?|mentions l[ée]gales|plan du site"
    r"|contactez[- ]nous|appelez[- ]nous|[ée]crivez[- ]nous|nous (?:trouver|contacter|joindre"
    r"|rejoindre|[ée]crire|situer)|qui sommes[- ]nous ?\??|en savoir (?:plus|\+)|lire la suite"
    r"|retour (?:[àa] la liste|aux r[ée]sultats|[àa] l['’]accueil)|tous droits r[ée]serv[ée]s"
    r"|(?:ouvert|ferm[ée]) (?:actuellement|24 ?h ?/ ?24)|(?:ouvert|ferm[ée]|open|closed)(?= ?[·⋅•])"
    r"|[àa] propos(?: de nous)?(?! d)|enregistrer|appel gratuit|num[ée]ro non surtax[ée]"
    r"|avis(?: clients?| google| v[ée]rifi[ée]s)?(?= ?:? ?[1-5][.,]\d)|ajouter aux favoris"
    r"|partager|prendre (?:rendez-vous|rdv)(?= ?[|·•\x1f]|$)"
    r"|accepter les cookies|se connecter|espace (?:client|adh[ée]rent)"
    r"|contact us|about us|get directions|directions|call now|show (?:phone )?number"
    r"|view (?:website|profile|map)|visit website|all rights reserved|read more|back to (?:list"
    r"|results)"
    r"|r[ée]sultats? \d+ (?:sur|[àa]|of) \d+|page \d+(?: (?:sur|of) \d+)?"
    r"|(?:r[ée]server|r[ée]servations?|commander|renseignements?|infos?|booking)(?= ?:)"
    r"|(?:bien )?cordialement|(?:sinc[èe]res|meilleures) salutations|(?:kind|best) regards"
    r"|envoy[ée] (?:de|depuis) mon \w+|sent from my \w+|(?:de|from)(?= ?:)"
    r"|trouvez (?:votre|notre) \w+(?= ?:)|vos (?:interlocuteurs|contacts)(?= ?:)"
    r"|nous recrutons ?!?|envoyez (?:votre |un )?cv [àa]"
    r"|copyright(?: ©)?(?: ?20\d\d)?)|[©®](?: ?20\d\d(?:[-–]20\d\d)?)?"
    r"|[1-5][.,]\d ?(?:/ ?5|★|⭐|étoiles|stars)?\s?\(\d[\d  ]*(?i: ?avis(?: google)?| ?reviews?)?\)"
    r"|[1-5](?:[.,]\d)? ?/ ?5\b|\(\d[\d ]* (?i:avis|reviews?)\)"
    r")(?![\w-])?\s?:?"
)
"""What only pages say. It begins with a capital, a figure or a sign: “voir le site” is a remark."""
_CRUMB = re.compile(
    r"\s*(?P<crumb>(?i:accueil|home|annuaire|pages ?jaunes|google(?: maps)?|mappy|kompass"
    r"|linkedin|index|nos |notre |les? |la |retour|liste|r[ée]sultats?"
    r"|membres|adh[ée]rents|exposants|partenaires|entreprises|commer[çc]ants|artisans"
    r"|soci[ée]t[ée]s"
    r"|directory|our |members|exhibitors|partners|companies)"
    r"[^\d\x1f>»\u203a→|/:]{0,40}?)\s*(?:→|>|»|\u203a)\s*"
)
"""One step of the path of a page: “Accueil > Nos adhérents > …”."""
_NEXT_CRUMB = re.compile(
    r"(?P<crumb>[^\d\x1f>»\u203a→|/:,–—-]{2,40}?)\s*(?:→|>|»|\u203a)\s*(?=[^\W\d_])"
)
_COLUMN = re.compile(
    r"(?<=[\w.)])(?<! [dl]e)(?<! du)(?<! la)\s+(?=(?:Adresse|Soci[ée]t[ée]|Entreprise"
    r"|Raison sociale|Pr[ée]nom|T[ée]l[ée]phone|T[ée]l|Tel|E-?mail"
    r"|Courriel|Mail|Site(?: web| internet)?"
    r"|Responsable|Contact|Ville|Code postal|CP|Commune|Activit[ée]|Horaires|Effectifs?|SIRET|SIREN"
    r"|Fax|Portable|Mobile|G[ée]rante?|Direct(?:eur|rice)|Dirigeante?|Pr[ée]sidente?"
    r"|Interlocut(?:eur|rice)"
    r"|Secteur|Si[èe]ge(?: social)?|Address|Phone|Website|Owner|City)\s?:\s)",
    re.IGNORECASE,
)
_PICTURE = re.compile(
    r"\[(?:carte|plan|photo|logo|image|map|lien|link|ic[ôo]ne?|menu)s?\]", re.IGNORECASE
)
"""What stands for a picture in words that were copied: “[Carte]”."""
_FOUNDED = re.compile(
    r"(?:^|(?<=\x1f )|(?<=[,;–|·] ))(?i:fond[ée]e?|cr[ée][ée]e?|depuis|n[ée]e|since|established"
    r"|founded|est\.)"
    r" (?i:en |in )?(?:1[89]|20)\d\d(?:[ ,.]+(?:par [^,\x1f]{2,40},)?)?"
)
"""“Fondée en 1987, …”."""


def without_page_words(text: str, between: str) -> tuple[str, list[str]]:
    """(a line without the words of the page it was copied from, these words)."""
    found = list[str]()
    crumbs = list(_path(text))
    if crumbs:
        text = text[crumbs[-1].end() :]
        found += [crumb["crumb"].strip() for crumb in crumbs]
    for pattern in (_FOUNDED, _PICTURE, _OF_A_PAGE):
        found += [one.group().strip(" ,:.") for one in pattern.finditer(text)]
        text = pattern.sub(f" {between} ", text)
    return _COLUMN.sub(f" {between} ", text), found


def is_of_a_page(part: str) -> bool:
    """Whether a whole part of a line is a heading of a page: “Nos partenaires”."""
    return _HEADING.fullmatch(part) is not None


_HEADING = re.compile(
    r"(?:nos|notre|les|our|liste des|annuaire des|r[ée]pertoire des) (?:partenaires|adh[ée]rents"
    r"|membres"
    r"|exposants|clients|r[ée]f[ée]rences|commer[çc]ants|artisans|entreprises|soci[ée]t[ée]s"
    r"|producteurs"
    r"|partners|members|exhibitors|clients|customers)|accueil|home|annuaire",
    re.IGNORECASE,
)


def _path(text: str) -> list[re.Match[str]]:
    """The steps of the path of a page before what the page is about."""
    steps = list[re.Match[str]]()
    step = _CRUMB.match(text)
    while step:
        steps.append(step)
        step = _CRUMB.match(text, step.end()) or _NEXT_CRUMB.match(text, step.end())
    return steps
