"""Comparing cards with the register, which may complete, move, rename or close them; nothing is
written before she has seen it.
"""

from __future__ import annotations

from collections.abc import Callable

from decroche.gateways.sirene import Register, Unit
from decroche.intake.cards import RowReader
from decroche.intake.changing import differences
from decroche.intake.drafts import Draft
from decroche.intake.models import Batch, Change
from decroche.intake.register import HEADER, row_of, unit_for
from decroche.intake.rules import Layout, guess_layout
from decroche.prospects.legal_actions import note_diffusion
from decroche.prospects.models import Company
from decroche.shared.clock import now
from decroche.shared.folding import fold, fold_name
from decroche.team.models import Member


def complete(*, by: Member, company: Company, unit: Unit) -> Change | None:
    """Proposes what the register would change on one card; None when it knows nothing new."""
    batch = _batch(by, company.name)
    change = compare(batch, company, unit)
    batch.duplicate_count = batch.rows = 1
    batch.save()
    if change is None:
        batch.delete()
    return change


def check_file(
    *, by: Member, register: Register, batch: Batch, tell: Callable[[str, int, int], None]
) -> Batch:
    """Compares every card that has a SIREN with the register. Raises NotAnswered; the changes found
    until then are kept.
    """
    cards = (
        Company.objects.filter(workspace=by.workspace, removed_at=None)
        .exclude(siren="")
        .order_by("pk")
    )
    total = cards.count()
    for done, company in enumerate(cards.iterator(chunk_size=200), 1):
        unit = unit_for(register, siret=company.siret, siren=company.siren)
        if unit is not None:
            compare(batch, company, unit)
        Batch.objects.filter(pk=batch.pk).update(rows=done, duplicate_count=done)
        tell("asking", done, total)
    batch.refresh_from_db()
    return batch


def checked_batch(by: Member, name: str) -> Batch:
    """Returns the batch of a check of the whole file."""
    batch = _batch(by, name)
    batch.state = Batch.State.RUNNING
    batch.finished_at = None
    batch.save()
    return batch


def _batch(by: Member, name: str) -> Batch:
    batch = Batch(
        workspace_id=by.workspace_id,
        member=by,
        filename=name[:255],
        path="",
        created_at=now(),
        finished_at=now(),
        state=Batch.State.DONE,
    )
    batch.choices = {"register": True}
    batch.save()
    return batch


def compare(batch: Batch, company: Company, unit: Unit) -> Change | None:
    """Proposes what differs in the register; a name with other capitals or another legal form only
    does not differ.
    """
    Change.objects.filter(company=company, state=Change.State.WAITING, batch__path="").update(
        state=Change.State.LEFT, decided_at=now()
    )
    if unit.private != (company.diffusion == "P") and batch.member is not None:
        note_diffusion(by=batch.member, company=company, status="P" if unit.private else "O")
    if unit.private:
        return None
    draft = draft_of(unit)
    said = differences(company, draft).fields
    fields = {name: pair for name, pair in said.items() if not _same(name, *pair)}
    if unit.closed:
        fields["closed"] = ["", unit.closed]
    if not fields:
        return None
    change = Change(workspace_id=batch.workspace_id, batch=batch, company=company, fields=fields)
    change.save()
    return change


def _same(name: str, before: str, after: str) -> bool:
    if name == "name":
        return fold_name(before) == fold_name(after)
    return name in ("address", "city", "activity") and fold(before) == fold(after)


def draft_of(unit: Unit) -> Draft:
    """Reads an establishment as a row of a file is read."""
    layout = guess_layout([list(HEADER), row_of(unit)], 0)
    draft = RowReader(Layout(0, layout.columns, layout.fields)).read(1, row_of(unit))
    if isinstance(draft, str):
        raise TypeError(draft)
    return draft
