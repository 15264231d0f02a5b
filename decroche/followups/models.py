"""The tables of follow-ups and calendar feeds."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from decroche.calls.models import Call
from decroche.calls.rules import APPOINTMENTS, NAMES_WHOM_TO_ASK, WANTS_MAIL
from decroche.prospects.models import Company, Contact
from decroche.team.fields import InstantField
from decroche.team.models import Member, WorkspaceRow


class FollowUp(WorkspaceRow):
    """A dated next step with a company."""

    class Kind(models.TextChoices):
        PROMISED = "promised", _("promised")
        ADVISED = "advised", _("advised")

    class OtherPurpose(models.TextChoices):
        """What a follow-up is for when no outcome of a call asked for it."""

        REPLY = "reply", _("A reply came")
        BOUNCE = "bounce", _("A message bounced")
        FILE = "file", _("A day to call again, in an imported file")
        HELD = "held", _("A meeting took place, what comes next was not said")

    class ClosedHow(models.TextChoices):
        """How it was closed."""

        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")
        CALLED = "called", _("by a call")
        REPLIED = "replied", _("A reply came")
        OPPOSED = "opposed", _("Asked to be left alone")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="followups")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    call = models.ForeignKey(Call, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    purpose = models.CharField(
        max_length=20, help_text="The outcome that asked for it, or one of OtherPurpose."
    )
    due_at = models.DateTimeField(
        help_text="Of a promise: what she said, changed by her own word only."
    )
    retry_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When the queue offers it again after a call that reached nobody.",
    )
    precision = models.CharField(max_length=10, default="day")
    note = models.CharField(max_length=500, blank=True)
    created_at = InstantField()
    closed_at = models.DateTimeField(null=True)
    closed_how = models.CharField(max_length=10, blank=True, help_text="One of ClosedHow.")
    member = models.ForeignKey(
        Member,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
        help_text="Of a promise: who gave it; of an answer: who had written. In a shared workspace "
        "it is offered to them first.",
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "kind", "due_at"],
                condition=models.Q(closed_at=None),
                name="followups_open",
            ),
            models.Index(
                fields=["workspace", "company"],
                condition=models.Q(closed_at=None),
                name="followups_of_company",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def in_person(self) -> bool:
        """Whether it is an appointment: nobody is dialled."""
        return self.purpose in APPOINTMENTS

    @property
    def answered(self) -> bool:
        """Whether it is there to read what they wrote."""
        return self.purpose == self.OtherPurpose.REPLY

    @property
    def came_back(self) -> bool:
        """Whether it is there to ask for another address, because a mail bounced."""
        return self.purpose == self.OtherPurpose.BOUNCE

    @property
    def from_file(self) -> bool:
        """Whether she wrote it herself, in the file that was brought in."""
        return self.purpose == self.OtherPurpose.FILE

    @property
    def from_switchboard(self) -> bool:
        """Whether the switchboard said when to call again, not the person herself."""
        return self.purpose in NAMES_WHOM_TO_ASK

    @property
    def after_mail(self) -> bool:
        """Whether it asks what became of a mail they wanted."""
        return self.purpose in WANTS_MAIL

    @property
    def in_short(self) -> str:
        """What it is, in a word or two: who said it, or what was received."""
        if self.in_person:
            return gettext("meeting")
        if self.from_switchboard:
            return gettext("the switchboard said")
        if self.answered:
            return gettext("they answered")
        if self.came_back:
            return gettext("the mail bounced")
        if self.purpose == self.OtherPurpose.HELD:
            return gettext("after the meeting")
        return gettext("your note") if self.from_file else str(self.get_kind_display())


class CalendarFeed(WorkspaceRow):
    """A secret address under which follow-ups can be subscribed to."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=64, db_index=True)
    created_at = InstantField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"feed of {self.member_id}"
