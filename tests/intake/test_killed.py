"""What an import that was killed left on the disk is finished or taken away at the next start."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.conf import settings

from decroche.intake.actions import GivenFile, import_file
from decroche.intake.choices import Choices
from decroche.intake.files_beside import aside_path, doubles_path
from decroche.intake.jobs import sweep
from decroche.intake.models import Batch
from decroche.team.models import Member

LIST = "Entreprise;Téléphone\nVerrerie;0199001234\nVerrerie;0199001234\n;x\n"


@pytest.fixture
def folder() -> Path:
    found = Path(settings.DATA_FOLDER) / "imports"
    found.mkdir(exist_ok=True)
    for left in found.iterdir():
        left.unlink()
    return found


@pytest.fixture
def batch(member: Member, folder: Path) -> Batch:
    path = folder / ("0f" * 12)
    path.write_text(LIST, encoding="utf-8")
    return import_file(by=member, file=GivenFile(path, "liste.csv", "essai"), choices=Choices())


def test_an_import_killed_as_it_was_done_has_its_files(batch: Batch) -> None:
    paths = [aside_path(batch), doubles_path(batch)]
    for path in paths:
        assert path
        path.rename(path.with_name(path.name + ".part"))
    sweep()
    assert all(path and path.exists() for path in paths)


def test_what_was_brought_in_does_not_stay(batch: Batch, folder: Path) -> None:
    kept = folder / ("1e" * 12)
    kept.write_text(LIST, encoding="utf-8")
    Batch.objects.create(
        workspace=batch.workspace, path=str(kept), filename="x", created_at=batch.created_at
    )
    sweep()
    assert not Path(batch.path).exists()
    assert kept.exists()  # it waits to be brought in


def test_the_files_of_an_import_that_was_never_done_go(member: Member, folder: Path) -> None:
    old, young = folder / "700-kept-aside.csv.part", folder / "701-kept-aside.csv.part"
    for path in (old, young):
        path.write_text("line;name\n1;Verrerie\n", encoding="utf-8")
    os.utime(old, (time.time() - 3600,) * 2)
    sweep()
    assert not old.exists()
    assert young.exists()  # perhaps it is being written


def test_an_import_that_fails_leaves_no_named_file(
    member: Member, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("decroche.intake.actions.name_files", killed)
    path = folder / "liste.csv"
    path.write_text(LIST, encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        import_file(by=member, file=GivenFile(path, "x", "essai"), choices=Choices())
    done = Batch.objects.get()
    assert done.state == Batch.State.DONE
    sweep()
    found = aside_path(done)
    assert found
    assert found.exists()
