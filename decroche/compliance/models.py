"""Oppositions, consents, notices that were given, requests that were received. No row has a foreign
key to a card, so that it stays when the card is erased.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from decroche.team.fields import InstantField
from decroche.team.models import Member, WorkspaceRow


class Channel(models.TextChoices):
    """How something reached her."""

    PHONE = "phone", _("by telephone")
    MAIL = "mail", _("by e-mail")
    LETTER = "letter", _("by letter")
    FORM = "form", _("by a form")
    SPOKEN = "spoken", _("face to face")
    FILE = "file", _("in a file")


class Suppression(WorkspaceRow):
    """A value that must never be called or written to again, kept as a keyed fingerprint.

    CNIL, prospection par téléphone: at least three years, fingerprints rather than names. A
    telephone number can be guessed from a plain digest (there are few numbers), hence the
    workspace's key.
    """

    class Kind(models.TextChoices):
        NUMBER = "number", _("number")
        EMAIL = "email", _("e-mail")
        SIRET = "siret", _("SIRET")
        SIREN = "siren", _("SIREN")
        COMPANY = "company", _("company")
        PERSON = "person", _("person")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    fingerprint = models.CharField(max_length=64)
    at = InstantField()
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    channel = models.CharField(max_length=20, default="phone")
    act = models.CharField(
        max_length=32, blank=True, help_text="The same for all values that one request stopped."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "kind", "fingerprint"], name="one_suppression_per_value"
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "fingerprint"], name="suppression_print"),
            models.Index(fields=["workspace", "act"], name="suppression_act"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fingerprint[:8]}"


class ConsentRow(WorkspaceRow):
    """The proof of a consumer's consent (C. conso. L. 223-1): the text that was shown or read out,
    when, how and for which number or address.
    """

    kind = models.CharField(max_length=8, choices=[("number", _("calls")), ("email", _("e-mails"))])
    fingerprint = models.CharField(max_length=64)
    text = models.TextField(help_text="The exact words they agreed to.")
    proof = models.CharField(
        max_length=300, blank=True, help_text="Where the proof lies: a form, a letter, a message."
    )
    channel = models.CharField(max_length=20, choices=Channel.choices)
    out_of_hours = models.BooleanField(default=False)
    given_at = models.DateTimeField()
    kept_at = InstantField()
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_how = models.CharField(max_length=20, blank=True, choices=Channel.choices)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "fingerprint", "-given_at"], name="consent_print")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.given_at:%Y-%m-%d}"


class Notice(WorkspaceRow):
    """That a person was informed about the data kept of them (GDPR art. 13 and 14): when, how, and
    with which text.
    """

    class Kind(models.TextChoices):
        ORAL = "oral", _("told on the telephone")
        WRITTEN = "written", _("in an e-mail")
        PRINTED = "printed", _("on paper")
        LINK = "link", _("by a link")

    company_id = models.BigIntegerField()
    contact_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    version = models.CharField(
        max_length=12, blank=True, help_text="Which wording: a digest of the notice as it stood."
    )
    at = InstantField()
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "company_id", "kind"], name="notice_of_company")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class Request(WorkspaceRow):
    """A request by which somebody exercises a right (GDPR art. 15, 16, 17, 21): when it was
    received, until when it is to be answered, and how it was.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", _("access")
        RECTIFICATION = "rectification", _("rectification")
        ERASURE = "erasure", _("erasure")
        OBJECTION = "objection", _("objection")

    kind = models.CharField(max_length=14, choices=Kind.choices)
    channel = models.CharField(max_length=20, choices=Channel.choices, default=Channel.MAIL)
    company_id = models.BigIntegerField(null=True)
    contact_id = models.BigIntegerField(null=True)
    who = models.CharField(
        max_length=300, blank=True, help_text="In her words; emptied by an erasure."
    )
    fingerprints = models.JSONField(
        default=list, help_text="Of the values it was about: enough to prove it was done."
    )
    received_at = InstantField()
    due_at = models.DateTimeField()
    extended_why = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_how = models.CharField(max_length=10, blank=True, help_text="done or refused.")
    proof = models.JSONField(
        default=dict, help_text="What was done: counts and dates, never the data itself."
    )
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["workspace", "closed_at", "due_at"], name="requests_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.received_at:%Y-%m-%d}"
