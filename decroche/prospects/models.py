"""Companies, contacts, numbers, lists and where they came from."""

from __future__ import annotations

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from decroche.compliance import permission
from decroche.shared.numbers import dial_key
from decroche.team.fields import InstantField
from decroche.team.models import WorkspaceRow


class Provenance(WorkspaceRow):
    """A source of companies. Its cards refer to it, since the source of personal data must be known
    (GDPR art. 14).
    """

    class Nature(models.TextChoices):
        UNKNOWN = "", _("I can’t say")
        BUSINESS = (
            "business",
            _("published for the trade: site, directory of companies, card, fair"),
        )
        REGISTER = "register", _("the state’s register")
        GIVEN = "given", _("given to me by them")
        PRIVATE = "private", _("a private source: residential directory, personal network")

    class UnderWay(models.TextChoices):
        """How far an import is, which is written, or taken back, in many short transactions."""

        NO = "", "no"
        WRITING = "writing", "writing"
        OPENING = "opening", "opening"
        LEAVING = "leaving", "leaving"

    MADE_UP = "made_up"
    """The kind of the made-up file, with which things are tried."""
    source = models.CharField(max_length=200)
    part_of = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.CASCADE,
        related_name="parts",
        help_text=(
            "The source of the import that brought a file whose rows name sources of their own: "
            "this is one of those."
        ),
    )
    kind = models.CharField(max_length=20, default="typed")
    under_way = models.CharField(
        max_length=8,
        choices=UnderWay.choices,
        blank=True,
        default=UnderWay.NO,
        db_default="",
        help_text=(
            "writing: its cards are still being written, and the queue offers none of them; "
            "opening: all are there, and are being offered; leaving: it is being taken back, and "
            "none is offered; empty: none of these."
        ),
    )
    nature: models.CharField[permission.Nature, permission.Nature] = models.CharField(
        max_length=10, choices=Nature.choices, blank=True
    )
    created_at = InstantField()

    def __str__(self) -> str:
        return self.source


class Company(WorkspaceRow):
    """An organisation of the file: who they are and where they came from.

    Whether and when it may be called is its call state (decroche.calls.models.CallState).
    """

    class Audience(models.TextChoices):
        PROFESSIONAL = "professional", _("professional")
        CONSUMER = "consumer", _("consumer")

    name = models.CharField(max_length=200)
    siren = models.CharField(max_length=9, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    naf = models.CharField(
        max_length=6, blank=True, help_text="Activity code with its dot: 18.12Z."
    )
    activity = models.CharField(max_length=200, blank=True)
    headcount = models.CharField(max_length=60, blank=True)
    headcount_min = models.IntegerField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=120, blank=True)
    department = models.CharField(max_length=3, blank=True)
    website = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=254, blank=True)
    notes = models.TextField(blank=True)
    tags = models.JSONField(default=list, blank=True)
    details = models.JSONField(
        default=dict,
        blank=True,
        help_text="What a file said in columns that are no field of a card: {column: text}.",
    )
    provenance = models.ForeignKey(Provenance, on_delete=models.PROTECT, related_name="+")
    created_at = InstantField()

    # For finding it again.
    name_key = models.CharField(
        max_length=220, help_text="Folded name and postcode: two alike are the same company."
    )
    sort_name = models.CharField(max_length=200)
    search_text = models.TextField(blank=True)
    notes_index = models.TextField(
        blank=True, help_text="Folded words of call notes, for the search."
    )

    opposed_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    # What the law needs to know.
    audience: models.CharField[permission.Audience, permission.Audience] = models.CharField(
        max_length=12, choices=Audience.choices, default=Audience.PROFESSIONAL
    )
    audience_why = models.CharField(
        max_length=14, blank=True, help_text="The rule that decided, or “chosen” by her."
    )
    diffusion = models.CharField(
        max_length=1, blank=True, help_text="O or P in the state’s register; P: partly non-public."
    )
    last_contact_at = models.DateTimeField(
        null=True, blank=True, help_text="The last contact that came from them (CNIL)."
    )
    cleared_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When its people and notes were erased; the company stayed.",
    )
    erased_at = models.DateTimeField(
        null=True, blank=True, help_text="When all of it was erased; its calls still count."
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "removed_at", "sort_name", "id"], name="file_by_name"
            ),
            models.Index(fields=["workspace", "name_key"], name="company_name_key"),
            # Over all rows, not only those with a value: SQLite plans a query before it knows its
            # parameters, so it never uses an index without the empty values for "= ?".
            models.Index(fields=["workspace", "siren"], name="company_siren"),
            models.Index(fields=["workspace", "siret"], name="company_siret"),
            models.Index(fields=["workspace", "email"], name="company_email"),
            models.Index(
                fields=["workspace", "removed_at", "city", "sort_name", "id"], name="file_by_city"
            ),
            models.Index(
                F("workspace"),
                Coalesce("last_contact_at", "created_at"),
                F("id"),
                condition=models.Q(erased_at=None),
                name="company_by_contact",
            ),
            models.Index(
                fields=["workspace", "opposed_at"],
                condition=models.Q(erased_at=None, opposed_at__isnull=False),
                name="company_opposed",
            ),
            models.Index(
                # With `removed_at`, as in the indexes of the list: of two indexes SQLite prefers
                # the one with more columns of the conditions, whatever their sizes.
                fields=["workspace", "removed_at"],
                condition=models.Q(audience_why="doubt"),
                name="company_in_doubt",
            ),
            models.Index(
                fields=["workspace", "provenance"],
                condition=models.Q(audience_why__in=("doubt", "private_source")),
                name="company_doubts_of_source",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(WorkspaceRow):
    """A person, or a department nobody has named yet, at a company."""

    class Role(models.TextChoices):
        COMMUNICATION = "communication", _("communication")
        HR = "hr", _("human resources")
        MANAGEMENT = "management", _("management")
        MARKETING = "marketing", _("marketing")
        OTHER = "other", _("other")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=160, blank=True)
    role = models.CharField(max_length=14, choices=Role.choices, default=Role.OTHER)
    title = models.CharField(max_length=160, blank=True)
    email = models.CharField(max_length=254, blank=True)
    decides = models.BooleanField(default=False)
    gatekeeper = models.BooleanField(default=False)
    opposed_at = models.DateTimeField(
        null=True, blank=True, help_text="Asks to be left alone; the company may still be called."
    )
    created_at = InstantField()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "role"], name="contact_role"),
            models.Index(
                fields=["workspace", "created_at", "id"],
                condition=models.Q(opposed_at=None, name__gt=""),
                name="contact_by_age",
            ),
            models.Index(
                fields=["workspace", "id"],
                condition=models.Q(opposed_at__isnull=False),
                name="contact_opposed",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_role_display())

    @property
    def of_unknown_role(self) -> bool:
        """Whether it is a person by name, and nobody said what they do."""
        return bool(self.name) and self.role == self.Role.OTHER and not self.title

    @property
    def approachable(self) -> bool:
        """Whether the person has no opposition."""
        return self.opposed_at is None


class PhoneNumber(WorkspaceRow):
    """A number of a company or of one of its people. A text that can't be a number is kept too, in
    `national`, with the state unreadable.
    """

    class Kind(models.TextChoices):
        SWITCHBOARD = "switchboard", _("switchboard")
        DIRECT = "direct", _("direct line")
        MOBILE = "mobile", _("mobile")
        FAX = "fax", _("fax")

    class State(models.TextChoices):
        VALID = "valid", _("valid")
        DOUBTFUL = "doubtful", _("not in the numbering plan")
        UNREADABLE = "unreadable", _("unreadable")
        WRONG = "wrong", _("wrong number")
        SUPPRESSED = "suppressed", _("never call")

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="numbers")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.SET_NULL, related_name="numbers"
    )
    e164 = models.CharField(max_length=20, blank=True)
    national = models.CharField(max_length=60)
    extension = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.SWITCHBOARD)
    cost = models.CharField(max_length=14, default="normal")
    timezone = models.CharField(max_length=40, default="Europe/Paris")
    state = models.CharField(max_length=12, choices=State.choices, default=State.VALID)
    position = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["workspace", "e164"], name="number_e164")]

    def __str__(self) -> str:
        return self.national

    @property
    def usable(self) -> bool:
        """Whether it may be dialled."""
        return self.state in permission.DIALLED and self.kind != self.Kind.FAX

    @property
    def dial(self) -> str:
        """The number as it is dialled, and as oppositions are kept under it (`dial_key`)."""
        return dial_key(self.e164, self.national)


class CallList(WorkspaceRow):
    """A named choice of companies."""

    name = models.CharField(max_length=120)
    created_at = InstantField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="one_list_per_name")
        ]

    def __str__(self) -> str:
        return self.name


class CallListEntry(WorkspaceRow):
    """A company on a list."""

    call_list = models.ForeignKey(CallList, on_delete=models.CASCADE, related_name="entries")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="list_entries")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "call_list", "company"], name="once_on_a_list"
            )
        ]

    def __str__(self) -> str:
        return f"{self.call_list_id}:{self.company_id}"


class DistinctPair(WorkspaceRow):
    """Two cards that look alike and, as she said, are different companies; `first` is lower."""

    first = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    created_at = InstantField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "first", "second"], name="told_apart_once")
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


class DuplicateCandidate(WorkspaceRow):
    """Two cards that are or may be one company, until she decides. The lower key is `first`."""

    first = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    points = models.FloatField(
        help_text=(
            "How alike they are, in bits: from 5.5 she is asked, from 10.5 they are taken for one."
        )
    )
    verdict = models.CharField(max_length=10)
    reasons = models.JSONField(default=list, help_text="[[what, whether it agrees]]")
    created_at = InstantField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "first", "second"], name="look_alike_once")
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≈ {self.second_id}"
