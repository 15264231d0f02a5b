from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decroche.prospects.search import search
from decroche.team.models import Member
from tests.cast import file_of
from tests.grown import grown
from tests.work import counted

WORDS = ("imp", "lille", "0353", "vasseur lille", "impr", "max")


def test_a_search_is_three_statements(member: Member) -> None:
    grown(member, 300)
    search(member.workspace, "imp")
    for word in WORDS:
        with CaptureQueriesContext(connection) as asked:
            search(member.workspace, word)
        assert len(asked) <= 3, word


@pytest.mark.sqlite
def test_a_search_reads_its_candidates_and_no_more_of_the_file(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("decroche.prospects.search._CANDIDATES", 30)
    grown(member, 7000)
    for word in WORDS:
        assert steps(member, word) < 4000, word  # all the rows: 25,000


def steps(member: Member, word: str) -> int:
    with counted() as work:
        search(member.workspace, word)
    return work.steps


def test_words_of_any_length_are_found_together(member: Member) -> None:
    file_of(member)
    assert [found.name for found, _ in search(member.workspace, "du marais la")] == [
        "Laiterie du Marais"
    ]
    assert search(member.workspace, "du marais zz") == []
