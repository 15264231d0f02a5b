"""The number isn't theirs: it is marked, and the next one may be tried at once."""

from __future__ import annotations

from decroche.calls.outcome_spec import CallFacts, Consequence, OutcomeSpec
from decroche.calls.outcome_spec import translatable as _


def consequence(_facts: CallFacts) -> Consequence:
    """The company's next number is called; without one, the card has to be completed."""
    return Consequence("renumber")


SPEC = OutcomeSpec(
    code="wrong_number",
    position=11,
    key="w",
    label=_("Wrong number"),
    consequence=consequence,
    groups=frozenset({"number_only"}),
    apart=True,
    share=0.5,
)
