"""Imports and the rows kept aside."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from decroche.prospects.models import Company, Provenance
from decroche.team.fields import InstantField
from decroche.team.models import Member, WorkspaceRow


class Batch(WorkspaceRow):
    """One import: its file, her choices, what its rows led to."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("ready")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    provenance = models.OneToOneField(
        Provenance, null=True, on_delete=models.PROTECT, related_name="batch"
    )
    filename = models.CharField(max_length=255)
    path = models.CharField(
        max_length=1000, help_text="Where the uploaded file lies until it is imported."
    )
    choices = models.JSONField(default=dict, help_text="Mapping, list, what to do with duplicates.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    process = models.IntegerField(
        null=True, help_text="The process that runs it: a dead one left nothing behind."
    )
    done_rows = models.IntegerField(default=0)
    rows = models.IntegerField(default=0)
    created_count = models.IntegerField(default=0)
    updated_count = models.IntegerField(default=0)
    duplicate_count = models.IntegerField(default=0)
    aside_count = models.IntegerField(default=0)
    valid_numbers = models.IntegerField(default=0)
    invalid_numbers = models.IntegerField(default=0)
    problem = models.TextField(blank=True)
    created_at = InstantField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.filename

    @property
    def act(self) -> str:
        """The mark of all oppositions that this import wrote."""
        return f"import-{self.pk}"


class AsideRow(WorkspaceRow):
    """A row that could not become a card, unchanged, with the reason."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="aside")
    line = models.IntegerField()
    reason = models.CharField(max_length=40)
    cells = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.line}: {self.reason}"


class UpdatedCompany(WorkspaceRow):
    """What an import overwrote on a card, so that undoing the import restores it."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="updates")
    company_id = models.BigIntegerField()
    before = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.company_id)


class Change(WorkspaceRow):
    """What a row would change on an existing card; shown to her before anything is overwritten."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        APPLIED = "applied", _("applied")
        LEFT = "left", _("left as it was")

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="changes")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    line = models.IntegerField(default=0)
    fields = models.JSONField(default=dict, help_text="{field: [before, after]}")
    numbers = models.JSONField(
        default=list, help_text="Numbers the card does not have, as read from the row."
    )
    people = models.JSONField(
        default=list,
        help_text="People the card does not have, or not whole: "
        "[name, role, job, e-mail, numbers].",
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["batch", "state", "id"], name="change_of_batch")]

    def __str__(self) -> str:
        return f"{self.company_id}: {', '.join(self.fields)}"
