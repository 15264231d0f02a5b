"""What is typed on a card and not logged yet."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decroche.calls.drafts import draft_of, joined, keep_draft, left_of, mark_of
from decroche.calls.models import Call, Draft
from decroche.calls.reading import OutcomeInput
from decroche.journal.actions import undo
from decroche.prospects.merging import merge
from decroche.shared.clock import now
from decroche.team.models import Member
from tests.cast import LINES, company, file_of
from tests.desk.test_pages import post
from tools.outcomes import log_outcome

FIELDS = {"extra-moment.moment": "Vous êtes moi !"}


def draft(member: Member, note: str = "Budget voté", pk: int = 0, key: str = "") -> bool:
    return keep_draft(
        by=member, company_id=pk or company(member).pk, note=note, fields=FIELDS, at=now(), key=key
    )


def test_a_draft_is_saved_by_one_request_of_three_queries(page: Client, member: Member) -> None:
    card = company(member)
    page.get("/calls/")
    seen = ""
    for words in ("Budget", "Budget voté"):  # the first one makes the row, the next ones change it
        with CaptureQueriesContext(connection) as asked:
            answer = page.post(
                f"/calls/{card.pk}/note/",
                {"note": words, "ask-call_back.when": "jeudi", "seen": seen},
            )
        seen = mark_of(words)
        assert answer.json() == {"kept": True, "seen": seen}
        assert len(asked.captured_queries) <= 3
    kept = Draft.objects.get()
    assert (kept.note, kept.fields) == ("Budget voté", {"ask-call_back.when": "jeudi"})
    shown = page.get("/calls/").content.decode()
    assert ">\nBudget voté</textarea>" in shown
    page.post(f"/calls/{card.pk}/note/", {"note": " "})
    assert not Draft.objects.exists()


def test_only_the_fields_of_the_card_are_kept(page: Client, member: Member) -> None:
    card = company(member)
    page.post(f"/calls/{card.pk}/note/", {"note": "x", "key": "k", "csrf": "y", "ask-": "z"})
    assert Draft.objects.get().fields == {}


def test_a_strangers_card_takes_no_draft(page: Client, member: Member, stranger: Member) -> None:
    theirs = company(stranger)
    assert page.post(f"/calls/{theirs.pk}/note/", {"note": "x"}).status_code == 404
    assert page.post("/calls/999999/note/", {"note": "x"}).status_code == 404
    assert not Draft.objects.exists()


@pytest.mark.usefixtures("in_file_order")
def test_a_call_takes_the_draft_in_and_taking_it_back_brings_it_back(
    page: Client, member: Member
) -> None:
    card, *_ = file_of(member, 2)
    page.get("/calls/")
    draft(member, pk=card.pk)
    post(
        page, member, outcome="no_answer", note="Budget voté", moment="Vous êtes moi !", drafted="1"
    )
    assert Call.objects.get().note == "Budget voté"
    assert not Draft.objects.exists()
    undo(by=member)
    kept = draft_of(member, card)
    assert kept is not None
    assert (kept.note, kept.fields) == ("Budget voté", FIELDS)


def test_what_was_typed_since_follows_what_comes_back(page: Client, member: Member) -> None:
    card = company(member)
    page.get("/calls/")
    post(page, member, outcome="no_answer", note="avant")
    draft(member, "après", pk=card.pk)
    undo(by=member)
    kept = draft_of(member, card)
    assert kept is not None
    assert kept.note == "avant\naprès"


def test_a_draft_that_arrives_after_its_call_is_not_kept(member: Member) -> None:
    card = company(member)
    log_outcome(by=member, company_id=card.pk, outcome="no_answer", key="claim-7")
    assert draft(member, pk=card.pk, key="claim-7") is False
    assert draft(member, pk=card.pk, key="claim-8") is True


def test_a_call_logged_elsewhere_leaves_the_draft_on_the_card(member: Member) -> None:
    card = company(member)
    draft(member, pk=card.pk)
    log_outcome(
        by=member, company_id=card.pk, outcome="no_answer", said=OutcomeInput(note="par l’API")
    )
    assert draft_of(member, card) is not None


def test_the_drafts_of_two_cards_that_become_one_are_both_kept(member: Member) -> None:
    first, second = company(member), company(member, LINES[1])
    draft(member, "ici", pk=first.pk)
    draft(member, "là", pk=second.pk)
    merge(by=member, kept=first, other=second)
    kept = Draft.objects.get()
    assert (kept.company_id, kept.note) == (first.pk, "ici\nlà")
    undo(by=member)
    assert sorted(Draft.objects.values_list("note", flat=True)) == ["ici", "là"]


@pytest.mark.parametrize(
    ("held", "written", "kept"),
    [
        ("Budget voté", "Budget voté, 3 noms", "Budget voté, 3 noms"),
        ("", "Budget", "Budget"),
        ("Budget voté", "Budget vide", "Budget voté\nvide"),
        ("Budget voté", "Rappeler lundi", "Budget voté\nRappeler lundi"),
        ("Budget voté, 3 noms", "Budget", "Budget voté, 3 noms"),
        ("Budget voté", "", "Budget voté"),
        ("Agence\nBudget voté", "Budget voté", "Agence\nBudget voté"),
    ],
)
def test_what_two_windows_write_is_joined_in_one_note(held: str, written: str, kept: str) -> None:
    assert joined(held, written) == kept


def test_a_window_takes_the_place_only_of_what_it_has_seen(page: Client, member: Member) -> None:
    card = company(member)
    there = f"/calls/{card.pk}/note/"
    page.post(there, {"note": "Agence Nord", "seen": ""})
    other = page.post(there, {"note": "Rappeler lundi", "seen": ""}).json()
    both = "Agence Nord\nRappeler lundi"
    assert other == {"kept": True, "note": both, "seen": mark_of(both)}
    again = page.post(there, {"note": "Rappeler lundi", "seen": ""}).json()  # an answer was lost
    assert again["note"] == both
    page.post(there, {"note": "Agence", "seen": mark_of(both)})
    assert Draft.objects.get().note == "Agence"


@pytest.mark.usefixtures("in_file_order")
def test_a_call_leaves_on_its_card_what_another_window_wrote(page: Client, member: Member) -> None:
    card, *_ = file_of(member, 2)
    page.get("/calls/")
    draft(member, "Agence Nord, contrat en juin", card.pk)
    post(page, member, outcome="no_answer", note="Budget", drafted="1", seen=mark_of("Budget"))
    assert Call.objects.get().note == "Budget"
    kept = draft_of(member, card)
    assert kept is not None
    assert kept.note == "Agence Nord, contrat en juin"


@pytest.mark.parametrize(
    ("held", "taken", "left"),
    [
        ("Budget voté, 3 noms", "Budget voté", ", 3 noms"),
        (" devis  juin ", "devis", "juin"),
        ("Agence\nBudget voté", "Budget voté", "Agence"),
        ("Agence\nBudget voté\nlundi", "Budget voté", "Agence\nlundi"),
        ("Budgets de mars", "Budget", "Budgets de mars"),
        ("Elle dit oui", "oui", "Elle dit oui"),
        ("Agence Nord", "Budget", "Agence Nord"),
        ("Agence Nord", " ", "Agence Nord"),
    ],
)
def test_what_the_call_took_in_is_not_on_the_card_once_more(
    held: str, taken: str, left: str
) -> None:
    assert left_of(held, taken) == left


@pytest.mark.usefixtures("in_file_order")
def test_what_another_window_added_stays_without_what_the_call_took_in(
    page: Client, member: Member
) -> None:
    card, *_ = file_of(member, 2)
    page.get("/calls/")
    draft(member, "Budget voté, contrat en juin", card.pk)
    post(page, member, outcome="no_answer", note="Budget voté,", drafted="1", seen="")
    assert Call.objects.get().note == "Budget voté,"
    assert Draft.objects.get().note == "contrat en juin"
    undo(by=member)
    assert Draft.objects.get().note == "Budget voté,\ncontrat en juin"


@pytest.mark.usefixtures("in_file_order")
def test_a_call_takes_what_its_own_window_wrote_and_took_out(page: Client, member: Member) -> None:
    card, *_ = file_of(member, 2)
    page.get("/calls/")
    draft(member, "Budget", card.pk)
    post(page, member, outcome="no_answer", note="", drafted="1", seen=mark_of("Budget"))
    assert not Draft.objects.exists()
