"""Each answer says what a page may load."""

from __future__ import annotations

import pytest
from csp.utils import build_policy
from django.test import Client


@pytest.mark.parametrize("address", ["/", "/ping/", "/file/", "/no/such/page/", "/feeds/none.ics"])
def test_every_answer_says_what_a_page_may_load(page: Client, address: str) -> None:
    said = page.get(address).headers["Content-Security-Policy"]
    assert said == build_policy()
    assert "default-src 'none'" in said
