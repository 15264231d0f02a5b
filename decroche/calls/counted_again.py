"""Counts the calls of a card again when one of them was taken back.

The images of a journal line put back what the rows held before it. That is enough for her last
call. When an earlier call is taken back, those values leave out the calls that were logged since:
they have to be counted again from the calls that remain.
"""

from __future__ import annotations

from collections.abc import Iterable

from decroche.calls.models import Call, CallState, Note
from decroche.calls.rules import UNANSWERED, is_attempt
from decroche.journal.joined import card_now
from decroche.journal.models import Entry
from decroche.journal.record import Verb
from decroche.journal.verbs import JOINED
from decroche.prospects.indexing import words_of_calls
from decroche.prospects.models import Company
from decroche.prospects.refreshing import derive


def count_again(entry: Entry, others: Iterable[int] = ()) -> None:
    """Counts again for the call states that this entry had changed, and for the `others`: the cards
    (keys) that go on in place of one of those since two cards were joined.
    """
    keys: dict[str, set[int]] = {}
    for image in entry.changes:
        if image[0] == "~":
            keys.setdefault(image[1], set()).update(image[2])
    states = CallState.objects.filter(
        workspace_id=entry.workspace_id, pk__in={*keys.get("calls.callstate", ()), *others}
    )
    for state in states.select_related("company"):
        count_card(state)
        if entry.particulars.get("note") or entry.verb == JOINED:
            _index_words(state.company)


def recount(entry: Entry) -> None:
    """Counts again for the card that this entry is about, and makes its words for the search."""
    states = CallState.objects.filter(
        workspace_id=entry.workspace_id, pk=card_now(entry) or 0
    ).select_related("company")
    for state in states:
        count_card(state)
        _index_words(state.company)


def count_card(state: CallState) -> None:
    """Writes into a call state what follows from the calls of its card: attempts, calls in a row
    without an answer, the last call.
    """
    calls = list(
        Call.objects.filter(workspace_id=state.workspace_id, company_id=state.pk)
        .order_by("-at", "-id")
        .values_list("at", "outcome", "origin")
    )
    in_a_row = next(
        (place for place, (_, outcome, _origin) in enumerate(calls) if outcome not in UNANSWERED),
        len(calls),
    )
    last_at, last, _origin = calls[0] if calls else (None, "", "")
    made = sum(is_attempt(origin) for _, _, origin in calls)
    CallState.objects.filter(pk=state.pk).update(
        attempts=made, unanswered=in_a_row, last_called_at=last_at, last_outcome=last
    )


def _index_words(company: Company) -> None:
    said = Call.objects.filter(company=company).exclude(note="").values_list("at", "note")
    written = Note.objects.filter(company=company).values_list("at", "text")
    words = words_of_calls(text for _, text in sorted([*said, *written]))
    if words != company.notes_index:
        company.notes_index = words
        Company.objects.filter(pk=company.pk).update(notes_index=words)
        derive(Verb(Entry(workspace_id=company.workspace_id)), company)
