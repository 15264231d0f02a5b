"""Workspaces and their members. Every row of every other package belongs to a workspace."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from decroche.team.fields import InstantField, RandomKeyField


class Workspace(models.Model):
    """One file of companies and everything done with it."""

    name = models.CharField(max_length=120)
    preferences = models.JSONField(
        default=dict, help_text="By section; read through typed readers only."
    )
    fingerprint_key = RandomKeyField(
        max_length=64, help_text="Keys the fingerprints of oppositions."
    )
    created_at = InstantField()

    def __str__(self) -> str:
        return self.name


class WorkspaceRow(models.Model):
    """What every other row inherits: it belongs to one workspace."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False
    )

    class Meta:
        abstract = True


class Member(WorkspaceRow):
    """A person who works in a workspace."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        CALLER = "caller", _("caller")
        READER = "reader", _("reader")

    name = models.CharField(max_length=120, blank=True)
    trade = models.CharField(max_length=160, blank=True)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.OWNER)
    language = models.CharField(
        max_length=5, blank=True, help_text="Empty: what the browser asks for."
    )
    theme = models.CharField(
        max_length=5, blank=True, help_text="Empty: as the system; else light or dark."
    )
    welcomed_at = models.DateTimeField(null=True, blank=True)
    created_at = InstantField()

    def __str__(self) -> str:
        return self.name or str(self.get_role_display())

    def introduced(self) -> bool:
        """Whether the first page has been answered or skipped."""
        return self.welcomed_at is not None
