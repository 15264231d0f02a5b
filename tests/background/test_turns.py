"""Work of a team that several machines could do: one of them does it, one that is able to."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from decroche.agenda import actions as agenda_actions
from decroche.agenda.actions import synchronise
from decroche.agenda.password import keep_password
from decroche.agenda.preferences import Agenda
from decroche.background import turns
from decroche.background.turns import HELD, take, taken
from decroche.gateways import vault
from decroche.shared import clock
from decroche.shared.clock import now
from decroche.team import kept_on
from decroche.team.kept_on import kept_elsewhere, note_kept_here
from decroche.team.models import Member, Turn
from decroche.team.preferences import preferred, save_preferences
from tests.cast import TUESDAY
from tests.sharing import on_another


@pytest.fixture(autouse=True)
def _several(no_keyring: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database could have several machines, as one of PostgreSQL has."""
    monkeypatch.setattr(kept_on, "_may_be_several", lambda: True)


def test_one_machine_at_a_time_until_its_time_is_over(
    member: Member, settings: Any, tmp_path: Path
) -> None:
    assert take(member.workspace_id, "x")
    assert take(member.workspace_id, "x"), "and it may say so again"
    with on_another(settings, tmp_path):
        assert not take(member.workspace_id, "x")
        assert take(member.workspace_id, "y")
        with clock.frozen(TUESDAY + HELD):
            assert take(member.workspace_id, "x"), "the first is gone"
    with clock.frozen(TUESDAY + HELD), taken(member.workspace_id, "x") as mine:
        assert not mine
    assert Turn.objects.get(work="x").held_by != "", "and nobody gives back what is not theirs"


def test_it_is_given_back_also_when_the_work_fails(
    member: Member, settings: Any, tmp_path: Path
) -> None:
    with pytest.raises(ZeroDivisionError), taken(member.workspace_id, "x"):
        raise ZeroDivisionError
    with on_another(settings, tmp_path):
        assert take(member.workspace_id, "x")


def test_a_time_of_a_clock_that_was_ahead_holds_nothing(member: Member) -> None:
    Turn.objects.create(
        workspace=member.workspace,
        work="x",
        held_by="another 0",
        held_until=now() + timedelta(days=365),
    )
    assert take(member.workspace_id, "x")


@pytest.mark.parametrize("seconds", [-2, 0.5, 2])
def test_clocks_that_differ_a_little_take_nothing_from_each_other(
    seconds: float, member: Member, settings: Any, tmp_path: Path
) -> None:
    assert take(member.workspace_id, "x")
    with on_another(settings, tmp_path), clock.frozen(TUESDAY + timedelta(seconds=seconds)):
        assert not take(member.workspace_id, "x")


def test_a_name_says_machine_and_folder(settings: Any, tmp_path: Path) -> None:
    mine = turns.my_name()
    with on_another(settings, tmp_path):
        assert turns.my_name() != mine
        assert turns.my_name().partition(" ")[0] == mine.partition(" ")[0]


def test_a_secret_is_where_it_was_typed_last(member: Member, settings: Any, tmp_path: Path) -> None:
    def elsewhere() -> str:
        member.workspace.refresh_from_db()
        return kept_elsewhere(member.workspace, "one")

    assert elsewhere() == "", "nothing is known"
    note_kept_here(member.workspace_id, "one")
    assert elsewhere() == ""
    with on_another(settings, tmp_path):
        assert elsewhere() != ""
        note_kept_here(member.workspace_id, "one")
        assert elsewhere() == ""
    assert elsewhere() != "", "this one has an earlier one"


def test_a_file_in_one_folder_has_one_machine(
    member: Member, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note_kept_here(member.workspace_id, "one")
    member.workspace.refresh_from_db()
    monkeypatch.setattr(kept_on, "_may_be_several", lambda: False)
    with on_another(settings, tmp_path):
        assert kept_elsewhere(member.workspace, "one") == ""


def test_a_machine_without_the_password_notes_no_problem_of_the_calendar(
    member: Member, settings: Any, tmp_path: Path, page: Client
) -> None:
    there = "https://dav.example/"
    chosen = Agenda(address=there, user="noe", calendar=f"{there}c/", member=member.pk)
    save_preferences(workspace=member.workspace, section=chosen)
    keep_password(member.workspace_id, there, "noe", "secret")
    member.workspace.refresh_from_db()
    with on_another(settings, tmp_path):
        assert synchronise(member.workspace).problem == ""
        assert "est gardé sur l’ordinateur" in page.get("/settings/calendar/").content.decode()
    member.workspace.refresh_from_db()
    assert preferred(member.workspace, Agenda).problem == ""


def test_one_machine_at_a_time_synchronises(member: Member, settings: Any, tmp_path: Path) -> None:
    with on_another(settings, tmp_path):
        assert take(member.workspace_id, "agenda")
    with agenda_actions._single_run(member.workspace) as mine:
        assert not mine


@pytest.mark.parametrize("damaged", [b"", b"half a k", b"\xff\x00"])
def test_a_damaged_key_is_no_error_and_a_password_typed_again_is_kept(
    own_folder: Path, damaged: bytes
) -> None:
    vault.keep(own_folder, "one", "secret")
    (own_folder / "mail-key").write_bytes(damaged)
    assert vault.read(own_folder, "one") == ""
    vault.keep(own_folder, "one", "typed again")
    assert vault.read(own_folder, "one") == "typed again"


def test_a_damaged_file_of_passwords_is_kept_beside(own_folder: Path) -> None:
    vault.keep(own_folder, "one", "secret")
    (own_folder / "mail-secrets.json").write_bytes(b'{"one": "gAAA')
    assert vault.read(own_folder, "one") == ""
    vault.keep(own_folder, "two", "another")
    assert vault.read(own_folder, "two") == "another"
    assert (own_folder / "mail-secrets.damaged").read_bytes() == b'{"one": "gAAA'
