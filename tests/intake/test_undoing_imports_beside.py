"""The undo of an import on PostgreSQL while its cards are called: it is one transaction that waits
for those that began before it, and that later ones wait for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from decroche.calls.models import Call
from decroche.calls.refused import Refused
from decroche.intake import undoing_imports
from decroche.intake.models import Batch
from decroche.intake.undoing_imports import undo_import
from decroche.intake.updating import remove_untouched
from decroche.prospects.actions import edit_company
from decroche.prospects.models import Company
from decroche.team.models import Member
from tests.cast import log
from tests.intake.test_under_way import _word, bring, listed
from tests.waiting import DEADLINE, until

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="about locks of rows"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def brought(member: Member, tmp_path: Path) -> Batch:
    """Sixty cards."""
    return bring(member, listed(tmp_path))


def beside(work: Callable[[], object]) -> tuple[threading.Thread, list[str]]:
    """Something done by another line to the database; what became of it."""
    said = list[str]()

    def done() -> None:
        try:
            said.append(str(work()))
        except Refused as refused:
            said.append(refused.code)
        finally:
            connection.close()

    thread = threading.Thread(target=done)
    thread.start()
    return thread, said


def somebody_waits() -> bool:
    """Whether a line to the server waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return int(cursor.fetchone()[0]) > 0


def test_a_call_that_comes_while_it_goes_waits_and_is_told_that_the_card_is_gone(
    member: Member, brought: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = Company.objects.get(name=f"Atelier {_word(40)}")
    came = list[tuple[threading.Thread, list[str]]]()

    def remove_beside_a_call(made: QuerySet[Company], batch: Batch) -> int:
        if not came:
            came.append(beside(lambda: log(member, card)))
            until(lambda: somebody_waits() or came[0][1], "the call waits, or is done")
        return remove_untouched(made, batch)

    monkeypatch.setattr(undoing_imports, "remove_untouched", remove_beside_a_call)
    assert undo_import(by=member, batch=brought) == (60, 0)
    thread, said = came[0]
    thread.join(DEADLINE)
    assert said == ["unknown_company"]
    assert not Call.objects.exists()
    assert not Company.objects.exists()


def test_a_call_that_came_before_keeps_its_card(member: Member, brought: Batch) -> None:
    card = Company.objects.get(name=f"Atelier {_word(40)}")
    begun, waited = threading.Event(), threading.Event()

    def call() -> object:
        with transaction.atomic():
            done = log(member, card)
            begun.set()
            assert waited.wait(DEADLINE)
        return done.entry.pk

    caller, said = beside(call)
    assert begun.wait(DEADLINE)
    undoing, counts = beside(lambda: undo_import(by=member, batch=Batch.objects.get()))
    until(lambda: somebody_waits() or counts, "it waits for the call, or is done")
    waited.set()
    caller.join(DEADLINE)
    undoing.join(DEADLINE)
    assert counts == ["(59, 1)"]
    assert said[0].isdigit()
    assert [one.pk for one in Company.objects.all()] == [card.pk]
    assert Call.objects.get().company_id == card.pk
    assert Batch.objects.get().state == "undone"


def test_a_card_that_was_edited_before_stays(member: Member, brought: Batch) -> None:
    card = Company.objects.get(name=f"Atelier {_word(40)}")
    begun, waited = threading.Event(), threading.Event()

    def edit() -> None:
        with transaction.atomic():
            edit_company(by=member, company=card, changes={"activity": "Verre"})
            begun.set()
            assert waited.wait(DEADLINE)

    editor, _said = beside(edit)
    assert begun.wait(DEADLINE)
    undoing, counts = beside(lambda: undo_import(by=member, batch=Batch.objects.get()))
    until(lambda: somebody_waits() or counts, "it waits for the edit, or is done")
    waited.set()
    editor.join(DEADLINE)
    undoing.join(DEADLINE)
    assert counts == ["(59, 1)"]
    assert Company.objects.get().activity == "Verre"
