"""What came of the cards leaves with the whole file, and comes back with it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from decroche.calls.contract_kept import contract_of, keep_contract
from decroche.calls.models import Call, CallState, Moment, Note, Qualification, Question, Win
from decroche.calls.notes import write_note
from decroche.calls.states import work_out
from decroche.followups.models import FollowUp
from decroche.intake.actions import GivenFile, import_file
from decroche.intake.choices import Choices
from decroche.intake.models import Batch
from decroche.intake.undoing_imports import undo_import
from decroche.prospects.actions import add_number
from decroche.prospects.models import CallList, CallListEntry, Company, Contact, PhoneNumber
from decroche.prospects.search import search
from decroche.shared.language import known_language
from decroche.shared.numbers import read_numbers
from decroche.storage.database import problems
from decroche.storage.exporting import export_to
from decroche.team.models import Member
from tests.cast import TUESDAY, company, log, state_of

NOTE = 'Elle dit : "pas avant 10 h" · puis\n  26/11/2026 09:00 le devis\n= 3 pages ; voir'


def _rich(member: Member) -> Company:
    """A card with everything that can come of one."""
    card = company(member, email="contact@vasseur.example")
    person = Contact.objects.create(
        workspace=member.workspace,
        company=card,
        name="Mme Anne Durand",
        role="communication",
        title="Directrice",
        decides=True,
    )
    days = timedelta(days=1)
    log(member, card, "no_answer", TUESDAY - 9 * days)
    log(
        member,
        card,
        "no_need",
        TUESDAY - 5 * days,
        reason="agency",
        details={"agency": "Studio Grivel", "until": "fin mars 2027"},
        note=NOTE,
    )
    Call.objects.filter(outcome="no_need").update(contact=person, seconds=95)
    log(member, card, "call_back", TUESDAY - days, when=TUESDAY + 2 * days, note="Promis, jeudi")
    write_note(by=member, company=card, text="Vu au salon", at=TUESDAY)
    keep_contract(by=member, company=card, agency="Studio Blanc", until="fin juin 2027", at=TUESDAY)
    question = Question.objects.filter(workspace=member.workspace).order_by("position")[0]
    Qualification.objects.create(
        workspace=member.workspace, company=card, question=question, value="Agence", at=TUESDAY
    )
    Moment.objects.create(
        workspace=member.workspace,
        company=card,
        sentence="Exactement ce qu’il nous faut.",
        at=TUESDAY,
    )
    Win.objects.create(workspace=member.workspace, company=card, member=member, at=TUESDAY)
    work_out(None, member.workspace_id, [card.pk])
    salon = CallList.objects.create(workspace=member.workspace, name="Salon, hall 3")
    CallListEntry.objects.create(workspace=member.workspace, call_list=salon, company=card)
    return card


def _told(card: Company) -> dict[str, Any]:
    """What came of a card, without keys."""
    state = CallState.objects.get(pk=card.pk)
    calls = Call.objects.filter(company=card).order_by("at").select_related("contact")
    names = ("agency", "until")
    return {
        "state": (
            state.attempts,
            state.unanswered,
            state.last_outcome,
            state.not_before,
            state.blocked_by,
        ),
        "calls": [
            (
                _minute(call.at),
                call.outcome,
                call.reason,
                call.note,
                call.seconds,
                call.contact and call.contact.name,
                {name: call.details[name] for name in names if name in call.details},
            )
            for call in calls
        ],
        "promises": [
            (step.due_at, step.precision, step.kind, step.purpose, step.note)
            for step in FollowUp.objects.filter(company=card, closed_at=None).order_by("due_at")
        ],
        "notes": [
            (_minute(note.at), note.text)
            for note in Note.objects.filter(company=card).order_by("at", "text")
        ],
        "contract": contract_of(card),
        "answers": list(
            Qualification.objects.filter(company=card)
            .order_by("question__text", "at")
            .values_list("question__text", "value")
        ),
        "moments": sorted(Moment.objects.filter(company=card).values_list("sentence", flat=True)),
        "lists": sorted(card.list_entries.values_list("call_list__name", flat=True)),
        "people": list(
            card.contacts.order_by("pk").values_list(
                "name", "role", "title", "decides", "gatekeeper"
            )
        ),
    }


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _brought(by: Member, path: Path) -> Batch:
    return import_file(by=by, file=GivenFile(path, path.name, "essai"), choices=Choices())


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "vcf"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_came_of_a_card_comes_back(
    member: Member, stranger: Member, tmp_path: Path, ending: str, language: str
) -> None:
    card = _rich(member)
    texts = Question.objects.filter(workspace=member.workspace).values_list("text", flat=True)
    for text in texts:
        Question.objects.get_or_create(workspace=stranger.workspace, text=text)
    path = tmp_path / f"file.{ending}"
    rows = Company.objects.filter(workspace=member.workspace)
    with translation.override(language):
        export_to(path, rows, language=known_language(language))
    _brought(stranger, path)
    (again,) = Company.objects.filter(workspace=stranger.workspace)
    assert _told(again) == _told(card)
    found = [one for one, _why in search(stranger.workspace, "vu au salon")]
    assert found == [again]
    assert problems() == [], "a call that was made elsewhere has no line of its own"


def test_it_is_taken_back_with_its_import_until_the_card_is_called(
    member: Member, stranger: Member, tmp_path: Path
) -> None:
    _rich(member)
    path = tmp_path / "file.csv"
    export_to(path, Company.objects.filter(workspace=member.workspace))
    for called in (False, True):
        batch = _brought(stranger, path)
        (again,) = Company.objects.filter(workspace=stranger.workspace)
        if called:
            log(stranger, again, "no_answer", TUESDAY)
        assert undo_import(by=stranger, batch=batch) == ((0, 1) if called else (1, 0))
        kept = Company.objects.filter(workspace=stranger.workspace).count()
        assert kept == called
        for model in (Call, Note, FollowUp, Moment):
            assert bool(model._base_manager.filter(workspace=stranger.workspace)) == called


def test_a_card_that_is_there_keeps_its_own_past(member: Member, tmp_path: Path) -> None:
    card = _rich(member)
    before = _told(card)
    path = tmp_path / "file.csv"
    export_to(path, Company.objects.filter(workspace=member.workspace))
    batch = _brought(member, path)
    assert (batch.created_count, batch.duplicate_count) == (0, 1)
    assert _told(card) == before


def test_cells_of_others_under_these_names_stay_on_the_card(member: Member, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(
        "Société;Téléphone;Appels et notes;Pas avant\nBriques;01 99 00 12 34;trois fois;midi\n",
        encoding="utf-8",
    )
    _brought(member, path)
    card = Company.objects.get()
    assert card.details == {"Appels et notes": "trois fois", "Pas avant": "midi"}
    assert not Call.objects.exists()
    assert CallState.objects.get().not_before is None


def _numbers(card: Company) -> list[tuple[str, str, str]]:
    rows = PhoneNumber.objects.filter(company=card).order_by("e164")
    return list(rows.values_list("e164", "extension", "state"))


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "vcf"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_number_that_was_marked_wrong_comes_back_marked(
    member: Member, stranger: Member, tmp_path: Path, ending: str, language: str
) -> None:
    card = company(
        member, "Imprimerie Vasseur & Fils 03 53 01 01 42 / 03 53 01 01 43 poste 12 Lille"
    )
    of_a_person = company(member, "Mutuelle des Deux Caps 03 53 01 02 15 Calais rh: Mme Roussel")
    PhoneNumber.objects.filter(company=of_a_person).update(contact=of_a_person.contacts.get())
    log(member, card, "wrong_number")
    log(member, of_a_person, "wrong_number")
    assert [state for _, _, state in _numbers(card)] == ["wrong", "valid"]
    path = tmp_path / f"file.{ending}"
    rows = Company.objects.filter(workspace=member.workspace)
    with translation.override(language):
        export_to(path, rows, language=known_language(language))
    _brought(stranger, path)
    for before in (card, of_a_person):
        again = Company.objects.get(workspace=stranger.workspace, name=before.name)
        assert _numbers(again) == _numbers(before)
        assert state_of(again).blocked_by == state_of(before).blocked_by
        assert not {"wrong_numbers", "Faux numéros"} & again.details.keys()
    assert state_of(of_a_person).blocked_by == "no_number"


def test_a_number_written_anew_after_it_was_marked_wrong_comes_back_to_be_called(
    member: Member, stranger: Member, tmp_path: Path
) -> None:
    card = company(member)
    log(member, card, "wrong_number")
    (number,) = read_numbers("03 53 01 01 42").numbers
    add_number(by=member, company=card, number=number)
    path = tmp_path / "file.csv"
    export_to(path, Company.objects.filter(workspace=member.workspace))
    _brought(stranger, path)
    again = Company.objects.get(workspace=stranger.workspace)
    assert _numbers(again) == [("+33353010142", "", "valid")]


def test_wrong_numbers_of_another_program_are_not_lost(member: Member, tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text(
        "Société;Téléphone;Faux numéros\nBriques;01 99 00 12 34;01 99 00 12 35\n"
        "Tuiles;01 99 00 12 36;01 99 00 12 36\nPavés;01 99 00 12 37;oui\n",
        encoding="utf-8",
    )
    _brought(member, path)
    bricks, slabs, tiles = Company.objects.order_by("name")
    assert bricks.details == {"Faux numéros": "01 99 00 12 35"}
    assert slabs.details == {"Faux numéros": "oui"}
    assert _numbers(bricks) == [("+33199001234", "", "valid")]
    assert _numbers(slabs) == [("+33199001237", "", "valid")]
    assert (_numbers(tiles), tiles.details) == ([("+33199001236", "", "wrong")], {})


def test_nobody_who_asked_to_be_left_alone_is_named(member: Member, tmp_path: Path) -> None:
    card = _rich(member)
    Contact.objects.filter(company=card).update(opposed_at=TUESDAY)
    path = tmp_path / "file.json"
    export_to(path, Company.objects.filter(workspace=member.workspace))
    (told,) = json.loads(path.read_text())
    assert [line["who"] for line in told["calls_and_notes"] if "Durand" in line["who"]] == []
