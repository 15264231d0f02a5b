"""A meeting in both calendars."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.utils.translation import override
from icalendar import Calendar

from decroche.calls.reading import OutcomeInput
from decroche.correspondence.drafting import draft_of
from decroche.correspondence.meeting_place import place_in_letter
from decroche.correspondence.models import Mailbox, Message
from decroche.correspondence.outbox import turn
from decroche.followups.actions import close, move
from decroche.followups.models import FollowUp
from decroche.journal.actions import undo
from decroche.offer.actions import save_offer
from decroche.offer.queries import offer_of
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.shared.clock import PARIS
from decroche.shared.language import Language
from decroche.team.models import Member
from tests.cast import TUESDAY
from tests.correspondence.servers import Server
from tools.outcomes import log_outcome

WHEN = datetime(2026, 12, 1, 10, 0, tzinfo=PARIS)


def meet(
    member: Member, card: Company, when: datetime = WHEN, place: str = "12 rue du Port, Lille"
) -> FollowUp:
    said = OutcomeInput(
        when=when,
        precision="minute",
        details={"place": place, "invite": "com@vasseur.example"},
    )
    done = log_outcome(by=member, company_id=card.pk, outcome="meeting", said=said)
    return FollowUp.objects.get(call=done.call)


def sent(member: Member, server: Server) -> list[Calendar]:
    with clock.frozen(clock.now() + timedelta(seconds=40)):
        turn(member.workspace)
    found = []
    for _recipient, content in server.kept:
        part = next(
            part
            for part in message_from_bytes(content, policy=default).walk()
            if part.get_content_type() == "text/calendar"
        )
        assert part.get_param("method") == str(Calendar.from_ical(part.get_content())["METHOD"])
        found.append(Calendar.from_ical(part.get_content()))
    return found


@pytest.mark.parametrize(
    ("when", "utc"), [(WHEN, 9), (datetime(2027, 4, 6, 10, 0, tzinfo=PARIS), 8)]
)
def test_an_invitation_leaves_with_the_hour_right_on_both_sides_of_the_clock_change(
    when: datetime, utc: int, member: Member, card: Company, server: Server, mailbox: Mailbox
) -> None:
    meet(member, card, when)
    (calendar,) = sent(member, server)
    event = calendar.events[0]
    assert calendar["METHOD"] == "REQUEST"
    assert isinstance(event.start, datetime)
    assert event.start.astimezone(UTC).hour == utc
    assert event["DTSTART"].params["TZID"] == "Europe/Paris"
    assert calendar.timezones[0].tz_name == "Europe/Paris"
    assert event["ATTENDEE"] == "mailto:com@vasseur.example"
    assert event["ORGANIZER"] == "mailto:camille@arnaud.example"
    assert event["LOCATION"] == "12 rue du Port, Lille"


def test_moved_and_cancelled_it_is_the_same_meeting(
    member: Member, card: Company, server: Server, mailbox: Mailbox
) -> None:
    follow_up = meet(member, card)
    first = sent(member, server)[0].events[0]
    move(by=member, follow_up=follow_up, due_at=WHEN + timedelta(days=1), precision="minute")
    second = sent(member, server)[1].events[0]
    follow_up.refresh_from_db()
    close(by=member, follow_up=follow_up, how="dropped")
    last = sent(member, server)[2]
    third = last.events[0]
    assert first["UID"] == second["UID"] == third["UID"]
    assert [event["SEQUENCE"] for event in (first, second, third)] == [0, 1, 2]
    assert second.start == WHEN + timedelta(days=1)
    assert (last["METHOD"], third["STATUS"]) == ("CANCEL", "CANCELLED")


def test_a_meeting_dropped_before_the_invitation_left_is_never_heard_of(
    member: Member, card: Company, server: Server, mailbox: Mailbox
) -> None:
    close(by=member, follow_up=meet(member, card), how="dropped")
    assert sent(member, server) == []


def test_a_meeting_taken_back_takes_its_invitation_back(
    member: Member, card: Company, server: Server, mailbox: Mailbox
) -> None:
    meet(member, card)
    undo(by=member)
    assert sent(member, server) == []
    assert not Message.objects.exists()


def test_without_an_address_nobody_is_written_to(
    member: Member, card: Company, mailbox: Mailbox
) -> None:
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="meeting",
        said=OutcomeInput(when=WHEN, precision="minute"),
    )
    assert not Message.objects.exists()


def test_without_a_mailbox_the_invitation_waits_for_her(member: Member, card: Company) -> None:
    meet(member, card)
    message = Message.objects.get()
    assert (message.state, message.calendar_method) == ("draft", "REQUEST")
    assert TUESDAY


@pytest.mark.parametrize(
    ("place", "language", "read"),
    [
        ("chez eux", "fr", "dans vos locaux"),
        ("Chez eux.", "fr", "dans vos locaux"),
        ("à leurs bureaux, Créteil", "fr", "dans vos locaux, Créteil"),
        ("sur place", "en", "at your office"),
        ("chez moi", "fr", "à mon bureau"),
        ("Visio", "fr", "en visioconférence"),
        ("teams", "fr", "sur Teams"),
        ("tél.", "fr", "par téléphone"),
        ("À l'atelier, Rennes", "fr", "à l'atelier, Rennes"),
        ("12 rue du Four, Rennes.", "fr", "12 rue du Four, Rennes"),
        ("à l’atelier, Rennes", "fr", "à l’atelier, Rennes"),
        ("chez Eux et Compagnie", "fr", "chez Eux et Compagnie"),
        ("", "fr", ""),
    ],
)
def test_a_place_noted_for_herself_is_said_to_them(
    place: str, language: Language, read: str
) -> None:
    assert place_in_letter(place, language) == read


def test_the_place_stands_in_the_sentence_and_nothing_is_left_without_one(
    member: Member, card: Company
) -> None:
    meet(member, card, place="chez eux")
    meet(member, card, place="")
    one, other = Message.objects.order_by("pk")
    assert "rendez-vous le mardi 1er décembre à 10\u00a0h, dans vos locaux.\n" in one.body
    assert "rendez-vous le mardi 1er décembre à 10\u00a0h.\n" in other.body
    assert Calendar.from_ical(one.calendar).events[0]["LOCATION"] == "Dans vos locaux"


def test_an_invitation_is_in_the_name_of_the_address_it_leaves_from(
    member: Member, card: Company
) -> None:
    meet(member, card)
    message = Message.objects.get()
    for address, organizer in [("", None), ("bonjour@arnaud.example", "bonjour@arnaud.example")]:
        save_offer(by=member, offer=replace(offer_of(member), email=address))
        draft = message_from_bytes(
            draft_of(by=member, message=message, on_behalf_of=""), policy=default
        )
        parts = [part for part in draft.walk() if part.get_content_type().endswith(("ics", "dar"))]
        assert [part.get_filename() for part in parts] == [None, "invitation.ics"]
        for part in parts:
            calendar = Calendar.from_ical(bytes(part.get_payload(decode=True)).decode())
            event = calendar.events[0]
            assert event.get("ORGANIZER") == (f"mailto:{organizer}" if organizer else None)
            assert calendar["METHOD"] == ("REQUEST" if organizer else "PUBLISH")


def test_the_title_of_a_meeting_is_in_the_language_of_the_mail(
    member: Member, card: Company
) -> None:
    with override("en"):
        meet(member, card)
    event = Calendar.from_ical(Message.objects.get().calendar).events[0]
    assert str(event["SUMMARY"]).startswith("Rendez-vous")


def test_where_they_are_visited_their_calendar_has_their_address(
    member: Member, card: Company
) -> None:
    Company.objects.update(address="12 rue du Port", postcode="59000", city="Lille")
    meet(member, card, place="chez eux")
    event = Calendar.from_ical(Message.objects.get().calendar).events[0]
    assert event["LOCATION"] == f"{card.name}, 12 rue du Port, 59000 Lille"


def test_a_meeting_stays_the_same_when_her_address_has_changed(
    member: Member, card: Company, server: Server, request: pytest.FixtureRequest
) -> None:
    """The mailbox is set up after the meeting was agreed on: she had no address before."""
    follow_up = meet(member, card)
    first = Calendar.from_ical(Message.objects.get().calendar).events[0]
    request.getfixturevalue("mailbox")
    Message.objects.update(state="queued", queued_at=clock.now(), send_after=clock.now())
    event = sent(member, server)[0].events[0]
    assert event["ORGANIZER"] == "mailto:camille@arnaud.example"
    move(by=member, follow_up=follow_up, due_at=WHEN + timedelta(days=1), precision="minute")
    assert sent(member, server)[1].events[0]["UID"] == event["UID"] == first["UID"]


def test_a_mail_made_before_the_offer_was_kept_carries_no_presentation(
    member: Member, card: Company
) -> None:
    meet(member, card)
    assert not Message.objects.get().with_presentation
