"""What is counted from calls, counted again when one was taken back.

The images of an entry put back what the rows held before it. That is enough for her last call. When
others were logged since, their numbers stand in those fields: taking one back out of the middle
leaves the calls that remain to be counted.
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
    """The call states and the words for the search that this entry had changed, and those of the
    `others` that go on in place of one of these cards.
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
    """The call state of the card that this entry is about, and its words for the search."""
    states = CallState.objects.filter(
        workspace_id=entry.workspace_id, pk=card_now(entry) or 0
    ).select_related("company")
    for state in states:
        count_card(state)
        _index_words(state.company)


def count_card(state: CallState) -> None:
    """Counts the calls of one card again."""
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
