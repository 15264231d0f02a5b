"""Adding made-up companies to try the desk with."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from decroche.intake.actions import GivenFile, import_file
from decroche.intake.choices import Choices
from decroche.intake.demo import write_demo
from decroche.team.models import Member


def add_demo(member: Member, *, companies: int, seed: int) -> dict[str, Any]:
    """Imports a file of made-up companies like any other file, so that it can be taken back with
    undo-import. `seed` makes the companies the same each time.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.csv"
        write_demo(path, companies=companies, seed=seed)
        batch = import_file(
            by=member,
            file=GivenFile(path, "demo.csv", "une démonstration (entreprises inventées)"),
            choices=Choices(on_duplicate="create"),
        )
    return {"batch": batch.pk, "companies": batch.created_count}
