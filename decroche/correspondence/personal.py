"""Registers this package's tables for access copies and erasures (see compliance/personal.py)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from decroche.compliance.personal import PersonalTable, register_tables
from decroche.correspondence.models import DeadAddress, Message, Reply, UnreadMail

register_tables(
    PersonalTable(
        Message,
        _("Messages written"),
        person="contact_id",
        texts=("to", "subject", "body", "calendar", "message_id", "words"),
        scrub_columns=("subject", "body", "words"),
        export_columns=(
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
    PersonalTable(
        Reply,
        _("Messages received"),
        person="message__contact_id",
        texts=("sender", "subject", "excerpt"),
        export_columns=("received_at", "kind", "sender", "subject", "excerpt"),
    ),
    PersonalTable(
        DeadAddress,
        _("Addresses that bounced"),
        company="",
        texts=("address", "words"),
        scrub_columns=("words",),
        named="address",
    ),
    PersonalTable(
        UnreadMail,
        _("Messages that could not be read"),
        company="",
        texts=("sender", "subject", "excerpt"),
        named="sender",
    ),
)
