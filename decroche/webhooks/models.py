"""The table of deliveries."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from decroche.team.fields import InstantField
from decroche.team.models import WorkspaceRow


class Delivery(WorkspaceRow):
    """One line of the journal to be told, kept with the line itself.

    It holds no word of the file: what is told is read from the line and the card when it is sent,
    so that what was erased meanwhile is not told.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        DONE = "done", _("taken")
        FAILED = "failed", _("given up")

    identifier = models.CharField(
        max_length=40, help_text="The same at each attempt: a receiver knows it by it."
    )
    entry_id = models.BigIntegerField(null=True, help_text="The line; empty for a test.")
    event = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    queued_at = InstantField()
    send_after = InstantField()
    attempts = models.IntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    result = models.CharField(
        max_length=200, blank=True, help_text="The last answer: its status, or why there is none."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "identifier"], name="one_delivery_an_identifier"
            )
        ]
        indexes = [
            models.Index(
                fields=["workspace", "id"],
                condition=models.Q(state="queued"),
                name="webhooks_queued",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} ({self.state})"


def new_identifier() -> str:
    """A name for a delivery that no other has."""
    return f"msg_{secrets.token_hex(12)}"
