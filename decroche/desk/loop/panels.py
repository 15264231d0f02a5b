"""What the outcomes ask, as the call screen shows it: one panel for each outcome that asks.

The panels are the same for every card, except for a few words. They are drawn once for a language,
with marks where the words of the card go; `draw_panels` puts those in. When one has something to
say (what could not be understood), all are drawn again.
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
from decroche.shared.language import Language


@dataclass(frozen=True, slots=True)
class LoopPanel:
    """The panel of one outcome."""

    code: str
    panel: Panel

    @property
    def id(self) -> str:
        """Of its element on the page."""
        return panel_id(self.code)

    @property
    def writes(self) -> bool:
        """Whether a mail goes out with the outcome."""
        return self.code in WANTS_MAIL

    @property
    def heard(self) -> list[str]:
        """The fields beneath which is said what was understood, or why it was not."""
        return heard_in(self.code)

    @property
    def may_name_when(self) -> bool:
        """Whether the words of the one who answered may name the moment to call again."""
        spec = OUTCOMES[self.code]
        return "when" in spec.takes and "when" not in spec.needs


class CardWords(NamedTuple):
    """What the panels say of the card: the address to write to, the domain of its addresses as an
    example and as it is asked about, the zone of its clock, where it is, what its
    switchboard said before.
    """

    address: str
    example: str
    domain: str
    zone: str
    place: str
    known: str


class MailWays(NamedTuple):
    """What the panels say of a mail: whether one can leave, whether there is a CV to send along,
    and what it would go without.
    """

    has_mailbox: bool
    has_cv: bool
    lacks: tuple[Lack, ...]


PANELS = tuple(LoopPanel(code, spec.panel) for code, spec in OUTCOMES.items() if spec.panel)
_MARKS = CardWords("\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005")
"""Characters for private use (Unicode): no text has them."""
_NO_DOMAIN = "entreprise.fr"


_EXAMPLE = next(
    (field.hint for one in PANELS for field in one.panel.fields if field.shows_known), ""
)
"""Of what a switchboard says."""


def card_words(address: str, domain: str, zone: str, place: str, known: str) -> CardWords:
    """The words of a card as they stand in an attribute; an unknown domain has an example, and so
    have the words of a switchboard that said nothing yet.
    """
    return CardWords(
        escape(address),
        escape(domain or _NO_DOMAIN),
        escape(quote(domain, safe="")),
        escape(zone),
        escape(place),
        escape(_("Known already: %(words)s") % {"words": known} if known else _(_EXAMPLE)),
    )


def draw_panels(
    words: CardWords,
    language: Language,
    ways: MailWays,
    *,
    panel: str = "",
    form: LoopForm | None = None,
) -> SafeString:
    """All panels; the one with the id `panel` open, with what was typed in `form` and what is
    wrong with it.
    """
    drawn = _draw(language, ways, panel, form) if panel or form else _closed(language, ways)
    for mark, word in zip(_MARKS, words, strict=True):
        drawn = drawn.replace(mark, word)
    return mark_safe(drawn)


@lru_cache(maxsize=16)
def _closed(language: Language, ways: MailWays) -> str:
    return _draw(language, ways, "", None)


def _draw(language: Language, ways: MailWays, panel: str, form: LoopForm | None) -> str:
    """With marks for the words of the card; `language` is the one of the page under way."""
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
            "words": _MARKS,
            "language": language,
        },
    )
