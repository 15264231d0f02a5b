"""Columns that say something of others than the company of their row: who sells to it or wrote it
down (“Vendeur”, “Suivi par”, “Email du commercial”), and places that are not its town (“Académie”,
“Tribunal”). Pure.

A name or a number of such a column on a card would be asked for and dialled there.
"""

from __future__ import annotations

import re

_DONE_BY = (
    r"(?:suivi|attribue|assigne|affecte|cree|saisi|gere|recommande|apporte|modifie|appele|contacte"
    r"|envoye|prospecte|vu|traite|importe|transmis|vendu|ajoute|realise|rencontre|note|parraine"
    r"|pris en charge|mis a jour|created|modified|added|updated|referred|handled|managed"
    r"|contacted|assigned|owned|entered|imported)e? (?:par|a|by|to)"
)
_SELLER = (
    r"(?:commercial(?:e|aux)?(?: (?:en charge|referente?|affectee?|attitree?|terrain|sedentaire"
    r"|interne|responsable))?|vendeu(?:r|se)s?|technico commercial(?:e)?|attachee? commercial(?:e)?"
    r"|chargee? (?:d affaires|de clientele|de compte)|gestionnaire de compte"
    r"|apporteur(?: d affaires?)?|parrain|createur|createurs|auteur de la fiche"
    r"|sales ?(?:rep(?:resentative)?|person|man|agent|manager|owner|team)?|account (?:manager"
    r"|executive)"
    r"|(?:account|contact|lead|deal|record|company) ?owner|owner|assignee|creator|bdr|sdr"
    r"|utilisateur|user|rep)"
)
_OF_A_COLLEAGUE = re.compile(
    rf"(?:(?:nom|prenom|name|of|the|contact|fiche|lead|prospect|client|compte) (?:du |de la |d )?)*"
    rf"(?:{_DONE_BY}|(?:le |la |l )?{_SELLER})(?: (?:nom|name|prenom|id|initiales))*(?: \d)?"
)
_REACHES = (
    r"(?:(?:e ?mail|mail|courriel|tel|telephone|portable|mobile|numero|phone|adresse mail|ligne)"
    r"(?: (?:direct|directe|pro|number|address|de telephone))*)"
)
_REACHES_A_COLLEAGUE = re.compile(
    rf"{_REACHES} (?:(?:du|de la|de l|des|d|of|of the) )?"
    rf"(?:{_DONE_BY}|(?!commercial(?:e|aux)?\Z){_SELLER})"
    rf"|{_REACHES} (?:du|de la|de notre|of our|of the) {_SELLER}"
    rf"|(?:{_DONE_BY}|(?!commercial(?:e|aux)? )(?!rep ){_SELLER}) {_REACHES}"
)
"""“Tél commercial” may be that of the company's own sales department: it is left as it is."""
_OTHER_PLACE = re.compile(
    r".*\b(?:academies?|regions?|departements?|tribunal|tribunaux|greffe|rcs|agence|bassin|secteur"
    r"|zone|naissance|nee?|circonscription|canton|arrondissement|prefecture|sous prefecture|cci|cma"
    r"|depart|arrivee|destination|origine|livraison|depot|intercommunalite|epci|metropole"
    r"|rectorat|ars|caf|cpam|urssaf|carsat|draf|salon|foire|territoire|territory|district|area"
    r"|branch|court|birth)\b.*"
)


_OF_EITHER = re.compile(
    r"(?:(?:nom|prenom|name) (?:du |de la |d |of the )?)?"
    r"(?:(?:business |shop |store )?owners?(?: name)?"
    r"|creat(?:eur|rice|eurs|or)|contact commercial|sales (?:manager|team)|parrain)"
)
"""Who sells, or who is asked for there: the owner of the card or of the shop. What stands below
tells it: a colleague comes again from row to row.
"""


def is_of_a_colleague(header: str, *, varied: bool = False) -> bool:
    """Whether a column, by its folded header, names who sells or keeps the file: “Vendeur”,
    “Suivi par”. `varied`: each of its rows holds somebody else, so that “Owner” is no colleague.
    """
    if varied and _OF_EITHER.fullmatch(header):
        return False
    return _OF_A_COLLEAGUE.fullmatch(header) is not None


def reaches_a_colleague(header: str) -> bool:
    """Whether a column holds their number or address: “Email du commercial”."""
    return _REACHES_A_COLLEAGUE.fullmatch(header) is not None


def is_of_another_place(header: str) -> bool:
    """Whether towns below a header are not where the company is: “Académie”, “Tribunal”."""
    return _OTHER_PLACE.fullmatch(header) is not None
