"""They have no need now; why, and when the next project starts, if they say so."""

from __future__ import annotations

from decroche.calls.outcome_spec import (
    CallFacts,
    Consequence,
    Delay,
    Field,
    OutcomeSpec,
    Panel,
)
from decroche.calls.outcome_spec import translatable as _
from decroche.calls.returns import CONTRACT_WEEKS, before_their_contract_ends, refused

MONTHS = Delay("no_need_months", 6, _("No need: again after (months)"))


def consequence(facts: CallFacts) -> Consequence:
    """Called again when their next project starts; else before the contract with their agency ends,
    if they said when; else after a rest.
    """
    if facts.when:
        return Consequence("follow_up", facts.when, follow_up="advised")
    return before_their_contract_ends(facts) or refused(facts, facts.delays.of(MONTHS))


SPEC = OutcomeSpec(
    code="no_need",
    position=8,
    key="8",
    label=_("No need"),
    consequence=consequence,
    groups=frozenset(
        {"answered", "right_party_contact", "conversation", "refusal", "next_project"}
    ),
    tone="no",
    takes=frozenset({"when"}),
    panel=Panel(
        question=_("No need: why?"),
        fields=(
            Field("reason", _("Why"), _("(not said)")),
            Field("when", _("Next project (if too late)"), _("mid-March")),
            Field("agency", _("Which agency"), longest=160),
            Field("until", _("Their contract ends"), _("end of March"), 60),
        ),
        confirm=_("Keep"),
        tone="no",
    ),
    delays=(MONTHS, CONTRACT_WEEKS),
    share=11,
)
