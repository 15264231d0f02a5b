"""The legal text behind each rule, and how well it is verified (see shared/legal_figures.py). Plain
Python.
"""

from __future__ import annotations

from dataclasses import dataclass

from decroche.shared.legal_figures import Sure


@dataclass(frozen=True, slots=True)
class Reference:
    """A legal text by its usual French name."""

    text: str
    sure: Sure

    @property
    def unsure(self) -> bool:
        """Whether it is shown as “to be verified”."""
        return self.sure in ("C", "D")


RULES: dict[str, Reference] = {
    "objection": Reference("RGPD art. 21(2)-(3), C. pén. 226-18-1", "B"),
    "unlisted": Reference("C. com. R. 123-232-1 (statut P)", "A"),
    "consent": Reference("C. conso. L. 223-1", "A"),
    "contract": Reference("C. conso. L. 223-1 al. 4", "A"),
    "refusal": Reference("C. conso. L. 221-16", "B"),
    "attempts": Reference("C. conso. D. 223-9", "A"),
    "consumer_hours": Reference("C. conso. D. 223-9, C. trav. L. 3133-1", "A"),
    "local_holidays": Reference("C. trav. L. 3134-13, L. 3422-2", "C"),
    "professional": Reference("RGPD art. 6(1)(f)", "A"),
    "sole_trader": Reference("C. conso. article liminaire", "A"),
    "asked": Reference("CPCE L. 34-5", "A"),
    "mail_consent": Reference("CPCE L. 34-5", "A"),
    "customer_mail": Reference("CPCE L. 34-5 (clients)", "A"),
    "professional_mail": Reference("CPCE L. 34-5, CNIL (entre professionnels)", "B"),
    "generic_mailbox": Reference("CNIL, adresses génériques", "B"),
    "personal_webmail": Reference("CPCE L. 34-5 (choix prudent)", "D"),
    "notice": Reference("RGPD art. 13 et 14", "C"),
    "source": Reference("RGPD art. 14(2)(f), CNIL SAN-2024-020", "A"),
    "retention": Reference("CNIL, délib. n° 2021-131", "B"),
    "register": Reference("RGPD art. 30", "A"),
    "balancing": Reference("RGPD art. 6(1)(f), CNIL intérêt légitime", "A"),
    "requests": Reference("RGPD art. 12(3)", "A"),
    "access": Reference("RGPD art. 15", "C"),
    "rectification": Reference("RGPD art. 16", "C"),
    "erasure": Reference("RGPD art. 17", "C"),
    "recording": Reference("C. pén. 226-1, CNIL enregistrement", "A"),
    "surcharged": Reference("economie.gouv.fr, tarifs des numéros 08", "A"),
    "platform": Reference("ARCEP, décision n° 2022-1583", "B"),
    "caller_number": Reference("C. conso. L. 221-17", "B"),
    "breach": Reference("RGPD art. 33", "C"),
}
