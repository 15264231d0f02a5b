"""The tables of the mailbox, templates, messages and what came back."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from decroche.calls.models import Call
from decroche.followups.models import FollowUp
from decroche.gateways import trust
from decroche.prospects.models import Company, Contact
from decroche.team.fields import InstantField
from decroche.team.models import Member, WorkspaceRow


class Mailbox(WorkspaceRow):
    """A mailbox: how mail leaves and where answers are read. That of the file (no `member`) is the
    owner's, and that of every member who has none of their own. The password is not here
    (gateways.vault).
    """

    class Security(models.TextChoices):
        TLS = "tls", _("TLS")
        STARTTLS = "starttls", _("STARTTLS")
        NONE = "none", _("none (this machine only)")

    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=254)
    smtp_host = models.CharField(max_length=200)
    smtp_port = models.IntegerField(default=465)
    smtp_security: models.CharField[trust.Security, trust.Security] = models.CharField(
        max_length=8, choices=Security.choices, default="tls"
    )
    smtp_user = models.CharField(max_length=254, blank=True)
    imap_host = models.CharField(max_length=200, blank=True)
    imap_port = models.IntegerField(default=993)
    imap_security: models.CharField[trust.Security, trust.Security] = models.CharField(
        max_length=8, choices=Security.choices, default="tls"
    )
    imap_user = models.CharField(max_length=254, blank=True)
    sent_folder = models.CharField(max_length=200, blank=True)
    daily_limit = models.IntegerField(
        default=80,
        help_text="Mails a day at most: a mailbox that sends hundreds is taken for a spammer's.",
    )
    pace_seconds = models.IntegerField(
        default=20, help_text="At least this long between two mails."
    )
    checked_at = models.DateTimeField(null=True, help_text="When the test last went through.")
    problem = models.CharField(
        max_length=500, blank=True, help_text="Why nothing can leave: step and the server's words."
    )
    problem_step = models.CharField(max_length=10, blank=True)
    retry_at = models.DateTimeField(null=True)
    inbox_validity = models.BigIntegerField(default=0)
    inbox_uid = models.BigIntegerField(default=0)
    polled_at = models.DateTimeField(null=True)
    unreadable_at = models.DateTimeField(
        null=True, help_text="When the reading server last failed; empty once it works again."
    )
    held_by = models.CharField(
        max_length=80, blank=True, help_text="The runner that sends from it now (runner.py)."
    )
    held_until = models.DateTimeField(
        null=True, help_text="When another runner may take it, should that one have died."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace"], condition=models.Q(member=None), name="one_mailbox"
            ),
            models.UniqueConstraint(fields=["workspace", "member"], name="one_mailbox_a_member"),
        ]

    def __str__(self) -> str:
        return self.address


class Template(WorkspaceRow):
    """Her template for a situation, in a language."""

    situation = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "situation", "language"], name="one_template_a_situation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.situation} ({self.language})"


class Message(WorkspaceRow):
    """An e-mail to a contact.

    wanted → queued → sending → handed → sent. `handed` is noted just before the text goes over the
    line: a message found there after a crash may have arrived, and becomes `check` unless the Sent
    folder proves it. failed: refused for good, or for two days.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("to send")
        QUEUED = "queued", _("leaving")
        SENDING = "sending", _("being sent")
        HANDED = "handed", _("being handed over")
        SENT = "sent", _("sent")
        CHECK = "check", _("to check")
        FAILED = "failed", _("refused")
        DROPPED = "dropped", _("dropped")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="messages")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    call = models.ForeignKey(Call, null=True, on_delete=models.SET_NULL, related_name="+")
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    mailbox = models.ForeignKey(
        Mailbox,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="From which it leaves, once a runner has taken it; none: that of the file.",
    )
    to = models.CharField(max_length=254)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    about = models.CharField(
        max_length=40, blank=True, help_text="The reason given on the telephone."
    )
    address_known = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether the address stood on the card before its call: it was not given there.",
    )
    created_at = InstantField()
    closed_at = models.DateTimeField(null=True)

    situation = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True, help_text="As it was sent, mentions and all, once it left.")
    with_presentation = models.BooleanField(default=True)
    with_cv = models.BooleanField(default=False)
    calendar = models.TextField(blank=True, help_text="An invitation, as iCalendar.")
    calendar_method = models.CharField(max_length=8, blank=True)
    follow_up = models.ForeignKey(
        FollowUp,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The meeting of an invitation.",
    )

    message_id = models.CharField(max_length=200, blank=True)
    queued_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField(
        null=True, help_text="When she wrote it herself, or changed what was prepared."
    )
    recalled_at = models.DateTimeField(
        null=True, help_text="When the call that asked for it was taken back while it was leaving."
    )
    send_after = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    runner = models.CharField(max_length=80, blank=True, help_text="Which runner took it.")
    words = models.CharField(max_length=500, blank=True, help_text="The server's last words.")
    step = models.CharField(max_length=10, blank=True)
    filed_at = models.DateTimeField(null=True, help_text="When it was put into the Sent folder.")
    replied_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "state", "-created_at"], name="messages_by_state"),
            models.Index(
                fields=["workspace", "message_id"],
                condition=~models.Q(message_id=""),
                name="messages_by_id",
            ),
            models.Index(
                fields=["workspace", "company", "-created_at"], name="messages_of_company"
            ),
        ]

    def __str__(self) -> str:
        return self.to

    def too_late(self, at: datetime) -> bool:
        """Whether it confirms a meeting that is past."""
        kept = self.follow_up
        return kept is not None and kept.due_at <= at and self.calendar_method != "CANCEL"


class Reply(WorkspaceRow):
    """What came back to a message.

    With a `doubt` its kind is the likeliest reading, and nothing is done about it until she has
    said which one it is (judging.py).
    """

    class Kind(models.TextChoices):
        REPLY = "reply", _("answer")
        STOP = "stop", _("asks not to be written to")
        AWAY = "away", _("away")
        AUTO = "auto", _("automatic reply")
        LEFT = "left", _("no longer works there")
        BOUNCE = "bounce", _("bounced")
        RECEIPT = "receipt", _("receipt")
        ACCEPTED = "accepted", _("accepts the meeting")
        DECLINED = "declined", _("declines the meeting")
        TENTATIVE = "tentative", _("may come to the meeting")
        COUNTER = "counter", _("proposes another time")

    class Doubt(models.TextChoices):
        REFUSAL = "refusal", _("It may ask to be left alone.")
        FORGED = "forged", _("Your mail server says that the sender is not who it claims to be.")
        COLLEAGUE = "colleague", _("Another address of the same company wrote.")
        UNPROVED = "unproved", _("It says that a mail bounced, and does not show which one.")
        UNANSWERED = (
            "unanswered",
            _("It answers no mail of yours, and your mail server does not say who sent it."),
        )

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="replies")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    doubt = models.CharField(
        max_length=10, choices=Doubt.choices, blank=True, help_text="Why she is asked what it is."
    )
    settled_at = models.DateTimeField(null=True, help_text="When she said what it is.")
    settled_as = models.CharField(
        max_length=10, blank=True, help_text="What she said: stop, reply, bounce or nothing."
    )
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    excerpt = models.TextField(blank=True)
    reply_id = models.CharField(max_length=300)
    received_at = InstantField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "reply_id"], name="a_reply_once")
        ]
        indexes = [
            models.Index(
                fields=["workspace", "company", "-received_at"], name="replies_of_company"
            ),
            models.Index(
                fields=["workspace", "-received_at"],
                condition=~models.Q(doubt="") & models.Q(settled_at=None),
                name="replies_in_doubt",
            ),
        ]

    def __str__(self) -> str:
        return self.sender

    @property
    def asked(self) -> bool:
        """Whether it is in doubt, so that she still has to say what it is."""
        return bool(self.doubt) and self.settled_at is None

    @property
    def tone(self) -> str:
        """The colour of its kind: “yes” for good news, “no” for bad, "" for neither."""
        if self.kind in (self.Kind.REPLY, self.Kind.ACCEPTED):
            return "yes"
        return "no" if self.kind in (self.Kind.BOUNCE, self.Kind.STOP, self.Kind.DECLINED) else ""


class UnreadMail(WorkspaceRow):
    """An incoming message that was put on no card: it could not be read, or somebody asks to be
    left alone from an address that nobody here has.
    """

    class Reason(models.TextChoices):
        UNREADABLE = "unreadable", _("This message could not be read.")
        STRANGER = "stranger", _("Asks to be left alone; no card has this address.")

    reason = models.CharField(max_length=10, choices=Reason.choices)
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    excerpt = models.TextField(blank=True)
    key = models.CharField(max_length=80, help_text="A digest of the message: the same one once.")
    received_at = InstantField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="an_unread_mail_once")
        ]

    def __str__(self) -> str:
        return self.sender or self.subject or self.reason


class DeadAddress(WorkspaceRow):
    """An address that bounced."""

    address = models.CharField(max_length=254)
    words = models.CharField(max_length=500, blank=True)
    at = InstantField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "address"], name="a_dead_address_once")
        ]

    def __str__(self) -> str:
        return self.address
