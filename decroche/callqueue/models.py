"""Who holds which card, which were passed over today, the order of the cards of a sitting, and who
calls which list.
"""

from __future__ import annotations

from django.db import models

from decroche.calls.models import CallSession
from decroche.prospects.models import CallList, Company
from decroche.team.fields import InstantField
from decroche.team.models import Member, WorkspaceRow


class Claim(WorkspaceRow):
    """The card that a member holds: nobody else is given it, and it comes back at the next
    start.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    reason = models.JSONField(default=dict)
    at = InstantField()
    serial = models.IntegerField(
        default=0, help_text="How many cards came before on this row: each has a key of its own."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "member"], name="one_card_per_member"),
            models.UniqueConstraint(fields=["workspace", "company"], name="one_member_per_card"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}:{self.company_id}"


class Skip(WorkspaceRow):
    """A card passed over: it goes to the end of that day's queue."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    at = InstantField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "day", "company"], name="one_pass_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.day}:{self.company_id}"


class CallPlan(WorkspaceRow):
    """The order of the cards for one sitting of a member; it does not change while she calls."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(CallSession, null=True, on_delete=models.CASCADE, related_name="+")
    made_at = InstantField()
    head = models.BigIntegerField(
        default=0,
        help_text=(
            "The first position of the file when it was made: what is put before it since comes "
            "first."
        ),
    )
    places = models.JSONField(default=list, help_text="[[company, arm, propensity]] in order.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "member"], name="one_order_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {len(self.places)}"


class ListCaller(WorkspaceRow):
    """In a shared workspace: a member who calls a list. A list with such rows is called by these
    members only; one without by everybody.
    """

    call_list = models.ForeignKey(CallList, on_delete=models.CASCADE, related_name="callers")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "call_list", "member"], name="once_on_a_list_to_call"
            )
        ]

    def __str__(self) -> str:
        return f"{self.call_list_id}:{self.member_id}"
