"""What a colleague does is seen by the open pages of the others, and stops their dialling."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decroche.callqueue.models import Claim
from decroche.callqueue.next_card import next_for
from decroche.callqueue.search import Pick
from decroche.membership.actions import leave
from decroche.prospects.legal_actions import leave_alone, leave_person_alone
from decroche.prospects.models import Company, PhoneNumber
from decroche.shared.clock import now
from decroche.team.models import Member
from decroche.telephone.content import CardShown
from decroche.telephone.service import telephones
from tests.cast import file_of, log
from tests.team.test_members import _quick, entered, joined, owner

__all__ = ["_quick", "owner"]
pytestmark = pytest.mark.django_db


class Page:
    """An open page of a member: what it asks, and what it has seen."""

    def __init__(self, client: Client, path: str) -> None:
        self.client = client
        found = re.search(r'data-live="(.*?)"\s+data-seen="(.*?)"', self.shown(path))
        assert found
        self.asks, self.seen = found[1], found[2]

    def shown(self, path: str) -> str:
        return self.client.get(path).content.decode()

    def look(self) -> str:
        """What came new, "" for nothing."""
        answer = self.client.get(self.asks, {**_query(self.asks), "seen": self.seen})
        said = unescape(answer.content.decode())
        assert answer.status_code == (200 if said else 204)
        self.seen = (re.findall(r'data-seen="(.*?)"', said) or [self.seen])[0]
        return said


def _query(address: str) -> dict[str, str]:
    return dict(re.findall(r"(\w+)=(\w+)", address.partition("?")[2]))


def held(member: Member) -> Company:
    found = next_for(member, now())
    assert isinstance(found, Pick)
    return found.company


@pytest.fixture
def noe(owner: Member, in_file_order: None) -> Member:
    file_of(owner, 5)
    return joined(owner)


def test_as_long_as_nothing_changes_a_page_costs_one_statement_and_no_text(noe: Member) -> None:
    mine, client = held(noe), entered(noe)
    for path in ("/calls/", f"/companies/{mine.pk}/", "/team/"):
        page = Page(client, path)
        page.look()
        assert page.look() == ""
        with CaptureQueriesContext(connection) as asked:
            assert page.look() == ""
        own = [one["sql"] for one in asked if "team_membersession" not in one["sql"]]
        assert len(own) == 1, own
        assert len(asked) == 2


def test_an_opposition_noted_by_a_colleague_stops_the_card(owner: Member, noe: Member) -> None:
    mine = held(noe)
    page = Page(entered(noe), "/calls/")
    assert "data-stops" not in page.look()
    number = mine.numbers.get()
    leave_alone(by=owner, values=[("number", number.dial)], channel="phone")
    said = page.look()
    assert "data-stops" in said
    assert 'role="alert"' in said
    assert held(noe) != mine, "and the next card is another one"


def test_so_does_one_of_the_person_whose_number_is_on_the_page(owner: Member, noe: Member) -> None:
    mine = held(noe)
    person = mine.contacts.create(workspace=noe.workspace, name="Mme Petit")
    other = PhoneNumber.objects.get(company=mine)
    other.pk, other.e164 = None, "+33353019999"
    other.save()
    page = Page(entered(noe), "/calls/")
    assert "data-stops" not in page.look()
    mine.numbers.filter(pk=_query(page.asks)["number"]).update(contact=person)
    leave_person_alone(by=owner, person=person)
    assert "data-stops" in page.look()


def test_a_card_that_a_colleague_has_by_now_is_said(owner: Member, noe: Member) -> None:
    mine = held(noe)
    page = Page(entered(noe), "/calls/")
    page.look()
    Claim.objects.filter(company=mine).update(member=owner)
    said = page.look()
    assert owner.name in said
    assert "data-stops" in said


def test_the_page_of_a_company_says_who_has_it_and_what_was_noted(
    owner: Member, noe: Member
) -> None:
    mine = held(noe)
    page = Page(entered(owner), f"/companies/{mine.pk}/")
    said = page.look()
    assert "Noé Fabre" in said
    assert "data-stops" not in said
    log(noe, mine, "voicemail")
    said = page.look()
    assert "Noé Fabre" in said
    assert "Répondeur" in said
    leave_alone(by=noe, values=[("number", mine.numbers.get().dial)], channel="phone")
    assert "data-stops" in page.look()


def test_the_board_shows_a_card_taken_and_an_outcome_noted(owner: Member, noe: Member) -> None:
    page = Page(entered(owner), "/team/")
    assert page.look() == ""
    mine = held(noe)
    assert mine.name in page.look()
    assert "Pas de réponse" not in page.look()
    log(noe, mine, "no_answer")
    assert "Pas de réponse" in page.look()


def test_the_telephone_beside_the_desk_offers_no_number_any_more(
    owner: Member, noe: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = held(noe)
    exchange = telephones.exchange
    monkeypatch.setattr(telephones, "is_on", lambda _member: True)
    page = Page(entered(noe), "/calls/")
    before = exchange.now(noe.pk)["card"]
    assert before["number"]
    leave_alone(by=owner, values=[("number", mine.numbers.get().dial)], channel="phone")
    page.look()
    after: CardShown = exchange.now(noe.pk)["card"]
    assert (after["number"], after["others"], after["key"]) == (None, [], before["key"])
    assert after["said"]


def test_alone_nothing_is_asked(page: Client, member: Member) -> None:
    card, *_ = file_of(member, 2)
    for path in ("/calls/", f"/companies/{card.pk}/", "/team/", "/", "/file/"):
        assert "data-live" not in page.get(path).content.decode(), path
    for path in (f"/team/card/{card.pk}/", f"/team/company/{card.pk}/", "/team/board/"):
        assert page.get(path).status_code == 404


def test_a_member_who_has_left_is_told_nothing(owner: Member, noe: Member) -> None:
    held(noe)
    page = Page(entered(noe), "/calls/")
    leave(by=owner, member=noe, to=owner)
    answer = page.client.get(page.asks, headers={"HX-Request": "true"})
    assert answer.status_code == 403
