"""Who holds which card, and which cards were passed over today."""

from __future__ import annotations

from django.db import models

from decroche.prospects.models import Company
from decroche.shared.clock import now
from decroche.team.models import Member, WorkspaceRow


class Claim(WorkspaceRow):
    """The card a member has before her: nobody else is given it, and it comes back at the next start."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    reason = models.JSONField(default=dict)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "member"], name="one_card_per_member"),
            models.UniqueConstraint(fields=["workspace", "company"], name="one_member_per_card"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}:{self.company_id}"


class Pass(WorkspaceRow):
    """A card passed over: it goes to the end of that day's queue."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "day", "company"], name="one_pass_per_day")]

    def __str__(self) -> str:
        return f"{self.day}:{self.company_id}"
