"""“Tous les changements” of a company's page."""

from __future__ import annotations

import pytest

from decroche.desk.company.history import words_of_verbs
from decroche.team.roles import VERBS

OF_A_CARD = ("company.", "person.", "message.", "follow_up.", "consent.", "request.", "notice.")


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb.startswith(OF_A_CARD)])
def test_each_change_of_a_card_has_words(verb: str) -> None:
    assert verb in words_of_verbs(), "it would stand there by the name that the code gives it"
