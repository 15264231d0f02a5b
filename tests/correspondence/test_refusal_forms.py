"""The words of refusals, one by one: what limits one, what takes its meaning away, what is said to
everybody, what invites. Each is read within a sentence, as it would be written.
"""

from __future__ import annotations

import pytest

from decroche.correspondence.refusing import read_by_forms


def read(text: str) -> str:
    return read_by_forms("Re: Ma présentation", text)


def listed(text: str) -> list[str]:
    """Phrases that are separated by commas and line ends."""
    return [one for one in (" ".join(part.split()) for part in text.split(",")) if one]


LIMITS = listed("""
avant 14 h, après 17 h, pendant le service, durant le service, entre midi et deux, d’ici lundi
prochain, jusqu’à lundi, depuis que j’ai changé, tant que je suis là, sauf urgence, excepté pour
une urgence, à moins d’une urgence, hormis pour une urgence, le lundi, les mardis, ce mercredi,
chaque jeudi, un vendredi, du samedi, le dimanche, le matin, le midi, le soir, ce soir, ces soirs,
en soirée, ce week-end, de l’après-midi, cet après-midi, ce jour, ce mois, ce trimestre, cette
semaine, cette année, cette période, cette saison, aujourd’hui, demain matin, de la semaine, à la
rentrée, de rentrée, immédiatement après, pour le moment, pour l’instant, pour cette année, pour
l’heure, en ce moment, actuellement, trop tôt, trop tard, si tôt, si tard, si souvent, aussi tôt,
aussi tard, aussi souvent, trop souvent, à midi, à 13 h, à 13 heures, en janvier, en février, en
mars, en avril, en mai, en juin, en juillet, en août, en septembre, en octobre, en novembre, en
décembre, en semaine, en journée, en matinée, en réunion, en congé, en congés, en vacances, aux
heures de repas, aux heures de bureau, aux heures de travail, à l’heure de pointe, les jours
fériés, à la pause, sans prévenir, sans rendez-vous, sans me prévenir, sans avoir prévenu, écrivez
plutôt, je préfère le mail, privilégiez le mail, uniquement par mail, seulement par mail,
autrement que par mail, dorénavant à ce numéro, dorénavant sur ce numéro, directement, en direct,
sur le fixe, sur mon portable, au standard, à l’accueil, sur mon mobile, à mon domicile, à la
maison, sur mon numéro personnel, à la place, voici ma nouvelle adresse, voici le nouveau numéro,
sur cette autre adresse, la bonne adresse suit, il est remplacé, à l’ancienne adresse, mais par
mail, mais plus tard, mais écrivez, l’ancienne ligne, l’ancien numéro, c’est une erreur, il a
quitté la société, elle ne fait plus partie de l’équipe, elle ne travaille plus ici, elle n’est
plus là, elle est partie, ils sont partis, il est à la retraite, c’est un doublon, c’est en
double, deux fois par jour, 2 fois par jour, en copie, en cc, sans pièce jointe, en privé, seule,
par téléphone, nous-mêmes, moi-même, soi-même, eux-mêmes, au nom de Paul, à ce sujet, pour ce
projet, pour cela, pour les devis, nos clients, vos clients, mes clients, les clients, leurs
clients, les gens, les prospects, nos prospects, au téléphone
""")


@pytest.mark.parametrize("limit", LIMITS)
def test_what_limits_a_refusal_in_french(limit: str) -> None:
    assert read(f"Ne m’appelez plus {limit}.") == "doubt"


ENGLISH_LIMITS = listed("""
before noon, after five, between two and four, until Monday, till Monday, unless it burns, except
in summer, during lunch, today, tomorrow, this week, this month, this morning, this afternoon,
this evening, this year, this time, right now, yet, for now, at the moment, currently, just now,
on Mondays, on a Tuesday, on Wednesday, on Thursday, on Friday, on Saturday, on Sunday, on
weekends, at lunch, at noon, at night, at home, at work, at 5, in the morning, in the afternoon,
in the evenings, so early, so late, so often, too early, too late, too often, instead of writing,
rather than write, I prefer a letter, preferably not by phone, only on paper, directly, on my
mobile, on my cell, on a private line, on my personal line, through the switchboard, on the other
number, here is my new number, it was by mistake, you are mistaken, she no longer works here, he
has left, he left the company, he has retired, without an appointment, without appointment, twice
a day, it is a duplicate, over the phone, by phone, by telephone, ourselves, themselves, our
customers, our clients, your customers, your clients, the customers, the clients, my customers, my
clients, people
""")


@pytest.mark.parametrize("limit", ENGLISH_LIMITS)
def test_what_limits_a_refusal_in_english(limit: str) -> None:
    assert read(f"Please stop calling us {limit}.") == "doubt"


INVITATIONS = listed("""
Appelez-moi donc, Rappelez-moi, Contactez-nous, Recontactez-nous, Écrivez-moi, Envoyez-moi tout,
Téléphonez-moi, Joignez-moi, Retrouvez-nous, Passez nous voir, Rejoignez-moi, Appelle-moi,
Rappelle-moi, Parlons-en, Voyons-nous, Relancez-moi, Revenez vers moi, Un rendez-vous, Un RDV, Je
veux vous rencontrer, Volontiers, Avec plaisir, Ravie, Enchantée, Bonne idée, N’hésitez pas, Ça
tombe bien, C’est le bon moment, Votre offre nous intéresse, Votre proposition me plaît, Votre
profil m’intéresse, Votre mail est intéressant, Votre message nous plaît, D’accord pour jeudi, OK
pour jeudi, Ça m’intéresse, Cela nous intéresse, Très intéressée, C’est intéressant, Il me faut
des infos, Donnez vos tarifs, Donnez vos références, Donnez vos disponibilités, Donnez vos prix,
Vos services m’intéressent, Il faut un devis, Votre devis est attendu, C’est combien, J’adore,
Bravo, On vous rappelle, Nous vous appellerons, Je vous recontacterai, Je vous écrirai, Nous vous
dirons, Je vous dirai, Je vous reviendrai, On y va, Allons-y, C’est oui, Tout à vous, C’est moi
qui appelle, Je vous appellerai, Je reviens vers vous, Je reviendrai, Nous reviendrons, Nous
revenons vers vous, À lundi, À mardi, À mercredi, À jeudi, À vendredi, À bientôt, À très vite,
Nous cherchons quelqu’un, Nous cherchons une agence, On se rappelle, Au plaisir, Je vous attends,
Il faut le remettre dans le projet, Inscrivez votre nom, Réinscrivez-nous, Cela m’a fait rire,
Call me, Email us, Contact us, Phone me, Let’s talk, Let’s meet, Let’s chat, Let’s speak, I’d love
it, We’d love it, I would love to, Sounds good, Sounds great, Happy to help, Glad to help, Looking
forward, Interested in your work, Interested in working with you, Interested in hearing you,
Interested in knowing you, Interested in learning, We are interested, I am interested, I’m
interested, Send me your prices, Send me a quote, Send me some, Send me more, Try me, Get back to
me, Reach me, Speak soon, Speak then, A meeting, Your rates, Your prices, How much, A quote, Tell
me more, See you, Good idea, Great timing, Come by, Come and see, Thursday would do, Feel free
""")


@pytest.mark.parametrize("invitation", INVITATIONS)
def test_who_refuses_and_invites_is_shown_to_her(invitation: str) -> None:
    assert read(f"Ne m’appelez plus ici. {invitation}.") == "doubt"


NOT_INVITATIONS = listed("""
Pas intéressée, Plus intéressés, Aucun rendez-vous, Ni rendez-vous, Jamais volontiers, Not
interested in your work, No meeting, Nullement intéressée, Peu intéressée, Guère intéressée, Sans
intérêt, Pas du tout intéressée, Pas vraiment intéressée, Pas très intéressée, Pas
particulièrement intéressée, Not really interested in your work, Not at all interested in your
work, No longer interested in your work, Sans être intéressée, Pas de rendez-vous, Pas un devis,
Pas avec plaisir, Pas combien, Pas d’un RDV, Pas de RDV, Pas ravie, Votre offre ne m’intéresse
pas, Votre profil n’est pas intéressant, Il ne nous intéresse pas, It doesn’t interest me
""")


@pytest.mark.parametrize("words", NOT_INVITATIONS)
def test_an_invitation_that_is_denied_is_none(words: str) -> None:
    assert read(f"Ne m’appelez plus ici. {words}.") == "stop"


OF_OTHERS = listed("""
Pourquoi ne m’appelez-vous plus, Comment se fait-il que vous ne m’appeliez plus, Why do you never
call me, How come you never call me, Vous ne m’appelez plus, Tu ne m’appelles plus, Vous ne nous
écrivez jamais, Vous n’appelez plus, J’ai décidé de ne plus démarcher, Nous décidons de ne plus
démarcher, Je suis résolue à ne plus démarcher, J’ai choisi de ne plus démarcher, Je préfère de ne
plus démarcher, J’ai appris à ne plus démarcher, On propose de ne plus démarcher, On nous a
demandé de ne plus démarcher, J’essaie de ne plus démarcher, J’ai promis de ne plus démarcher, Je
promets de ne plus démarcher, Je jure de ne plus démarcher, Je regrette de ne plus démarcher,
Désolée de ne plus démarcher, Je m’excuse de ne plus démarcher, Pardon de ne plus démarcher,
Navrée de ne plus démarcher, J’ai peur de ne plus démarcher, J’ai honte de ne plus démarcher, Quel
dommage de ne plus démarcher, J’ai tort de ne plus démarcher, Je risque de ne plus démarcher, J’ai
bien fait de ne plus démarcher, Je suis obligée de ne plus démarcher, On conseille de ne plus
démarcher, C’est pour ne plus démarcher, C’est afin de ne plus démarcher, Histoire de ne plus
démarcher, Je voudrais ne plus vous déranger, N’hésitez plus à appeler, N’attendez plus pour
appeler, N’oubliez plus d’appeler, Ne manquez pas de nous appeler, Ne tardez pas à nous appeler,
Don’t hesitate to call me, Do not hesitate to call me, Never hesitate to call me, Don’t forget to
call me, Don’t worry about calling us, Don’t be shy and call me, Don’t give up calling us, Don’t
mind calling us, J’ai cessé de démarcher, Nous avons arrêté de vous appeler, Je me suis
désinscrite de leur liste, Nous sommes désabonnés de leur liste, J’ai retiré notre adresse de leur
liste, J’ai supprimé notre adresse de leur liste, J’ai enlevé notre adresse de leur liste, We have
stopped calling you, I have removed us from their list, I have unsubscribed from their list, I’ve
deleted us from their list, Nos clients ne veulent plus recevoir de mails, Vos clients refusent
les appels, Mes prospects ne veulent plus recevoir de mails, Les abonnés ne veulent plus recevoir
de mails, Des adhérents ne veulent plus recevoir de mails, Les gens ne veulent plus recevoir de
mails, Nos salariés ne veulent plus recevoir de mails, Nos usagers ne veulent plus recevoir de
mails, Nos lecteurs ne veulent plus recevoir de mails, Nos clientes ne veulent plus recevoir de
mails, Our customers do not want to receive emails, Your people don’t want to receive emails, Many
readers no longer want to receive emails, Most users never want to receive emails, Their members
hate to receive emails, Our buyers refuse to receive emails, Our subscribers do not want to
receive emails, La page de désinscription est cassée, Le lien de désinscription est cassé, Le
formulaire de désinscription est cassé, Le bouton de désinscription est cassé, Le texte de
désinscription est cassé, Le taux de désinscription est bas, La mention de désinscription manque,
La case de désinscription manque, La procédure de désinscription manque, The unsubscribe page is
broken, The unsubscribe link is broken, The unsubscribe form is broken, The unsubscribe button is
broken, The unsubscribe rate is low, The opt out box is missing, The opt out text is missing, Ne
retirez pas notre adresse, Ne supprimez surtout pas nos coordonnées, Ne supprimez pas notre
adresse, N’enlevez pas notre adresse, N’effacez pas notre adresse, Don’t remove us from your list,
Do not delete our details, Never take us off your list
""")


@pytest.mark.parametrize("sentence", OF_OTHERS)
def test_who_speaks_of_others_or_says_the_opposite_refuses_nothing(sentence: str) -> None:
    assert read(f"{sentence}.") == ""


THREATS = listed("""
Je porte plainte, Nous déposons plainte, Ceci est une mise en demeure, Je suis mise en demeure,
Nous sommes sur Bloctel, C’est du harcèlement, Ça devient du harcèlement, Ça ressemble à du
harcèlement, Votre harcèlement, Ce harcèlement, Pur harcèlement, Je saisis la CNIL, Une saisine de
la CNIL, Je signale à la CNIL, Plainte à la CNIL, Je contacte la CNIL, J’alerte la CNIL, J’avertis
la CNIL, Je vous marque comme spam, Je vous classe comme spam, Je vous signale comme spam, Je vous
bloque comme indésirable, Je vous considère comme spam, Vos spams, On vous bloque définitivement,
Nous vous bloquons si cela continue, Je bloque votre adresse, Je bloque vos mails, Je bloque cette
adresse, Je bloque votre numéro, Je bloque vos messages, Je bloque vos appels, Je bloque vos
e-mails
""")


@pytest.mark.parametrize("sentence", THREATS)
def test_a_complaint_is_a_refusal_that_nothing_limits(sentence: str) -> None:
    assert read(f"{sentence}, avant lundi.") == "stop"


PERHAPS = listed("""
On se désinscrit, On se désabonne, We unsubscribed it, Votre démarchage, Ce démarchage, Tout
démarchage, Aucun démarchage, Du démarchage, Au démarchage, Vous m’importunez un peu, C’est
intrusif, Une intrusion, Sans autorisation, Vous harcelez, C’est harcelant, Mon droit
d’opposition, Le RGPD et mes données, The GDPR and my data, La CNIL et mon adresse, Le RGPD et mon
droit, Le RGPD article 21, My data under the GDPR, Mon adresse selon la CNIL, Comment avez-vous
mon adresse, D’où tenez-vous mon mail, Où avez-vous mon numéro, Comment avez-vous mes coordonnées,
D’où tenez-vous ce contact, Where did you get it, How did you get it, Junk, Spam, Vous n’avez pas
à utiliser ceci, Vous n’avez aucune raison d’écrire, Vous n’avez pas le droit d’appeler, Ne plus
l’utiliser, Vous êtes bloqués, Plus me parler, Vous me fichez la paix, Foutez le camp, Shut up,
Fuck, Screw it
""")


@pytest.mark.parametrize("sentence", PERHAPS)
def test_words_that_a_refusal_often_has_are_shown_to_her(sentence: str) -> None:
    assert read(f"{sentence}.") in ("doubt", "stop")


FOOTS = listed("""
Si vous n’êtes pas le destinataire, If you are not the recipient, If you are not the addressee,
Confidentiel, Confidential, Privileged, Reçu par erreur, Received in error, Avant d’imprimer,
Before printing, Sans virus, Notre environnement, Our environment, Disclaimer, Intercepté, Notre
newsletter, Notre lettre d’information, Notre lettre mensuelle, Nos alertes, Cliquez, On clique,
Click, Le lien, The link, Sur http, Sur www, C’est ici, Over here, Your preferences, Vos données
personnelles, Vos droits, Pour vous opposer, Exercer vos choix, Your personal data, Your rights,
Privacy policy, Politique de confidentialité, You are receiving this, You received this, You have
received this, Vous recevez ce mail
""")


@pytest.mark.parametrize("foot", FOOTS)
@pytest.mark.parametrize("refusal", ["désinscription svp", "to unsubscribe now"])
def test_what_stands_at_the_foot_of_every_mail_is_no_refusal(foot: str, refusal: str) -> None:
    assert read(f"Merci pour tout, on en parle avec Paul\n\n{foot} {refusal}.") == ""


REPROACHES = listed("""
Comment avez-vous eu mon numéro, D’où vous avez mon numéro, Où avez-vous eu mon numéro, Qui vous a
donné mon numéro, Comment tenez-vous mon numéro, Qui m’avez-vous pris, Est-ce bien compris, Est-ce
assez clair, Where did you find me, How did you find me, Who gave you my number, Is that
understood, Is that all clear, Mais enfin pourquoi moi, Are you serious now, Are you deaf or what,
Are you kidding me, Êtes-vous sérieux ou non, Êtes-vous sourde ou non, De quel droit donc, How
many times more, Combien de fois encore, Est-ce possible cela, Est-ce que c’est ok
""")


@pytest.mark.parametrize("question", REPROACHES)
def test_a_question_of_somebody_who_complains_asks_for_nothing(question: str) -> None:
    assert read(f"Ne m’appelez plus ici. {question} ?") == "stop"


FOLLOWS = listed("""
svp, stp, s’il vous plaît, merci, cordialement, bien à vous, bonne journée, jamais, dorénavant, du
tout, inutilement, encore, surtout, et merci, car je suis prise, ou je bloque, donc, sinon tant
pis, puisque je suis prise, parce que je suis prise, comme je l’ai dit, je suis prise, nous sommes
pris, on est pris, c’est bon, cela suffit, ça suffit, ici, rien, quoi qu’il arrive, à l’avenir,
dans l’avenir, à nouveau, de nouveau, définitivement, immédiatement, avec vos offres, avec votre
offre, avec ça, avec cela, avec ce genre, de votre part, de cette façon, de cette manière, sur ce
numéro, à cette adresse, par mail et par téléphone, par quelque moyen, par écrit, par la suite,
pour me vendre, pour nous vendre, pour vos offres, pour votre offre, pour rien, pour ces offres,
pour vendre, pour proposer, mes coordonnées
""")


@pytest.mark.parametrize("words", FOLLOWS)
def test_what_may_follow_a_refusal_leaves_it_sure(words: str) -> None:
    assert read(f"Merci de ne plus me contacter {words}.") == "stop"


ENGLISH_FOLLOWS = listed("""
again, any more, anymore, any longer, further, at all, in the future, in future, ever, please,
thanks, thank you, and remove us, or write, because we are full, as we are full, since we are
full, we are full, I am full, it is enough, at this number, on this number, to this address, with
these offers, with your offers, about any offers, nor write, unsolicited, any more emails, more
calls, your messages, these offers, such marketing, anything, back, here, like this, this number,
our company, my staff, these employees, our team, our office, our colleagues, my email, my inbox,
our line, our organisation, our firm, our business, our school
""")


@pytest.mark.parametrize("words", ENGLISH_FOLLOWS)
def test_what_may_follow_a_refusal_in_english_leaves_it_sure(words: str) -> None:
    assert read(f"Please do not contact us {words}.") == "stop"


OURS = listed("""
numéro, adresse, e-mail, mail, courriel, téléphone, ligne, société, entreprise, établissement,
mairie, salariés, équipe, collaborateurs, collègues, service, secrétariat, cabinet, magasin,
boutique, association, boîte, messagerie, sujet, coordonnées, données
""")


@pytest.mark.parametrize("name", OURS)
def test_what_is_theirs_may_be_named_in_a_refusal(name: str) -> None:
    assert read(f"Merci de ne plus appeler notre {name}.") == "stop"


OTHER_OBJECTS = listed("""
en anglais, en français, en majuscules, en copie, cette nuit, ce lundi, la nuit, de petits noms,
Madame, de noms, d’ici, le client que voici
""")


@pytest.mark.parametrize("words", OTHER_OBJECTS)
def test_another_object_makes_a_refusal_a_question(words: str) -> None:
    assert read(f"Merci de ne plus m’appeler {words}.") == "doubt"


FOR_GOOD = listed("""
plus, jamais, never, no more, no longer, no further, any more, again, arrêtez, cessez, stop,
retirez, supprimez, enlevez, effacez, désinscrivez, remove, delete, unsubscribe, refus
""")


@pytest.mark.parametrize("words", FOR_GOOD)
def test_an_hour_that_is_denied_is_no_refusal_but_one_for_good_is_asked_about(words: str) -> None:
    assert read("Merci de ne pas m’appeler avant lundi.") == ""
    assert read(f"Merci de ne pas m’appeler avant lundi {words}.") == "doubt"


EVERY_WAY = listed("""
ni maintenant ni demain, ni aujourd’hui ni demain, ni par mail ni par téléphone, ni par e-mail ni
par téléphone, ni par courriel ni par téléphone, ni par téléphone ni par mail, ni par écrit ni par
téléphone, par mail ou par téléphone, par mail et par téléphone, par téléphone comme par mail, par
téléphone ou par sms, par téléphone ou par courrier, par aucun moyen ni au téléphone, par tout
moyen par téléphone, à l’avenir par téléphone, dans le futur par téléphone, in the future by
phone, in future by phone
""")
WAYS = listed("""
maintenant, aujourd’hui, plus tard, demain, par téléphone, au téléphone, désormais, dorénavant,
now, today, later, by phone, by telephone, over the phone
""")


@pytest.mark.parametrize(
    "words", [*EVERY_WAY, *(f"par quelque moyen que ce soit {w}" for w in WAYS)]
)
def test_ways_that_are_all_named_limit_nothing(words: str) -> None:
    assert read(f"Merci de ne plus me contacter {words}.") == "stop"


KEEPS = listed("""
ajouter, inscrire, noter, mettre à jour, corriger, modifier, changer, remplacer, trouver,
confirmer, garder, conserver, utiliser, transmettre, donner, lire, recevoir
""")
ENGLISH_KEEPS = listed("""
add, update, find, keep, use, note, send, put, include, save, forward, share, change, correct,
confirm, reply, write, receive, call, see, check
""")


@pytest.mark.parametrize("verb", KEEPS)
def test_a_request_to_keep_her_details_is_no_refusal(verb: str) -> None:
    assert read(f"Merci de {verb} mon adresse.") == ""


@pytest.mark.parametrize("verb", ENGLISH_KEEPS)
def test_a_request_to_keep_her_details_is_no_refusal_in_english(verb: str) -> None:
    assert read(f"Please {verb} my details.") == ""


HERS = listed("""
mon adresse, ma fiche, mes coordonnées, notre numéro, nos données, mon e-mail, mon inscription,
mon abonnement, mon nom, vos listes, votre fichier, votre base, vos prospections, vos mailings,
vos envois, tes listes, votre crm, votre marketing, vos campagnes, my details, our data, my
address, my email, my subscription, our number, my name, my record, your lists, your database
""")


@pytest.mark.parametrize("name", HERS)
def test_a_request_about_them_that_does_not_say_what_is_shown_to_her(name: str) -> None:
    assert read(f"Merci de voir {name}.") == "doubt"


OPENINGS = listed("""
Suite à, À la suite de, Après, Comme, Pour faire suite à, Following, Further to, After, As
""")


@pytest.mark.parametrize("opening", OPENINGS)
def test_what_was_before_limits_nothing(opening: str) -> None:
    assert read(f"{opening} votre appel de ce matin, ne m’appelez plus.") == "stop"


@pytest.mark.parametrize(
    "words",
    [
        *("pas intéressé", "pas du tout intéressée", "nous n’avons jamais rien demandé"),
        *("cela fait trois fois", "jamais rien demandé", "aucun intérêt", "aucun besoin"),
        *("pas besoin", "non merci", "not interested", "no thanks", "no interest"),
        *("c’est non", "ça suffit", "assez"),
    ],
)
def test_a_bare_stop_beside_a_no_is_sure(words: str) -> None:
    assert read(f"Stop, Jean Pierre Martin Vasseur Dubreuil, {words}") == "stop"


BARE = listed("""
ça suffit arrêtez, svp arrêtez, merci d’arrêter, merci arrêtez, veuillez arrêter, please stop,
kindly stop, pls stop, écoutez arrêtez, donc arrêtez, alors arrêtez, arrêtez, arrêter, arrête,
cessez, cesser, stoppez, stopper, stop, arrêtez ça, arrêtez tout, arrêtez là, stop it, stop this,
stop now, arrêtez maintenant, arrêtez immédiatement, arrêtez svp, arrêtez merci, stop please,
arrêtez s’il vous plaît, arrêtez avec ça, arrêtez tout de suite
""")


@pytest.mark.parametrize("clause", BARE)
def test_a_clause_that_says_only_stop(clause: str) -> None:
    assert read(f"Vasseur Dubreuil, {clause}.") == "stop"
    assert read(f"Vasseur Dubreuil, {clause} xyz.") != "stop" or "stop" in clause


VERBS = listed("""
recontact, contact, sollicit, démarch, relanc, rappell, appell, téléphon, dérang, importun,
prospect, embêt, ennuy, spamm, harcel, courtis
""")


@pytest.mark.parametrize("verb", VERBS)
def test_the_verbs_of_being_reached(verb: str) -> None:
    assert read(f"Merci de ne plus me {verb}er.") == "stop"
    assert read(f"Merci de ne plus être {verb}é.") == "stop"
    assert read(f"Ne me {verb}ez plus.") == "stop"


SENT = listed("""
envoyer, renvoyer, adresser, expédier, faire parvenir, proposer, transmettre
""")


@pytest.mark.parametrize("verb", SENT)
def test_the_verbs_of_sending(verb: str) -> None:
    assert read(f"Merci de ne plus {verb} de mails.") == "stop"


THINGS = listed("""
e-mail, mail, courriel, courrier, message, appel, coup de fil, coup de téléphone, sollicitation,
démarchage, prospection, publicité, pub, newsletter, communication, proposition, offre, relance,
spam, envoi, info, information, contact, sms, lettre
""")


@pytest.mark.parametrize("thing", THINGS)
def test_what_she_sends(thing: str) -> None:
    assert read(f"Je refuse tout {thing}.") == "stop"


TAKE_OFF = listed("""
retirer, supprimer, enlever, effacer, rayer, radier, ôter, exclure, blacklister, bannir,
désinscrire, désabonner, sortir, virer, éliminer
""")
LISTS = listed("""
liste, listing, fichier, base, fiche, registre, mailing, répertoire, carnet, crm, campagne,
prospection, diffusion, envoi, système, démarchage
""")
DETAILS = listed("""
adresse, coordonnees, e-mail, mail, courriel, numéro, nom, contact, données, info, informations,
fiche, ligne, téléphone, profil
""")


@pytest.mark.parametrize("verb", TAKE_OFF)
def test_to_be_taken_off(verb: str) -> None:
    assert read(f"Merci de me {verb} de vos listes.") == "stop"


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_she_may_have(name: str) -> None:
    assert read(f"Merci de retirer Vasseur de votre {name}.") == "stop"


@pytest.mark.parametrize("name", DETAILS)
def test_the_details_she_may_have(name: str) -> None:
    assert read(f"Supprimez mon {name}.") == "stop"


EN_VERBS = listed("""
contacting, calling, phoning, ringing, emailing, mailing, writing, texting, messaging, bothering,
disturbing, reaching out to, soliciting, spamming, harassing, pestering, approaching, chasing,
canvassing, pinging, hassling, annoying, cold calling, pitching
""")


@pytest.mark.parametrize("verb", EN_VERBS)
def test_the_verbs_of_being_reached_in_english(verb: str) -> None:
    assert read(f"Please stop {verb} us.") == "stop"


EN_THINGS = listed("""
emails, mails, calls, messages, contacts, communications, solicitations, soliciting, spam,
marketing, letters, newsletters, mailings, offers, pitches, pitch, phone calls, correspondence,
texts, reminders, follow ups, promotions, cold calls, outreach, sales calls, sales pitches, sales
emails, canvassing, prospecting
""")


@pytest.mark.parametrize("thing", EN_THINGS)
def test_what_she_sends_in_english(thing: str) -> None:
    assert read(f"No more {thing}.") == "stop"


REQUESTS = listed("""
merci, veuillez, veillez, prière, je vous prie, nous vous prions, je demande, nous demandons,
j’exige, nous exigeons, je souhaite, je voudrais, j’aimerais, j’apprécierais, svp, pouvez-vous,
pourriez-vous, vous seriez gentil, je vous saurais gré, il faut, je vous somme, nous vous sommons,
je vous ordonne, je vous invite, vous seriez aimable, je vous remercie, je serais, nous serions,
ayez la bonté, ayez la gentillesse, j’attends, je tiens, je conseille, please, kindly, i want, we
want, would you, could you
""")


@pytest.mark.parametrize("request_", REQUESTS)
def test_a_request_about_her_details_is_shown_to_her(request_: str) -> None:
    assert read(f"{request_} voir mon abonnement.") == "doubt"
