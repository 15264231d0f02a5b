"""The data as a whole is tried by the command line too, in English."""

import pytest

from tests.cli.conftest import run

__all__ = ["run"]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the terminal says decides in which language a refusal is said."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
