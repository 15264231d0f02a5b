"""They are interested: a next step with its date."""

from __future__ import annotations

from decroche.calls.outcome_spec import Field, MailSpec, OutcomeSpec, Panel
from decroche.calls.outcome_spec import translatable as _
from decroche.calls.returns import promised

SPEC = OutcomeSpec(
    code="interested",
    position=6,
    key="6",
    label=_("Interested"),
    consequence=promised,
    groups=frozenset(
        {
            "answered",
            "right_party_contact",
            "conversation",
            "positive",
            "from_them",
            "asked_for_mail",
            "after_appointment",
        }
    ),
    tone="yes",
    takes=frozenset({"when"}),
    needs=frozenset({"when"}),
    panel=Panel(
        question=_("Interested: when, and what is the next step?"),
        fields=(
            Field("when", _("When"), _("next Tuesday at 2:30pm")),
            Field("said", _("Next step"), _("two examples, then a quotation")),
        ),
        confirm=_("Keep"),
        tone="yes",
    ),
    asks=_("next step, date"),
    mail=MailSpec(
        title=_("Interested"),
        position=20,
        letters={
            "fr": (
                "Suite à notre échange – [nom]",
                "Bonjour [interlocuteur],\n\nMerci pour cet échange. Voici ma présentation ; je "
                "vous rappelle [date].\n\n[missions]\n\nBien à vous,",
            ),
            "en": (
                "After our talk – [name]",
                "Hello [contact],\n\nThank you for our talk. Here is my presentation; I will "
                "call you [date].\n\n[missions]\n\nKind regards,",
            ),
        },
    ),
    share=1.5,
)
