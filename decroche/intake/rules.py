"""Guessing what a table's columns are. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from unicodedata import normalize

from decroche.intake.header_forms import (
    abbreviated,
    closed_up,
    with_further_names,
    without_purpose,
    without_shared_word,
)
from decroche.intake.told_by_values import (
    CIVILITIES,
    Column,
    tell_by_values,
    without_colleagues,
)
from decroche.shared.addresses import find_addresses
from decroche.shared.folding import strip_marks
from decroche.shared.numbers import read_numbers
from decroche.shared.typed import without_unseen

FIELDS = (
    "name",
    "siret",
    "naf",
    "activity",
    "headcount",
    "address",
    "postcode",
    "city",
    "phone",
    "email",
    "website",
    "notes",
    "tags",
    "diffusion",
    "contact_name",
    "contact_first",
    "contact_last",
    "contact_title",
    "contact_email",
    "contact_phone",
    "civility",
    "people",
    "history",
    "steps",
    "not_before",
    "lists",
    "wrong_numbers",
    "country",
    "fax",
    "refusal",
    "status",
    "last_call",
    "next_call",
    "label",
    "detail",
)
"""`detail`: kept on the card under the column's own name, as every column is that nobody knows.
`people`: several people in one cell, as this program's own export writes them; `history`, `steps`,
`not_before`, `lists` and `wrong_numbers`: what it writes of the past of a card (history.py).
`label`: what kind the value beside it is (“Work Fax”).
"""
OWN_NAME = frozenset({"detail", "status", "last_call", "next_call", "country", "refusal"})
"""Fields whose cells are kept on the card as they are, under the name of their column."""
WHO = frozenset(
    {"name", "contact_name", "contact_last", "email", "phone", "people", "contact_phone"}
    | {"contact_email", "contact_first"}
)
"""Fields one of which a card needs: without a name, a person, an address or a number it is nobody.
"""
SEVERAL = frozenset(
    {
        *("phone", "email", "address", "notes", "contact_phone", "contact_email", "tags"),
        *("siret", "fax", "people", "label", "civility", *OWN_NAME),
    }
)
"""Fields that may be fed by more than one column."""

# Whole headers, folded: French and English, then exports of Google, Outlook, HubSpot, Pipedrive,
# Odoo, Dolibarr, EspoCRM, noCRM.
_HEADERS = {
    "name": (
        "firme|societe|entreprise|nom de l entreprise|nom entreprise|raison "
        "sociale|denomination|denomination sociale|nom societe|nom de la "
        "societe|etablissement|nom etablissement|nom de l etablissement|nom "
        "commercial|enseigne|organisme|structure|client|prospect|compte|nom du "
        "compte|company|company name|organization|organisation|organization name|organization 1 "
        "name|account|account name|business name|nom du tiers|tiers|name s nom|nom complet de l "
        "entreprise|lead title|organisation nom|partner name|nom de l organisation|nom de l "
        "entreprise ou de l organisation|org id name|org name"
        "|adherent|adherente|partenaire|fournisseur|exploitant"
        "|exploitation|magasin|firma|firmenname|unternehmen|empresa|nombre de la empresa"
        "|razon social|azienda|ragione sociale|ditta|bedrijf|bedrijfsnaam"
        "|customer|customer name|client name|denom|raison soc|denomination soc|nom du client"
        "|nom de l exposant|exposant"
    ),
    "siret": (
        "siret|numero siret|n siret|siret siege|siren siret|siren|numero siren|n siren|s siret|s "
        "siren"
    ),
    "diffusion": (
        "statut diffusion|statutdiffusion|statut de "
        "diffusion|statutdiffusionunitelegale|statutdiffusionetablissement|status "
        "diffusion|diffusion"
    ),
    "naf": "naf|ape|code naf|code ape|naf ape|activite principale|s ape",
    "activity": (
        "objet social|"
        "activite|secteur|secteur d activite|metier|industry|sector|libelle naf|libelle "
        "ape|libelle activite|type d activite|activity|categorie"
        "|branche|profession|specialite|specialites|domaine d activite|secteurs|sic description"
        "|naics description|line of business|business type|type of business"
        "|type d etablissement|type de commerce|type de structure|nature|nature de l activite"
        "|rubrique|corps d etat|corps de metier|produits|metiers|activites|profession metier"
        "|type de cuisine|what they do|genre de commerce|trade|sector of activity"
    ),
    "headcount": (
        "effectif|effectifs|nombre de salaries|salaries|tranche effectif|tranche d "
        "effectif|number of employees|employees|headcount|taille|no of employees|nombre d "
        "employes|nb de salaries|nb salaries|nombre salaries|staff"
        "|eff|nb sal|nbre sal|nb employes|nbre employes|employes|company size|tranche"
        "|tranche de salaries|workforce|nb pers|nb de personnes|nombre de personnes"
        "|taille de l entreprise|taille entreprise|number of staff|collaborateurs"
        "|nb collaborateurs|nombre de collaborateurs|headcount range|mitarbeiter"
    ),
    "address": (
        "adresse|adresse 1|adresse 2|adresse 3|adresse postale|rue|voie|address|street|street "
        "address|business street|work address|billing address street|adresse complete|s "
        "address|company address|org id address"
        "|complement d adresse|rue bureau|rue bureau 2|rue bureau "
        "3|address 1 street|street2|organization address|organisation adresse"
        "|adr|adr 1|adr postale|siege|siege social|adresse siege|no et rue|rue et no|strasse"
        "|direccion|indirizzo|adres|domicilio|domicilio social|sede legale|anschrift"
    ),
    "postcode": (
        "cp|code postal|codes postaux|codepostal|c p|zip|zip code|postal code|postcode|business "
        "postal code|work zip|work zipcode|billing address postal code|s zip|code poste|address "
        "1 postal code|plz|postleitzahl|codigo postal|"
        "code postal bureau|organization zip postal code of address|organization "
        "zip code postal code of address|billing zip|organisation code postal de l adresse"
        "|code post|c postal|cod post|code p|postal|npa localite"
    ),
    "city": (
        "ville|commune|localite|city|town|business city|work city|nom commune|libelle "
        "commune|bureau distributeur|billing address city|s town|ville bureau|address 1 "
        "city|organization city town village locality of address|organisation ville de l adresse"
        "|ort|stadt|ciudad|citta|plaats"
        "|loc|village|municipalite|commune d implantation|bourg|town city|suburb"
        "|lieu d implantation|localisation|municipality|ville siege|ville du siege|gemeinde"
        "|poblacion|localidad|localita|comune|municipio|woonplaats"
    ),
    "phone": (
        "phones|telephone|tel|tel 1|tel 2|telephone 1|telephone 2|tel fixe|telephone "
        "fixe|fixe|standard|numero|numero de telephone|n de telephone|phone|phone number|work "
        "phone|business phone|business phone 2|company main phone|company phone|main "
        "phone|telephone standard|phone 1 value|phone 2 value|phone 3 value|s phone|primary "
        "phone|tel bureau|telephone bureau|telephone professionnel|telephone bureau 2|office "
        "phone|tel standard|company phone number|organisation telephone|telefon|telefono"
        "|telefonnummer|telefoon"
        "|num de tel|no de tel|no tel|nr tel|n tel|tph|numero fixe"
        "|std|landline|switchboard|direct line|office number|tel std|fixe bureau|ligne fixe|01"
        "|tel general|tel principal|main number|contact number|telefono fijo|telefono fisso"
    ),
    "email": (
        "mail|e mail|email|courriel|adresse mail|adresse e mail|adresse email|adresse "
        "courriel|email address|e mail address|e mail 2 address|e mail 3 address|work "
        "email|email work|e mail 1 value|e mail 2 value|e mail 3 value|primary email|secondary "
        "email|mail contact|s email|messagerie|adresse de messagerie|email societe|email 1|email "
        "2|email other|email home|email from|adresse de messagerie 2|adresse de messagerie "
        "3|personne e mail travail|person email work|mel|mels|adresse mel|correo|correo electronico"
        "|arobase|adresse electronique|courrier electronique|e adresse|mail 1|mail pro|contact mail"
    ),
    "website": (
        "site|site web|site internet|web|url|website|web page|web page 1|website url|page web|s "
        "url|siteweb|internet|website work|website home page|website 1 value|company domain name"
        "|www|lien|lien site|link|homepage|home page|lien internet|adresse web|adresse internet"
        "|web site|webseite"
    ),
    "notes": (
        "notes|note|commentaire|commentaires|remarque|remarques|observations|observation|"
        "description|comments|comment|infos|memo"
        "|rmq|rmqs|rq|rem|remarks|remark|obs|divers|ras divers|message|precision|precisions"
        "|annotation|annotations|compte rendu|cr|feedback|retour|retours|info|informations"
        "|informations complementaires|infos utiles|complement d information|a savoir|anmerkungen"
        "|bemerkung|bemerkungen|observaciones"
        "|comm|historique|note interne|notes internes|compte rendu d appel|cr appel|echange"
        "|echanges|texte libre|commentaire libre|zone libre"
    ),
    "tags": "tags|etiquettes|labels|mots cles|categories|group membership",
    "contact_name": (
        "representant|"
        "contact|interlocuteur|nom du contact|nom contact|contact name|full name|display "
        "name|nom complet|person|contact person|responsable|displayname|nom et prenom|nom "
        "prenom|prenom nom|dirigeant|name|person name|personne nom|partner contact name"
        "|ansprechpartner|kontaktperson|persona de contacto|referente|contacto|contatto"
        "|persona di contatto|persona di riferimento|contactpersoon"
    ),
    "contact_first": "prenom|first name|given name|prenom du contact|prenom contact|firstname",
    "contact_last": (
        "last name|family name|surname|nom de famille|lastname|nom du contact de famille"
    ),
    "contact_title": (
        "fonction|poste|titre|job title|title|fonction du contact|role|organization 1 "
        "title|organization title|job position|function|person job title|personne intitule du "
        "poste|intitule du poste|poste occupe"
        "|fct|fonct|job|emploi|intitule de fonction|funktion|cargo|designation"
        "|fonction service|intitule|titre du poste|"
        "job function|job role|role fonction|poste fonction"
    ),
    "contact_email": "email contact|email du contact|mail du contact|contact email|e mail contact",
    "civility": (
        "civilite|civ|titre de civilite|titre civilite|salutation|name prefix|honorific "
        "prefix|prefixe|m mme|mme m|civilite contact|civilite du contact"
    ),
    "people": "contacts|interlocuteurs",
    "history": "appels et notes|calls and notes",
    "steps": "relances prevues|followups",
    "not_before": "pas avant|not before",
    "lists": "listes d appels|call lists",
    "wrong_numbers": "faux numeros|faux numero|wrong numbers|wrong number",
    "country": (
        "pays|country|country region|pays region|business country|business country region|pays "
        "region bureau|pays bureau|billing address country|billing country|address 1 country|s "
        "country|code pays|country code|libelle pays|nom du pays|nation|land|work country|work "
        "address country|organization country of address|organisation pays de l adresse|company "
        "country"
        "|ctry|pays d origine|pays etranger|pais|nazione|paese|stato estero"
        "|indicatif|indicatif pays|indicatif tel|indicatif telephonique|indicatif du pays"
        "|indicatif international|country calling code|calling code|dialing code|dial code"
        "|phone country code|prefixe pays|prefixe international|vorwahl land"
    ),
    "fax": (
        "fax|telecopie|telecopieur|n fax|numero de fax|fax number|business fax|home fax|work "
        "fax|telecopie bureau|telecopie domicile|s fax|fax bureau|fax professionnel|num fax"
        "|telec|telecop|tlc|fx|telefax|no fax|n de fax|num de fax|faxnummer"
    ),
    "status": (
        "statut|status|etat|lead status|prospect status|statut du prospect|statut "
        "prospect|statut commercial|etape|step|stage|lifecycle stage|phase|avancement|resultat|"
        "resultat appel|resultat de l appel|issue|last outcome|derniere issue|dernier "
        "resultat|s fk stcomm|s status|statut du lead|statut appel|statut de l appel|situation"
        "|outcome|call outcome|stade|pipeline stage|deal stage|disposition"
    ),
    "last_call": (
        "dernier appel|date dernier appel|date du dernier appel|dernier contact|date dernier "
        "contact|date du dernier contact|last call|last called|last called at|last call "
        "date|last contact|last contacted|last contact date|last activity|last activity "
        "date|derniere activite|date d appel|date appel|date de l appel|appele le|contacte "
        "le|derniere relance|date derniere relance|dernier echange"
        "|appel du|appele|appel effectue le|vu le|contacte|dernier appel le|last touch|last spoke"
        "|date du contact|date de contact|last contact on"
    ),
    "next_call": (
        "rappel|rappel le|rappeler|rappeler le|a rappeler|a rappeler le|date de rappel|date "
        "rappel|date du rappel|relance|relance le|relancer le|a relancer|a relancer le|date de "
        "relance|date relance|prochaine relance|date prochaine relance|prochain "
        "appel|prochain rappel|prochain contact|date prochain appel|date du prochain "
        "appel|date prochain contact|next call|next call date|next contact|next contact "
        "date|next activity date|next action date|next step date|call back|call back "
        "on|callback|follow up|follow up date|followup|followup date|date prochaine action|"
        "recontacter le|a recontacter|a recontacter le"
    ),
    "refusal": "npa|dnc|refus|liste rouge|liste repoussoir|liste d opposition",
    "contact_phone": (
        "mobile|portable|gsm|tel portable|telephone portable|telephone mobile|tel mobile|mobile "
        "phone|mobile number|cell|cell phone|home mobile|ligne directe|direct|direct phone|tel "
        "direct|telephone direct|telephone mobile|tel contact|telephone contact|contact "
        "phone|home phone|telephone domicile|other phone"
        "|port|mob|natel|handy|cellulaire|tel mob|tel port|num portable|no portable|portable pro"
        "|mobile pro"
        "|movil|telefono movil|cellulare|tel cellulare|telemovel|mobiltelefon|handynummer"
        "|06|tel 06|06 07|tel perso|telephone perso|num mobile|n mobile|mob phone|mobile tel"
    ),
}
_BY_SIGN = {
    "@": "email",
    "✉": "email",
    "📧": "email",
    "☎": "phone",
    "📞": "phone",
    "📱": "contact_phone",
    "🌐": "website",
}
"""Headers that are one sign."""
_ASKED_OF = re.compile(
    r"(?:(?:quel(?:le)?s?|what) (?:est|sont|is|are) )?(?:votre|vos|your|merci d indiquer votre"
    r"|sa|son|ses|leurs?|mon|ma|mes|notre|nos|their|his|her|our|my) "
)
"""How the columns of a form begin, or those of a list of her own: “Votre entreprise”, “Sa
fonction”.
"""
_BY_HEADER = {header: name for name, headers in _HEADERS.items() for header in headers.split("|")}
_REFUSAL = re.compile(
    r"\bne?\b.*\b(?:pas|plus|jamais)\b.*(?:appel|contact|demarch|sollicit|derang|relanc|prospect|"
    r"ecri|telephon|joindre|mail)|\b(?:plus|pas) d appels?\b|\bpas de (?:demarch|prospect|appel)"
    r"|\boppos(?:ition|e|ee|es|ees)?\b|\bbloctel\b|\bopt(?:ed|in)? ?out\b|\boptout\b"
    r"|\bdo ?not ?(?:call|contact|mail|e mail|email|phone|disturb|sms)|\bdonotcall\b"
    r"|\b(?:de|des)inscri|\bdesabonn|\bunsubscri|\bblack ?list|\bliste noire\b|\brobinson\b"
    r"|\brefus (?:de |d |du |des |le |les )?(?:e ?mails?|mails?|courriels?)\b"
    r"|\bstop\b(?! (?:date|time|heure))|\brefus(?:e|ee)? (?:de |d |du |des |le |les |tout )?"
    r"(?:(?:etre |re)?(?:contact|appel|rappel|demarch|prospect|sollicit))|\bno ?call\b"
    r"|\b(?:demarchage|prospection|appels?|contacts?) (?:interdit|refuse|non (?:autorise|souhaite))"
    r"|^(?:a )?exclu(?:re|e|s|es)?(?: (?:de|du|des) .*)?$"
)
"""A header, folded, that says who does not want to be called."""
_ALLOWS = re.compile(
    r"\baccept\w* (?:d |de |le |la |les |du |des |l )?(?:etre )?"
    r"(?:r?appel|contact|demarch|prospect)"
    r"|\b(?:accord|autorisation) (?:de |du |pour |au |d |l |le |la |a ){0,3}"
    r"(?:etre )?(?:r?appel|contact|demarch|prospect)"
    r"|\b(?:appel|demarchage|prospection|contact)s? autorisee?s?\b|\bpeut etre (?:r?appel|contact)"
    r"|\bautorise (?:d |de |le |la |les |l )?(?:etre )?(?:r?appel|contact|demarch|prospect)"
    r"|^ok (?:pour )?(?:le |la |les |l )?(?:r?appel|contact|demarch|prospect)\w*$"
    r"|^(?:appelable|contactable|demarchable|callable|may call|can call|ok pour appel|appel ok)$"
)
"""A header, folded, that says who may be called: “non” below it is a refusal."""
_LABELS = re.compile(
    r"(?:phone|e mail|email|address|website|web page|organization|relation|event|im|custom field)"
    r" ?\d* (?:type|label)"
)
# Single words that tell, when the whole header is unknown (“mairie_telephone”).
_BY_WORD = {
    "telephone": "phone",
    "tel": "phone",
    "phone": "phone",
    "email": "email",
    "mail": "email",
    "courriel": "email",
    "site": "website",
    "web": "website",
    "url": "website",
    "adresse": "address",
    "address": "address",
    "ville": "city",
    "city": "city",
    "commune": "city",
    "siret": "siret",
    "siren": "siret",
    "postal": "postcode",
    "postaux": "postcode",
    "zip": "postcode",
    "cp": "postcode",
    "mobile": "contact_phone",
    "portable": "contact_phone",
    "naf": "naf",
    "ape": "naf",
    "effectif": "headcount",
    "salaries": "headcount",
    "activite": "activity",
    "commentaire": "notes",
    "remarque": "notes",
    "observation": "notes",
    "rmq": "notes",
    "societe": "name",
    "entreprise": "name",
    "company": "name",
}
_NEXT = re.compile(
    r"(?:date )?(?:de |du |d |la |le )?(?:prochaine?s? |next )?(?:rappel|relance|call ?back"
    r"|follow ?up|rdv|rendez vous)(?: (?:prevue?|programmee?|souhaitee?|client|le|date|du|on|at"
    r"|a faire|a prevoir)){0,2}"
    r"|(?:date )?(?:de |du |d |la |le )?(?:prochaine?|next) (?:(?:date|etape|action|de|d|le) ){0,2}"
    r"(?:appel|rappel|relance|contact|action|rdv|rendez vous|step|call|etape)"
    r"(?: (?:prevue?|commerciale?|le|date|on)){0,2}"
    r"|(?:date )?a (?:rappeler|relancer|recontacter)(?: \w+)?"
)
"""A header, folded, that names a day to call again."""
_WHOLE_HEADERS = (
    (re.compile(r"(?:code )?(?:naf|ape)(?: (?:naf|ape|insee|rev 2|2008|2025))*"), "naf"),
    (
        re.compile(
            r"(?:date )?(?:de |du |d |la |le )?(?:derniere?|last) (?:appel|contact|echange|relance"
            r"|rdv|rendez vous|visite|call|contacted|activity)(?: (?:le|date|on|telephonique))?"
        ),
        "last_call",
    ),
    (
        re.compile(
            r"(?:statut|etat|status) (?:du |de la |de |d )?(?:prospect|prospection|client|appel"
            r"|contact|lead|dossier|suivi|fiche|relance)"
        ),
        "status",
    ),
    (
        re.compile(
            r"(?:pays|country)(?: (?:du|de|d|l|of|the|siege|entreprise|societe|adresse|client))*"
        ),
        "country",
    ),
    (
        re.compile(r"(?:denomination|appellation|enseigne) (?:commerciale|usuelle)|nom usuel"),
        "name",
    ),
    (
        re.compile(
            r"ou (?:on |nous )?en (?:est|sommes)(?: .*)?|(?:on |nous )?en (?:est|sommes) ou"
        ),
        "status",
    ),
    (re.compile(r"(?:n |numero )?(?:et )?rue(?: et (?:n|numero))?"), "address"),
    (
        re.compile(
            r"ce (?:qu (?:ils?|elles?|on) |qui (?:a|s) ).*|what (?:they|he|she|was) said"
            r"|(?:a |points? a )?(?:savoir|retenir|noter)"
        ),
        "notes",
    ),
)
"""Headers, folded, that words of theirs by themselves would not tell."""
_ORGANISATION = frozenset(
    [
        *("structure", "societe", "entreprise", "etablissement", "organisme", "organisation"),
        *("organization", "enseigne", "association", "commerce", "magasin", "employeur", "company"),
        *("client", "prospect", "compte", "account", "business", "exploitation", "adherent"),
        *("partenaire", "fournisseur", "agence", "cabinet", "firme"),
    ]
)
_SAYS_NAME = frozenset({"nom", "name", "denomination", "intitule", "libelle", "raison"})
_PERSON = frozenset(
    [
        *("contact", "interlocuteur", "interlocutrice", "responsable", "dirigeant", "dirigeante"),
        *("gerant", "gerante", "decideur", "referent", "referente", "personne", "correspondant"),
    ]
)
_DEPARTMENTS = frozenset(
    [
        *("rh", "drh", "hr", "communication", "com", "marketing", "commercial", "commerciale"),
        *("technique", "achats", "informatique", "presse", "formation", "recrutement", "qualite"),
        *("administratif", "administrative", "general", "generale", "principal", "principale"),
        *("production", "de", "du", "des", "la", "le", "les", "l", "a"),
    ]
)
"""“Contact RH”, “Responsable de la communication”: whose contact a person is."""
_OF_PERSON = (
    ({"prenom", "first", "firstname"}, "contact_first"),
    ({"fonction", "poste", "titre", "title", "role", "qualite"}, "contact_title"),
    ({"mail", "email", "courriel"}, "contact_email"),
    (
        {"tel", "telephone", "phone", "portable", "mobile", "gsm", "ligne", "numero"},
        "contact_phone",
    ),
    ({"civilite"}, "civility"),
    ({"nom", "name", "principal", "principale", "1", "commercial", "complet"}, "contact_name"),
)
"""What a header says of a person, by one more word: “contact_prenom”, “Tél. interlocuteur”."""
_FAX = frozenset({"fax", "telecopie", "telecopieur", "telecopies"})
_PHONE = frozenset({"tel", "telephone", "phone", "tels", "telephones", "tph"})
_NOT = frozenset(
    [
        "imaddress",
        "impp",
        "label",
        "code",
        "type",
        "date",
        "id",
        "identifiant",
        "coordonnee",
        "latitude",
        "longitude",
        *("academie", "tribunal", "greffe", "naissance"),
        "region",
        "departement",
        "country",
        "pays",
        "birthday",
        "state",
        "insee",
        "horaires",
        "home",
        "private",
    ]
)
_COUNTS = frozenset({"nb", "nbre", "nombre", "total", "qte", "quantite", "count"})
"""Words of a header that counts: “Nb de mails envoyés” holds no address."""
_IGNORED = (
    "nom complet de l adresse de messagerie",
    "type de messagerie",
    "e mail display name",
    "e mail type",
)  # Outlook says each address twice
_TECHNICAL = re.compile(
    r"\([a-z]+\.[a-z_]+\)|\*"
)  # Dolibarr writes “Zip Code (s.zip)”, “Name* (s.nom)”
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is read.

    `header` is the index of the header row among the rows, -1 when there is none.

    `fields` has one entry a column: a field, or "" to leave the column out.
    """

    header: int
    columns: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)

    def where(self, name: str) -> list[int]:
        """The columns that feed a field."""
        return [index for index, found in enumerate(self.fields) if found == name]


_LONGEST_HEADER = 300
"""Characters of a header that are looked at."""


_OPTIONAL_ENDING = re.compile(r"(?<=\w)\((?:s|e|es|x|aux)\)")
"""Endings in brackets: “Remarque(s)”."""


def plain(header: str) -> str:
    """A header without case, accents and signs: “Tél.” is “tel”, “E-mail” is “e mail”."""
    header = _OPTIONAL_ENDING.sub("", header[:_LONGEST_HEADER])
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    return _NOT_A_WORD.sub(" ", strip_marks(parted)).strip()


_OF_RECORD = re.compile(
    r"(?i)^(?:personne|person|affaire|deal|lead|piste|opportunit[ée]|contact) [-–:] "
    r"(?=(?:organisation|organization|soci[ée]t[ée]|entreprise|company|compte|account)$)"
)
"""From which table of another program a column comes: “Personne - Organisation”."""


def field_of(header: str) -> str:
    """The field that a header names, "" when unknown."""
    header = header[:_LONGEST_HEADER]
    whole = closed_up(plain(_TECHNICAL.sub(" ", _OF_RECORD.sub("", header))))
    if not whole:
        return _BY_SIGN.get(header.strip(" \ufe0f"), "")
    if _ignored(whole):
        return ""
    if asked := _ASKED_OF.match(whole):
        whole = whole[asked.end() :]
        if whole in ("nom", "name"):
            return "contact_name"
    if whole == "name" and _TECHNICAL.search(header):
        return "name"
    if whole in _BY_HEADER:
        return _BY_HEADER[whole]
    if _LABELS.fullmatch(whole):
        return "label"
    if about_mails_only(whole):
        return ""
    if _REFUSAL.search(whole) or _ALLOWS.search(whole):
        return "refusal"
    short = without_purpose(whole)
    if short in _BY_HEADER:
        return _BY_HEADER[short]
    return _by_words(whole) or abbreviated(header, whole)


def about_mails_only(header: str) -> bool:
    """Whether a column says who wants mails or does not, and nothing of calls: “Email opt out”."""
    whole = plain(header)
    if not _MAILS.search(whole) or _CALLS.search(whole):
        return False
    return bool(_REFUSAL.search(whole) or _ALLOWS_MAILS.search(whole))


_MAILS = re.compile(
    r"\b(?:e ?mail(?:ing)?s?|mail(?:ing)?s?|courriels?|newsletters?|infolettres?)\b"
)
_CALLS = re.compile(r"appel|\bcall|phone|\btel\b|contact|demarch|sollicit|joindre|derang|disturb")
_ALLOWS_MAILS = re.compile(
    r"\baccept\w*|\bautoris\w*|\bconsent\w*|\bopt(?:ed)? ?in\b|\bsouhaite recevoir\b|\baccord\b"
    r"|\babonnee?\b|\bsubscribed\b"
)


def allows_mails(header: str) -> bool:
    """Whether a column about mails says who wants them: “Accepte les e-mails : non”."""
    whole = plain(header)
    return _ALLOWS_MAILS.search(whole) is not None and _REFUSAL.search(whole) is None


def _by_words(whole: str) -> str:
    """The field of a header, folded, by single words of it."""
    words = whole.split()
    if _FAX & set(words):
        return "phone" if _PHONE & set(words) else "fax"
    if _NEXT.fullmatch(whole):
        return "next_call"
    if told := next((field for pattern, field in _WHOLE_HEADERS if pattern.fullmatch(whole)), ""):
        return told
    if {"naf", "ape"} & set(words):
        return "activity" if "libelle" in words else "naf"
    if set(words) & _NOT:
        return "postcode" if " code postal" in f" {whole}" or "postal code" in whole else ""
    if compound := _compound(words):
        return compound
    if "raison sociale" in f" {whole} ":
        return "name"
    if set(words) & _COUNTS and not set(words) & {"effectif", "salaries", "employes"}:
        return ""
    fields = [field for word in reversed(words) if (field := _word_names(word))]
    others = [field for field in fields if field != "name"]
    return next(iter(others or fields), "")  # “Tél. société” is a number, not a name


def _word_names(word: str) -> str:
    """The field that one word of a header names, in the singular or plural."""
    return _BY_WORD.get(word) or _BY_WORD.get(word.removesuffix("s"), "")


def _compound(words: list[str]) -> str:
    """The field that a person or an organisation makes with one more word, "" when none."""
    said = set(words)
    if said & _SAYS_NAME and said & _ORGANISATION and not said & _PERSON:
        return "name"
    if said & _PERSON and not said & _ORGANISATION and len(words) <= _WORDS_OF_A_HEADER:
        if said <= _PERSON | _DEPARTMENTS:
            return "contact_name"
        return next((field for more, field in _OF_PERSON if said & more), "")
    return ""


_WORDS_OF_A_HEADER = 5


def allows(header: str) -> bool:
    """Whether a column of refusals is told the other way round: “Peut être appelé : non”."""
    whole = plain(header)
    return _ALLOWS.search(whole) is not None and _REFUSAL.search(whole) is None


def with_fax(header: str) -> bool:
    """Whether a column of numbers holds faxes too: “Tél. / Fax”."""
    words = set(plain(header).split())
    return bool(words & _FAX and words & _PHONE)


def _ignored(header: str) -> bool:
    """Whether a header, folded, begins with one of these names (Outlook numbers them)."""
    return f"{header} ".startswith(tuple(f"{name} " for name in _IGNORED))


def guess_layout(rows: list[list[str]], header: int | None = None) -> Layout:
    """Finds the header among the first rows (unless it is given; -1 is none) and says what each
    column is, by its name, else by what it holds.
    """
    width = max((len(row) for row in rows), default=0)
    header = header_index(rows) if header is None else header
    names = (
        [normalize("NFC", without_unseen(cell).strip()) for cell in rows[header]]
        if 0 <= header < len(rows)
        else []
    )
    columns = [names[i] if i < len(names) and names[i] else column_letter(i) for i in range(width)]
    meant = without_shared_word(columns) if header >= 0 else columns
    guesses = [field_of(name) if header >= 0 else "" for name in meant]
    body = rows[header + 1 :]
    guesses = [
        guess
        or _by_content(
            [row[i] for row in body if i < len(row) and row[i].strip()],
            names[i] if i < len(names) else "",
        )
        for i, guess in enumerate(guesses)
    ]
    fields = with_further_names(_settle(meant, guesses), [plain(name) for name in meant])
    _by_what_is_missing(fields, names, body)
    _civilities(fields, names, body)
    if names:
        said = [plain(name) for name in names] + [""] * (width - len(names))
        below = [Column(_cells(body, index), said[index]) for index in range(len(fields))]
        tell_by_values(fields, below)
        without_colleagues(fields, below)
    _towns_behind_postcodes(fields, names, body)
    _names_by_content(fields, names, body)
    # A column that nobody knows is kept under its own name; one without a name, as notes.
    fields = [
        found or ("detail" if header >= 0 and i < len(names) and names[i] else "notes")
        for i, found in enumerate(fields)
    ]
    return Layout(header, columns, fields)


_MAY_NAME = frozenset(
    [
        *("ets", "etp", "etab", "etabl", "ste", "soc", "entr", "boite", "boites", "employeur"),
        *("entite", "artisan", "artisans", "ecole", "lycee", "college", "universite", "cabinet"),
        *("domaine", "chateau", "cave", "titulaire", "attributaire", "adjudicataire"),
        *("beneficiaire", "laureat", "commerce", "commercant", "boutique", "association", "asso"),
        *("club", "membre", "sponsor", "mecene", "annonceur", "vendor", "supplier", "merchant"),
        *("venue", "exhibitor", "employer", "firm", "practice", "restaurant", "hotel", "camping"),
        *("gite", "garage", "pharmacie", "agence", "mairie", "collectivite", "organisateur"),
        *("festival", "salle", "musee", "theatre", "librairie", "editeur", "producteur"),
        *("fabricant", "usine", "institution", "hopital", "clinique", "ehpad", "residence"),
        *("ferme", "imprimerie", "brasserie", "boulangerie", "franchise", "marque", "brand"),
        *("groupe", "filiale", "studio", "salon", "centre", "store", "shop", "lieu", "cible"),
        *("lead", "rs", "dealer", "distributeur", "revendeur", "concessionnaire", "installateur"),
        *("prestataire", "praticien", "notaire", "avocat", "etude", "office", "atelier", "maison"),
        *("galerie", "syndicat", "federation", "fondation", "laboratoire", "banque", "caviste"),
        *("traiteur", "auberge", "creche", "participant", "inscrit", "hebergement", "point"),
        *("designation", "appellation", "libelle", "magasin", "exploitation", "structure"),
    ]
)
"""Words that head a column of companies when no other column names them: “École”, “Exposant”."""
_WHERE_THEY_WORK = frozenset(
    [
        *("ets", "etp", "etab", "etabl", "ste", "soc", "entr", "boite", "boites", "employeur"),
        *("entite", "ecole", "lycee", "college", "universite", "cabinet", "domaine", "commerce"),
        *("boutique", "association", "asso", "employer", "firm", "restaurant", "hotel", "camping"),
        *(
            "garage",
            "pharmacie",
            "agence",
            "mairie",
            "collectivite",
            "festival",
            "musee",
            "theatre",
        ),
        *(
            "hopital",
            "clinique",
            "imprimerie",
            "studio",
            "etude",
            "atelier",
            "magasin",
            "structure",
        ),
    ]
)
"""Those of them that name where a person works, beside a column of last names."""
_MAY_NAME_A_PERSON = frozenset(
    [
        *("qui", "resp", "ctc", "cont", "interloc", "directeur", "directrice", "president"),
        *("presidente", "patron", "patronne", "associe", "associee", "maire"),
        *("proviseur", "vigneron", "vigneronne", "exploitant", "ceo", "drh", "pdg", "decideur"),
        *("decisionnaire", "prescripteur", "demander", "personne", "who", "attn", "dirigeant"),
        *("gerant", "gerante", "responsable"),
    ]
)
_OF_THE_DESK = frozenset(
    [
        *("compte", "account", "fiche", "lead", "deal", "dossier", "record", "opportunite"),
        *("secteur", "appele", "appel", "appelle", "morale", "suivi", "saisie"),
    ]
)
"""“Propriétaire du compte” is a colleague of hers, nobody to ask for."""
_LEADING = frozenset(
    [
        *("nom", "de", "du", "des", "la", "le", "les", "l", "d", "ma", "mon", "mes", "votre", "n"),
        *("name", "of", "the", "a", "contacter", "appeler"),
    ]
)
"""Words before the one that tells: “Nom de l’exposant”, “Ma boîte”."""


def _by_what_is_missing(fields: list[str], names: list[str], body: list[list[str]]) -> None:
    """Columns that nobody knows by their name alone, told by what no other column is: “École” names
    the companies where no “Société” does, “Qui” the person, “N°” of dialled numbers the phone.
    """
    said = [_words_that_tell(name) for name in names]

    def take(wanted: str, words: frozenset[str]) -> None:
        for index, telling in enumerate(said):
            free = index < len(fields) and not fields[index] and telling
            if (
                free
                and {telling[0], telling[0].removesuffix("s")} & words
                and not {*telling} & _OF_THE_DESK
            ):
                fields[index] = wanted
                return

    if "name" not in fields:
        take("name", _WHERE_THEY_WORK if "contact_last" in fields else _MAY_NAME)
    if not {"contact_name", "contact_last", "contact_first", "people"} & set(fields):
        take("contact_name", _MAY_NAME_A_PERSON)
    if {"contact_name", "contact_last"} & set(fields) and "contact_title" not in fields:
        take("contact_title", frozenset({"qualite", "position"}))
    _last_names(fields, names)
    _postcodes_of_switzerland(fields, names, body)
    if not {"phone", "contact_phone"} & set(fields):
        _dialled_numbers(fields, names, body)


def _dialled_numbers(fields: list[str], names: list[str], body: list[list[str]]) -> None:
    """“N°” where telephone numbers stand below, or nothing yet."""
    for index, name in enumerate(names):
        bare = plain(name) in ("n", "no", "num", "numero", "nr", "number")
        if bare and all(map(_DIALLED.search, _cells(body, index))):
            fields[index] = "phone"


def _words_that_tell(header: str) -> list[str]:
    """The words of a header without those that only lead to them; none of one that counts."""
    words = plain(header).split()
    if set(words) & (_NOT | _COUNTS):
        return []
    return [word for word in words if word not in _LEADING and not word.isdigit()]


def _last_names(fields: list[str], names: list[str]) -> None:
    """“Nom dirigeant” beside “Prénom dirigeant” is the last name alone."""
    if "contact_first" not in fields or "contact_last" in fields:
        return
    for index, found in enumerate(fields):
        if found == "contact_name" and index < len(names) and "nom" in plain(names[index]).split():
            fields[index] = "contact_last"
            return


def _postcodes_of_switzerland(fields: list[str], names: list[str], body: list[list[str]]) -> None:
    """“NPA” is “ne pas appeler” here and the postcode in Switzerland: where four digits stand below
    it, or nothing yet, and a town beside it.
    """
    for index, name in enumerate(names):
        if plain(name) != "npa" or "postcode" in fields:
            continue
        cells = _cells(body, index)
        beside = fields[index + 1 : index + 2] + fields[max(0, index - 1) : index]
        if "city" in beside and all(re.fullmatch(r"(?:CH-)?\d{4}", cell) for cell in cells):
            fields[index] = "postcode"


def _civilities(fields: list[str], names: list[str], body: list[list[str]]) -> None:
    """A column called “Titre” that holds Mme and M. is not a job: it goes before the name."""
    for index, name in enumerate(names):
        if plain(name) not in ("titre", "title", "titre de civilite", "genre", "sexe"):
            continue
        cells = [row[index].strip() for row in body if index < len(row) and row[index].strip()]
        if cells and all(CIVILITIES.fullmatch(cell) for cell in cells):
            fields[index] = "civility"


def _towns_behind_postcodes(fields: list[str], names: list[str], body: list[list[str]]) -> None:
    """Without a header, words behind a postcode are its town."""
    if names or "postcode" not in fields or "city" in fields:
        return
    behind = fields.index("postcode") + 1
    if behind < len(fields) and not fields[behind]:
        cells = _cells(body, behind)
        if cells and all(_WORDED.search(cell) and not re.search(r"\d{3}", cell) for cell in cells):
            fields[behind] = "city"


_NAMES = frozenset({"name", "contact_name", "contact_first", "contact_last", "people"})
_REACHES = frozenset({"phone", "email", "contact_phone", "contact_email"})
_WORDED = re.compile(r"[^\W\d_]{2}")
_MOSTLY = 0.8


def _names_by_content(fields: list[str], names: list[str], body: list[list[str]]) -> None:
    """Where numbers or addresses have no name beside them, the first column nobody knows that has
    words, nearly all of them different, names the cards: “Lauréat;Tél”.
    """
    if not names or _NAMES & set(fields) or not _REACHES & set(fields):
        return
    for index, found in enumerate(fields):
        if found or index >= len(names) or set(plain(names[index]).split()) & (_NOT | _COUNTS):
            continue
        cells = _cells(body, index)
        worded = sum(bool(_WORDED.search(cell)) and len(cell) <= _LONGEST_CELL for cell in cells)
        if cells and min(worded, len(set(cells))) >= _MOSTLY * len(cells):
            fields[index] = "name"
            return


_LONGEST_CELL = 80


def _cells(body: list[list[str]], index: int) -> list[str]:
    """What a column holds, empty cells left out."""
    return [row[index].strip() for row in body if index < len(row) and row[index].strip()]


def header_index(rows: list[list[str]]) -> int:
    """The header among the first rows: the one that names most columns; -1 when there is none."""
    best, best_score = -1, 0
    for index, row in enumerate(rows[:15]):
        filled = [cell for cell in row if cell.strip()]
        known = sum(bool(field_of(cell)) for cell in filled if not _DIALLED.search(cell))
        data = sum(_is_data(cell) for cell in filled)
        if known and known > data and known > best_score:
            best, best_score = index, known
    if best >= 0 or not rows:
        return best
    first = [cell for cell in rows[0] if cell.strip()]
    return (
        0
        if len(rows) > 1
        and first
        and not any(_is_data(cell) for cell in first)
        and any(_is_data(cell) for row in rows[1:20] for cell in row)
        else -1
    )


_DIALLED = re.compile(r"(?:\d[ .\-/]?){9}")
"""“Tél : 01 99 00 12 34” names no column: it holds a number."""


def _is_data(cell: str) -> bool:
    text = cell.strip()
    return bool(
        _DIALLED.search(text)
        or re.fullmatch(r"[\d\s.+()/-]{4,}", text)
        or "@" in text
        or len(text) > 80
    )


def _by_content(values: list[str], header: str) -> str:
    sample = values[:60]
    if len(sample) < 1 or set(plain(header).split()) & _NOT or _ignored(plain(header)):
        return ""
    enough = len(sample) * 0.6

    def many(test: re.Pattern[str]) -> bool:
        return sum(bool(test.fullmatch(value.strip())) for value in sample) >= enough

    if sum(bool(find_addresses(value)) for value in sample) >= enough:
        return "email"
    if many(re.compile(r"\d{3}[ ]?\d{3}[ ]?\d{3}(?:[ ]?\d{5})?")) and not many(
        re.compile(r"[1-9]\d{8}")
    ):
        return "siret"
    if not header and many(re.compile(r"\d{5}")):  # under a name of its own it may be an amount
        return "postcode"
    if (
        many(re.compile(r"\+?[\d\s.()/-]{9,20}"))
        and sum(bool(read_numbers(value).numbers) for value in sample) >= enough
    ):
        return "phone"
    short = [value for value in sample if len(value) <= _LONGEST_CELL and _DIALLED.search(value)]
    if len(short) >= enough and sum(bool(read_numbers(one).numbers) for one in short) >= enough:
        return "phone"
    if many(re.compile(r"(?:https?://|www\.)\S+")):
        return "website"
    return ""


def _settle(columns: list[str], guesses: list[str]) -> list[str]:
    """One column a field where only one makes sense; “Nom” is the company unless another
    column is.
    """
    employers = "contact_first" in guesses and _names_employers(columns)
    has_company = "name" in guesses or employers
    names = [plain(column) for column in columns]
    for index, name in enumerate(names):
        if name in ("nom", "noms", "title nom"):
            guesses[index] = "contact_last" if has_company else "name"
            has_company = True
    if "name" not in guesses:
        person = any(guess in ("contact_first", "contact_last") for guess in guesses)
        named = [
            i
            for i, name in enumerate(names)
            if name in ("name", "libelle", "intitule") and not person
        ]
        if named:
            guesses[named[0]] = "name"
        elif not person and "contact_name" not in guesses and "" in guesses:
            blanks = [
                i
                for i, guess in enumerate(guesses)
                if guess == "" and not set(names[i].split()) & _NOT
            ]
            nothing = not any(guesses) and len(guesses) > 1  # “rouge;12”: no list of companies
            if blanks and all(len(name) == 1 for name in names) and not nothing:
                guesses[blanks[0]] = "name"
    _prefer(
        guesses, names, "contact_title", over=("titre", "title")
    )  # Outlook's first “Titre” is Mme, the second the job
    taken: set[str] = set()
    settled = []
    for guess in guesses:
        settled.append("" if guess in taken and guess not in SEVERAL else guess)
        taken.add(guess)
    return settled


def _names_employers(columns: list[str]) -> bool:
    """Whether a column beside people's names says where they work: “Employeur”."""
    return any(
        bool(words) and words[0].removesuffix("s") in _WHERE_THEY_WORK
        for words in map(_words_that_tell, columns)
    )


def _prefer(guesses: list[str], names: list[str], wanted: str, *, over: tuple[str, ...]) -> None:
    """Where several columns could be a field that takes one: the last whose header says more than
    the words of `over`.
    """
    places = [index for index, guess in enumerate(guesses) if guess == wanted]
    if len(places) > 1:
        best = ([index for index in places if names[index] not in over] or places)[-1]
        for index in places:
            guesses[index] = wanted if index == best else ""


def column_letter(index: int) -> str:
    """A, B … Z, AA as spreadsheets name columns."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class NoSuchColumn(ValueError):
    """A mapping names a field or column that isn't there."""


def remap(layout: Layout, pairs: dict[str, str]) -> Layout:
    """The layout with some fields put on named columns (FIELD=COLUMN; an empty column leaves the
    field out).
    """
    fields = list(layout.fields)
    for name, column in pairs.items():
        if name not in FIELDS:
            raise NoSuchColumn(f"“{name}” is no field; the fields are {', '.join(FIELDS)}.")
        fields = ["" if found == name else found for found in fields]
        if column:
            wanted = plain(column)
            index = next(
                (
                    i
                    for i, label in enumerate(layout.columns)
                    if label == column or plain(label) == wanted
                ),
                None,
            )
            if index is None:
                raise NoSuchColumn(
                    f"The file has no column “{column}”; it has {', '.join(layout.columns)}."
                )
            fields[index] = name
    return Layout(layout.header, layout.columns, fields)


def names_nobody(fields: Iterable[str]) -> bool:
    """Whether no column of a file says who its companies are."""
    return not WHO & set(fields)
