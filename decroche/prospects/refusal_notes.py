"""Whether a note says that somebody must not be called any more: a cell of a file, a line of paper.
Pure.

A note is cut into clauses, each folded to plain letters. A clause refuses when it is one of the
forms below to its end: what follows (“ne pas appeler avant 14 h”, “ne plus appeler le fixe”) limits
it, and then it is no refusal.
"""

from __future__ import annotations

import re

from decroche.shared.folding import only_letters

_REACHED = (
    r"(?:etre )?(?:re ?)?(?:r?appele|contacte|demarche|sollicite|derange|relance|prospecte|joint)"
    r"(?:e|s|es)?"
)
_CALLING = (
    r"(?:r?appeler|(?:re)?contacter|demarcher|solliciter|deranger|relancer|prospecter|telephoner)"
)
_CALLS = r"(?:demarchages?|prospections?|sollicitations?|appels(?! (?:entrants|sortants)))"
"""“Pas de contact” and “refuse l’appel” say that nobody was reached, not that nobody may call."""
_BARE = (
    r"(?:stop|opposition|oppose|opposee|(?:(?:inscrite?s?|liste|sur|a|chez|au|est) )*bloctel"
    r"|do not call|dnc|npa|opt out|optout|blackliste"
    r"|liste noire|plus (?:app|appeler|contacter|deranger)|refus (?:definitif|total|categorique)"
    r"|demande (?:de|d) (?:suppression|desinscription|effacement|retrait|opposition)"
    r"(?: de (?:ses|leurs) donnees)?"
    r"|(?:suppression|desinscription|effacement|retrait) (?:demandee?|rgpd))"
)
"""What refuses when a clause says nothing else."""
_TAKEN_OFF = r"(?:retir|supprim|effac|ray|enlev|radi|sort|ot|desinscri|desabonn)"
_LIST = (
    r"(?:liste|listing|fichiers?|base|bases|mailings?|annuaire|repertoire|donnees|contacts|crm"
    r"|prospection)"
)
_ON_A_LIST = (
    rf"(?:(?:a|d) )?(?:(?:etre|le|la|les|nous|se faire) )?{_TAKEN_OFF}(?:er|ee?s?|ie?s?|re|te|tes)"
    rf" (?:(?:tout de suite|immediatement|vite) )?(?:(?:de|du|des|d) )(?:(?:la|le|l|nos|vos"
    rf"|notre|votre|mon|ton|ma|ta|mes) )?"
    rf"{_LIST}(?: (?:d appels?|de prospection|de contacts?|des prospects?|de diffusion"
    rf"|d envois?|clients?))?"
    rf"|(?:figurer|etre|apparaitre) (?:plus |dans |sur )*(?:dans|sur) (?:la|le|les|nos|vos"
    rf"|notre|votre) {_LIST}"
    rf"|(?:take|taken|remove|removed|delete|deleted) (?:(?:me|us|them|him|her) )?(?:off"
    rf"|from) (?:(?:the|your|our|my) )?"
    rf"(?:\w+ )?(?:lists?|files?|records|database|books)"
)
"""“Demande à être retiré du fichier”, “asked to be removed from our list”."""
_NEW_CLAUSE = (
    r"(?: (?:a|ont|est|sont|etait|il|elle|ils|elles|on|nous|deja|pas interess\w*|tres|trop|client"
    r"|furieux|furieuse|fache\w*|enerve\w*|agressi\w+|insultant\w*|menace\w*|has|have|already|they|he|she"
    r"|very|angry|was|is|said) .*)?"
)
"""What begins another sentence behind a refusal, where no sign parts them: “ne plus appeler a déjà
un site”. Only lines of paper are read so.
"""
_FORMS = (
    r"(?:(?:(?:demande|souhaite|prefere|merci|priere|voudrait) (?:de |a )?)?"
    rf"(?:ne (?:surtout )?(?:plus|pas|jamais)(?: jamais)? (?:la |le |les |nous |l |lui |leur "
    rf"|jamais )?{_CALLING}"
    rf"|(?:plus|a ne) jamais {_CALLING}|ne (?:plus|pas) {_REACHED})"
    r"|ne (?:veut|veulent|souhaite|souhaitent|desire|desirent) (?:plus|pas|aucun)"
    rf" (?:{_REACHED}|(?:qu on )?(?:la |le |les |l )?(?:r?appelle|contacte|relance)"
    rf"|(?:recevoir )?(?:de |d |nos |des )?(?:{_CALLS}|contacts?))"
    r"|(?:refuse(?:nt)?|interdit|n accepte (?:plus|pas|aucun)) "
    rf"(?:tout |toute |tous |le |la |les |de |d )*(?:{_CALLS}|{_REACHED}|etre {_CALLING})"
    rf"|(?:plus|pas|aucun|jamais) (?:de |d |plus de )?{_CALLS}"
    r"|ne veu(?:t|lent) plus(?: rien)?|(?:a )?(?:blacklister|bannir)"
    r"|(?<!\bi )(?<!\bwe )(?<!\bthey )(?<!\byou )(?:do not|don t|never)"
    r" (?:call|ring|phone|contact)(?: (?:them|him|her|here))?"
    r"(?: (?:again|any ?more|ever again))?"
    rf"|{_ON_A_LIST}"
    r"|no (?:more )?(?:cold |sales )?calls|stop (?:calling|ringing|phoning)(?: (?:them|us|me"
    r"|him|her))?"
    rf"|(?:de|faut|doit|doivent|dois|veut) (?:ne )?(?:plus|jamais)(?: jamais)? (?:la |le |les "
    rf"|nous |l |lui )?{_CALLING}"
    r"|(?:never|not) to (?:call|ring|phone|contact)(?: (?:them|him|her|here))?(?: again"
    r"| any ?more)?"
    r"|(?:ne )?veut plus (?:entendre parler\b.*|qu on (?:la |le |les |l )?(?:r?appelle|contacte"
    r"|derange))"
    r"|ask(?:ed|s)? (?:us |me )?(?:not to be|to not be) (?:called|contacted|phoned|rung)"
    r"(?: (?:again|any ?more))?"
    r"|(?:ask(?:ed|s)?|wants?) to be (?:taken off|removed)(?: (?:the|our|my|from the"
    r"|from our) list)?)"
)
_ABROAD = (
    r"(?:bitte )?(?:nicht (?:mehr )?(?:anrufen|kontaktieren|anschreiben)|keine? (?:\w+ )?(?:anrufe?"
    r"|werbung|kontaktaufnahme)(?: mehr)?(?: erwunscht)?|(?:mochte|will|wunscht) "
    r"(?:nicht (?:mehr )?(?:angerufen|kontaktiert) werden|keine anrufe(?: mehr)?))"
    r"|no (?:volver a |se debe )?(?:llamar|contactar|molestar)(?: mas| nunca mas)?"
    r"|no (?:quiere|desea|quieren|desean) (?:mas llamadas|ser (?:llamad|contactad)\w+"
    r"|recibir (?:mas )?llamadas)"
    r"|non (?:piu )?(?:chiamare|contattare|disturbare|richiamare)(?: piu)?"
    r"|non (?:vuole|desidera|vogliono) (?:piu )?(?:essere (?:chiamat|contattat|disturbat)\w"
    r"|ricevere (?:telefonate|chiamate))"
    r"|niet (?:meer )?(?:bellen|contacteren|benaderen)|geen (?:telefoontjes|reclame)(?: meer)?"
    r"|wil niet (?:meer )?(?:gebeld|gecontacteerd) worden"
    r"|nao (?:voltar a )?(?:ligar|contactar|contatar)(?: mais)?"
    r"|no (?:more |cold |sales |phone )+calls?(?: please)?"
)
"""What refuses in German, Spanish, Italian, Dutch, Portuguese, when a clause says nothing else."""
_BEHIND = (
    r"(?: svp| merci| rgpd| definitif| definitivement| demarchage| commerciale?s?| telephoniques?"
    r"| par (?:telephone|tel)| du tout| a l avenir| desormais| (?:a|sur) (?:sa|leur) demande"
    r"| (?:car|parce|suite a)\b.*| depuis le [\d ]+)*\Z"
)
"""What may follow a refusal and leaves it one."""
_SUBJECT = r"(?:\w+ ){0,3}?"
"""“Le gérant ne veut plus …”."""
_CLAUSE_REFUSES = re.compile(rf"(?:{_BARE}|{_ABROAD}|{_SUBJECT}{_FORMS}){_BEHIND}")
_ENDS_WITH_REFUSAL = re.compile(rf"(?:^|\b){_FORMS}{_BEHIND[:-2]}{_NEW_CLAUSE}\Z")
_MAY_REFUSE = re.compile(
    r"\b(?:ask|stop|no|wants?|tak|remov|delet|retir|supprim|ray|enlev|radi|sort|never|don|n(?:e|on)\b"
    r"|n[’']|npa|stop|oppos|bloctel|do not|dnc|opt|black"
    r"|liste noire|refus"
    r"|interdit|suppression|desinscri|d[ée]sinscri|effacement|retrait|plus|pas|aucun|jamais"
    r"|bannir|nicht|keine?\b|niet|geen|n[ãa]o\b|no\b)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;,\n!/–—|()→\x1f]|\s-\s|->|:(?= ?[A-ZÀ-Þ])")
_LONGEST = 2_000
"""Characters of a note that are looked at."""


def may_refuse(text: str) -> bool:
    """Whether a text holds a word without which nothing refuses: a quick look before the slow
    one.
    """
    return _MAY_REFUSE.search(text) is not None


def clause_refuses(said: str) -> bool:
    """Whether one whole clause, folded by `only_letters`, is a refusal."""
    return _CLAUSE_REFUSES.match(said) is not None


def note_refuses(note: str) -> bool:
    """Whether a note is a refusal, or one of its clauses is: “Vu en mars - ne plus appeler”. A bare
    “stop” only counts when the note says nothing else.
    """
    if not may_refuse(note):
        return False
    note = note[:_LONGEST]
    if clause_refuses(only_letters(note)):
        return True
    clauses = map(only_letters, _CLAUSE.split(note))
    return any(len(one.split()) > 1 and clause_refuses(one) for one in clauses)


def line_refuses(line: str) -> bool:
    """Whether a line of paper, without its numbers, has a refusal behind a name or is one: “Garage
    Roux ne plus appeler”. A bare word (“opposition”) must be a clause of its own.
    """
    if not may_refuse(line):
        return False
    clauses = [only_letters(one) for one in _CLAUSE.split(line[:_LONGEST])]
    return any(clause_refuses(one) or _ENDS_WITH_REFUSAL.search(one) for one in clauses)
