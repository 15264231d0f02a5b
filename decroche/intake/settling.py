"""What becomes of each row: a new card, a change of one that is there, another person of a company,
a double. Part of the actions of this package.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from decroche.calls.permission import best_consent
from decroche.compliance.permission import Consent
from decroche.compliance.queries import any_consent, any_opposition, consents_of, opposed
from decroche.intake.cards import Draft
from decroche.intake.changing import apply_at_once, propose
from decroche.intake.matching import KnownCompanies, Likely, register_for
from decroche.intake.models import Batch
from decroche.intake.updating import add_person
from decroche.intake.writing import Writer, draw_ids
from decroche.prospects.blocking import Pair
from decroche.prospects.duplicates import keep_pairs
from decroche.prospects.likeness import SAME, Likeness
from decroche.prospects.models import Company, Contact
from decroche.shared.clock import now
from decroche.shared.folding import fold_name
from decroche.team.models import Member, Workspace

_CHANGES_SHOWN = 200


@dataclass(slots=True)
class Counts:
    """What became of the rows: rows = created + updated + duplicates + aside."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    duplicates: int = 0
    aside: int = 0
    valid: int = 0
    invalid: int = 0
    doubles: list[list[Any]] = field(default_factory=list)
    """The rows that were there already: [line, name, the company they are (0: a row of the same
    file), why: exact or alike]
    """
    made: list[int] = field(default_factory=list)
    """The companies of the rows that were nobody's exact double, in order: the register knows the
    n-th as -n until then.
    """
    joined: list[tuple[int, Draft]] = field(default_factory=list)
    """Rows that bring another person to a company of the same file."""

    changes: list[list[Any]] = field(default_factory=list)
    """What the first rows change on cards that are there: [line, company, its name, {field:
    [before, after]}, [numbers added]]
    """
    pairs: list[tuple[int, int, Likeness]] = field(default_factory=list)
    """New cards that may be one that is there: (place in `made`, company, likeness)."""


class Settler:
    """Settles the rows of one import, part by part, inside its transaction."""

    def __init__(
        self,
        by: Member,
        batch: Batch,
        writer: Writer,
        counts: Counts,
        *,
        on_duplicate: str,
        ask: bool,
        there: bool,
    ) -> None:
        self.by, self.workspace, self.batch, self.writer, self.counts = (
            by,
            by.workspace,
            batch,
            writer,
            counts,
        )
        self.on_duplicate, self.ask = on_duplicate, ask
        self.register = KnownCompanies()
        self.likely = Likely(self.workspace) if there else None
        self.stops, self.consents = any_opposition(self.workspace), any_consent(self.workspace)

    def settle(self, drafts: list[Draft]) -> None:
        """One part of the file."""
        if self.likely is not None:
            register_for(self.workspace, drafts, self.register)
        self._create(self._unlike(self._known(drafts)))

    def finish(self) -> None:
        """What had to wait for the cards to be written: people who join them, pairs she will be
        asked about.
        """
        counts = self.counts
        for known, draft in counts.joined:
            if add_person(self.workspace, counts.made[-known - 1], draft):
                counts.updated += 1
            else:
                counts.duplicates += 1
                counts.doubles.append([draft.line, draft.name, 0, "exact"])
        keep_pairs(
            self.workspace,
            [
                Pair(counts.made[place], company, likeness)
                for place, company, likeness in counts.pairs
            ],
        )

    def _known(self, drafts: list[Draft]) -> list[Draft]:
        """Those that are nobody's double beyond doubt; the others are settled."""
        counts, register = self.counts, self.register
        new: list[Draft] = []
        for draft in drafts:
            counts.valid += sum(number[4] for number in draft.numbers) + sum(
                number[4] for number in draft.person_numbers
            )
            counts.invalid += len(draft.unread) + sum(
                not number[4] for number in (*draft.numbers, *draft.person_numbers)
            )
            known = register.match(draft) if self.on_duplicate != "create" else None
            if known is None:
                new.append(draft)
                register.add(
                    -(len(counts.made) + len(new)),
                    siret=draft.siret,
                    email=draft.email,
                    name_key=draft.name_key,
                    numbers=[n[0] for n in (*draft.numbers, *draft.person_numbers)],
                )
            else:
                self._double(draft, known, "exact")
        return new

    def _double(self, draft: Draft, known: int, why: str) -> None:
        counts = self.counts
        if known < 0 and draft.person and (draft.person[0] or draft.person[3]):
            counts.joined.append((known, draft))  # the same company, somebody else of it
            return
        change = (
            propose(self.batch, known, draft)
            if self.on_duplicate == "update" and known > 0
            else None
        )
        if change and len(counts.changes) < _CHANGES_SHOWN:
            counts.changes.append(
                [
                    draft.line,
                    known,
                    change.company.name,
                    change.fields,
                    [number[1] for number in change.numbers],
                ]
            )
        if change and not self.ask:
            apply_at_once(self.by, change)
            counts.updated += 1
            return
        counts.duplicates += 1
        if not change:
            counts.doubles.append([draft.line, draft.name, max(known, 0), why])

    def _unlike(self, drafts: list[Draft]) -> list[Draft | int]:
        """Those that are like no card; of one that is surely a card's double, that card: places
        stay.
        """
        if self.likely is None:
            return list(drafts)
        self.likely.load(drafts)
        kept: list[Draft | int] = []
        for draft in drafts:
            pair = self.likely.match(draft)
            if (
                pair
                and pair.likeness.verdict == SAME
                and ("own_words", False) not in pair.likeness.reasons
            ):
                self._double(draft, pair.two, "alike")
                kept.append(pair.two)
                continue
            if pair:
                self.counts.pairs.append(
                    (len(self.counts.made) + len(kept), pair.two, pair.likeness)
                )
            kept.append(draft)
        return kept

    def _create(self, drafts: list[Draft | int]) -> None:
        new = [draft for draft in drafts if not isinstance(draft, int)]
        people = iter(draw_ids(Contact, sum(draft.person is not None for draft in new)))
        suppressed = _suppressed(self.workspace, new) if self.stops else {}
        consents = _consents(self.workspace, new) if self.consents else {}
        keys = iter(draw_ids(Company, len(new)))
        for draft in drafts:
            if isinstance(draft, int):
                self.counts.made.append(draft)
                continue
            pk = next(keys)
            self.counts.made.append(pk)
            numbers, also, alone = suppressed.get(draft.line, (frozenset(), False, False))
            contact = next(people) if draft.person else None
            self.writer.add(
                pk,
                draft,
                suppressed=numbers,
                opposed=also,
                contact=contact,
                alone=alone,
                consent=consents.get(draft.line),
            )
        self.writer.flush()
        self.counts.created += len(new)


def _suppressed(
    workspace: Workspace, drafts: list[Draft]
) -> dict[int, tuple[frozenset[str], bool, bool]]:
    """By line: the numbers of each draft that carry an opposition; whether its address, SIREN or
    name and place does; whether its person does.
    """
    dialled = {
        draft.line: [number[0] or number[1] for number in (*draft.numbers, *draft.person_numbers)]
        for draft in drafts
    }
    numbers = opposed(
        workspace, "number", [value for values in dialled.values() for value in values]
    )
    written = {
        draft.line: {draft.email, draft.person[3] if draft.person else ""} - {""}
        for draft in drafts
    }
    emails = opposed(workspace, "email", [value for values in written.values() for value in values])
    sirens = opposed(workspace, "siren", [draft.siren for draft in drafts])
    names = opposed(workspace, "company", [draft.name_key for draft in drafts])
    people = {draft.line: _person(draft) for draft in drafts}
    alone = opposed(workspace, "person", [key for keys in people.values() for key in keys])
    return {
        draft.line: (
            frozenset(set(dialled[draft.line]) & numbers),
            bool(written[draft.line] & emails) or draft.siren in sirens or draft.name_key in names,
            bool(set(people[draft.line]) & alone),
        )
        for draft in drafts
    }


def _consents(workspace: Workspace, drafts: list[Draft]) -> dict[int, Consent]:
    """By line: the yes to calls on one of the numbers of a draft."""
    dialled = {
        draft.line: [number[0] or number[1] for number in (*draft.numbers, *draft.person_numbers)]
        for draft in drafts
    }
    at = now()
    known = consents_of(workspace, "number", [one for own in dialled.values() for one in own])
    best = {
        line: best_consent((known[one] for one in own if one in known), at)
        for line, own in dialled.items()
    }
    return {line: consent for line, consent in best.items() if consent is not None}


def _person(draft: Draft) -> list[str]:
    """The person of a row as an opposition knows her."""
    name = fold_name(draft.person[0]) if draft.person else ""
    return [f"{name}|{one}" for one in (draft.siren, draft.name_key) if name and one]
