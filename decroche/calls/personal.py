"""What this package keeps about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from decroche.calls.models import Call, Moment, Qualification, Win
from decroche.compliance.personal import Held, hold

hold(
    Held(
        Call,
        _("Calls"),
        person="contact_id",
        texts=("note", "details"),
        told=(
            "at",
            "outcome",
            "reason",
            "note",
            "message_left",
            "seconds",
            "asked_for",
            "opening",
            "details",
        ),
    ),
    Held(
        Qualification,
        _("Answers given"),
        gone=True,
        texts=("value",),
        told=("at", "question", "value"),
    ),
    Held(Moment, _("Great moments"), texts=("sentence",), told=("at", "sentence")),
    Held(Win, _("Client since"), told=("at",)),
)
