"""A press in two tabs at once on PostgreSQL, while the session of one of them is ended at each of
its statements, and after it was kept: one call, one line of the journal, every word once.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client

from decroche.calls.models import Call, Draft, Note
from decroche.journal.models import Entry
from decroche.team.models import Member
from tests.cast import file_of
from tests.desk.loop.test_press import MOST, before_her_typed

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL's sessions"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("in_file_order", "tuesday"),
]
KEPT = MOST + 5
"""In place of the number of a statement: the session ends once the press is kept."""


def end_session() -> None:
    """Ends the session of this thread, as when the server's process is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def ends_at(number: int) -> Callable[..., Any]:
    """Ends the session in place of the statement with this number, once."""
    seen = Counter[str]()

    def execute(run: Callable[..., Any], sql: str, values: Any, many: bool, around: Any) -> Any:
        seen["statements"] += 1
        if seen["statements"] == number:
            end_session()
        return run(sql, values, many, around)

    return execute


def press_until_answered(tab: Client, form: dict[str, str], at: int | None) -> None:
    """Sends a press again until it is answered, as the browser does; the session of the first try
    ends `at` a statement.
    """
    tab.raise_request_exception = False
    for cut in (at, None, None, None):
        try:
            if cut == KEPT:
                answer = send_and_end(tab, form)
            elif cut:
                with connection.execute_wrapper(ends_at(cut)):
                    answer = send(tab, form)
            else:
                answer = send(tab, form)
        finally:
            connection.close()
        if answer < 500:
            return
    raise AssertionError("no answer")


def send_and_end(tab: Client, form: dict[str, str]) -> int:
    """The status of the answer to a try whose session ends once it is kept."""
    session: Any = connection
    keep = session._commit

    def keep_and_end() -> None:
        keep()
        end_session()

    with patch.object(session, "_commit", keep_and_end):
        return send(tab, form)


def send(tab: Client, form: dict[str, str]) -> int:
    """The status of the answer to one try."""
    headers = {"HX-Request": "true", "HX-Target": "desk"}
    return int(tab.post("/calls/log/", form, headers=headers).status_code)


@pytest.mark.parametrize("at", [*range(1, MOST + 1), KEPT])
def test_a_session_that_ends_in_the_middle_loses_nothing_and_makes_nothing_twice(
    page: Client, member: Member, at: int
) -> None:
    first, *_ = file_of(member, 3)
    page.post(f"/calls/{first.pk}/note/", {"note": "devis juin", "seen": ""})
    hidden = before_her_typed(page)
    assert hidden["company"] == str(first.pk)
    other = Client()
    other.cookies = page.cookies
    form = {**hidden, "outcome": "no_answer", "drafted": "1", "seen": ""}
    presses = [
        threading.Thread(target=press_until_answered, args=(tab, {**form, "note": note}, cut))
        for tab, note, cut in ((page, "devis", at), (other, "devis juin", None))
    ]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    call = Call.objects.get()
    assert (call.company, call.outcome) == (first, "no_answer")
    assert Entry.objects.filter(verb="call.logged").count() == 1
    left = " ".join(Draft.objects.filter(company=first).values_list("note", flat=True))
    after = " ".join(Note.objects.filter(company=first).values_list("text", flat=True))
    assert sorted(f"{call.note} {left} {after}".split()) == ["devis", "juin"]
