"""Which failures CI tries once more: a few of the browser, and nothing else."""

from __future__ import annotations

import pytest

from tools.failed_in_browser import MOST, failed_in_browser_only

BROWSER = "tests/browser/test_mail.py::test_{}"


@pytest.mark.parametrize(
    ("failed", "again"),
    [
        ([], False),
        ([BROWSER.format(1)], True),
        ([BROWSER.format(number) for number in range(MOST)], True),
        ([BROWSER.format(number) for number in range(MOST + 1)], False),
        ([BROWSER.format(1), "tests/calls/test_rules.py::test_one"], False),
        (["tests/browser_like/test_mail.py::test_one"], False),
    ],
)
def test_only_a_few_of_the_browser_run_again(failed: list[str], again: bool) -> None:
    assert failed_in_browser_only(failed) is again
