"""Call states, sittings, calls, and what is said in calls."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from decroche.calls.rules import ELSEWHERE, FIRST, INCOMING
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.team.fields import InstantField
from decroche.team.models import Member, WorkspaceRow


class CallState(WorkspaceRow):
    """Whether, when and in which zone a company may be called, and what its calls led to.

    One row for each company, with the same key. `blocked_by`, `zone`, `consumer` and `any_hour` are
    worked out from the card (states.py) whenever what they depend on changes; calls change the
    other fields.
    """

    class BlockedBy(models.TextChoices):
        """Why the queue does not offer a company."""

        NOTHING = "", _("nothing")
        NO_NUMBER = "no_number", _("no number that can be dialled")
        OPPOSED = "opposed", _("asked to be left alone")
        REMOVED = "removed", _("removed from the file")
        ERASED = "erased", _("erased")
        UNLISTED = "unlisted", _("partly non-public in the state’s register")
        NO_CONSENT = "no_consent", _("a consumer without a consent")
        CLIENT = "client", _("her client already: not prospected")
        IMPORTING = "importing", _("its import is still under way")

    company = models.OneToOneField(
        Company, primary_key=True, on_delete=models.CASCADE, related_name="state"
    )
    blocked_by = models.CharField(
        max_length=10, choices=BlockedBy.choices, blank=True, default=BlockedBy.NO_NUMBER
    )
    not_before = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Not called before this; empty: at any time. Never empty once it was called.",
    )
    attempts = models.IntegerField(default=0)
    unanswered = models.IntegerField(default=0, help_text="Attempts without an answer, in a row.")
    last_outcome = models.CharField(max_length=20, blank=True)
    last_called_at = models.DateTimeField(null=True, blank=True)
    ask_next = models.CharField(
        max_length=160, blank=True, help_text="What the switchboard said: whom to ask, when."
    )
    position = models.BigIntegerField(default=0, help_text="Its place in the order of the file.")
    zone = models.CharField(
        max_length=40, default="metro", help_text="Its place: a code of decroche.shared.places."
    )
    consumer = models.BooleanField(
        default=False, help_text="Whether the hours of the law for consumers hold."
    )
    any_hour = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether a consumer agreed to calls outside the hours of the law.",
    )
    known_since = models.DateField(
        help_text="The day its source was brought in: how old the numbers are."
    )
    stratum = models.SmallIntegerField(
        null=True,
        help_text=(
            "Which cards are alike for the ranking; empty when the queue has to work it out "
            "(again)."
        ),
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "attempts", "position"],
                condition=models.Q(blocked_by=""),
                name="state_fresh",
            ),
            models.Index(
                fields=["workspace", "not_before"],
                condition=models.Q(blocked_by="", attempts__gt=0),
                name="state_retry",
            ),
            models.Index(
                fields=[
                    "workspace",
                    "zone",
                    "consumer",
                    "stratum",
                    "known_since",
                    "position",
                    "not_before",
                ],
                condition=models.Q(blocked_by="", attempts=0, stratum__isnull=False),
                name="state_strata",
            ),
            models.Index(
                fields=["workspace"],
                condition=models.Q(blocked_by="", stratum=None),
                name="state_unplaced",
            ),
            models.Index(fields=["workspace", "zone", "consumer"], name="state_zone"),
            models.Index(
                fields=["workspace", "position"],
                condition=models.Q(blocked_by="", any_hour=True),
                name="state_any_hour",
            ),
            models.Index(fields=["workspace", "position"], name="state_position"),
            models.Index(
                fields=["workspace", "last_called_at", "company"],
                condition=models.Q(last_called_at__isnull=False),
                name="state_last_call",
            ),
            models.Index(
                fields=["workspace", "last_outcome"],
                condition=models.Q(last_outcome__gt=""),
                name="state_outcome",
            ),
            models.Index(
                fields=["workspace", "blocked_by", "position"],
                condition=models.Q(blocked_by__gt=""),
                name="state_blocked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.blocked_by}".strip()

    @property
    def offered(self) -> bool:
        """Whether the queue may offer the card once its time has come."""
        return self.blocked_by == self.BlockedBy.NOTHING

    @property
    def callable(self) -> bool:
        """Whether the company may be called: a client may, although the queue doesn't offer
        them.
        """
        return self.blocked_by in CALLABLE

    @property
    def importing(self) -> bool:
        """Whether only its import, which is not done yet, keeps the card out of the queue."""
        return self.blocked_by == self.BlockedBy.IMPORTING


CALLABLE = (CallState.BlockedBy.NOTHING, CallState.BlockedBy.CLIENT)
"""The values of `blocked_by` that leave a call possible."""


class Script(WorkspaceRow):
    """An opening line: for a first talk by the role she asks for, for later talks by what came
    before (`situation`, a value of rules.TALK_SITUATIONS; `role` is then empty). [name], [trade]
    and facts of the card are filled in.
    """

    role = models.CharField(max_length=14, choices=Contact.Role.choices, blank=True)
    situation = models.CharField(max_length=14, default=FIRST)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "situation", "role"], name="one_script_per_situation"
            )
        ]

    def __str__(self) -> str:
        return self.role or self.situation


class Answer(WorkspaceRow):
    """What she answers to an objection; `key` is the letter that opens it on the call screen."""

    objection = models.CharField(max_length=160)
    response = models.TextField()
    key = models.CharField(max_length=1, blank=True)
    position = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.objection


class Question(WorkspaceRow):
    """One of her questions about how they work, with `choices`, or open when there are none.

    A question that she removes is archived: the answers to it stay.
    """

    class Asks(models.TextChoices):
        FACT = "fact", _("how they work")
        DECIDER = "decider", _("the name of who decides")

    text = models.CharField(max_length=160)
    choices = models.JSONField(default=list, blank=True)
    asks = models.CharField(max_length=8, choices=Asks.choices, default=Asks.FACT)
    position = models.IntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.text


class CallSession(WorkspaceRow):
    """One sitting of calls."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    goal = models.IntegerField(default=40)
    started_at = InstantField()
    paused_at = models.DateTimeField(null=True)
    paused_seconds = models.IntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["workspace", "member", "ended_at"], name="session_open")]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class CallQuerySet(models.QuerySet["Call"]):
    """Calls, separated by who called whom."""

    def attempts(self) -> Self:
        """Returns the calls that are attempts of hers (`rules.is_attempt`)."""
        return self.exclude(origin=INCOMING)

    def received(self) -> Self:
        """Returns the calls that they made to her."""
        return self.filter(origin=INCOMING)


class Call(WorkspaceRow):
    """One call. The queue fills in what the ranking learns from (`situation`, `arm`, `propensity`)
    when the call is written.
    """

    class Arm(models.TextChoices):
        """How its card was chosen."""

        RANKED = "ranked", "ranked"
        RANDOM = "random", "random"
        DUE = "due", "due"
        FILE = "file", "file"
        CHOSEN = "chosen", "chosen"

    class Origin(models.TextChoices):
        """Who called whom, and from where: the codes of rules.ORIGINS."""

        DESK = "", _("from the desk")
        ELSEWHERE = ELSEWHERE, _("called from elsewhere")
        INCOMING = INCOMING, _("call received")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="calls")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    number = models.ForeignKey(PhoneNumber, null=True, on_delete=models.SET_NULL, related_name="+")
    session = models.ForeignKey(CallSession, null=True, on_delete=models.SET_NULL, related_name="+")
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.CharField(max_length=20, help_text="A code of calls/outcomes/.")
    reason = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    at = InstantField()
    seconds = models.IntegerField(null=True)
    asked_for = models.CharField(max_length=14, blank=True)
    message_left = models.BooleanField(default=False)
    relayed = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Somebody answered for the person asked for: no talk with who decides.",
    )
    opening = models.CharField(
        max_length=200, blank=True, help_text="How her opening line began, as it was then."
    )
    answers_used = models.JSONField(default=list, blank=True)
    details = models.JSONField(default=dict, blank=True)
    origin = models.CharField(
        max_length=9,
        choices=Origin.choices,
        blank=True,
        default=Origin.DESK,
        help_text="A call received is no attempt: it counts in no limit and in no figure.",
    )
    situation = models.CharField(
        max_length=60,
        blank=True,
        help_text="The level of each block of the ranking (callqueue/features.py) it was made in.",
    )
    arm = models.CharField(max_length=6, choices=Arm.choices, blank=True)
    propensity = models.FloatField(
        null=True,
        help_text=(
            "The probability with which its card came to its place; empty when it was not drawn."
        ),
    )

    objects = CallQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "at", "outcome"], name="calls_by_time"),
            models.Index(fields=["workspace", "company", "-at"], name="calls_by_company"),
            models.Index(fields=["workspace", "-id"], name="calls_latest"),
            models.Index(fields=["workspace", "arm", "outcome"], name="calls_by_arm"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.at:%Y-%m-%d %H:%M}"


class Draft(WorkspaceRow):
    """What a member has typed on a card and not logged yet: the note, and the other fields by their
    names on the page.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    note = models.TextField(blank=True)
    fields = models.JSONField(default=dict, blank=True)
    at = InstantField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "member", "company"], name="one_draft_per_card"
            )
        ]

    def __str__(self) -> str:
        return self.note[:40]


class Note(WorkspaceRow):
    """What she wrote on a card without a call, with its day; or a change of the contract with their
    agency (contract_kept.py).
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    details = models.JSONField(
        default=dict,
        db_default=models.Value({}, models.JSONField()),
        help_text="What it says of their agency, under the names that details of a call have.",
    )
    at = InstantField()

    class Meta:
        indexes = [models.Index(fields=["workspace", "company", "-at"], name="notes_by_company")]

    def __str__(self) -> str:
        return self.text[:40]


class Win(WorkspaceRow):
    """A company that became her client, and when."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="wins")
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    at = InstantField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "company"], name="a_client_once")
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.at:%Y-%m-%d}"


class Qualification(WorkspaceRow):
    """A company's answer to one of her questions, with its date; the latest counts, earlier ones
    stay.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="qualifications")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    value = models.CharField(max_length=300)
    at = InstantField()

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "company", "question", "-at"], name="qualification_latest"
            )
        ]

    def __str__(self) -> str:
        return self.value


class Moment(WorkspaceRow):
    """A great moment: a sentence worth keeping, from a call or without one."""

    company = models.ForeignKey(Company, null=True, on_delete=models.SET_NULL, related_name="+")
    call = models.ForeignKey(Call, null=True, on_delete=models.SET_NULL, related_name="moments")
    sentence = models.CharField(max_length=500)
    at = InstantField()

    def __str__(self) -> str:
        return self.sentence
