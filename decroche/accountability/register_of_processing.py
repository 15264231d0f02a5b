"""The register of processing (GDPR art. 30), in French, filled in from the data."""

from __future__ import annotations

from decroche.accountability.controller import Controller, Holdings
from decroche.accountability.document_words import counted, figure_ref, laid_out, reached_at, ref
from decroche.accountability.pages import Document, Part, table, text, title
from decroche.shared.clock import day_of

_Row = tuple[str, ...]


def register(who: Controller, held: Holdings) -> Document:
    """The register, with the one processing there is."""
    rows = [*_who_and_why(who), *_whose_data(held), *_where_it_goes(who)]
    parts = [
        text(
            "Ce registre décrit le seul traitement de ce fichier : la prospection par "
            "téléphone et par e-mail d’organisations et des personnes qui y travaillent. Il "
            "est obligatoire même pour une personne seule, parce que la prospection n’est "
            "pas occasionnelle."
        ),
        table(("Rubrique", "Ce qui vaut ici"), rows),
        title("Durées"),
        table(("Quoi", "Combien de temps", "Référence"), _retention(who)),
        title("Droits"),
        _rights(who),
    ]
    return laid_out(who, "Registre des activités de traitement", ref("register"), parts)


def _who_and_why(who: Controller) -> list[_Row]:
    """Who answers for the data, for what and by which right."""
    return [
        (
            "Responsable",
            (
                f"{who.name}{', ' + who.trade if who.trade else ''}. SIRET : "
                f"{who.siret}. {reached_at(who)}"
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
    ]


def _whose_data(held: Holdings) -> list[_Row]:
    """Whose data there are, which, and where they come from."""
    return [
        (
            "Personnes concernées",
            (
                f"Interlocuteurs d’organisations ({counted(held.people)} personnes nommées "
                f"sur {counted(held.cards)} fiches), dont {counted(held.consumers)} fiches "
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
            " ; ".join(f"{source} ({counted(count)})" for source, _nature, count in held.sources)
            or "Aucune fiche pour l’instant.",
        ),
    ]


def _where_it_goes(who: Controller) -> list[_Row]:
    """Who receives the data, and how they are kept safe."""
    return [
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
    ]


def _retention(who: Controller) -> list[_Row]:
    """(what, how long it is kept, reference)."""
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
            figure_ref("prospect_months", on),
        ),
        (
            "Clients",
            (
                "Pendant la relation, puis comme un prospect ; contrats 5 ans, factures 10 ans "
                "(hors de ce fichier)."
            ),
            f"{figure_ref('contract_years', on)} ; {figure_ref('invoice_years', on)}",
        ),
        (
            "Oppositions",
            "Sans limite, sous forme d’empreintes à clé (au moins 3 ans).",
            figure_ref("suppression_years", on),
        ),
        (
            "Preuves de consentement",
            "Tant qu’il vaut, puis 5 ans après son retrait.",
            figure_ref("consent_proof_years", on),
        ),
        ("Brouillons, fichiers en attente", "90 jours.", figure_ref("draft_days", on)),
        (
            "Copies automatiques de la base",
            "30 jours ; aussitôt effacées lors d’un effacement demandé.",
            figure_ref("automatic_backup_days", on),
        ),
        ("Enregistrements d’appels", "Aucun : Décroche n’enregistre pas.", ref("recording")),
    ]


def _rights(who: Controller) -> Part:
    """What each person may ask for, and where."""
    return text(
        "Accès, rectification, effacement, opposition : par simple message à "
        f"{who.email or who.phone or '[votre adresse]'}. Réponse dans le mois "
        f"({ref('requests')}). L’opposition prend effet aussitôt ({ref('objection')}). "
        f"En cas de violation de données : CNIL dans les 72 heures ({ref('breach')})."
    )
