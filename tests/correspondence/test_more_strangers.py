"""Mails of a second stranger, written before the reader was looked at: absences, programs, bounces.

Of the 42 first absences 37 were read right at first, of the 24 next ones, after mending, 21, of the
18 last ones 15; of the 36 first messages of programs 34 were known for what they are, of the 20
next ones 16.
"""

from __future__ import annotations

from email.header import Header

import pytest

from decroche.correspondence.absence import day_back, return_said
from decroche.correspondence.bounces import address_is_dead
from decroche.correspondence.incoming import read_incoming
from tests.correspondence.test_strangers import NOW

ABSENCES = [
    ("Absence", "Bonjour, je serai absent jusqu'à lundi inclus.", "2026-12-01"),
    ("Réponse automatique : offre", "De retour samedi.", "2026-11-30,2026-11-28"),
    (
        "Réponse automatique : offre",
        "Le magasin est fermé, de retour samedi matin.",
        "2026-11-30,2026-11-28",
    ),
    (
        "Réponse automatique",
        "Je suis en déplacement et de retour au bureau le lundi 30.",
        "2026-11-30",
    ),
    ("Absente du bureau", "Je suis absente du 25/11 au 2/12 inclus.", "2026-12-03"),
    (
        "Absente du bureau",
        "Absente du mercredi 25 novembre au vendredi 4 décembre 2026.",
        "2026-12-07",
    ),
    ("Out of office", "I will be out of office from Nov 25 through Dec 4.", "2026-12-07"),
    (
        "Out of Office: Ma présentation",
        "Thank you for your message. I am on leave returning on 8 December.",
        "2026-12-08",
    ),
    ("Automatic reply", "I'm on annual leave until 7th December inclusive.", "2026-12-08"),
    (
        "Automatic reply",
        "I am away until December 3rd. Contact +33 3 53 01 12 12 if urgent.",
        "2026-12-03,2026-12-04",
    ),
    (
        "Réponse automatique",
        "Je serai de retour le 7. En cas d'urgence : 06.12.34.56.78",
        "2026-12-07",
    ),
    ("Réponse automatique", "En cas d'urgence appelez le 06 12 34 56 78.", ""),
    (
        "Réponse automatique",
        "Contactez Mme Petit au 03.53.01.12.12 ou le standard au 03 53 01 12 00.",
        "",
    ),
    ("Réponse automatique", "Vous pouvez joindre Paul au 01/12/34/56/78 jusqu'à mon retour.", ""),
    (
        "Réponse automatique",
        "Je suis en congé maternité. Mon retour est prévu en avril 2027.",
        "2027-04-01,",
    ),
    ("Réponse automatique", "Je suis en congé jusqu'au 31 décembre 2026 inclus.", "2027-01-04"),
    ("Réponse automatique", "Retour le 4 janvier.", "2027-01-04"),
    (
        "Réponse automatique",
        "Je reprendrai contact avec vous dès mon retour, le jeudi 3 décembre.",
        "2026-12-03",
    ),
    (
        "Réponse automatique",
        "En formation toute la semaine, je vous répondrai à partir de lundi.",
        "2026-11-30",
    ),
    ("Réponse automatique", "Je suis absente aujourd'hui et demain.", "2026-11-27,"),
    (
        "Réponse automatique",
        "Nos bureaux sont fermés du 24 décembre au 3 janvier inclus.",
        "2027-01-04",
    ),
    (
        "Réponse automatique",
        "Fermeture annuelle : réouverture le lundi 4 janvier 2027.",
        "2027-01-04",
    ),
    (
        "Réponse automatique",
        "Bonjour, je suis actuellement absent(e) et serai de retour le 30/11/2026.",
        "2026-11-30",
    ),
    (
        "Réponse automatique",
        "Je suis absent pour la semaine. Retour lundi 30/11 à 9h.",
        "2026-11-30",
    ),
    (
        "Réponse automatique",
        "Je ne travaille pas le mercredi. Je vous répondrai demain.",
        "2026-11-26",
    ),
    (
        "Réponse automatique",
        "Je travaille à temps partiel (absente le mercredi et le vendredi).",
        "",
    ),
    ("Réponse automatique", "Absent - retour: 2026-12-01", "2026-12-01"),
    ("Réponse automatique", "Je serai joignable à nouveau mardi 1er décembre.", "2026-12-01"),
    ("Réponse automatique", "Je serai de nouveau au bureau à compter du 9 décembre.", "2026-12-09"),
    ("Réponse automatique", "Suite à un arrêt, je suis absente jusqu'à nouvel ordre.", ""),
    ("Réponse automatique", "Siren 732 829 320. Absent jusqu'au 11/12.", "2026-12-14"),
    (
        "Réponse automatique",
        (
            "I am currently out of the office with limited access to email and "
            "will return Monday 30 November."
        ),
        "2026-11-30",
    ),
    ("Réponse automatique", "Back in the office on Thursday.", "2026-11-26"),
    ("Abwesenheitsnotiz", "Ich bin bis zum 04.12.2026 nicht im Büro.", "2026-12-07,2026-12-04"),
    ("Abwesenheitsnotiz", "Ich bin ab dem 7. Dezember wieder erreichbar.", "2026-12-07,"),
    (
        "Réponse automatique",
        "Nous avons déménagé le 12 novembre. Je suis absent jusqu'à vendredi.",
        "2026-11-30",
    ),
    (
        "Réponse automatique",
        "Je quitte mon bureau le 27 novembre à 18h et reviens le 7 décembre.",
        "2026-12-07",
    ),
    (
        "Réponse automatique",
        "Absent du bureau du 23 au 27 novembre, merci de votre compréhension.",
        "2026-11-30",
    ),
    (
        "Réponse automatique",
        (
            "En congés du 21 au 29 novembre 2026. Pour toute question : "
            "accueil@vasseur.example ou 03 53 01 12 12."
        ),
        "2026-11-30",
    ),
    (
        "Réponse automatique",
        "Mon retour est prévu pour le mardi 8 décembre prochain.",
        "2026-12-08",
    ),
    ("Réponse automatique", "je serai de retour dans 10 jours", "2026-12-05,2026-12-07"),
    ("Réponse automatique", "Retour en début de semaine prochaine.", "2026-11-30"),
    ("Réponse automatique", "Je suis absent, de retour dimanche soir.", "2026-11-30,2026-11-29"),
    (
        "Réponse automatique",
        "Merci pour votre message. Je reviens au bureau le lundi 14/12.",
        "2026-12-14",
    ),
    (
        "Réponse automatique",
        "Mon bureau sera fermé du 21 décembre au soir au 4 janvier au matin.",
        "2027-01-04,2027-01-05",
    ),
    ("Réponse automatique", "Je suis en RTT ce vendredi, retour lundi.", "2026-11-30"),
    ("Réponse automatique", "Absente ce jour. Je reviens vers vous dès demain.", "2026-11-26"),
    ("Réponse automatique", "Nous sommes fermés jusqu'au mardi 1er décembre inclus.", "2026-12-02"),
    ("Réponse automatique", "Je ne suis pas joignable avant le 8 décembre.", "2026-12-08"),
    ("Réponse automatique", "Absent pour 15 jours, de retour le 10.", "2026-12-10"),
    (
        "Réponse automatique",
        (
            "Je suis en congé sans accès à mes mails jusqu'au 6/12/26. Urgences : "
            "M. Blin, 03.53.01.12.34."
        ),
        "2026-12-07",
    ),
    (
        "Réponse automatique",
        (
            "L'agence est en inventaire jeudi 26 et vendredi 27 novembre. "
            "Réouverture lundi 30 novembre à 9h."
        ),
        "2026-11-30",
    ),
    ("Réponse automatique", "En congé parental jusqu'en septembre 2027.", ""),
    ("Réponse automatique", "Contactez le 36 39 ou le 03 53 01 12 34 poste 12.", ""),
    ("Réponse automatique", "Notre numéro a changé le 1er décembre 2025 : 03 53 01 12 35.", ""),
    ("Réponse automatique", "Bureau ouvert du lundi au vendredi de 9h à 17h.", ""),
    ("Réponse automatique", "Je suis à temps partiel et je travaille du mardi au jeudi.", ""),
    ("Réponse automatique", "I'll be returning on the 7th of December.", "2026-12-07"),
    ("Réponse automatique", "I am out of office 25-27 November.", "2026-11-30,"),
    (
        "Réponse automatique",
        "I'm travelling until Friday 4 December with limited email access.",
        "2026-12-04,2026-12-07",
    ),
    (
        "Réponse automatique",
        "Je serai de nouveau joignable à partir du lundi 7 décembre.",
        "2026-12-07",
    ),
    ("Réponse automatique", "Votre message sera lu à mon retour (3 décembre).", "2026-12-03"),
    ("Réponse automatique", "Retour : 03/12/2026", "2026-12-03"),
    ("Réponse automatique", "retour de congés le 2 décembre 2026", "2026-12-02"),
    ("Réponse automatique", "Absence du 30.11 au 04.12.2026", "2026-12-07"),
    (
        "Réponse automatique",
        "Je m'absente quelques jours. Je vous répondrai mercredi prochain.",
        "2026-12-02",
    ),
    (
        "Réponse automatique",
        (
            "Je suis actuellement en congé jusqu'au lundi 7 décembre. Je vous "
            "répondrai à mon retour."
        ),
        "2026-12-07,2026-12-08",
    ),
    (
        "Réponse automatique",
        "Bonjour, absent ce jour (mercredi), je vous réponds jeudi.",
        "2026-11-26",
    ),
    ("Réponse automatique", "Je serai absent les 26 et 27 novembre.", "2026-11-30,"),
    ("Réponse automatique", "En vacances ! Retour le 14/12/2026 au matin.", "2026-12-14"),
    (
        "Réponse automatique",
        ("Absent jusqu'au 30 novembre. Pour une urgence : 04 65 71 12 34 (Paul), 9h-12h."),
        "2026-12-01",
    ),
    (
        "Réponse automatique",
        "Je suis en congé du 25 novembre 2026 au 1er décembre 2026 inclus.",
        "2026-12-02",
    ),
    (
        "Réponse automatique",
        "Nos horaires : 9h-12h / 14h-18h du lundi au jeudi, 17h le vendredi.",
        "",
    ),
    (
        "Réponse automatique",
        (
            "Je suis absente. Mon numéro de poste est le 4512. En mon absence "
            "contactez le 01.99.00.12.12."
        ),
        "",
    ),
    ("Réponse automatique", "Rentrée le 2.", "2026-12-02"),
    ("Réponse automatique", "Je serai de retour parmi vous le mardi 5 janvier 2027.", "2027-01-05"),
    ("Réponse automatique", "Fermé samedi et dimanche. Réouverture lundi 9h.", "2026-11-30"),
    ("Réponse automatique", "Out until Monday 30 Nov.", "2026-11-30,2026-12-01"),
    ("Réponse automatique", "I'm away and will respond when I return on 1 December.", "2026-12-01"),
    ("Réponse automatique", "I am on parental leave until June 2027.", "2027-06-02,2027-06-01"),
    (
        "Réponse automatique",
        "Je suis en réunion toute la journée et serai disponible demain matin.",
        "2026-11-26",
    ),
    ("Réponse automatique", "Reprise le jeudi 10 décembre à 8h30", "2026-12-10"),
    ("Réponse automatique", "Mon poste est vacant depuis le 1er octobre.", ""),
    ("Réponse automatique", "Absent pour formation le 26/11, de retour le 27/11", "2026-11-27"),
]
"""(subject, text, days of return that would do; none: no day is believed)"""


@pytest.mark.parametrize(("subject", "text", "days"), ABSENCES)
def test_the_day_of_return(subject: str, text: str, days: str) -> None:
    said = return_said(f"{subject}\n{text}", now=NOW)
    assert (str(day_back(said, "Europe/Paris")) if said else "") in days.split(",")


def message(sender: str, subject: str, head: str, kind: str, body: str) -> bytes:
    """Returns a message about a mail that she sent."""
    title = Header(subject, "utf-8").encode()
    return (
        f"From: {sender}\nTo: camille@arnaud.example\nSubject: {title}\n"
        "Message-ID: <x1@v.example>\n"
        f"In-Reply-To: <1@arnaud.example>\n{head}{chr(10) if head else ''}MIME-Version: 1.0\n"
        f"Content-Type: {kind}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}\n"
    ).encode()


MESSAGES = {
    "zendesk": (
        "Com <com@vasseur.example>",
        "[Support] Re: Ma présentation",
        "X-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated",
        "text/plain",
        (
            "##- Veuillez taper votre réponse au-dessus de cette ligne -##\nVotre "
            "demande (#4521) a été reçue et est en cours de traitement."
        ),
        "auto",
    ),
    "glpi": (
        "Com <com@vasseur.example>",
        "[GLPI #0004521] Nouveau ticket Ma présentation",
        "Auto-Submitted: auto-generated",
        "text/plain",
        "URL : https://x\nUn ticket a été ouvert.",
        "auto",
    ),
    "freshdesk": (
        "Com <com@vasseur.example>",
        "Ticket reçu - Ma présentation",
        "X-Autoreply: yes\nPrecedence: auto_reply",
        "text/plain",
        "Nous accusons réception de votre demande, numéro 778.",
        "auto",
    ),
    "noheaders ack": (
        "Com <com@vasseur.example>",
        "Accusé de réception : Ma présentation",
        "",
        "text/plain",
        (
            "Ceci est un message automatique, merci de ne pas y répondre. Votre "
            "message a bien été reçu."
        ),
        "auto",
    ),
    "noreply ack": (
        "no-reply@vasseur.example",
        "Votre message",
        "",
        "text/plain",
        (
            "Bonjour, nous vous confirmons la bonne réception de votre e-mail. Nos "
            "équipes vous répondront sous 48h."
        ),
        "auto",
    ),
    "outlook fr": (
        "Com <com@vasseur.example>",
        "Réponse automatique : Ma présentation",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply",
        "text/plain",
        "Je suis absente jusqu'au 4 décembre.",
        "away",
    ),
    "gmail vacation": (
        "Com <com@vasseur.example>",
        "Absente Re: Ma présentation",
        "Precedence: bulk\nX-Autoreply: yes\nAuto-Submitted: auto-replied",
        "text/plain",
        "Je suis en congés jusqu'au 4/12.",
        "away",
    ),
    "ovh répondeur": (
        "Com <com@vasseur.example>",
        "Re: Ma présentation",
        "X-Autorespond: Ma présentation\nPrecedence: junk",
        "text/plain",
        "Je suis actuellement absent, de retour le 7 décembre.",
        "away",
    ),
    "orange répondeur": (
        "Com <com@vasseur.example>",
        "Répondeur : Ma présentation",
        "X-Auto-Reply: yes",
        "text/plain",
        "Bonjour, je suis absente cette semaine.",
        "away",
    ),
    "free répondeur": (
        "Com <com@vasseur.example>",
        "[Répondeur] Ma présentation",
        "Auto-Submitted: auto-replied (vacation)",
        "text/plain",
        "Absent jusqu'à lundi.",
        "away",
    ),
    "sieve": (
        "Com <com@vasseur.example>",
        "Auto: Ma présentation",
        "Auto-Submitted: auto-replied (vacation)",
        "text/plain",
        "Je suis en vacances.",
        "away",
    ),
    "fermeture": (
        "Com <com@vasseur.example>",
        "Fermeture annuelle",
        "Auto-Submitted: auto-replied",
        "text/plain",
        "Notre société est fermée jusqu'au 3 janvier.",
        "away",
    ),
    "gone": (
        "Com <com@vasseur.example>",
        "Réponse automatique",
        "Auto-Submitted: auto-replied",
        "text/plain",
        "Mme Durand a quitté l'entreprise le 30 octobre. Écrivez à M. Petit.",
        "left",
    ),
    "gone2": (
        "Com <com@vasseur.example>",
        "Re: Ma présentation",
        "",
        "text/plain",
        (
            "Bonjour, Julie Martin ne fait plus partie de nos effectifs. Merci de "
            "contacter accueil@vasseur.example."
        ),
        "left",
    ),
    "gone3": (
        "Com <com@vasseur.example>",
        "Automatic reply: Ma présentation",
        "Auto-Submitted: auto-replied",
        "text/plain",
        "Paul is no longer with the company.",
        "left",
    ),
    "moved me": (
        "Com <com@vasseur.example>",
        "Re: Ma présentation",
        "",
        "text/plain",
        "Bonjour, j'ai changé de bureau, voici ma nouvelle ligne : 03 53 01 12 34",
        "reply",
    ),
    "list reply person": (
        "Com <com@vasseur.example>",
        "Re: Ma présentation",
        "",
        "text/plain",
        "Oui, jeudi me va.",
        "reply",
    ),
    "person says absent": (
        "Com <com@vasseur.example>",
        "Re: Ma présentation",
        "",
        "text/plain",
        "Désolée, j'étais en congés la semaine dernière. Oui, appelez-moi jeudi.",
        "reply",
    ),
    "person auto word": (
        "Com <com@vasseur.example>",
        "Re: Portes automatiques Durand",
        "",
        "text/plain",
        "Nous fabriquons des portes automatiques, rappelez-moi.",
        "reply",
    ),
    "read outlook": (
        "Com <com@vasseur.example>",
        "Lu : Ma présentation",
        "",
        "text/plain",
        (
            "Votre message\n\n   À : Com\n   Objet : Ma présentation\n   Envoyé : "
            "25/11/2026 10:30\n\na été lu le 25/11/2026 11:02."
        ),
        "receipt",
    ),
    "read thunder": (
        "Com <com@vasseur.example>",
        "Accusé de réception (affiché) - Ma présentat",
        " =?utf-8?b?aW9u?=",
        "text/plain",
        (
            "Ceci est un accusé de réception pour le courrier que vous avez envoyé "
            "à com@vasseur.example. Note : cet accusé de réception indique "
            "seulement que le message a été affiché."
        ),
        "receipt",
    ),
    "deleted unread": (
        "Com <com@vasseur.example>",
        "Non lu : Ma présentation",
        "",
        "text/plain",
        "Votre message\n\n À : Com\n\na été supprimé sans être lu le 25/11/2026.",
        "receipt",
    ),
    "delivered exch": (
        "Microsoft Outlook <postmaster@vasseur.example>",
        "Remis : Ma présentation",
        "Auto-Submitted: auto-generated",
        "text/plain",
        ("Votre message a été remis aux destinataires suivants :\n\ncom@vasseur.example"),
        "receipt",
    ),
    "jira": (
        "Com <com@vasseur.example>",
        "[JIRA] (SUP-12) Ma présentation",
        "Auto-Submitted: auto-generated\nPrecedence: bulk",
        "text/plain",
        "Votre demande SUP-12 a été créée.",
        "auto",
    ),
    "mairie ack": (
        "Com <com@vasseur.example>",
        "Accusé de réception de votre courriel",
        "",
        "text/plain",
        (
            "Votre message a bien été transmis au service concerné, qui le "
            "traitera dans les meilleurs délais. Merci de ne pas répondre à ce "
            "message."
        ),
        "auto",
    ),
    "mailinblack": (
        "Com <com@vasseur.example>",
        "Mailinblack : authentifiez-vous",
        "Auto-Submitted: auto-generated",
        "text/plain",
        (
            "Pour que votre message soit remis, cliquez ici pour prouver que vous "
            "n'êtes pas un robot."
        ),
        "auto",
    ),
    "mailinblack bare": (
        "Com <com@vasseur.example>",
        "Ma présentation [authentification requise]",
        "Auto-Submitted: auto-replied",
        "text/plain",
        (
            "Bonjour, je suis protégé par Mailinblack. Merci de vous authentifier "
            "pour que votre mail me parvienne."
        ),
        "auto",
    ),
    "abw": (
        "Com <com@vasseur.example>",
        "Abwesend: Ma présentation",
        "",
        "text/plain",
        "Ich bin nicht im Büro.",
        "away",
    ),
    "absent title person": (
        "Com <com@vasseur.example>",
        "Re: Absence de mon collègue",
        "",
        "text/plain",
        "Bonjour, mon collègue m'a transmis. Oui pour jeudi.",
        "reply",
    ),
    "person ooo word": (
        "Com <com@vasseur.example>",
        "Re: Ma présentation",
        "",
        "text/plain",
        "Bonjour, je suis de retour au bureau, on peut se parler.",
        "reply",
    ),
    "person about ticket": (
        "Com <com@vasseur.example>",
        "Re: Ma présentation",
        "",
        "text/plain",
        "Bonjour, avez-vous le numéro de dossier ? Merci",
        "reply",
    ),
    "left person": (
        "Com <com@vasseur.example>",
        "Re: Ma présentation",
        "",
        "text/plain",
        (
            "Madame, Mme Roux a pris sa retraite. Vous pouvez écrire à son "
            "successeur : m.petit@vasseur.example"
        ),
        "left",
    ),
    "left auto": (
        "Com <com@vasseur.example>",
        "Cette adresse n'est plus utilisée",
        "Auto-Submitted: auto-replied",
        "text/plain",
        "Cette adresse n'est plus valide, écrivez à accueil@vasseur.example.",
        "left",
    ),
    "lu": (
        "Com <com@vasseur.example>",
        "Lu : Ma présentation",
        "",
        "text/plain",
        "Votre message a été lu le mercredi 25 novembre 2026.",
        "receipt",
    ),
}
"""{name: (From, Subject, other headers, type of content, text, what it is)}"""


@pytest.mark.parametrize("name", MESSAGES)
def test_what_a_message_is(name: str) -> None:
    *parts, kind = MESSAGES[name]
    assert read_incoming(message(*parts)).kind == kind


RETURNED = {
    "exch fr html": (
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@vasseur.example>",
        "Non remis : Ma présentation",
        "",
        "text/html",
        (
            "<html><body><b>Échec de la remise aux destinataires ou groupes "
            "suivants :</b><p>com@vasseur.example</p><p>L’adresse de messagerie "
            "que vous avez entrée est introuvable.</p><p>#550 5.1.10 "
            "RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address "
            "lookup##</p></body></html>"
        ),
        True,
    ),
    "o365 en": (
        "postmaster@vasseur.example",
        "Undeliverable: Ma présentation",
        "",
        "text/plain",
        (
            "Your message to com@vasseur.example couldn't be delivered.\n\ncom "
            "wasn't found at vasseur.example.\n\nStatus code: 550 5.1.1"
        ),
        True,
    ),
    "gmail fr": (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Failure)",
        "",
        "text/plain",
        (
            "Adresse introuvable\n\nVotre message n'est pas parvenu à "
            "com@vasseur.example, car l'adresse n'a pas été trouvée ou ne peut pas "
            "recevoir de messages.\n\nRéponse : 550 5.1.1 The email account that you "
            "tried to reach does not exist."
        ),
        True,
    ),
    "ovh": (
        "MAILER-DAEMON@mo1.mail-out.ovh.net (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        "",
        "text/plain",
        (
            "This is the mail system at host "
            "mo1.mail-out.ovh.net.\n\n<com@vasseur.example>: host "
            "mx1.vasseur.example[192.0.2.4] said: 550 5.1.1\n    "
            "<com@vasseur.example>: Recipient address rejected: User unknown in "
            "virtual mailbox table (in reply to RCPT TO command)"
        ),
        True,
    ),
    "orange": (
        "postmaster@orange.fr",
        "Message non délivré",
        "",
        "text/plain",
        (
            "Bonjour,\nVotre message n'a pas pu être remis au(x) destinataire(s) "
            "suivant(s) :\ncom@vasseur.example\n550 5.1.1 Adresse d au moins un "
            "destinataire invalide. Invalid recipient. OFR_416"
        ),
        True,
    ),
    "free": (
        "MAILER-DAEMON@free.fr",
        "failure notice",
        "",
        "text/plain",
        (
            "Hi. This is the qmail-send program at free.fr.\nI'm afraid I wasn't "
            "able to deliver your message to the following "
            "addresses.\n\n<com@vasseur.example>:\n192.0.2.9 does not like "
            "recipient.\nRemote host said: 550 5.1.1 unknown user"
        ),
        True,
    ),
    "laposte": (
        "mailer-daemon@laposte.net",
        "Echec de remise",
        "",
        "text/plain",
        (
            "Votre message adressé à com@vasseur.example n'a pas pu être délivré : "
            "boîte aux lettres inexistante (550)."
        ),
        True,
    ),
    "full": (
        "MAILER-DAEMON@mx.example",
        "Undelivered Mail Returned to Sender",
        "",
        "text/plain",
        "<com@vasseur.example>: host mx said: 552 5.2.2 Mailbox full / Over quota",
        False,
    ),
    "quota fr": (
        "postmaster@vasseur.example",
        "Non remis : Ma présentation",
        "",
        "text/plain",
        (
            "La boîte aux lettres de com@vasseur.example est pleine et ne peut pas "
            "accepter de messages. 554 5.2.2"
        ),
        False,
    ),
    "spam": (
        "MAILER-DAEMON@mx.example",
        "Undelivered Mail Returned to Sender",
        "",
        "text/plain",
        (
            "<com@vasseur.example>: host mx said: 554 5.7.1 Message rejected as "
            "spam (in reply to end of DATA command)"
        ),
        False,
    ),
    "size": (
        "MAILER-DAEMON@mx.example",
        "Undelivered Mail Returned to Sender",
        "",
        "text/plain",
        "<com@vasseur.example>: 552 5.3.4 Message size exceeds fixed limit",
        False,
    ),
    "nodomain": (
        "MAILER-DAEMON@mx.example",
        "Undelivered Mail Returned to Sender",
        "",
        "text/plain",
        (
            "<com@vasseur.example>: Host or domain name not found. Name service "
            "error for name=vasseur.example type=MX: Host not found"
        ),
        True,
    ),
    "disabled": (
        "MAILER-DAEMON@mx.example",
        "Undelivered Mail Returned to Sender",
        "",
        "text/plain",
        ("<com@vasseur.example>: 550 5.2.1 The email account that you tried to reach is disabled."),
        True,
    ),
    "postfix plain": (
        "Mail Delivery System <MAILER-DAEMON@smtp.example>",
        "Undelivered Mail Returned to Sender",
        "",
        "text/plain",
        (
            "I'm sorry to have to inform you that your message could not be "
            "delivered to one or more recipients.\n<com@vasseur.example>: host "
            "mx[192.0.2.1] said: 550 5.1.1 No such user"
        ),
        True,
    ),
    "exim": (
        "Mail Delivery System <Mailer-Daemon@ex.example>",
        "Mail delivery failed: returning message to sender",
        "",
        "text/plain",
        (
            "A message that you sent could not be delivered to one or more of its "
            "recipients. This is a permanent error. The following address(es) "
            "failed:\n\n  com@vasseur.example\n    Unrouteable address"
        ),
        True,
    ),
    "exch fr plain": (
        "Microsoft Outlook <postmaster@vasseur.example>",
        "Non remis : Ma présentation",
        "",
        "text/plain",
        (
            "Échec de la remise pour ces destinataires ou groupes "
            ":\n\ncom@vasseur.example\nImpossible de trouver l'adresse de messagerie "
            "que vous avez entrée. Vérifiez-la et réessayez.\n550 5.1.1 User "
            "unknown"
        ),
        True,
    ),
    "gmail inbox full": (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Failure)",
        "",
        "text/plain",
        (
            "La boîte de réception du destinataire est pleine\n\nVotre message n'a "
            "pas pu être remis à com@vasseur.example. Sa boîte de réception est "
            "saturée.\n452 4.2.2"
        ),
        False,
    ),
    "sfr": (
        "MAILER-DAEMON@sfr.fr",
        "Message non remis",
        "",
        "text/plain",
        (
            "Le message que vous avez envoyé à com@vasseur.example n'a pas été "
            "remis : destinataire inconnu."
        ),
        True,
    ),
    "blocked": (
        "postmaster@vasseur.example",
        "Undeliverable: Ma présentation",
        "",
        "text/plain",
        (
            "Your message to com@vasseur.example was rejected. 550 5.7.511 Access "
            "denied, banned sender"
        ),
        False,
    ),
    "greylist": (
        "MAILER-DAEMON@mx.example",
        "Undelivered Mail Returned to Sender",
        "",
        "text/plain",
        (
            "<com@vasseur.example>: delivery temporarily suspended: 451 4.7.1 "
            "Greylisted, please try again"
        ),
        False,
    ),
    "yahoo": (
        "MAILER-DAEMON@yahoo.example",
        "Failure Notice",
        "",
        "text/plain",
        (
            "Sorry, we were unable to deliver your message to the following "
            "address.\n\n<com@vasseur.example>:\n554: delivery error: dd This user "
            "doesn't have a vasseur.example account"
        ),
        True,
    ),
}
"""{name: (From, Subject, other headers, type of content, text, whether the address is dead)}"""


@pytest.mark.parametrize("name", RETURNED)
def test_a_mail_that_came_back(name: str) -> None:
    sender, subject, head, content, body, dead = RETURNED[name]
    said = read_incoming(message(sender, subject, head, content, body))
    assert said.kind == "bounce"
    assert "com@vasseur.example" in said.failed
    assert address_is_dead(said.words) is dead
