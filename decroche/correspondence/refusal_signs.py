"""What refuses nothing by its words and may be a refusal all the same: an answer that asks where
their address comes from, hands the mail to a lawyer, tells of a death, or says no more than that it
is not worth it. Pure patterns over sentences folded to plain letters.

She is asked about such an answer first thing; nothing is done by itself.
"""

from __future__ import annotations

import re

from decroche.correspondence.refusal_words import goes_on

_REACHED = (
    r"(?:adresses?|e ?mails?|mails?|courriels?|numeros?|coordonnees|contacts?|lignes?"
    r"|portables?|telephones?|fichiers?|listes?|donnees|infos?|informations)"
)
_OURS = r"(?:mon|ma|mes|notre|nos|cette|cet|ce|l|les|mes propres)"
_GOT = (
    r"(?:donnee?s?|communiquee?s?|transmis\w*|fournie?s?|filee?s?|vendue?s?|passee?s?|refilee?s?"
    r"|indiquee?s?|cedee?s?|trouvee?s?|eue?s?|obtenue?s?|recuperee?s?|recupere[rz]|procuree?s?"
    r"|dirigee?s?|achetee?s?|pechee?s?|deniche\w*)"
)
WHERE_FROM = re.compile(
    rf"\b(?:qui|par qui|de qui|comment|d ou|ou)\b(?: \w+){{0,5}} {_GOT} (?:\w+ ){{0,2}}{_OURS}"
    rf"(?: \w+)? {_REACHED}\b"
    rf"|\b(?:d ou|de qui|comment)\b(?: \w+){{0,3}} (?:sor\w+|vien\w+|proven\w+|tenez|tiens|detenez"
    rf"|connaissez|avez|arriv\w+|atterri\w*)(?: \w+){{0,3}}? {_OURS}(?: \w+)? {_REACHED}\b"
    rf"|\b{_OURS} {_REACHED}\b.{{0,12}}\b(?:vous )?(?:l |les )?(?:avez|tenez|sor\w+|vien\w+)\b"
    r"(?: \w+){0,4} (?:d ou|ou|comment)$"
    r"|\b(?:where|how|who)\b(?: \w+){0,5} (?:get|got|find|found|obtain\w*|gave|give|given|pass\w*"
    r"|sold|sell|shared?|provid\w*|have|come (?:by|across))(?: \w+){0,3} (?:my|our|this|these)"
    r"(?: \w+)? (?:address|e ?mail|mail|details|numbers?|lists?|contacts?|data)\b"
)
"""“Qui vous a donné mon adresse ?”"""
_KINDLY = re.compile(
    r"\b(?:intrigu\w+|curieu\w+|pari\w+|remerci\w+|recommand\w+|bouche a oreille|curious|glad"
    r"|grateful)\b"
)
"""Words of somebody who is pleased to have been found."""
LAW = re.compile(
    r"\b(?:transf\w+|transm\w+|envoi\w*|envoy\w+|adress\w+|copie\w*|pass\w+|forward\w*|sais\w+"
    r"|soumet\w*|confi\w+|remet\w*|refer\w*|send\w*|sent|signal\w*)(?: \w+){0,5}"
    r" (?:dpo|delegue\w* a la protection(?: \w+)*|juristes?|(?:service|direction|conseil|pole)"
    r" juridiques?|avocate?s?|huissiers?|commissaires? de justice|legal(?: \w+)?|lawyers?"
    r"|solicitors?|data protection(?: \w+)?|referente? rgpd)\b"
)
"""“Je transfère à notre DPO.”"""
MOURNING = re.compile(
    r"\b(?:est|sont|etait|vient d etre|venons de) (?:brutalement |subitement |malheureusement )?"
    r"(?:mort[es]?|decedee?s?|disparue?s?|parti(?:e)? (?:trop tot|au ciel))"
    r"(?! (?:de (?:rire|fatigue|faim|trac|peur)|pour nous|ne le|avant l heure))\b"
    r"|\b(?:deces de (?:mon|ma|notre|m|mme|monsieur|madame|son|sa)|decedee? (?:le|en|il y a|la"
    r"|hier|depuis)|nous a quittes?|perdu (?:mon (?:mari|pere|fils|frere|associe|epoux)|ma (?:femme"
    r"|mere|fille|soeur|epouse))|(?:je suis|etant) ve(?:uf|uve)|obseques|funerailles|en deuil"
    r"|passed away|has died|died (?:last|in|on|this)|bereave\w*|funeral|late (?:husband|wife))\b"
)
"""“Mon mari est décédé.”"""
NOT_WORTH_IT = re.compile(
    r"(?:(?:oh |non |bof |je (?:crois|pense|trouve) que |mais |franchement |merci (?:mais )?)*)"
    r"(?:ce n est|ce n etait|c est|c etait|ca n est|ca vaut|n est|est|it s|it is|that s)? ?"
    r"(?:(?:vraiment |donc )?(?:plus|pas) (?:vraiment |trop )?(?:la peine|utile|necessaire"
    r"|souhaitable|le bienvenu|bienvenu)|not (?:necessary|worth it|needed)(?: any ?more)?"
    r"|no longer (?:necessary|needed))(?: (?:merci|svp|thanks?|thank you|desole\w*|sorry))*"
)
"""“Je crois que ce n'est plus la peine”, and nothing else."""
_FEW = 14
"""Words of an answer in which such a clause is all that is said."""


def may_refuse_beside(sentence: str) -> bool:
    """Whether a folded sentence makes it better to ask before anything else is done."""
    if WHERE_FROM.search(sentence):
        return _KINDLY.search(sentence) is None
    told = LAW.search(sentence) or MOURNING.search(sentence)
    return told is not None and not goes_on(sentence)


def says_only_that_it_is_not_worth_it(sentences: list[str]) -> bool:
    """Whether folded sentences say, in few words, no more than that."""
    few = sum(len(one.split()) for one in sentences) <= _FEW
    return few and any(NOT_WORTH_IT.fullmatch(one) for one in sentences)
