"""Undo and mail: what a call led to goes, what she wrote herself stays, what has left is said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from decroche.calls.actions import Logged
from decroche.calls.reading import OutcomeInput
from decroche.correspondence.actions import MailInput, begin, close, queue, send_again, take_back
from decroche.correspondence.models import DeadAddress, Message
from decroche.correspondence.outbox import recover, turn
from decroche.correspondence.wording import unsent_in_words
from decroche.followups.actions import close as close_follow_up
from decroche.followups.actions import move
from decroche.followups.models import FollowUp
from decroche.gateways import smtp
from decroche.journal.actions import undo
from decroche.journal.models import Entry
from decroche.journal.staying import stays_in_words
from decroche.journal.verbs import LOGGED
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.team.models import Member
from tests.cast import LINES, TUESDAY, company
from tests.correspondence.servers import Server
from tools.outcomes import log_outcome

State = Message.State
pytestmark = pytest.mark.usefixtures("mailbox")
TO = "com@vasseur.example"
LATER = TUESDAY + timedelta(seconds=40)
WHEN = TUESDAY + timedelta(days=2)
LEAVING = (
    f"L’e-mail à {TO} est en train de partir\u00a0: il est arrêté s’il en est encore temps. "
    "Messages dit ce qu’il en est."
)


def asked(member: Member, card: Company, to: str = TO) -> Logged:
    said = OutcomeInput(email=to)
    return log_outcome(by=member, company_id=card.pk, outcome="email_requested", said=said)


def invited(member: Member, card: Company, to: str = TO) -> Logged:
    said = OutcomeInput(when=WHEN, precision="minute", details={"invite": to})
    return log_outcome(by=member, company_id=card.pk, outcome="meeting", said=said)


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def sent_later(member: Member) -> int:
    with clock.frozen(LATER):
        return turn(member.workspace).sent


def said(entry: Entry) -> list[str]:
    with override("fr"):
        return stays_in_words(entry)


@pytest.mark.parametrize("outcome", [asked, invited])
def test_a_mail_that_has_not_left_goes_with_its_call(
    outcome: object, member: Member, card: Company, server: Server
) -> None:
    assert callable(outcome)
    outcome(member, card)
    assert states() == ["queued"]
    entry = undo(by=member)
    assert said(entry) == []
    assert sent_later(member) == 0
    assert server.kept == []
    assert not Message.objects.exists()
    assert not FollowUp.objects.exists()


def test_a_mail_that_waits_for_her_goes_with_its_call(member: Member, card: Company) -> None:
    said_later = OutcomeInput(email=TO, details={"mail": "later"})
    log_outcome(by=member, company_id=card.pk, outcome="email_requested", said=said_later)
    assert states() == ["draft"]
    undo(by=member)
    assert states() == []


def test_a_mail_that_she_wrote_herself_stays_queued(
    member: Member, card: Company, server: Server
) -> None:
    hers = begin(by=member, company=card)
    queue(by=member, message=hers, to="rh@vasseur.example", mail=MailInput("Bonjour", "Texte"))
    log_outcome(by=member, company_id=card.pk, outcome="no_answer")
    undo(by=member, verbs=(LOGGED,))
    assert states() == ["queued"]
    asked(member, card)
    undo(by=member, verbs=(LOGGED,))
    assert states() == ["queued"]
    assert sent_later(member) == 1


def test_a_mail_of_the_call_that_she_changed_since_stays(member: Member, card: Company) -> None:
    asked(member, card)
    message = Message.objects.get()
    assert take_back(by=member, message=message)
    queue(by=member, message=message, to=TO, mail=MailInput("Bonjour", "Mes mots"))
    entry = undo(by=member, verbs=(LOGGED,))
    message.refresh_from_db()
    assert (message.state, message.body, message.call) == ("queued", "Mes mots", None)
    assert said(entry) == [f"L’e-mail à {TO}, que vous avez écrit vous-même, reste."]


def test_a_mail_taken_back_and_not_changed_goes_with_its_call(
    member: Member, card: Company
) -> None:
    asked(member, card)
    take_back(by=member, message=Message.objects.get())
    undo(by=member, verbs=(LOGGED,))
    assert states() == []


def test_a_mail_that_has_left_stays_and_is_said(
    page: Client, member: Member, card: Company, server: Server
) -> None:
    asked(member, card)
    assert sent_later(member) == 1
    shown = page.post("/calls/undo/", headers={"HX-Request": "true"}).content.decode()
    assert f"L’e-mail à {TO} est parti" in shown
    assert "avec tout ce qu" not in shown
    message = Message.objects.get()
    assert (message.state, message.call) == ("sent", None)
    assert message.contact is not None, "who it was sent to is not forgotten"


def test_a_mail_closed_by_her_hand_is_not_taken_back(member: Member, card: Company) -> None:
    asked(member, card)
    close(by=member, message=Message.objects.get(), how="sent")
    entry = undo(by=member, verbs=(LOGGED,))
    assert states() == ["sent"]
    assert said(entry) == [f"L’e-mail à {TO} est parti\u00a0: il ne peut plus être repris."]


def test_a_mail_whose_sender_died_after_it_was_recalled_is_dropped(
    member: Member, card: Company
) -> None:
    asked(member, card)
    Message.objects.update(state=State.SENDING, tried_at=TUESDAY - timedelta(hours=1))
    entry = undo(by=member)
    assert said(entry) == [LEAVING]
    assert recover(member.workspace).later == 0
    assert states() == ["dropped"]
    assert sent_later(member) == 0


@pytest.mark.parametrize("refused", [False, True])
def test_a_recall_is_heeded_while_the_mail_is_being_handed_over(
    refused: bool, member: Member, card: Company, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(member, card)
    send = smtp.send

    def recalled(account: smtp.SmtpAccount, **fields: Any) -> str:
        assert said(undo(by=member)) == [LEAVING]
        if refused:
            raise smtp.Refusal("temporary", "recipient", 451, "later")
        return send(account, **fields)

    monkeypatch.setattr(smtp, "send", recalled)
    assert sent_later(member) == 0
    assert states() == ["dropped"]
    assert server.kept == []


def undone_after_the_text(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on a call is taken back at the moment when its mail goes over the line."""
    send = smtp.send

    def recalled(account: smtp.SmtpAccount, *, before_data: Any, **fields: Any) -> str:
        def handed_over() -> None:
            before_data()
            assert said(undo(by=member)) == [LEAVING]

        return send(account, before_data=handed_over, **fields)

    monkeypatch.setattr(smtp, "send", recalled)


def test_a_mail_put_off_by_the_server_after_its_call_was_undone_is_not_tried_again(
    member: Member, card: Company, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(member, card)
    server.hook = lambda step: "451 4.7.1 greylisted, try later" if step == "data" else None
    undone_after_the_text(member, monkeypatch)
    assert sent_later(member) == 0
    assert states() == ["dropped"]
    monkeypatch.undo()
    server.hook = lambda _step: None
    with clock.frozen(LATER + timedelta(days=1)):
        assert turn(member.workspace).sent == 0
    assert server.kept == []


def test_a_mail_taken_by_the_server_while_its_call_was_undone_is_noted_as_sent(
    member: Member, card: Company, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(member, card)
    undone_after_the_text(member, monkeypatch)
    assert sent_later(member) == 1
    assert states() == ["sent"]
    assert len(server.kept) == 1


def test_a_mail_in_doubt_whose_call_was_undone_leaves_when_she_sends_it_again(
    member: Member, card: Company, server: Server
) -> None:
    asked(member, card)
    Message.objects.update(state=State.HANDED, tried_at=TUESDAY - timedelta(hours=1))
    assert said(undo(by=member)) == [LEAVING]
    recover(member.workspace)
    assert states() == ["check"]
    assert send_again(by=member, message=Message.objects.get())
    assert sent_later(member) == 1
    assert states() == ["sent"]


def test_moving_a_meeting_back_takes_the_news_of_it_back(
    member: Member, card: Company, server: Server
) -> None:
    invited(member, card)
    meeting = FollowUp.objects.get()
    entry = move(by=member, follow_up=meeting, due_at=WHEN + timedelta(days=1), precision="minute")
    assert states() == ["dropped", "queued"]
    undo(by=member, entry_id=entry.pk)
    assert states() == ["queued"]
    meeting.refresh_from_db()
    assert meeting.due_at == WHEN
    assert sent_later(member) == 1


def test_moving_one_meeting_back_leaves_the_news_of_another(
    member: Member, card: Company, server: Server
) -> None:
    invited(member, card)
    other = company(member, LINES[1])
    invited(member, other, "com@caps.example")
    first, second = FollowUp.objects.order_by("pk")
    FollowUp.objects.filter(pk=second.pk).update(company=card)
    Message.objects.filter(follow_up=second).update(company=card)
    assert sent_later(member) == 2
    with clock.frozen(LATER):
        entry = move(
            by=member, follow_up=first, due_at=WHEN + timedelta(days=1), precision="minute"
        )
        second.refresh_from_db()
        move(by=member, follow_up=second, due_at=WHEN + timedelta(days=1), precision="minute")
        undo(by=member, entry_id=entry.pk)
    assert states() == ["sent", "sent", "queued"]
    assert Message.objects.get(state="queued").follow_up == second


def test_news_of_a_move_that_has_left_is_said(
    member: Member, card: Company, server: Server
) -> None:
    invited(member, card)
    sent_later(member)
    with clock.frozen(LATER):
        entry = move(
            by=member,
            follow_up=FollowUp.objects.get(),
            due_at=WHEN + timedelta(days=1),
            precision="minute",
        )
    with clock.frozen(LATER + timedelta(minutes=2)):
        turn(member.workspace)
        undone = undo(by=member, entry_id=entry.pk)
    assert states() == ["sent", "sent"]
    assert said(undone) == [f"L’e-mail à {TO} est parti\u00a0: il ne peut plus être repris."]


def test_a_meeting_dropped_by_mistake_keeps_its_invitation(
    member: Member, card: Company, server: Server
) -> None:
    invited(member, card)
    sent_later(member)
    with clock.frozen(LATER):
        entry = close_follow_up(by=member, follow_up=FollowUp.objects.get(), how="dropped")
        assert states() == ["sent", "queued"]
        undo(by=member, entry_id=entry.pk)
    assert states() == ["sent"]
    assert FollowUp.objects.get().closed_at is None


def test_a_call_of_before_this_was_so_takes_its_mail_back_too(
    member: Member, card: Company, server: Server
) -> None:
    """The journal entry of such a call has no image of the mail."""
    done = asked(member, card)
    changes = [one for one in done.entry.changes if one[1] != "correspondence.message"]
    Entry.objects.filter(pk=done.entry.pk).update(changes=changes)
    hers = Message.objects.create(
        workspace=member.workspace, company=card, to="x@vasseur.example", state="queued"
    )
    undo(by=member)
    assert list(Message.objects.all()) == [hers]
    assert states() == ["queued"]


def test_a_mail_that_must_not_leave_is_told_and_waits(
    page: Client, member: Member, card: Company
) -> None:
    DeadAddress.objects.create(workspace=member.workspace, address=TO, words="550 inconnu")
    done = asked(member, card)
    assert states() == ["draft"]
    with override("fr"):
        told = unsent_in_words(done.entry)
    assert len(told) == 1
    assert told[0].startswith(f"L’e-mail à {TO} ne part pas.")
    assert "550 inconnu" in told[0]


def test_an_invitation_that_must_not_leave_is_told(
    page: Client, member: Member, card: Company
) -> None:
    DeadAddress.objects.create(workspace=member.workspace, address=TO, words="550 inconnu")
    data = {"company": card.pk, "outcome": "meeting", "when": "jeudi 10h", "invite": TO}
    shown = page.post("/calls/log/", data, headers={"HX-Request": "true"}).content.decode()
    assert "550 inconnu" in shown, "said while they are still on the telephone"
    assert not FollowUp.objects.exists()
    done = invited(member, card)
    assert FollowUp.objects.get().purpose == "meeting"
    assert states() == []
    with override("fr"):
        told = unsent_in_words(done.entry)
    assert told[0].startswith(f"L’invitation à {TO} ne part pas.")
