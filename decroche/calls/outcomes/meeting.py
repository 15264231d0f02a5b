"""A meeting was made: the day, the hour, the place, and an invitation if they want one."""

from __future__ import annotations

from decroche.calls.outcome_spec import Field, MailSpec, OutcomeSpec, Panel
from decroche.calls.outcome_spec import translatable as _
from decroche.calls.returns import promised

SPEC = OutcomeSpec(
    code="meeting",
    position=7,
    key="7",
    label=_("Meeting"),
    consequence=promised,
    groups=frozenset(
        {
            "answered",
            "right_party_contact",
            "conversation",
            "positive",
            "from_them",
            "asked_for_mail",
            "appointment",
        }
    ),
    tone="yes",
    takes=frozenset({"when", "invite"}),
    needs=frozenset({"when"}),
    panel=Panel(
        question=_("Meeting: the day, the hour, the place"),
        fields=(
            Field("when", _("When"), _("Thursday 10am")),
            Field("place", _("Where"), longest=200),
            Field("invite", _("Invitation to (optional)"), _("e-mail address"), 254),
        ),
        confirm=_("Keep"),
        tone="yes",
    ),
    asks=_("day, hour, place"),
    mail=MailSpec(
        title=_("Meeting confirmed"),
        position=30,
        letters={
            "fr": (
                "Notre rendez-vous [date] – [nom]",
                "Bonjour [interlocuteur],\n\nJe vous confirme notre rendez-vous [date], [lieu].\n"
                "\nVous trouverez ma présentation en pièce jointe, et une invitation pour votre "
                "agenda.\n\nÀ bientôt,",
            ),
            "en": (
                "Our meeting [date] – [name]",
                "Hello [contact],\n\nThis confirms our meeting [date], [place].\n\nMy "
                "presentation is attached, with an invitation for your calendar.\n\nSee you soon,",
            ),
        },
    ),
    figure="meetings",
    share=0.8,
)
