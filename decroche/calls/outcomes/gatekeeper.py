"""The switchboard answered, and may have said whom to ask for and when."""

from __future__ import annotations

from decroche.calls.outcome_spec import CallFacts, Consequence, Field, OutcomeSpec, Panel
from decroche.calls.outcome_spec import translatable as _
from decroche.calls.returns import next_working_day


def consequence(facts: CallFacts) -> Consequence:
    """A follow-up at the hour that the switchboard gave, else called again the next working day."""
    if facts.when:
        return Consequence("retry", facts.when, follow_up="advised")
    return next_working_day(facts)


SPEC = OutcomeSpec(
    code="gatekeeper",
    position=3,
    key="3",
    label=_("Switchboard"),
    consequence=consequence,
    groups=frozenset({"answered", "keeps_follow_ups", "names_whom_to_ask"}),
    takes=frozenset({"when"}),
    panel=Panel(
        question=_("What did the switchboard say?"),
        fields=(
            Field(
                "said",
                _("A name, hours, how to reach them"),
                _("Mme Durand, back after 2 pm"),
                160,
                shows_known=True,
            ),
            Field("when", _("Call back (optional)"), _("tomorrow morning")),
        ),
        confirm=_("Keep"),
    ),
    share=15,
)
