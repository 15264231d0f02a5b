"""Her calendar and address book on a real Radicale: what the desk writes there, what it reads back,
what it asks her.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from decroche.accountability.erasing import erase_company
from decroche.agenda.actions import (
    TWINS_THERE,
    decide,
    keep_agenda,
    look_for,
    sign_in,
    synchronise,
    withdraw,
)
from decroche.agenda.models import Twin
from decroche.agenda.preferences import Agenda
from decroche.agenda.queries import asked
from decroche.agenda.talk import Done
from decroche.correspondence.models import Message
from decroche.followups.actions import close, move
from decroche.followups.models import FollowUp
from decroche.gateways.dav import Account, NotSynced, find
from decroche.journal.actions import undo
from decroche.prospects.actions import oppose_all
from decroche.prospects.legal_actions import leave_person_alone
from decroche.prospects.models import Company, Contact
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from decroche.team.preferences import preferred
from tests.agenda.radicale import PASSWORD, USER, Radicale
from tests.cast import LINES, company, log

HADDAD = "m.haddad@port.example"
THURSDAY = datetime(2026, 11, 26, 10, tzinfo=PARIS)


def promised(member: Member, at: datetime = THURSDAY, line: str = LINES[0]) -> FollowUp:
    log(member, company(member, line), "call_back", when=at, precision="minute")
    return FollowUp.objects.latest("pk")


def only(server: Radicale) -> tuple[str, str]:
    """Returns (address, text) of the one event on the server."""
    ((address, text),) = server.objects(server.calendar).items()
    return address, text


def turned(member: Member) -> Done:
    done = synchronise(member.workspace)
    assert done.problem == "", preferred(member.workspace, Agenda)
    return done


def test_her_calendars_and_address_books_are_found(member: Member, server: Radicale) -> None:
    answered = look_for(member.workspace).collections
    found = {(one.kind, one.name, one.address) for one in answered}
    assert found == {
        ("calendar", "Mes rendez-vous", server.calendar),
        ("book", "Mon carnet", server.book),
    }


def test_a_promise_is_in_her_calendar_at_its_hour(member: Member, server: Radicale) -> None:
    promised(member)
    assert turned(member).written == 1
    _, text = only(server)
    assert "DTSTART;TZID=Europe/Paris:20261126T100000" in text
    assert "Imprimerie Vasseur" in text
    assert turned(member) == Done()


def test_what_she_did_not_choose_does_not_go_there(member: Member, server: Radicale) -> None:
    chosen = replace(preferred(member.workspace, Agenda), promises=False, people=False)
    keep_agenda(by=member, chosen=chosen)
    promised(member)
    log(member, company(member, LINES[1]), "meeting", when=THURSDAY, precision="minute")
    turned(member)
    assert "Mutuelle des Deux Caps" in only(server)[1]


def test_an_event_moved_in_her_calendar_moves_the_promise_and_can_be_undone(
    member: Member, server: Radicale
) -> None:
    step = promised(member)
    turned(member)
    address, _ = only(server)
    server.replace(address, "20261126T100000", "20261127T143000")
    assert turned(member).moved == 1
    step.refresh_from_db()
    assert step.due_at == THURSDAY.replace(day=27, hour=14, minute=30)
    undo(by=member, verbs=("follow_up.moved",))
    turned(member)
    assert "20261126T100000" in only(server)[1]


def test_a_promise_moved_on_the_desk_moves_the_event_and_keeps_what_she_added_to_it(
    member: Member, server: Radicale
) -> None:
    step = promised(member)
    turned(member)
    address, _ = only(server)
    reminder = "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:Vite\nTRIGGER:-PT15M\nEND:VALARM\n"
    server.replace(address, "END:VEVENT", f"COLOR:red\n{reminder}END:VEVENT")
    assert turned(member) == Done()
    move(by=member, follow_up=step, due_at=THURSDAY + timedelta(days=1), precision="minute")
    assert turned(member).written == 1
    address, text = only(server)
    assert "20261127T100000" in text
    assert "DESCRIPTION:Vite" in text
    assert "COLOR:red" in text
    assert text.count("BEGIN:VALARM") == 1


def test_dragged_to_a_whole_day_it_is_due_that_day(member: Member, server: Radicale) -> None:
    step = promised(member)
    turned(member)
    address, text = only(server)
    lines = [
        "DTSTART;VALUE=DATE:20261130"
        if line.startswith("DTSTART;TZID")
        else "DTEND;VALUE=DATE:20261201"
        if line.startswith("DTEND;TZID")
        else line
        for line in text.splitlines()
    ]
    server.asked("PUT", address, "\r\n".join(lines))
    turned(member)
    step.refresh_from_db()
    assert (step.due_at, step.precision) == (THURSDAY.replace(day=30), "day")
    turned(member)
    assert turned(member) == Done()


def test_an_event_deleted_in_her_calendar_leaves_the_promise_and_she_is_asked(
    member: Member, server: Radicale
) -> None:
    step = promised(member)
    turned(member)
    server.asked("DELETE", only(server)[0])
    turned(member)
    step.refresh_from_db()
    assert step.closed_at is None
    (twin,) = asked(member.workspace)
    turned(member)
    assert server.objects(server.calendar) == {}, "it is not put back before she says so"
    decide(by=member, twin=twin, answer="back")
    turned(member)
    assert only(server)
    assert not asked(member.workspace)


@pytest.mark.parametrize("answer", ["left", "drop"])
def test_she_answers_a_deletion(member: Member, server: Radicale, answer: str) -> None:
    step = promised(member)
    turned(member)
    server.asked("DELETE", only(server)[0])
    turned(member)
    (twin,) = asked(member.workspace)
    decide(by=member, twin=twin, answer="left" if answer == "left" else "drop")
    turned(member)
    step.refresh_from_db()
    assert step.closed_how == ("dropped" if answer == "drop" else "")
    assert server.objects(server.calendar) == {}
    assert not asked(member.workspace)


@pytest.mark.parametrize("answer", ["follow", "stay"])
def test_moved_on_both_sides_neither_is_overwritten_before_she_says(
    member: Member, server: Radicale, answer: str
) -> None:
    step = promised(member)
    turned(member)
    server.replace(only(server)[0], "20261126T100000", "20261127T143000")
    move(by=member, follow_up=step, due_at=THURSDAY + timedelta(days=4), precision="minute")
    turned(member)
    step.refresh_from_db()
    assert step.due_at == THURSDAY + timedelta(days=4)
    assert "20261127T143000" in only(server)[1]
    (twin,) = asked(member.workspace)
    decide(by=member, twin=twin, answer="follow" if answer == "follow" else "stay")
    turned(member)
    step.refresh_from_db()
    kept = THURSDAY.replace(day=27, hour=14, minute=30) if answer == "follow" else step.due_at
    assert step.due_at == kept
    assert f"{kept:%Y%m%d}" in only(server)[1].replace(f"{step.due_at:%Y%m%d}", f"{kept:%Y%m%d}")
    assert not asked(member.workspace)
    assert turned(member) == Done()


def test_a_meeting_somebody_is_invited_to_is_asked_about(member: Member, server: Radicale) -> None:
    card = company(member, LINES[2])
    log(member, card, "meeting", when=THURSDAY, precision="minute")
    step = FollowUp.objects.latest("pk")
    Message.objects.create(workspace=member.workspace, company=card, follow_up=step, to=HADDAD)
    turned(member)
    server.replace(only(server)[0], "20261126T100000", "20261127T143000")
    turned(member)
    step.refresh_from_db()
    assert step.due_at == THURSDAY, "no invitation goes out that she has not seen"
    assert asked(member.workspace).count() == 1


def test_kept_or_forbidden_it_leaves_her_calendar(member: Member, server: Radicale) -> None:
    kept, opposed, erased = (promised(member, line=line) for line in LINES[:3])
    turned(member)
    assert len(server.objects(server.calendar)) == 3
    close(by=member, follow_up=kept, how="done")
    oppose_all(by=member, companies=Company.objects.filter(pk=opposed.company_id))
    erase_company(by=member, company=erased.company, leave_alone=True)
    turned(member)
    assert server.objects(server.calendar) == {}
    assert not Twin.objects.filter(follow_up__isnull=False).exists()


def talked(member: Member) -> Contact:
    card = company(member, LINES[2])
    person = Contact.objects.get(company=card)
    log(member, card, "interested", when=THURSDAY, asked_for=person.role)
    return person


def test_whom_she_has_talked_to_is_in_her_address_book(member: Member, server: Radicale) -> None:
    talked(member)
    company(member, LINES[1])  # with a person she has not talked to
    turned(member)
    ((_, text),) = server.objects(server.book).items()
    assert "FN:M. Haddad" in text
    assert "ORG:Port fluvial de Béthune" in text
    assert "+33353010377" in text
    assert turned(member) == Done()


def test_a_person_to_be_left_alone_leaves_her_address_book(
    member: Member, server: Radicale
) -> None:
    person = talked(member)
    turned(member)
    turned(member)
    address, text = next(iter(server.objects(server.book).items()))
    server.asked("PUT", address, text.replace("FN:M. Haddad", "FN:Paul Haddad"))
    Contact.objects.filter(pk=person.pk).update(title="Directeur")
    turned(member)
    assert "Paul Haddad" in server.objects(server.book)[address], "what she changed there is hers"
    leave_person_alone(by=member, person=person)
    turned(member)
    assert server.objects(server.book) == {}


def test_a_card_deleted_in_her_address_book_is_not_written_again(
    member: Member, server: Radicale
) -> None:
    person = talked(member)
    turned(member)
    server.asked("DELETE", next(iter(server.objects(server.book))))
    turned(member)
    Contact.objects.filter(pk=person.pk).update(title="Directeur")
    turned(member)
    assert server.objects(server.book) == {}
    assert not asked(member.workspace)


def test_the_rest_of_her_calendar_is_left_alone(member: Member, server: Radicale) -> None:
    hers = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:hers\r\n"
        "DTSTAMP:20261101T000000Z\r\nDTSTART:20261126T100000Z\r\nSUMMARY:Dentiste\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    server.asked("PUT", f"{server.calendar}hers.ics", hers)
    promised(member)
    turned(member)
    assert withdraw(by=member) == ""
    assert "Dentiste" in only(server)[1]
    assert not preferred(member.workspace, Agenda).runs


def test_a_calendar_that_is_gone_is_no_deletion(member: Member, server: Radicale) -> None:
    promised(member)
    turned(member)
    where = server.folder / "collections" / "collection-root" / "ana" / "events"
    where.rename(where.with_name("elsewhere"))
    try:
        done = synchronise(member.workspace)
    finally:
        where.with_name("elsewhere").rename(where)
    assert done.problem == "missing"
    assert not asked(member.workspace)


def test_another_calendar_waits_until_the_first_is_cleared(
    member: Member, server: Radicale
) -> None:
    promised(member)
    turned(member)
    other = replace(preferred(member.workspace, Agenda), calendar=f"{server.address}ana/other/")
    assert keep_agenda(by=member, chosen=other) == TWINS_THERE


def test_a_wrong_password_is_said_and_tried_once(member: Member, server: Radicale) -> None:
    sign_in(by=member, address=server.address, user=USER, password="not it", own_network=True)
    promised(member)
    assert synchronise(member.workspace).problem == "password"
    assert preferred(member.workspace, Agenda).problem == "password"


def test_the_password_goes_to_no_other_server(member: Member, server: Radicale) -> None:
    elsewhere = replace(
        preferred(member.workspace, Agenda), calendar="https://elsewhere.example/ana/"
    )
    assert keep_agenda(by=member, chosen=elsewhere) == "refused"
    with pytest.raises(NotSynced) as refused:
        find(Account("http://dav.example/", USER, PASSWORD))
    assert refused.value.why == "open"
    with pytest.raises(NotSynced) as refused:
        find(Account(server.address, USER, PASSWORD))
    assert refused.value.why == "own_network"
