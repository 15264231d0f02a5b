"""The table of the journal."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from decroche.team.fields import InstantField
from decroche.team.models import Member, WorkspaceRow


class Entry(WorkspaceRow):
    """One verb, done once. `changes` are the row images that undo puts back (see images.py)."""

    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    at = InstantField()
    verb = models.CharField(max_length=60)
    company_id = models.BigIntegerField(
        null=True, help_text="A value, not a key: the line outlives the company."
    )
    subject_id = models.BigIntegerField(null=True)
    particulars = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    changes = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    undoable = models.BooleanField(default=False)
    undone_at = models.DateTimeField(null=True)
    key = models.CharField(
        max_length=200, null=True, help_text="Idempotency key: the same key is the same entry."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="journal_entry_key")
        ]
        indexes = [
            models.Index(fields=["workspace", "company_id", "-id"], name="journal_by_company"),
            models.Index(
                fields=["workspace", "-id"],
                condition=models.Q(undoable=True, undone_at=None),
                name="journal_undoable",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_id or ''}".strip()
