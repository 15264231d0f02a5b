"""The information that a person is given (GDPR art. 13 and 14), in French, filled in from the data:
the complete notice, and what is said on the telephone.
"""

from __future__ import annotations

from decroche.accountability.controller import Controller
from decroche.accountability.document_words import day_in_words, laid_out, reached_at
from decroche.accountability.pages import Document, small, table, text, title
from decroche.compliance.references import RULES

_Row = tuple[str, ...]


def notice(who: Controller) -> Document:
    """The complete information notice (GDPR art. 13 and 14), to print, send or link to."""
    rows = [*_who_and_why(who), *_which_data(), *_how_long_and_what_rights(who)]
    parts = [
        text(
            "Vous avez reçu un appel ou un message de ma part. Voici ce que je fais de vos "
            "coordonnées, et comment m’arrêter."
        ),
        table(("Question", "Réponse"), rows),
        title("Ce que je dis à l’oral, au premier appel"),
        text(oral(who)),
        small(
            f"Références : {RULES['notice'].text} ; {RULES['objection'].text}. "
            f"État au {day_in_words(who)}."
        ),
    ]
    return laid_out(who, "Information sur vos données", RULES["notice"].text, parts)


def oral(who: Controller) -> str:
    """The short information that is given on the telephone."""
    return (
        f"« {who.name.removesuffix(chr(160) + 'EI')}{', ' + who.trade if who.trade else ''}. "
        "Je vous appelle pour vous présenter ce que je fais ; j’ai trouvé vos coordonnées "
        f"[source]. Si vous préférez que je ne rappelle pas, dites-le-moi et c’est fait. "
        f"L’information complète est dans l’e-mail que je peux vous envoyer. »"
    )


def _who_and_why(who: Controller) -> list[_Row]:
    """Who calls, what for and by which right."""
    return [
        ("Qui ?", f"{who.name}{', ' + who.trade if who.trade else ''}. {reached_at(who)}"),
        (
            "Pourquoi ?",
            (
                "Vous présenter mes prestations, tenir mes promesses de rappel, ne plus "
                "vous déranger si vous le demandez."
            ),
        ),
        (
            "Sur quelle base ?",
            (
                f"Mon intérêt légitime : {who.interest}. Si vous êtes un particulier : "
                "votre consentement, que vous pouvez retirer à tout moment."
            ),
        ),
    ]


def _which_data() -> list[_Row]:
    """Which data there are, where they come from and who receives them."""
    return [
        (
            "Quelles données ?",
            (
                "Votre nom, votre fonction, vos coordonnées professionnelles, la date et "
                "l’issue de nos échanges, ce que vous m’en avez dit."
            ),
        ),
        (
            "D’où viennent-elles ?",
            (
                "De la source que je vous indique à l’oral ou dans mon premier message : "
                "site de votre entreprise, annuaire professionnel, registre public, "
                "recommandation, ou vous-même. Je la précise sur simple demande."
            ),
        ),
        (
            "Qui les reçoit ?",
            (
                "Personne d’autre que moi. Mon fournisseur de messagerie transporte les "
                "e-mails. Elles ne sont ni vendues ni prêtées, ni transférées hors de "
                "l’Union européenne par mon outil."
            ),
        ),
    ]


def _how_long_and_what_rights(who: Controller) -> list[_Row]:
    """Until when they are kept, and what may be asked or complained of."""
    return [
        (
            "Combien de temps ?",
            (
                f"{who.months} mois après votre dernier contact, puis elles sont "
                "effacées. En cas d’opposition, je garde seulement une empreinte "
                "chiffrée de votre numéro et de votre adresse, pour ne plus jamais vous "
                "appeler."
            ),
        ),
        (
            "Vos droits",
            (
                "Vous pouvez me demander de voir, corriger ou effacer vos données, d’en "
                "limiter l’usage, et vous opposer à tout moment, sans motif : "
                f"{who.email or who.phone or '[votre adresse]'}. Je réponds dans le mois."
            ),
        ),
        (
            "Une réclamation ?",
            (
                "Auprès de la CNIL : www.cnil.fr, 3 place de Fontenoy, TSA 80715, 75334 "
                "Paris Cedex 07."
            ),
        ),
    ]
