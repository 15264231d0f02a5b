"""The pages around the call say what is so: how a meeting went is answered where it is asked, a
wrong number does not stand as a good one, a promise stands with its day.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from decroche.calls.models import Call, Win
from decroche.calls.sessions import begin
from decroche.correspondence.models import Message
from decroche.desk.parts.wording import headcount_in_words
from decroche.followups.models import FollowUp
from decroche.journal.actions import undo
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.shared import clock
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from tests.cast import TUESDAY, company, log

DAY_AFTER = datetime(2026, 11, 25, 9, 30, tzinfo=PARIS)
MEETING = datetime(2026, 11, 24, 14, 30, tzinfo=PARIS)
MAIL = "com@vasseur.example"


def words_of(page: Client, address: str) -> str:
    """The text of a page, without its marks."""
    shown = re.sub(r"<[^>]+>", " ", page.get(address).content.decode())
    return " ".join(shown.replace("\u00a0", " ").split())


@pytest.fixture
def meeting(member: Member) -> FollowUp:
    """A meeting of yesterday, to which somebody was invited."""
    card = company(member)
    log(member, card, "meeting", when=MEETING, precision="minute", details={"invite": MAIL})
    return FollowUp.objects.get()


@pytest.mark.parametrize("address", ["/", "/follow-ups/"])
def test_how_a_meeting_went_is_answered_where_it_is_asked(
    page: Client, meeting: FollowUp, address: str
) -> None:
    answers = ("Il a eu lieu", "Devenue cliente", "Il n’a pas eu lieu")
    with clock.frozen(MEETING - timedelta(hours=1)):
        before = words_of(page, address)
    with clock.frozen(DAY_AFTER):
        after = words_of(page, address)
    assert "comment s’est-il passé" in after
    for answer in answers:
        assert answer in after
        assert answer not in before


def test_a_meeting_that_made_a_client_is_one_change(
    page: Client, member: Member, meeting: FollowUp
) -> None:
    with clock.frozen(DAY_AFTER):
        page.post(f"/follow-ups/{meeting.pk}/done/", {"won": "1"})
        meeting.refresh_from_db()
        assert meeting.closed_how == "done"
        assert Win.objects.filter(company=meeting.company_id).count() == 1
        undo(by=member)
    meeting.refresh_from_db()
    assert meeting.closed_at is None
    assert not Win.objects.exists()


def test_nobody_is_told_that_a_meeting_of_yesterday_is_cancelled(
    page: Client, meeting: FollowUp
) -> None:
    Message.objects.update(state=Message.State.SENT, closed_at=TUESDAY)
    assert Message.objects.exists()
    with clock.frozen(DAY_AFTER):
        page.post(f"/follow-ups/{meeting.pk}/dropped/")
    meeting.refresh_from_db()
    assert meeting.closed_how == "dropped"
    assert not Message.objects.filter(calendar_method="CANCEL").exists()


def test_that_everybody_was_told_is_not_said_of_people_of_yesterday(
    page: Client, member: Member
) -> None:
    company(member, "Port fluvial de Béthune 03 53 01 03 77 Béthune com: M. Haddad")
    told = "Toutes les personnes gardées depuis un mois ont été informées"
    assert Contact.objects.exists()
    with clock.frozen(DAY_AFTER):
        shown = words_of(page, "/compliance/")
    assert "Personne n’est dans le fichier depuis un mois" in shown
    assert told not in shown


@pytest.mark.usefixtures("tuesday")
def test_the_recap_says_which_day_was_promised(page: Client, member: Member) -> None:
    when = datetime(2026, 11, 26, 9, tzinfo=PARIS)
    log(member, company(member), "call_back", when=when, precision="minute")
    session = begin(by=member)
    Call.objects.update(session=session)
    assert "jeu. 26 nov., 9 h" in words_of(page, f"/calls/recap/{session.pk}/")


@pytest.mark.usefixtures("tuesday")
def test_a_next_step_says_what_it_is_for(page: Client, member: Member) -> None:
    card = company(member)
    log(member, card, "email_requested", email=MAIL)
    shown = words_of(page, f"/companies/{card.pk}/")
    steps = shown.partition("Prochaines étapes")[2][:80]
    assert re.search(r"conseillé .*mail", steps), steps


@pytest.mark.usefixtures("tuesday")
def test_a_note_of_the_file_stands_once_on_its_card(page: Client, member: Member) -> None:
    card = company(member)
    Company.objects.filter(pk=card.pk).update(notes="travaille avec un graphiste de Lens")
    assert words_of(page, f"/companies/{card.pk}/").count("un graphiste de Lens") == 1


@pytest.mark.usefixtures("tuesday")
def test_a_wrong_number_is_struck_out_in_the_file(page: Client, member: Member) -> None:
    card = company(member)
    wrong = PhoneNumber.objects.get()
    wrong.state = PhoneNumber.State.WRONG
    wrong.save()
    assert f"<s>{wrong.national}</s>" in page.get("/file/").content.decode()
    PhoneNumber.objects.create(
        workspace=member.workspace,
        company=card,
        e164="+33199001051",
        national="01 99 00 10 51",
        position=wrong.position + 1,
    )
    shown = page.get("/file/").content.decode()
    assert "01 99 00 10 51" in shown
    assert wrong.national not in shown


@pytest.mark.usefixtures("page")
def test_a_headcount_without_an_upper_end_is_said_in_words() -> None:
    assert headcount_in_words("250+").replace("\u00a0", " ") == "250 salariés ou plus"
