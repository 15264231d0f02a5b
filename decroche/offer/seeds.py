"""The first offer, which she edits: that of a freelance communication project manager. It has no
examples and references, since those would be read as facts about her.
"""

from __future__ import annotations

from dataclasses import replace

from decroche.offer.rules import CLIENT, DESIGNER, DEVELOPER, ME, OfferData, ServiceSaid, StepSaid
from decroche.shared.language import Language

_FR = OfferData(
    tagline=(
        "Je définis vos projets de communication, je les mène jusqu’au bout et j’en écris les "
        "textes."
    ),
    services=(
        ServiceSaid(
            "Site web",
            (
                "De l’idée à la mise en ligne : je définis le projet, je le suis entre vous, le "
                "développeur et le graphiste, et j’écris."
            ),
            "",
            "Cahier des charges, arborescence, textes, compte rendu chaque semaine",
            "Un interlocuteur, vos documents, une validation à chaque étape",
            "6 à 12 semaines",
            "",
            (
                StepSaid("Définition du projet", (ME, CLIENT)),
                StepSaid("Fonctions et cahier des charges", (ME,)),
                StepSaid("Arborescence", (ME,)),
                StepSaid("Charte et maquettes", (DESIGNER,), "excluded"),
                StepSaid("Développement", (DEVELOPER,), "excluded"),
                StepSaid("Suivi entre vous, le développeur et le graphiste", (ME,)),
                StepSaid("Rédaction des textes", (ME,)),
                StepSaid("Recette et mise en ligne", (ME, DEVELOPER)),
                StepSaid("Hébergement et maintenance", (DEVELOPER,), "excluded"),
            ),
        ),
        ServiceSaid(
            "Communication interne",
            "Je trouve ce qui manque à vos équipes, je le mets en mots et en rendez-vous.",
            "",
            "Plan, calendrier, textes",
            "Un accès aux équipes",
            "2 à 6 semaines",
            "",
            (
                StepSaid("Écoute des équipes", (ME,)),
                StepSaid("Plan de communication", (ME,)),
                StepSaid("Validation", (CLIENT,)),
                StepSaid("Rédaction", (ME,)),
                StepSaid("Mise en page", (DESIGNER,), "optional"),
                StepSaid("Bilan", (ME, CLIENT)),
            ),
        ),
        ServiceSaid(
            "Événement",
            "Du premier brief au lendemain : organisation, prestataires, annonces, bilan.",
            "",
            "Déroulé, budget suivi, invitations",
            "Une date, un budget, un lieu si vous en avez un",
            "2 à 4 mois",
            "",
            (
                StepSaid("Idée et budget", (ME, CLIENT)),
                StepSaid("Recherche des prestataires", (ME,)),
                StepSaid("Visuels", (DESIGNER,), "optional"),
                StepSaid("Invitations et annonces", (ME,)),
                StepSaid("Jour J", (ME, CLIENT)),
                StepSaid("Bilan", (ME,)),
            ),
        ),
    ),
)
_EN = OfferData(
    tagline="I define your communication projects, see them through and write their words.",
    services=(
        ServiceSaid(
            "Website",
            (
                "From the idea to going live: I define the project, run it between you, the "
                "developer and the designer, and write."
            ),
            "",
            "Brief, site tree, texts, a report every week",
            "One person to talk to, your documents, an approval at each step",
            "6 to 12 weeks",
            "",
            (
                StepSaid("Project definition", (ME, CLIENT)),
                StepSaid("Functions and brief", (ME,)),
                StepSaid("Site tree", (ME,)),
                StepSaid("Style and mock-ups", (DESIGNER,), "excluded"),
                StepSaid("Development", (DEVELOPER,), "excluded"),
                StepSaid("Follow-up between you, developer and designer", (ME,)),
                StepSaid("Writing", (ME,)),
                StepSaid("Acceptance and going live", (ME, DEVELOPER)),
                StepSaid("Hosting and maintenance", (DEVELOPER,), "excluded"),
            ),
        ),
        ServiceSaid(
            "Internal communication",
            "I find what your teams miss and put it into words and meetings.",
            "",
            "Plan, calendar, texts",
            "Access to the teams",
            "2 to 6 weeks",
            "",
            (
                StepSaid("Listening to the teams", (ME,)),
                StepSaid("Communication plan", (ME,)),
                StepSaid("Approval", (CLIENT,)),
                StepSaid("Writing", (ME,)),
                StepSaid("Layout", (DESIGNER,), "optional"),
                StepSaid("Review", (ME, CLIENT)),
            ),
        ),
        ServiceSaid(
            "Event",
            (
                "From the first brief to the day after: organisation, suppliers, announcements, "
                "review."
            ),
            "",
            "Running order, budget kept, invitations",
            "A date, a budget, a place if you have one",
            "2 to 4 months",
            "",
            (
                StepSaid("Idea and budget", (ME, CLIENT)),
                StepSaid("Finding suppliers", (ME,)),
                StepSaid("Visuals", (DESIGNER,), "optional"),
                StepSaid("Invitations and announcements", (ME,)),
                StepSaid("The day itself", (ME, CLIENT)),
                StepSaid("Review", (ME,)),
            ),
        ),
    ),
)

_OFFERS = (_FR, _EN)


def first_offer(language: Language) -> OfferData:
    """The first offer in a language of the product."""
    return _EN if language == "en" else _FR


def is_example(said: str | ServiceSaid) -> bool:
    """Whether a sentence under her name, or a service, is word for word one of a first offer."""
    if isinstance(said, str):
        return any(said == offer.tagline for offer in _OFFERS)
    plain = replace(said, pk=None)
    return any(plain in offer.services for offer in _OFFERS)


def has_examples(offer: OfferData) -> bool:
    """Whether anything in an offer is still as it was proposed."""
    return is_example(offer.tagline) or any(map(is_example, offer.services))
