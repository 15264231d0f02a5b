"""The forms of refusals and of what limits them, French and English: patterns over sentences folded
to plain letters (`only_letters`), read by refusing.py.

A form that is missed is added here, and the answer that missed it to the corpus of the tests. Every
gap between two words is bounded, so that no text takes longer than its length.
"""

from __future__ import annotations

import re

POLITE = frozenset(
    [
        "svp",
        "stp",
        "merci",
        "please",
        "pls",
        "thanks",
        "thank",
        "you",
        "s",
        "il",
        "vous",
        "te",
        "plait",
        "cordialement",
        "cdt",
        "bonjour",
        "bonsoir",
        "hello",
        "hi",
        "dear",
        "sir",
        "madam",
        "madame",
        "monsieur",
        "mme",
        "mr",
        "m",
        "regards",
        "kind",
        "best",
        "bien",
        "a",
        "de",
        "d",
        "avance",
        "beaucoup",
        "cdlt",
        "salutations",
        "par",
        "immediatement",
        "now",
        "and",
        "et",
        "les",
        "mes",
        "vos",
        "all",
        "tout",
        "tous",
        "toute",
        "mail",
        "mails",
        "e",
        "email",
        "emails",
        "sms",
        "pub",
        "pubs",
        "publicite",
        "publicites",
        "spam",
        "appel",
        "appels",
        "message",
        "messages",
        "courriel",
        "courriels",
        "prospection",
        "demarchage",
        "relance",
        "relances",
        "aux",
        "au",
        "la",
        "le",
        "my",
        "from",
        "i",
        "want",
        "je",
        "souhaite",
        "veux",
        "to",
        "demande",
        "contact",
        "calls",
        "marketing",
        "definitivement",
        "definitif",
        "se",
        "re",
        "bonne",
        "journee",
        "soiree",
        "continuation",
        "day",
        "have",
        "nice",
        "good",
        "kindly",
        "ok",
        "okay",
        "enough",
        "just",
        "again",
    ]
)
STOPS = frozenset(
    [
        "stop",
        "desinscription",
        "desinscrire",
        "desinscrivez",
        "unsubscribe",
        "desabonnement",
        "desabonner",
        "desabonnez",
        "optout",
        "remove",
        "resiliation",
        "desinscrit",
        "desabo",
        "unsub",
    ]
)

_ASK = (
    r"(?:re ?contact|contact|sollicit|demarch|relanc|re ?appell?|appell?|rappell?|telephon|derang"
    r"|importun|prospect|embet|ennuy|spamm|harcel|courtis)"
)
_DO = (
    rf"(?:{_ASK}er|(?:re)?ecrire|joindre|(?:re)?prendre contact|(?:r)?entrer en contact"
    r"|revenir vers"
    r"|revenir a la charge|insister|reessayer|retenter|recommencer|continuer|persister|tenter de"
    r"|chercher a|essayer de|perdre (?:votre|notre|mon) temps|utiliser)"
)
_SENT = (
    r"(?:r?envoy\w+|adress\w+|expedi\w+|faire parvenir|faites parvenir|propos\w+|transmett\w+"
    r"|fais parvenir)"
)
_PAPERS = (
    r"(?: (?:le|la|les|un|une|du|des|de|vos|votre))? (?:devis|factures?|plans?|photos?|pdf"
    r"|contrats?"
    r"|fichiers|dossiers?|documents?|papiers?|bons? de commande|epreuves?|maquettes?)\b"
)
"""Things that somebody wants to be sent: “arrêtez de m’envoyer le devis par la poste” refuses the
post only.
"""
_DO_ME = rf"(?:{_ASK}er|(?:re)?ecrire|joindre|deranger)"
_YOU_DO = (
    rf"(?:{_ASK}(?:i?ez|e|es)|(?:re)?ecriv(?:i?ez|es)|(?:re)?ecris|insist(?:ez|e)|recommenc(?:ez|e)"
    r"|revenez|perdez|cherchez|essayez|tentez|utilisez|prenez contact"
    r")"
)
_DONE = rf"(?:{_ASK}e?e?s?|ennuyee?s?|joint|appel\w+|rappel\w+)"
_MAILS = (
    r"(?:e ?mails?|mails?|courriels?|courriers?|messages?|appels?|coups? de (?:fil|telephone)"
    r"|sollicitations?|sollicites?|demarchages?|prospections?|publicites?|pubs?|newsletters?"
    r"|communications?|propositions?|offres?|relances?|spams?|envois?|infos?|informations?"
    r"|contacts?|sms|telephone|harcelement|demarches?|lettres?|insistance)"
)
_MAILS_ONLY = (
    r"(?:e ?mails?|mails?|courriels?|appels?|coups? de (?:fil|telephone)|messages?|sms"
    r"|sollicitations?|demarchages?|prospections?|publicites?|pubs?|newsletters?|relances?"
    r"|spams?|envois? de|contacts?(?! (?:avec|depuis|la|a|au|chez))|ecrire|appeler)"
)
_OWN = r"(?:mon|ma|mes|notre|nos|cette|cet|ce|l|le|la|les)"
_DETAILS = (
    r"(?:adresses?|coordonnees|e ?mails?|mails?|courriels?|num(?:ero)?s?|noms?|contacts?|donnees"
    r"|infos?|informations|fiches?|societe|entreprise|etablissement|ligne|telephone|portable"
    r"|profil)"
)
_LISTS = (
    r"(?:listes?|listings?|fichiers?|bases?|fiches?|registres?|mailings?|repertoires?|carnets?"
    r"|crm|campagnes?|prospections?|diffusions?|envois?|contacts|prospects|systemes?|demarchage"
    r"|donnees|destinataires|tablettes|archives)"
)
_TAKE_OFF = (
    r"(?:retir|supprim|enlev|effac|ray|radi|ot|exclu|blacklist|bann|desinscri|desabonn|desincri"
    r"|sort|vir|rai|elimin|efface)"
)
_REQUEST = (
    r"(?:merci|veuillez|veillez|priere|prie|prions|pri|demande|demandons|exige|exigeons|souhait\w*"
    r"|voudr\w+|aimer\w+|vouloir|apprecier\w+|svp|stp|pouvez|pourriez|peux|gentil|gre|faut|somme"
    r"|sommons|ordonne|invite|aimable|remercie|remercions|remercier\w*|obligee?|serais|serions"
    r"|bonte|gentillesse|attend\w*|tien\w*|prefer\w*|conseill\w*)"
)
_EN_DO = (
    r"(?:contact|call|phon|ring|e ?mail|mail|writ|text|messag|bother|disturb|reach|solicit|send"
    r"|spam|harass|pester|approach|get in touch|getting in touch|follow(?:ing)? up|chas|canvass"
    r"|try|ping|hassl|annoy|cold call|sell|pitch|market)"
)
_EN_MAILS = (
    r"(?:e ?mails?|mails?|calls?|messages?|contacts?|communications?|solicitations?|soliciting"
    r"|spam|marketing|letters?|newsletters?|mailings?|offers?|pitches|pitch|phone calls?"
    r"|correspondence|texts?|reminders?|follow ups?|promotions?|anything|cold calls?|outreach"
    r"|sales (?:calls?|pitches|e ?mails?)|canvassing|prospecting)"
)

_LIMIT_FR = (
    r"\b(?:avant|apres|pendant|durant|entre|d ici|jusqu|depuis que|tant que|sauf|excepte|a moins"
    r"|hormis|(?:le|les|ce|chaque|un|du) (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?"
    r"|(?:le|ce|ces|du|de) (?:matin|midi|soir|soiree|week ?end|we)s?|l apres midi|cet apres midi"
    r"|ce (?:jour|mois|trimestre)|cette (?:semaine|annee|periode|saison)|aujourd hui|demain"
    r"|(?:cette|la|de) (?:semaine|rentree)(?! derniere| passee)|tout de suite|maintenant"
    r"|immediatement apres"
    r"|pour (?:le moment|l instant|cette annee|l heure)|en ce moment|actuellement|trop (?:tot|tard)"
    r"|si (?:tot|tard|souvent)|aussi (?:tot|tard|souvent)|trop souvent|a (?:midi|\d+ ?h|\d+ heures)"
    r"|en (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    r"|semaine|journee|soiree|matinee|reunion|conge|conges|vacances)|heures? de (?:repas|bureau"
    r"|travail|pointe)|(?<!tous )les jours|pause|vacances|sans (?:prevenir|rendez vous|me prevenir"
    r"|avoir)"
    r"|plutot|prefer\w*\b(?! (?:donc |vraiment |autant )?(?:ne|que vous (?:ne|cess\w+|arret\w+"
    r"|stopp\w+)))|privilegi\w+|uniquement|seulement|autrement"
    r"|desormais|dorenavant (?:a|sur)"
    r"|(?<!partent )(?<!part )(?<!vont )(?<!va )directement|en direct|au (?:bureau|travail"
    r"|magasin)|sur (?:le|mon) chantier|a l atelier|fixe|portable|standard|accueil|mobile"
    r"|domicile|maison"
    r"|personnel(?:le)?|a la place|nouvelle adresse|nouveau numero|autre (?:adresse|numero)"
    r"|bonne adresse|remplace\w*|a l ancienne|mais (?!pas|plus (?!tard|tot)|ne |n |souhait|demand"
    r"|pri|voul|vous"
    r" (?:inv|pri|dem|rem)"
    r"|je ne|nous ne"
    r"|svp|surtout|merci|non|arret|cess|c est non)\w+|ancienne|ancien|erreur|quitte|ne fait plus"
    r" partie"
    r"|ne travaille plus|n est plus(?! (?:la peine|utile|necessaire))|(?:est|sont) partie?s?"
    r"|retraite|doublon|en double|deux fois"
    r"|(?<!bon )(?<!de )(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
    r"|2 fois|de (?:plus|moins) de \d+|superieure?s? a|inferieure?s? a|au dela de|en dessous de"
    r"|en copie|en cc|pieces? jointes?|en prive|seul\w*|par telephone|nous memes?|moi meme"
    r"|soi meme|eux memes?|au nom de|a ce sujet(?! ni)|(?:appels?|mails?|messages?"
    r"|courriels?) (?:masques?|anonymes?|prives?|vocaux|tardifs?)|pour (?:confirmer|valider"
    r"|convenir|ce|cette|ca|cela|les|des|le|la|du)"
    r"|mais (?:par|sur|au|a|plus tard|en|pas)|nos clients?|vos clients?|mes clients?|les clients?"
    r"|leurs? clients?|les gens|les prospects|nos prospects|au telephone)\b"
)
_LIMIT_EN = (
    r"\b(?:(?<!asked )(?<!told )(?<!you )(?<!said )(?<!so )before|after|between|until|till|unless"
    r"|except|during|today|tomorrow|this (?:week|month"
    r"|morning|afternoon|evening|year|time)|right now|yet|for now|at the moment|currently|just now"
    r"|on (?:a )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?|on weekends?|at (?:lunch|noon|night"
    r"|home|work|\d+)|in the (?:morning|afternoon|evening)s?|so (?:early|late|often)"
    r"|too (?:early|late|often)|instead|rather than|prefer(?:red|ably|ring|s)?\b(?! not| that you"
    r" do not"
    r"| that you don t)|only|directly|my mobile|my cell|private|personal"
    r"|switchboard|other (?:address|number)|new (?:address|number)|by mistake|mistaken\w*"
    r"|no longer works?|has left|left the company|retired|without (?:an )?appointment|twice"
    r"|duplicate|over the phone|by phone|by telephone|landline|desk phone|ourselves|themselves"
    r"|our (?:customers"
    r"|clients)|your (?:customers|clients)|the (?:customers|clients)|my (?:customers|clients)"
    r"|people)\b"
)
LIMIT = re.compile(rf"{_LIMIT_FR}|{_LIMIT_EN}")
FOR_GOOD = re.compile(
    r"\b(?:plus|jamais|never|no (?:more|longer|further)|any ?more|again|arret\w*|cess\w*|stop\w*"
    r"|retir\w*|supprim\w*|enlev\w*|effac\w*|desinscri\w*|remove|delete|unsubscribe|refus\w*)\b"
)
"""Words of a refusal for good; without one of them, “not before 2 pm” is about the hour."""
BY_EVERY_WAY = re.compile(
    r"\b(?:ni maintenant|ni aujourd hui|ni demain|now (?:or|nor)|ni (?:par )?(?:e ?mail|mail"
    r"|courriel|telephone|ecrit)\b.{0,40}\bni\b"
    r"|(?:mail|courriel|telephone|phone)s?,? (?:ou|et|or|and|comme|nor|ni) (?:par |by )?(?:e ?mail"
    r"|mail|courriel|telephone|phone|sms|courrier|autre\w*)"
    r"|par (?:aucun|quelque|tout) (?:autre )?moyen|a l avenir|dans le futur|in (?:the )?future"
    r"|que ce soit|in any way|by any means|sous quelque)"
)
"""Words that name more than one way to reach them: “ni par mail ni par téléphone” is no limit."""
WAYS = re.compile(
    r"\b(?:maintenant|now|aujourd hui|today|plus tard|later|demain|par telephone|au telephone"
    r"|by phone|by telephone|over the phone|a l avenir"
    r"|dans le futur|in (?:the )?future|desormais|dorenavant)\b"
)

FRENCH = re.compile(
    "|".join(
        (
            # “merci de ne plus me contacter”, “ne pas nous relancer”
            rf"\bne (?P<a1>plus|pas|jamais|plus jamais)(?: (?:du tout|jamais))? (?:me|m|nous|lui"
            rf"|leur|la|les) {_DO_ME}\b",
            rf"\bne (?P<a2>plus|pas|jamais|plus jamais) (?:du tout )?(?:{_DO})(?: (?:a"
            rf"|de) nouveau)?"
            rf"(?: (?:avec|vers|a|de|d|me|m|{_OWN}|nous|moi|svp|merci|s il|ici|par|aucun\w*|quoi"
            rf"|rien"
            r"|sur|plus|a l avenir)\b| ?$)",
            rf"\bne (?P<a3>plus|pas|jamais|plus jamais) (?:etre|se faire|recevoir|figurer"
            rf"|apparaitre"
            rf"|faire l objet|faire partie)\b(?=.{{0,40}}\b(?:{_DONE}|{_MAILS}|{_LISTS}|rien)\b)",
            rf"\b(?:ne|n) (?:(?:plus|pas|jamais) )?(?:(?:me|m|nous|rien) )?{_SENT}\b(?: (?:plus|pas"
            rf"|jamais))?"
            rf"(?: (?:de|d|vos|votre|ces|ce|aucune?|des|ce genre de|ce type de|cette))*"
            rf"(?: (?:rien|quoi que)\b| {_MAILS}(?= ?$| (?:svp|merci|de|a|au|s il|par|et|ni"
            rf"|publicit\w*|commercia\w*"
            rf"|promo\w*|non|inutiles?|electroniques?)\b)| ?$| (?:svp|merci|a l avenir|ni)\b)",
            # “ne m’appelez plus”, “m’appelez plus”
            rf"(?:(?<!vous )(?<!tu )|(?<=que vous )|(?<=que tu ))\b(?:ne|n) (?:(?:me|m|nous"
            rf"|y) )?{_YOU_DO} (?:surtout )?(?P<b1>plus|pas|jamais)\b",
            rf"(?:^|\b(?:merci|svp|stp|plait|please|bonjour|salut|bon|non|et|donc|alors) )"
            rf"(?:me|m|nous) {_YOU_DO} (?P<b2>plus|jamais)\b",
            # “m’envoie plus rien”, “enlève-moi de tes listes”, “retire mon adresse”
            rf"(?:^|\b(?:merci|svp|stp|plait|please|bonjour|salut|et|donc|alors|que tu ne|ne) )"
            rf"(?:me|m|nous) (?:envoi\w+|envoyez|balance\w*|bombarde\w*) plus (?:rien|(?:de|d|tes"
            rf"|vos"
            rf"|ces) {_MAILS_ONLY})\b",
            rf"(?<!je )(?<!j )(?<!tu )(?<!il )(?<!elle )(?<!on )\b{_TAKE_OFF}es? (?:moi"
            rf"|nous) (?:de|des"
            rf"|du|d) .{{0,15}}?{_LISTS}\b",
            rf"(?:^|\b(?:merci|svp|stp|plait|please|bonjour|salut|et|donc|alors) ){_TAKE_OFF}e"
            rf" (?:mon|ma|mes|notre|nos) (?:\w+ )?{_DETAILS}\b",
            rf"\bque tu (?:me|m|nous) {_TAKE_OFF}es?\b.{{0,15}}?\b(?:de|des|du"
            rf"|d)\b.{{0,10}}?{_LISTS}\b",
            rf"\bne (?:me|m|nous) {_DO_ME} (?:plus|jamais)\b",  # “ne m’appeler plus”
            rf"(?:^|\b(?:merci|svp|veuillez|merci de|prie de|demande de) )(?:plus|jamais)"
            rf" (?:me|m|nous) {_DO_ME}\b",
            # “il ne veut pas qu’on le rappelle”: somebody passes on what another decided
            r"\bne (?:veu\w+|voul\w+|voudr\w+|souhait\w*|desir\w*|accept\w*|tien\w*) (?:plus|pas)"
            r"(?: a ce)? (?:que vous|qu on|que l on) (?:(?:le|la|l|les|lui|leur|me|m|nous) )?"
            rf"(?:{_ASK}\w*|ecriv\w+|insisti\w+|continui\w+)(?= ?$| (?:plus|svp|merci|encore|ni"
            rf"|et|a l avenir)\b)",
            # “ne veut plus recevoir votre documentation”, “il ne faut pas rappeler”
            r"\bne (?:veu\w+|voul\w+|voudr\w+|souhait\w*|desir\w*) (?:plus"
            r"|pas) recevoir (?:de )?(?:vos"
            r"|votre)\b(?! (?:devis|factures?|contrats?|documents?|fichiers?|dossiers?|reponse"
            r"|visite)\b)",
            rf"\bne (?:faut|faudra|faudrait) (?:plus|pas) (?:(?:le|la|l|les|me|m|nous) )?{_DO_ME}"
            r"(?= ?$| (?:svp|merci|ni|et|ici)\b)",
            r"\b(?:ma|notre) demande (?:d|de) (?:effacement|suppression|opposition|retrait"
            r"|radiation)\b"
            r"(?= ?$| (?:svp|merci|au titre|conform\w*|de (?:mes|nos|toutes|donnees)|des"
            r" donnees)\b)",
            # “vous prions de ne pas en envoyer d’autres”, “perdez mon numéro”
            rf"\bne (?:plus|pas|jamais) (?:(?:me|m|nous) )?en (?:{_SENT}|ecrire"
            rf"|faire)(?: (?:d autres?"
            r"|davantage|plus))?(?= ?$| (?:svp|merci)\b)",
            r"(?<!ne )(?<!vous )(?<!tu )(?<!n )\bperdez (?:mon|ma|notre|nos|cette|mes) "
            rf"{_DETAILS}\b(?! pas)",
            # “je ne souhaite plus être contacté”, “nous ne voulons plus recevoir de mails”
            r"\b(?:ne|n|veux|veut|souhaite|souhaitons|voulons) (?:souhait\w*|veu\w*|voul\w*"
            r"|voudr\w*|desir\w*|tien\w*|aime\w*|compt\w*|accept\w*|consen\w*|autoris\w*|permet\w*"
            r"|demand\w*|ai|avons|a|suis|sommes|est|plus|pas|jamais|en)\b.{0,30}?"
            rf"\b(?:etre|recevoir|que vous (?:me|m|nous)|entendre parler de vous|entendre|de vos"
            rf"|faire partie"
            rf"|vos|vos nouvelles|faire l objet|figurer|me faire|nous faire|etre la cible)\b"
            rf"(?=.{{0,45}}\b(?:{_DONE}|{_YOU_DO}|{_MAILS}|{_LISTS}|parler|rien|vous|votre part"
            r"|solliciter|demarcher)\b)",
            # refusals of principle
            r"\b(?:refus(?:e|ons|ant)|n accept(?:e|ons)|n accepte pas|oppos(?:e|es|ee|ees|ons|ent)"
            r"|interdi(?:s|t|sons|re|te)|n autoris(?:e|ons)|hostiles? a)\b.{0,40}"
            rf"\b(?:{_MAILS}|utilisation|traitement|utilis\w+|donnees|contact\w*|demarch\w*"
            rf"|sollicit\w*"
            r"|que vous (?=(?:me|m|nous|utilis\w*|conserv\w*|gard\w*|continu\w*)\b)|r?appel\w*"
            r"|prospection)\b",
            rf"\b(?:refus|interdiction) (?:d|de|du|a)\b.{{0,25}}\b(?:{_DONE}|{_MAILS}|{_DO})\b",
            r"\b(?:pas|aucun|plus) (?:le )?droit (?:de (?:me|m|nous)|d utiliser|d avoir)\b",
            r"\bne (?:doi\w+|devr\w+|saurai\w+|figur\w+|peu\w+|veu\w+)(?: plus| pas) (?:figurer"
            r"|apparaitre|etre (?:utilis\w+|sollicit\w+|contact\w+|demarch\w+)|servir)\b",
            r"\bdroits? (?:d opposition|de retrait|a l (?:effacement|oubli)|de suppression)\b",
            r"\b(?:mon|notre) opposition\b|\bretir\w+ (?:mon|notre) consentement\b"
            r"|\bopposition (?:(?:a|au|aux) (?:tou\w+|vos|votre|ce|ces|cet|cette|l utilisation"
            r"|la prospection"
            r"|demarchage|d autres)|totale|formelle|de ma part)\b",
            r"\b(?:pas|aucun|jamais|ni) (?:donne |de )?(?:mon |notre |d )?(?:accord|consentement"
            r"|autorisation)\b(?=.{0,40}\b(?:ecri|contact|appel|envo|utilis|figur|demarch|sollicit"
            r"|recevoir|mail|donnees)\w*)",
            # “retirez-moi”, “supprimer mes coordonnées”, “me désinscrire”
            rf"\b{_TAKE_OFF}(?:er|ez|iez|re|vez|viez|ir|yer|er nous|ons|sez)? (?:moi|nous)\b"
            r"(?! (?:un|une|ce|cet|cette|le|la|les|d un|ca|memes?|des)\b)",
            rf"\b(?:me|m|nous|de me|de nous) (?:faire )?{_TAKE_OFF}(?:er|re|ir|yer|iez|viez)\b"
            r"(?! (?:un|une|ce|cet|cette|le|la|les|d un)\b(?! (?:liste|fichier|base)))",
            rf"\b{_TAKE_OFF}(?:er|ez|iez|re|vez|ir|yer|sez)\b.{{0,25}}?\b(?:(?:mon|ma|mes|notre"
            rf"|nos|cette"
            rf"|cet|ce|toutes? (?:mes|nos|les)) (?:\w+ )?{_DETAILS}|(?:l|les|la|le) (?:adresses?"
            rf"|e ?mail"
            r"|coordonnees|contacts?|numeros?|donnees))\b",
            rf"\b{_TAKE_OFF}(?:er|ez|iez|re|vez|ir|yer|sez)\b.{{0,45}}?\b(?:de|des|d|hors)\b"
            rf".{{0,12}}?\b{_LISTS}\b",
            r"\b(?:suppression|retrait|effacement|radiation|desinscription|desabonnement)\b"
            rf".{{0,30}}\b(?:(?:mon|ma|mes|notre|nos|cette) (?:\w+ )?(?:{_DETAILS}|part"
            rf"|inscription)"
            r"|votre|vos|immediate?|svp|merci)\b",
            r"\b(?:me|m|nous) (?:desinscri\w+|desabonn\w+|desincri\w+)\b"
            r"|\bdes(?:inscri|abonn)\w* (?:moi|nous)\b",
            # “arrêtez de m’appeler”, “cessez vos appels”
            r"\b(?:arrete|arretez|arretes|arretiez|arreter|cesse|cessez|cessiez|cesser|stoppez"
            r"|stoppe|stopper|finissez|stop|halte|assez|marre|ras le bol|fatigue\w*|lasse\w*"
            r"|mettez fin|mettre (?:un )?(?:terme|fin)|abstenez vous|vous abstenir|evitez"
            r"|epargne[zr]\w*|eviter)\b"
            rf".{{0,16}}?\b(?:(?:me|m|nous) {_DO_ME}|(?<!vous ){_DO}|(?:me|m|nous|d) (?:les "
            rf"|de )?{_SENT}(?!{_PAPERS})|(?:vos|votre|ces|cet|ce|cette|les|le|la"
            rf"|l|des|aux|tout\w*|de|d) (?:\w+ )?{_MAILS})\b",
            # “je vous demande d’arrêter”, “procéder à ma désinscription”
            r"\b(?:demand|dis|redis|repet|pri|somm|suppli)\w* (?:\w+ ){0,2}?(?:d|de) (?:arreter"
            r"|cesser|stopper)\b(?= ?$| (?:svp|merci|ca|cela|tout|vos|ces)\b)",
            r"\b(?:proced|effectu|demand|souhait|voudr|trait|enregistr|prise? en compte|merci"
            r"|veuillez)\w*\b.{0,25}\b(?:ma|mon|notre) (?:demande (?:de|d) )?(?:desinscription"
            r"|desabonnement"
            r"|radiation|opposition)\b",
            # “laissez-nous tranquilles”
            r"\b(?:laiss(?:ez|e|er)|lach(?:ez|e|er)|fich(?:ez|e|er|tez)|fou(?:tez|s|tre))\b"
            r".{0,12}\b(?:tranquilles?|en paix|la paix|le camp|grappe|baskets?|respirer|lachez"
            r"|la grappe)\b|\blach(?:ez|e) (?:moi|nous)\b|\bdu balai\b|\bdegage[zs]?\b",
            r"\b(?:oublie[zr]? (?:moi|nous|(?:mon|notre|cette) (?:adresse|numero|contact|nom"
            r"|existence))(?! (?:de|sur|pas|dans))|(?:de|d|veuillez|bien) ?(?:me|m|nous) "
            r"oublier|m oublier|pass(?:ez|er) votre chemin|allez voir ailleurs|foutez le camp)\b",
            # “inutile de me rappeler”
            r"\b(?:inutile|pas la peine|pas besoin|plus besoin|plus la peine|sans interet|pas"
            r" lieu|pas"
            r" utile|pas necessaire"
            r"|sert a rien|vain|perdez votre temps)\b(?: (?:de|d|a|que vous|que))+ "
            rf"(?:(?:me|m|nous) (?:{_DO}|{_YOU_DO})\b|(?:{_DO}|{_YOU_DO}|persister)(?: ?$| (?:svp"
            rf"|merci|de"
            r" nouveau|a nouveau|davantage|plus|ce|notre|encore|pour rien|nous|ici)\b))",
            r"\bpas (?:destinee?s?|faite?s?|prevue?s?|reservee?s?|la) (?:\w+ )?(?:a|pour) (?:\w+ )?"
            r"(?:prospection|pub\w*|demarch\w*|sollicit\w*|cela|ca)\b",
            rf"(?:^|\b(?:merci|svp|souhait\w+|veu\w+|voul\w+|desir\w+|accept\w+|recevoir|plus) )"
            rf"ni {_MAILS} ni {_MAILS}\b",
            rf"\bdisparaitre (?:de|du|des) (?:\w+ )?{_LISTS}\b",
            r"\bne vous (?:permett|avis|fatigu|amus|embet)\w+ (?:plus|pas|jamais) (?:de|a) "
            r"(?:me|m|nous) \w+",
            r"\bannul\w* (?:mon|notre|cette) (?:inscription|abonnement)\b"
            rf"|\bfaire disparaitre (?:mon|ma|mes|notre|nos) {_DETAILS}\b"
            r"|\bne vous (?:autoris|permet|donn)\w* pas\b(?=.{0,30}\b(?:utilis|contact|appel|ecri"
            r"|envoy"
            r"|sollicit|demarch|droit|accord|mon|mes|nous|m)\w*)",
            # “je veux être retirée de vos listes”, “que mon adresse soit supprimée”
            rf"\b(?:etre|soit|soient|sois|soyons) (?:\w+"
            rf" )?{_TAKE_OFF}\w*\b(?=.{{0,30}}\b(?:{_LISTS}"
            rf"|fichier|svp|merci)\b| ?$)|\b{_DETAILS}\b.{{0,20}}\bsoi(?:t|ent) {_TAKE_OFF}\w*\b",
            r"\b(?:je|nous|on) ne (?:recoive|recevions|recoivent|sois|soyons|figure|figurions)\b"
            r".{0,12}\b(?:plus|pas)\b",
            r"\b(?:souhait\w*|veu\w*|voul\w*|desir\w*|accept\w*|attend\w*|recevoir) (?:plus |pas )?"
            rf"aucune?s? (?:autre )?{_MAILS}\b",
            r"\b(?:inutile|pas la peine|pas besoin) de (?:continuer|poursuivre|persister"
            r"|persev\w+)\b"
            r"|\b(?:en rester|restons en|on en reste|arretons) la\b"
            r"|\b(?:pas|plus|jamais) (?:le |la |les )?bienvenue?s?\b"
            r"|\b(?:refus|non|reponse|decision) (?:est |definiti\w+ )*definiti\w+\b"
            r"|\bdeclin\w+ (?:tou\w+|vos|ce genre|ce type|d avance)\b"
            r"|\b(?:sortez|degagez) de (?:ma|mon|notre) (?:boite|messagerie|vie)\b"
            r"|\b(?:pas|jamais) (?:ete )?(?:autorise|permis|demande"
            r"|donne)\w* (?:\w+ ){0,2}(?:a|de|d|que) (?:\w+ )?"
            r"(?:me|m|nous) (?:ecri|contact|appel|envoy|sollicit|demarch|relanc)\w*"
            r"|\bne (?:vous donn|pren|perd)i?ez(?: plus| pas)* (?:la peine|votre temps) (?:de|a) "
            r"(?:me|m|nous) \w+",
            r"\b(?:vous|votre \w+|vos \w+|ca|cela) (?:me |m |nous )(?:importun|harcel|embet|gonfl"
            r"|fatigu|soul|saoul|enerv|agac|emmerd|insupport)\w*\b",
            # “plus de mails”
            rf"(?:^|\b(?:merci|svp|plait|souhaite|veux|voulons|souhaitons|donc|et|stop|bonjour) )"
            rf"(?:surtout )?(?:plus|pas|jamais|zero|non)(?: (?:jamais|aucune?|un seul|une seule|de"
            rf"|d|a|aux?|au))+ (?:vos |votre )?{_MAILS_ONLY}\b(?! (?:necessaires?|utiles?"
            rf"|requise?s?|possibles?|a prevoir)\b)",
            rf"(?:^|\b(?:merci|svp|bonjour) )aucune? (?:autre )?{_MAILS_ONLY}\b(?= ?$| svp| merci"
            rf"| s il"
            r"| de (?:votre|ce|la)| commercia| publicit| ni | ou | a l avenir| telephon)",
            rf"\bgardez (?:vos|votre) {_MAILS}\b",
            r"\b(?:veu\w+|voul\w+|souhait\w+|desir\w+) (?:plus|pas) (?:avoir |recevoir )?(?:de )?"
            r"vos nouvelles\b",
            rf"\bca suffit (?:avec )?(?:les|vos|ces|tous ces) {_MAILS}\b",
            rf"\b(?:vos|votre|ces|ce) {_MAILS} (?:\w+ )?(?:sont|est) (?:indesirables?"
            r"|malvenue?s?|importune?s?|insupportables?"
            r"|(?:pas|plus) (?:desiree?s?|souhaitee?s?|bienvenue?s?))\b",
            r"\b(?:liste|registre) (?:d opposition|anti\w*|des oppositions)\b",
            r"\b(?:sur|en|dans|a|sous) (?:l[ae]s? |une? |votre |vos |notre )?listes? "
            r"(?:rouge|noire)s?(?! d(?:es?|u)? )",
            r"\b(?:supprim|effac|detrui|retir|elimin)\w*\b.{0,25}\b(?:informations?|donnees"
            r"|elements"
            r"|traces?|mentions?)\b.{0,30}\b(?:(?:me|nous) concerne?\w*|sur (?:moi|nous)|que vous"
            r" (?:detenez|avez|possedez|conservez))\b",
            r"\bresili\w+\b.{0,20}\b(?:abonnement|mails?|envois?|inscription)\b",
            r"\b(?:demarchage|prospection|sollicitation)s? (?:commerciale?s? |telephoniques? )?"
            r"(?:interdit|refuse|non (?:desire|souhaite|autorise))",
            r"\bnon (?:au|a|a la|a tout) (?:demarchage|prospection|pub\w*|harcelement|spam)\b",
        )
    )
)
ENGLISH = re.compile(
    "|".join(
        (
            rf"\b(?P<n1>do not|don t|dont|never|not to|not ever|no longer|refrain from|quit|cease"
            rf"|stop|desist from|avoid)(?: (?:ever|again|attempting to|trying to|to|please))* "
            rf"(?:{_EN_DO})(?:e|ing|ting|ing out|ing to|h out|hing out)?\b(?: out| to| at| on"
            rf"| or (?:call|e ?mail|write|contact|phone|text))*"
            r"(?: (?:me|us|this|here|back|again|any ?more|any longer|further|anybody|anyone|our|my"
            r"|these"
            r"|such|your|at all|to me|to us|in (?:the )?future|ever|unsolicited|spam|e ?mails?"
            r"|messages?|calls?|anything|more|either)\b| ?$)",
            r"\b(?:stop|cease|halt|end|quit|discontinue|enough)(?: of)? (?:the|these|this|your|with"
            r"|sending|all|any|further)\b.{0,20}"
            rf"\b(?:{_EN_MAILS}|harass\w+|nonsense)\b",
            r"\b(?:do not|don t|dont|no longer|not|never|didn t|did not|won t|cannot|wouldn t"
            r"|would not)\b.{0,22}?\b(?:wish|want|like|care|agree\w*|consent\w*|interested in|need"
            r"|appreciate|expect|accept|ask\w*|sign\w*|subscribe\w*|opt\w*|welcome|authori\w+)\b"
            r".{0,14}?\b(?:be(?:ing)? (?:contacted|called|e ?mailed|approached|solicited|bothered"
            r"|disturbed|phoned|on (?:your|this)|added|canvassed|marketed)"
            rf"|(?:receiv\w+|hear\w*|get|getting)\b(?=.{{0,40}}\b(?:{_EN_MAILS}|from you|of you))"
            rf"|you to (?:{_EN_DO})|(?:to |for )?(?:your|these|this|any|such|cold|unsolicited|more)"
            rf" (?:\w+ )?{_EN_MAILS})",
            r"\b(?:prefer|rather|like)(?: to| you)?(?: did)? not (?:to )?(?:be )?(?:contact\w*"
            r"|call\w*|e ?mail\w*|bother\w*|receiv\w*|hear\w*|get)\b"
            rf"|\b(?:prefer|rather|like|appreciate|grateful|love) (?:that |it if |it |if )*"
            r"you (?:didn t|did not|don t|do not|never"
            rf"|wouldn t|stopped|(?:would|could) stop|quit) (?:{_EN_DO})\w*"
            r"(?= (?:me|us|this|here)\b| ?$)",
            r"\b(?:remov|delet|tak|eras|strik|scrub|drop|unsubscrib|unlist|purg|exclud|get|cross"
            r"|blacklist)(?:e|ing)? (?:me|us|my|our|this|all (?:my|our))\b(?!.{0,12} (?:cc|copy"
            r"|thread)\b)"
            r"(?=(?: \w+){0,5} (?:from|off|out of|list|lists|database|data|details|address|email"
            r"|mail|number|name|information|info|contact|record|records|at once|now|please|crm"
            r"|immediately)\b| ?$| (?:please|now|immediately|at once))",
            r"\b(?:remov|delet|eras|destroy|purg)(?:e|ing|ed)?\b.{0,20}\b(?:data|information"
            r"|details"
            r"|records?|anything)\b.{0,20}\b(?:you (?:hold|have|keep)|about (?:me|us)|on (?:me|us)"
            r"|concerning (?:me|us)|relating to (?:me|us))\b",
            r"\bnot (?:to be |be |being )?(?:contacted|called|e ?mailed|approached|bothered|phoned)"
            r" (?:again|any ?more|any longer|further|ever|in (?:the )?future)\b",
            r"\b(?:mind|appreciate|consider|suggest) (?:you )?not (?:contact|call|e ?mail|writ|phon"
            r"|send)\w*\b",
            r"\b(?:do not|don t|no) (?:call|contact|mail|e ?mail) (?:list|register)\b",
            rf"^(?:please |hello |hi )?no (?:more )?{_EN_MAILS}(?: please| thanks?| thank you)*$",
            r"\b(?:take|get|want|be|remove|removed|taken|come|strike)\b.{0,20}?\b(?:off|from"
            r"|out of)"
            r" (?:your|the|this|that|all|any|every) (?:\w+ ){0,2}(?:lists?|database|records?"
            r"|mailing"
            r"|mailings|system|files?|crm|contacts?|books)\b",
            r"\bunsubscribe(?: (?:me|us|please|now|immediately|from (?:your|this|these|all)))"
            r"|\b(?:please|to|how (?:do|can) (?:i|we)|want to|wish to|like to) unsubscribe\b",
            r"\bopt(?:ing|ed)? (?:me |us |my \w+ )?out\b(?! (?:page|link|rate|form|option|button"
            r"|process|text|wording|notice|box))",
            r"\bno (?:more|further|additional) (?:\w+ )?" + _EN_MAILS + r"\b"
            r"|\bno (?:cold|sales|marketing|unsolicited) (?:\w+ )?" + _EN_MAILS + r"\b"
            r"|\bno (?:soliciting|solicitation|solicitors|canvassing|spam)\b",
            r"^(?:please )?no more(?: please| thanks?| thank you)*$",
            r"\bcancel (?:my|our|this) (?:subscription|registration|membership)\b"
            r"|\b(?:do not|don t|dont|never|stop) us(?:e|ing) (?:this|my|our|these) (?:\w+"
            r" )?(?:address"
            r"|number|e ?mail|mail|details|data|contact)\w*\b"
            rf"|\byou (?:did not|didn t|do not|don t|would not|wouldn t|no longer) (?:{_EN_DO})\w*"
            r" (?:me|us|here|again)\b",
            r"\bleave (?:me|us|this address) (?:off|out of) (?:your|the|any|all)\b"
            r"|\b(?:not|no longer) (?:allowed|permitted|authori[sz]ed|welcome) to (?:contact|call"
            r"|e ?mail"
            r"|write|phone)\b",
            r"\bleave (?:me|us|my \w+|our \w+)(?: the \w+)? (?:alone|in peace|be)\b"
            r"|\blose (?:my|our|this) (?:number|address|e ?mail)\b|\bgo away\b|\bget lost\b"
            r"|\bbuzz off\b|\bforget (?:about )?(?:me|us|this address)\b",
            r"\bobject(?:s|ion|ing)? to (?:the |any |your |further |all |being |direct |my |our "
            r"|you )*"
            r"(?:processing|us\w+|marketing|contact\w*|communication|storage|e ?mails?|mails?"
            r"|calls?"
            r"|data|details|keeping|hold\w*)"
            r"|\bright (?:to (?:object|erasure|be forgotten))\b|\bwithdraw\w* (?:my|our|any)"
            r" (?:\w+ )?(?:consent|permission)\b|\bcease and desist\b",
            r"\b(?:do not|don t|never|no|not) (?:\w+ )?(?:have|had|gave|give|given|grant\w*)?"
            r" ?(?:you |my |our |any )*(?:permission|consent|authori[sz]ation)\b",
            r"\b(?:report\w*|flag\w*|mark\w*|block\w*|consider\w*)\b.{0,20}\b(?:spam|junk|ico"
            r"|harassment|authorit\w+|data protection)\b|\b(?:i|we)(?: ll| will| am| are| have)?"
            r" (?:be )?block\w* (?:you|your|this)\b|\bthis is (?:spam|harassment)\b"
            r"|\bstop (?:it|this|that|bothering|spamming|harassing)\b",
            r"\b(?:get|take|want|keep) (?:me |us |this address )?off\b(?: (?:this|your|the|that)"
            r" \w+| ?$)"
            r"|\b(?:not|no longer|never) welcome\b|\b(?:unwanted|unsolicited) (?:\w+ )?"
            r"(?:e ?mails?|mails?|calls?|messages?|contact)\b|\bno (?:\w+ )?solicitation\b"
            r"|\b(?:answer|decision) is final\b|\bi (?:am|m) unsubscribing\b"
            r"|\b(?:wish|want|need|desire) (?:for )?(?:any |no )?(?:further|more) (?:contact|e"
            r" ?mails?"
            r"|calls?|messages?|communication)\b(?<!want more)|\bdon t waste (?:your|my|our) time\b"
            r"|\b(?:respect|honou?r) (?:my|our) (?:choice|wish|wishes|privacy|request)\b",
            r"\b(?:no (?:point|need|use)(?: in)?|pointless|useless|(?:don t|do not|dont)"
            r" bother)\b(?: for you)?(?: to)? "
            rf"(?:{_EN_DO})(?:e|ing)?\b",
        )
    )
)

WANTS_OFF = re.compile(
    rf"\b(?:{_REQUEST}|please|kindly|i want|we want|would you|could you)\b.{{0,60}}\b(?:(?:mon|ma"
    rf"|mes"
    r"|notre|nos) (?:coordonnees|donnees|adresse|e ?mail|numero|inscription|abonnement|nom|fiche)"
    r"|(?:my|our) (?:details|data|address|e ?mail|subscription|number|name|record)s?"
    r"|(?:vos|votre|tes|your) (?:listes?|fichiers?|bases?|prospections?|mailings?|envois|lists?"
    r"|database|crm|marketing|campagnes?))\b"
)
"""A request about their details or her lists. It asks to be removed, unless WANTS_ON is found."""
WANTS_ON = re.compile(
    r"\b(?:ajout\w*|inscri(?!ption)\w*|not(?!re\b)\w*|mett\w* a jour|corrig\w*|modifi\w*"
    r"|chang\w*|remplac\w*|trouv\w*|confirm\w*|garde\w*|conserv\w*|utilis\w*|transm\w*"
    r"|donn(?!ees\b)\w*|joint\w*|voici|add|update|find"
    r"|keep|use|note|send|put|include|save|forward|share|change|correct|confirm|reply|write|lir\w*"
    r"|recevoir|receive|call|see|check)\b"
)
_UNDOES = r"(?:retir|supprim|enlev|effac|ray|radi|desinscri|desabonn|arret|cess|stopp)"
_A_TOOL = (
    r"\b(?:un|une|quel|quelle|votre|notre|cet|cette|le|la) (?:outil|logiciel|solution|application"
    r"|module|crm|service)s? (?:\w+ ){0,5}?(?:pour|qui|gere\w*|permet\w*|compatible|conforme"
    r"|respecte\w*|integre\w*)\b"
    r"|\b(?:gerez|traitez|respectez|gerons|traitons) (?:\w+ ){0,3}?(?:bloctel|stop|oppositions?"
    r"|droits?|desinscriptions?|desabonnements?|listes?)\b"
)
"""What a program does with oppositions: somebody asks for such a program, or sells one."""
THREATS = re.compile(
    r"\b(?:port\w+|depos\w+) plainte\b(?! (?:contre|pour|aupres|a)\b(?! (?:vous|votre|x|harcelement"
    r"|demarchage|la|qui)\b))|\bmise? en demeure\b"
    r"|\b(?:inscri\w+|figur\w+|liste|registre|numero|ligne|suis|sommes|est) (?:\w+ ){0,5}bloctel\b"
    r"|\bbloctel (?:\w+ ){0,3}(?:inscri\w+|interdi\w+|connaissez)\b|^bloctel\b"
    r"|\b(?:c est|ca (?:devient|ressemble)|votre|ce|pur)\b.{0,12}\bharcelement\b"
    r"|\b(?:saisi\w+|saisine|signal\w+|plainte|contact\w+|alert\w+|averti\w+)\b.{0,25}\bcnil\b"
    r"|\b(?:marqu\w+|class\w+|signal\w+|bloqu\w+|considere\w*)\b.{0,30}\b(?:comme )?"
    r"(?:spams?|indesirables?)\b|\bvos spams?\b|\b(?:je|on|nous) vous (?:(?:ai|avons|a)"
    r" )?bloqu\w+(?= ?$"
    r"| (?:definit\w+|si|des|sinon))"
    r"|\bbloqu\w+ (?:votre|vos|cette) (?:adresse|numero|mails?|messages?|appels?|e ?mails?)\b"
)
"""Complaints about being written to; no other words limit them."""
_OTHERS = (
    r"(?:agences?|prestataires?|fournisseurs?|graphistes?|imprimeurs?|outil|logiciel|partenaires?"
    r"|agency|agencies|provider|supplier|contractor|designer|printer|firm|tool|agency s list)"
)
NOT_THEIRS = re.compile(
    rf"\b(?:vo(?:tre|s) concurrent\w*|notre (?:ancien\w*|actuel\w*|precedent\w*) {_OTHERS}"
    rf"|notre {_OTHERS} actuel\w*|(?:our|my|the) (?:old|current|former|previous|other) {_OTHERS})\b"
    r"|\b(?:pourquoi|comment se fait|why|how come)\b"
    r"|(?<!que )(?<!si )\b(?:vous|tu) (?:ne|n) (?:me|m|nous|t)(?: \w+){1,2} (?:plus|pas|jamais)\b"
    r"|\bne (?:me|m|nous)? ?\w+ (?:vous|tu) (?:plus|pas)\b"
    r"|\b(?:retir|enlev|supprim|ray|ot|effac)\w+ (?:(?:mon|ma|mes|notre|nos|le|la|les|l|un|une|ce"
    r"|cette|d|de) )+(?:\w+ )?(?:collegues?|patron|direct(?:eur|rice)|associee?|assistante?"
    r"|stagiaire|logo|fautes?|mentions?|pages?|options?|photos?|textes?|parties?|slides?|remise"
    r"|versions?|phrases?|coquilles?|virgules?|boutons?|bandeau|images?|paragraphes?|points?"
    r"|articles?|rubriques?)\b"
    r"|(?<!que )\b(?:(?:notre|nos|votre|vos|mon|ma|mes|leur|un|une|la|le|les|l) "
    r"(?:\w+ ){1,4}?"
    r"|(?:elle|il|ils|elles|qui|personne|celui ci|celle ci) )(?:ne|n) (?:me|m|nous) (?!concern"
    r"|interess|convi|correspond)\w+(?:e|ent)"
    r" (?:plus|pas|jamais)\b"
    r"|\b(?:decide|decidons|resolue?s?|choisi|prefere|appris|commence|propose|interdit|demande a"
    r"|nous a demande|m a demande|on nous demande|essa[iy]\w+|promis|promets|jure|regrett\w+"
    r"|desolee?s?|excus\w+|pardon\w*|navree?s?|peur|honte|dommage|tort|risque\w*|bien fait"
    r"|oblig\w+|conseille) (?:\w+ ){0,3}?(?:de|a) ne (?:plus|pas|jamais)\b(?! (?:etre|recevoir|vous"
    r" recevoir))"
    r"|\b(?:pour|afin de|histoire de|sans) (?:ne )?(?:plus|pas)\b(?! (?:recevoir (?:vos|ces|ce|de"
    r"|votre"
    r"|cette|d|rien|aucun)|etre (?:contact|sollicit|demarch|appel|relanc|derang|importun|sur)))"
    r"|\bne (?:plus|pas) (?:vous|te|t|les|leur|lui|se|s)\b"
    r"|\bvous (?:contacter|rappeler|ecrire|relancer|envoyer|solliciter|appeler) (?:plus|pas)\b"
    r"|\bn (?:hesit|attend|oubli)\w+|\bne (?:manqu|perd\w+ pas (?:mon|ma|mes|notre|nos)|tard"
    r"|m oubli|nous oubli|lach|chang"
    r"|cherch\w+ plus"
    r"|cherchez pas plus|perdez pas espoir|vous(?! autoris| permet| donn| ai| demand))\w*"
    r"|\b(?:don t|do not|never|dont) (?:hesitate|forget|worry|be shy|give up|mind|lose)\b"
    r"|\b(?:je|nous|on|j|i|we) (?:me |m |nous )?(?:suis|sommes|etais|ai|avons|a|retire|retirons"
    r"|have|had|ve)\b.{0,16}\b(?:cesse|arrete|desinscrite?s?|desabonnee?s?|retire|supprime|enleve"
    r"|stopped|removed|unsubscribed|deleted|opted)\b"
    r"|\b(?:nos|vos|mes|les|des|leurs|certains|beaucoup de|our|your|their|many|most) (?:\w+ )?"
    r"(?:clients?|prospects|abonnes|adherents|gens|salaries|usagers|lecteurs|clientes|customers"
    r"|people|subscribers|readers|users|members|buyers) (?:\w+ )?(?:ne|n|veulent|souhaitent"
    r"|refusent"
    r"|do|don t|want|never|no longer|hate|refuse|nous demandent|en ont)\b"
    r"|\b(?:page|lien|formulaire|taux|bouton|texte|mention|case|procedure) (?:de |d )?(?:des\w+"
    r"|opposition|opt)|\b(?:unsubscribe|opt out) (?:page|link|rate|form|button|text|box)\b"
    rf"|(?<!vous )(?<!tu )\b(?:ne|n) (?:(?:me|m|nous) )?{_UNDOES}\w+ (?:pas|rien|surtout"
    r"|jamais)\b"
    rf"|\bne (?:surtout )?(?:pas|jamais) (?:(?:me|m|nous) )?{_UNDOES}\w+"
    rf"|\bne (?:veu\w+|voudr\w+|souhait\w+|desir\w+)(?: surtout)? pas (?:(?:etre|me|m|nous"
    rf"|que vous(?: me| m| nous)?) )+{_UNDOES}\w+"
    r"|(?<!je )(?<!nous )\b(?:pas|jamais) (?:\w+ )?(?:demande|dit|prie?|exige|voulu|souhaite) "
    r"(?:\w+ ){0,2}?(?:d|de|que) (?:(?:vous|ne|plus|me|m|nous) )*(?:arret|cess|stopp|retir"
    r"|supprim)\w*"
    r"|\bne vous (?:demand\w+|prie) pas (?:d|de) (?:(?:me|m|nous) )?"
    rf"{_UNDOES}\w+|\b(?:didn t|did not|never) (?:ask|asked|tell|told|say|said) (?:\w+ )?(?:to )?"
    r"(?:stop|remove|unsubscribe)\b"
    rf"|\b(?:nous devons|je dois|on doit|devons nous|(?:nous|m) (?:oblig|impos|contrain)\w+ (?:a"
    rf"|de))"
    rf" (?:\w+ )?{_UNDOES}\w+"
    rf"|{_A_TOOL}"
    r"|\b(?:don t|do not|never|dont|no need to) (?:remove|delete|stop|take|unsubscribe)\b"
)
"""Words with which a refusal is none: the writer speaks of themselves or of others, asks why nobody
called, or says the opposite (“n’hésitez pas”).
"""
NEEDLESS = re.compile(
    r"\b(?:inutile|pas la peine|pas besoin|plus besoin|plus la peine|pas utile|pas necessaire"
    r"|no need|not necessary|needn t)\b"
)
"""“Inutile de me rappeler” refuses by itself, but not beside “j'ai bien reçu votre mail”."""
PROMISES = re.compile(
    r"\b(?:je|nous|on) (?:vous (?:ecri[st]|ecrivons|ecrirai|rappelle|rappelons|rappellerai"
    r"|rappellerons|recontacte|recontactons|appelle|appellerai)|reviens vers vous"
    r"|revenons vers vous)\b"
)
"""What the writers will do themselves: beside it, “inutile de me rappeler” refuses nothing."""
PERHAPS_NOT = re.compile(r"\b(?:si|cas echeant|besoin de|au besoin|eventuel\w*|un jour|ai deja)\b")
"""A promise with a condition is a way to say no: “je vous rappelle si besoin”."""
GOES_ON = re.compile(
    r"\b(?:je|j|i|we|nous|on)\b (?!(?:ne|n|not|don t|am not|are not|re not|m not|refus\w*|decline"
    r"|(?:avons|ai|have) (?:deja|already)|vous (?:ai|avons|l ai|l avons)|persist\w*|maintien\w*"
    r"|recontacter|rappeler|relancer|contacter|solliciter|ecrire|telephoner|appeler|suis pas)\b)\w+"
    r"|\b(?:votre|vos|your|the) (?:mails?|messages?|dossier|cv|plaquette|brochure|proposition|devis"
    r"|email|file|offre) (?:est|sont|is|are|me|nous)\b"
)
"""Words of somebody who says what they will do, or what they did with her mail."""
FOOT = re.compile(
    r"\b(?:destinataire|recipient|addressee|confidenti\w+|privileged|par erreur|in error"
    r"|imprim\w+|printing|virus|environnement|environment|disclaimer|intercept\w+)\b"
    r"|\b(?:newsletter|lettre d info\w*|lettre mensuelle|alertes?|cliquez|clique|click|lien"
    r"|link|http\w*|www|ici|here|preferences|unsubscribe from this list)\b"
    r"(?=.{0,200}\b(?:desinscri|desabonn|ne plus recevoir|unsubscribe|opt out|stop receiving"
    r"|plus souhait|no longer))"
    r"|\b(?:desinscri\w*|desabonn\w*|ne (?:souhait\w+ )?plus recevoir|unsubscribe|opt out"
    r"|stop receiving|no longer wish|plus recevoir)\b"
    r"(?=.{0,200}\b(?:newsletter|lettre d info\w*|lettre mensuelle|cliquez|clique|click|lien|link"
    r"|http\w*|www|ici|here|preferences)\b)"
    r"|\bvos (?:donnees personnelles|droits)\b|\bpour vous opposer\b|\bexercer vos\b"
    r"|\byour (?:personal data|rights)\b|\bprivacy policy\b|\bpolitique de confidentialite\b"
    r"|\byou (?:are receiving|received|have received) this\b|\bvous recevez ce\b"
)
"""Sentences at the foot of a mail, the same for everybody."""
FOOT_OF_HERS = re.compile(
    r"\b(?:your|votre|vos|ta) (?:newsletter|lettre d info\w*|lettre|link|lien|liste)\b"
)
INVITES = re.compile(
    r"(?<!ne )(?<!m )(?<!nous )\b(?:appelez|rappelez|contactez|recontactez|ecrivez|envoyez"
    r"|telephonez|joignez|retrouvez|passez|rejoignez|appelle|rappelle|parlons|voyons"
    r"|retrouvons|rencontrons|relancez|revenez) (?:moi|nous|en|la|le|les|me|m|donc|plutot|vers"
    r"|voir|par|sur|au|lui|a)\b"
    r"(?! (?:plus|pas|jamais|chemin))"
    r"|\b(?:rendez vous|rdv|rencontrer|volontiers|avec plaisir|ravie?s?|enchante\w*|bonne idee"
    r"|n hesitez|tombe bien|bon moment|votre (?:offre|proposition|profil|mail|message) (?:nous |m "
    r"|me )?(?:interesse|plait|est interessant)|d accord pour|ok pour|ca m interesse|m interesse"
    r"|nous interesse|tres interess\w+|interessante?|des infos|vos (?:tarifs|references"
    r"|disponibilit\w+|prix|services m)|un devis|votre devis|combien(?! de fois)|j adore|bravo"
    r"|vous (?:r?appel(?:le(?! qu)|lons|lera|lerai|lerons|leront)|recontact\w+"
    r"|ecri(?:rai|rons|ra|ront)|dirons|dirai|reviendrons)|on y va|allons y|c est oui"
    r"|tout a vous|c est moi qui|(?<!ne )prenons (?:un cafe|rendez)|dejeunons ensemble"
    r"|vous appellerai|(?<!vous )(?<!ne )(?<!m )(?<!nous )(?:appelez|rappelez|ecrivez"
    r"|essayez) (?:avec|entre"
    r"|vers|apres|avant|des|quand|dans)|(?<!vous )(?<!ne )continuez (?:a (?:m|me|nous)|comme ca"
    r"|ainsi)|reviens vers vous|reviendrai|reviendrons|revenons vers|a (?:lundi|mardi"
    r"|mercredi|jeudi|vendredi|bientot|tres vite)|cherchons (?:quelqu un|une)|on se rappelle"
    r"|au plaisir|je vous attends|remettre dans|inscrivez(?! (?:moi|nous) (?:sur|dans|a) (?:votre"
    r"|la) (?:liste|registre))|reinscri\w+|fait rire)\b"
    r"|(?<!don t )(?<!dont )(?<!not )(?<!never )(?<!to )(?<!stop )(?<!ever )"
    r"(?<!didn t )(?<!wouldn t )\b(?:call|e ?mail"
    r"|contact|phone)"
    r" (?:me|us)\b|\b(?:let s (?:talk|meet|chat|speak)|i d love|we d love|love to|sounds (?:good"
    r"|great)|happy to|glad to|looking forward|interested in (?:your|working|hearing|knowing"
    r"|learning)|we are interested|i am interested|i m interested|send me (?:your|a|some|more)"
    r"|try (?:me|us)|get back to (?:me|us)|reach me|speak (?:soon|then)"
    r"|meeting|your (?:rates|prices)|how much|quote|tell me more|see you|good idea|great timing"
    r"|come (?:and|by)|thursday would|feel free)\b"
)
NO_INVITATION = re.compile(
    r"\b(?:pas|plus|aucun\w*|ni|jamais|not|no|never|nullement|peu|guere|sans)"
    r"(?: (?:du tout|vraiment|tres|particulierement|really|at all|longer|etre))* "
    r"(?:interess\w*|interest\w*|interested \w+|de rendez vous|rendez vous|un devis|volontiers"
    r"|avec plaisir|combien|meeting|d un rdv|de rdv|ravie?s?)"
    r"|\bne (?:m|nous|me) interess\w+|\bn (?:est|ai|avons) (?:\w+ )?(?:pas|aucun\w*) \w*"
    r"|\b(?:doesn t|does not|don t|do not|isn t) (?:interest|appeal)\w*"
    r"|\bdes? mon rdv|\bn interess\w+|\bpas a (?:vous|nous) rencontrer"
)
PERHAPS = re.compile(
    r"\b(?:appels?|mails?|messages?|sollicitations?)\b.{0,30}\b(?:incessant\w*|ca suffit|marre"
    r"|assez)\b|\b(?:desinscri|desabonn|unsubscri)\w*"
    r"|\b(?:(?:votre|ce|tout|aucun|du|aux?) demarchages?"
    r"|bloctel"
    r"|plainte(?! contre (?!vous))"
    r"|importun\w*|intrusi\w+|intrusion|sans autorisation)\b"
    r"|\b(?:vous|votre|vos|c est|ca) (?:\w+ ){0,3}harcel\w+|\bdroit d opposition\b"
    r"|\b(?:rgpd|gdpr|cnil)\b(?=.{0,120}\b(?:donnees|data|adresse|address|droit|right|article))"
    r"|\b(?:donnees|data|adresse|address)\b(?=.{0,120}\b(?:rgpd|gdpr|cnil)\b)"
    r"|\b(?:comment|ou|d ou) (?:avez vous|vous avez|tenez vous|avez)\b.{0,20}\b(?:adresse|mail"
    r"|numero|coordonnees|contact)|\bwhere did you get\b|\bhow did you get\b|\bjunk\b"
    r"|(?<!en )(?<!mes )(?<!les )(?<!my )\bspam\b"
    r"|\bn avez (?:pas|aucun\w*) (?:a|droit|raison|le droit)\b.{0,20}\b(?:utilis|ecri|appel"
    r"|contact)\w*"
    rf"|\b(?:votre|vos|ces|cette) {_MAILS} (?:est|sont|devien\w+"
    rf"|commenc\w+ a) (?:\w+ ){{0,2}}(?:penible"
    r"|lassant|agacant|deplace|inadmissible|inacceptable|abusi|insupportable|fatigant|excessi"
    r"|usant)"
    r"\w*"
    r"|\bne donn\w+ (?:pas|jamais|aucun) (?:mon |notre |d )?(?:consentement|accord|autorisation)\b"
    r"|\bne pass(?:ez|iez|es?) plus par (?:moi|nous|mon|notre|le|la)\b"
    r"|\b(?:vos|votre|tes|ton) (?:mails?|messages?) (?:\w+ )?(?:finiss\w+|fini\w+|part|partent"
    r"|vont|va"
    r"|iront|ira) (?:\w+ )?(?:en|aux?|dans|a la) (?:mes |les )?(?:spams?|indesirables|poubelle"
    r"|corbeille)$"
    rf"|\b(?:de|d|merci|svp) plus {_DO_ME}\b"
    r"|\bcombien de fois (?:faut|faudra|dois|devr|vais|va)\w*\b.{0,20}\b(?:dire|repet|demand)\w*"
    r"|\b(?:commenc\w* a (?:bien faire|suffire|faire beaucoup)|par dessus la tete|plein le dos"
    r"|n en peu\w+ plus)\b(?=.{0,40}\b(?:vos|votre|vous)\b)"
    r"|\bne l utilisez plus\b|\bne (?:plus|pas) l utiliser\b|\bvous etes bloquee?s?\b"
    rf"|\bplus (?:me|m|nous) (?!{_SENT}{_PAPERS})\w+er\b|\b(?:fichez|fous|foutez|foutre|shut up"
    rf"|f off|fuck|screw)\b"
)
"""Words that refusals often have and other answers seldom: she is asked."""

DENIES_REACH = re.compile(
    r"\b(?:ne|n|pas|plus|jamais|aucune?|refus\w*|not|never|no)\b.{0,40}"
    rf"\b(?:(?:me|m|nous) {_ASK}\w+\b(?! qu)|(?:me|nous) (?:re)?ecri\w+\b(?! qu)|vous {_YOU_DO}"
    rf"|vos {_MAILS_ONLY}|(?:call|contact|e ?mail|write|writing|calling) (?:me|us))\b"
)
"""A negation beside words for reaching the writer, in none of the forms above: she is asked, unless
the answer invites or asks something.
"""


ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_OURS = (
    r"(?:numeros?|adresses?|e ?mails?|mails?|courriels?|telephones?|lignes?|societe|entreprise"
    r"|etablissement|mairie|salaries|equipes?|collaborateurs|collegues|service|secretariat"
    r"|personnel"
    r"|cabinet|magasin|boutique|association|boite|messagerie|sujet|coordonnees|donnees)"
)
REACH = re.compile(
    rf"\b(?:ne|n) (?:plus|pas|jamais) (?:(?:me|m|nous) )?(?:{_DO_ME}|{_ASK}er)\b"
    rf"|\b(?:ne|n) (?:(?:me|m|nous) )?{_YOU_DO} (?:surtout )?(?:plus|pas|jamais)\b"
    r"|\b(?:do not|don t|dont|never|stop) (?:ever |please )?(?:contact|call|phone|e ?mail|writ"
    r"|text)"
    r"(?:e|ing|ting)?(?: to)?(?: (?:me|us|here))?\b"
)
"""“Ne m’appelez plus”: a negation with a word for reaching somebody. What follows must not be
another object (FOLLOWS).
"""
FOLLOWS = re.compile(
    r" ?$| (?:svp|stp|s il|merci|cordialement|bien|bonne|bonjour|jamais|desormais|dorenavant"
    r"|du tout"
    r"|inutilement|encore|surtout|et|ni|car|ou|donc|sinon|puisque|parce|comme|je|j|nous|on|c|cela"
    r"|ca"
    r"|si|ici|plus|rien|aucun\w*|quoi|tout contact|(?:a|dans|pour) l avenir|dans le futur"
    r"|(?:a|de) nouveau|definitivement|immediatement|avec (?:vos|votre|ca|cela|ce)|vers (?:moi"
    r"|nous)"
    r"|de (?:mails?|messages?|publicite\w*|pubs?|votre part|votre prospection|cette (?:facon"
    r"|maniere))"
    rf"|(?:(?:sur|a|au|par|avec) )?(?:ce|cette|cet|mon|notre|nos|mes|ma|l) (?:\w+ )?{_OURS}"
    r"|par (?:e ?mail|mail|courriel|telephone|sms|ecrit|quelque|aucun|tout|la suite)"
    r"|pour (?:me|nous|vos|votre|rien|ce genre|ce type|ces|vendre|proposer|de la (?:prospection"
    r"|pub\w*)"
    r"|du demarchage|des (?:offres|pubs?|publicites))|(?:mes|mon|notre|nos|les) (?:coordonnees"
    r"|donnees)"
    r"|again|any ?more|any longer|further|at all|in (?:the )?future|ever|please|thanks?|thank|and"
    r"|or"
    r"|because|as|since|we|i|it|(?:at|on|to|from|with|about) (?:this|these|your|such|any)|nor"
    r"|unsolicited"
    r"|(?:any|more|your|these|such) (?:\w+ )?(?:e ?mails?|mails?|calls?|messages?|spam|offers?"
    r"|marketing|stuff|things?|communications?)|anything|back|lists?|registers?|here|like this"
    r"|a la charge|any further"
    r"|(?:(?:at|on|to) )?(?:this|our|my|these) (?:\w+ )?(?:number|address|company|staff|teams?"
    r"|office"
    r"|employees|colleagues|e ?mail|inbox|line|organi[sz]ation|firm|business|school))\b"
)
"""What may follow “ne m’appelez plus” in a refusal."""
REFUSED_SORT = re.compile(
    rf"\b(?:refus(?:e|ons|ant)|n accept(?:e|ons)(?: pas| plus)?) (?:\w+ ){{0,3}}?{_MAILS}\b"
)
COMMERCIAL = re.compile(
    r" (?:commercia|publicit|promo|telephonique|electronique|non (?:sollicit|desir|souhait)"
    r"|indesirable|intempestif|de (?:prospection|demarchage|ce|cette|pub|demarcheur|vendeur)"
    r"|a caractere|quel|et|ou|ni)"
)
"""“Nous refusons les appels commerciaux” refuses; “nous refusons les appels masqués” says how to
call.
"""
OTHER_OBJECT = re.compile(
    r" (?:en (?:anglais|francais|majuscules|copie)|(?:ce|cet|cette|la|le) (?:nuit|lundi|\w+di)\b"
    r"|de (?:\w+ ){0,2}(?:noms?|madame|monsieur)|d (?:ici|avance))"
)
ONLY_NOT = re.compile(
    r"\bne pas (?:me |m |nous )?\w+|\b(?:ne|n) (?:(?:me|m|nous) )?\w+ez pas\b"
    r"|\b(?:don t|do not|dont|not to) (?!bother )\w+(?: (?:me|us))?|\bevite[zr]\b"
)
AT_ONCE = re.compile(
    r"(?<=z )(?:tout de suite|maintenant)\b|(?<=er )(?:tout de suite|maintenant)\b|\b(?:right"
    r"|just) now\b"
    r"(?=.{0,20}\b(?:stop|remove))"
)
"""“Arrêtez tout de suite ces mails”: “tout de suite” is no limit."""
NTH_TIME = re.compile(
    r"\bpour la (?:derniere|enieme|\w+ieme) fois\b|\bfor the last time\b"
    r"|\bc est la (?:enieme|\w+ieme) fois(?: (?:cette (?:semaine|annee)|ce mois(?: ci)?|aujourd hui"
    r"|en \w+ (?:jours?|semaines?|mois)))?"
    r"|\b(?:dit|ecrit|demande|repondu|repete|signale)(?: non)? (?:deux|trois|quatre|cinq|\d+"
    r"|plusieurs|maintes) fois\b"
)
"""How often it was said, or happened: “c'est la quatrième fois cette semaine” is no limit."""
FOR_THIS_KIND = re.compile(
    r"\bpour (?:ce|ces|cette) (?:genre|type|sorte)s? (?:de |d )(?:prestation|service|offre|demarche"
    r"|demarchage|sollicitation|proposition|produit|publicite)s?\b"
    r"|\b(?:car )?je suis (?:maintenant |desormais )?(?:a la |en )?retraitee?\b"
)
"""What she offers, or that they work no more, limits no refusal."""
OPENING = re.compile(
    r"(?:\w+ ){0,2}(?:suite a|a la suite|apres|comme|pour faire suite|following|further to|after"
    r"|as) "
)
"""The beginning of a clause about something earlier: “suite à votre appel de ce matin”."""
REPROACH = re.compile(
    r"\b(?:comment|d ou|ou|qui) (?:avez vous|vous avez|vous a|tenez vous|avez|m avez)\b|\bcompris\b"
    r"|\bclair\b|\b(?:where|how) did you\b|\bwho gave\b|\bunderstood?\b|\bclear\b|\bpourquoi\b"
    r"|\b(?:are you|etes vous) (?:serious|deaf|kidding|serieu\w+|sourd\w*)|\bde quel droit\b"
    r"|\bhow many times\b|\bcombien de fois\b|\best ce possible\b|\bpossible\b|\bok\b"
)
"""Questions of somebody who complains."""
BARE_STOP = re.compile(
    r"(?:ca suffit|svp|merci(?: de| d)?|veuillez|please|kindly|pls|ecoutez|donc|alors|mais|et|bon"
    r"|enfin)?"
    r" ?(?:arretez|arreter|arrete|cessez|cesser|stoppez|stopper|stop)(?: (?:donc|enfin|un peu|ca"
    r"|tout|la|it|this|now"
    r"|maintenant|immediatement|svp|merci|please|s il vous plait|avec ca|tout de suite))*"
)
SAYS_NO = re.compile(
    r"\b(?:pas (?:du tout )?interess\w*|ne suis pas (?:la|le|votre|un|une|concern\w*) ?\w*|(?:je"
    r"|nous|on) (?:n \w+|ne \w+|vous) (?:jamais|rien"
    r"|ai deja|avons deja)|\w+ fois|jamais rien"
    r"|aucun (?:interet|besoin)|pas besoin|non merci|not interested"
    r"|no thanks?|no interest|c est non|ca suffit|assez)\b"
)
