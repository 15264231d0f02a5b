"""The panels of the call screen: one for each outcome that asks something.

The panels are the same for every card, except for a few words. They are drawn once for each
language, with marks for the words of the card; `draw_panels` puts these in. When a panel has to
say what could not be understood, all are drawn again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from decroche.calls.outcome_spec import Panel
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.rules import WANTS_MAIL
from decroche.calls.wording import reason_names
from decroche.correspondence.wording import lacks_in_words
from decroche.desk.loop.form import LoopForm, heard_in, panel_id
from decroche.offer.queries import Lack
from decroche.shared.addresses import check_address
from decroche.shared.language import Language


@dataclass(frozen=True, slots=True)
class LoopPanel:
    """The panel of one outcome."""

    code: str
    panel: Panel

    @property
    def id(self) -> str:
        """The id of its element on the page."""
        return panel_id(self.code)

    @property
    def writes(self) -> bool:
        """Whether a mail goes out with the outcome."""
        return self.code in WANTS_MAIL

    @property
    def heard(self) -> list[str]:
        """The fields that show beneath them what was understood, or why it was not."""
        return heard_in(self.code)

    @property
    def may_name_when(self) -> bool:
        """Whether the words of the switchboard may name the moment to call again."""
        spec = OUTCOMES[self.code]
        return "when" in spec.takes and "when" not in spec.needs


class CardWords(NamedTuple):
    """The words of a card in the panels: the address to write to; the domain of its addresses, as
    an example and as the value of a request; its zone; its postal address; what its switchboard
    said before; what is probably meant by the address, "" where nothing looks wrong.
    """

    address: str
    example: str
    domain: str
    zone: str
    place: str
    known: str
    slip: str


class MailWays(NamedTuple):
    """What the panels say of mail: whether one can leave, whether there is a CV to attach, and what
    a mail would lack.
    """

    has_mailbox: bool
    has_cv: bool
    lacks: tuple[Lack, ...]


PANELS = tuple(LoopPanel(code, spec.panel) for code, spec in OUTCOMES.items() if spec.panel)
_MARKS = CardWords("\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005", "\ue006")
"""The marks: characters for private use (Unicode), which no text has."""
_ASKS_ADDRESS = next(one.code for one in PANELS if "email" in one.heard)
"""The outcome whose panel has the address of the card in its field from the start."""
_EXAMPLE_DOMAIN = "entreprise.fr"
_EXAMPLE_OF_SWITCHBOARD = next(
    (field.hint for one in PANELS for field in one.panel.fields if field.shows_known), ""
)


def card_words(
    address: str, domain: str, zone: str, place: str, known: str, *, typed: bool = False
) -> CardWords:
    """Returns the words of a card, escaped for an HTML attribute. An unknown domain, and words that
    no switchboard has said yet, are replaced by examples. Where another address was `typed`
    already, nothing is said of the one of the card.
    """
    return CardWords(
        escape(address),
        escape(domain or _EXAMPLE_DOMAIN),
        escape(quote(domain, safe="")),
        escape(zone),
        escape(place),
        escape(_known_already(known) if known else _(_EXAMPLE_OF_SWITCHBOARD)),
        "" if typed or not address else _slip_of(address),
    )


def _slip_of(address: str) -> str:
    """The line that offers the address that was probably meant, "" where nothing looks wrong."""
    checked = check_address(address)
    if not checked.better:
        return ""
    context = {"checked": checked, "outcome": _ASKS_ADDRESS}
    return render_to_string("desk/loop/_heard_email.html", context).strip()


def _known_already(words: str) -> str:
    return _("Known already: %(words)s") % {"words": words}


def draw_panels(
    words: CardWords,
    language: Language,
    ways: MailWays,
    *,
    panel: str = "",
    form: LoopForm | None = None,
) -> SafeString:
    """Draws all panels. The one with the id `panel` is open, with what was typed in `form` and why
    that was refused.
    """
    drawn = _draw(language, ways, panel, form) if panel or form else _closed(language, ways)
    for mark, word in zip(_MARKS, words, strict=True):
        drawn = drawn.replace(mark, word)
    return mark_safe(drawn)


@lru_cache(maxsize=16)
def _closed(language: Language, ways: MailWays) -> str:
    return _draw(language, ways, "", None)


def _draw(language: Language, ways: MailWays, panel: str, form: LoopForm | None) -> str:
    """Renders the panels of all outcomes in the language of the request, which `language` names.
    Where words of the card belong, the HTML has marks that are replaced for each card.
    """
    return render_to_string(
        "desk/loop/_panels.html",
        {
            "panels": PANELS,
            "panel": panel,
            "typed": form.typed if form and panel else {},
            "problems": form.errors if form else {},
            "nothing": {},
            "reasons": reason_names().items(),
            "has_mailbox": ways.has_mailbox,
            "has_cv": ways.has_cv,
            "lacks": lacks_in_words(ways.lacks),
            "unready": ways.lacks or not ways.has_mailbox,
            "words": _MARKS,
            "language": language,
        },
    )
