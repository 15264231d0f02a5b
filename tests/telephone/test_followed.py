"""What a telephone shows of a card that is erased, opposed or changed meanwhile; and whose
telephone it is once its member has left.
"""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from decroche.accountability.erasing import erase_company
from decroche.callqueue.models import Claim
from decroche.calls.models import Call, Draft, Note
from decroche.cli.teams import team_
from decroche.compliance.actions import ConsentGiven
from decroche.config.data_mark import new_data_mark
from decroche.desk.loop.page import card_page
from decroche.desk.telephone.answering import answer
from decroche.desk.telephone.following import follow
from decroche.prospects.actions import oppose_all
from decroche.prospects.legal_actions import choose_audience, keep_consent
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.shared.clock import now
from decroche.team.models import Member
from decroche.telephone.content import CardShown
from decroche.telephone.devices import add_device, all_devices, devices_of
from decroche.telephone.service import listen_again, telephones
from tests.cast import TUESDAY, file_of
from tests.sharing import OWNER, joined, signed_in
from tools.entering import browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]


@pytest.fixture
def device(
    member: Member, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    monkeypatch.setattr("decroche.telephone.service.close_old_connections", lambda: None)
    monkeypatch.setattr(telephones, "is_on", lambda _member: True)
    settings.DATA_FOLDER = tmp_path
    file_of(member, 12)
    yield add_device(member.pk, "Android", "fr").device_id
    telephones.exchange._shown.clear()


def show(device: str) -> dict[str, Any]:
    return dict(telephones.answer(device, {"do": "show"}))


def shown_card(device: str) -> tuple[dict[str, Any], Company]:
    card = show(device)["card"]
    return card, Company.objects.get(pk=card["company"])


def noted(device: str, card: dict[str, Any]) -> None:
    about = {name: card[name] for name in ("company", "key")}
    number = card["number"]["id"]
    said = {"do": "outcome", "outcome": "no_answer", "number": number, **about}
    assert telephones.answer(device, said)["kept"]


def test_a_page_begun_before_the_card_was_noted_does_not_bring_it_back(
    member: Member, device: str
) -> None:
    first = show(device)["card"]
    page = card_page(member, now())  # the desk begins to answer a reload
    noted(device, first)
    second = show(device)["card"]
    assert second["company"] != first["company"]
    follow(member, page)  # and ends only now
    assert show(device)["card"]["company"] == second["company"]
    touch = {"do": "touched", "key": first["key"], "number": first["number"]["id"]}
    assert telephones.answer(device, touch) == {"done": False}


def test_a_card_that_was_taken_back_is_shown_again(member: Member, device: str) -> None:
    first = show(device)["card"]
    noted(device, first)
    telephones.answer(device, {"do": "undo", "entry": show(device)["card"]["undo"]})
    assert show(device)["card"]["company"] == first["company"]


@pytest.mark.usefixtures("device")
def test_keys_of_a_restored_copy_begin_again(member: Member) -> None:
    telephones.exchange.show(member.pk, {"key": "claim-1-7", "of_data": "replaced"})
    old: CardShown = {"key": "claim-1-2", "of_data": "of the copy"}
    telephones.exchange.show(member.pk, old)
    assert telephones.exchange.now(member.pk)["card"] == old


def test_of_an_erased_card_nothing_is_shown_any_more(
    member: Member, device: str, django_capture_on_commit_callbacks: Any
) -> None:
    before, erased = show(device)["n"], shown_card(device)[1]
    with django_capture_on_commit_callbacks(execute=True):
        erase_company(by=member, company=erased, leave_alone=True)
    told = [show(device), telephones.exchange.newer(member.pk, before)]
    assert erased.name not in json.dumps(told, ensure_ascii=False)
    assert show(device)["card"]["key"]


def test_what_another_program_erased_goes_when_the_telephone_wakes(
    member: Member, device: str
) -> None:
    card, erased = shown_card(device)
    erase_company(by=member, company=erased, leave_alone=False)
    said = {"do": "outcome", "company": erased.pk, "key": card["key"], "outcome": "no_answer"}
    assert telephones.answer(device, said)["code"] == "gone"
    assert telephones.exchange.now(member.pk)["card"]["company"] != erased.pk
    erase_company(by=member, company=shown_card(device)[1], leave_alone=False)
    assert show(device)["card"]["company"] not in (erased.pk, card["company"])


@pytest.mark.parametrize("touched", [False, True])
def test_an_opposed_card_is_not_dialled_any_more(
    member: Member, device: str, touched: bool, django_capture_on_commit_callbacks: Any
) -> None:
    card, opposed = shown_card(device)
    if touched:
        touch = {"do": "touched", "key": card["key"], "number": card["number"]["id"]}
        assert telephones.answer(device, touch) == {"done": True}
    with django_capture_on_commit_callbacks(execute=True):
        oppose_all(by=member, companies=Company.objects.filter(pk=opposed.pk))
    now_shown = show(device)
    if touched:  # she is in the call, and can still say what it gave
        assert now_shown["card"]["key"] == card["key"]
        assert now_shown["call"]["phase"] == "calling"
        assert (now_shown["card"]["number"], now_shown["card"]["others"]) == (None, [])
        assert now_shown["card"]["said"]
    else:
        assert now_shown["card"]["company"] != opposed.pk


@pytest.mark.parametrize("pressed", ["Space", "touch"])
def test_what_may_not_be_called_any_more_is_not_dialled_from_a_card_that_stands_there(
    member: Member, page: Client, device: str, pressed: str
) -> None:
    card, opposed = shown_card(device)
    oppose_all(by=member, companies=Company.objects.filter(pk=opposed.pk))
    number = card["number"]["id"]
    if pressed == "Space":
        rung = page.post("/telephone/ring/", {"key": card["key"], "number": number}).json()
        assert rung == {"phase": "unrung"}
    else:
        touch = {"do": "touched", "key": card["key"], "number": number}
        assert telephones.answer(device, touch) == {"done": False}
    now_shown = telephones.exchange.now(member.pk)
    assert now_shown["call"]["phase"] == "ready"
    assert (now_shown["card"]["number"], now_shown["card"]["others"]) == (None, [])
    assert "ne plus être contactés" in now_shown["card"]["said"]


def test_a_card_that_a_colleague_has_since_is_not_shown_on_waking(
    owner: Member, device: str
) -> None:
    card, hers = shown_card(device)
    Claim.objects.filter(company=hers).update(member=joined(owner))
    assert show(device)["card"]["key"] != card["key"]
    assert show(device)["card"]["company"] != hers.pk


def test_a_card_that_another_program_opposed_is_not_shown_on_waking(
    member: Member, device: str
) -> None:
    opposed = shown_card(device)[1]
    oppose_all(by=member, companies=Company.objects.filter(pk=opposed.pk))
    assert show(device)["card"]["company"] not in (opposed.pk, 0)


@pytest.mark.parametrize("how", ["opposed", "hours", "called"])
def test_a_card_that_passes_while_the_telephone_listens_goes_by_itself(
    member: Member, device: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("decroche.telephone.service._LOOKS_EACH", 0)
    file = [consumer(member, card) for card in Company.objects.all()] if how == "hours" else []
    with clock.frozen(TUESDAY):
        card, company = shown_card(device)
    assert how != "hours" or company in file
    if how == "called":  # she is in the call, and says what it gave
        touch = {"do": "touched", "key": card["key"], "number": card["number"]["id"]}
        assert telephones.answer(device, touch) == {"done": True}
    evening = TUESDAY.replace(hour=21)
    with clock.frozen(evening if how == "hours" else TUESDAY):
        if how != "hours":  # by another program
            oppose_all(by=member, companies=Company.objects.filter(pk=company.pk))
        told = telephones.newer(device, 0)
    assert told
    if how == "called":
        assert told["card"] == card
    elif how == "hours":
        assert (told["card"]["key"], told["card"].get("number")) == ("", None)
        assert told["card"]["nothing"]
    else:
        assert told["card"]["company"] not in (company.pk, 0)


def consumer(member: Member, card: Company) -> Company:
    """A consumer who agreed to be called, within the hours of the law."""
    choose_audience(by=member, company=card, audience="consumer")
    value, at = card.numbers.get().dial, TUESDAY - timedelta(days=1)
    given = ConsentGiven("number", value, "Oui, appelez-moi.", "phone", at)
    keep_consent(by=member, company=card, given=given)
    return card


def test_it_is_looked_once_in_a_while(
    member: Member, device: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown_card(device)
    looks: list[dict[str, Any]] = []

    def look(_member: int, _device: str, message: dict[str, Any]) -> dict[str, Any]:
        looks.append(message)
        return {}

    monkeypatch.setattr(telephones.exchange, "answer", look)
    telephones._looked.clear()
    for _ in range(5):
        telephones.newer(device, 0)
    assert looks == [{"do": "look"}]


def test_what_waited_in_a_telephone_is_sent_in_nobody_elses_name(
    owner: Member, device: str
) -> None:
    """It was hers, and is a colleague's since."""
    card, _ = shown_card(device)
    said = {"do": "outcome", **about(card), "fields": {**card["given"], "note": "Budget voté"}}
    theirs = add_device(joined(owner).pk, "Pixel", "fr").device_id
    answer = telephones.answer(theirs, {**said, "of_data": card["of_data"]})
    assert answer["code"] == "replaced"
    assert "Camille" in answer["refused"]
    assert telephones.answer(theirs, said)["code"] == "replaced"
    assert not Call.objects.exists()
    assert telephones.answer(device, said)["kept"]


def test_the_card_of_a_call_that_came_in_is_not_dialled_from_the_telephone(
    member: Member, device: str, page: Client
) -> None:
    calls_her = Company.objects.last()
    assert calls_her
    page.get(f"/calls/?origin=incoming&company={calls_her.pk}")
    card = show(device)["card"]
    assert (card["key"], "appel reçu" in card["nothing"]) == ("", True)
    assert calls_her.name not in json.dumps(card, ensure_ascii=False)


def test_a_sitting_that_ended_leaves_no_card_to_dial(member: Member, device: str) -> None:
    card, page = sitting(device)
    page.post("/calls/end/")
    assert show(device)["card"]["nothing"] == "La séance est finie"
    assert card["name"] not in json.dumps(show(device), ensure_ascii=False)
    assert telephones.answer(device, {"do": "touched", **about(card)}) == {"done": False}
    page.post("/calls/begin/")
    page.get("/calls/")
    assert show(device)["card"]["key"]


def test_a_call_under_way_when_the_sitting_ends_is_noted(member: Member, device: str) -> None:
    card, page = sitting(device)
    assert telephones.answer(device, {"do": "touched", **about(card)})["done"]
    page.post("/calls/end/")
    assert show(device)["card"]["key"] == card["key"]
    assert telephones.answer(device, {"do": "outcome", **about(card)})["kept"]


def test_what_waited_in_a_telephone_is_not_noted_in_other_data(
    member: Member, device: str, settings: Any, tmp_path: Path
) -> None:
    card, _ = shown_card(device)
    said = {"do": "outcome", **about(card), "fields": {**card["given"], "note": "Budget voté"}}
    new_data_mark()
    assert telephones.answer(device, said)["code"] == "replaced"
    assert not Call.objects.exists()
    now_given = show(device)["card"]["given"]
    assert telephones.answer(device, {**said, "fields": now_given})["kept"]


def test_what_is_sent_again_after_a_restore_is_noted_once_on_its_company_only(
    member: Member, device: str
) -> None:
    card, _ = shown_card(device)
    said = {"do": "outcome", **about(card), "of_data": card["of_data"]}
    new_data_mark()
    again = {**said, "key": f"{card['key']}-0.25"}
    other = telephones.answer(device, {**again, "card": "Une autre SARL"})
    assert (other["code"], "une autre entreprise" in other["refused"]) == ("other", True)
    gone = telephones.answer(device, {**again, "company": 0, "card": card["name"]})
    assert gone["code"] == "other"
    assert not Call.objects.exists()
    for _time in range(2):
        assert telephones.answer(device, {**again, "card": card["name"]})["kept"]
    assert Call.objects.get().company_id == card["company"]


def test_a_note_that_is_sent_again_after_a_restore_is_kept_on_its_company(
    member: Member, device: str
) -> None:
    card, _ = shown_card(device)
    note = {"do": "note", **about(card), "of_data": card["of_data"], "note": "Budget voté"}
    new_data_mark()
    refused = telephones.answer(device, note)
    assert "Renvoyer" in refused["refused"]
    named = {**note, "key": f"{card['key']}-0.25", "id": 0.25, "card": card["name"]}
    assert telephones.answer(device, named)["kept"]
    kept = [*Note.objects.values_list("text", flat=True), *Draft.objects.values_list("note")]
    assert "Budget voté" in str(kept)


def test_another_members_message_of_other_data_is_noted_by_nobody(
    owner: Member, device: str
) -> None:
    card, _ = shown_card(device)
    theirs = add_device(joined(owner).pk, "Pixel", "fr").device_id
    said = {"do": "outcome", **about(card), "of_data": card["of_data"], "card": card["name"]}
    new_data_mark()
    assert telephones.answer(theirs, said)["code"] == "replaced"
    assert not Call.objects.exists()


def sitting(device: str) -> tuple[dict[str, Any], Client]:
    """The card that is shown in a sitting, and the browser of the desk."""
    page = browser()
    page.post("/calls/begin/")
    page.get("/calls/")
    return shown_card(device)[0], page


def about(card: dict[str, Any]) -> dict[str, Any]:
    said = {"key": card["key"], "company": card["company"], "number": card["number"]["id"]}
    return {**said, "outcome": "no_answer"}


def test_a_telephone_is_nobody_elses_after_a_restore(
    device: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telephones, "listen", lambda: None)
    stranger = add_device(10_000, "Pixel", "fr")
    listen_again()
    assert [one.device_id for one in all_devices()] == [device]
    assert stranger.device_id not in {one.device_id for one in all_devices()}


def test_a_member_who_leaves_takes_no_telephone_along(owner: Member, device: str) -> None:
    noe = joined(owner)
    add_device(noe.pk, "Pixel", "fr")
    pairing = telephones.pairings.begin(noe.pk)
    team_(Namespace(do="leave", email="noe@equipe.example", to=OWNER))
    assert devices_of(noe.pk) == []
    assert devices_of(owner.pk) != []
    assert telephones.answer(pairing.pairing_id, {"do": "claim"}) == {}
    assert answer(noe.pk, device, {"do": "show"}) == {}


def test_a_member_who_becomes_a_reader_is_shown_no_card_to_dial(owner: Member, device: str) -> None:
    noe = joined(owner)
    add_device(noe.pk, "Pixel", "fr")
    page = signed_in(OWNER)
    page.post(f"/team/{noe.pk}/role/", {"role": "caller"})
    assert devices_of(noe.pk) != []
    page.post(f"/team/{noe.pk}/role/", {"role": "reader"})
    assert devices_of(noe.pk) == []
    assert devices_of(owner.pk) != []
