"""Nobody picked up."""

from __future__ import annotations

from decroche.calls.outcome_spec import CallFacts, Consequence, Delay, OutcomeSpec
from decroche.calls.outcome_spec import translatable as _
from decroche.calls.returns import UNANSWERED_LIMIT, UNANSWERED_REST, after_no_answer

DAYS = Delay("no_answer_days", 1, _("No answer: again after (working days)"))


def consequence(facts: CallFacts) -> Consequence:
    """Called again in the other half-day, a working day later."""
    return after_no_answer(facts, DAYS)


SPEC = OutcomeSpec(
    code="no_answer",
    position=1,
    key="1",
    label=_("No answer"),
    consequence=consequence,
    groups=frozenset({"unanswered", "keeps_follow_ups"}),
    delays=(DAYS, UNANSWERED_LIMIT, UNANSWERED_REST),
    share=40,
)
