"""The tables of the offer: who she is, her services and their steps, her files."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from decroche.team.fields import InstantField
from decroche.team.models import WorkspaceRow


class Profile(WorkspaceRow):
    """Who she is, as it stands on all she sends. Her name and trade are on Member."""

    class Form(models.TextChoices):
        SOLE_TRADER = "ei", _("sole trader (EI)")
        COMPANY = "company", _("company")

    class Design(models.TextChoices):
        CARD = "card", _("Index card")
        BAND = "band", _("Band")
        SIDE = "side", _("Two columns")

    class Vat(models.TextChoices):
        FRANCHISE = "franchise", _("no VAT (franchise)")
        CHARGED = "charged", _("VAT is charged")

    tagline = models.CharField(max_length=300, blank=True, help_text="One sentence under her name.")
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    site = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    form = models.CharField(max_length=8, choices=Form.choices, default=Form.SOLE_TRADER)
    company_name = models.CharField(max_length=120, blank=True)
    siret = models.CharField(max_length=14, blank=True, help_text="Empty: being allotted.")
    vat = models.CharField(max_length=10, choices=Vat.choices, default=Vat.FRANCHISE)
    vat_number = models.CharField(max_length=20, blank=True)
    vat_words = models.CharField(
        max_length=160,
        blank=True,
        help_text="Her own words for the VAT mention; empty: those of the day.",
    )
    roles = models.JSONField(
        default=list, blank=True, help_text="Roles she added to me, client, designer, developer."
    )
    design = models.CharField(max_length=4, choices=Design.choices, default=Design.CARD)
    color = models.CharField(max_length=7, default="#17794e")
    kept_at = models.DateTimeField(
        null=True, help_text="When she last read and kept it; empty: only proposed so far."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], name="one_profile")]

    def __str__(self) -> str:
        return self.tagline


class Service(WorkspaceRow):
    """One thing she does for clients."""

    position = models.IntegerField(default=0)
    name = models.CharField(max_length=120)
    sentence = models.CharField(max_length=400, blank=True)
    example = models.CharField(max_length=400, blank=True)
    deliverables = models.CharField(max_length=400, blank=True)
    needs = models.CharField(max_length=400, blank=True, help_text="What the client brings.")
    duration = models.CharField(max_length=80, blank=True)
    price = models.CharField(max_length=80, blank=True, help_text="Empty: on quotation.")

    class Meta:
        indexes = [models.Index(fields=["workspace", "position"], name="services_in_order")]

    def __str__(self) -> str:
        return self.name


class Step(WorkspaceRow):
    """A step of a service: who does it, and whether it is part of the price."""

    class Scope(models.TextChoices):
        INCLUDED = "included", _("included")
        OPTIONAL = "optional", _("optional")
        EXCLUDED = "excluded", _("not included")

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="steps")
    position = models.IntegerField(default=0)
    name = models.CharField(max_length=120)
    who = models.JSONField(default=list, help_text="Role codes, or the names of roles she added.")
    scope = models.CharField(max_length=8, choices=Scope.choices, default=Scope.INCLUDED)

    def __str__(self) -> str:
        return self.name


class Enclosure(WorkspaceRow):
    """A file of hers: logo or photo, CV. One of each kind."""

    class Kind(models.TextChoices):
        LOGO = "logo", _("photo or logo")
        CV = "cv", _("CV")

    kind = models.CharField(max_length=4, choices=Kind.choices)
    filename = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    content = models.BinaryField()
    created_at = InstantField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "kind"], name="one_enclosure_of_a_kind")
        ]

    def __str__(self) -> str:
        return self.filename
