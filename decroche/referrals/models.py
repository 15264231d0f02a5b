"""The table of referrals."""

from __future__ import annotations

from django.db import models

from decroche.calls.models import Call
from decroche.prospects.models import Company, Contact
from decroche.team.fields import InstantField
from decroche.team.models import WorkspaceRow


class Referral(WorkspaceRow):
    """`from_company` recommended her to `to_company`, with a sentence, in a call perhaps."""

    from_company = models.ForeignKey(
        Company, on_delete=models.CASCADE, related_name="referrals_given"
    )
    from_contact = models.ForeignKey(
        Contact, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    to_company = models.ForeignKey(
        Company, on_delete=models.CASCADE, related_name="referrals_received"
    )
    call = models.ForeignKey(Call, null=True, on_delete=models.SET_NULL, related_name="+")
    sentence = models.CharField(max_length=500, blank=True)
    at = InstantField()

    def __str__(self) -> str:
        return f"{self.from_company_id} → {self.to_company_id}"
