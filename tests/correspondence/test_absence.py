"""Answers that programs write: how they are known, which speak of an absence, the day of return."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from decroche.correspondence.absence import (
    day_back,
    return_said,
    says_automatic,
    says_away,
    says_somebody_left,
    written_by_a_program,
)
from decroche.correspondence.mailtext import parse
from decroche.shared.clock import PARIS

NOW = datetime(2026, 11, 24, 10, tzinfo=PARIS)
"""A Tuesday."""


def automatic(*head: str, subject: str = "Re: Oui", text: str = "Bonjour.") -> bool:
    mail = parse("\n".join(("From: Com <com@v.example>", *head, "", "")).encode())
    return written_by_a_program(mail, subject, text)


@pytest.mark.parametrize(
    "title",
    [
        "Réponse automatique",
        "Message automatique",
        "Réponse d’absence",
        "Message d’absence",
        "Notification d’absence",
        "Avis d’absence",
        "Out of office",
        "Out of the office",
        "Automatic reply",
        "Automatic response",
        "Automatic answer",
        "Auto reply",
        "Auto-réponse",
        "Auto response",
        "Auto: re",
        "Autoreply",
        "Automated reply",
        "Automated response",
        "Vacation reply",
        "Vacation response",
        "Vacation message",
        "Away from the office",
        "Away from my office",
        "I am away",
        "I am currently out",
        "Abwesenheitsnotiz",
        "Abwesend",
        "Automatische Antwort",
        "Respuesta automática",
        "Fuera de la oficina",
        "Fuera de oficina",
        "Risposta automatica",
        "Fuori sede",
        "Fuori ufficio",
        "Automatisch antwoord",
        "Automatisch beantwoord",
        "Afwezigheidsbericht",
        "Afwezig",
        "Resposta automática",
        "Ausencia",
        "Assenza",
        "Autosvar",
        "OOO",
    ],
)
def test_how_programs_begin_a_subject(title: str) -> None:
    assert says_automatic(title)
    assert says_automatic(f"{title} : Ma présentation")
    assert says_automatic(f"Ticket 12 {title}")
    assert says_automatic(f"Ma présentation - {title}")
    assert says_automatic(f"Re: Ma présentation [{title}]")
    assert says_automatic(f"Re: Ma présentation ({title} x)")
    for answers in ("Re", "Rép", "AW", "SV"):
        assert not says_automatic(f"{answers}: {title}")
    assert not says_automatic(f"Re: (oui) {title}")


@pytest.mark.parametrize(
    "title",
    [
        "Absence",
        "Absence Re: Ma présentation",
        "Absence du bureau",
        "Absence de bureau jusqu’à lundi",
        "Absence au bureau",
        "Absence temporaire",
        "Absence jusqu’au 4",
        "Absence congé",
        "Absence pour congé",
        "Absence du 3 au 5",
        "Absence au 5",
        "Absente",
        "Absent jusqu",
        "Absent du",
        "Absente pour",
        "Absente temporairement",
        "Absente jusqu’à lundi",
        "Je suis absent du bureau",
        "Je suis absente pour la journée",
        "Absente actuellement, merci",
        "Absente cette semaine",
        "Absent la semaine prochaine",
        "En congé jusqu’à lundi",
        "En congés",
        "En vacances à la mer",
        "Congé",
        "Congés du 3 au 5",
        "Congés jusqu’au 5",
        "Congés d’été",
        "Congés annuels",
        "Congé annuel",
        "Congé maternité",
        "Congé paternité",
        "Demande 12 Absence",
        "Request 12 Absence",
        "Case 12 Absence",
    ],
)
def test_how_people_have_programs_say_that_they_are_away(title: str) -> None:
    assert says_automatic(title)


@pytest.mark.parametrize(
    "title",
    [
        "Absence de budget",
        "Absences et congés",
        "Absentéisme",
        "Absente de la liste",
        "En congédiant",
        "Congés payés",
        "Autosvarx",
        "Auto : devis",
        "Bureau",
        "Notre absence",
        "Ma présentation autosvarx",
        "",
    ],
)
def test_a_subject_that_a_person_writes(title: str) -> None:
    assert not says_automatic(title)


@pytest.mark.parametrize(
    ("head", "program"),
    [
        ("Auto-Submitted: auto-replied", True),
        ("Auto-Submitted: Auto-Generated", True),
        ("Auto-Submitted: No", False),
        ("Auto-Submitted: no; owner-email=com@v.example", False),
        ("X-Autoreply: yes", True),
        ("X-Autoresponder: x", True),
        ("X-Auto-Reply-From: x", True),
        ("X-Mail-Autoreply: x", True),
        ("Y-X-Autoreply: yes", False),
        ("X-Auto-Response-Suppress: All", True),
        ("X-Auto-Response-Suppress: None", False),
        ("Precedence: auto_reply", True),
        ("Precedence: auto-reply", True),
        ("Precedence: Bulk", True),
        ("Precedence: junk", True),
        ("Precedence: list", True),
        ("Precedence: normal", False),
        ("List-Id: <x.v.example>", True),
        ("List-Post: <mailto:x@v.example>", True),
        ("X-POST-MessageClass: 9; Autoresponder", True),
        ("X-POST-MessageClass: 9", False),
        ("List-Unsubscribe: <mailto:x@v.example>", True),
        ("List-Unsubscribe: <mailto:x@v.example>\nIn-Reply-To: <1@a>", False),
        ("Return-Path: <>", True),
        ("Return-Path: < >", True),
        ("Return-Path: <x@v.example>", False),
        ("X-Mailer: x", False),
    ],
)
def test_what_a_header_says_of_the_sender(head: str, *, program: bool) -> None:
    assert automatic(head) is program


@pytest.mark.parametrize(
    ("address", "program"),
    [
        ("noreply@v.example", True),
        ("no-reply@v.example", True),
        ("No.Reply@v.example", True),
        ("nepasrepondre@v.example", True),
        ("ne-pas-repondre@v.example", True),
        ("donotreply@v.example", True),
        ("do-not-reply@v.example", True),
        ("noreplying@v.example", False),
        ("info-noreply@v.example", False),
    ],
)
def test_an_address_that_nobody_reads(address: str, *, program: bool) -> None:
    mail = parse(f"From: Com <{address}>\n\n".encode())
    assert written_by_a_program(mail, "Oui", "Bonjour") is program


def test_an_address_is_what_stands_between_the_last_brackets() -> None:
    mail = parse(b'From: "Com <x>" <noreply@v.example>\n\n')
    assert written_by_a_program(mail, "Oui", "Bonjour")


def test_the_subject_alone_may_say_that_a_program_wrote() -> None:
    assert automatic(subject="Out of office: Ma présentation")


TICKET_TITLES = (
    "Ticket 12",
    "Case #12",
    "Request 12",
    "Demande 12",
    "Dossier n° 12",
    "Incident INC12",
    "Réf 12",
    "Référence 12",
    "SAV 12",
    "Support 12",
    "Ticket numéro 12",
    "Ticket no 12",
    "Ticket ID 12",
    "Accusé de réception",
    "Votre demande a bien été reçue",
    "Votre message a été transmis",
    "Votre mail a bien été lu",
    "Votre e-mail a bien été lu",
    "Votre courriel a été lu",
    "Bien reçu",
    "Nous avons bien reçu",
    "Bien été enregistré",
    "We received your mail",
    "We have received your mail",
    "Thank you for contacting us",
    "Thank you for your message",
    "Thank you for your enquiry",
    "Thank you for your request",
    "Merci de nous avoir contactés",
    "Acknowledgement",
)
TICKET_TEXTS = (
    "Votre mail est enregistré",
    "Il est pris en compte",
    "Elle est prise en charge",
    "Votre numéro",
    "Votre référence",
    "Votre ticket",
    "Votre dossier",
    "Dans les meilleurs délais",
    "Elle sera traitée demain",
    "Il sera traité demain",
    "Nous vous répondrons sous peu",
    "Nous vous recontacterons dans un jour",
    "Dans un délai de deux jours",
    "Un conseiller vous lit",
    "Nos conseillers vous lisent",
    "We get back to you within a day",
    "We respond to you as soon as we can",
    "We reply to you within a day",
    "It has been received",
    "It has been logged",
    "It has been assigned",
    "The case number is below",
    "The support team",
    "Le service client",
)


@pytest.mark.parametrize("title", TICKET_TITLES)
def test_the_subject_of_a_ticket(title: str) -> None:
    assert automatic(subject=title, text="Votre dossier.")
    assert not automatic(subject=title, text="Appelez-moi.")
    assert not says_away(title, "En congés")


@pytest.mark.parametrize("text", TICKET_TEXTS)
def test_the_text_of_a_ticket(text: str) -> None:
    assert automatic(subject="Ticket 12", text=text)
    assert not automatic(subject="Oui", text=text)


@pytest.mark.parametrize(
    "title", ["Tickets", "Ticket", "Biens reçus", "Demander 12", "Votre message", "E1ticket 12"]
)
def test_a_subject_that_is_no_ticket(title: str) -> None:
    assert not automatic(subject=title, text="Votre dossier.")


@pytest.mark.parametrize("text", ["La numérotation.", "L’autodossier."])
def test_a_text_that_is_no_ticket(text: str) -> None:
    assert not automatic(subject="Ticket 12", text=text)


@pytest.mark.parametrize(
    "text",
    [
        "Ceci est un message automatique",
        "Ceci est une réponse automatique",
        "Il s’agit d’un mail automatique",
        "Il s’agit d’un e-mail automatique",
        "Ceci est un accusé automatique",
        "This is an automatic reply",
        "This is an automatic message",
        "This is an automated response",
        "This is an automatically generated message",
        "This is an auto-reply",
        "This is an auto generated e-mail",
        "Merci de ne pas répondre à ce message",
        "Veuillez ne pas répondre à ce mail",
        "Ne pas répondre à cet e-mail",
        "Ne pas répondre à ce courriel",
        "Please do not reply to this message",
        "Do not reply to this e-mail",
        "Accusé de réception automatique",
        "Message généré automatiquement",
        "Message envoyé automatiquement",
        "Réponse automatique",
        "Automatic reply",
    ],
)
def test_a_program_says_so_in_the_text(text: str) -> None:
    assert automatic(text=f"Bonjour. {text}.")
    assert not automatic(text=f"Bonjour. {text}xx.")
    assert automatic(text="mot " * 900 + text)
    assert not automatic(text="mot " * 1_000 + text)


@pytest.mark.parametrize(
    "words",
    [
        "absent",
        "absentes",
        "absence",
        "congé",
        "vacances",
        "retour",
        "reprendrai",
        "reprise",
        "reviens",
        "reviendrai",
        "mon départ",
        "out of office",
        "out of the office",
        "away",
        "on leave",
        "on annual leave",
        "on maternity leave",
        "on paternity leave",
        "on parental leave",
        "on sick leave",
        "on holiday",
        "on holidays",
        "on vacation",
        "travelling",
        "back on Monday",
        "back in January",
        "back at work",
        "my return",
        "OOO",
        "Abwesenheit",
        "Urlaub",
        "nicht im Büro",
        "nicht im Haus",
        "fuera de",
        "vacaciones",
        "ausente",
        "assente",
        "ferie",
        "fuori sede",
        "fuori ufficio",
        "afwezig",
        "vakantie",
        "indisponible",
        "en déplacement",
        "en formation",
        "fermé",
        "fermées",
        "ferme nos portes",
        "fermeture",
        "closed",
        "arrêt maladie",
    ],
)
def test_words_of_an_absence(words: str) -> None:
    assert says_away("Re: Oui", f"Nous : {words}.")
    assert not says_away("Re: Oui", f"Nous : x{words}.")
    assert says_away("Absence", "Bonjour")


@pytest.mark.parametrize("text", ["L’absentéisme.", "Un congédiement.", "Un retournement."])
def test_words_that_only_begin_like_an_absence(text: str) -> None:
    assert says_away("Re: Oui", text) is False


def test_a_ticket_is_no_absence() -> None:
    assert says_away("Ticket 12", "En congés") is False


def test_an_absence_is_looked_for_at_the_beginning() -> None:
    assert says_away("Re: Oui", "mot " * 950 + "vacances")
    assert not says_away("Re: Oui", "mot " * 1_000 + "vacances")
    assert not says_away("Re: Oui", "Bonjour")


@pytest.mark.parametrize(
    "text",
    [
        "Elle n’est plus dans l’entreprise",
        "Elle n’est plus chez nous",
        "Elle n’est plus au sein de la société",
        "Elle n’est plus employée de la mairie",
        "Il n’est plus salarié dans notre cabinet",
        "Il n’est plus en poste",
        "Elle ne fait plus partie des effectifs",
        "Elles ne font plus partie de l’équipe",
        "Elle ne fait plus partie du groupe",
        "Elle ne travaille plus ici",
        "Elle ne travaille plus chez nous",
        "Elle ne travaille plus pour la maison",
        "Elle a quitté la structure",
        "J’ai quitté l’établissement",
        "Je ne fais plus partie de l’agence",
        "Je ne travaille plus pour l’organisation",
        "Je ne travaille plus chez nous",
        "Je ne suis plus en poste",
        "Elle est partie à la retraite",
        "Il est parti en retraite",
        "Il a pris sa retraite",
        "Elle a fait valoir ses droits à la retraite",
        "She no longer works here",
        "She is no longer working for us",
        "She is no longer working with us",
        "She no longer works at Vasseur",
        "He is no longer employed with them",
        "He is no longer employed by them",
        "I am no longer with the company",
        "She is no longer at our organisation",
        "She has left the business",
        "They have left our firm",
        "Sie ist nicht mehr im Unternehmen",
        "Nicht mehr in unserem Hause",
        "Nicht mehr in unserem Unternehmen",
        "Er arbeitet nicht mehr für uns",
        "Er ist aus dem Unternehmen ausgeschieden",
        "Il a quitté l’association",
        "Il a quitté la collectivité",
        "Il a quitté ses fonctions",
        "Il a quitté son poste",
        "Il a quitté le groupe",
        "Il a quitté les effectifs",
        "Il a quitté nos équipes",
        "Il a quitté cette société",
        "J’ai quitté mes fonctions",
        "J’ai quitté mon poste",
        "She has left our organization",
        "Il a quitté the group",
        "Il a quitté the team",
    ],
)
def test_somebody_works_there_no_more(text: str) -> None:
    assert says_somebody_left(text)
    assert says_somebody_left(f"{'mot ' * 900}{text}")
    assert not says_somebody_left(f"{'mot ' * 1_000}{text}")


@pytest.mark.parametrize(
    "text",
    [
        "Nous avons quitté notre agence",
        "On a quitté notre agence",
        "Elle n’est plus disponible",
        "Ce n’est plus dans nos projets",
        "Elle a quitté la réunion",
        "Elle a quitté le groupement",
        "We no longer work with agencies",
        "We are no longer working with agencies",
    ],
)
def test_something_else_is_over(text: str) -> None:
    assert not says_somebody_left(text)


DECEMBER = date(2026, 12, 14)


@pytest.mark.parametrize(
    "text",
    [
        "de retour le 14 décembre",
        "mon retour le 14/12",
        "notre retour le 14/12/2026",
        "son retour lundi 14 décembre",
        "retour : 14 décembre",
        "de retour le 14 décembre : merci",
        "de retour le 14 décembre: merci",
        "je vous répondrai le\u202f14 décembre",
        "nous retournons le 14 décembre",
        "je reviens le 14 décembre",
        "je reviendrai le 14 décembre",
        "je reprends le 14 décembre",
        "reprise le 14 décembre",
        "je rentre le 14 décembre",
        "nous rentrons le 14 décembre",
        "je rentrerai le 14 décembre",
        "nous rentrerons le 14 décembre",
        "rentrant le 14 décembre",
        "nous rouvrons le 14 décembre",
        "nous réouvrons le 14 décembre",
        "réouverture le 14 décembre",
        "je vous répondrai le 14 décembre",
        "joignable dès le 14 décembre",
        "disponible à partir du 14 décembre",
        "présente le 14 décembre",
        "back on 14 December",
        "back on December 14th",
        "back on Monday, December 14",
        "back on 12/14/2026",
        "I return on the 14th of December",
        "returning 14 December",
        "reachable from 14 December",
        "available on 14 December",
        "we resume on 14 December",
        "we reopen on 14 December",
        "zurück 14/12",
        "de retour le 14\xa0décembre.",
        "de retour le 14 décembre (au 06.12.34.56.78)",
        "joignable au 06 12 34 56 78, de retour le 14 décembre",
        "joignable au +33 6 12 34 56 78, de retour le 14 décembre",
        "joignable au 0 800 123 456, de retour le 14 décembre",
        "joignable au 0033 6 12 34 56 78 dès le 14 décembre",
        "joignable au 0 800 123 456 dès le 14 décembre",
        "joignable au 06.12.34.56.78 dès le 14 décembre",
        "reachable at 514 555 1234 from 14 December",
        "Feedback le 1 décembre. De retour le 14 décembre",
        "de retour le 14 décembre 2026 au matin",
    ],
)
def test_the_day_somebody_is_back(text: str) -> None:
    said = return_said(text, now=NOW)
    assert said
    assert (said.day, said.last_day_away) == (DECEMBER, False)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("jusqu’au 14 décembre", True),
        ("jusqu’à lundi 14 décembre", True),
        ("until 14 December", True),
        ("till 14 December", True),
        ("up to 14 December", True),
        ("through 14 December", True),
        ("bis zum 14/12", True),
        ("bis 14/12", True),
        ("du 7 au 14 décembre", True),
        ("du 7 décembre au 14 décembre inclus", True),
        ("from 7 to 14 December", True),
        ("from 7 until 14 December", True),
        ("between 7 and 14 December", True),
        ("entre le 7 et le 14 décembre", True),
        ("vom 7 bis 14/12", True),
        ("from 7 - 14 December", True),
        ("from 7 – 14 December", True),
        ("du lundi au 14 décembre", True),
        ("absente 7 décembre au 14 décembre", True),
        ("absente 07/12 au 14/12", True),
        ("absente 1er au 14 décembre", True),
        ("jusqu’au 14 décembre compris", True),
        ("until 14 December inclusive", True),
        ("until 14 December included", True),
        ("jusqu’au 14 décembre non inclus", False),
        ("jusqu’au 14 décembre exclu", False),
    ],
)
def test_the_last_day_away(text: str, *, last: bool) -> None:
    said = return_said(f"Nous sommes fermés {text}.", now=NOW)
    assert said
    assert (said.day, said.last_day_away) == (DECEMBER, last)


@pytest.mark.parametrize(
    "text",
    [
        "Merci de votre retour le 14 décembre",
        "de retour bientôt. Le 14 décembre, réunion",
        "de retour, et la réunion générale est bien prévue chez nous le 14 décembre",
        "de retour le 14/13",
        "de retour le 23 novembre 2026",
        "de retour le 3 juin 2027",
        "feedback le 14 décembre",
        "Il n’y a pas de date",
        "de retour le 99 décembre",
        "absente jusqu’au bout, et la suite le 14 décembre",
        "disponible ce soir",
        "back this evening",
        "de retour le mois prochain",
        "joignable au 06.12.34.56.78",
        "joignable au +33 6.12.34.56.78",
        "joignable au 0033 6.12.34.56.78",
        "jusqu’au mot mot mot 14 décembre",
        "de retour " + "mot " * 8 + "lundi",
        "",
    ],
)
def test_no_day_that_can_be_believed(text: str) -> None:
    assert return_said(text, now=NOW) is None


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("de retour demain", "demain", date(2026, 11, 25)),
        ("de retour le mardi 24 novembre 2026", "mardi 24 novembre 2026", date(2026, 11, 24)),
        ("back tomorrow", "tomorrow", date(2026, 11, 25)),
        ("back on Monday", "Monday", date(2026, 11, 30)),
        ("back on the 3rd", "3rd", date(2026, 12, 3)),
        ("de retour mardi", "mardi", date(2026, 11, 24)),
        ("back on Tuesday", "Tuesday", date(2026, 11, 24)),
        ("je vous répondrai demain", "demain", date(2026, 11, 25)),
        ("je vous répondrai mardi", "mardi", date(2026, 11, 24)),
        ("de retour la semaine prochaine", "la semaine prochaine", date(2026, 11, 30)),
        ("back next week", "next week", date(2026, 11, 30)),
        ("de retour " + "mot " * 7 + "lundi", "lundi", date(2026, 11, 30)),
        ("fermé jusqu’à mot mot lundi", "lundi", date(2026, 11, 30)),
        ("back Monday with my whole team in room number 4", "Monday", date(2026, 11, 30)),
        ("de retour jeudi", "jeudi", date(2026, 11, 26)),
        ("back on 3/12", "3/12", date(2026, 12, 3)),
        ("back on 12/13", "12/13", date(2026, 12, 13)),
        ("de retour le 2 juin 2027", "2 juin 2027", date(2027, 6, 2)),
        ("de retour le samedi 12 décembre", "samedi 12 décembre", date(2026, 12, 12)),
    ],
)
def test_the_words_for_the_day(text: str, words: str, day: date) -> None:
    said = return_said(text, now=NOW)
    assert said
    assert (said.words, said.day) == (words, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("de retour le 14 décembre", date(2026, 12, 14)),
        ("de retour le 12 décembre", date(2026, 12, 14)),
        ("jusqu’au 11 décembre", date(2026, 12, 14)),
        ("jusqu’au 14 décembre", date(2026, 12, 15)),
        ("jusqu’au 24 décembre", date(2026, 12, 28)),
    ],
)
def test_the_first_working_day_on_which_they_are_there(text: str, day: date) -> None:
    said = return_said(text, now=NOW)
    assert said
    assert day_back(said, "") == day


@pytest.mark.parametrize(
    ("month", "number"),
    [
        ("January", 1),
        ("February", 2),
        ("March", 3),
        ("April", 4),
        ("May", 5),
        ("June", 6),
        ("July", 7),
        ("August", 8),
        ("September", 9),
        ("October", 10),
        ("November", 11),
        ("December", 12),
    ],
)
def test_the_months_in_english(month: str, number: int) -> None:
    now = datetime(2026, number, 1, 10, tzinfo=PARIS)
    for text in (f"back {month} 20", f"back {month} 20th, 2026", f"back on the 20th, {month} 2026"):
        said = return_said(text, now=now)
        assert said
        assert said.day == date(2026, number, 20)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("lundi", 30),
        ("mercredi", 25),
        ("jeudi", 26),
        ("vendredi", 27),
        ("Monday", 30),
        ("Wednesday", 25),
        ("Thursday", 26),
        ("Friday", 27),
    ],
)
def test_the_days_of_the_week(day: str, number: int) -> None:
    french = (f"De retour {day}.", f"Je vous répondrai {day}.", f"Fermé jusqu’à {day} inclus.")
    english = (f"Back on {day}.", f"Closed until {day} inclusive.")
    for text in english if day.endswith("day") else french:
        said = return_said(text, now=NOW)
        assert said
        assert said.day == date(2026, 11, number)


@pytest.mark.parametrize(
    "text",
    [
        "je vous répondrai dès le 14/12",
        "elle répondra à partir du 14/12",
        "nous répondrons le 14/12",
        "de retour samedi 14/12",
        "de retour dimanche 14/12",
        "back on Saturday 14/12",
        "back on Sunday, 14/12",
        "retour le 14/12, et non le 15/12",
    ],
)
def test_other_words_for_the_day_somebody_is_back(text: str) -> None:
    said = return_said(text, now=NOW)
    assert said
    assert (said.day, said.last_day_away) == (DECEMBER, False)


MONTHS = (
    ("janvier", "January"),
    ("février", "February"),
    ("mars", "March"),
    ("avril", "April"),
    ("mai", "May"),
    ("juin", "June"),
    ("juillet", "July"),
    ("août", "August"),
    ("septembre", "September"),
    ("octobre", "October"),
    ("novembre", "November"),
    ("décembre", "December"),
)


@pytest.mark.parametrize("number", range(1, 13))
def test_a_month_by_itself_begins_with_its_first_day(number: int) -> None:
    french, english = MONTHS[number - 1]
    now = datetime(2026, number - 1 or 12, 20, 10, tzinfo=PARIS)
    day = date(2027 if number == 1 else 2026, number, 1)
    for text in (
        f"de retour en {french}",
        f"de retour {french}",
        f"back in {english}",
        f"back {english}",
    ):
        said = return_said(text, now=now)
        assert said
        assert said.day == day


@pytest.mark.parametrize("month", [month for both in MONTHS for month in both])
def test_of_a_day_that_is_too_far_away_no_part_is_believed(month: str) -> None:
    """The number by itself would be a day of this month."""
    assert return_said(f"de retour le 28 {month} 2099", now=NOW) is None
    assert return_said(f"back on the 28th of {month} 2099", now=NOW) is None


@pytest.mark.parametrize("number", range(1, 13))
def test_a_comma_before_the_month_ends_no_date(number: int) -> None:
    """Without the month, the number would be a day of a month before."""
    now = datetime(2026 if number > 2 else 2025, (number - 3) % 12 + 1, 1, 10, tzinfo=PARIS)
    said = return_said(f"back on the 20th, {MONTHS[number - 1][1]} 2026", now=now)
    assert said
    assert said.day == date(2026, number, 20)


def test_a_comma_before_other_words_ends_the_date() -> None:
    assert return_said("de retour bientôt, merci, lundi", now=NOW) is None
