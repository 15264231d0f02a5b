"""They gave an address: her presentation goes to it, and a later call asks what they think."""

from __future__ import annotations

from datetime import timedelta

from decroche.calls.outcome_spec import (
    CallFacts,
    Consequence,
    Delay,
    Field,
    OutcomeSpec,
    Panel,
)
from decroche.calls.outcome_spec import translatable as _
from decroche.calls.returns import MORNING, at
from decroche.shared.calendar import working_day_from

DAYS = Delay("email_days", 7, _("Follow-up after an e-mail (days)"))


def consequence(facts: CallFacts) -> Consequence:
    """A follow-up some days after the mail, or promised for the moment she gave."""
    if facts.when:
        return Consequence("follow_up", facts.when, follow_up="promised")
    days = facts.delays.of(DAYS)
    day = working_day_from(facts.now.date() + timedelta(days=days), facts.history.zone)
    return Consequence("follow_up", at(facts, day, MORNING), follow_up="advised", days=days)


SPEC = OutcomeSpec(
    code="email_requested",
    position=5,
    key="5",
    label=_("Wants an e-mail"),
    consequence=consequence,
    groups=frozenset(
        {
            "answered",
            "right_party_contact",
            "conversation",
            "positive",
            "from_them",
            "asked_for_mail",
            "wants_mail",
        }
    ),
    tone="todo",
    takes=frozenset({"when", "email", "mail", "cv"}),
    needs=frozenset({"email"}),
    panel=Panel(
        question=_("To which address?"),
        fields=(
            Field("email", _("E-mail address"), longest=254),
            Field("reason", _("Why (optional)")),
            Field("agency", _("Which agency"), longest=160),
            Field("until", _("Their contract ends"), _("end of March"), 60),
            Field("cv", _("CV")),
            Field("mail", _("I write it later")),
        ),
        confirm=_("Send"),
        confirm_unsent=_("Note it"),
    ),
    delays=(DAYS,),
    figure="emails_requested",
    share=8,
)
