"""What may be a refusal although it has none of the forms of which refusing.py is sure: she is
asked, and nothing is done by itself. Pure patterns over clauses folded to plain letters.

The ways to say “leave us alone” can't all be listed. But such an answer has, in one clause, a word
for an end (“plus”, “sans”, “inutile”, “effacer”) and one for reaching or keeping somebody
(“rappel”, “mail”, “fichier”); or it complains, or ends the contact. Friendly answers with both
words say what their writer did or did not do (“je n’ai pas reçu votre mail”), limit it (“que par
mail”), or speak of an earlier mail: these are left out.
"""

from __future__ import annotations

import re

ENDS = re.compile(
    r"\b(?:ne|n|pas?|plus?(?! (?:tard|tot|loin|simple|vite|souvent|de (?:details?|photos?)))"
    r"|jamais|rien|aucune?s?|ni|non|nn|sans|zero|0|fin|finie?s?|fini"
    r"|termine\w*|dernier|derniere|assez|marre|soupe|claque|fo|stop\w*|halte|arret\w*|cess\w*"
    r"|interromp\w*|retir\w*|sup+(?:rim\w{0,8})?|effac\w*|radi\w*|ray\w*|biff\w*|enlev\w*|ote[rz]"
    r"|sort(?:ez|ir|i)|exclu\w*|disparai\w*|oubli\w*|abst\w*|dispens\w*|epargn\w*|inutiles?"
    r"|interdi\w*|refus\w*|bloqu\w*|indesirables?|close?s?|clor\w*|clotur\w*|detrui\w*|jete[rz]"
    r"|corbeille|poubelle|abus\w*|trop|decoch\w*|barre[rz]|gomme[rz]|liber\w+|filtr\w*|evite[rz]"
    r"|renonc\w*|no|not|nor|neither"
    r"|don t|dont"
    r"|doesn t|won t|cannot|can t|never|nothing|ceas\w*|desist|refrain|remov\w*|delet\w*|eras\w*"
    r"|lose"
    r"|scrub|cross\w*|revok\w*|withdraw\w*|forget|quit|strik\w*|without|enough)\b"
)
REACHES = re.compile(
    r"\b(?:r?m?ap+el\w*|mails?|mel|emailing"
    r"|e ?mails?|courriels?|messages?|sms"
    r"|coups? de (?:fil|tel\w*)|(?:re)?contact\w*|sol+icit\w*|relanc\w*|demarch\w*|prospect\w*"
    r"|(?:re|m)?ecri\w+|telephon\w*|derang\w*|importun\w*|insist\w*|harcel\w*|spam\w*"
    r"|publicit\w*|pubs?|mailings?|newsletters?|(?:votre|vos|ta|la|de|une|dans"
    r"|sur) listes?(?! (?:des?|d|rouges?|noires?) )"
    r"|listings?|fichiers?|bases?|carnets?"
    r"|tablettes|coordonnees|donnees|fiche|correspondances?|(?:vos|ces|tous) envois"
    r"|(?:mon|ma|mes|notre|nos|cette) (?:adresse|numero|nom|num|tel|fiche|portable|mel)s?"
    r"|reven\w+ vers|reviens vers|revenez|raccroch\w*|reven(?:ir|ez)|repren\w+ contact"
    r"|(?:etre|figurer|apparaitre|suis|sommes) (?:dans|sur|parmi|chez) (?:vos|votre|vous)"
    r"|approch\w+|silence radio"
    r"|adresse (?:mail |e ?mail )?(?:a|doit|est a)|figur\w+ chez|mecri\w+|call(?:s|ed|ing)?"
    r"|follow ups?|details|communications? (?:between|with|from)"
    r"|unsolicited|mailboxes|mailbox|inbox|our (?:address|number|file|records?|name)|your (?:lists?"
    r"|database|records?|files?|books|system|mailings?|campaigns?)|hear(?:ing)? from (?:you|your)"
    r"|from you|chas(?:e|ing)|bother\w*|disturb\w*|ring(?:ing)?|writ(?:e|ing) to"
    r"|any consent|offers)\b"
)
_OWN = r"(?:je|j|nous|on|i|we)"
_WISHES = (
    r"(?:veu|voul|voudr|souhait|desir|aimer|accept|prefer|demand|refus|tien|consen|autoris|appreci"
    r"|veux|fau|ordonn|exig|entend|want|wish|need|accept|ask|consent|like|would|d rather)"
)
TELLS = re.compile(
    r"\b(?:you won t|you don t|you never|you aren t|you weren t|didn t bother|not a bother"
    r"|your (?:message|e ?mail|call|approach) (?:didn t|did not|was|wasn t|has not|hasn t|went))\b|"
    # what the writer, or somebody else, did or does
    rf"\b{_OWN} (?:ne |n |m |y |en |le |l |les |vous |do not |don t |did not |didn t |no longer "
    rf"|never )*(?!{_WISHES})"
    r"(?:ai|avais|avons|avions|a|aurais|aurions|suis|sommes|etais|etions|arriv\w+|fais|fait|faisons"
    r"|trouv\w+|recoi[ts]|recevons|connai\w+|regard\w+|mets|mettons|retire|retirons|lis|lisons"
    r"|repond\w*(?! (?:pas|plus|jamais|a aucun\w*) (?:a|au|aux)\b)|retrouv\w+|ecout\w+|demarch\w+"
    r"|prospect\w+|appel\w+|have|had|m|am|are|got|missed"
    r"|see|receive|stopped|can t|cannot|answer|read)\b"
    r"(?! (?:pas |plus |rien |jamais |not |never )*(?:donne(?! suite)|demande|autorise|accepte"
    r"|voulu|souhaite"
    r"|asked|told|dit|besoin|envie|ete)\b)"
    r"|\b(?:le|la|les|l) (?:\w+ ){1,3}?(?:ne|n) (?:est|sont|etait|marche\w*|fonctionn\w*|s \w+"
    r"|passe\w*|arriv\w*) (?:pas|plus)\b(?! (?:la peine|utile|necessaire|question|interess\w*"
    r"|souhait\w*|prevue?s?|destinee?s?))"
    r"|^(?:vous|tu) (?:ne|n) (?:(?:me|m|nous) )?\w+ (?:plus|pas|jamais)\b"
    r"|\b(?:notre|nos|leur|leurs|votre|vos|ma|mon|our|your|the) (?:\w+ ){1,3}?(?:ne|n|a|ont|est"
    r"|sont"
    r"|was|were|has|never)\b(?! (?:plus |pas |jamais )?(?:veu|souhait|desir|voul|recev|pren|accept"
    r"|a rien|trop|de trop|doi|desormais bloqu|bloqu))"
)
LIMITS = re.compile(
    r"\b(?:ne|n) (?:(?:me|m|nous) )?\w+ qu(?:e|en?)?\b|\b(?:que|qu) (?:par|en cas|si|le|les|la)\b"
    r"|\b(?:mail|e ?mail|courriel|sms|lien|link|text|telephone|phone)s? (?:me |nous )?(?:suffi\w+"
    r"|convien\w+|c est mieux|is (?:best|fine|better|enough)|works)\b"
    r"|\b(?:mon|ma|mes|my|votre|your) (?:dernier|derniere|precedente?|premier|autre|previous|last"
    r"|earlier)\b"
    r"|\b(?:repondeur|voicemail|par ecrit|raccrochez pas|trop vite|phase|demandez|sans vouloir"
    r"|manque\w*|share|invoice|printer|instead|usually|use (?:mine|my)|do not reply|don t reply"
    r"|(?:pas|plus) repondre(?: directement)? a (?:ce|cet|cette)|automati\w+|ticket|delivered"
    r"|delivery|bounced?|unable to deliver|par erreur|by mistake|masque|pieces? jointes?"
    r"|trop lourds?|poste|post|papier|attente)\b"
    r"|\bplus de (?:details?|detail)\b|\b(?:faux|casse|coupe|hors service|ne marche|wrong number)\b"
    r"|\b(?:excus\w+|apologi[sz]e|desolee?s?(?! mais| c est non| non)|sorry(?! but)|peur|habitude"
    r"|ordinaire)\b"
    r"|\b(?:transmettre|just me|bonne surprise|au contraire|heureusement|bien fait|facheu?s?e?e?)\b"
    r"|\b(?:devis|facture|virement|contrat|commande) (?:\w+ )?(?:est|sont) (?:signe|parti|bon)\w*\b"
    r"|\bappelons\b"
)
"""Words that limit a refusal, in addition to those of refusal_forms.py, or are about something
else.
"""
COMPLAINS = re.compile(
    r"\b(?:dgccrf|33700|main courante|poursuites|judiciaires?|avocat vous|mon avocat"
    r"|notre avocat|autorites competentes|passible|amende|illega\w+|(?:direct|mise?|va"
    r"|vont) aux indesirables"
    r"|signal(?:e|ez|erai|erons|ement) (?:et|a|au|comme|signal)|je vous signale$"
    r"|acharnement|inadmissible|inacceptable|insupportable|scandaleu\w+|honteu\w+"
    r"|insist(?:ez|e|iez) lourdement|vous abusez|de trop|etes lourde?s?|culott\w+|sans gene"
    r"|lache[zr]? l affaire(?= ?$| svp| merci)|bon vent|du vent|ouste?|basta|degage\w*"
    r"|soupe de vos|claque de"
    r"|ras (?:le bol|la casquette)|pomp\w+ l air|cass\w+ les (?:pieds|oreilles)|ca suffit"
    r"|ca va bien|autre pigeon|(?:prospecter|voir|chercher|demarcher) ailleurs)\b"
    r"|\b(?:deja|pourtant|encore|bien) (?:ete (?:claire?|clairs|nets?)|dit|repondu|demande|indique"
    r"|signifie|refuse)\b.{0,30}\b(?:non|pas|deux fois|trois fois|plus|rien|arret\w*|cess\w*"
    r"|retir\w*)\b"
    r"|\b(?:je|nous|on) (?:ne )?(?:vous )?(?:l )?(?:ai|avais|avons|avions|a|avait|croyais|pensais"
    r"|pensions) (?:pourtant|deja|bien|ete|vous)?.{0,12}\b(?:claire?|clairs|comprendre"
    r"|raccroche\w*)\b"
    r"|\bmalgre (?:ma|mon|notre|nos|mes|un|deux|trois)\b|\bvous continuez\b"
    r"|\b(?:pour la )?(?:enieme|\w+ieme|\w+eme) (?:fois|mail|appel|message|relance|tentative)\b"
    r"(?=.{0,60}\b(?:non|pas|plus|stop|deja)\b)|\b(?:deux|trois|quatre|cinq|six|dix|plusieurs|\d+)"
    r" (?:fois|refus) (?:que je|non|que nous|qu on|on|deja)\b|\bapres (?:deux|trois"
    r"|plusieurs) refus\b"
    r"|\b(?:j ai|on a|nous avons|je vous ai|on vous a) (?:\w+ )?raccroche(?! (?:par|trop|sans"
    r"|vite))"
    r"|\b(?:assez|marre|ras le bol|fatigue\w*|lasse\w*) d (?:etre|entendre|avoir)\b"
    r"|\b(?:dernier|premier) avertissement\b|\bavant signalement\b"
    r"|\bvous (?:me |nous |m )derangez(?! pas| jamais| nullement)|\bn avez pas honte\b"
    r"|\b(?:ma|notre|la) reponse (?:reste|est (?:toujours|encore|non(?! pour))|n a pas change"
    r"|ne changera"
    r"|sera (?:toujours|encore))\b|\btoujours (?:la meme reponse|non)\b"
    r"|\bque (?:c est|ce sera) (?:toujours )?non\b|\bcomprendre (?:que )?(?:c est )?non\b"
    r"|\b(?:mot|le) non\b|\bn avez pas compris\b|\bavez (?:vous )?(?:pas )?fini (?:de|avec)\b"
    r"|\bderniere fois que je (?:reponds|vous)\b|\bencore vous\b|\b(?:un"
    r"|prochain) mail (?:de plus )?"
    r"(?:et c est|je)\b|\bavi?ez promis\b|\baviez assure\b|\bvous expos\w+\b|\bsi ca continue\b"
    r"|\bque vous compreniez\b|\bfait de raccrocher\b"
    r"|\bvotre (?:numero|adresse|e ?mail|mail|nom) (?:\w+ ){0,2}(?:est|sera|a ete) (?:\w+ ){0,2}"
    r"(?:bloque|filtre|signale|blackliste)e?s?\b"
    r"|\bsi vous (?:persist|reprenez|recommenc|continu|insist|rappelez encore)\w*"
    r"|\b(?:signed up|signed you|reported|go(?:es)? (?:straight )?to spam|enough already"
    r"|on your radar|please don t$|solicitor|legal action"
    r"|the tps|take the hint|been blocked|no means no|(?:answer|it) (?:is|s|remains) (?:still )?no$"
    r"|(?:will|to) remain (?:a )?no|for the last time|last warning|bother (?:someone|somebody) else"
    r"|wast(?:e|ing) (?:of )?(?:your|my|our)|save (?:your|yourself)|(?:didn t|did not"
    r"|never) ask(?:ed)? for"
    r"|your persistence|already said no|said no (?:already|twice|before|on)|told you (?:no|already)"
    r"|who gave you|how you got|if you stopped|you stopped|i must ask you|enough$"
    r"|do us a favou?r|harass\w+|sales pitch\w*)\b"
    r"|\bplus jamais (?:ca|svp|merci|s il)\b|^(?:plus )?jamais(?: de la vie)?$"
)
"""Reproaches and threats, which friendly answers seldom have."""
TURNS_AWAY = re.compile(
    r"\b(?:(?:de|d|le|l|vouloir|pouvez|pourriez|puis je) (?:nous |m |me |l |la |les )?oublier"
    r"|oublie[zr]? (?:moi|nous)|(?:ne )?(?:pas|plus) (?:la |le |les |l |me |nous )?(?:reiterer"
    r"|renouveler|solliciter|importuner|recommencer|poursuivre|persister|donner suite a ce)"
    r"|s abstenir|vous abstenir|abstenez vous|dispensez vous|(?:s|nous) arreter la|brisons la"
    r"|(?:en )?(?:rester|restons|reste) la|restons en|tourn\w+ la page|silence radio"
    r"|n existions pas|n existe pas pour vous|d autres (?:\w+ )?(?:que|qu) (?:nous|moi|la notre"
    r"|le notre|les notres)"
    r"|d autres (?:prospects|cibles)|notre tranquillite|ma tranquillite|sortez m en"
    r"|ne compt\w+ pas sur (?:nous|moi)"
    r"|(?:vous|te) dire (?:stop|d arreter)|sans nous|le dernier entre nous|final reply"
    r"|close (?:our|my|the) file"
    r"|nothing further|no need for (?:any )?further|no further (?:contact|communication"
    r"|correspondence|calls?|e ?mails?"
    r"|messages?)"
    r"|now or ever|not now not|passed away|wrong (?:person )?wrong company|move on from us"
    r"|(?:no|not) (?:\w+ ){0,3}(?:calling|calls?|soliciting|solicitations?|canvassing) policy"
    r"|policy is (?:not|never|to refuse)|please delete$|go away|count us out|strike us"
    r"|cross(?:ed)? us off"
    r"|delete it$|please forget it"
    r"|laiss\w+ (?:le |la |les |moi |nous )?tranqui\w*|insiste[zr]? (?:donc )?pas(?! (?:aupres"
    r"|sur|avant))"
    r"|fin de (?:la|cette|notre|l) (?:discussion|conversation|echange|histoire)"
    r"|(?:pas|plus|aucune?) (?:de |d )?(?:seconde|deuxieme|nouvelle|autre) (?:tentative|approche"
    r"|essai)"
    r"|(?:on|faut|faudrait|va|allons|pouvons) (?:s |nous )?arrete(?:r|ons)?(?: la)?(?= ?$| non\b"
    r"| svp| merci| d accord)"
    r"|en (?:rester|restions|restons|reste) la|gaspill\w+ (?:pas|plus)|votre (?:temps|energie) avec"
    r" (?:nous|moi)|(?:avoir a |a )(?:vous repondre une|vous le redire|le repeter|me repeter"
    r"|nous repeter)|repondr(?:ai|ons) (?:plus|pas)(?= ?$| a (?:vos|ce|d autres|un autre))"
    r"|n aurez (?:plus|pas) (?:de|d autre) reponse|rester(?:a|ont) (?:sans reponse|lettre morte)"
    r"|fin de non recevoir|(?:c est|est) definiti\w+|categoriquement|n attendez (?:pas|rien) de"
    r"|n esperez|pass\w+ votre chemin|(?:hors de|pas|plus) question(?= ?$| (?:que|de (?:me|nous)))"
    r"|(?:ne|n) (?:recev|accept|pren|trait|donn|repond)\w+ (?:pas|plus|jamais|aucune?s?)"
    r" (?:de |d |les |des |aux? |suite |a |la |l |appels? |contacts? )*(?:demarch|commercia"
    r"|represent"
    r"|sollicit|prospect|publicit|vendeur)\w*"
    r"|(?:supprim|effac|detrui|retir|enlev)\w+ tout(?:e trace)?(?= ?$| ce que vous| de chez)"
    r"|rien a (?:vendre|acheter|relancer)|plus rien (?:recevoir|de vous|de votre)"
    r"|(?:pas|plus) (?:ma|sa|notre|leur) place|rien a faire (?:dans|sur|chez) (?:votre|vos|vous)"
    r"|poursuivre (?:cet|cette|nos|notre) (?:echange|discussion|conversation)s?"
    r"|sans appel|leave it (?:there|at that)|vous avoir au telephone)\b"
    r"|\b(?:s arrete (?:ici|la)|arretons les frais|circulez|passez votre tour|autre porte"
    r"|porte (?:est )?(?:close|fermee)|(?<!vous faire )perdre (?:mon|notre|votre) temps"
    r"|temps a perdre"
    r"|(?:autre chose|mieux) a faire|ne le (?:sera|serai|serons) (?:jamais|pas)"
    r"|dossier (?:est )?(?:clos|ferme|classe)|affaire classee|(?:je|on|nous) (?:vous )?bloqu(?:e"
    r"|ons)$"
    r"|blackliste\w*|sans (?:les |l |le |meme )?(?:lire|ouvrir)$|(?:a|dans) la (?:poubelle"
    r"|corbeille)$"
    r"|au panier$|pas en reve|jamais de la vie|gardez (?:vos|votre) (?:conseils?|plaquette|offre"
    r"|baratin)"
    r"|cess(?:ons|er) (?:cet|cette|ces|nos)|(?:respect\w+|(?<!pas tenir )compte de"
    r"|compris) (?:mon|notre|ce) refus"
    r"|(?:vaut|fais|faisons|formule|exerce|notifie)\w* (?:\w+ )?opposition"
    r"(?! (?:sur|au|a ce|a un) (?:\w+ )?(?:cheque|paiement|virement|carte))|^opposition$"
    r"|code de la consommation|l ?34 5|code des postes|non (?:et )?non|non c est non|ai dit non"
    r"|me laisser(?= ?$| tranquille| en | travailler)|laissez (?:nous|moi)(?= ?$| svp| donc"
    r"| travailler"
    r"| vivre)|que (?:ca|cela) (?:cesse|s arrete)|trop c est trop|n en (?:peux|pouvons) plus"
    r"|vous etes (?:\w+ ){0,2}(?:penible|insistant|lourd|tetu|bouch|sourd|collant|mal eleve)\w*"
    r"|pot de colle|forcing|n y pensez (?:meme )?pas|aucune chance|n insistez(?= ?$| donc| plus))\b"
    r"|\b(?:votre|vos|ce|cette|ces) (?:\w+ )?(?:mails?|messages?|appels?|demarches?|relances?"
    r"|sollicitations?|insistance|methodes?|procedes?|pratiques?) (?:\w+ ){0,2}?(?:est|sont|etait"
    r"|sera)"
    r" (?:\w+ ){0,2}?(?:malvenu|deplace|desagreable|penible|intrusi|importun|vain|indesire"
    r"|non desire)\w*"
)
"""Ways to end the contact that name neither mail nor call."""

OTHER_LANGUAGES = re.compile(
    # German
    r"\b(?:nicht|nie) (?:mehr|wieder|weiter)\b.{0,30}\b(?:an|anrufen|kontaktier\w*|schreib\w*"
    r"|mail\w*"
    r"|melden|belastig\w*|stor\w*)\b|\b(?:keine|kein|keinen) (?:weitere?n? )?(?:anrufe?|e ?mails?"
    r"|mails?|werbung|nachrichten|kontakt\w*|kontaktaufnahme)\b|\b(?:losch\w+|entfern\w+"
    r"|streich\w+)"
    r" sie (?:mich|uns|mein\w*|unser\w*|diese)\b|\b(?:austragen|abmelden|abbestellen|in ruhe)\b"
    # Spanish
    r"|\bno (?:me|nos) (?:vuelva\w* a )?(?:llam|contact|escrib|molest|envi|mand)\w*"
    r"|\bno (?:quiero|queremos|deseo|deseamos) (?:recibir|que me|que nos|mas)\b"
    r"|\b(?:elimin|borr)\w+ (?:mi|mis|nuestr\w+)\b|\bdar\w* de baja\b|\bdej\w+ de (?:llam|escrib"
    r"|envi"
    r"|mand|molest)\w*"
    # Italian
    r"|\bnon (?:mi|ci) (?:chiam|contatt|scriv|disturb|mand|invi)\w*|\bnon (?:desider"
    r"|vogli)\w+ (?:piu|"
    r"ricevere|essere)\b|\b(?:cancell|rimuov|elimin)\w+ (?:il mio|i miei|la mia|i nostri"
    r"|la nostra|il"
    r" nostro)\b|\bsmett\w+ di\b|\bcancellatemi\b"
    # Dutch and Portuguese
    r"|\bniet meer (?:bellen|mailen|schrijven|contact\w*|te bellen|te mailen)\b"
    r"|\b(?:uitschrijven|afmelden)\b|\bgeen (?:mails?|e ?mails?|telefoontjes|reclame)\b"
    r"|\bnao (?:me|nos) (?:ligue|contact|contat|escrev|envie|mande)\w*"
)
"""Short ways to end the contact in the languages of neighbouring countries."""
_NEIGHBOURS = (
    # German
    (
        r"nicht|nie|kein\w*|unterlass\w+|hor\w+ (?:sie )?auf|aufhoren|losch\w+|entfern\w+"
        r"|streich\w+"
        r"|abmelden|austragen|nehmen sie|widersprech\w*|untersag\w+|genug|schluss mit|in ruhe",
        r"anruf\w*|anzurufen|rufen|kontakt\w*|schreib\w*|e ?mails?|mails?|nachricht\w*|werb\w+"
        r"|newsletter|verteiler|liste|daten|adresse|nummer|belastig\w+|stor\w+|melden|lassen sie",
    ),
    # Spanish
    (
        r"no|nunca|jamas|deje\w*|basta|elimin\w+|borr\w+|quit\w+|dar\w*|de|cese\w*|retire\w*"
        r"|opong\w+",
        r"llam\w+|llame\w*|correos?|mensajes?|escrib\w+|molest\w+|lista|mis datos|publicidad|baja"
        r"|mi direccion|recibir|envi(?:e|en|ar)|mand(?:e|en|ar)|contacte\w*",
    ),
    # Italian
    (
        r"non|mai|smett\w+|basta|cancell\w+|rimuov\w+|elimin\w+|togl\w+|oppong\w+",
        r"chiam\w+|contatt\w+|scriv\w+|disturb[aeio]\w*|messaggi\w*|elenco|lista|miei dati"
        r"|mio indirizzo|pubblicita|ricevere|telefonat\w+|telefonare",
    ),
    # Dutch
    (
        r"niet|geen|nooit|verwijder\w*|schrap\w*|ophouden|stop\w*|uitschrijven|afmelden",
        r"bel|bellen|mailen|contacteren|bericht\w*|lijst|bestand|gegevens|mijn adres|telefoontjes"
        r"|schrijven|benader\w*|storen|reclame|mails",
    ),
    # Portuguese
    (
        r"nao|nunca|pare\w*|remova\w*|retire\w*|elimine\w*|apague\w*|cancele\w*",
        r"ligar|ligue\w*|contact\w+|contat\w+|escrev\w+|mensagens?|sua lista|dados|endereco"
        r"|incomod\w+|emails",
    ),
)
_IN_ORDER = re.compile(
    "|".join(
        rf"\b(?:{end})\b.{{0,40}}?\b(?:{reach})\b|\b(?:{reach})\b.{{0,25}}?\b(?:{end})\b"
        for end, reach in _NEIGHBOURS
    )
)
_TOLD = re.compile(
    r"\b(?:ich habe|wir haben|habe ich|haben wir|noch kein\w*|he|hemos|no tengo|ho|abbiamo"
    r"|non mi disturba"
    r"|heb|hebben|recebi|vor (?:zehn|\d+)|op (?:maandag|dinsdag|woensdag|donderdag|vrijdag))\b"
)
_OF_THE_NEIGHBOURS = re.compile(
    r"\b(?:sie|ich|wir|bitte|mich|mir|zu|uns|der|die|das|dem|estamos|vuelva\w*|el|los|las"
    r"|usted\w*|por favor|su|sus|mis?|nos"
    r"|llam\w+"
    r"|ya|dal|dalla|del|della|lo|gli|vostr\w+|suo|sua|mi|ci|grazie|prego|altre|het|een|ons|wij"
    r"|mij|mijn|uw|graag"
    r"|gelieve|meer|nao|quero|receber|meu|minha|para|voce)\b"
)


_IN_FEW_WORDS = re.compile(
    # “à supprimer”, “bloqué”, “marre”: an answer that says nothing else
    r"^(?:(?:merci|priere|veuillez|a|svp|bonjour) (?:de )?)?(?:supprimer|supprimez|retire[rz]"
    r"|effacer|effacez|enleve[rz]|radier|radiez|blacklister)(?: (?:svp|merci))?$"
    r"|^(?:bloquee?|poubelle|marre|assez|basta|laiss\w+ tomber|(?:on|j ai|nous avons|je vous ai)"
    r" (?:\w+ )?dit non|opposition(?: rgpd)?|pub|spam)$"
    r"|^plus (?:un mot|rien(?: svp| merci)?|(?:sur|par|au) (?:\w+ )?(?:portable|fixe|mail|telephone"
    r"|numero|standard)(?: svp| merci)?)$"
    # rights and threats
    r"|\bcomme une opposition\b|\bdemande (?:de|d) (?:suppression|effacement|opposition"
    r"|retrait) (?:de"
    r" |des |du |d )?(?:mes |nos |ma )?(?:donnees|coordonnees)\b"
    r"|\btransm\w+ (?:\w+ ){0,4}(?:cnil|avocat|dgccrf)\b"
    r"|\btoute? (?:nouvelle?|autre) (?:\w+ ){1,4}?(?:sera|seront|fera|donnera|constitu\w+"
    r"|entrain\w+)\b"
    r"|\b(?:qui vous a (?:autorise|permis)|(?:de|a) quel (?:droit|titre))\b"
    r"|\b(?:ne |n |vous |on |j |je )*(?:ai|a|avons|avais) (?:jamais )?rien demande\b"
    # the wish that it ends
    r"|\bne cherch\w+ (?:plus|pas) a (?:me|m|nous) \w+"
    r"|\ballez (?:\w+ )?(?:embet|emmerd|derang|importun|voir)\w* (?:quelqu un|ailleurs|un autre"
    r"|d autres)\b"
    r"|\bserait (?:bien|bon|temps|gentil|sympa) d arreter\b"
    r"|\b(?:appels?|mails?|messages?|relances?|envois?) (?:s arretent|cessent|s arrete|cesse)\b"
    r"|\bbarrez (?:moi|nous)\b|\bne (?:pas|jamais|plus) (?:repondre|donner suite) aux? (?:\w+ )?"
    r"(?:sollicitations?|demarchages?|prospections?|publicites?)\b"
    r"|\b(?:commenc\w+ a faire|(?:ca|cela) fait) (?:\w+ )?(?:beaucoup|trop) (?:de|d) (?:mails?"
    r"|appels?|messages?|relances?)\b"
    r"|\bnon (?:scriv|chiam|contatt|disturb|mand|invi)\w*(?:mi|ci)\b"
)
"""Requests for an end in those languages that are whole answers, or name a right."""

_FEWEST = 2
"""How many small words of another language a sentence must have to be in that language."""


def refuses_abroad(sentence: str) -> bool:
    """Whether a sentence in German, Spanish, Italian, Dutch or Portuguese has a word for an end
    beside one for reaching somebody. The language is recognised by small words that French and
    English do not have.
    """
    foreign = len(set(_OF_THE_NEIGHBOURS.findall(sentence))) >= _FEWEST
    if OTHER_LANGUAGES.search(sentence):
        return True
    return foreign and _TOLD.search(sentence) is None and _IN_ORDER.search(sentence) is not None


PLAIN_NO = re.compile(
    r"\b(?:0|zero|aucun|pas|plus|sans) besoins?\b|\b(?:toujours|encore|c est|dit|reste) non\b"
    r"|\bpas (?:preneur|demandeur|client|interesse)\w*\b|\b(?:de|d|appels?) rappel svp\b"
)
"""A plain no: beside it, words that limit another clause do not limit the refusal."""


def complains(sentence: str) -> bool:
    """Whether a sentence reproaches or threatens."""
    if PICTURES.search(sentence):
        return not (SORRY.search(sentence) or _HAD_IT.search(sentence))
    return COMPLAINS.search(sentence) is not None


PICTURES = re.compile(
    r"\b(?:goutte d eau(?! (?:dans|de|du))|coupe est pleine|depass\w+ les (?:bornes|limites)"
    r"|patience (?:a des|a ses|est)|a bout de patience|peine perdue|cause perdue|temps perdu"
    r"|une croix sur (?:nous|moi|notre|mon)|economis\w+ (?:votre|vos) (?:salive|temps|forfait"
    r"|timbres"
    r"|efforts|energie)|^retour a l envoyeur|return to sender|repond\w* (?:pas|plus|jamais) aux?"
    r" inconnus?|y chang\w+ rien|fausse route|n y revenez|ni maintenant ni (?:jamais|plus tard)"
    r"|(?:boite|messagerie|telephone|adresse) n est (?:pas|ni) (?:une poubelle|un depotoir|publi\w+"
    r"|destinee?|faite|la pour)|numero n est pas (?:public|destine)|acte de (?:notre|mon"
    r"|ce) (?:refus"
    r"|opposition|decision)|(?:respecter|en) (?:notre |mon )?deuil|d autres chats|un trait sur"
    r"|allergique (?:a la|au|aux) (?:prospection|demarchage\w*|pub\w*|sollicitation\w*)"
    r"|rangez (?:votre|vos)|(?:pas|plus|aucune?|ni) (?:\w+ )?a aucune liste|ajoutez a aucun\w*"
    r"|ne le (?:refaites|faites) (?:pas|plus)|ne recommencez (?:pas|plus)|personne d autre a"
    r"|gagn\w+ (?:une|votre) place|ne suis pas un prospect|ne sommes pas (?:des|vos) prospects"
    r"|(?:pas|jamais) (?:\w+ )?demande a (?:etre|recevoir)|culot|toupet|gonflee?s?|sans gene"
    r"|demissionn\w+ (?:de|du) (?:votre|vos)|ne nous comptez (?:pas|plus)|coupons (?:court|la)"
    r"|abregeons|jamais plus$|plus jamais$|recidiv\w+|laiss\w+ (?:tomber|beton)|n en parlons plus"
    r"|affaire close|c est tout vu|point (?:final|barre)$|refus (?:categorique|definitif|formel"
    r"|net|ferme)(?! de)"
    r"|(?<!pas )(?<!ne )m oublii?e[rz]|(?<!ne )nous oublii?ez|lachiez|combien de fois que je"
    r"|(?<!rien )(?:rien"
    r"|jamais) demande (?:moi|a)"
    r"|perdez votre temps|bons amis|se pass(?:er)?a (?:tres bien )?de (?:vous|vos)|decrocher(?:ai"
    r"|ons) (?:plus|pas)"
    r"|methodes? de (?:voyous?|cow ?boys?|harcel\w+)|(?:vous|merci de|veuillez|peux tu|priere d\w*)"
    r" (?:cesser|arreter|stopper)$|(?:notre|ma|votre) liste noire|j vous ai rien demande"
    r"|(?:supprimez|effacez|desinscrivez|desabonnez)$)\b"
    r"|\b(?:je|on|nous)(?: vous)? (?:dis|disons|dit|reponds|repondons|ecris) (?:donc "
    r"|alors )?stop\b"
    r"|\b(?:vous|de|a) (?:repondre|dire|ecrire) (?:donc )?stop\b"
    r"|\b(?:deux|trois|quatre|cinq|six|dix|plusieurs|\d) (?:appels?|mails?|messages?|relances?|sms"
    r"|coups de fil) (?:en|dans|par|pour|cette|depuis|deja|et)\b"
    r"|\b(?:dans|parmi) mes (?:indesirables|spams?)\b"
)
"""Common figures of speech of somebody who has had enough, or is in mourning."""
INSISTS = re.compile(
    r"\b(?:faut|faudrait|mieux) (?:pas|plus) (?:me|m|nous) \w+er\b"
    r"|\b(?:ne (?:plus|pas|jamais)|plus jamais) (?:plus |jamais )?(?:me|m"
    r"|nous) (?:re ?)?(?:contact|r?ap+el"
    r"|ecri|sollicit|relanc|demarch|derang|importun|telephon|spam|harcel)\w*\b"
    r"|\bvous ne (?:me|m|nous) \w+rez (?:plus|pas|jamais)\b"
)
"""“Je vous serais obligé de ne plus me contacter”, whatever comes before."""
SORRY = re.compile(
    r"\b(?:desole\w*|excus\w*|pardon\w*|navre\w*|regrett\w*|peur|honte|dommage|pourquoi|comment"
    r"|bien fait|tort|avez raison|heureu\w*|ravi\w*|content\w*|soulage\w*|etonn\w*|surpri\w*)\b"
)
"""Words of somebody who speaks of calls that did not come, or of a mistake."""


_HAD_IT = re.compile(
    r"\b(?:(?:mails?|messages?|appels?) (?:\w+ )?(?:etait|etaient)|decouvr\w*|retrouv\w*|arriv\w*"
    r"|tomb\w*|manques?|reponds? pas stop"
    r"|dis pas stop|surtout pas)\b"
)
"""Words of somebody who answers late: “Votre mail était dans mes indésirables, je le découvre.”"""


def insists(sentence: str) -> bool:
    """Whether a sentence plainly asks not to be contacted."""
    return INSISTS.search(sentence) is not None and SORRY.search(sentence) is None


def turns_away(clause: str) -> bool:
    """Whether a clause ends the contact without naming mail or call."""
    return TURNS_AWAY.search(clause) is not None or _IN_FEW_WORDS.search(clause) is not None


def denies_contact(clause: str, sentence: str) -> bool:
    """Whether a clause, given its sentence, has a word for an end beside one for reaching
    somebody.
    """
    if LIMITS.search(sentence) or TELLS.search(clause):
        return False
    return ENDS.search(clause) is not None and REACHES.search(clause) is not None
