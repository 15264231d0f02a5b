"""What a colleague does is seen by the open pages of the others, and stops their dialling."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decroche.callqueue.claiming import claim, release
from decroche.callqueue.claims import LEASE
from decroche.callqueue.models import Claim
from decroche.callqueue.next_card import next_for
from decroche.callqueue.rules import Reason
from decroche.callqueue.search import Pick
from decroche.callqueue.standing import IN_VIEW
from decroche.calls.notes import write_note
from decroche.calls.states import rest
from decroche.journal.models import Entry
from decroche.membership.actions import leave
from decroche.prospects.actions import tag
from decroche.prospects.legal_actions import leave_alone, leave_person_alone
from decroche.prospects.models import Company, PhoneNumber
from decroche.shared.clock import now
from decroche.team.models import Member
from decroche.telephone.content import CardShown
from decroche.telephone.service import telephones
from tests.cast import TUESDAY, company, file_of, log
from tests.sharing import entered, joined

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]


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


class Listed(Page):
    """An open list, which asks for the rows in view as they were when it was made."""

    needs_rows = True

    def __init__(self, client: Client, path: str) -> None:
        super().__init__(client, path)
        self.rows = re.findall(r'data-was="(.*?)"', self.shown(path))
        assert self.rows or not self.needs_rows
        self.look()

    def look(self) -> str:
        """What is said of the rows, "" for nothing new."""
        asked = {"rows": " ".join(self.rows), "seen": self.seen}
        answer = self.client.get(self.asks, asked)
        said = unescape(answer.content.decode())
        assert answer.status_code == (200 if said else 204)
        self.seen = (re.findall(r'data-seen="(.*?)"', said) or [self.seen])[0]
        return said

    def said_of(self, card: Company) -> tuple[str, str]:
        """Returns the mark and the words for the row of a card, asked for now."""
        self.seen = ""
        found = re.findall(rf'data-row="{card.pk}" data-how="(\w+)">(.*?)<', self.look())
        return found[0] if found else ("", "")


class Counting(Listed):
    """The first page of the day: it asks whether or not it has rows."""

    needs_rows = False


LISTS = ("/file/", "/follow-ups/", "/")
COUNTING = 14
"""Statements by which Today counts anew, who asks among them."""


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


@pytest.fixture
def promised(noe: Member) -> Company:
    """Makes a card that is on every list: a call is promised to it for today."""
    card = Company.objects.order_by("pk")[0]
    log(noe, card, "call_back", when=TUESDAY + timedelta(hours=1), precision="minute")
    return card


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_one_statement_and_no_text_as_long_as_nothing_changes(
    noe: Member, promised: Company, path: str
) -> None:
    page = Listed(entered(noe), path)
    with CaptureQueriesContext(connection) as asked:
        assert page.look() == ""
    own = [one["sql"] for one in asked if "team_membersession" not in one["sql"]]
    assert len(own) == 1, own


@pytest.mark.parametrize("path", LISTS)
def test_a_list_says_who_has_a_card_what_was_noted_and_whom_not_to_call(
    owner: Member, noe: Member, promised: Company, path: str
) -> None:
    page = Listed(entered(owner), path)
    assert page.said_of(promised) == ("", "")
    assert claim(noe, promised, Reason("promise"), now())
    assert page.said_of(promised) == (
        "held",
        f"{noe.name} a cette fiche",
    )
    assert Listed(entered(noe), path).said_of(promised) == ("", ""), "it is hers"
    release(noe)
    assert page.said_of(promised) == ("", "")
    log(noe, promised, "voicemail")
    assert page.said_of(promised) == ("changed", f"{noe.name}\N{NO-BREAK SPACE}: Répondeur")
    leave_alone(by=noe, values=[("number", promised.numbers.get().dial)], channel="phone")
    assert page.said_of(promised) == ("stopped", "ne plus appeler")


def test_a_card_changed_without_a_call_is_said_and_the_others_are_not(
    owner: Member, noe: Member, promised: Company
) -> None:
    page = Listed(entered(owner), "/file/")

    write_note(by=noe, company=promised, text="ils déménagent", at=now())
    assert page.said_of(promised) == ("changed", "modifiée entre-temps")
    assert page.look() == "", "it was said"
    page.seen = ""
    assert page.look().count("data-row=") == 1


def test_what_is_done_to_many_cards_at_once_is_said_of_each(
    owner: Member, noe: Member, promised: Company
) -> None:
    page = Listed(entered(owner), "/file/")
    chosen = Company.objects.order_by("pk")[:2]
    verbs: list[Callable[[], Entry]] = [
        partial(tag, by=noe, companies=chosen, word="salon"),
        partial(rest, by=noe, companies=chosen, days=30),
    ]
    for verb in verbs:
        assert page.said_of(promised) == ("", "")
        done = verb()
        assert done.company_id is None, "the line of the journal names no card"
        assert page.said_of(promised) == ("changed", "modifiée entre-temps")
        assert page.look().count("data-row=") == 0, "it was said"
        page = Listed(entered(owner), "/file/")


def counted(page: Listed) -> str:
    """What Today says that it counts, without its tags; "" when nothing changed."""
    return " ".join(re.sub("<[^>]+>", " ", page.look()).split())


def test_what_today_counts_follows_colleagues(owner: Member, noe: Member) -> None:
    page = Counting(entered(owner), "/")
    assert counted(page) == ""
    for number in range(1, 3):
        log(noe, held(noe), "no_answer")
        said = counted(page)
        assert f"{5 - number} fiche" in said
        assert f"{number} appel" in said
        assert counted(page) == ""
    promised = "1 rappel promis plus tard"
    log(noe, held(noe), "call_back", when=TUESDAY + timedelta(hours=1), precision="minute")
    assert promised not in counted(page)  # his promise is not hers before it passes on
    assert promised in entered(noe).get("/").content.decode()


def test_what_today_counts_costs_as_many_statements_whatever_there_is(
    owner: Member, noe: Member
) -> None:
    page, costs = Counting(entered(owner), "/"), list[int]()
    for number in range(10, 16):
        company(owner, f"Atelier Numéro {number} 01 99 00 12 {number} Lille")
    for _ in range(6):
        log(noe, held(noe), "call_back", when=TUESDAY + timedelta(hours=1), precision="minute")
        with CaptureQueriesContext(connection) as asked:
            assert counted(page)
        costs.append(len(asked))
    assert len(set(costs[1:])) == 1, costs
    assert costs[-1] <= COUNTING


def test_an_abandoned_card_waits_for_nobody(owner: Member, noe: Member, promised: Company) -> None:
    page = Listed(entered(owner), "/follow-ups/")
    assert claim(noe, promised, Reason("promise"), now())
    Claim.objects.update(at=now() - LEASE - timedelta(minutes=1))
    assert page.said_of(promised) == ("", "")


def test_rows_of_another_workspace_and_no_rows_at_all(
    owner: Member, noe: Member, stranger: Member
) -> None:
    (theirs,) = file_of(stranger, 1)
    page = entered(noe)
    for rows in (
        f"{theirs.pk}.9.9.1",
        "",
        "a.b.c.d",
        "1.2",
        "-1.0.0.0",
        "1." * 5000,
        "1.1.1.1.1.1",
    ):
        said = page.get("/team/rows/", {"rows": rows}).content.decode()
        assert "data-row=" not in said, rows


def test_as_many_rows_as_fit_a_page_have_their_marks(owner: Member, noe: Member) -> None:
    for number in range(10, IN_VIEW + 10):
        company(owner, f"Atelier Numéro {number} 01 99 00 12 {number} Lille")
    shown = entered(noe).get("/file/").content.decode()
    assert shown.count("data-was=") == shown.count('class="trow"') > IN_VIEW


def test_alone_nothing_is_asked(page: Client, member: Member) -> None:
    card, *_ = file_of(member, 2)
    for path in ("/calls/", f"/companies/{card.pk}/", "/team/", "/", "/file/", "/follow-ups/"):
        shown = page.get(path).content.decode()
        assert not re.search("data-live|data-was|data-said|live.js", shown), path
    for path in (
        f"/team/card/{card.pk}/",
        f"/team/company/{card.pk}/",
        "/team/board/",
        "/team/rows/",
        "/team/today/",
    ):
        assert page.get(path).status_code == 404


def test_a_member_who_has_left_is_told_nothing(owner: Member, noe: Member) -> None:
    held(noe)
    page = Page(entered(noe), "/calls/")
    leave(by=owner, member=noe, to=owner)
    answer = page.client.get(page.asks, headers={"HX-Request": "true"})
    assert answer.status_code == 403
