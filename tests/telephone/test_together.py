"""What is typed on a telephone beside what is typed at the desk: shown there, changed there, and
nothing of either lost or written twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from decroche.calls.drafts import draft_of, keep_draft
from decroche.calls.models import Call, Draft, Moment, Note
from decroche.correspondence.actions import keep_mailbox
from decroche.desk.loop.page import card_page
from decroche.desk.telephone.following import follow
from decroche.desk.telephone.showing import shown
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.shared.clock import now
from decroche.team.models import Member
from decroche.telephone.content import CardShown
from decroche.telephone.devices import add_device
from decroche.telephone.service import telephones
from tests.cast import TUESDAY, file_of
from tests.desk.messages.test_mail import BOX

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tuesday", "in_file_order")]
MOMENT = "extra-moment.moment"


@pytest.fixture
def device(
    member: Member, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    monkeypatch.setattr("decroche.telephone.service.close_old_connections", lambda: None)
    settings.DATA_FOLDER = tmp_path
    file_of(member, 12)
    yield add_device(member.pk, "Android", "fr").device_id
    telephones.exchange._shown.clear()


def show(member: Member) -> CardShown:
    card = shown(member, card_page(member, now()))
    telephones.exchange.show(member.pk, card)
    return card


def typed_at_the_desk(member: Member, card: CardShown, note: str, **fields: str) -> None:
    assert keep_draft(
        by=member, company_id=card["company"], note=note, fields=fields, at=now(), key=card["key"]
    )


def say(device: str, card: CardShown, do: str, **others: Any) -> dict[str, Any]:
    about = {name: card[name] for name in ("company", "key", "seen")}
    return dict(telephones.answer(device, {"do": do, "outcome": "no_answer", **about, **others}))


def drafted(member: Member, card: CardShown) -> Draft:
    found = draft_of(member, Company(pk=card["company"], workspace=member.workspace))
    assert found
    return found


def test_what_an_undo_brings_back_stands_on_the_telephone(member: Member, device: str) -> None:
    card = show(member)
    fields = {"note": "Budget voté", "moment": "Enfin !"}
    assert say(device, card, "outcome", fields=fields)["kept"]
    undo = telephones.exchange.now(member.pk)["card"]["undo"]
    assert telephones.answer(device, {"do": "undo", "entry": undo})["done"]
    again = telephones.exchange.now(member.pk)["card"]
    assert (again["company"], again["note"]) == (card["company"], "Budget voté")
    assert again["added"] == {"moment": "Enfin !"}
    changed = {"note": "Budget voté en mars", "moment": "Enfin !"}
    assert say(device, again, "outcome", fields=changed)["kept"]
    assert Call.objects.get().note == "Budget voté en mars"  # once, not after the first one


def test_what_is_taken_out_on_the_telephone_does_not_come_back(member: Member, device: str) -> None:
    typed_at_the_desk(member, show(member), "Budget voté", told="1", **{MOMENT: "Enfin !"})
    card = show(member)
    assert say(device, card, "outcome", fields={"note": "", "moment": ""})["kept"]
    assert Call.objects.get().note == ""
    assert not Moment.objects.exists()


def test_what_the_desk_typed_since_is_not_taken_out(member: Member, device: str) -> None:
    card = show(member)
    typed_at_the_desk(member, card, "Budget voté", **{MOMENT: "Enfin !"})
    assert say(device, card, "outcome", fields={"note": "Mme Petit", "moment": ""})["kept"]
    assert Call.objects.get().note == "Budget voté\nMme Petit"
    assert Moment.objects.get().sentence == "Enfin !"


def test_a_question_that_ends_leaves_both_on_the_card(member: Member, device: str) -> None:
    card = show(member)
    typed_at_the_desk(member, card, "Budget voté", **{MOMENT: "Enfin !"})
    assert say(device, card, "note", note="Mme Petit", fields={"moment": "Bravo"})["kept"]
    draft = drafted(member, card)
    assert draft.note == "Budget voté\nMme Petit\nEnfin !"
    assert draft.fields == {MOMENT: "Bravo"}


def test_a_question_about_which_nothing_was_typed_takes_nothing_out(
    member: Member, device: str
) -> None:
    typed_at_the_desk(member, show(member), "Budget voté", **{MOMENT: "Enfin !"})
    card = show(member)
    untouched = {"do": "note", "company": card["company"], "key": card["key"]}
    assert telephones.answer(device, untouched)["kept"]
    draft = drafted(member, card)
    assert (draft.note, draft.fields) == ("Budget voté", {MOMENT: "Enfin !"})


def test_what_the_call_took_in_is_no_second_note(member: Member, device: str) -> None:
    typed_at_the_desk(member, show(member), "Budget voté", **{MOMENT: "Enfin !"})
    card = show(member)
    fields = {"note": "Budget voté", "moment": "Enfin !"}
    assert say(device, card, "outcome", fields=fields)["kept"]
    late = {"note": "Budget voté\nMme Petit", "fields": {"moment": "Enfin !"}}
    assert say(device, card, "note", **late)["kept"]
    assert Note.objects.get().text == "Mme Petit"


def test_a_note_that_is_sent_again_much_later_is_written_once(member: Member, device: str) -> None:
    card = show(member)
    assert say(device, card, "outcome")["kept"]
    for minutes in (0, 3, 60):
        with clock.frozen(TUESDAY + timedelta(minutes=minutes)):
            assert say(device, card, "note", note="Mme Petit", id=0.25)["kept"]
    assert Note.objects.count() == 1
    assert say(device, card, "note", note="Mme Grand", id=0.5)["kept"]
    assert Note.objects.count() == 2


def test_a_mail_that_no_mailbox_can_send_is_said_to_wait(
    member: Member, device: str, no_keyring: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = "l’e-mail attend dans Messages"
    asked = {"outcome": "email_requested", "fields": {"email": "a@b.example"}}
    assert say(device, show(member), "outcome", **asked)["kept"]
    assert waits in telephones.exchange.now(member.pk)["card"]["said"]
    monkeypatch.setattr(telephones, "is_on", lambda _member: True)
    assert waits in follow(member, card_page(member, now())).note  # on the desk, too
    keep_mailbox(by=member, values=BOX)
    assert say(device, show(member), "outcome", **asked)["kept"]
    assert waits not in telephones.exchange.now(member.pk)["card"]["said"]


def test_what_is_added_is_said_to_be_kept(member: Member, device: str) -> None:
    added = {"referral": "Studio Nord 03 53 01 12 34 Lille", "moment": "Enfin !"}
    assert say(device, show(member), "outcome", fields=added)["kept"]
    said = telephones.exchange.now(member.pk)["card"]["said"]
    assert "recommandation gardée" in said
    assert "grand moment gardé" in said
    itself = show(member)
    assert itself["number"]
    own = {"referral": f"{itself['name']} {itself['number']['shown']}"}
    assert say(device, itself, "outcome", fields=own)["kept"]
    assert "gardée" not in telephones.exchange.now(member.pk)["card"]["said"]


def test_who_recommends_her_there_stands_on_the_telephone(member: Member, device: str) -> None:
    sender = Company.objects.get(pk=show(member)["company"])
    added = {"referral": "Studio Nord 03 53 01 12 34 Lille"}
    assert say(device, show(member), "outcome", fields=added)["kept"]
    named = Company.objects.get(name="Studio Nord")
    Company.objects.exclude(pk__in=(named.pk, sender.pk)).update(erased_at=now())
    card = show(member)
    assert card["company"] == named.pk
    assert sender.name in card["line"]


def test_only_what_can_not_be_taken_back_is_confirmed_in_another_colour(
    member: Member, device: str
) -> None:
    asks = {one["code"]: one["asks"] for one in show(member)["outcomes"]}
    tones = {code: asked["tone"] for code, asked in asks.items() if asked}
    assert tones.pop("do_not_call") == "bad"
    assert set(tones.values()) == {"go"}
