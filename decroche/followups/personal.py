"""What this package keeps about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from decroche.compliance.personal import Held, hold
from decroche.followups.models import FollowUp

hold(
    Held(
        FollowUp,
        _("Follow-ups"),
        person="contact_id",
        texts=("note",),
        told=("created_at", "kind", "purpose", "due_at", "note", "closed_at", "closed_how"),
    )
)
