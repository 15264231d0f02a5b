"""The default templates for each situation, which she edits.

The letters that an outcome calls for stand with the outcome (calls/outcomes/).
"""

from __future__ import annotations

from decroche.calls.rules import APPOINTMENTS
from decroche.correspondence.rules import OUTCOME_MAILS
from decroche.shared.language import Language

# fields: [interlocuteur] [entreprise] [nom] [métier] [missions] [présentation] [date] [lieu] [de la
# part de]; in English
# [contact] [company] [name] [trade] [missions] [presentation] [date] [place] [on behalf of]
_LETTERS: dict[Language, dict[str, tuple[str, str]]] = {
    "fr": {
        "presentation": (
            "Ma présentation, comme convenu – [nom]",
            (
                "Bonjour [interlocuteur],\n\nMerci pour l’accueil au téléphone. Voici, comme "
                "convenu, mes coordonnées et ma présentation en une page.\n\n[présentation]\n\n"
                "Je reste à votre écoute dès qu’un projet se dessine.\n\nBien à vous,"
            ),
        ),
        "agency": (
            "En complément de votre agence – [nom]",
            (
                "Bonjour [interlocuteur],\n\nMerci pour notre échange. Vous travaillez avec une "
                "agence : gardez ma présentation pour les projets qu’elle ne prend pas, ou pour "
                "les moments où il manque quelqu’un entre vous, elle et vos équipes.\n\n"
                "[missions]\n\nBien à vous,"
            ),
        ),
        "too_late": (
            "Pour votre prochain projet – [nom]",
            (
                "Bonjour [interlocuteur],\n\nMerci pour votre franchise : pour ce projet-ci, "
                "j’arrive trop tard. Voici ma présentation pour le prochain ; je reprendrai "
                "contact le moment venu.\n\n[missions]\n\nBien à vous,"
            ),
        ),
        "follow_up": (
            "Ma présentation : l’avez-vous bien reçue ? – [nom]",
            (
                "Bonjour [interlocuteur],\n\nJe vous ai envoyé ma présentation la semaine "
                "dernière. Est-elle bien arrivée, et y a-t-il un projet dont nous pourrions "
                "parler ?\n\nBien à vous,"
            ),
        ),
        "referral": (
            "De la part de [de la part de] – [nom]",
            (
                "Bonjour [interlocuteur],\n\nJe vous écris de la part de [de la part de], qui a "
                "pensé que nous pourrions travailler ensemble. Voici ma présentation en une "
                "page.\n\n[missions]\n\nBien à vous,"
            ),
        ),
        "first": (
            "Ma présentation – [nom]",
            (
                "Bonjour [interlocuteur],\n\nJe me permets de vous écrire pour me présenter. Voici "
                "mes coordonnées et, en une page, ce que je fais.\n\n[présentation]\n\n"
                "Je reste à votre écoute dès qu’un projet se dessine.\n\nBien à vous,"
            ),
        ),
    },
    "en": {
        "presentation": (
            "My presentation, as agreed – [name]",
            (
                "Hello [contact],\n\nThank you for your time on the telephone. As agreed, here "
                "are my details and my one-page presentation.\n\n[presentation]\n\nDo write or "
                "call when a project takes shape.\n\nKind regards,"
            ),
        ),
        "agency": (
            "Beside your agency – [name]",
            (
                "Hello [contact],\n\nThank you for our talk. You work with an agency: do keep my "
                "presentation for the projects it does not take, or for the times when somebody "
                "is missing between you, them and your teams.\n\n[missions]\n\nKind regards,"
            ),
        ),
        "too_late": (
            "For your next project – [name]",
            (
                "Hello [contact],\n\nThank you for being frank: for this project I come too "
                "late. Here is my presentation for the next one; I will be in touch when the "
                "time comes.\n\n[missions]\n\nKind regards,"
            ),
        ),
        "follow_up": (
            "My presentation: did it reach you? – [name]",
            (
                "Hello [contact],\n\nI sent you my presentation last week. Did it arrive, and is "
                "there a project we could talk about?\n\nKind regards,"
            ),
        ),
        "referral": (
            "On behalf of [on behalf of] – [name]",
            (
                "Hello [contact],\n\nI write on behalf of [on behalf of], who thought that we "
                "could work together. Here is my presentation on one page.\n\n[missions]\n\nKind "
                "regards,"
            ),
        ),
        "first": (
            "My presentation – [name]",
            (
                "Hello [contact],\n\nI am writing to introduce myself: here are my details, and "
                "what I do, on one page.\n\n[presentation]\n\nDo write or call when a project "
                "takes shape.\n\nKind regards,"
            ),
        ),
    },
}
LETTERS = {
    language: letters | {code: mail.letters[language] for code, mail in OUTCOME_MAILS.items()}
    for language, letters in _LETTERS.items()
}
"""(subject, body) by language and situation."""


_DETAILS_FR = (
    "Mes coordonnées, comme convenu – [nom]",
    "Bonjour [interlocuteur],\n\nMerci pour l’accueil au téléphone. Voici, comme convenu, mes "
    "coordonnées.\n\nJe reste à votre écoute dès qu’un projet se dessine.\n\nBien à vous,",
)
_DETAILS_EN = (
    "My details, as agreed – [name]",
    "Hello [contact],\n\nThank you for your welcome on the telephone. Here, as agreed, are my "
    "details.\n\nDo write or call when a project takes shape.\n\nKind regards,",
)
_FIRST_FR = (
    "Mes coordonnées – [nom]",
    "Bonjour [interlocuteur],\n\nJe me permets de vous écrire pour vous laisser mes "
    "coordonnées.\n\nJe reste à votre écoute dès qu’un projet se dessine.\n\nBien à vous,",
)
_FIRST_EN = (
    "My details – [name]",
    "Hello [contact],\n\nI am writing to leave you my details.\n\nDo write or call when a project "
    "takes shape.\n\nKind regards,",
)
_MEETING_FR = (
    "Notre rendez-vous [date] – [nom]",
    "Bonjour [interlocuteur],\n\nJe vous confirme notre rendez-vous [date], [lieu].\n\nVous "
    "trouverez ci-joint une invitation pour votre agenda.\n\nÀ bientôt,",
)
_MEETING_EN = (
    "Our meeting [date] – [name]",
    "Hello [contact],\n\nThis confirms our meeting [date], [place].\n\nAn invitation for your "
    "calendar is attached.\n\nSee you soon,",
)


def plain_letter(situation: str, language: Language) -> tuple[str, str]:
    """The letter as long as she has not read and saved her offer: her details, and no statement
    about her that she did not make.
    """
    french = language == "fr"
    if situation in APPOINTMENTS:
        return _MEETING_FR if french else _MEETING_EN
    if situation == "first":
        return _FIRST_FR if french else _FIRST_EN
    return _DETAILS_FR if french else _DETAILS_EN
