"""Whatever a paired telephone says, it is answered: no error, and nothing kept that can't be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from decroche.accountability.erasing import erase_company
from decroche.calls.drafts import keep_draft
from decroche.calls.models import Call, Draft, Moment, Note
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.reading import FIELDS
from decroche.calls.wording import reason_names
from decroche.compliance.models import Notice
from decroche.desk.loop.page import card_page
from decroche.desk.telephone.showing import shown
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.shared.clock import now
from decroche.team.models import Member
from decroche.telephone.devices import add_device
from decroche.telephone.service import telephones
from tests.cast import file_of

pytestmark = pytest.mark.django_db
TEXTS = st.text(st.characters(), max_size=30) | st.sampled_from(
    ["\x00", "a\x00b", "\ud800", "\u202e", "9" * 30, "-1", "1e400"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)
MESSAGES = st.fixed_dictionaries(
    {
        "do": st.sampled_from(
            ["show", "touched", "back", "outcome", "note", "pass", "undo", "hear", "claim", ""]
        )
    },
    optional={
        "company": VALUES | st.just("card"),
        "key": VALUES | st.just("card"),
        "number": VALUES | st.just("card"),
        "outcome": VALUES | st.sampled_from(sorted(OUTCOMES)),
        "note": VALUES,
        "when": VALUES | st.just("jeudi 10h"),
        "zone": VALUES,
        "entry": VALUES,
        "pressed": VALUES,
        "sent": VALUES,
        "fields": VALUES | st.dictionaries(st.sampled_from(sorted(FIELDS)), VALUES, max_size=4),
    },
)
"""Messages; “card” stands for what the card that is shown has there."""
ANSWERED: dict[str, list[tuple[str, ...]]] = {
    "show": [("n", "card", "call", "page")],
    "touched": [("done",)],
    "back": [("done",)],
    "pass": [("done",)],
    "undo": [("done",)],
    "outcome": [("kept", "unsent"), ("refused", "code")],
    "note": [("kept",), ("refused", "code")],
    "hear": [("said",), ("problem",)],
}
"""By what is said: the names of one of its answers. What else is said is answered with nothing."""


@pytest.fixture(autouse=True)
def _one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the test stays open."""
    monkeypatch.setattr("decroche.telephone.service.close_old_connections", lambda: None)


@pytest.fixture
def device(member: Member, settings: Any, tmp_path: Path) -> Iterator[str]:
    settings.DATA_FOLDER = tmp_path
    file_of(member, 12)
    yield add_device(member.pk, "Android", "fr").device_id
    telephones.exchange._shown.clear()


def said(member: Member, device: str, message: dict[str, Any]) -> dict[str, Any]:
    """The answer to a message about the card that is shown."""
    card = shown(member, card_page(member, now()))
    telephones.exchange.show(member.pk, card)
    number = dialled["id"] if (dialled := card.get("number")) else 0
    here = {"company": card.get("company", 0), "key": card["key"], "number": number}
    filled = {
        name: here[name] if value == "card" and name in here else value
        for name, value in message.items()
    }
    return dict(telephones.answer(device, filled))


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(message={"do": "note", "company": "card", "note": "a\x00b"})
@example(message={"do": "note", "company": "card", "note": "\ud800"})
@example(message={"do": "note", "company": True, "note": "Budget voté"})
@example(
    message={
        "do": "outcome",
        "company": "card",
        "key": "card",
        "outcome": "no_answer",
        "fields": {"note": "a\x00b \ud800", "when": "\ud800"},
    }
)
@given(message=MESSAGES)
def test_whatever_is_said_is_answered(member: Member, device: str, message: dict[str, Any]) -> None:
    answer = said(member, device, message)
    if message["do"] in ANSWERED:
        assert any(set(names) <= set(answer) for names in ANSWERED[message["do"]]), answer
    else:
        assert answer == {}


@pytest.mark.parametrize("levels", [30, 450, 900])
def test_what_is_nested_deeper_than_any_message_is_answered_with_nothing(
    member: Member, device: str, levels: int
) -> None:
    nested: Any = "Budget voté"
    for _ in range(levels):
        nested = {"a": [nested]}
    for name in ("do", "fields", "key"):
        assert said(member, device, {"do": "note", "company": "card", name: nested}) == {}


def test_a_number_of_another_card_is_not_the_one_that_is_dialled(
    member: Member, device: str
) -> None:
    shown_card = Company.objects.get(pk=shown(member, card_page(member, now()))["company"])
    other = PhoneNumber.objects.exclude(company=shown_card)[0]
    for number, of_call in (("card", shown_card.numbers.all()[0].pk), (other.pk, 0)):
        message = {"do": "touched", "key": "card", "number": number}
        assert said(member, device, message) == {"done": True}
        call = telephones.exchange.now(member.pk)["call"]
        assert (call["phase"], call["number_id"]) == ("calling", of_call)


def test_half_a_letter_is_left_out_and_the_rest_kept(member: Member, device: str) -> None:
    note = {"do": "note", "company": "card", "note": "Budget voté \ud83d\x00"}
    assert said(member, device, note)["kept"]
    assert Draft.objects.get().note.strip() == "Budget voté"


def test_a_note_after_the_desk_logged_is_read_at_once_and_before_it_waits(
    member: Member, device: str
) -> None:
    card = shown(member, card_page(member, now()))
    note = {"do": "note", "company": card["company"], "key": card["key"], "note": "Mme Petit"}
    assert "attend sur la fiche" in telephones.answer(device, note)["said"]
    assert Draft.objects.get().note == "Mme Petit"
    outcome = {"do": "outcome", "company": "card", "key": "card", "outcome": "no_answer"}
    assert said(member, device, outcome)["kept"]
    after = {**note, "note": "Elle rappelle"}
    for _ in (1, 2):
        answer = telephones.answer(device, after)
        assert answer["kept"]
        assert "est une note de la fiche" in answer["said"]
    assert [row.text for row in Note.objects.all()] == ["Elle rappelle"]
    assert not Draft.objects.exists()


def test_a_note_that_is_said_again_is_on_the_card_once(member: Member, device: str) -> None:
    first = {"do": "note", "company": "card", "key": "card", "note": "Budget voté"}
    second = {**first, "note": "Elle rappelle\nlundi"}
    for note in (first, second, second, first):
        assert said(member, device, note)["kept"]
    assert Draft.objects.get().note == "Budget voté\nElle rappelle\nlundi"
    outcome = {"do": "outcome", "company": "card", "key": "card", "outcome": "no_answer"}
    assert said(member, device, {**outcome, "fields": {"note": "Elle rappelle\nlundi"}})["kept"]
    assert Call.objects.get().note == "Budget voté\nElle rappelle\nlundi"


PANEL = {"outcome": "call_back", "fields": {"when": "jeudi 10h", "said": "le site", "x": "y"}}


def test_what_was_typed_in_a_panel_waits_on_a_card_that_was_left(
    member: Member, device: str
) -> None:
    typed = {"do": "note", "company": "card", "key": "card", **PANEL}
    answer = said(member, device, typed)
    assert "laissée sans issue" in answer["said"]
    kept = {"ask-call_back.when": "jeudi 10h", "ask-call_back.said": "le site"}
    assert Draft.objects.get().fields == kept
    card = shown(member, card_page(member, now()))  # it stands there again when the card comes back
    asked = next(one["asks"] for one in card["outcomes"] if one["code"] == "call_back")
    assert asked
    assert re.findall(r'value="([^"]+)"', asked["fields"]) == ["jeudi 10h", "le site"]


def test_a_reason_that_was_chosen_is_noted_in_words(member: Member, device: str) -> None:
    card = shown(member, card_page(member, now()))
    outcome = {"do": "outcome", "company": "card", "key": "card", "outcome": "no_answer"}
    assert said(member, device, outcome)["kept"]
    chosen = {"outcome": "no_need", "fields": {"reason": "agency"}}
    here = {"do": "note", "company": card["company"], "key": card["key"], "note": ""}
    assert telephones.answer(device, {**here, **chosen})["kept"]
    assert Note.objects.get().text == f"Pas de besoin {reason_names()['agency']}"


def test_what_was_typed_in_a_panel_is_a_note_of_a_card_that_was_noted(
    member: Member, device: str
) -> None:
    card = shown(member, card_page(member, now()))
    outcome = {"do": "outcome", "company": "card", "key": "card", "outcome": "no_answer"}
    assert said(member, device, outcome)["kept"]
    here = {"do": "note", "company": card["company"], "key": card["key"]}
    answer = telephones.answer(device, {**here, **PANEL, "note": "Mme Petit"})
    assert "notée ailleurs" in answer["said"]
    assert Note.objects.get().text == "Mme Petit\nRappeler le… jeudi 10h · le site"
    assert not Draft.objects.exists()


@pytest.mark.parametrize("logged", [True, False])
def test_where_nothing_was_typed_only_what_happened_is_said(
    member: Member, device: str, logged: bool
) -> None:
    card = shown(member, card_page(member, now()))
    assert keep_draft(by=member, company_id=card["company"], note="Budget", fields={}, at=now())
    if logged:
        outcome = {"do": "outcome", "company": "card", "key": "card", "outcome": "no_answer"}
        assert said(member, device, outcome)["kept"]
    nothing = {"do": "note", "company": card["company"], "key": card["key"], "note": ""}
    answer = telephones.answer(device, nothing)
    assert answer["kept"]
    assert answer["said"].endswith("notée ailleurs entre-temps." if logged else "sans issue.")
    assert not Note.objects.exists()
    assert Draft.objects.count() == (0 if logged else 1)


@pytest.mark.parametrize("note", ["", "Budget voté"])
def test_a_card_that_is_shown_again_was_not_left(member: Member, device: str, note: str) -> None:
    card = shown(member, card_page(member, now()))
    telephones.exchange.show(member.pk, {**card, "key": "another"})
    answer = telephones.answer(
        device, {"do": "note", "company": card["company"], "key": card["key"], "note": note}
    )
    assert "sans issue" not in answer["said"]
    assert ("attend sur la fiche" in answer["said"]) == bool(note)


def test_nothing_typed_on_an_erased_card_is_nothing_to_say(member: Member, device: str) -> None:
    company = Company.objects.get(pk=shown(member, card_page(member, now()))["company"])
    erase_company(by=member, company=company, leave_alone=False)
    nothing = {"do": "note", "company": company.pk, "note": ""}
    assert telephones.answer(device, nothing) == {"kept": True}


def test_a_note_on_an_erased_card_is_refused_with_its_reason(member: Member, device: str) -> None:
    company = Company.objects.get(pk=shown(member, card_page(member, now()))["company"])
    erase_company(by=member, company=company, leave_alone=False)
    note = {"do": "note", "company": company.pk, "note": "Budget voté"}
    answer = telephones.answer(device, note)
    assert answer["code"] == "gone"
    assert "plus dans" in answer["refused"]


def test_what_is_ticked_on_the_desk_is_kept_with_the_outcome_of_the_telephone(
    member: Member, device: str
) -> None:
    company_id = shown(member, card_page(member, now()))["company"]
    ticked = {"told": "1", "message_left": "1", "extra-moment.moment": "fin de matinée"}
    assert keep_draft(by=member, company_id=company_id, note="", fields=ticked, at=now())
    outcome = {"do": "outcome", "company": "card", "key": "card", "outcome": "no_answer"}
    assert said(member, device, outcome)["kept"]
    notice = Notice.objects.get()
    assert (notice.company_id, notice.kind) == (company_id, "oral")
    assert Call.objects.get().message_left
    assert not Draft.objects.exists()


def test_an_opposition_is_not_taken_back_from_the_telephone(member: Member, device: str) -> None:
    outcome = {"do": "outcome", "company": "card", "key": "card", "outcome": "do_not_call"}
    assert said(member, device, outcome)["kept"]
    entry = telephones.exchange.now(member.pk)["card"]["undo"]
    assert entry
    telephones.answer(device, {"do": "undo", "entry": entry})
    assert Call.objects.count() == 1
    assert "motif écrit" in telephones.exchange.now(member.pk)["card"]["said"]


def test_it_shows_what_the_file_says_until_she_has_words_of_her_own(
    member: Member, device: str
) -> None:
    del device
    Company.objects.update(notes="Le site traîne depuis mars.")
    Contact.objects.create(
        workspace=member.workspace,
        company_id=shown(member, card_page(member, now()))["company"],
        name="Mme Durand",
        title="directrice",
        role="communication",
    )
    card = shown(member, card_page(member, now()))
    assert "Le site traîne" in card["last"]
    assert card["ask"] == "Demander Mme Durand, directrice"


def test_a_telephone_with_half_a_letter_in_its_name_is_listed(
    member: Member, page: Any, device: str
) -> None:
    del device
    pairing = telephones.pairings.begin(member.pk)
    telephones.answer(
        pairing.pairing_id,
        {"do": "claim", "name": "(Linux; Android 14; Pixel \ud83d)", "language": "f\x00r"},
    )
    assert "Pixel" in page.get("/telephone/").content.decode()


ADDED = {"message_left": "1", "referral": "Studio Nord 03 53 01 12 34 Lille", "moment": "Enfin !"}


def test_what_is_added_goes_with_the_outcome_and_is_taken_back_with_it(
    member: Member, device: str
) -> None:
    outcome = {"do": "outcome", "company": "card", "key": "card", "outcome": "voicemail"}
    answer = said(member, device, {**outcome, "fields": ADDED})
    assert answer["kept"], answer
    call = Call.objects.get()
    assert (call.message_left, Moment.objects.get().sentence) == (True, "Enfin !")
    assert Company.objects.filter(name="Studio Nord").count() == 1
    card = telephones.exchange.now(member.pk)["card"]
    assert telephones.answer(device, {"do": "undo", "entry": card["undo"]})["done"]
    assert not Call.objects.exists()
    assert not Moment.objects.exists()
    assert not Company.objects.filter(name="Studio Nord").exists()


def test_what_was_added_waits_on_a_card_that_was_left(member: Member, device: str) -> None:
    typed = {"do": "note", "company": "card", "key": "card", "note": "", "fields": ADDED}
    assert "attend sur la fiche" in said(member, device, typed)["said"]
    card = shown(member, card_page(member, now()))
    assert card["added"] == ADDED


def test_what_was_added_is_a_note_of_a_card_that_was_noted(member: Member, device: str) -> None:
    card = shown(member, card_page(member, now()))
    outcome = {"do": "outcome", "company": "card", "key": "card", "outcome": "no_answer"}
    assert said(member, device, outcome)["kept"]
    here = {"do": "note", "company": card["company"], "key": card["key"], "note": "Mme Petit"}
    assert telephones.answer(device, {**here, "fields": ADDED})["kept"]
    assert Note.objects.get().text.split("\n") == [
        "Mme Petit",
        "Message laissé",
        "On vous recommande quelqu’un\N{NO-BREAK SPACE}: Studio Nord 03 53 01 12 34 Lille",
        "Grand moment\N{NO-BREAK SPACE}: Enfin !",
    ]


def test_what_was_added_at_the_desk_and_otherwise_on_the_telephone_is_not_lost(
    member: Member, device: str
) -> None:
    card = shown(member, card_page(member, now()))
    keep_draft(
        by=member,
        company_id=card["company"],
        note="",
        fields={"extra-moment.moment": "Quelle voix !"},
        at=now(),
        key=card["key"],
    )
    outcome = {"do": "outcome", "company": "card", "key": "card", "outcome": "no_answer"}
    assert said(member, device, {**outcome, "fields": ADDED})["kept"]
    assert Moment.objects.get().sentence == "Enfin !"
    assert Call.objects.get().note == "Quelle voix !"


def test_what_could_not_be_taken_is_said_there(member: Member, device: str) -> None:
    card = shown(member, card_page(member, now()))
    assert card["number"]
    itself = f"{card['name']} {card['number']['shown']}"
    outcome = {"do": "outcome", "company": "card", "key": "card", "outcome": "no_answer"}
    assert said(member, device, {**outcome, "fields": {"referral": itself}})["kept"]
    assert "l’entreprise de cette fiche" in telephones.exchange.now(member.pk)["card"]["said"]


@pytest.mark.parametrize("do", ["touched", "back", "pass", "undo", "note", "outcome"])
def test_nothing_is_done_for_a_card_of_other_data(member: Member, device: str, do: str) -> None:
    """The keys of cards and lines begin again after a restore, or in another folder."""
    outcome = {"do": "outcome", "company": "card", "key": "card", "outcome": "no_answer"}
    assert said(member, device, outcome)["kept"]
    undo = telephones.exchange.now(member.pk)["card"]["undo"]
    message = {**outcome, "do": do, "number": "card", "note": "Budget voté", "entry": undo}
    answer = said(member, device, {**message, "of_data": "of-other"})
    assert answer.get("code") == "replaced" or answer == {"done": False}
    assert Call.objects.count() == 1
    assert not Note.objects.exists()
    assert not Draft.objects.exists()
    assert telephones.exchange.now(member.pk)["call"]["phase"] == "ready"
