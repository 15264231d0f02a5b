"""Oppositions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from decroche.shared.clock import now
from decroche.team.models import Member, WorkspaceRow


class Suppression(WorkspaceRow):
    """A value that must never be called or written to again, kept as a keyed fingerprint."""

    class Kind(models.TextChoices):
        NUMBER = "number", _("number")
        EMAIL = "email", _("e-mail")
        SIREN = "siren", _("SIREN")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    channel = models.CharField(max_length=20, default="phone")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "kind", "fingerprint"], name="one_suppression_per_value")]

    def __str__(self) -> str:
        return f"{self.kind} {self.fingerprint[:8]}"
