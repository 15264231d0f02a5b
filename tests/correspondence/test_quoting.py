"""Her own words in an answer, apart from the mail she quotes, as each program quotes it."""

from __future__ import annotations

import pytest

from decroche.correspondence.quoting import own_words

THEIRS = "Bonjour, voici ma présentation."
"""What was sent, quoted without any sign."""


def cut(line: str) -> bool:
    """Whether a line begins the quotation: nothing after it was written by the sender."""
    said = own_words(f"Oui.\n\n{line}\n{THEIRS}")
    assert said in ("Oui.", f"Oui.\n\n{line}\n{THEIRS}")
    return said == "Oui."


@pytest.mark.parametrize(
    "wrote",
    [
        "a écrit",
        "a ecrit",
        "wrote",
        "writes",
        "schrieb",
        "escribió",
        "escribio",
        "ha scritto",
        "schreef",
        "escreveu",
        "a répondu",
        "a repondu",
        "napisał",
    ],
)
def test_the_word_for_to_write_in_each_language(wrote: str) -> None:
    assert cut(f"25/11/2026, Camille {wrote} :")
    assert cut(f"Camille Arnaud {wrote}:")
    assert not cut(f"25/11/2026, Camille {wrote} mal, pardon")
    assert not cut("25/11/2026, Camille Arnaud :")


@pytest.mark.parametrize(
    "day",
    [
        "25/11",
        "25.11.2026",
        "2026-11-25",
        "1 décembre",
        "1er décembre",
        "1st December",
        "2nd December",
        "3rd December",
        "4th December",
        "1. Dezember",
        "December 1st",
        "Nov 25",
        "10:30",
        "10h30",
        "10 h 30",
    ],
)
def test_the_day_in_each_spelling(day: str) -> None:
    assert cut(f"{day}, Camille a écrit :")
    assert cut(f"Le {day}, Camille a écrit :")
    assert not cut("Hier, Camille a écrit :")


@pytest.mark.parametrize(
    "first", ["Le", "On", "Am", "El", "Il", "Op", "Em", "Dne", "À", "A", "En date du"]
)
def test_the_word_before_the_day_in_each_language(first: str) -> None:
    assert cut(f"{first} mer., 25/11/2026, Camille a écrit :")
    assert not cut(f"{first}x mer., 25/11/2026, Camille a écrit :")
    assert not cut(f"{first} mer., Camille a écrit :")


@pytest.mark.parametrize(
    "line",
    [
        "Camille, la graphiste <c@arnaud.example> a écrit :",
        "25/11/2026, Camille a écrit c@arnaud.example :",
        "25/11/2026, Camille wrote from c@arnaud.example:",
        "25/11/2026, message que Camille a écrit de c@arnaud.example :",
        "25/11/2026, Camille a écrit le message suivant :",
        "Camille, la graphiste <c@arnaud.example> a écrit le mercredi 25/11/2026 à 10 h :",
        "Camille, the designer <c@arnaud.example> wrote on Wednesday 10:30:",
        "25/11/2026, um 10:30 schrieb Camille Arnaud:",
        "25/11/2026, om 10:30 schreef Camille Arnaud:",
        "  25/11/2026, Camille a écrit :  ",
    ],
)
def test_other_forms_of_the_line_before_a_quotation(line: str) -> None:
    assert cut(line)


@pytest.mark.parametrize(
    "line",
    [
        "25/11/2026, Camille a écrit hier :",
        "Camille, la graphiste, a écrit :",
        "Voici ce que notre directrice de la communication a demandé :",
        "Nous sommes d’accord. Camille a écrit :",
        "Je note trois points :",
        "Un devis du 25/11/2026 nous irait.",
    ],
)
def test_a_sentence_of_hers_begins_no_quotation(line: str) -> None:
    assert not cut(line)


@pytest.mark.parametrize(
    "first",
    ["De", "From", "Von", "Da", "Van", "Desde", "Expéditeur", "Expediteur", "*De", "| De", "_De"],
)
def test_the_sender_in_a_header_of_outlook(first: str) -> None:
    assert cut(f"{first} : Camille\nDate : mercredi\nObjet : x\n")
    assert cut(f"{first}: Camille\nDate: mercredi\nObjet: x\n")
    assert not cut(f"{first} : Camille\nDate : mercredi\n")
    assert not cut(f"{first} :\nDate : mercredi\nObjet : x\n")
    above = f"Note : mercredi\nPoint : x\n{first} : Camille"
    assert own_words(f"{above}\nOui.") == f"{above}\nOui."


@pytest.mark.parametrize(
    "first",
    [
        "Message du",
        "Envoyé",
        "Envoye le",
        "Envoyée le",
        "Date",
        "Sent",
        "Objet",
        "Sujet",
        "Subject",
    ],
)
def test_a_header_of_orange_has_other_lines_above_the_sender(first: str) -> None:
    assert cut(f"{first} : x\nÀ : Com\nCc : Com\nDe : Camille\n")
    assert cut(f"*{first}: x\nDe : Camille\nÀ : Com\nCc : Com\n")
    assert not cut(f"{first} : x\nÀ : Com\nCc : Com\nNote : x\nDe : Camille\n")
    assert not cut(f"{first} : x\nDe : Camille\n")
    assert not cut("Note : x\nÀ : Com\nCc : Com\nDe : Camille\n")


@pytest.mark.parametrize(
    "field",
    [
        "Envoyé",
        "Envoye",
        "Envoyée",
        "Envoyé le",
        "Date",
        "Sent",
        "Gesendet",
        "Inviato",
        "Enviado",
        "Verzonden",
        "À",
        "A",
        "To",
        "An",
        "Aan",
        "Cc",
        "Objet",
        "Sujet",
        "Subject",
        "Betreff",
        "Oggetto",
        "Asunto",
        "Onderwerp",
        "Para",
        "Destinataire",
        "Destinataires",
        "Copie à",
        "Copie a",
        "Répondre à",
        "Repondre a",
        "Importance",
        "Reply-To",
        "*Date",
    ],
)
def test_the_other_lines_of_such_a_header(field: str) -> None:
    other = "Objet" if field == "Date" else "Date"
    assert cut(f"De : Camille\n{field} : x\n{other} : y\n")
    assert cut(f"De : Camille\n{field}: x\n{other}: y\n")
    assert not cut(f"De : Camille\n{field} : x\nNote : y\n")


def test_a_header_of_outlook_has_its_lines_within_eight() -> None:
    other = "X-Note : y\n"
    assert cut(f"De : Camille\nDate : x\n{other * 6}Objet : y\n")
    assert not cut(f"De : Camille\nDate : x\n{other * 7}Objet : y\n")


@pytest.mark.parametrize(
    "line",
    [
        "-----Message d'origine-----",
        "-----Message d’origine-----",
        "-- Message original --",
        "-----Original Message-----",
        "---------- Forwarded message ---------",
        "---------- Message transféré ----------",
        "---------- Message transfere ----------",
        "-----Ursprüngliche Nachricht-----",
        "-----Ursprungliche Nachricht-----",
        "-----Mensaje original-----",
        "-----Messaggio originale-----",
        "-----Oorspronkelijk bericht-----",
        "-----E-mail d'origine-----",
        "-----Courriel original-----",
        "-----Email d'origine-----",
        "-----Mail transféré-----",
        "-----E-mail transfere-----",
        "________",
        "________________________________ ",
        "Begin forwarded message:",
        "Début du message réexpédié :",
        "Debut du message reexpedie :",
        "Début du message transféré :",
        "Debut du message transfere :",
        "Début du message transmis :",
        "Message original",
        "Message d'origine :",
    ],
)
def test_a_line_that_parts_an_answer_from_what_it_quotes(line: str) -> None:
    assert cut(line)


@pytest.mark.parametrize(
    "line",
    [
        "-Message d'origine inconnue",
        "--- Nos services ---",
        "_______",
        "________ signez ici",
        "Message original et drôle",
        "Message d'origine italienne",
        "Notre message original",
    ],
)
def test_a_line_that_parts_nothing(line: str) -> None:
    assert not cut(line)


@pytest.mark.parametrize(
    "line",
    [
        "Envoyé de mon iPhone",
        "Envoye de mon iPhone",
        "Envoyé depuis mon Galaxy",
        "Envoyé à partir de Outlook",
        "Envoye a partir de Outlook",
        "Sent from my iPhone",
        "Sent via Outlook",
        "Obtenir Outlook pour Android",
        "Get Outlook for iOS",
        "Télécharger Outlook pour iOS",
        "Telecharger Outlook pour iOS",
        "Provenance : Courrier pour Windows 10",
        "Von meinem iPhone gesendet",
        "Gesendet von Outlook",
        "Expédié depuis mon téléphone",
        "Expedie depuis mon telephone",
        "  Sent from my iPhone",
    ],
)
def test_what_a_telephone_writes_below_is_not_hers(line: str) -> None:
    assert own_words(f"Oui.\n\n{line}\n\nAnne") == "Oui.\n\nAnne"


@pytest.mark.parametrize(
    "line",
    [
        "Envoyé demain",
        "Envoyez-le depuis Lyon",
        "Sent fromage",
        "Get Outlooks",
        "La provenance : Lyon",
    ],
)
def test_a_line_that_only_begins_alike_is_hers(line: str) -> None:
    assert own_words(f"Oui.\n{line}") == f"Oui.\n{line}"


QUOTED = "Le 25/11/2026 à 10:30, Camille a écrit :\n> Un site ?"


@pytest.mark.parametrize(
    "greeting",
    [
        "Bonjour",
        "Bonsoir",
        "Hello",
        "Hi",
        "Dear",
        "Salut",
        "Madame",
        "Monsieur",
        "Cher",
        "Chère",
        "Camille",
        "Anne-Lise",
        "Solène Vasseur",
        "Good morning",
        "Bonjour Madame Arnaud de Lille",
    ],
)
def test_a_greeting_stands_above_an_answer_that_stands_below(greeting: str) -> None:
    assert own_words(f"{greeting},\n\n{QUOTED}\n\nAppelez-moi.") == f"{greeting},\n\nAppelez-moi."


@pytest.mark.parametrize(
    "above", ["Oui", "Camille", "Trois mots Ici,", "Bonjour Madame Arnaud de la ville", "Bonjourno"]
)
def test_more_than_a_greeting_is_the_answer(above: str) -> None:
    assert own_words(f"{above}\n\n{QUOTED}\n\nCamille Arnaud, graphiste") == above


@pytest.mark.parametrize(
    "words",
    [
        "Voyez ci-dessous",
        "Réponses en dessous",
        "J’ai répondu dans le texte",
        "Mes réponses dans votre mail",
        "Mes réponses dans votre message",
        "See below",
        "Answers inline",
        "Answers in line",
        "Mes réponses en bleu",
        "Mes réponses en rouge",
        "Mes réponses en vert",
        "Mes réponses en gras",
        "Mes réponses sous chaque point",
        "Mes réponses sous vos questions",
        "Mes réponses à la suite",
        "Mes réponses plus bas",
    ],
)
def test_an_answer_that_sends_below_goes_on_below(words: str) -> None:
    assert own_words(f"{words}.\n\n{QUOTED}\nOui.") == f"{words}.\n\nOui."
    assert own_words(f"x{words}x.\n\n{QUOTED}\nOui.") != f"{words}.\n\nOui."


@pytest.mark.parametrize("words", ["Voyez ci-dessousx", "Answers xinline", "Answers inlined"])
def test_a_word_that_only_looks_alike_sends_nowhere(words: str) -> None:
    assert own_words(f"{words}.\n\n{QUOTED}\nOui.") == f"{words}."


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Oui.\r\n> Bonjour\r\nNon.", "Oui.\nNon."),
        ("Oui.\n  > Bonjour\nNon.", "Oui.\nNon."),
        ("3 > 2", "3 > 2"),
        ("a  \n\n\n\n\nb", "a\n\nb"),
        ("a\n\nb", "a\n\nb"),
        ("", ""),
        # A line that introduces nothing more, or a quotation without signs: nothing is hers.
        ("Le 25/11/2026, Camille a écrit :\n\n", ""),
        ("Le 25/11/2026, Camille a écrit :\nBonjour, voici.", ""),
        ("Le 25/11/2026, Camille a écrit :\n\n  > Bonjour\nOui.", "Oui."),
        ("Le 25/11/2026, Camille a écrit :\n> Un ?\nOui.\n> Deux ?\nNon.", "Oui.\nNon."),
        # The line is wrapped: over four lines at most, an empty line or a sign ends it.
        ("Oui.\nLe 25/11/2026,\nCamille\nArnaud\na écrit :\nBonjour", "Oui."),
        (
            "Oui.\nLe 25/11/2026,\nCamille,\nArnaud,\nelle-même,\na écrit :\nBonjour",
            "Oui.\nLe 25/11/2026,\nCamille,\nArnaud,\nelle-même,\na écrit :\nBonjour",
        ),
        ("Oui.\nLe 25/11/2026,\n\nde a écrit, mal :", "Oui.\nLe 25/11/2026,\n\nde a écrit, mal :"),
        ("Oui.\nLe 25/11/2026,\n> de a écrit :", "Oui.\nLe 25/11/2026,"),
        # A signature ends an answer, and begins none.
        ("Oui.\n-- \nAnne", "Oui."),
        ("Oui.\n--\nAnne", "Oui."),
        ("-- \nAnne", "--\nAnne"),
        ("Oui.\n---\nAnne", "Oui.\n---\nAnne"),
    ],
)
def test_an_answer_without_its_quotation(text: str, own: str) -> None:
    assert own_words(text) == own


def test_a_very_long_line_is_text() -> None:
    def line(letters: int) -> str:
        begun = "25/11/2026, Camille a écrit c@"
        return begun + "x" * (letters - len(begun) - 2) + " :"

    assert cut(line(400))
    assert not cut(line(401))
    assert cut(line(500).replace(", ", ",\n"))
    assert not cut(line(501).replace(", ", ",\n"))


SENT = ["Voici ma présentation comme convenu.", "Répondez et je vous appelle volontiers."]


@pytest.mark.parametrize(
    ("answer", "own"),
    [
        ("Oui.\nVoici ma présentation comme convenu.", "Oui."),
        ("Oui.\nvoici ma PRESENTATION comme", "Oui."),
        ("Oui.\nje vous appelle volontiers", "Oui."),
        ("Oui.\nVoici ma présentation", "Oui.\nVoici ma présentation"),
        ("Oui.\nVoici ma présentation comme prévu", "Oui.\nVoici ma présentation comme prévu"),
    ],
)
def test_four_words_of_what_she_was_sent_are_not_hers(answer: str, own: str) -> None:
    assert own_words(answer, SENT) == own
