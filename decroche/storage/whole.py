"""Exporting everything as one download: companies with their people, and in a workbook calls and
follow-ups too.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from decroche.followups.models import FollowUp
from decroche.followups.wording import purpose_in_words
from decroche.insights.drilldown import CallFilter
from decroche.insights.periods import Span
from decroche.insights.tables import Table, calls_table
from decroche.prospects.queries import approachable, companies
from decroche.shared.language import Language
from decroche.storage.exporting import export_to
from decroche.team.models import Workspace

FORMATS = ("xlsx", "csv", "json", "vcf")


def export_whole(workspace: Workspace, ending: str, language: Language) -> BinaryIO:
    """All companies that may be exported, as an open file that is deleted when it is closed.
    `ending` is one of FORMATS; a table is in the words of `language`.
    """
    rows = companies(workspace).order_by("state__position", "id")
    with tempfile.TemporaryDirectory(
        prefix="decroche-export-",
        ignore_cleanup_errors=True,  # Windows can't delete a file that is open
    ) as folder:
        path = Path(folder) / f"file.{ending}"
        export_to(
            path,
            rows,
            language=language,
            sheets=_history(workspace) if ending == "xlsx" else (),
        )
        return path.open("rb")


def _history(workspace: Workspace) -> Iterator[Table]:
    """The further sheets of a workbook: all calls, and the follow-ups that are open."""
    yield calls_table(workspace, CallFilter(Span("all", None, None)))
    yield Table(
        "followups",
        _("Follow-ups"),
        [_("When"), _("Company"), _("What for"), _("Note")],
        [
            [step.due_at, step.company.name, purpose_in_words(step.purpose), step.note]
            for step in FollowUp.objects.filter(
                approachable("company"), workspace=workspace, closed_at=None
            )
            .select_related("company")
            .order_by("due_at", "id")
            .iterator(500)
        ],
    )
