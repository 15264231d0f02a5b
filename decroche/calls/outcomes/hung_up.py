"""A curt “no need, goodbye”."""

from __future__ import annotations

from decroche.calls.outcome_spec import CallFacts, Consequence, Delay, OutcomeSpec
from decroche.calls.outcome_spec import translatable as _
from decroche.calls.returns import refused

MONTHS = Delay("hung_up_months", 12, _("Hung up: again after (months)"))


def consequence(facts: CallFacts) -> Consequence:
    """Not called for a year."""
    return refused(facts, facts.delays.of(MONTHS))


SPEC = OutcomeSpec(
    code="hung_up",
    position=9,
    key="9",
    label=_("Hung up"),
    consequence=consequence,
    groups=frozenset({"answered", "right_party_contact", "refusal", "hang_up"}),
    tone="no",
    delays=(MONTHS,),
    figure="hung_up",
    share=3,
)
