"""What is noted of a secret while others note, an import writes, or it is taken away."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from decroche.gateways import vault
from decroche.prospects.models import Company
from decroche.team import kept_on
from decroche.team.kept_on import (
    SecretsKept,
    kept_elsewhere,
    note_forgotten,
    note_kept_here,
    remove_forgotten,
)
from decroche.team.models import Member, Workspace
from decroche.team.preferences import lock_preferences, preferred, save_preferences
from tests.cast import company
from tests.sharing import on_another
from tests.waiting import DEADLINE

BESIDE = ("", "-servers", "-access", "-mark")


@pytest.fixture(autouse=True)
def _several(no_keyring: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database could have several machines, as one of PostgreSQL has."""
    monkeypatch.setattr(kept_on, "_may_be_several", lambda: True)


def beside(work: Callable[[], object]) -> threading.Thread:
    """Something done by another line to the database."""

    def done() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=done, daemon=True)
    thread.start()
    return thread


def test_a_mark_is_kept_only_with_its_row(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database goes away between the two: the secret is still where it was before."""
    note_kept_here(member.workspace_id, "one")

    def away(**_given: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(kept_on, "save_preferences", away)
    with pytest.raises(ConnectionError):
        note_kept_here(member.workspace_id, "one")
    assert kept_elsewhere(Workspace.objects.get(), "one") == ""


@pytest.mark.django_db(transaction=True)
def test_what_two_machines_note_in_one_moment_is_noted_of_both(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second one begins while the first has read what is noted and writes."""
    second = list[threading.Thread]()

    def save_beside(**given: Any) -> None:
        if not second:
            second.append(beside(lambda: note_kept_here(member.workspace_id, "two")))
            second[0].join(0.5)
        save_preferences(**given)

    monkeypatch.setattr(kept_on, "save_preferences", save_beside)
    note_kept_here(member.workspace_id, "one")
    second[0].join(DEADLINE)
    noted = preferred(Workspace.objects.get(), SecretsKept).places
    assert [name for name, _machine, _mark in noted] == ["one", "two"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about locks of rows")
@pytest.mark.django_db(transaction=True)
def test_cards_are_written_while_a_setting_is_saved_and_the_other_way_round(
    member: Member,
) -> None:
    """Each row that is written looks at its workspace, at the latest when it is kept."""
    with transaction.atomic():
        lock_preferences(member.workspace_id)
        writing = beside(lambda: company(member))
        writing.join(DEADLINE)
        assert not writing.is_alive(), "an import waits for who saves a setting"
    with transaction.atomic():
        company(member, "Filature Perrin")
        connection.check_constraints()
        saving = beside(lambda: note_kept_here(member.workspace_id, "one"))
        saving.join(DEADLINE)
        assert not saving.is_alive(), "who saves a setting waits for an import"
    assert Company.objects.count() == 2
    assert preferred(Workspace.objects.get(), SecretsKept).places


def test_what_was_taken_away_on_one_machine_is_removed_on_the_others(
    member: Member, settings: Any, tmp_path: Path
) -> None:
    for end in BESIDE[:3]:
        vault.keep(settings.DATA_FOLDER, f"one{end}", "an earlier secret")
    vault.keep(settings.DATA_FOLDER, "two", "of something else")
    note_kept_here(member.workspace_id, "one")
    note_kept_here(member.workspace_id, "two")
    with on_another(settings, tmp_path):
        note_forgotten(member.workspace_id, "one")
        assert kept_elsewhere(Workspace.objects.get(), "one") == ""
    remove_forgotten()
    assert [vault.read(settings.DATA_FOLDER, f"one{end}") for end in BESIDE] == [""] * 4
    assert vault.read(settings.DATA_FOLDER, "two") == "of something else"
    assert kept_elsewhere(Workspace.objects.get(), "one") == ""


def test_a_secret_given_again_after_it_was_taken_away_stays(member: Member, settings: Any) -> None:
    note_forgotten(member.workspace_id, "one")
    vault.keep(settings.DATA_FOLDER, "one", "given again")
    note_kept_here(member.workspace_id, "one")
    remove_forgotten()
    assert vault.read(settings.DATA_FOLDER, "one") == "given again"
