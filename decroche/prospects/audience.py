"""The rule whether a card is a professional or a consumer. Plain Python.

What counts by law is the purpose of the call, not whose line it is (C. conso. article liminaire):
somebody who is offered something for their trade is a professional. When it is not certain that a
sole trader's number is used for the trade, they are treated as a consumer, which is the stricter
law (docs/decisions/0017).
"""

from __future__ import annotations

import re
from typing import Literal

from stdnum.fr import siren as siren_rules

from decroche.compliance.permission import Audience, Nature
from decroche.prospects.own_trade import is_person_at_a_trade
from decroche.shared.words import Words, plain

Why = Literal["", "chosen", "legal_person", "registered", "published", "private_source", "doubt"]
"""The rule that decided: she chose; the name is that of a legal person; the card has a SIREN; a
sole trader's number was published for the trade; the source is private; a sole trader of whom
nothing says it; "" when nothing speaks for a consumer.
"""

IN_DOUBT: tuple[Why, ...] = ("doubt", "private_source")
"""Rules that hold until she says what a card is: she may know better."""
_COMPANY = Words(
    *("sarl", "s a r l", "sas", "s a s", "sasu", "s a s u", "s a", "eurl", "e u r l", "sci"),
    *("s c i", "scop", "snc", "s n c", "gie", "g i e", "earl", "gaec", "scea", "cuma", "selarl"),
    *("selas", "selafa", "scp", "s c p", "scm", "scic", "sca", "gmbh", "ltd"),
)
"""Legal forms of companies that a sole trader can't have, wherever they stand in a name."""
_FIRST = ("sa ", "s.a. ", "s.a ")
_LAST = (
    " sa",
    " s.a",
    " spa",
    " s.p.a",
    " srl",
    " s.r.l",
    " bv",
    " b.v",
    " nv",
    " n.v",
    " plc",
    " inc",
)
"""Legal forms that are also words (“Marie et sa fille”, “Spa de la Plage”). They count only where a
form stands in a name: SA at its beginning or end, foreign ones at its end.
"""
_BODY = Words(
    *("association", "associations", "asso", "mairie", "commune", "ville de", "communaute"),
    *("departement", "region", "ministere", "universite", "lycee", "college", "hopital", "chu"),
    *("clinique", "syndicat", "federation", "fondation", "mutuelle", "cooperative", "groupe"),
    *("societe",),
)
"""Words for organisations, which are not natural persons."""
_ALONE = Words(
    *("ei", "e i", "eirl", "e i r l", "auto entrepreneu*", "autoentrepreneur", "autoentrepreneuse"),
    *("auto entreprise", "micro entrepreneu*", "microentrepreneur", "microentrepreneuse"),
    *("micro entreprise", "microentreprise"),
    *("entrepreneur individuel*", "entrepreneuse individuelle", "entreprise individuelle"),
)
_CIVILITY = re.compile(r"(m|mr|mme|mlle|monsieur|madame|mademoiselle)\b[ .]")
_PRIVATE = Words(
    *("facebook", "instagram", "whatsapp", "page blanche", "pages blanches", "pagesblanches"),
    *("annuaire particuliers", "annuaire des particuliers", "bon coin", "boncoin", "leboncoin"),
    *("prive", "privee", "prives", "privees", "perso", "personnel", "personnels"),
    *("carnet d adresses personnel", "adresse personnelle", "ligne personnelle"),
    *("page personnelle", "coordonnees personnelles", "relation personnelle"),
    *("relations personnelles", "connaissance personnelle", "connaissances personnelles"),
    *("residentiel", "residentielle", "residentiels", "residentielles", "famille", "ami", "amie"),
    *("amis", "amies"),
    but_not=(
        *("du personnel", "de personnel", "service personnel", "ressources personnelles"),
        *("clinique* privee*", "hopital prive", "hopitaux prives", "ecole* privee*"),
        *("lycee* prive*", "college* prive*", "enseignement prive", "enseignants prives"),
        *("secteur prive", "etablissement* prive*", "entreprise* privee*", "creche* privee*"),
        *("organisme* prive*", "cabinet* prive*", "laboratoire* prive*", "ehpad prive*"),
        *("les amis de", "les amis du", "les amis des", "les amis d", "association des amis"),
        *("societe des amis", "famille rurale"),
    ),
)
_BUSINESS = Words(
    *("site", "sites", "web", "internet", "annuaire", "annuaires", "page jaune", "pages jaunes"),
    *("pagesjaunes", "kompass", "europages", "cci", "cma", "chambre de", "chambre d"),
    *("chambre syndicale", "chambres de", "chambres d", "salon", "salons", "foire", "foires"),
    *("forum", "forums", "carte", "cartes", "presse", "magazine", "magazines", "journal"),
    *("journaux", "vitrine", "vitrines", "federation", "federations", "syndicat", "syndicats"),
    but_not=("salon de provence", "carte blanche", "chambre d hote*", "chambres d hote*"),
)
_REGISTER = Words(
    *("sirene", "insee", "registre", "registres", "infogreffe", "inpi", "rcs", "rne"),
    *("annuaire des entreprises", "de l etat", "etat"),
    but_not=("etat civil", "bon etat", "mauvais etat", "en l etat", "la sirene"),
)
_GIVEN = Words(
    *("recommand*", "de la part", "donne", "donnee par", "donnes par", "donnees par", "remis"),
    *("remise par", "remis par", "remise en main*", "rencontre", "rencontres", "rencontree"),
    *("rencontrees", "appel recu", "appels recus", "formulaire", "formulaires", "inscrit"),
    *("inscrite", "inscrits", "inscrites", "inscription", "inscriptions", "demande", "demandes"),
    *("client", "cliente", "clients", "clientes"),
)


def sole_trader(name: str) -> bool:
    """Whether a name is that of a sole trader. One with the legal form of a company is not (“EI
    Électronique SAS”).
    """
    words = plain(name)
    if _company_form(words):
        return False
    return _names_a_sole_trader(words) or is_person_at_a_trade(name)


def _names_a_sole_trader(words: str) -> bool:
    """Whether a text (as `plain` writes it) says sole trader, or begins with a civility."""
    if _ALONE.found_in_plain(words):
        return True
    return _CIVILITY.match(words) is not None and not _BODY.found_in_plain(words)


def _company_form(words: str) -> bool:
    if _COMPANY.found_in_plain(words):
        return True
    return words.startswith(_FIRST) or words.rstrip(" .,)").endswith(_LAST)


def decide(
    name: str,
    nature: Nature,
    *,
    siren: str = "",
    activity: str = "",
    chosen: Audience | None = None,
) -> tuple[Audience, Why]:
    """(professional or consumer, the rule that decided). `nature` is that of the source.

    A card from a private source is a consumer unless its name has a company's legal form or it has
    a SIREN. For sole traders a SIREN decides nothing, since all of them have one: they are
    consumers unless the source is published for the trade or they gave the number themselves.
    """
    if chosen:
        return chosen, "chosen"
    words = plain(name)
    if _company_form(words):
        return "professional", "legal_person"
    if _names_a_sole_trader(words) or is_person_at_a_trade(name, activity):
        return (
            ("professional", "published")
            if nature in ("business", "given")
            else ("consumer", "doubt")
        )
    if _BODY.found_in_plain(words):
        return "professional", "legal_person"
    if nature != "private":
        return "professional", ""
    if siren and siren_rules.is_valid(siren):
        return "professional", "registered"
    return "consumer", "private_source"


def nature_from(source: str) -> Nature:
    """The nature of a source by its text: “Pages Blanches” is private, “annuaire CCI” is published
    for the trade; "" when the text does not say.
    """
    text = plain(source)
    for nature, words in _NATURES:
        if words.found_in_plain(text):
            return nature
    return ""


_NATURES: tuple[tuple[Nature, Words], ...] = (
    ("private", _PRIVATE),
    ("register", _REGISTER),
    ("given", _GIVEN),
    ("business", _BUSINESS),
)
