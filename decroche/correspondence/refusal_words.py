"""The words of refusals: a refusal is certain only when its sentence has no other word. Pure.

“On ne nous appelle plus jamais, justement, on est contents de vous lire” has the form of a refusal;
words that refusals do not use show that it is none. Such words can't be listed, but those of
refusals are few: `tables/words_of_refusals.txt` has their first six letters, from the made-up
refusals of the tests and by hand. Words about the lists of others and about the past (“sa liste”,
“j’avais demandé”) were left out on purpose.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from decroche.shared.folding import only_letters

HOUSES = (
    r"ateliers?|pharmacie|domaine|clini(?:que|c)|mairie|ecole|school|etude|cabinet|garage|boutique"
    r"|magasin|shop|association|charity|agence|agency|restaurant|hotel|societe|entreprise|company"
    r"|firm|structure|office|etablissement|commune|lycee|college|creche|studio|salon|librairie"
    r"|boulangerie|ferme|chateau|cave|imprimerie|theatre|musee|syndicat|federation|fondation"
)
"""What those who write may be."""
_TABLE = Path(__file__).parent / "tables" / "words_of_refusals.txt"
_KEPT = 6
"""How many letters of a word are compared, so that one entry covers “contacter” and “contactez”."""
_NAME = re.compile(r"(?:(?<=[\w,;&(/] )|(?<=\bM\. )|(?<=\bDr\. ))[A-ZÀ-ÖØ-Þ][\w'’-]*")
_QUOTED = re.compile(r"[«»“”\"]")
_TAKEN_BACK = re.compile(
    r"\b(?:change d avis(?!.{0,40}\b(?:ne|plus|stop|arret\w+|cess\w+)\b)|oubliez (?:mon (?:mail"
    r"|message|dernier|precedent|stop|refus)|ma demande|ce que)|tenez (?:pas )?compte d\w+ (?:mon"
    r"|ma|mes|stop|ce)"
    r"|autre (?:agence|prestataire|fournisseur|societe|entreprise)|remettez|reinscri\w*"
    r"|(?:a|ont|avons|avez) change d(?:e nom|e raison|adresse| adresse|e numero|e siege)"
    r"|s appelle (?:maintenant|desormais)|has (?:a new|changed its) name"
    r"|contraire|plaisant\w*|rigol\w*|c est une blague)\b"
)
"""Words that withdraw a refusal, or give it another meaning, wherever they are in the answer."""
_BUSINESS = re.compile(
    r"\b(?:devis|projets?|maquettes?|logos?|factures?|contrats?|missions?|rendez|rdv|visio"
    r"|reunions?"
    r"|planning|livraisons?|commandes?|brochures?|flyers?|affiches?|prochaine?|bientot|janvier"
    r"|fevrier|mars|avril|mai|juin|juillet|septembre|octobre|novembre|decembre|rentree|printemps"
    r"|automne|hiver|tarifs?|prix|photos?|oui|d accord|par contre|en revanche|cependant|sinon"
    r"|plutot|preferer\w*|trompe\w*|malentendu|remplac\w*|nouvelle?s?|continuez|ensemble|bravo"
    r"|interessant\w*|meeting|quote|project|instead|yes|next|logo|invoice|new)\b"
)
"""Words of somebody who has work or a date in mind; refusals seldom have them."""


def names_in(text: str) -> frozenset[str]:
    """Returns the words with a capital inside a sentence, folded: names of people and companies
    change no meaning. Returns none when everything is written in capitals.
    """
    if text == text.upper():
        return frozenset()
    return frozenset(
        word for found in _NAME.finditer(text) for word in only_letters(found.group()).split()
    )


def has_only_words_of_refusals(sentence: str, names: frozenset[str]) -> bool:
    """Whether every word of a sentence is one that refusals use, a name or a number, and none is in
    quotation marks.
    """
    if _QUOTED.search(sentence):
        return False
    said = (only_letters(clause) for clause in sentence.split(","))
    return all(
        word[:_KEPT] in _known() or word in names or not word.isalpha()
        for clause in said
        if not _REASON.fullmatch(clause)
        for word in _OFF_A_LIST.sub(r"\g<off> \g<list>", clause).split()
    )


_REASON = re.compile(
    r"(?:car |et )?(?:(?:nous|on) (?:ne )?(?:sommes|est) pas (?:du tout )?(?:preneu\w+|interesse\w*"
    r"|demandeu\w+|concerne\w*|acheteu\w+)"
    r"|(?:notre |la |le |ma )?(?:direction|gerante?|patronne?|conseil|comite|bureau|choix|decision)"
    r" (?:a |est |en a )?(?:tranche|decide|dit non|refuse|fait|definiti\w+|prise?|ferme)"
    r"|quel(?:le)?s? qu (?:elles?|ils?) (?:soit|soient)"
    r"|(?:elle|il) est reservee? aux? \w+|(?:nous|on) (?:avons|a) (?:deja )?(?:tout )?ce qu il"
    r"(?: nous)? faut)"
)
"""Why they refuse, as a clause of its own: its words need not be those of refusals."""
_OFF_A_LIST = re.compile(
    r"(?P<off>\b(?:retir|ot|enlev|supprim|ray|radi|effac|remov|delet|tak)\w* (?:svp |please )?"
    r"(?:(?:l )?adresse |les (?:coordonnees|donnees) |le (?:nom|numero) )?)"
    r"(?:(?:de )?(?:notre |la |le |l |du |the |our |mon |ma |this ))(?:[a-z]+ )?"
    rf"(?:{HOUSES})(?: (?:viticole|veterinaire|dentaire|medicale?|privee?|municipale?|familiale?))?"
    r"(?P<list> (?:de|from|off|of) (?:vos|votre|toutes vos|tous vos|your|all your) (?:liste|fichier"
    r"|base|prospection|envoi|contact|mailing|diffusion|tablette|list|database|file|records)s?"
    r"(?! (?:de|d|of) (?!diffusion|contact|prospection|envoi|mail)))"
)
"""“Retirez le domaine viticole de votre fichier”: which house it is makes no difference."""


def takes_back(text: str) -> bool:
    """Whether an answer withdraws its refusal, or says that it is about somebody else."""
    return _TAKEN_BACK.search(only_letters(text)) is not None


def goes_on(sentence: str) -> bool:
    """Whether a folded sentence beside a refusal is about work, a date or another way to be
    reached.
    """
    return _BUSINESS.search(sentence) is not None


@cache
def _known() -> frozenset[str]:
    return frozenset(_TABLE.read_text(encoding="utf-8").split())
