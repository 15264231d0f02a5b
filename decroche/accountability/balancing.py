"""The assessment of the legitimate interest (GDPR art. 6), in French, filled in from the data."""

from __future__ import annotations

from decroche.accountability.controller import Controller, Holdings
from decroche.accountability.document_words import counted, day_in_words, laid_out, ref
from decroche.accountability.pages import Document, Part, bullets, small, text, title


def balancing(who: Controller, held: Holdings) -> Document:
    """The assessment of the legitimate interest: purpose, necessity, balance, safeguards,
    conclusion.
    """
    parts = [
        text(
            "Pourquoi je peux appeler des professionnels sans leur demander avant, et à "
            "quelles conditions. À relire chaque année."
        ),
        title("1. L’intérêt"),
        text(
            f"Mon intérêt : {who.interest}. Il est licite, réel et précis ; il n’est pas "
            "purement celui d’un tiers."
        ),
        title("2. La nécessité"),
        text(
            "Le téléphone est nécessaire : la prestation se comprend en parlant, le besoin "
            "et son moment ne sont publiés nulle part, et l’appel fait à la main touche "
            "moins de personnes qu’un envoi en nombre. Les données sont réduites à ce qu’il "
            "faut pour joindre la bonne personne et ne pas la rappeler pour rien."
        ),
        title("3. La mise en balance"),
        _balance(held),
        title("4. Les garanties"),
        _safeguards(who),
        title("5. Conclusion"),
        text(
            f"L’intérêt de {who.name} n’est pas primé par les droits des personnes, tant que "
            "ces garanties sont tenues. Pour les particuliers, cette base ne vaut pas : "
            "seul un consentement prouvé permet d’appeler."
        ),
        small(
            f"Références : {ref('professional')} ; {ref('balancing')} ; {ref('notice')}. "
            f"Analyse établie le {day_in_words(who)} à partir des réglages et des données."
        ),
    ]
    return laid_out(who, "Analyse de l’intérêt légitime", ref("balancing"), parts)


def _balance(held: Holdings) -> Part:
    """What the persons may expect, and what a call does to them."""
    unknown = sum(count for _source, nature, count in held.sources if not nature)
    return bullets(
        (
            "Les personnes sont appelées pour leur fonction, sur leur ligne professionnelle, "
            "aux heures de bureau : elles peuvent s’y attendre."
        ),
        (
            "L’effet sur elles est faible : un appel court, qui dit d’emblée qui parle et "
            "pourquoi, et qu’un mot suffit à arrêter."
        ),
        (
            f"La source de chaque fiche est notée ; {counted(unknown)} fiches ont une source "
            "dont la nature reste à préciser."
        )
        if unknown
        else "La source de chaque fiche est notée, avec sa nature.",
        (
            "Les coordonnées dont la personne a restreint la visibilité ne sont pas "
            "collectées (CNIL, SAN-2024-020)."
        ),
        (
            "Les entreprises dont la diffusion est partielle au registre ne sont pas "
            f"prospectées à partir de lui ({ref('unlisted')})."
        ),
    )


def _safeguards(who: Controller) -> Part:
    """What limits the effect on them."""
    return bullets(
        (
            "Opposition en un mot pendant l’appel, ou « STOP » en réponse à un e-mail : "
            "effet immédiat, pour toujours, y compris contre une nouvelle importation."
        ),
        (
            "Information : à l’oral au premier appel, par écrit au premier e-mail, au plus "
            "tard dans le mois."
        ),
        (
            "Au plus 4 appels en 30 jours à une même entreprise, 6 tentatives vaines au "
            "plus, puis un an de repos."
        ),
        (
            "Doute sur une personne qui travaille seule : traitée comme un particulier, "
            f"donc pas d’appel sans consentement prouvé ({ref('consent')})."
        ),
        f"Conservation : {who.months} mois après le dernier contact venu d’elle.",
        (
            "Pas d’enregistrement, pas de pixel de suivi, pas de décision automatisée "
            "produisant un effet juridique. L’ordre des appels est une aide statistique "
            "calculée sur ma machine."
        ),
    )
