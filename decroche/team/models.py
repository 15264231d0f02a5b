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
    shared_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Since when several members sign in; empty: one person at this machine.",
    )
    created_at = InstantField()

    def __str__(self) -> str:
        return self.name

    @property
    def shared(self) -> bool:
        """Whether several members sign in, each with a name and a password."""
        return self.shared_at is not None


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
    preferences = models.JSONField(
        default=dict,
        help_text="Her own, by section, as the workspace's; read through typed readers only.",
    )
    welcomed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Since when they no longer work here: nothing lets them in.",
    )
    created_at = InstantField()

    def __str__(self) -> str:
        return self.name or str(self.get_role_display())

    def introduced(self) -> bool:
        """Whether the first page has been answered or skipped."""
        return self.welcomed_at is not None


class Credential(WorkspaceRow):
    """What a member signs in with, once the workspace is shared."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    email = models.CharField(max_length=254, help_text="In small letters.")
    password = models.CharField(max_length=200, help_text="Hashed (PASSWORD_HASHERS).")
    changed_at = InstantField()
    told = models.BigIntegerField(
        default=0, help_text="The same as of a session, by the link of the start."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "email"], name="one_member_per_email"),
            models.UniqueConstraint(fields=["workspace", "member"], name="one_password_per_member"),
        ]

    def __str__(self) -> str:
        return self.email


class Invitation(WorkspaceRow):
    """A link by which one person becomes a member, or a `member` chooses another password. Only the
    digest of its key is kept.
    """

    digest = models.CharField(max_length=64, db_index=True)
    role = models.CharField(max_length=10, choices=Member.Role.choices)
    member = models.ForeignKey(
        Member,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        help_text="Who chooses another password; empty: a new member.",
    )
    made_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    made_at = InstantField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, help_text="When it was used or withdrawn.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "digest"], name="one_invitation_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.role} until {self.expires_at:%Y-%m-%d}"


class MemberSession(WorkspaceRow):
    """A browser in which a member is signed in. Only the digest of its cookie is kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=60, blank=True, help_text="What the browser says it is.")
    began_at = InstantField()
    used_at = InstantField()
    ended_at = models.DateTimeField(null=True)
    proved_at = InstantField(help_text="When the member last showed in it that it is they.")
    told = models.BigIntegerField(
        default=0, help_text="The last event of their account that they know of, in it."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "digest"], name="one_session_per_cookie")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.began_at:%Y-%m-%d}"


class ApiKey(WorkspaceRow):
    """A key by which a program asks the API in a member's name. Only the digest of it is kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=60, help_text="What the member calls the program.")
    scopes = models.CharField(max_length=60, help_text="Codes of roles.Scope, a space between two.")
    made_at = InstantField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "digest"], name="one_api_key_per_digest")
        ]

    def __str__(self) -> str:
        return self.name

    def covers(self, scope: str) -> bool:
        """Whether the member gave it this scope."""
        return scope in self.scopes.split()


class Passkey(WorkspaceRow):
    """The public half of a pair of keys that a device of a member made for this desk."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    credential = models.CharField(
        max_length=2000, help_text="How the device calls it, in base64url."
    )
    public = models.TextField(help_text="What its signatures are checked with, in base64url.")
    counter = models.BigIntegerField(
        help_text="How often the device had signed; 0 for one that does not count."
    )
    name = models.CharField(max_length=60, help_text="What the member calls the device.")
    made_at = InstantField()
    used_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(
        null=True, help_text="When the last challenge that it signed was made."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "credential"], name="one_passkey_per_credential"
            )
        ]

    def __str__(self) -> str:
        return self.name


class AccountEvent(WorkspaceRow):
    """What happened to a member's account, for them to know (membership/news.py); kept for thirty
    days.
    """

    class Kind(models.TextChoices):
        PASSWORD = "password"
        LINK = "link"
        PASSKEY = "passkey"
        NO_PASSKEY = "no_passkey"
        KEY = "key"
        ROLE = "role"
        SIGNED_IN = "signed_in"
        FIGURES = "figures"
        NO_FIGURES = "no_figures"

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(
        max_length=60, blank=True, help_text="Of the passkey, program or browser; the role."
    )
    at = InstantField()
    session_id = models.BigIntegerField(
        null=True, help_text="The session it was done in, which need not be told."
    )

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class SignInTry(WorkspaceRow):
    """How often a sign-in failed in a row, by account or by network address (`subject` is a keyed
    digest of either), and until when no other is tried.
    """

    subject = models.CharField(max_length=64)
    failures = models.IntegerField(default=0)
    at = InstantField()
    blocked_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "subject"], name="one_count_per_subject")
        ]

    def __str__(self) -> str:
        return f"{self.subject[:8]} {self.failures}"


class Turn(WorkspaceRow):
    """Work that one machine at a time does for a workspace: who has it, and for how long
    (turns.py).
    """

    work = models.CharField(max_length=40)
    held_by = models.CharField(max_length=80, blank=True)
    held_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "work"], name="one_turn_per_work")
        ]

    def __str__(self) -> str:
        return f"{self.work}: {self.held_by}"
