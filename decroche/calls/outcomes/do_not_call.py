"""They asked to be left alone: an opposition, at once and for good."""

from __future__ import annotations

from decroche.calls.outcome_spec import CallFacts, Consequence, Field, OutcomeSpec, Panel
from decroche.calls.outcome_spec import translatable as _


def consequence(_facts: CallFacts) -> Consequence:
    """The establishment is never called again, or all those of the company when she says so."""
    return Consequence("suppress")


SPEC = OutcomeSpec(
    code="do_not_call",
    position=10,
    key="0",
    label=_("Never call again"),
    consequence=consequence,
    groups=frozenset({"answered", "right_party_contact", "refusal", "opposition"}),
    takes=frozenset({"everywhere"}),
    tone="no",
    panel=Panel(
        question=_("Never call this place again: its card, its numbers, its addresses?"),
        fields=(
            Field("said", _("Their words (optional)"), _("“Take us off your list”")),
            Field("everywhere", _("All establishments of the company")),
        ),
        confirm=_("Yes, never again"),
        confirm_tone="bad",
        tone="no",
    ),
    share=0.2,
)
