"""A file of any size, brought in as she would bring one."""

from __future__ import annotations

import tempfile
from pathlib import Path

from decroche.intake.actions import GivenFile, import_file
from decroche.intake.choices import Choices
from decroche.intake.demo import write_demo
from decroche.intake.models import Batch
from decroche.team.models import Member


def grown(member: Member, companies: int) -> Batch:
    """Adds this many made-up companies, each with its card."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "grown.csv"
        write_demo(path, companies=companies, seed=companies)
        return import_file(
            by=member,
            file=GivenFile(path, "grown.csv", "essai"),
            choices=Choices(on_duplicate="create"),
        )
