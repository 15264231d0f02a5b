"""Another program is told what was done: with the verb, signed, in order, until it answers."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decroche.accountability.erasing import erase_company
from decroche.gateways import webhook as gateway
from decroche.gateways.webhook import NotDelivered, check
from decroche.journal.actions import undo
from decroche.journal.record import record
from decroche.prospects.actions import oppose_all
from decroche.prospects.models import Company
from decroche.shared import clock
from decroche.team.models import Member, Workspace
from decroche.team.preferences import preferred, save_preferences
from decroche.webhooks import actions, jobs
from decroche.webhooks.actions import keep_webhook, new_secret, switch_off, try_webhook, turn
from decroche.webhooks.models import Delivery
from decroche.webhooks.preferences import Webhook
from decroche.webhooks.rules import GROUPS, OFF_AFTER, group_of, next_try, signature
from tests.cast import TUESDAY, company, log
from tests.webhooks.receiver import Receiver, receiver


@pytest.fixture(autouse=True)
def _own(no_keyring: None) -> None:
    """Keeps the secret in a folder of the test."""


@pytest.fixture
def program() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


@pytest.fixture
def secret(member: Member, program: Receiver) -> str:
    """Everything is told to the program; the secret that she was shown."""
    chosen = Webhook(program.address, GROUPS, own_network=True)
    return keep_webhook(by=member, chosen=chosen).secret


def kinds(program: Receiver) -> list[str]:
    return [one.content["type"] for one in program.came]


def test_a_call_is_told_signed_and_once(member: Member, program: Receiver, secret: str) -> None:
    card = company(member)
    done = log(member, card, "meeting", when=TUESDAY + timedelta(days=2))
    told = turn(member.workspace)
    assert (told.done, told.later, told.failed) == (2, 0, 0)
    assert kinds(program) == ["company.added", "call.logged"]
    one = program.came[1]
    assert one.is_genuine(secret)
    assert not one.is_genuine(secret[:-4] + "AAA=")
    assert one.headers["webhook-timestamp"] == str(int(TUESDAY.timestamp()))
    data = one.content["data"]
    assert data["call"]["outcome"] == "meeting"
    assert data["line"] == done.entry.pk
    assert (data["company"]["id"], data["company"]["name"]) == (card.pk, card.name)
    assert turn(member.workspace).done == 0
    assert len({came.headers["webhook-id"] for came in program.came}) == 2


def test_what_was_told_long_ago_is_removed_also_when_nothing_is_due(
    member: Member, program: Receiver, secret: str
) -> None:
    company(member)
    turn(member.workspace)
    assert Delivery.objects.count() == 1
    with clock.frozen(TUESDAY + timedelta(days=40)):
        turn(member.workspace)
    assert not Delivery.objects.exists()


def test_nothing_that_was_typed_no_person_and_no_number_is_told(
    member: Member, program: Receiver, secret: str
) -> None:
    card = company(member, "Mutuelle des Deux Caps 03 53 01 02 15 Calais rh: Mme Roussel")
    log(member, card, "call_back", when=TUESDAY + timedelta(days=1), note="elle part en juin")
    turn(member.workspace)
    told = b"".join(came.body for came in program.came).decode()
    assert "Mutuelle des Deux Caps" in told
    for word in ("Roussel", "53010215", "53 01 02 15", "juin"):
        assert word not in told


def test_only_what_she_chose_is_told(member: Member, program: Receiver) -> None:
    chosen = Webhook(program.address, ("oppositions",), own_network=True)
    keep_webhook(by=member, chosen=chosen)
    card = company(member)
    log(member, card, "no_answer")
    oppose_all(by=member, companies=Company.objects.filter(pk=card.pk))
    turn(member.workspace)
    assert kinds(program) == ["companies.opposed"]


def test_a_verb_that_is_not_kept_is_not_told_and_a_line_taken_back_is(
    member: Member, program: Receiver, secret: str
) -> None:
    with transaction.atomic():
        company(member)
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()
    card = company(member)
    done = log(member, card, "no_answer")
    undo(by=member, entry_id=done.entry.pk)
    turn(member.workspace)
    assert kinds(program) == ["company.added", "call.logged", "taken_back"]
    assert program.came[-1].content["data"]["line"] == done.entry.pk


def test_without_a_webhook_a_verb_asks_nothing_more(member: Member) -> None:
    with CaptureQueriesContext(connection) as asked, record("call.told", by=member, undoable=False):
        pass
    assert not [one["sql"] for one in asked if re.search("webhooks|preferences", one["sql"])]
    assert not Delivery.objects.exists()


def test_what_is_not_taken_is_tried_again_in_order_with_growing_waits(
    member: Member, program: Receiver, secret: str
) -> None:
    company(member)
    company(member, "Laiterie du Marais 02 61 91 04 20 Amiens")
    program.status = 503
    waits, at = [10, 60, 300, 1800, 7200, 21600], TUESDAY
    for wait in waits:
        with clock.frozen(at):
            assert turn(member.workspace).later == 1
            assert turn(member.workspace).later == 0  # not before its time
        at += timedelta(seconds=wait)
    names = {came.headers["webhook-id"] for came in program.came}
    assert (len(program.came), len(names)) == (6, 1)
    program.status = 200
    with clock.frozen(at):
        assert turn(member.workspace).done == 2
        assert turn(member.workspace).done == 0
    assert preferred(member.workspace, Webhook).failures == 0
    assert [row.state for row in Delivery.objects.order_by("id")] == ["done", "done"]
    assert Delivery.objects.order_by("id")[0].attempts == 7


def test_what_failed_while_the_clock_was_a_year_ahead_is_told_when_it_is_right(
    member: Member, program: Receiver, secret: str
) -> None:
    program.status = 503
    with clock.frozen(TUESDAY + timedelta(days=365)):
        company(member)
        assert turn(member.workspace).later == 1
    program.status = 200
    with clock.frozen(TUESDAY):
        assert turn(member.workspace).done == 1


def test_it_is_switched_off_after_many_failures_and_goes_on_when_she_says_so(
    page: Client, member: Member, program: Receiver, secret: str
) -> None:
    program.status = 500
    at = TUESDAY
    for number in range(OFF_AFTER):
        company(member, f"Maison {number} 03 53 01 77 {number + 10} Lens")
        with clock.frozen(at):
            turn(member.workspace)
        at += timedelta(hours=6)
    assert preferred(member.workspace, Webhook).ended
    assert len(program.came) == OFF_AFTER
    assert "Coupé" in page.get("/settings/webhook/").content.decode()
    with clock.frozen(at):
        jobs.look()
    assert len(program.came) == OFF_AFTER
    given_up = Delivery.objects.filter(state="failed").count()
    assert given_up > 0  # two days old
    waiting = Delivery.objects.filter(state="queued").count()
    assert waiting > 0
    program.status = 200
    form = {"address": program.address, "group": list(GROUPS), "own_network": "1"}
    assert page.post("/settings/webhook/", form).status_code == 302  # the secret stays
    jobs.look()
    assert Delivery.objects.filter(state="done").count() == waiting


@pytest.mark.parametrize(("status", "why"), [(302, "refused 302"), (400, "refused 400")])
def test_a_redirection_is_not_followed_and_a_refusal_is_said(
    member: Member, program: Receiver, secret: str, status: int, why: str
) -> None:
    program.status = status
    company(member)
    turn(member.workspace)
    assert len(program.came) == 1
    assert Delivery.objects.get().result == why


def test_a_program_that_never_ends_is_left_within_its_time(
    member: Member, program: Receiver, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway, "SECONDS", 0.3)
    program.status = 0
    company(member)
    turn(member.workspace)
    assert Delivery.objects.get().result.startswith("away")


def test_an_address_of_the_local_network_is_asked_only_where_she_says_so(
    page: Client, member: Member, program: Receiver
) -> None:
    assert keep_webhook(by=member, chosen=Webhook(program.address, GROUPS)).problem == "open"
    hidden = program.address.replace("http://127.0.0.1", "https://localhost")
    keep_webhook(by=member, chosen=Webhook(hidden, GROUPS))
    assert try_webhook(by=member) in ("own_network", "away")
    assert program.came == []
    answer = page.post("/settings/webhook/", {"address": program.address, "group": "calls"})
    assert answer.status_code == 422
    assert "https://" in answer.content.decode()


@pytest.mark.parametrize(
    "address", ["", "x", "ftp://a.example/", "https://a:b@c.example/", "https://a .example/"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(NotDelivered):
        check(address, own_network=True)


def test_the_secret_is_shown_once_belongs_to_its_address_and_is_changed(
    page: Client, member: Member, program: Receiver, at_once: None
) -> None:
    form = {"address": program.address, "group": ["calls", "cards"], "own_network": "1"}
    shown = page.post("/settings/webhook/", form).content.decode()
    first = re.findall(r"whsec_[A-Za-z0-9+/=]+", shown)[0]
    assert "whsec_" not in page.get("/settings/webhook/").content.decode()
    assert "whsec_" not in page.post("/settings/webhook/", form, follow=True).content.decode()
    shown = page.post("/settings/webhook/test/", follow=True).content.decode()
    assert "a bien reçu l’essai" in shown
    assert program.came[-1].is_genuine(first)
    assert program.came[-1].content["type"] == "test"
    shown = page.post("/settings/webhook/", {"secret": "1"}).content.decode()
    second = re.findall(r"whsec_[A-Za-z0-9+/=]+", shown)[0]
    page.post("/settings/webhook/test/")
    assert (program.came[-1].is_genuine(first), program.came[-1].is_genuine(second)) == (
        False,
        True,
    )
    kept = preferred(Workspace.objects.get(pk=member.workspace_id), Webhook)
    moved = Webhook("http://localhost:1/hook", kept.groups, own_network=True)
    save_preferences(workspace=member.workspace, section=moved)  # as a restored copy would have it
    before = len(program.came)
    assert try_webhook(by=member) == "address"
    assert len(program.came) == before


def test_switching_off_gives_up_what_waits(member: Member, program: Receiver, secret: str) -> None:
    company(member)
    switch_off(by=member)
    assert Delivery.objects.get().state == "failed"
    company(member, "Laiterie du Marais 02 61 91 04 20 Amiens")
    assert Delivery.objects.count() == 1
    jobs.look()
    assert program.came == []


def chosen_meanwhile(member: Member, choose: Callable[[Member], object]) -> None:
    """She chooses, in another request, while the program takes its time over a message."""

    def deliver(*_given: object, **_how: object) -> int:
        choose(Member.objects.select_related("workspace").get(pk=member.pk))
        raise NotDelivered("refused", "500")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(actions, "deliver", deliver)
        turn(member.workspace)


def test_switched_off_while_a_message_is_sent_it_stays_off(
    member: Member, program: Receiver, secret: str
) -> None:
    company(member)
    chosen_meanwhile(member, lambda she: switch_off(by=she))
    kept = preferred(Workspace.objects.get(pk=member.workspace_id), Webhook)
    assert (kept.address, kept.groups, kept.failures) == ("", (), 0)
    assert Delivery.objects.get().state == "failed"


def test_another_address_chosen_while_messages_are_sent_is_the_one_that_is_told(
    member: Member, program: Receiver, secret: str
) -> None:
    company(member)
    company(member, "Laiterie du Marais 02 61 91 04 20 Amiens")
    moved = Webhook(program.address.replace("127.0.0.1", "localhost"), GROUPS, own_network=True)
    chosen_meanwhile(member, lambda she: keep_webhook(by=she, chosen=moved))
    kept = preferred(Workspace.objects.get(pk=member.workspace_id), Webhook)
    assert (kept.address, kept.failures) == (moved.address, 0)
    Delivery.objects.update(send_after=TUESDAY)
    assert turn(Workspace.objects.get(pk=member.workspace_id)).done == 2
    assert len(program.came) == 2


def test_what_a_program_answers_instead_of_http_is_kept_without_its_control_characters(
    member: Member, program: Receiver, secret: str
) -> None:
    """PostgreSQL keeps no NUL: the attempt would be made again every other second."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            line, _whose = listening.accept()
            with line:
                line.recv(65536)
                line.sendall(b"\x00\x1b[2Jnothing of the kind\r\n\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        keep_webhook(by=member, chosen=Webhook(address, GROUPS, own_network=True))
        company(member)
        assert turn(member.workspace).later == 1
        thread.join()
    result = Delivery.objects.get().result
    assert result.startswith("away")
    assert "nothing of the kind" in result
    assert result.isprintable()


def test_an_erased_card_is_told_without_its_name(
    member: Member, program: Receiver, secret: str
) -> None:
    card = company(member)
    name = card.name
    erase_company(by=member, company=card, leave_alone=False)
    turn(member.workspace)
    told = b"".join(came.body for came in program.came).decode()
    assert program.came
    assert name not in told


def test_another_workspace_is_told_nothing(
    member: Member, stranger: Member, program: Receiver, secret: str
) -> None:
    company(stranger)
    assert not Delivery.objects.exists()
    jobs.look()
    assert program.came == []
    assert new_secret(by=stranger) != secret


def test_the_signature_is_that_of_the_specification() -> None:
    """The example of Standard Webhooks 1.0."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = '{"test": 2432232314}'
    assert signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body) == (
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_waits_grow_and_end() -> None:
    at = TUESDAY
    waits = [next_try(number, at, at) for number in range(1, 9)]
    assert None not in waits
    assert waits == sorted(one for one in waits if one)
    assert next_try(9, at, at + timedelta(days=2)) is None
    assert group_of("company.won") == "clients"
    assert group_of("mailbox.kept") == group_of("offer.kept") == ""
