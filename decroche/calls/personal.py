"""Registers this package's tables for access copies and erasures (see compliance/personal.py)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from decroche.calls.models import Call, CallState, Draft, Moment, Note, Qualification, Win
from decroche.compliance.personal import PersonalTable, register_tables

register_tables(
    PersonalTable(
        CallState,
        _("Where its calls stand"),
        texts=("ask_next",),
        export_columns=("ask_next", "attempts", "last_called_at", "not_before"),
    ),
    PersonalTable(
        Call,
        _("Calls"),
        person="contact_id",
        texts=("note", "details"),
        export_columns=(
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
    PersonalTable(
        Draft,
        _("Notes not logged yet"),
        delete_rows=True,
        texts=("note", "fields"),
        export_columns=("at", "note", "fields"),
    ),
    PersonalTable(
        Note,
        _("Notes without a call"),
        delete_rows=True,
        texts=("text", "details"),
        export_columns=("at", "text", "details"),
    ),
    PersonalTable(
        Qualification,
        _("Answers given"),
        delete_rows=True,
        texts=("value",),
        export_columns=("at", "question", "value"),
    ),
    PersonalTable(
        Moment, _("Great moments"), texts=("sentence",), export_columns=("at", "sentence")
    ),
    PersonalTable(Win, _("Client since"), export_columns=("at",)),
)
