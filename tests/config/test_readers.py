"""What comes from the environment is read by its kind, and nonsense is refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from decroche.config import readers


def test_a_whole_number_has_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DECROCHE_WORKERS", raising=False)
    assert readers.whole("DECROCHE_WORKERS", 1, most=16) == 1
    monkeypatch.setenv("DECROCHE_WORKERS", " 4 ")
    assert readers.whole("DECROCHE_WORKERS", 1, most=16) == 4


@pytest.mark.parametrize("value", ["0", "17", "-1", "two", "1.5", "9" * 400])
def test_no_whole_number_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DECROCHE_WORKERS", value)
    with pytest.raises(readers.BadSetting, match="from 1 to 16"):
        readers.whole("DECROCHE_WORKERS", 1, most=16)


@pytest.mark.parametrize(("value", "on"), [("", False), ("no", False), ("1", True), ("Yes", True)])
def test_a_switch(monkeypatch: pytest.MonkeyPatch, value: str, on: bool) -> None:
    monkeypatch.setenv("DECROCHE_MAIL_RUNNER", value)
    assert readers.flag("DECROCHE_MAIL_RUNNER") is on


def test_a_switch_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DECROCHE_MAIL_RUNNER", "perhaps")
    with pytest.raises(readers.BadSetting, match="write 1 or 0"):
        readers.flag("DECROCHE_MAIL_RUNNER")


def test_nothing_of_the_address_of_the_database_is_dropped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whether the connection is encrypted, and with which certificate, is for the driver to
    know.
    """
    monkeypatch.setenv(
        "DATABASE_URL",
        "postgresql://me:s%40cret@db.example:5433/file"
        "?sslmode=verify-full&sslrootcert=/etc/ca.pem&application_name=d%C3%A9croche",
    )
    found = readers.database(tmp_path)
    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("db.example", "5433", "s@cret")
    assert found["OPTIONS"] == {
        "sslmode": "verify-full",
        "sslrootcert": "/etc/ca.pem",
        "application_name": "décroche",
        "prepare_threshold": 5,
    }
    monkeypatch.setenv("DATABASE_URL", "postgresql:///file?host=/run/pg&port=5434")
    found = readers.database(tmp_path)
    assert (found["HOST"], found["PORT"]) == ("/run/pg", "5434")
    assert found["OPTIONS"] == {"prepare_threshold": 5}


def test_behind_a_pooler_no_statement_is_prepared(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One that gives a connection to several in turn, and keeps no statements for them."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/file?prepared=0")
    assert readers.database(tmp_path)["OPTIONS"] == {"prepare_threshold": None}
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/file?prepared=perhaps")
    with pytest.raises(readers.BadSetting, match="write 1 or 0"):
        readers.database(tmp_path)
