"""The call screen: what it begins, what it holds, what it shows again."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client
from django.utils.html import escape

from decroche.callqueue.claiming import claim
from decroche.callqueue.models import Claim
from decroche.callqueue.rules import Reason
from decroche.calls.models import Call, CallSession
from decroche.calls.own_texts import questions
from decroche.calls.preferences import Sitting
from decroche.calls.scripts import write_question
from decroche.offer.rules import typeset
from decroche.shared.clock import now
from decroche.team.models import Member
from decroche.team.preferences import save_preferences
from tests.cast import LINES, company, file_of
from tests.desk.test_pages import post

pytestmark = pytest.mark.usefixtures("in_file_order")


def test_reading_the_screen_begins_no_sitting(page: Client, member: Member) -> None:
    card, *_ = file_of(member, 2)
    for address in ("/calls/", "/calls/?start", f"/calls/?company={card.pk}"):
        page.get(address)
    assert not CallSession.objects.exists()


@pytest.mark.usefixtures("in_file_order")
def test_reading_the_screen_again_holds_the_same_card(page: Client, member: Member) -> None:
    card, other = file_of(member, 2)
    for address in ("/calls/", "/calls/", f"/calls/?company={other.pk}"):
        assert escape(card.name) in page.get(address).content.decode()
        assert Claim.objects.get().company_id == card.pk


def test_a_sitting_begins_with_her_goal_and_is_taken_up_again(page: Client, member: Member) -> None:
    file_of(member, 2)
    save_preferences(workspace=member.workspace, section=Sitting(12))
    for _ in range(2):
        assert page.post("/calls/begin/").headers["Location"] == "/calls/"
    assert CallSession.objects.get().goal == 12
    assert "0 / 12" in page.get("/calls/").content.decode()


@pytest.mark.usefixtures("in_file_order")
def test_she_holds_a_card_that_she_chose(page: Client, member: Member) -> None:
    first, chosen = file_of(member, 2)
    assert escape(first.name) in page.get("/calls/").content.decode()
    assert page.post(f"/calls/take/{chosen.pk}/").headers["Location"] == "/calls/"
    assert escape(chosen.name) in page.get("/calls/").content.decode()


@pytest.mark.usefixtures("in_file_order")
def test_a_card_that_a_colleague_holds_is_not_taken(page: Client, member: Member) -> None:
    first, theirs = file_of(member, 2)
    colleague = Member.objects.create(workspace=member.workspace, name="Ines")
    assert claim(colleague, theirs, Reason("held"), now())
    page.get("/calls/")
    answer = page.post(f"/calls/take/{theirs.pk}/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/companies/{theirs.pk}/"
    assert "a cette fiche sous les yeux" in answer.content.decode()
    assert escape(first.name) in page.get("/calls/").content.decode()


def test_what_was_typed_for_one_company_is_not_offered_for_the_next(
    page: Client, member: Member
) -> None:
    file_of(member, 3)
    cache.clear()  # the panels are drawn again
    asked = post(page, member, outcome="email_requested", email="marie@vasseur.example")
    assert "marie@vasseur.example" not in asked
    promised = post(page, member, outcome="call_back", when="vendredi 14h")
    assert "vendredi 14h" not in promised
    assert Call.objects.count() == 2


def test_what_could_not_be_understood_is_shown_again_in_its_panel(
    page: Client, member: Member
) -> None:
    file_of(member, 2)
    answer = post(page, member, outcome="call_back", when="patate")
    assert 'value="patate"' in answer
    (panel,) = re.findall(r'<fieldset\s+class="panel"\s+id="ask-call_back"[^>]*>', answer)
    assert "hidden" not in panel
    assert "patate" not in page.get("/calls/").content.decode()


@pytest.mark.parametrize("htmx", [False, True])
def test_pausing_twice_goes_on(page: Client, member: Member, htmx: bool) -> None:
    file_of(member, 2)
    headers = {"HX-Request": "true"} if htmx else {}
    page.post("/calls/pause/", headers=headers)
    assert CallSession.objects.get().paused_at is not None
    page.post("/calls/pause/", headers=headers)
    assert CallSession.objects.get().paused_at is None


def test_an_answer_is_added_and_taken_out_again(page: Client, member: Member) -> None:
    card, *_ = file_of(member, 1)
    asked = next(one for one in questions(member.workspace) if one.choices)
    address, choice = f"/calls/{card.pk}/answer/{asked.pk}/", asked.choices[0]
    headers = {"HX-Request": "true"}
    added = page.post(address, {"value": choice, "said": ""}, headers=headers).content.decode()
    assert 'aria-pressed="true"' in added
    gone = page.post(address, {"value": choice, "said": choice}, headers=headers).content.decode()
    assert 'aria-pressed="true"' not in gone


@pytest.mark.usefixtures("in_file_order")
def test_unanswered_questions_are_drawn_once_and_sent_to_the_card_she_holds(
    page: Client, member: Member
) -> None:
    first, second, third = file_of(member, 3)
    asked = next(one for one in questions(member.workspace) if one.choices)
    page.post(f"/calls/{second.pk}/answer/{asked.pk}/", {"value": asked.choices[0], "said": ""})
    shown = page.get("/calls/").content.decode()
    assert f'action="/calls/{first.pk}/answer/{asked.pk}/"' in shown
    assert 'aria-pressed="true"' not in shown
    protection = re.findall(r'name="(?:csrfmiddlewaretoken|form_key)" value="[^"]+"', shown)
    assert len(set(protection)) == 2  # one page, one protection
    with patch("decroche.desk.loop.questions.render_to_string", wraps=render_to_string) as drawn:
        answered = post(page, member, outcome="no_answer", company=str(first.pk))
        assert drawn.call_count == 1  # the one that was answered
        unanswered = post(page, member, outcome="no_answer", company=str(second.pk))
        assert drawn.call_count == 2  # the same once more: `post` opens the page before it sends
    assert answered.count('aria-pressed="true"') == 1
    assert f'action="/calls/{second.pk}/answer/{asked.pk}/"' in answered
    assert 'aria-pressed="true"' not in unanswered
    assert f'action="/calls/{third.pk}/answer/{asked.pk}/"' in unanswered
    assert f"/calls/{second.pk}/answer/" not in unanswered
    assert "\ue000" not in shown + answered + unanswered
    assert "\ue001" not in shown + answered + unanswered


def test_a_question_that_was_changed_is_drawn_again(page: Client, member: Member) -> None:
    file_of(member, 1)
    asked = next(one for one in questions(member.workspace) if one.choices)
    before = escape(typeset(asked.text, "fr"))
    assert before in page.get("/calls/").content.decode()
    changed = {"by": member, "question_id": asked.pk, "choices": asked.choices}
    write_question(text="Qui choisit l’agence ?", **changed)
    shown = page.get("/calls/").content.decode()
    assert "Qui choisit l’agence\u00a0?" in shown
    assert before not in shown


@pytest.mark.usefixtures("in_file_order")
def test_the_panels_are_drawn_once_and_carry_the_words_of_each_card(
    page: Client, member: Member
) -> None:
    cruel = 'a"><b>@x.example'
    first = company(member, LINES[0], email=cruel)
    company(member, LINES[1], email="rh@caps.example")
    shown = page.get("/calls/").content.decode()
    assert f'value="{escape(cruel)}"' in shown
    assert "<b>@x" not in shown
    assert 'placeholder="nom@x.example"' in shown
    assert "?domain=x.example&amp;outcome=email_requested" in shown
    assert "?zone=metro" in shown
    with patch("decroche.desk.loop.panels.render_to_string") as drawn:
        following = post(page, member, outcome="no_answer", company=str(first.pk))
    assert not drawn.called
    assert 'value="rh@caps.example"' in following
    assert cruel not in following
    assert "\ue000" not in shown + following


def test_a_panel_can_be_opened_by_its_address(page: Client, member: Member) -> None:
    file_of(member, 1)
    shown = page.get("/calls/?ask=call_back").content.decode()
    assert open_panels(shown) == ["ask-call_back"]
    assert open_panels(page.get("/calls/?ask=no_answer").content.decode()) == []


def open_panels(shown: str) -> list[str]:
    """The ids of the outcomes' panels that are not hidden."""
    tags = re.findall(r"<fieldset\b[^>]*>", shown)
    return [
        re.findall(r'id="([^"]+)"', tag)[0]
        for tag in tags
        if "data-exclusive" in tag and not re.search(r"\bhidden\b", tag)
    ]


def test_a_refusal_shown_over_another_card_names_whom_it_is_about(
    page: Client, member: Member
) -> None:
    card, other = file_of(member, 2)
    page.get("/calls/")
    page.post(f"/companies/{card.pk}/verb/oppose/")
    answer = page.post(
        "/calls/log/",
        {"company": card.pk, "outcome": "no_answer", "key": "late"},
        headers={"HX-Request": "true", "HX-Target": "desk"},
    )
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert f'name="company" value="{other.pk}"' in shown
    assert f"{escape(card.name)}\xa0: Ils ont demandé à ne plus être contactés" in shown
