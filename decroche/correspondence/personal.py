"""What this package keeps about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from decroche.compliance.personal import Held, hold
from decroche.correspondence.models import DeadAddress, Message, Reply

hold(
    Held(
        Message,
        _("Messages written"),
        person="contact_id",
        texts=("to", "subject", "body", "calendar", "message_id", "words"),
        free=("subject", "body", "words"),
        told=(
            "created_at",
            "to",
            "state",
            "subject",
            "body",
            "closed_at",
            "replied_at",
            "bounced_at",
        ),
    ),
    Held(
        Reply,
        _("Messages received"),
        person="message__contact_id",
        texts=("sender", "subject", "excerpt"),
        told=("received_at", "kind", "sender", "subject", "excerpt"),
    ),
    Held(
        DeadAddress,
        _("Addresses that came back"),
        company="",
        texts=("address", "words"),
        free=("words",),
        named="address",
    ),
)
