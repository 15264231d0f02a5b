"""“De” before the name of a company, as it is said in French: “du Garage Pin”, “de l’Étude Roux”,
“d’Arcelin”.

A name that begins with a common noun takes that noun's article (“de la Clinique des Lilas”); any
other takes none. Pure.
"""

from __future__ import annotations

from decroche.shared.folding import strip_marks

_FEMININE = frozenset(
    [
        *("agence", "association", "auberge", "banque", "caisse", "cave", "chambre"),
        *("clinique", "mairie"),
        *("communaute", "compagnie", "cooperative", "creche", "cuisine", "direction", "ecole"),
        *("entreprise", "etude", "fabrique", "federation", "ferme", "filature", "filiale"),
        *("fondation", "fonderie", "forge", "halle", "maison", "maternelle", "mutuelle", "pension"),
        *("pharmacie", "polyclinique", "prefecture", "region", "residence", "savonnerie"),
        *("societe", "sarl", "sas", "sasu", "sa", "sci", "scop", "selarl", "eurl", "tannerie"),
        *("teinturerie", "tonnellerie", "union", "universite", "usine", "ville"),
    ]
)
_MASCULINE = frozenset(
    [
        *(
            "atelier",
            "bar",
            "bistrot",
            "bureau",
            "cabinet",
            "cafe",
            "camping",
            "centre",
            "chantier",
        ),
        *("chateau", "cinema", "club", "college", "comite", "comptoir", "conseil"),
        *("departement",),
        *("domaine", "ehpad", "fournil", "foyer", "garage", "gite", "golf", "groupe"),
        *("groupement",),
        *("hopital", "hotel", "institut", "jardin", "laboratoire", "lycee", "magasin", "manoir"),
        *("moulin", "musee", "office", "pole", "port", "pressing", "relais", "reseau"),
        *("restaurant", "salon", "service", "spa", "studio", "syndicat", "theatre", "traiteur"),
    ]
)
_PLURAL = frozenset(
    [
        *("ateliers", "bains", "carrieres", "caves", "chantiers", "charpentes", "constructions"),
        *("editions", "etablissements", "ets", "forges", "galeries", "grands", "huiles"),
        *("jardins", "laboratoires", "meubles", "moulins", "papeteries", "pepinieres", "pompes"),
        *("salaisons", "serres", "thermes", "transports", "vergers", "vignobles", "vins"),
    ]
)
_MUTE_H = frozenset({"hopital", "hotel", "hopitaux", "huiles", "herboristerie", "huilerie"})
_VOWELS = frozenset("aeiouy")
_ARTICLES = {"le": "du", "les": "des"}


def of_name(name: str) -> str:
    """“de” with the name of a company or a person: “de la Filature Lemaître”, “des Transports
    Roux”, “de Mme Petit”, “du Fournil” for “Le Fournil”.
    """
    first, _space, rest = name.partition(" ")
    noun = strip_marks(first).lower().strip(".")
    if noun in _ARTICLES and rest:
        return f"{_ARTICLES[noun]} {rest}"
    if noun in _PLURAL:
        return f"des {name}"
    vowel = noun[:1] in _VOWELS or noun in _MUTE_H
    feminine = noun in _FEMININE or noun.endswith("erie")
    if vowel and (feminine or noun in _MASCULINE):
        return f"de l’{name}"
    if feminine:
        return f"de la {name}"
    if noun in _MASCULINE:
        return f"du {name}"
    return f"d’{name}" if noun[:1] in _VOWELS - {"y"} else f"de {name}"
