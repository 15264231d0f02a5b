"""What becomes of each row of a file: a new card, a change of a card that is there, one more person
of a company, or a repetition that adds nothing. And the oppositions that a file brings.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max

from decroche.calls.models import CallState
from decroche.calls.permission import best_consent
from decroche.compliance.actions import FROM_A_FILE
from decroche.compliance.permission import Consent
from decroche.compliance.queries import any_consent, consents_of
from decroche.followups.models import FollowUp
from decroche.intake.cells import NextCall
from decroche.intake.changing import apply_at_once, propose
from decroche.intake.drafts import Draft
from decroche.intake.known import identity_of_row, keys_of, numbers_of, with_own_email
from decroche.intake.matching import Likely, known_cards
from decroche.intake.models import Batch, UpdatedCompany
from decroche.intake.opposed_rows import (
    NOTHING_OPPOSED,
    OpposedRows,
    is_left_alone,
    numbers_dialled,
    opposed_values,
)
from decroche.intake.past_kept import PastKeeper
from decroche.intake.row_sources import SourcesOfRows
from decroche.intake.spool import Spool
from decroche.intake.updating import add_person
from decroche.intake.writing import Writer, draw_ids
from decroche.journal.models import Entry
from decroche.journal.record import Verb
from decroche.prospects.blocking import Pair
from decroche.prospects.duplicates import keep_pairs
from decroche.prospects.models import Company, Contact
from decroche.prospects.opposition import oppose_company
from decroche.shared.clock import now
from decroche.team.models import Member, Workspace

_CHANGES_SHOWN = 200

_Row = tuple[int, Draft]
"""(its place among the rows that repeat no earlier one, what it says)"""


@dataclass(slots=True)
class Counts:
    """How many rows became what: rows = created + updated + duplicates + aside."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    duplicates: int = 0
    aside: int = 0
    not_to_be_called: int = 0
    """Rows of those who asked before not to be called; they are among `aside`."""
    refused: int = 0
    valid: int = 0
    invalid: int = 0
    alike: list[list[Any]] = field(default_factory=list)
    """[line, name, the card it is like] of the first rows that were added all the same."""
    silent: list[list[Any]] = field(default_factory=list)
    """[line, name] of the first rows that were not to be called."""
    changes: list[list[Any]] = field(default_factory=list)
    """What the first rows change on cards that are there: [line, company, its name, {field:
    [before, after]}, [numbers added], [people added]]
    """


class _CompanyOfEachRow:
    """The company that each row became, and whether the row made it; rows that repeat an earlier
    one have no place here. Nine bytes a row, since a file may have a million.
    """

    def __init__(self) -> None:
        self.companies = array("q")
        self.new = bytearray()

    def add(self, company: int = 0, *, new: bool = True) -> int:
        """Takes the next row in, and returns its place."""
        self.companies.append(company)
        self.new.append(new)
        return len(self.companies) - 1


class Settler:
    """Decides what becomes of the rows of one import, some at a time. `prepare` reads ahead without
    a transaction; `settle` and, at the end, `settle_late` decide and write inside one. Others may
    write between the two, so what must not be wrong (which card a row is, an opposition, a
    consent) is read in the transaction that writes it.
    """

    def __init__(
        self,
        by: Member,
        batch: Batch,
        spool: Spool,
        *,
        on_duplicate: str,
        ask: bool,
        refusals: bool,
    ) -> None:
        self.left_alone = array("q")
        """Lines of those who asked before not to be called."""
        self.verb = Verb(Entry(workspace_id=by.workspace_id))
        """What the refusals of the file change; the line of the import keeps it."""
        self.refusals = refusals
        self.refused = array("q")
        """Cards that rows of this file say must not be called."""
        self.stopped = set[int]()
        """Cards of others that these refusals stopped."""
        self.by, self.workspace, self.batch = by, by.workspace, batch
        self.counts, self.spool = Counts(), spool
        self.writer: Writer
        self.sources: SourcesOfRows
        """Both made once the source of the import is written."""
        self.on_duplicate, self.ask = on_duplicate, ask
        self.past: PastKeeper | None = None
        self.likely: Likely | None = None
        """Compares with the cards that are there; None as long as there is none."""
        self.last_written = 0
        """The key of the last card that this import wrote."""
        self.like_by_line = dict[int, Pair]()
        """By line: the card that was there before and that the row resembles."""
        self.cards = _CompanyOfEachRow()
        self.pairs = list[tuple[int, Pair]]()
        """Rows of this part that resemble a card that was there, by their place in `cards`."""

    def prepare(self, drafts: list[Draft]) -> None:
        """Finds the cards that these rows resemble. This takes long, and it does no harm when the
        result is a moment old: it needs no transaction.
        """
        self.like_by_line = {}
        if not self._others_are_there() or self.likely is None:
            return
        found = self._known_cards_of(drafts)
        new = [draft for draft in drafts if draft.line not in found and draft.repeats is None]
        self.likely.load(new)
        for draft in new:
            if pair := self.likely.match(draft):
                self.like_by_line[draft.line] = pair

    def _others_are_there(self) -> bool:
        """Whether there are cards that this file did not bring: older ones, or ones made
        meanwhile.
        """
        if self.likely is None and self.on_duplicate != "create":
            # By the keys alone: with the workspace SQLite would read all that it has.
            others = Company.objects.filter(pk__gt=self.last_written).order_by("pk")
            if self.workspace.pk in others.values_list("workspace_id", flat=True).iterator():
                self.likely = Likely(self.workspace)
        return self.likely is not None

    def _own_sources(self) -> frozenset[int]:
        """The keys of the sources of this import; none before it has begun to write."""
        return self.sources.keys() if self.batch.provenance_id else frozenset()

    def settle(self, drafts: list[Draft]) -> None:
        """Decides and writes what becomes of these rows, inside the transaction under way."""
        counts = self.counts
        positions = CallState.objects.filter(workspace=self.workspace)
        last = positions.aggregate(last=Max("position"))["last"]
        self.writer.position = (last or 0) + 1
        for draft in drafts:
            valid = sum(number[4] for number in draft.numbers + draft.person_numbers)
            counts.valid += valid
            counts.invalid += (
                len(draft.unread) + len(draft.numbers) + len(draft.person_numbers) - valid
            )
        theirs = opposed_values(self.workspace, drafts)
        silent = {draft.line for draft in drafts if is_left_alone(draft, theirs, self.refusals)}
        found = self._known_cards_of(drafts)
        new, repeated = list[_Row](), list[tuple[Draft, int]]()
        for draft in drafts:
            if draft.line in silent:
                self._leave_alone(draft)
                continue
            card = found.get(draft.line)
            if card is not None:
                self._row_of_known_card(draft, card, "exact")
            if draft.repeats is None:
                place = self.cards.add(card or 0, new=card is None)
                if card is None:
                    new.append((place, draft))
            elif card is None:
                repeated.append((draft, draft.repeats))
        self._note_likeness(new)
        self._create(new, theirs)
        for draft, place in repeated:
            if self.cards.companies[place]:
                self._repeated_row(draft, place)
            else:
                self._leave_alone(draft)

    def _leave_alone(self, draft: Draft) -> None:
        """Counts a row that makes no card and changes none."""
        self.counts.aside += 1
        self.counts.not_to_be_called += 1
        if len(self.counts.silent) < _CHANGES_SHOWN:
            self.counts.silent.append([draft.line, draft.name])
        self.left_alone.append(draft.line)
        if draft.repeats is None:
            self.cards.add(0, new=False)

    def settle_late(self) -> Iterator[None]:
        """What is done once all rows are written and indexed, one piece at each turn: people of a
        company that the same file brought, and refusals, which stop every card with the same
        number.
        """
        for company, draft in self.spool.people():
            if add_person(self.workspace, company, draft):
                self.counts.updated += 1
            else:
                self.counts.duplicates += 1
                self.spool.note(draft, 0, "exact")
            yield
        for pk in dict.fromkeys(self.refused):
            self._oppose(pk)
            self.counts.refused += 1
            yield

    def _oppose(self, pk: int) -> None:
        """Keeps a refusal of the file as an opposition. Cards of other sources that it stops are
        noted, so that taking the import back frees them.
        """
        company = Company.objects.filter(workspace=self.workspace, pk=pk).first()
        if company is None:  # erased meanwhile
            return
        start, act = now(), self.batch.act
        oppose_company(verb=self.verb, by=self.by, company=company, channel=FROM_A_FILE, act=act)
        stopped = Company.objects.filter(workspace=self.workspace, opposed_at__gte=start)
        others = stopped.exclude(provenance__in=self._own_sources()).values_list("pk", flat=True)
        new = [pk for pk in others if pk not in self.stopped]
        self.stopped.update(new)
        UpdatedCompany.objects.bulk_create(
            UpdatedCompany(
                workspace=self.workspace,
                batch=self.batch,
                company_id=pk,
                before={"opposed": True},
            )
            for pk in new
        )

    def _note_refusal(self, draft: Draft, company: int) -> None:
        if draft.refused and self.refusals:
            self.refused.append(company)

    def _known_cards_of(self, drafts: list[Draft]) -> dict[int, int]:
        """By line: the card that was there before and that the row is, beyond doubt (known.py)."""
        if not self._others_are_there():
            return {}
        own = self._own_sources()
        known, found = known_cards(self.workspace, drafts, own), dict[int, int]()
        for draft in drafts:
            numbers = numbers_of(draft)
            card = known.match(
                identity_of_row(draft, numbers, updating=self.on_duplicate == "update"),
                keys_of(draft.siret, draft.email, draft.name_key, numbers),
            )
            if card is not None:
                found[draft.line] = card
        return found

    def _repeated_row(self, draft: Draft, place: int) -> None:
        """Settles a row that repeats an earlier one of the file: of a card that this file made, or
        of one that was there.
        """
        company = self.cards.companies[place]
        self._note_refusal(draft, company)
        if not self.cards.new[place]:
            self._row_of_known_card(draft, company, "exact")
        elif draft.person and (draft.person[0] or draft.person[3]):
            self.spool.keep_person(company, with_own_email(draft))  # somebody else of it
        else:
            self.counts.duplicates += 1
            self.spool.note(draft, 0, "exact")

    def _row_of_known_card(self, draft: Draft, card: int, why: str) -> None:
        """Settles a row of a card that was there before: as a change of it, or as nothing new."""
        self._note_refusal(draft, card)
        counts = self.counts
        change = propose(self.batch, card, draft) if self.on_duplicate == "update" else None
        if change and len(counts.changes) < _CHANGES_SHOWN:
            counts.changes.append(
                [
                    draft.line,
                    card,
                    change.company.name,
                    change.fields,
                    [number[1] for number in change.numbers],
                    [person[0] or person[3] for person in change.people],
                ]
            )
        if change and not self.ask:
            apply_at_once(self.by, change)
            counts.updated += 1
            return
        counts.duplicates += 1
        if not change:
            self.spool.note(draft, card, why)

    def _note_likeness(self, rows: list[_Row]) -> None:
        """Notes which of these rows resemble a card that was there: each becomes a card all the
        same, and she is asked about the pair. The first ones are listed in the counts.
        """
        for place, draft in rows:
            if pair := self.like_by_line.get(draft.line):
                self.pairs.append((place, pair))
                if len(self.counts.alike) < _CHANGES_SHOWN:
                    self.counts.alike.append([draft.line, draft.name, pair.two])

    def _create(self, rows: list[_Row], opposed: OpposedRows) -> None:
        new = [draft for _, draft in rows]
        people = iter(
            draw_ids(
                Contact,
                sum(1 + len(draft.others) for draft in new if draft.person is not None),
            )
        )
        consents = _consents(self.workspace, new) if any_consent(self.workspace) else {}
        for pk, (place, draft) in zip(draw_ids(Company, len(new)), rows, strict=True):
            self.cards.companies[place] = pk
            self.writer.add(
                pk,
                draft,
                opposed=opposed.get(draft.line, NOTHING_OPPOSED),
                contacts=people,
                consent=consents.get(draft.line),
                source=self.sources.of(draft.source),
            )
            self._note_refusal(draft, pk)
            self.last_written = pk
        self.writer.flush()
        self._open_follow_ups(rows)
        self._keep_past(rows)
        self.counts.created += len(new)
        if self.pairs:
            keep_pairs(
                self.workspace,
                [pair._replace(one=self.cards.companies[place]) for place, pair in self.pairs],
            )
            self.pairs.clear()

    def _keep_past(self, rows: list[_Row]) -> None:
        """Keeps on the cards what this program's own export says of their past."""
        brought = [(self.cards.companies[place], draft.past) for place, draft in rows if draft.past]
        if brought:
            self.past = self.past or PastKeeper(self.by)
            self.past.keep(brought, self.writer.at)

    def _open_follow_ups(self, rows: list[_Row]) -> None:
        """Makes advised follow-ups of the days to call again that the rows name."""
        due = [
            (self.cards.companies[place], NextCall._make(draft.next_call))
            for place, draft in rows
            if draft.next_call and not (draft.refused and self.refusals)
        ]
        FollowUp.objects.bulk_create(
            FollowUp(
                workspace=self.workspace,
                company_id=company,
                kind=FollowUp.Kind.ADVISED,
                purpose=FollowUp.OtherPurpose.FILE,
                due_at=datetime.fromisoformat(again.due),
                precision=again.precision,
                note=again.words[:500],
                created_at=self.writer.at,
            )
            for company, again in due
        )
        for company, again in due:
            CallState.objects.filter(pk=company).update(
                not_before=datetime.fromisoformat(again.due)
            )


def _consents(workspace: Workspace, drafts: list[Draft]) -> dict[int, Consent]:
    """{line: the consent to calls on one of the numbers of its draft}"""
    dialled = {draft.line: numbers_dialled(draft) for draft in drafts}
    at = now()
    known = consents_of(workspace, "number", [one for own in dialled.values() for one in own])
    best = {
        line: best_consent((known[one] for one in own if one in known), at)
        for line, own in dialled.items()
    }
    return {line: consent for line, consent in best.items() if consent is not None}
