"""What telephones are shown says by itself whether a call goes on at one of them."""

from __future__ import annotations

import pytest

from decroche.telephone.content import Phase, is_in_call
from decroche.telephone.exchange import CallOfCard


@pytest.mark.parametrize(
    ("phase", "in_call"),
    [("ready", False), ("rung", False), ("calling", True), ("asking", True)],
)
def test_a_call_goes_on_from_the_touch_until_it_is_noted(phase: Phase, in_call: bool) -> None:
    assert is_in_call(CallOfCard(phase).as_content()) == in_call
