"""An import in many short transactions: others write in between, and no half of it stays."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from decroche.calls.models import CallState
from decroche.calls.offered import offered
from decroche.intake import actions, steps, under_way
from decroche.intake.actions import GivenFile, import_file
from decroche.intake.choices import Choices
from decroche.intake.interrupted import settle_interrupted
from decroche.intake.models import AsideRow, Batch
from decroche.intake.undoing_imports import undo_import
from decroche.journal.models import Entry
from decroche.prospects.actions import edit_company
from decroche.prospects.legal_actions import leave_alone, read_values
from decroche.prospects.models import CallList, Company, PhoneNumber, Provenance
from decroche.prospects.search import search
from decroche.shared.clock import now
from decroche.team.models import Member
from tests.cast import company
from tests.intake.conftest import OtherWriter

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]
HEADER = ["Société", "Téléphone", "Ville", "E-mail", "Contact"]
Between = Callable[[int], None]


class Stop(BaseException):
    """What ends an import on the way."""


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "_FIRST", 10)
    monkeypatch.setattr(steps, "_FEWEST", 10)
    monkeypatch.setattr(steps, "_MOST", 10)
    monkeypatch.setattr(actions, "_ALONE", 0.0)
    monkeypatch.setattr(actions, "_PART", 10)


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch) -> Callable[[Between], None]:
    """Has something done in each moment in which an import leaves the lock free: told the number of
    the moment, the first is 1.
    """

    def does(what: Between) -> None:
        moments = 0

        def breathe() -> None:
            nonlocal moments
            moments += 1
            what(moments)

        monkeypatch.setattr(steps, "breathe", breathe)
        monkeypatch.setattr(actions, "breathe", breathe)

    return does


def number(place: int) -> str:
    return f"01 99 00 {place // 100:02d} {place % 100:02d}"


def typed(place: int) -> str:
    """A company of the file as she types it."""
    return f"Atelier {_word(place)}, {number(place)}, Lille"


def listed(folder: Path, count: int = 60, *, more: tuple[list[str], ...] = ()) -> Path:
    """A file with a number of companies and with `more` rows."""
    path = folder / "liste.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(HEADER)
        for place in range(count):
            name = f"Atelier {_word(place)}"
            table.writerow([name, number(place), "Lille", f"a{place}@b.example", "Mme Roussel"])
        table.writerows(more)
    return path


def _word(place: int) -> str:
    """Returns a different word for each place, none of which is like another."""
    return "".join("bdfglmnprstvz"[place // 13**power % 13] + "aeiou"[power] for power in range(3))


def bring(member: Member, path: Path, *, batch: Batch | None = None, **choices: Any) -> Batch:
    return import_file(
        by=member, file=GivenFile(path, path.name, "essai"), choices=Choices(**choices), batch=batch
    )


def everything() -> dict[str, Counter[str]]:
    """All rows of all tables."""
    return {
        model._meta.label: Counter(map(repr, model._base_manager.values_list()))
        for model in apps.get_models()
    }


def lock_files() -> list[Path]:
    return list((Path(settings.DATA_FOLDER) / "imports").glob("*.lock"))


def test_nothing_is_offered_before_all_is_there(
    member: Member, tmp_path: Path, between: Callable[[Between], None]
) -> None:
    there, seen = company(member, "Verrerie du Port, 01 99 00 90 01"), list[tuple[int, int, str]]()

    def look(_moment: int) -> None:
        cards = offered(member.workspace_id).exclude(pk=there.pk).count()
        state = Batch.objects.values_list("state", flat=True).get()
        seen.append((Company.objects.count(), cards, state))

    between(look)
    batch = bring(member, listed(tmp_path))
    written = [cards for cards, _, state in seen if state == "running"]
    assert written == [11, 21, 31, 41, 51, 61, 61]  # and once more before it was said to be done
    assert all(cards == 0 for _, cards, state in seen if state == "running")
    assert offered(member.workspace_id).count() == 61
    assert not CallState.objects.filter(blocked_by="importing").exists()
    assert batch.state == "done"
    assert Entry.objects.filter(verb="file.imported").count() == 1
    assert not Provenance.objects.exclude(under_way="").exists()
    assert not lock_files()


def test_in_steps_it_is_what_it_is_at_once(
    member: Member, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def outcome() -> object:
        batch = Batch.objects.get()
        cards = Company.objects.filter(provenance=batch.provenance).order_by("pk")
        return (
            [
                (
                    card.name,
                    card.state.blocked_by,
                    card.state.stratum,
                    [one.national for one in card.numbers.order_by("position")],
                    [one.name for one in card.contacts.order_by("pk")],
                )
                for card in cards
            ],
            sorted(cards, key=lambda card: card.state.position) == list(cards),
            batch.rows,
            batch.created_count,
            batch.updated_count,
            batch.duplicate_count,
            batch.aside_count,
            AsideRow.objects.count(),
        )

    company(member, typed(7))
    more = (
        [f"Atelier {_word(3)}", number(3), "Lille", "", "M. Haddad"],  # another person of a card
        [f"Atelier {_word(7)}", number(7), "Lille", "", ""],  # there already
        ["", "x", "", "", ""],
    )
    path = listed(tmp_path, more=more)
    batch = bring(member, path, list_name="Nord")
    in_steps = outcome()
    assert undo_import(by=member, batch=batch) == (59, 0)
    Batch.objects.all().delete()
    AsideRow.objects.all().delete()
    monkeypatch.setattr(steps, "_FIRST", 1_000)
    bring(member, path, list_name="Nord")
    assert outcome() == in_steps


@pytest.mark.parametrize("moment", [1, 3, 7])
def test_what_fails_on_the_way_leaves_nothing(
    member: Member, tmp_path: Path, between: Callable[[Between], None], moment: int
) -> None:
    company(member, typed(2))
    before = everything()

    def stop(now_at: int) -> None:
        assert CallList.objects.filter(name="Nord").exists()
        if now_at == moment:
            raise Stop

    between(stop)
    with pytest.raises(Stop):
        bring(member, listed(tmp_path), on_duplicate="update", list_name="Nord")
    assert everything() == before
    assert search(member.workspace, _word(5)) == []
    assert not lock_files()


def test_a_batch_that_waited_can_be_started_again(
    member: Member, tmp_path: Path, between: Callable[[Between], None]
) -> None:
    path = listed(tmp_path)
    batch = Batch.objects.create(
        workspace=member.workspace,
        member=member,
        filename="x",
        path=str(path),
        created_at=now(),
        choices={"paper": True},
    )

    def stop(moment: int) -> None:
        if moment == 3:
            raise Stop

    between(stop)
    with pytest.raises(Stop):
        bring(member, path, batch=batch)
    batch.refresh_from_db()
    assert (batch.state, batch.problem, batch.provenance) == ("failed", "interrupted", None)
    assert batch.choices == {"paper": True}
    between(lambda _: None)
    assert bring(member, path, batch=batch).created_count == Company.objects.count() == 60


def _killed(monkeypatch: pytest.MonkeyPatch, member: Member, path: Path) -> None:
    """An import that ends and does nothing any more, as one whose process was killed."""
    with monkeypatch.context() as patch:
        patch.setattr(under_way, "withdraw", lambda _key: None)
        with pytest.raises(Stop):
            bring(member, path, on_duplicate="update", list_name="Nord")


def test_what_a_killed_process_left_is_taken_out(
    member: Member,
    tmp_path: Path,
    between: Callable[[Between], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    company(member, typed(2))
    before = everything()

    def stop(moment: int) -> None:
        assert settle_interrupted() == 0  # it is written still
        if moment == 4:
            raise Stop

    between(stop)
    _killed(monkeypatch, member, listed(tmp_path))
    assert Company.objects.count() > 10
    between(lambda _: None)
    assert settle_interrupted() == 1
    assert everything() == before
    assert settle_interrupted() == 0


def test_what_was_killed_while_it_was_opened_is_finished(
    member: Member,
    tmp_path: Path,
    between: Callable[[Between], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stop(_moment: int) -> None:
        if Batch.objects.get().state == "done":
            raise Stop

    between(stop)
    _killed(monkeypatch, member, listed(tmp_path))
    assert 0 < offered(member.workspace_id).count() < 60
    between(lambda _: None)
    assert settle_interrupted() == 0
    assert offered(member.workspace_id).count() == 60
    assert not Provenance.objects.exclude(under_way="").exists()


def test_a_card_that_was_touched_meanwhile_stays_when_it_fails(
    member: Member, tmp_path: Path, between: Callable[[Between], None]
) -> None:
    def touch(moment: int) -> None:
        if moment == 2:
            edit_company(by=member, company=_card(4), changes={"activity": "Verre"})
        if moment == 4:
            raise Stop

    between(touch)
    with pytest.raises(Stop):
        bring(member, listed(tmp_path))
    kept = Company.objects.get()
    assert (kept.activity, kept.state.blocked_by) == ("Verre", "")
    assert not Provenance.objects.exclude(under_way="").exists()


def _card(place: int) -> Company:
    return Company.objects.get(name=f"Atelier {_word(place)}")


def test_a_card_changed_meanwhile_is_not_offered_by_that(
    member: Member, tmp_path: Path, between: Callable[[Between], None]
) -> None:
    def edit(moment: int) -> None:
        if moment == 2:
            edit_company(by=member, company=_card(4), changes={"activity": "Verre"})
            assert _card(4).state.importing

    between(edit)
    bring(member, listed(tmp_path))
    assert _card(4).state.offered


def test_an_opposition_meanwhile_holds_for_what_is_there_and_for_what_follows(
    member: Member, tmp_path: Path, between: Callable[[Between], None]
) -> None:
    def oppose(moment: int) -> None:
        if moment == 2:
            for place in (4, 44):
                leave_alone(by=member, values=read_values(number(place)), channel="phone")

    between(oppose)
    batch = bring(member, listed(tmp_path))
    assert _card(4).opposed_at
    assert _card(4).state.blocked_by == "opposed"
    assert not PhoneNumber.objects.filter(national=number(44)).exists()
    assert batch.choices["not_to_be_called"] == 1
    assert offered(member.workspace_id).count() == 58


def test_a_card_made_meanwhile_is_known_to_what_follows(
    member: Member, tmp_path: Path, between: Callable[[Between], None]
) -> None:
    def make(moment: int) -> None:
        if moment == 2:
            company(member, typed(44))

    between(make)
    batch = bring(member, listed(tmp_path))
    assert (batch.created_count, batch.duplicate_count) == (59, 1)
    assert PhoneNumber.objects.filter(national=number(44)).count() == 1
    places = list(CallState.objects.values_list("position", flat=True))
    assert len(places) == len(set(places)) == 60


def test_what_is_done_is_not_taken_out(member: Member, tmp_path: Path) -> None:
    batch = bring(member, listed(tmp_path))
    under_way.withdraw(batch.pk)  # an interruption that comes a moment late
    assert Company.objects.count() == 60


@pytest.mark.django_db(transaction=True)
def test_somebody_else_writes_in_between(
    member: Member,
    tmp_path: Path,
    between: Callable[[Between], None],
    other_writer: OtherWriter,
) -> None:
    """In each free moment another connection is given the time to write."""
    between(other_writer.wait)
    batch = bring(member, listed(tmp_path))
    assert other_writer.seen == ["running"] * 3
    assert batch.created_count == Company.objects.count() == 60
