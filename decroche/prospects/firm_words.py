"""How the names of firms begin and end on a line of paper: patterns. Pure."""

from __future__ import annotations

import re

from decroche.prospects.person_words import CAPITAL, SMALL

_TRADE = (
    r"(?i:agence|cabinet|garage|boulangerie|p[âa]tisserie|boucherie|charcuterie|traiteur"
    r"|pharmacie|[ée]tude|ateliers?|imprimerie|menuiserie|entreprise|soci[ée]t[ée]|ets"
    r"|[ée]tablissements|maison|studio|h[ôo]tel|restaurant|salon|institut|clinique|[ée]cole"
    r"|librairie|domaine|transports|auberge|brasserie|office|scierie|laiterie|cave|mairie"
    r"|boutique|fleuriste|opticiens?|optique|p[ée]pini[èe]res?|v[ée]los?|cycles?|caviste"
    r"|[ée]picerie"
    r"|primeurs?|poissonnerie|fromagerie|tabac|bar|caf[ée]|g[îi]tes?|camping|ferme|ch[âa]teau"
    r"|vignobles?|paysagiste|jardinerie|notaires?|avocats?|bureau|groupe|mutuelle|assurances?"
    r"|banque|th[ée][âa]tre|cin[ée]ma|mus[ée]e|festival|association|lyc[ée]e|coll[èe]ge"
    r"|r[ée]sidence"
    r"|[ée]lectricit[ée]|laboratoires?|fen[êe]tres|constructions?|terrassements?|toitures?"
    r"|isolation|cr[èe]che|carrosserie|pneus|mat[ée]riaux|emballages|[ée]ditions|meubles"
    r"|cosm[ée]tiques|vergers|transport|d[ée]m[ée]nagements?|informatique"
    r"|club|coop(?:[ée]rative)?|sellerie|bijouterie|serrurerie|miroiterie|vitrerie|charpentes?"
    r"|carrelages?|chauffage|plomberie|ma[çc]onnerie|couverture|peinture|taxis?|ambulances?"
    r"|pressing|laverie|blanchisserie|parfumerie|papeterie|quincaillerie|mercerie|cordonnerie"
    r"|coiffure|photographe|fonderie|usine|magasin|(?!valerie)[^\W\d_]{3,30}erie|sarl|sas|sasu"
    r"|eurl|scop|st[ée]|scea|gaec|earl|ehpad|mjc|cfa)"
)
FIRM = re.compile(rf"{_TRADE} (?:{SMALL}|aux? )?{CAPITAL}")
"""A firm by its first word, its trade: “cabinet Maurin Archi”, “Agence Bleue”."""
LONG_FIRM = re.compile(
    rf"{_TRADE} (?:(?:de |d['’])?[a-zà-ÿ]{{4,20}} ){{1,2}}(?:{SMALL}|aux? )?{CAPITAL}"
)
"""A firm in a sentence, with small words behind its trade: “clinique vétérinaire du Parc”, “école
de musique Arpège”.
"""
LEGAL_FORM = (
    r"(?:(?:SARL|SAS|SASU|EURL|SCOP|SNC|(?:et|&) (?:Fils|Cie|fils|cie))\b"
    r"|SA(?=\s*(?:$|[,;(/\x1f–—-])))"
)
"""What a firm is by law, behind its name."""
