"""The data as a whole is tried by the command line too."""

from tests.cli.conftest import run

__all__ = ["run"]
