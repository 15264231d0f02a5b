"""Two cards of one company become one, and can be two again."""

from __future__ import annotations

import pytest
from django.test import Client

from decroche.calls.models import Call
from decroche.calls.reading import OutcomeInput
from decroche.correspondence.models import Message
from decroche.followups.models import FollowUp
from decroche.journal.actions import undo
from decroche.prospects import duplicates
from decroche.prospects.duplicates import find_duplicates, look_alikes, pairs_to_look_at
from decroche.prospects.merging import merge, never_the_same
from decroche.prospects.models import CallList, CallListEntry, Company, Contact, PhoneNumber
from decroche.prospects.search import search
from decroche.team.models import Member
from tests.cast import TUESDAY, company
from tools.outcomes import log_outcome

ONE, TWO = (
    "Imprimerie Vasseur 03 53 01 01 42 Lille com: Mme Durand",
    "Imprimerie Vasseur SARL 03 53 01 01 43 Lomme com: Mme Durand",
)


@pytest.fixture
def pair(member: Member) -> tuple[Company, Company]:
    one, two = (
        company(member, ONE),
        company(member, TWO, email="contact@vasseur.example", notes="vue au salon"),
    )
    log_outcome(by=member, company_id=one.pk, outcome="no_answer")
    log_outcome(
        by=member,
        company_id=two.pk,
        outcome="email_requested",
        said=OutcomeInput(email="com@vasseur.example", note="aime le papier"),
    )
    CallListEntry.objects.create(
        workspace=member.workspace,
        call_list=CallList.objects.create(workspace=member.workspace, name="Nord"),
        company=two,
    )
    one.refresh_from_db()
    two.refresh_from_db()
    return one, two


def _picture(member: Member) -> dict[str, list[str]]:
    """Every row of the workspace that a merge may touch."""
    return {
        model.__name__: sorted(
            map(repr, model._base_manager.filter(workspace=member.workspace).values())
        )
        for model in (Company, Contact, PhoneNumber, CallListEntry, Call, FollowUp, Message)
    }


def test_the_card_that_stays_has_everything_of_both(
    member: Member, pair: tuple[Company, Company]
) -> None:
    one, two = pair
    merge(by=member, kept=one, other=two, from_other=["city"])
    one.refresh_from_db()
    assert (one.name, one.city, one.email, one.state.attempts) == (
        "Imprimerie Vasseur",
        "Lomme",
        "contact@vasseur.example",
        2,
    )
    assert "vue au salon" in one.notes
    assert [number.national for number in one.numbers.order_by("position")] == [
        "03 53 01 01 42",
        "03 53 01 01 43",
    ]
    assert sorted(Contact.objects.filter(company=one).values_list("name", "email")) == [
        ("", "com@vasseur.example"),
        ("Mme Durand", ""),
    ]
    assert {call.outcome for call in Call.objects.filter(company=one)} == {
        "no_answer",
        "email_requested",
    }
    assert FollowUp.objects.get().company == one
    assert Message.objects.get().company == one
    assert CallListEntry.objects.filter(company=one).count() == 1
    assert [found.pk for found, _match in search(member.workspace, "vasseur")] == [one.pk]
    assert [found.pk for found, _match in search(member.workspace, "03 53 01 01 43")] == [one.pk]


def test_one_undo_makes_them_two_again(member: Member, pair: tuple[Company, Company]) -> None:
    before = _picture(member)
    merge(by=member, kept=pair[0], other=pair[1], from_other=["name", "city"])
    undo(by=member)
    assert _picture(member) == before
    assert len(search(member.workspace, "vasseur")) == 2


def test_an_opposition_of_either_holds_for_both(
    member: Member, pair: tuple[Company, Company]
) -> None:
    one, two = pair
    log_outcome(by=member, company_id=two.pk, outcome="do_not_call")
    two.refresh_from_db()
    merge(by=member, kept=one, other=two)
    one.refresh_from_db()
    assert one.opposed_at
    assert not one.state.callable
    assert {number.state for number in one.numbers.all()} == {"suppressed"}


def test_a_card_is_not_merged_with_itself_or_a_strangers(
    member: Member, stranger: Member, pair: tuple[Company, Company]
) -> None:
    with pytest.raises(ValueError, match="two different"):
        merge(by=member, kept=pair[0], other=pair[0])
    with pytest.raises(ValueError, match="two different"):
        merge(by=member, kept=pair[0], other=company(stranger, ONE))


def test_look_alikes_say_why_and_told_apart_are_not_asked_again(
    member: Member, stranger: Member, pair: tuple[Company, Company]
) -> None:
    one, two = pair
    company(stranger, ONE)
    company(member, "Cabinet Durand 03 53 01 01 42 Lille")  # a switchboard shared, and nothing else
    assert [(found.pk, why[0]) for found, why in look_alikes(member.workspace, one)] == [
        (two.pk, ("name", True))
    ]
    never_the_same(by=member, one=two, two=one)
    never_the_same(by=member, one=one, two=two)
    assert look_alikes(member.workspace, one) == look_alikes(member.workspace, two) == []
    undo(by=member)
    assert len(look_alikes(member.workspace, one)) == 1


def test_the_page_shows_both_and_joins_them(
    page: Client, member: Member, pair: tuple[Company, Company]
) -> None:
    one, two = pair
    assert "Peut-être la même entreprise" in page.get(f"/companies/{one.pk}/").content.decode()
    shown = page.get(f"/companies/{one.pk}/join/{two.pk}/").content.decode()
    assert "Lomme" in shown
    assert "03 53 01 01 43" in shown
    page.post(f"/companies/{one.pk}/join/{two.pk}/", {"city": "other"})
    one.refresh_from_db()
    assert one.city == "Lomme"
    assert page.get(f"/companies/{one.pk}/join/{two.pk}/").status_code == 404
    assert page.get(f"/companies/{one.pk}/join/{one.pk}/").status_code == 404
    assert TUESDAY


def test_a_strangers_card_is_not_found(
    page: Client, stranger: Member, pair: tuple[Company, Company]
) -> None:
    theirs = company(stranger, ONE)
    assert page.get(f"/companies/{pair[0].pk}/join/{theirs.pk}/").status_code == 404
    assert page.post(f"/companies/{pair[0].pk}/apart/{theirs.pk}/").status_code == 404


def test_pairs_are_found_kept_and_decided_one_by_one(
    page: Client, member: Member, pair: tuple[Company, Company]
) -> None:
    company(member, "Laiterie du Marais 02 61 91 04 20 Amiens")
    three = company(member, "Laitrie du Marais 02 61 91 04 20 Amiens")
    assert find_duplicates(member.workspace) == 2
    assert find_duplicates(member.workspace) == 0  # none is kept twice
    shown = page.get("/doubles/").content.decode()
    assert "2 paires" in shown
    assert "le même numéro" in shown
    laiteries = pairs_to_look_at(member.workspace)[0]
    assert {laiteries.second_id} == {three.pk}
    assert "même numéro" not in page.get("/doubles/?skipped=1").content.decode()
    page.post(f"/companies/{laiteries.first_id}/join/{three.pk}/", {"name": "kept", "skipped": "0"})
    assert pairs_to_look_at(member.workspace).count() == 1
    page.post(f"/companies/{pair[0].pk}/apart/{pair[1].pk}/", {"skipped": "0"})
    assert pairs_to_look_at(member.workspace).count() == 0
    assert find_duplicates(member.workspace) == 0


def test_all_sure_pairs_are_joined_in_one_go_and_taken_back_in_one(
    page: Client, member: Member
) -> None:
    for line in (
        "Laiterie du Marais 02 61 91 04 20 Amiens",
        "Laitrie du Marais 02 61 91 04 20 Amiens",
        "SARL Laiterie du Marais 02 61 91 04 20 Amiens",
    ):
        company(member, line)
    find_duplicates(member.workspace)
    before = _picture(member)
    page.post("/doubles/sure/")
    assert Company.objects.filter(workspace=member.workspace, removed_at=None).count() == 1
    assert PhoneNumber.objects.filter(company__removed_at=None).count() == 1
    undo(by=member)
    assert _picture(member) == before


def test_the_pairs_of_a_stranger_are_not_shown(
    page: Client, member: Member, stranger: Member
) -> None:
    one, two = (
        company(stranger, "Laiterie du Marais 02 61 91 04 20 Amiens"),
        company(stranger, "Laitrie du Marais 02 61 91 04 20 Amiens"),
    )
    find_duplicates(stranger.workspace)
    assert "Laiterie" not in page.get("/doubles/").content.decode()
    page.post("/doubles/sure/")
    assert Company.objects.filter(workspace=stranger.workspace, removed_at=None).count() == 2
    assert page.post(f"/companies/{one.pk}/join/{two.pk}/").status_code == 404


def test_a_second_click_on_join_leads_on_and_joins_nothing_more(
    page: Client, member: Member, pair: tuple[Company, Company]
) -> None:
    one, two = pair
    for _ in range(2):
        assert (
            page.post(f"/companies/{one.pk}/join/{two.pk}/")["Location"] == f"/companies/{one.pk}/"
        )
    assert (
        page.post(f"/companies/{one.pk}/join/{two.pk}/", {"skipped": "0"})["Location"]
        == "/doubles/?skipped=0"
    )
    one.refresh_from_db()
    assert one.state.attempts == 2


def test_a_very_large_file_is_looked_over_by_departments(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duplicates, "_AT_ONCE", 3)
    for postcode in ("80000", "59000"):
        company(member, "Laiterie du Marais 02 61 91 04 20", postcode=postcode)
        company(member, "Laitrie du Marais 02 61 91 04 20", postcode=postcode)
    assert find_duplicates(member.workspace) == 2
