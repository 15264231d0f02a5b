"""The form of one message before it leaves: her words, else those of the situation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from decroche.calls.drafts import mark_of
from decroche.correspondence.building import presentation_name
from decroche.correspondence.composing import compose
from decroche.correspondence.drafting import letter_of
from decroche.correspondence.models import Message
from decroche.correspondence.queries import mailbox_for, ways_to_write
from decroche.correspondence.rules import MAIL_SITUATIONS
from decroche.correspondence.wording import lacks_in_words, situation_words
from decroche.offer.queries import enclosures
from decroche.referrals.queries import recommender
from decroche.shared.language import PROSPECTS_LANGUAGE, known_language
from decroche.team.models import Member


def letter_form(
    by: Member, message: Message, typed: Mapping[str, str], *, chosen: bool, error: str = ""
) -> dict[str, Any]:
    """What the form shows.

    `typed` is what stands in the fields already; `chosen` says that she has just chosen another
    situation, whose words then take the place of those that were kept.
    """
    situation = typed.get("situation") or letter_of(message)
    language = known_language(typed.get("language"), message.language, PROSPECTS_LANGUAGE)
    letter = compose(
        by=by,
        message=message,
        situation=situation if situation in MAIL_SITUATIONS else "presentation",
        language=language,
        on_behalf_of=recommender(message.company),
    )
    lacks = ways_to_write(by)["lacks"]
    kept_subject, kept_body = ("", "") if chosen else (message.subject, message.body)
    return {
        "message": message,
        "seen": mark_of(message.body.replace("\r\n", "\n")),
        "letter": letter,
        "error": error,
        "to": typed.get("to", message.to),
        "subject": typed.get("subject") or kept_subject or letter.subject,
        "body": typed.get("body") or kept_body or letter.body,
        "situations": situation_words().items(),
        "files": enclosures(by.workspace),
        "presentation": presentation_name(by, language),
        "mailbox": mailbox_for(by) is not None,
        "lacks": lacks_in_words(lacks),
        "may_attach": "offer" not in lacks,
        "attached": "presentation" in typed if "body" in typed else message.with_presentation,
    }
