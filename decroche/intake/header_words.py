"""The names that columns have in files, and the words that tell what a column is. Pure."""

from __future__ import annotations

import re

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
    "steps": "relances prevues|followups|open follow ups",
    "not_before": "pas avant|not before",
    "lists": "listes d appels|call lists",
    "wrong_numbers": "faux numeros|faux numero|wrong numbers|wrong number",
    "source": "source decroche",
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
IN_OWN_EXPORT = {
    "dernier resultat": "last_result",
    "last outcome": "last_result",
    "dernier appel": "last_called",
    "last call": "last_called",
    "last called at": "last_called",
    "tentatives": "attempts",
    "attempts": "attempts",
    "source": "source",
}
"""Headers that mean this in the export of this program alone."""
BY_SIGN = {
    "@": "email",
    "✉": "email",
    "📧": "email",
    "☎": "phone",
    "📞": "phone",
    "📱": "contact_phone",
    "🌐": "website",
}
"""Headers that are one sign."""
ASKED_OF = re.compile(
    r"(?:(?:quel(?:le)?s?|what) (?:est|sont|is|are) )?(?:votre|vos|your|merci d indiquer votre"
    r"|sa|son|ses|leurs?|mon|ma|mes|notre|nos|their|his|her|our|my) "
)
"""How the columns of a form begin, or those of a list of her own: “Votre entreprise”, “Sa
fonction”.
"""
BY_HEADER = {header: name for name, headers in _HEADERS.items() for header in headers.split("|")}
REFUSAL = re.compile(
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
ALLOWS_CALLS = re.compile(
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
LABELS = re.compile(
    r"(?:phone|e mail|email|address|website|web page|organization|relation|event|im|custom field)"
    r" ?\d* (?:type|label)"
)
# Single words that tell, when the whole header is unknown (“mairie_telephone”).
BY_WORD = {
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
NEXT_CALL = re.compile(
    r"(?:date )?(?:de |du |d |la |le )?(?:prochaine?s? |next )?(?:rappel|relance|call ?back"
    r"|follow ?up|rdv|rendez vous)(?: (?:prevue?|programmee?|souhaitee?|client|le|date|du|on|at"
    r"|a faire|a prevoir)){0,2}"
    r"|(?:date )?(?:de |du |d |la |le )?(?:prochaine?|next) (?:(?:date|etape|action|de|d|le) ){0,2}"
    r"(?:appel|rappel|relance|contact|action|rdv|rendez vous|step|call|etape)"
    r"(?: (?:prevue?|commerciale?|le|date|on)){0,2}"
    r"|(?:date )?a (?:rappeler|relancer|recontacter)(?: \w+)?"
)
"""A header, folded, that names a day to call again."""
WHOLE_HEADERS = (
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
WORDS_OF_ORGANISATIONS = frozenset(
    [
        *("structure", "societe", "entreprise", "etablissement", "organisme", "organisation"),
        *("organization", "enseigne", "association", "commerce", "magasin", "employeur", "company"),
        *("client", "prospect", "compte", "account", "business", "exploitation", "adherent"),
        *("partenaire", "fournisseur", "agence", "cabinet", "firme"),
    ]
)
WORDS_OF_NAMES = frozenset({"nom", "name", "denomination", "intitule", "libelle", "raison"})
WORDS_OF_PERSONS = frozenset(
    [
        *("contact", "interlocuteur", "interlocutrice", "responsable", "dirigeant", "dirigeante"),
        *("gerant", "gerante", "decideur", "referent", "referente", "personne", "correspondant"),
    ]
)
WORDS_OF_DEPARTMENTS = frozenset(
    [
        *("rh", "drh", "hr", "communication", "com", "marketing", "commercial", "commerciale"),
        *("technique", "achats", "informatique", "presse", "formation", "recrutement", "qualite"),
        *("administratif", "administrative", "general", "generale", "principal", "principale"),
        *("production", "de", "du", "des", "la", "le", "les", "l", "a"),
    ]
)
"""“Contact RH”, “Responsable de la communication”: whose contact a person is."""
FIELDS_OF_A_PERSON = (
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
WORDS_OF_FAXES = frozenset({"fax", "telecopie", "telecopieur", "telecopies"})
WORDS_OF_PHONES = frozenset({"tel", "telephone", "phone", "tels", "telephones", "tph"})
WORDS_OF_NO_FIELD = frozenset(
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
WORDS_OF_COUNTS = frozenset({"nb", "nbre", "nombre", "total", "qte", "quantite", "count"})
"""Words of a header that counts: “Nb de mails envoyés” holds no address."""
IGNORED_HEADERS = (
    "nom complet de l adresse de messagerie",
    "type de messagerie",
    "e mail display name",
    "e mail type",
)  # Outlook says each address twice
TECHNICAL_NAME = re.compile(
    r"\([a-z]+\.[a-z_]+\)|\*"
)  # Dolibarr writes “Zip Code (s.zip)”, “Name* (s.nom)”
