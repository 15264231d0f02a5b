"""Mails as strangers' programs write them: when somebody is back, what kind a message is, where a
quotation begins. The day it is said is Wednesday 25 November 2026.
"""

from __future__ import annotations

from datetime import datetime
from email.header import Header

import pytest

from decroche.correspondence.absence import day_back, return_said
from decroche.correspondence.incoming import read_incoming
from decroche.correspondence.quoting import own_words
from decroche.shared.clock import PARIS

NOW = datetime(2026, 11, 25, 10, 30, tzinfo=PARIS)
AUTOMATIC = "Auto-Submitted: auto-replied"


def mail(subject: str, body: str, head: str, sender: str = "Com <com@vasseur.example>") -> bytes:
    """Returns a message about a mail that she sent."""
    return (
        f"From: {sender}\nTo: camille@arnaud.example\n"
        f"Subject: {Header(subject, 'utf-8').encode()}\n"
        f"Message-ID: <x1@v.example>\nIn-Reply-To: <1@arnaud.example>\n{head}"
        "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
        f"Content-Transfer-Encoding: 8bit\n\n{body}\n"
    ).encode()


ABSENCES = [
    (
        "Absence du bureau",
        "Bonjour, je suis absente du bureau jusqu'au 4 décembre inclus. Pour toute urgence, merci"
        " de contacter l'accueil au 03 53 01 12 34.",
        "2026-12-07",
    ),
    (
        "Réponse automatique : Ma présentation",
        "Je suis en congés du 23 novembre au 6 décembre. Je prendrai connaissance de votre message"
        " à mon retour.",
        "2026-12-07",
    ),
    (
        "Réponse automatique",
        "Actuellement en congé, je serai de retour le lundi 7 décembre.",
        "2026-12-07",
    ),
    (
        "Out of office",
        "I am out of the office until Monday, December 7. For urgent matters call +33 3 53 01 12"
        " 34.",
        "2026-12-07,2026-12-08",
    ),
    ("Automatic reply: Ma présentation", "I'll be back on 12/07/2026.", "2026-12-07,"),
    ("Réponse automatique", "Je suis absent ce jour, de retour demain.", "2026-11-26"),
    ("Absence", "En arrêt maladie, retour prévu le 14/12.", "2026-12-14"),
    (
        "Réponse automatique",
        "Je suis absente les mercredis. Je vous répondrai dès jeudi.",
        "2026-11-26,",
    ),
    (
        "Réponse automatique",
        "Notre société est fermée pour congés annuels du 24/12/2026 au 03/01/2027 inclus.",
        "2027-01-04",
    ),
    (
        "Réponse automatique",
        "L'entreprise sera fermée du vendredi 18 décembre au soir jusqu'au lundi 4 janvier au"
        " matin.",
        "2027-01-04,2027-01-05",
    ),
    (
        "Réponse automatique",
        "Je suis en congé maternité jusqu'au 15 avril 2027. Mme Roux me remplace : 03 53 01 12 35.",
        "2027-04-16",
    ),
    ("Réponse automatique", "Je suis en congé maternité, Mme Roux me remplace.", ""),
    (
        "Réponse automatique",
        "Je suis en déplacement cette semaine avec un accès limité à ma messagerie.",
        "",
    ),
    (
        "Réponse automatique",
        "Je serai de retour le 30. Merci de votre compréhension.",
        "2026-11-30",
    ),
    ("Réponse automatique", "Retour le 01.12.2026 - en cas d'urgence 06.39.98.12.34", "2026-12-01"),
    ("Réponse automatique", "Absente jusqu'au 27/11. Tél. standard : 03.53.01.12.34", "2026-11-30"),
    ("Réponse automatique", "Je suis absente jusqu'à lundi.", "2026-11-30,2026-12-01"),
    (
        "Réponse automatique",
        "Merci de votre mail. Je ne travaille pas le mercredi ni le vendredi.",
        "",
    ),
    (
        "Réponse automatique",
        "Bonjour, je suis en formation aujourd'hui et demain, je vous répondrai vendredi.",
        "2026-11-27",
    ),
    ("Réponse automatique", "Je suis joignable à partir du 2 décembre.", "2026-12-02"),
    (
        "Réponse automatique",
        "Absent pour la semaine, je reviens le lundi 30/11/26 à 9h.",
        "2026-11-30",
    ),
    (
        "Réponse automatique",
        "Je suis en congés à compter du 21 décembre et serai de retour le 4 janvier.",
        "2027-01-04",
    ),
    ("Réponse automatique", "Je suis absent du 20 au 30 novembre.", "2026-12-01"),
    ("Réponse automatique", "Absence du 23/11/2026 au 27/11/2026 inclus", "2026-11-30"),
    ("Réponse automatique", "Dossier 2026-12-24. Je suis absent.", ""),
    (
        "Réponse automatique",
        "Créée le 12 décembre 1998, notre maison vous remercie. Je suis absent.",
        "",
    ),
    (
        "Out of Office",
        "I am on annual leave from 23 November to 4 December, returning Monday 7 December.",
        "2026-12-07",
    ),
    (
        "Out of Office Re: Ma présentation",
        "I'm currently out of office with no access to email. I will return on 1st December.",
        "2026-12-01",
    ),
    (
        "Automatische Antwort: Ma présentation",
        "Ich bin bis zum 04.12.2026 nicht im Büro.",
        "2026-12-07,",
    ),
    (
        "Réponse automatique",
        "Je suis en télétravail le mardi et le jeudi, joignable au 06 39 98 12 34.",
        "",
    ),
    (
        "Réponse automatique",
        "Bonjour, je quitte l'entreprise le 30 novembre. Votre nouvel interlocuteur :"
        " paul@v.example.",
        "",
    ),
    ("Réponse automatique", "Je suis à la retraite depuis le 1er octobre 2026.", ""),
    (
        "Réponse automatique",
        "De retour au bureau mardi 1er décembre 2026, je traiterai votre message à ce moment-là.",
        "2026-12-01",
    ),
    (
        "Réponse automatique",
        "En raison de travaux, nos bureaux sont fermés jusqu'au mardi 1er décembre inclus.",
        "2026-12-02",
    ),
    (
        "Réponse automatique",
        "Je serai absente du bureau du jeudi 26 novembre 2026 au mardi 1 décembre 2026.",
        "2026-12-02",
    ),
    ("Réponse automatique", "Absente jusque début janvier.", "2027-01-04,2027-01-02,"),
    (
        "Réponse automatique",
        "Je serai de nouveau disponible le 8/12 à partir de 14h00.",
        "2026-12-08",
    ),
    ("Réponse automatique", "Merci de rappeler après le 10 décembre.", "2026-12-11,2026-12-10,"),
]


@pytest.mark.parametrize(("subject", "body", "back"), ABSENCES)
def test_the_day_on_which_somebody_is_back(subject: str, body: str, back: str) -> None:
    """`back` are the days that would be right, "" for none."""
    read = read_incoming(mail(subject, body, AUTOMATIC))
    said = return_said(read.text, now=NOW)
    assert read.kind in ("away", "left")
    assert (day_back(said, "metro").isoformat() if said else "") in back.split(",")


KINDS = [
    (
        "Ticket #4521 : Ma présentation",
        "Bonjour, votre demande a bien été prise en compte sous le n° 4521. Ne répondez pas à ce"
        " message.",
        "",
        "",
        "auto",
    ),
    (
        "[SUPPORT-123] Ma présentation",
        "Votre demande a été enregistrée. Un conseiller reviendra vers vous sous 48 heures.",
        "",
        "",
        "auto",
    ),
    (
        "Nous avons bien reçu votre message",
        "Merci de nous avoir contactés. Notre équipe vous répondra dans les meilleurs délais.",
        "",
        "",
        "auto",
    ),
    (
        "Accusé de réception",
        "Votre courriel est bien parvenu à la mairie de Croix et sera traité dans les meilleurs"
        " délais.",
        "",
        "",
        "auto",
    ),
    (
        "Re: Ma présentation",
        "Votre message a bien été reçu et sera traité dans les plus brefs délais. Ceci est un"
        " message automatique, merci de ne pas y répondre.",
        "",
        "",
        "auto",
    ),
    ("Absence : Re: Ma présentation", "Je suis absente jusqu'au 4 décembre.", "", "", "away"),
    (
        "Re: Ma présentation",
        "Bonjour, je suis absente jusqu'à vendredi, je regarde votre proposition lundi."
        " Cordialement, Marie Durand",
        "",
        "",
        "reply",
    ),
    ("Re: Ma présentation", "Bien reçu, merci.", "", "", "reply"),
    (
        "Re: Ma présentation",
        "Merci, votre demande a bien été transmise à Mme Roux qui vous rappellera.",
        "",
        "",
        "reply",
    ),
    (
        "Lu : Ma présentation",
        "Votre message\n  À : Com\n  Objet : Ma présentation\n  Envoyé : 25/11/2026\na été lu le"
        " 25/11/2026 11:00",
        "",
        "",
        "receipt",
    ),
    ("Accepté : Rendez-vous", "Je serai là.", "", "", "reply"),
    (
        "Re: Ma présentation",
        "Bonjour,\nje remplace Mme Durand qui est en congé maternité. Votre offre"
        " m'intéresse.\nPaul Petit",
        "",
        "",
        "reply",
    ),
    (
        "Re: Ma présentation",
        "Mme Durand ne travaille plus chez nous, merci d'écrire à paul@vasseur.example.",
        "",
        "",
        "left",
    ),
    (
        "TR: Ma présentation",
        "Pour info, à traiter.\n\n-----Message d'origine-----\nDe : Camille Arnaud\nEnvoyé :"
        " mercredi 25 novembre 2026\nÀ : Com\nObjet : Ma présentation\n\nBonjour,",
        "",
        "",
        "reply",
    ),
    (
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.vasseur.example.\n<com@vasseur.example>: host"
        " mx[1.2.3.4] said: 550 5.1.1 unknown user",
        "",
        "MAILER-DAEMON@mx.vasseur.example",
        "bounce",
    ),
    (
        "Mail delivery failed: returning message to sender",
        "A message that you sent could not be delivered to one or more of its recipients. This is a"
        " permanent error.\n  com@vasseur.example\n    550 No such user",
        "Return-Path: <>",
        "",
        "bounce",
    ),
    (
        "Delivery Status Notification (Failure)",
        "** Address not found **\nYour message wasn't delivered to com@vasseur.example because the"
        " address couldn't be found.",
        "",
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "bounce",
    ),
    (
        "Message non distribuable",
        "Votre message n'a pas pu être remis à com@vasseur.example. Boîte inexistante.",
        "",
        "postmaster@laposte.example",
        "bounce",
    ),
    (
        "Échec de remise",
        "La remise à com@vasseur.example a échoué : utilisateur inconnu.",
        "",
        "Mail Delivery System <mailer-daemon@sfr.example>",
        "bounce",
    ),
    (
        "failure notice",
        "Hi. This is the qmail-send program at yahoo.example.\nI'm afraid I wasn't able to deliver"
        " your message\n<com@vasseur.example>:\n554 delivery error: dd This user doesn't have an"
        " account",
        "",
        "MAILER-DAEMON@yahoo.example",
        "bounce",
    ),
    (
        "Undeliverable: Ma présentation",
        "Delivery has failed to these recipients or groups:\ncom@vasseur.example\nThe email address"
        " you entered couldn't be found.",
        "X-MS-Exchange-Message-Is-Ndr: ",
        "postmaster@vasseur.onmicrosoft.example",
        "bounce",
    ),
    (
        "Warning: message 1abc delayed 24 hours",
        "This message was created automatically by mail delivery software. A message that you sent"
        " has not yet been delivered... com@vasseur.example",
        "",
        "Mail Delivery System <Mailer-Daemon@mx.example>",
        "delay",
    ),
    (
        "Re: Ma présentation",
        "votre mail m'est revenu en erreur : 550 user unknown. Pouvez-vous me le renvoyer ?",
        "",
        "",
        "reply",
    ),
    (
        "Votre adresse est introuvable",
        "Bonjour, votre adresse postale est introuvable sur votre site, pouvez-vous me l'envoyer ?",
        "",
        "",
        "reply",
    ),
    (
        "Newsletter de novembre",
        "Découvrez nos offres",
        "List-Unsubscribe: <mailto:x@y.example>\nPrecedence: bulk",
        "",
        "auto",
    ),
    (
        "Confirmez votre envoi",
        "Votre message à com@vasseur.example est en attente. Cliquez sur le lien suivant pour"
        " prouver que vous êtes un humain. Mailinblack",
        "Auto-Submitted: auto-replied",
        "",
        "auto",
    ),
]


@pytest.mark.parametrize(("subject", "body", "head", "sender", "kind"), KINDS)
def test_what_a_message_is(subject: str, body: str, head: str, sender: str, kind: str) -> None:
    read = read_incoming(mail(subject, body, head or "X-Mailer: x", sender or "com@v.example"))
    assert ("delay" if read.kind == "bounce" and read.delayed else read.kind) == kind
    if kind == "bounce":
        assert "com@vasseur.example" in read.failed


QUOTATIONS = [
    (
        "Oui jeudi.\n\nLe mer. 25 nov. 2026 à 10:30, Camille Arnaud <c@a.example> a écrit :\n>"
        " Bonjour",
        "Oui jeudi.",
    ),
    (
        "Le 25 nov. 2026 à 10:30, Camille <c@a.example> a écrit :\n\n> Bonjour\n> voici\n\nOui"
        " jeudi.",
        "Oui jeudi.",
    ),
    ("Bonjour,\n\n> Êtes-vous intéressée ?\nOui.\n> Quand ?\nJeudi.", "Bonjour,\n\nOui.\nJeudi."),
    (
        "OK.\n\nDe : Camille Arnaud <c@a.example>\nEnvoyé : mercredi 25 novembre 2026 10:30\nÀ :"
        " Com\nObjet : Ma présentation\n\nBonjour, STOP",
        "OK.",
    ),
    (
        "OK.\n________________________________\nDe : Camille Arnaud\nEnvoyé : x\nÀ : y\nObjet :"
        " z\nBonjour",
        "OK.",
    ),
    (
        "STOP\n\nEnvoyé de mon iPhone\n\n> Le 25 nov. 2026 à 10:30, Camille a écrit :\n> \n>"
        " Bonjour",
        "STOP",
    ),
    (
        "Merci.\n\nOn Wed, Nov 25, 2026 at 10:30 AM Camille Arnaud <c@a.example>\nwrote:\n\n>"
        " Hello",
        "Merci.",
    ),
    (
        "Merci.\n\nMarie Durand\nDirectrice\n-- \nBois Vasseur\n\nLe 25/11/2026 10:30, Camille"
        " Arnaud a écrit :\n> x",
        "Merci.\n\nMarie Durand\nDirectrice",
    ),
    (
        'Bien reçu.\n\n----- Mail original -----\nDe: "Camille" <c@a.example>\nÀ: "Com"'
        " <com@v.example>\nEnvoyé: Mercredi 25 Novembre 2026 10:30:00\nObjet: Ma"
        " présentation\n\nBonjour",
        "Bien reçu.",
    ),
    (
        'Bien reçu.\n\n> Message du 25/11/26 10:30\n> De : "Camille" <c@a.example>\n> A :'
        " com@v.example\n> Copie à : \n> Objet : Ma présentation\n>\n> Bonjour",
        "Bien reçu.",
    ),
    (
        'Non merci.\n\nMessage du : 25/11/2026 10:30\nDe : "Camille" <c@a.example>\nÀ :'
        " com@v.example\nSujet : Ma présentation\n\nBonjour, répondez STOP",
        "Non merci.",
    ),
    ("Ok pour moi\n\nAm 25.11.2026 um 10:30 schrieb Camille Arnaud:\n> Bonjour", "Ok pour moi"),
    (
        "D'accord.\n\nEnvoyé depuis l'application Mail Orange\n\nenvoyé : 25 novembre 2026 à"
        " 10:30\nde : Camille <c@a.example>\nà : Com\nobjet : Ma présentation\n\nBonjour, STOP",
        "D'accord.",
    ),
    (
        "D'accord.\n\nDe : camille@arnaud.example\nDate : mer. 25 nov. 2026 10:30\nSubject : Ma"
        " présentation\n\nBonjour",
        "D'accord.",
    ),
    (
        "Merci\n\n-------- Message original --------\nDe : Camille <c@a.example>\nDate : 25/11/2026"
        " 10:30 (GMT+01:00)\nÀ : Com\nObjet : Ma présentation\n\nBonjour",
        "Merci",
    ),
    ("Oui\n\nCamille Arnaud <c@a.example> a écrit le 25/11/2026 10:30 :\n\n> Bonjour", "Oui"),
    ("Oui\n\nCamille Arnaud <c@a.example> a écrit le mer. 25 nov. 2026 à 10:30:\n\nBonjour", "Oui"),
    (
        "Oui\n\nLe mercredi 25 novembre 2026 à 10:30:00 UTC+1, Camille Arnaud <c@a.example> a écrit"
        " :\n\nBonjour",
        "Oui",
    ),
    ("Oui\n\n----------\nFrom: Camille\nDate: x\nTo: y\nSubject: z\n\nBonjour", "Oui"),
]


@pytest.mark.parametrize(("text", "own"), QUOTATIONS)
def test_what_somebody_wrote_apart_from_what_she_quotes(text: str, own: str) -> None:
    assert own_words(text).replace("----------", "").strip() == own
