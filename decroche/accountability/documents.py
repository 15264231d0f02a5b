"""The legal documents, in French, filled in from the data: the register of processing (GDPR art.
30), the balancing test of the legitimate interest, the information notice.

References that are not verified are followed by « (à vérifier) » (see compliance/references.py).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.utils.formats import date_format, number_format
from django.utils.translation import override

from decroche.accountability.controller import Controller, Holdings, controller, holdings
from decroche.accountability.pages import Document, Part, bullets, small, table, text, title
from decroche.compliance.references import RULES
from decroche.shared.clock import day_of
from decroche.shared.legal_figures import figure_on
from decroche.shared.words import on_one_line
from decroche.team.models import Member

_TWO = ("Rubrique", "Ce qui vaut ici")


def ref(rule: str) -> str:
    """The legal text of a rule, as it is cited."""
    reference = RULES[rule]
    return f"{reference.text} (à vérifier)" if reference.unsure else reference.text


def _figure_ref(name: str, on: date) -> str:
    """The legal text of a figure, as it is cited."""
    figure = figure_on(name, on)
    return f"{figure.reference} (à vérifier)" if figure.sure in ("C", "D") else figure.reference


def _day(who: Controller) -> str:
    with override("fr"):
        return date_format(who.at, "j F Y")


def _count(number: int) -> str:
    with override("fr"):
        return number_format(number, 0, force_grouping=True)


def _reach(who: Controller) -> str:
    return (
        on_one_line((who.address, who.email, who.phone))
        or "[vos coordonnées : à remplir dans Mon offre]"
    )


def _document(who: Controller, name: str, under: str, parts: list[Part]) -> Document:
    return Document(
        name,
        f"{who.name} · {under}",
        who.name,
        tuple(parts),
        foot=f"{name} · {who.name} · état au {_day(who)}",
    )


def _retention_rows(who: Controller) -> list[tuple[str, ...]]:
    """The table of retention: (what, how long, reference)."""
    on = day_of(who.at)
    years = who.months // 12 if who.months % 12 == 0 else 0
    span = f"{years} ans" if years else f"{who.months} mois"
    return [
        (
            "Prospects",
            (
                f"{span} après le dernier contact venu d’eux ; mes appels sans réponse ne "
                "renouvellent rien. Ensuite : noms, numéros directs, adresses et notes effacés "
                "; la société et son standard peuvent rester."
            ),
            _figure_ref("prospect_months", on),
        ),
        (
            "Clients",
            (
                "Pendant la relation, puis comme un prospect ; contrats 5 ans, factures 10 ans "
                "(hors de ce fichier)."
            ),
            f"{_figure_ref('contract_years', on)} ; {_figure_ref('invoice_years', on)}",
        ),
        (
            "Oppositions",
            "Sans limite, sous forme d’empreintes à clé (au moins 3 ans).",
            _figure_ref("suppression_years", on),
        ),
        (
            "Preuves de consentement",
            "Tant qu’il vaut, puis 5 ans après son retrait.",
            _figure_ref("consent_proof_years", on),
        ),
        ("Brouillons, fichiers en attente", "90 jours.", _figure_ref("draft_days", on)),
        (
            "Copies automatiques de la base",
            "30 jours ; aussitôt effacées lors d’un effacement demandé.",
            _figure_ref("automatic_backup_days", on),
        ),
        ("Enregistrements d’appels", "Aucun : Décroche n’enregistre pas.", ref("recording")),
    ]


def register(who: Controller, held: Holdings) -> Document:
    """The register of processing (GDPR art. 30), with the one processing there is."""
    parts = [
        text(
            "Ce registre décrit le seul traitement de ce fichier : la prospection par "
            "téléphone et par e-mail d’organisations et des personnes qui y travaillent. Il "
            "est obligatoire même pour une personne seule, parce que la prospection n’est "
            "pas occasionnelle."
        ),
        table(
            _TWO,
            [
                (
                    "Responsable",
                    (
                        f"{who.name}{', ' + who.trade if who.trade else ''}. SIRET : "
                        f"{who.siret}. {_reach(who)}"
                    ),
                ),
                ("Délégué à la protection des données", "Aucun : non requis pour ce traitement."),
                (
                    "Finalités",
                    (
                        "Présenter mes prestations, répondre aux demandes, suivre les rappels "
                        "promis, mesurer mon activité, tenir la liste des oppositions."
                    ),
                ),
                (
                    "Base légale",
                    (
                        f"Intérêt légitime pour les professionnels ({ref('professional')}), voir "
                        "l’analyse séparée. Consentement pour les particuliers "
                        f"({ref('consent')})."
                    ),
                ),
                (
                    "Personnes concernées",
                    (
                        f"Interlocuteurs d’organisations ({_count(held.people)} personnes nommées "
                        f"sur {_count(held.cards)} fiches), dont {_count(held.consumers)} fiches "
                        "traitées comme des particuliers."
                    ),
                ),
                (
                    "Données",
                    (
                        "Nom, fonction, numéros et e-mail professionnels, société et lieu ; date "
                        "et issue des appels, notes de l’entretien, messages échangés, rappels, "
                        "oppositions, consentements. Aucune donnée sensible ne doit entrer dans "
                        "les notes."
                    ),
                ),
                (
                    "Sources",
                    " ; ".join(
                        f"{source} ({_count(count)})" for source, _nature, count in held.sources
                    )
                    or "Aucune fiche pour l’instant.",
                ),
                (
                    "Destinataires",
                    (
                        "Personne d’autre que moi ; mon fournisseur de messagerie pour les "
                        "e-mails envoyés et reçus."
                    ),
                ),
                (
                    "Transferts hors UE",
                    "Aucun par Décroche. À vérifier auprès de votre fournisseur de messagerie.",
                ),
                (
                    "Sécurité",
                    (
                        "Base de données sur ma machine, sans compte ni suivi ; mot de passe de "
                        "messagerie dans un coffre chiffré ; aucune requête vers l’extérieur "
                        "sans action de ma part ; journal de chaque modification ; oppositions "
                        "sous forme d’empreintes à clé."
                    )
                    + (f" {who.measures}" if who.measures else ""),
                ),
            ],
        ),
        title("Durées"),
        table(("Quoi", "Combien de temps", "Référence"), _retention_rows(who)),
        title("Droits"),
        text(
            "Accès, rectification, effacement, opposition : par simple message à "
            f"{who.email or who.phone or '[votre adresse]'}. Réponse dans le mois "
            f"({ref('requests')}). L’opposition prend effet aussitôt ({ref('objection')}). "
            f"En cas de violation de données : CNIL dans les 72 heures ({ref('breach')})."
        ),
    ]
    return _document(who, "Registre des activités de traitement", ref("register"), parts)


def balancing(who: Controller, held: Holdings) -> Document:
    """The assessment of the legitimate interest: purpose, necessity, balance, safeguards,
    conclusion.
    """
    unknown = sum(count for _source, nature, count in held.sources if not nature)
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
        bullets(
            (
                "Les personnes sont appelées pour leur fonction, sur leur ligne professionnelle, "
                "aux heures de bureau : elles peuvent s’y attendre."
            ),
            (
                "L’effet sur elles est faible : un appel court, qui dit d’emblée qui parle et "
                "pourquoi, et qu’un mot suffit à arrêter."
            ),
            (
                f"La source de chaque fiche est notée ; {_count(unknown)} fiches ont une source "
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
        ),
        title("4. Les garanties"),
        bullets(
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
        ),
        title("5. Conclusion"),
        text(
            f"L’intérêt de {who.name} n’est pas primé par les droits des personnes, tant que "
            "ces garanties sont tenues. Pour les particuliers, cette base ne vaut pas : "
            "seul un consentement prouvé permet d’appeler."
        ),
        small(
            f"Références : {ref('professional')} ; {ref('balancing')} ; {ref('notice')}. "
            f"Analyse établie le {_day(who)} à partir des réglages et des données."
        ),
    ]
    return _document(who, "Analyse de l’intérêt légitime", ref("balancing"), parts)


def notice(who: Controller) -> Document:
    """The complete information notice (GDPR art. 13 and 14), to print, send or link to."""
    parts = [
        text(
            "Vous avez reçu un appel ou un message de ma part. Voici ce que je fais de vos "
            "coordonnées, et comment m’arrêter."
        ),
        table(
            ("Question", "Réponse"),
            [
                ("Qui ?", f"{who.name}{', ' + who.trade if who.trade else ''}. {_reach(who)}"),
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
            ],
        ),
        title("Ce que je dis à l’oral, au premier appel"),
        text(oral(who)),
        small(
            f"Références : {RULES['notice'].text} ; {RULES['objection'].text}. État au {_day(who)}."
        ),
    ]
    return _document(who, "Information sur vos données", RULES["notice"].text, parts)


def oral(who: Controller) -> str:
    """The short information that is given on the telephone."""
    return (
        f"« {who.name.removesuffix(chr(160) + 'EI')}{', ' + who.trade if who.trade else ''}. "
        "Je vous appelle pour vous présenter ce que je fais ; j’ai trouvé vos coordonnées "
        f"[source]. Si vous préférez que je ne rappelle pas, dites-le-moi et c’est fait. "
        f"L’information complète est dans l’e-mail que je peux vous envoyer. »"
    )


DOCUMENTS: dict[str, Callable[[Member, datetime], Document]] = {
    "register": lambda by, at: register(controller(by, at), holdings(by.workspace)),
    "balancing": lambda by, at: balancing(controller(by, at), holdings(by.workspace)),
    "notice": lambda by, at: notice(controller(by, at)),
}
"""{code: function that makes the document for a member, at an instant}."""
FILENAMES = {
    "register": "registre-des-traitements",
    "balancing": "analyse-interet-legitime",
    "notice": "information-sur-vos-donnees",
}
