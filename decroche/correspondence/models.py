"""Messages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from decroche.calls.models import Call
from decroche.prospects.models import Company, Contact
from decroche.shared.clock import now
from decroche.team.models import WorkspaceRow


class Message(WorkspaceRow):
    """An e-mail to a contact."""

    class State(models.TextChoices):
        WANTED = "wanted", _("to send")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("dropped")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="messages")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    call = models.ForeignKey(Call, null=True, on_delete=models.SET_NULL, related_name="+")
    to = models.CharField(max_length=254)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WANTED)
    about = models.CharField(max_length=40, blank=True, help_text="The reason given on the telephone.")
    created_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "state", "-created_at"], name="messages_by_state")]

    def __str__(self) -> str:
        return self.to
