"""An import taken back in many short transactions: calls get through, and a kill leaves no half."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from decroche.calls.drafts import keep_draft
from decroche.calls.models import CallState
from decroche.calls.offered import offered
from decroche.compliance.models import Suppression
from decroche.intake import steps, undoing_imports
from decroche.intake.interrupted import settle_interrupted
from decroche.intake.models import Batch, Change, UpdatedCompany
from decroche.intake.sources.source import Unreadable
from decroche.intake.undoing_imports import (
    AlreadyUndone,
    BeingUndone,
    ImportGoesOn,
    undo_import,
    undo_some,
)
from decroche.journal.models import Entry
from decroche.prospects.actions import edit_company
from decroche.prospects.legal_actions import leave_alone
from decroche.prospects.models import Company, Provenance
from decroche.prospects.search import search
from decroche.team.models import Member
from decroche.team.needs import NotAllowed
from tests.cast import TUESDAY, company, log
from tests.intake.conftest import OtherWriter
from tests.intake.test_under_way import Between, Stop, _word, bring, everything, listed, typed
from tests.waiting import DEADLINE, background_done

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten cards in each transaction."""
    monkeypatch.setattr(steps, "HELD", 0.0)
    monkeypatch.setattr(undoing_imports, "_PIECE", 10)
    monkeypatch.setattr(undoing_imports, "_BLOCKED", 10)


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch) -> Callable[[Between], None]:
    """Has something done in each moment in which the lock is left free."""

    def does(what: Between) -> None:
        moments = 0

        def breathe() -> None:
            nonlocal moments
            moments += 1
            what(moments)

        monkeypatch.setattr(steps, "breathe", breathe)

    return does


@pytest.fixture
def brought(member: Member, tmp_path: Path) -> Batch:
    """Imports sixty cards, one of which changed an existing card."""
    company(member, typed(7))
    return bring(member, listed(tmp_path), on_duplicate="update", list_name="Nord")


def _card(place: int) -> Company:
    return Company.objects.get(name=f"Atelier {_word(place)}")


def test_none_of_it_is_offered_from_the_first_moment_on(
    member: Member, brought: Batch, between: Callable[[Between], None]
) -> None:
    seen = list[tuple[int, int, str]]()

    def look(_moment: int) -> None:
        left = Company.objects.filter(provenance=brought.provenance)
        mine = offered(member.workspace_id).filter(company__in=left).count()
        seen.append((left.count(), mine, Batch.objects.get().state))

    between(look)
    told = list[tuple[int, int]]()
    counts = undo_import(
        by=member, batch=brought, tell=lambda done, cards: told.append((done, cards))
    )
    assert counts == (59, 0)
    assert [one[1] for one in seen][:7] == [49, 39, 29, 19, 9, 0, 0]
    assert [one[0] for one in seen][6:12] == [49, 39, 29, 19, 9, 0]
    assert all(state == "undoing" for _, _, state in seen)
    assert told[-1] == (59, 59)
    assert [one.name for one in Company.objects.all()] == [f"Atelier {_word(7)}"]
    assert Batch.objects.get().state == "undone"
    assert Entry.objects.filter(verb="import.undone").count() == 1
    assert not Provenance.objects.exclude(under_way="").exists()


@pytest.mark.parametrize("moment", [1, 4, 8, 11, 13, 14])
def test_what_was_killed_on_the_way_is_taken_back_to_its_end(
    member: Member, brought: Batch, between: Callable[[Between], None], moment: int
) -> None:
    with transaction.atomic():
        undo_import(by=member, batch=brought)
        whole = _said()
        transaction.set_rollback(True)
    brought.refresh_from_db()

    def stop(now_at: int) -> None:
        if now_at == moment:
            raise Stop

    between(stop)
    with pytest.raises(Stop):
        undo_import(by=member, batch=Batch.objects.get())
    assert Batch.objects.get().state == "undoing"
    assert not offered(member.workspace_id).filter(company__name=f"Atelier {_word(1)}").exists()
    between(lambda _: None)
    assert settle_interrupted() == 0
    assert _said() == whole
    assert search(member.workspace, _word(5)) == []
    assert settle_interrupted() == 0
    with pytest.raises(AlreadyUndone):
        undo_import(by=member, batch=Batch.objects.get())


def _said() -> dict[str, object]:
    """All rows, except for the numbers and moments that a new line of the journal has."""
    found: dict[str, object] = dict(everything())
    lines = Entry.objects.order_by("pk").values_list("verb", "particulars", "changes")
    return found | {"journal.Entry": list(lines)}


def test_a_card_that_is_called_or_edited_meanwhile_stays_and_is_offered_again(
    member: Member, brought: Batch, between: Callable[[Between], None]
) -> None:
    def touch(moment: int) -> None:
        if moment == 2:
            edit_company(by=member, company=_card(54), changes={"activity": "Verre"})
            log(member, _card(55), "voicemail", TUESDAY)
            assert _card(54).state.importing
        if moment == 8:
            raise Stop

    between(touch)
    with pytest.raises(Stop):
        undo_import(by=member, batch=brought)
    between(lambda _: None)
    settle_interrupted()
    line = Entry.objects.get(verb="import.undone")
    assert line.particulars["kept"] == 2
    assert _card(54).state.blocked_by == _card(55).state.blocked_by == ""
    assert Company.objects.count() == 3
    assert not CallState.objects.filter(blocked_by="importing").exists()


def test_an_import_and_its_taking_back_do_not_cross(
    member: Member, brought: Batch, tmp_path: Path, between: Callable[[Between], None]
) -> None:
    def cross(moment: int) -> None:
        if moment == 8:
            with pytest.raises(Unreadable) as refused:
                bring(member, listed(tmp_path))
            assert refused.value.code == "leaving"
            with pytest.raises(BeingUndone):
                undo_import(by=member, batch=Batch.objects.get())
            assert settle_interrupted() == 0  # somebody does it
            raise Stop

    between(cross)
    with pytest.raises(Stop):
        undo_import(by=member, batch=brought)
    between(lambda _: None)
    settle_interrupted()
    Provenance.objects.update(under_way="writing")
    batch = Batch.objects.get()
    Batch.objects.update(state="done")
    with pytest.raises(ImportGoesOn):
        undo_import(by=member, batch=batch)
    assert Batch.objects.get().state == "done"


def test_what_is_left_after_a_second_is_done_beside_the_page(
    member: Member, brought: Batch, page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("decroche.desk.importing.undoing._AT_ONCE", 0.0)
    begun = list[int]()
    monkeypatch.setattr(
        "decroche.intake.jobs.go_on_undoing", lambda *, by, batch: begun.append(batch.pk)
    )
    where = reverse("batch", args=[brought.pk])
    answer = page.post(reverse("undo-import", args=[brought.pk]))
    assert answer.headers["Location"] == where
    assert begun == [brought.pk]
    shown = page.get(where).content.decode()
    assert "s’est arrêtée en chemin" in shown  # nobody goes on with it here
    assert reverse("undo-import", args=[brought.pk]) in shown
    monkeypatch.setattr("decroche.desk.importing.undoing._AT_ONCE", DEADLINE)
    said = page.post(reverse("undo-import", args=[brought.pk]), follow=True).content.decode()
    assert "59 entreprises retirées" in said
    assert Batch.objects.get().state == "undone"


def test_it_leaves_no_lock_no_note_and_nothing_waiting(member: Member, brought: Batch) -> None:
    assert undo_some(by=member, batch=brought, seconds=0.0) is None
    assert undo_some(by=member, batch=brought) == (59, 0)
    assert not list((Path(settings.DATA_FOLDER) / "imports").glob("*.lock"))
    assert not UpdatedCompany.objects.exists()
    assert not Change.objects.filter(state="waiting").exists()
    assert "taking_back" not in Batch.objects.get().choices


@pytest.mark.django_db(transaction=True)
def test_somebody_else_writes_meanwhile(
    member: Member,
    brought: Batch,
    between: Callable[[Between], None],
    other_writer: OtherWriter,
) -> None:
    between(other_writer.wait)
    assert undo_import(by=member, batch=brought) == (59, 0)
    assert other_writer.seen == ["undoing"] * 3
    background_done()


def test_what_a_member_began_who_may_no_longer_is_ended_by_the_owner(
    member: Member, brought: Batch
) -> None:
    assert undo_some(by=member, batch=brought, seconds=0.0) is None
    gone = Member.objects.create(workspace=member.workspace, name="Hélène", role="reader")
    brought.choices["taking_back"]["by"] = gone.pk
    brought.save()
    with pytest.raises(NotAllowed):
        undo_import(by=gone, batch=brought)
    settle_interrupted()
    assert Batch.objects.get().state == "undone"
    assert Entry.objects.get(verb="import.undone").member == member


@pytest.mark.parametrize("asked", [True, False], ids=["asked since", "only the file"])
def test_an_opposition_of_the_file_that_somebody_asks_since_stays(
    member: Member, tmp_path: Path, asked: bool
) -> None:
    path = tmp_path / "refus.csv"
    path.write_text(
        "Société;Téléphone;Ne plus appeler\nBois Vasseur;01 99 00 12 34;oui\n", encoding="utf-8"
    )
    batch = bring(member, path)
    assert Suppression.objects.exists()
    if asked:
        leave_alone(by=member, values=[("number", "+33199001234")], channel="mail")
    undo_import(by=member, batch=batch)
    background_done()
    assert Suppression.objects.exists() == asked


def test_a_card_on_which_a_note_is_typed_stays(member: Member, brought: Batch) -> None:
    card = Company.objects.filter(provenance=brought.provenance).first()
    assert card
    keep_draft(by=member, company_id=card.pk, note="Budget voté", fields={}, at=TUESDAY)
    _removed, kept = undo_import(by=member, batch=brought)
    assert kept == 1
    assert Company.objects.get(pk=card.pk).removed_at is None
