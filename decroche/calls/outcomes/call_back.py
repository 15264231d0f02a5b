"""They asked to be called again, at a moment they gave: a promise."""

from __future__ import annotations

from decroche.calls.outcome_spec import Field, OutcomeSpec, Panel
from decroche.calls.outcome_spec import translatable as _
from decroche.calls.returns import promised

SPEC = OutcomeSpec(
    code="call_back",
    position=4,
    key="4",
    label=_("Call back…"),
    consequence=promised,
    groups=frozenset(
        {
            "answered",
            "right_party_contact",
            "conversation",
            "from_them",
            "asked_for_mail",
            "called_early",
        }
    ),
    tone="todo",
    takes=frozenset({"when"}),
    needs=frozenset({"when"}),
    panel=Panel(
        question=_("Call back when?"),
        fields=(
            Field("when", _("In your own words"), _("Thursday 10am, in a month and a half…")),
            Field("said", _("About (optional)"), _("the budget of the new site")),
        ),
        confirm=_("Promise"),
    ),
    asks=_("on a day they name"),
    share=4,
)
