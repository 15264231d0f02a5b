"""Messages as mail servers and programs write them, all about a made-up mail that she sent."""

from __future__ import annotations

MINE = "<1@arnaud.example>"
TO = "com@vasseur.example"


def _mail(head: str, body: str) -> bytes:
    return f"{head.strip()}\n\n{body.strip()}\n".encode()


def _report(
    sender: str, subject: str, people: str, machine: str, enclosed: str, **more: str
) -> bytes:
    head = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in more.items())
    return _mail(
        f"From: {sender}\nTo: camille@arnaud.example\nSubject: {subject}\n"
        f"Message-ID: <r@mx.example>\nMIME-Version: 1.0\n{head}"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{people}\n\n"
        f"--b\nContent-Type: message/delivery-status\n\n{machine}\n\n{enclosed}\n--b--",
    )


_ORIGINAL = (
    "--b\nContent-Type: message/rfc822\n\nFrom: camille@arnaud.example\n"
    f"To: {TO}\nMessage-ID: {MINE}\nSubject: Ma presentation\n\nBonjour"
)
_HEADERS = (
    "--b\nContent-Type: text/rfc822-headers\n\nFrom: camille@arnaud.example\n"
    f"Message-ID:\n {MINE}\nSubject: Ma presentation\n"
)

BOUNCES: dict[str, bytes] = {
    "postfix": _report(
        "MAILER-DAEMON@mx.vasseur.example (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.vasseur.example.\n\nI'm sorry to have to inform you"
        " that"
        f" your message could not\nbe delivered to one or more recipients.\n\n<{TO}>: host"
        " mx.vasseur.example[192.0.2.1] said: 550 5.1.1\n User unknown (in reply to RCPT TO"
        " command)",
        f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {TO}\n"
        f"Original-Recipient: rfc822;{TO}\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
        _ORIGINAL,
        Auto_Submitted="auto-replied",
    ),
    "sendmail": _report(
        "Mail Delivery Subsystem <MAILER-DAEMON@mx.example>",
        "Returned mail: see transcript for details",
        f"   ----- The following addresses had permanent fatal errors -----\n<{TO}>\n"
        "    (reason: 550 5.1.1 User unknown)",
        f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: RFC822; {TO}\nAction: failed\n"
        "Status: 5.1.1",
        _HEADERS,
    ),
    "gmail": _report(
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Failure)",
        f"** Adresse introuvable **\n\nVotre message n'a pas ete remis a {TO}, car l'adresse est"
        " introuvable ou ne peut pas recevoir de messages.\n\nLa reponse a ete :\n"
        "550 5.1.1 The email account that you tried to reach does not exist.",
        "Reporting-MTA: dns; googlemail.com\nArrival-Date: Wed, 25 Nov 2026 01:30:00 -0800 (PST)\n"
        f"X-Original-Message-ID: {MINE}\n\nFinal-Recipient: rfc822; {TO}\nAction: failed\n"
        "Status: 5.1.1\nDiagnostic-Code: smtp; 550-5.1.1 The email account does not exist",
        _ORIGINAL,
        In_Reply_To=MINE,
        References=MINE,
        X_Failed_Recipients=TO,
    ),
    "proofpoint": _report(
        "Mail Delivery System <postmaster@pps.example>",
        "Undeliverable: Ma presentation",
        f"Your message to {TO} could not be delivered.\n550 5.1.1 <{TO}>... User unknown",
        f"Reporting-MTA: dns; pps.example\n\nFinal-Recipient: rfc822;{TO}\nAction: failed\n"
        "Status: 5.0.0",
        _HEADERS,
    ),
    "exchange with a report": _report(
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@vasseur.example>",
        "Non remis : Ma presentation",
        "Votre message n'a pas pu etre remis.",
        f"Reporting-MTA: dns;DB9.prod.outlook.example\n\nFinal-Recipient: rfc822;{TO}\n"
        "Action: failed\nStatus: 5.1.10\nDiagnostic-Code: smtp;550 5.1.10"
        " RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup",
        _ORIGINAL,
    ),
    "exchange in html": _mail(
        "From: Microsoft Outlook <postmaster@vasseur.example>\nTo: camille@arnaud.example\n"
        f"Subject: Undeliverable: Ma presentation\nMessage-ID: <x@v>\nIn-Reply-To: {MINE}\n"
        "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8",
        f'<html><body><b>Your message to <a href="mailto:{TO}">{TO}</a> couldn\'t be delivered.</b>'
        "<p>com wasn't found at vasseur.example.</p><p>Remote Server returned '550 5.1.10"
        " RESOLVER.ADR.RecipientNotFound'</p></body></html>",
    ),
    "exim": _mail(
        "Return-path: <>\nFrom: Mail Delivery System <Mailer-Daemon@mx.example>\n"
        f"To: camille@arnaud.example\nX-Failed-Recipients: {TO}\nAuto-Submitted: auto-replied\n"
        f"References: {MINE}\nSubject: Mail delivery failed: returning message to sender\n"
        "Message-Id: <E1@mx.example>",
        "This message was created automatically by mail delivery software.\n\nA message that you"
        " sent could not be delivered to one or more of its\nrecipients. This is a permanent error."
        f" The following address(es) failed:\n\n  {TO}\n    Unrouteable address\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\n"
        f"From: camille@arnaud.example\nMessage-ID: {MINE}\n\nBonjour",
    ),
    "qmail": _mail(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.example\nTo: camille@arnaud.example\n"
        "Subject: failure notice\nMessage-ID: <q@mx.example>",
        "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver"
        " your"
        " message to the following addresses.\nThis is a permanent error; I've given up. Sorry it"
        f" didn't work out.\n\n<{TO}>:\n192.0.2.7 does not like recipient.\nRemote host said: 550"
        " no such user here\nGiving up on 192.0.2.7.\n\n--- Below this line is a copy of the"
        f" message.\n\nReturn-Path: <camille@arnaud.example>\nMessage-ID: {MINE}\n"
        "Subject: Ma presentation\n\nBonjour",
    ),
    "ovh": _mail(
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx1.mail.ovh.example\nTo: camille@arnaud.example\n"
        "Subject: failure notice\nMessage-ID: <o@ovh.example>",
        "Bonjour, ici le programme qmail-send.\nJe n'ai pas pu remettre votre message a l'adresse"
        f" suivante :\n\n<{TO}>:\nSorry, no mailbox here by that name. (#5.1.1)\n",
    ),
    "orange": _mail(
        "From: Mail Delivery System <MAILER-DAEMON@smtp.orange.example>\n"
        "To: camille@arnaud.example\nSubject: =?utf-8?q?Message_non_distribu=C3=A9?=\n"
        "Message-ID: <or@orange.example>\nContent-Type: text/plain; charset=utf-8",
        f"Votre message n'a pas pu être distribué à l'adresse suivante :\n{TO}\nMotif : 550 5.5.0"
        " Adresse d au moins un destinataire invalide. OFR_416",
    ),
    "opensmtpd": _mail(
        "From: Mailer Daemon <MAILER-DAEMON@mx.example>\nTo: camille@arnaud.example\n"
        "Subject: Delivery status notification: error\nMessage-ID: <s@mx.example>\n"
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"',
        f"--b\nContent-Type: text/plain\n\n    Hi!\n    This is the MAILER-DAEMON.\n\n{TO}: 550"
        f" 5.1.1"
        f" user unknown\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;"
        f" mx.example\n\nFinal-Recipient: rfc822; {TO}\nAction: failed\nStatus: 5.1.1\n\n"
        f"{_ORIGINAL}\n--b--",
    ),
}
"""Each says that the mail to TO came back for good."""

DELAYS: dict[str, bytes] = {
    "postfix": _report(
        "MAILER-DAEMON@mx.example (Mail Delivery System)",
        "Delayed Mail (still being retried)",
        "THIS IS A WARNING ONLY. YOU DO NOT NEED TO RESEND YOUR MESSAGE.",
        f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {TO}\nAction: delayed\n"
        "Status: 4.4.1\nWill-Retry-Until: Mon, 30 Nov 2026 09:00:00 +0100",
        _HEADERS,
    ),
    "exim": _mail(
        "From: Mail Delivery System <Mailer-Daemon@mx.example>\nTo: camille@arnaud.example\n"
        "Subject: Warning: message 1abc delayed 24 hours\nMessage-ID: <w@mx.example>\n"
        f"References: {MINE}",
        "A message that you sent has not yet been delivered to one or more of its\nrecipients after"
        f" more than 24 hours.\n\n  {TO}\n    Delay reason: Connection timed out\n\nNo action is"
        " required on your part. Delivery attempts will continue.",
    ),
    "exchange": _mail(
        "From: Microsoft Outlook <postmaster@vasseur.example>\nTo: camille@arnaud.example\n"
        "Subject: =?utf-8?q?Remise_retard=C3=A9e=C2=A0:_Ma_presentation?=\nMessage-ID: <e@v>\n"
        f"In-Reply-To: {MINE}\nContent-Type: text/plain; charset=utf-8",
        f"La remise à ces destinataires est retardée :\n{TO}\nCe message n'a pas encore été remis."
        " D'autres tentatives auront lieu.",
    ),
}

RECEIPTS: dict[str, bytes] = {
    "read, RFC 8098": _mail(
        f"From: Com <{TO}>\nTo: camille@arnaud.example\nSubject: Lu : Ma presentation\n"
        f"Message-ID: <m@v>\nIn-Reply-To: {MINE}\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"',
        "--b\nContent-Type: text/plain\n\nVotre message a ete lu le mercredi 25 novembre.\n\n"
        "--b\nContent-Type: message/disposition-notification\n\nReporting-UA: mail.example\n"
        f"Final-Recipient: rfc822;{TO}\nOriginal-Message-ID: {MINE}\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\n\n--b--",
    ),
    "read, Outlook's text": _mail(
        f"From: Com <{TO}>\nTo: camille@arnaud.example\nSubject: Lu : Ma presentation\n"
        f"Message-ID: <m2@v>\nIn-Reply-To: {MINE}\nContent-Type: text/plain; charset=utf-8",
        "Votre message\n\n  À : Com\n  Objet : Ma presentation\n  Envoyé : mercredi 25 novembre"
        " 2026 10:30\n\na été lu le mercredi 25 novembre 2026 11:02.",
    ),
    "delivered": _report(
        "MAILER-DAEMON@mx.example",
        "Successful Mail Delivery Report",
        "Your message was successfully delivered.",
        f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {TO}\nAction: delivered\n"
        "Status: 2.0.0",
        _HEADERS,
    ),
    "relayed": _report(
        "MAILER-DAEMON@mx.example",
        "Relayed: Ma presentation",
        "The message was relayed to a server that sends no notification.",
        f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {TO}\nAction: relayed\n"
        "Status: 2.0.0",
        _HEADERS,
    ),
}

_TICKET = "Votre message a été enregistré sous le numéro 4521. Un conseiller vous répondra."
_FROM_THEM = (
    f"From: Com <{TO}>\nTo: camille@arnaud.example\nMessage-ID: <a@v>\nIn-Reply-To: {MINE}\n"
)
_PLAIN = "Content-Type: text/plain; charset=utf-8"
AUTOMATIC: dict[str, tuple[bytes, str]] = {
    name: (_mail(f"{_FROM_THEM}{head}\n{_PLAIN}", body), kind)
    for name, head, body, kind in (
        (
            "Exchange, absent",
            "Subject: =?utf-8?q?R=C3=A9ponse_automatique=C2=A0:_Ma_presentation?=\n"
            "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All",
            "Je suis absente cette semaine.",
            "away",
        ),
        (
            "Gmail, vacation",
            "Subject: Re: Ma presentation\nPrecedence: bulk\nX-Autoreply: yes\n"
            "Auto-Submitted: auto-replied",
            "I am on holiday this week.",
            "away",
        ),
        (
            "German",
            "Subject: Abwesenheitsnotiz: Ma presentation",
            "Ich bin diese Woche nicht im Büro.",
            "away",
        ),
        (
            "a message of absence before the subject",
            "Subject: Message d'absence Re: Ma presentation",
            "En congés, de retour bientôt.",
            "away",
        ),
        (
            "Spanish",
            "Subject: Respuesta automática: Ma presentation",
            "Estoy de vacaciones.",
            "away",
        ),
        (
            "in brackets",
            "Subject: Re: Ma presentation [Out of Office]",
            "I am currently away.",
            "away",
        ),
        ("OVH autoresponder", "Subject: Absence\nAuto-Submitted: auto-replied", "Absente.", "away"),
        (
            "a ticket in bulk",
            "Subject: [Ticket 4521] Nous avons bien recu votre demande\nPrecedence: bulk\n"
            "X-Auto-Response-Suppress: All",
            _TICKET,
            "auto",
        ),
        ("a ticket with no sender", "Subject: [#4521] Bien reçu\nReturn-Path: <>", _TICKET, "auto"),
        (
            "a ticket that says so",
            "Subject: Votre demande 4521",
            f"{_TICKET} Merci de ne pas répondre à ce message.",
            "auto",
        ),
        (
            "a receipt of the list",
            "Subject: Bienvenue\nList-Id: <news.vasseur.example>",
            "Bonjour.",
            "auto",
        ),
        (
            "stop in an automatic answer",
            "Subject: Accusé de réception\nAuto-Submitted: auto-generated",
            "Répondez STOP pour ne plus recevoir de messages.",
            "auto",
        ),
    )
}
"""Written by programs: (message, kind)."""

_HEADER_OF_OUTLOOK = (
    "De : Camille Arnaud\nEnvoyé : mercredi 25 novembre 2026 10:30\nÀ : Com\n"
    "Objet : Ma presentation\n\nBonjour,\nvoici ma présentation. Répondez STOP : je ne vous écrirai"
    " plus."
)
_LONG_ADDRESS = "camille.arnaud.communication@arnaud-communication-globale.example"
QUOTED: dict[str, tuple[str, str]] = {
    "above, one line": (
        "Oui.\n\nLe mer. 25 nov. 2026 à 10:30, Camille <c@arnaud.example> a écrit :\n> Bonjour",
        "Oui.",
    ),
    "Gmail, wrapped": (
        f"Oui.\n\nLe mer. 25 nov. 2026 à 10:30, Camille Arnaud <{_LONG_ADDRESS}>\na écrit :\n\n"
        "> Bonjour\n> STOP",
        "Oui.",
    ),
    "Gmail, wrapped in English": (
        f"Yes.\n\nOn Wed, Nov 25, 2026 at 10:30 AM Camille Arnaud <\n{_LONG_ADDRESS}>\nwrote:\n\n>"
        f" Hello",
        "Yes.",
    ),
    "Yahoo, one long line": (
        f"Oui.\n\nLe mercredi 25 novembre 2026 à 10:30:22 UTC+1, Camille Arnaud <{_LONG_ADDRESS}> a"
        " écrit :\n\nBonjour, voici ma présentation.",
        "Oui.",
    ),
    "Outlook, no address": (f"Oui.\n\n{_HEADER_OF_OUTLOOK}", "Oui."),
    "Outlook, in bold": (f"Oui.\n\n{_HEADER_OF_OUTLOOK.replace('De :', '*De :*')}", "Oui."),
    "Outlook, English": (
        "Yes.\n\nFrom: Camille Arnaud\nSent: Wednesday, November 25, 2026 10:30 AM\nTo: Com\n"
        "Subject: Ma presentation\n\nBonjour",
        "Yes.",
    ),
    "Outlook, German": (
        "Ja.\n\nVon: Camille Arnaud\nGesendet: Mittwoch, 25. November 2026 10:30\nAn: Com\n"
        "Betreff: Ma presentation\n\nBonjour",
        "Ja.",
    ),
    "German, the name last": (
        "Ja.\n\nAm 25.11.2026 um 10:30 schrieb Camille Arnaud <c@x.example>:\n> Bonjour",
        "Ja.",
    ),
    "a line of dashes": ("Oui.\n\n-----Message d'origine-----\nDe : Camille\n\nBonjour", "Oui."),
    "Outlook.com": ("Oui.\n\n________________________________\nDe : Camille\nBonjour", "Oui."),
    "iPhone": (
        "Oui.\n\nEnvoyé de mon iPhone\n\n> Le 25 nov. 2026 à 10:30, Camille <c@x.example> a écrit"
        " :\n"
        "> \n> Bonjour",
        "Oui.",
    ),
    "Thunderbird, below": (
        "Le 25/11/2026 à 10:30, Camille Arnaud a écrit :\n> Bonjour,\n> voici.\n\nSTOP",
        "STOP",
    ),
    "below, after a greeting": (
        "Bonjour,\n\nLe 25/11/2026 à 10:30, Camille Arnaud a écrit :\n> Bonjour\n\nAppelez-moi.",
        "Bonjour,\n\nAppelez-moi.",
    ),
    "below, English": (
        "On 25/11/2026 10:30, Camille Arnaud wrote:\n> Hello\n>\n> Camille\n\nCall me on Monday.",
        "Call me on Monday.",
    ),
    "between the lines": (
        "Le 25/11/2026 à 10:30, Camille a écrit :\n> Un site ?\nOui.\n> Un logo ?\nNon.",
        "Oui.\nNon.",
    ),
    "a signature": ("Oui.\n\n-- \nAnne Roux\nResponsable communication", "Oui."),
}
"""(an answer as it comes, her own words)."""
