"""What the legal documents have in common: how a text of the law is cited, how a day, a count and
the controller are written, the head and the foot.
"""

from __future__ import annotations

from datetime import date

from django.utils.formats import number_format
from django.utils.translation import override

from decroche.accountability.controller import Controller
from decroche.accountability.pages import Document, Part
from decroche.compliance.references import RULES
from decroche.shared.legal_figures import figure_on
from decroche.shared.words import on_one_line
from decroche.ui.language import written_day


def ref(rule: str) -> str:
    """The legal text of a rule, as it is cited."""
    reference = RULES[rule]
    return f"{reference.text} (à vérifier)" if reference.unsure else reference.text


def figure_ref(name: str, on: date) -> str:
    """The legal text of a figure, as it is cited."""
    figure = figure_on(name, on)
    return f"{figure.reference} (à vérifier)" if figure.sure in ("C", "D") else figure.reference


def day_in_words(who: Controller) -> str:
    """The day of the document."""
    with override("fr"):
        return written_day(who.at, "j F Y")


def counted(number: int) -> str:
    """A count, its thousands set apart."""
    with override("fr"):
        return number_format(number, 0, force_grouping=True)


def reached_at(who: Controller) -> str:
    """How the controller is reached, or what is to be filled in."""
    return (
        on_one_line((who.address, who.email, who.phone))
        or "[vos coordonnées : à remplir dans Mon offre]"
    )


def laid_out(who: Controller, name: str, under: str, parts: list[Part]) -> Document:
    """The document of these parts, with its head and foot."""
    return Document(
        name,
        f"{who.name} · {under}",
        who.name,
        tuple(parts),
        foot=f"{name} · {who.name} · état au {day_in_words(who)}",
    )
