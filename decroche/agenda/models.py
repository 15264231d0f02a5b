"""The events and cards on her server, each with the follow-up or person it belongs to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from decroche.team.models import WorkspaceRow


class Twin(WorkspaceRow):
    """An event or a card that Décroche wrote on her server. It has no foreign key and outlives its
    follow-up or person, so that the object on the server can still be removed. It holds no text of
    the file.
    """

    class State(models.TextChoices):
        THERE = "there", _("stands there")
        GONE = "gone", _("deleted there: she is asked")
        MOVED = "moved", _("moved there: she is asked")
        LEFT = "left", _("not written there again")

    follow_up = models.BigIntegerField(
        null=True, help_text="Of an event: the key of its follow-up."
    )
    person = models.BigIntegerField(null=True, help_text="Of a card: the key of its person.")
    path = models.CharField(max_length=80, help_text="Its name in the calendar or address book.")
    etag = models.CharField(max_length=200, blank=True, help_text="Of a card: its version there.")
    digest = models.CharField(
        max_length=64, blank=True, help_text="Of what was last written; empty before."
    )
    at = models.DateTimeField(null=True, help_text="Of an event: its beginning, as last agreed.")
    whole_day = models.BooleanField(default=False)
    there_at = models.DateTimeField(null=True, help_text="The hour it was moved to there.")
    there_whole_day = models.BooleanField(default=False)
    state = models.CharField(max_length=5, choices=State.choices, default=State.THERE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "follow_up"], name="one_event_a_follow_up"
            ),
            models.UniqueConstraint(fields=["workspace", "person"], name="one_card_a_person"),
            models.UniqueConstraint(fields=["workspace", "path"], name="one_path_a_twin"),
        ]

    @property
    def should_stand(self) -> bool:
        """Whether it was written, and was on the server at the last look."""
        return bool(self.digest) and self.state in (self.State.THERE, self.State.MOVED)

    def __str__(self) -> str:
        return f"{self.path} ({self.state})"
