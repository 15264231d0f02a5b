"""The data as a whole is tried by the command line too, in English."""

import pytest

from tests.cli.conftest import run

__all__ = ["run"]


@pytest.fixture(autouse=True)
def _said_in_english(english: None) -> None:
    """Refusals are said in English."""
