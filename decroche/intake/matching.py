"""Which company a row is: beyond doubt (`Register`), or by likeness (`Likely`), in the file or
already there.

Same SIRET, same company address, same number with a similar name, or same folded name and place.
A shared mailbox or SIRET does not join two cards whose names, places and numbers all differ: two
town halls of one valley, two schools of one commune.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from decroche.intake.cards import Draft
from decroche.prospects.blocking import Blocks, Pair
from decroche.prospects.duplicates import rarity_of, traits_of
from decroche.prospects.models import Company, PhoneNumber
from decroche.prospects.rules import similar_names
from decroche.prospects.traits import Traits, traits
from decroche.team.models import Workspace

_HELD = 100_000
"""Cards held ready for comparing."""

Known = tuple[int, str, frozenset[str]]
"""(company, its name key, its numbers in E.164)"""


class KnownCompanies:
    """Who is known, by every key; starts from the database when it holds companies, grows with the
    file.
    """

    def __init__(self) -> None:
        self.siret: dict[str, Known] = {}
        self.email: dict[str, Known] = {}
        self.name: dict[str, Known] = {}
        self.number: dict[str, list[Known]] = {}

    def add(
        self, company: int, *, siret: str, email: str, name_key: str, numbers: Iterable[str]
    ) -> None:
        """Takes a company in."""
        e164s = frozenset(number for number in numbers if number)
        known = (company, name_key, e164s)
        if siret:
            self.siret.setdefault(siret, known)
        if email:
            self.email.setdefault(email, known)
        self.name.setdefault(name_key, known)
        for number in e164s:
            self.number.setdefault(number, []).append(known)

    def match(self, draft: Draft) -> int | None:
        """The company this draft is, or None."""
        numbers = {number[0] for number in draft.numbers if number[0]} | {
            number[0] for number in draft.person_numbers if number[0]
        }
        found = self.siret.get(draft.siret) if draft.siret else None
        if found and not _contradicted(found, draft, numbers, by_place=False):
            return found[0]
        found = self.email.get(draft.email) if draft.email else None
        if found and not _contradicted(found, draft, numbers, by_place=True):
            return found[0]
        found = self.name.get(draft.name_key)
        if found and not (
            draft.name_key.endswith("|") and numbers and found[2] and not numbers & found[2]
        ):
            return found[0]
        name = draft.name_key.partition("|")[0]
        for number in numbers:
            for known in self.number.get(number, ()):
                if similar_names(name, known[1].partition("|")[0]):
                    return known[0]
        return None


def _contradicted(known: Known, draft: Draft, numbers: set[str], *, by_place: bool) -> bool:
    """Whether everything else says that these are two: names unlike, and no number (for an address:
    no place) in common.
    """
    name, _, place = known[1].partition("|")
    own_name, _, own_place = draft.name_key.partition("|")
    if similar_names(name, own_name):
        return False
    if by_place:
        return place != own_place
    return bool(numbers and known[2] and not numbers & known[2])


def register_for(workspace: Workspace, drafts: list[Draft], register: KnownCompanies) -> None:
    """Adds to the register those companies of the database that any of the drafts could be."""
    wanted = {
        "siret": [draft.siret for draft in drafts if draft.siret],
        "email": [draft.email for draft in drafts if draft.email],
        "name_key": [draft.name_key for draft in drafts],
    }
    ids: set[int] = set()
    rows = Company.objects.filter(workspace=workspace, removed_at=None)
    for field, values in wanted.items():
        if values:
            ids.update(rows.filter(**{f"{field}__in": values}).values_list("pk", flat=True))
    numbers = [
        number[0]
        for draft in drafts
        for number in (*draft.numbers, *draft.person_numbers)
        if number[0]
    ]
    ids.update(
        PhoneNumber.objects.filter(
            workspace=workspace, e164__in=numbers, company__removed_at=None
        ).values_list("company_id", flat=True)
    )
    called: dict[int, list[str]] = {}
    chosen = sorted(ids)
    for start in range(0, len(chosen), 5000):
        part = chosen[start : start + 5000]
        for company, e164 in PhoneNumber.objects.filter(company_id__in=part).values_list(
            "company_id", "e164"
        ):
            called.setdefault(company, []).append(e164)
        for pk, siret, email, key in (
            rows.filter(pk__in=part).order_by("pk").values_list("pk", "siret", "email", "name_key")
        ):
            register.add(pk, siret=siret, email=email, name_key=key, numbers=called.get(pk, ()))


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
        rows = Company.objects.filter(workspace=self.workspace, removed_at=None)
        wanted: set[int] = set()
        for field, values in (
            ("postcode", {draft.postcode for draft in drafts}),
            ("siren", {draft.siren for draft in drafts}),
            ("email", {draft.email for draft in drafts}),
            ("city", {draft.city for draft in drafts if not draft.postcode}),
        ):
            chosen = sorted(value for value in values if value)
            for start in range(0, len(chosen), 500):
                wanted.update(
                    rows.filter(Q(**{f"{field}__in": chosen[start : start + 500]})).values_list(
                        "pk", flat=True
                    )
                )
        numbers = sorted(
            {
                number[0]
                for draft in drafts
                for number in (*draft.numbers, *draft.person_numbers)
                if number[0]
            }
        )
        for start in range(0, len(numbers), 500):
            bearers = PhoneNumber.objects.filter(
                workspace=self.workspace, e164__in=numbers[start : start + 500]
            )
            wanted.update(bearers.values_list("company_id", flat=True))
        for card in traits_of(self.workspace, wanted - self.loaded):
            self.blocks.add(card)
        self.loaded |= wanted

    def match(self, draft: Draft) -> Pair | None:
        """The company most like this draft, when one is or may be the same; `one` is the draft's
        line.
        """
        found = self.blocks.alike(traits_of_draft(draft)) if self.blocks else []
        return found[0] if found else None


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
