"""An answering machine answered; whether she left a message is a field of its own."""

from __future__ import annotations

from decroche.calls.outcome_spec import CallFacts, Consequence, Delay, MailSpec, OutcomeSpec
from decroche.calls.outcome_spec import translatable as _
from decroche.calls.returns import UNANSWERED_LIMIT, UNANSWERED_REST, after_no_answer

DAYS = Delay("voicemail_days", 2, _("Voicemail: again after (working days)"))


def consequence(facts: CallFacts) -> Consequence:
    """Called again in the other half-day, two working days later."""
    return after_no_answer(facts, DAYS)


SPEC = OutcomeSpec(
    code="voicemail",
    position=2,
    key="2",
    label=_("Voicemail"),
    consequence=consequence,
    groups=frozenset({"unanswered", "keeps_follow_ups"}),
    delays=(DAYS, UNANSWERED_LIMIT, UNANSWERED_REST),
    mail=MailSpec(
        title=_("After a voicemail"),
        position=50,
        letters={
            "fr": (
                "Mon message de ce jour – [nom]",
                "Bonjour [interlocuteur],\n\nJe vous ai laissé un message aujourd’hui. Je suis "
                "[métier] ; voici en une page ce que je fais, et où mes missions "
                "commencent et s’arrêtent.\n\nBien à vous,",
            ),
            "en": (
                "My message of today – [name]",
                "Hello [contact],\n\nI left you a message today. I am a [trade]; this "
                "page says what I do, and where my missions start and stop.\n\nKind regards,",
            ),
        },
    ),
    share=16,
)
