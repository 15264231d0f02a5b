"""The made-up file for trying things out, which is removed together with everything that was tried
on it.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from decroche.intake.models import Batch
from decroche.intake.undoing_imports import undo_import
from decroche.journal.actions import NothingToUndo, undo
from decroche.journal.models import Entry
from decroche.prospects.actions import remove
from decroche.prospects.models import Company, Provenance
from decroche.team.models import Member, Workspace

SAMPLE_NAME = "decroche-essai.csv"
"""What its import is called."""


def sample_in(workspace: Workspace) -> Batch | None:
    """Returns the import of the made-up file, None when it is not in her file. It is known by what
    it is, not by its name: a file of hers may be called the same.
    """
    return Batch.objects.filter(
        workspace=workspace, provenance__kind=Provenance.MADE_UP, state=Batch.State.DONE
    ).last()


@transaction.atomic
def throw_away(*, by: Member, batch: Batch) -> int:
    """Removes the made-up companies with the calls and promises that were tried on them, which then
    count in no figure. Returns how many companies were removed.
    """
    made = _made_by(batch)
    count = made.count()
    tried = Entry.objects.filter(
        workspace=by.workspace, company_id__in=made.values("pk"), undoable=True, undone_at=None
    )
    for entry in list(tried.order_by("-id").values_list("pk", flat=True)):
        try:
            undo(by=by, entry_id=entry, reason=_("a made-up file, to try things out"))
        except NothingToUndo:
            continue  # it was removed with a later one
    undo_import(by=by, batch=batch)
    left = _made_by(batch)
    if left.exists():  # what was edited by hand is no longer the file's own
        remove(by=by, companies=left)
    return count


def _made_by(batch: Batch) -> QuerySet[Company]:
    return Company.objects.filter(
        workspace_id=batch.workspace_id, provenance=batch.provenance, removed_at=None
    )
