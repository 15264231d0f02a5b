"""Which card of the file a row is: beyond doubt (`known_cards`), or by likeness (`Likely`)."""

from __future__ import annotations

from collections.abc import Iterator

from decroche.intake.drafts import Draft
from decroche.intake.known import KnownCompanies, identity_of, keys_of, numbers_of
from decroche.prospects.blocking import Blocks, Pair
from decroche.prospects.duplicates import rarity_of, traits_of
from decroche.prospects.models import Company, PhoneNumber
from decroche.prospects.traits import Traits, traits
from decroche.team.models import Workspace

_HELD = 100_000
"""Cards held ready for comparing."""
_ASKED = 500
"""Values that one statement asks for."""


def known_cards(
    workspace: Workspace, drafts: list[Draft], sources: frozenset[int]
) -> KnownCompanies:
    """The cards of the database that any of these rows could be; none that came from these
    sources, which are the file itself: what its rows repeat of each other is known already.
    """
    # Asked by one value alone, and what is found is looked at: asked whether it is removed as well,
    # SQLite would read the whole workspace.
    rows = Company.objects.filter(workspace=workspace)
    ids: set[int] = set()
    for field, values in (
        ("siret", [draft.siret for draft in drafts if draft.siret]),
        ("email", [draft.email for draft in drafts if draft.email]),
        ("name_key", [draft.name_key for draft in drafts]),
    ):
        if values:
            ids.update(rows.filter(**{f"{field}__in": values}).values_list("pk", flat=True))
    if numbers := {number for draft in drafts for number in numbers_of(draft)}:
        bearers = PhoneNumber.objects.filter(workspace=workspace, e164__in=numbers)
        ids.update(bearers.values_list("company_id", flat=True))
    known, chosen, called = KnownCompanies(), sorted(ids), dict[int, list[str]]()
    for start in range(0, len(chosen), 5000):
        part = chosen[start : start + 5000]
        for company, e164 in (
            PhoneNumber.objects.filter(company_id__in=part)
            .exclude(e164="")
            .values_list("company_id", "e164")
        ):
            called.setdefault(company, []).append(e164)
        for card in (
            Company.objects.filter(pk__in=part).order_by("pk").values_list(*_COMPARED, named=True)
        ):
            if card.removed_at is not None or card.provenance_id in sources:
                continue
            own = frozenset(called.get(card.pk, ()))
            known.add(
                identity_of(card.pk, card, own),
                keys_of(card.siret, card.email, card.name_key, own),
            )
    return known


_COMPARED = (
    *("pk", "name", "siret", "email", "name_key", "address", "city"),
    *("removed_at", "provenance_id"),
)


class Likely:
    """The companies of the database that the rows of a file may be, compared by likeness; those
    that could match are loaded part by part.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.blocks: Blocks | None = None
        self.loaded: set[int] = set()

    def load(self, drafts: list[Draft]) -> None:
        """Makes ready for these drafts: the companies of their postcodes, towns, numbers, addresses
        and SIREN.
        """
        if not drafts:
            return
        if self.blocks is None:
            self.blocks = Blocks(rarity_of(self.workspace))
        elif len(self.loaded) > _HELD:  # memory stays bounded, whatever the size of the file
            self.blocks, self.loaded = Blocks(self.blocks.rarity), set()
        wanted = self._by_values(drafts) | self._by_numbers(drafts)
        for card in traits_of(self.workspace, wanted - self.loaded):
            self.blocks.add(card)
        self.loaded |= wanted

    def _by_values(self, drafts: list[Draft]) -> set[int]:
        """The companies that have a postcode, a SIREN, an address or a town of the drafts."""
        rows = Company.objects.filter(workspace=self.workspace, removed_at=None)
        found: set[int] = set()
        for field, values in (
            ("postcode", {draft.postcode for draft in drafts}),
            ("siren", {draft.siren for draft in drafts}),
            ("email", {draft.email for draft in drafts}),
            ("city", {draft.city for draft in drafts if not draft.postcode}),
        ):
            for some in _in_parts({value for value in values if value}):
                found.update(rows.filter(**{f"{field}__in": some}).values_list("pk", flat=True))
        return found

    def _by_numbers(self, drafts: list[Draft]) -> set[int]:
        """The companies that have a number of the drafts."""
        numbers = {
            number[0]
            for draft in drafts
            for number in (*draft.numbers, *draft.person_numbers)
            if number[0]
        }
        found: set[int] = set()
        for some in _in_parts(numbers):
            bearers = PhoneNumber.objects.filter(workspace=self.workspace, e164__in=some)
            found.update(bearers.values_list("company_id", flat=True))
        return found

    def match(self, draft: Draft) -> Pair | None:
        """The company most like this draft, when one is or may be the same; `one` is the draft's
        line.
        """
        found = self.blocks.alike(traits_of_draft(draft)) if self.blocks else []
        return found[0] if found else None


def _in_parts(values: set[str]) -> Iterator[list[str]]:
    """The values in their order, as many at a time as one statement asks for."""
    ordered = sorted(values)
    for start in range(0, len(ordered), _ASKED):
        yield ordered[start : start + _ASKED]


def traits_of_draft(draft: Draft) -> Traits:
    """What is compared of a row."""
    numbers = [number[0] or number[1] for number in (*draft.numbers, *draft.person_numbers)]
    return traits(
        -draft.line - 1,
        draft.name,
        numbers,
        siret=draft.siret,
        siren=draft.siren,
        email=draft.email,
        website=draft.website,
        postcode=draft.postcode,
        city=draft.city,
        address=draft.address,
    )
