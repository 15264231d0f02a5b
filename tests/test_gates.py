"""No path around the law: every address of the desk, every endpoint, every command and every verb
that calls, mails or exports is listed here with what shows that it refuses an opposed value. A new
one that is not listed fails the test.
"""

from __future__ import annotations

import csv
import io
import json
from argparse import Namespace, _SubParsersAction
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from openpyxl import load_workbook

from decroche.api.service import api
from decroche.callqueue.chosen import NotToBeCalled, take_card
from decroche.callqueue.next_card import next_for
from decroche.callqueue.search import Nothing, Pick
from decroche.calls.models import CALLABLE, Call, CallState
from decroche.calls.reading import FIELDS, OutcomeInput
from decroche.calls.refused import Refused
from decroche.cli import commands, rescuing
from decroche.cli.grammar import build_parser
from decroche.compliance.actions import oppose
from decroche.compliance.models import Suppression
from decroche.compliance.rules import ValueKind
from decroche.correspondence.actions import (
    CannotWrite,
    MailInput,
    begin,
    keep_mailbox,
    queue,
    send_again,
)
from decroche.correspondence.inviting import invite
from decroche.correspondence.models import Message
from decroche.correspondence.outbox import turn
from decroche.desk.urls import urlpatterns
from decroche.followups.feed import calendar_for, open_feed
from decroche.followups.models import FollowUp
from decroche.intake.models import Batch
from decroche.intake.queries import left_alone_rows
from decroche.journal.actions import KeptForGood, undo
from decroche.journal.record import record
from decroche.prospects import actions
from decroche.prospects.left_alone import SilentValue
from decroche.prospects.legal_actions import leave_alone, leave_person_alone, read_values
from decroche.prospects.merging import merge
from decroche.prospects.models import Company, Contact, PhoneNumber
from decroche.referrals.actions import refer
from decroche.shared.clock import now
from decroche.shared.numbers import read_numbers
from decroche.shared.refusal import NOTHING, Refusal
from decroche.team.models import Member
from tests.cast import TUESDAY, company
from tests.intake.test_import import bring
from tools.outcomes import log_outcome

NUMBER, EMAIL = "03 53 01 01 42", "contact@vasseur.example"
BOX = {
    "address": "camille@arnaud.example",
    "smtp_host": "127.0.0.1",
    "smtp_port": 1,
    "smtp_security": "none",
}
ASKS = "shows, asks or changes texts: nothing is called, written to or exported"
OWN = "her own offer, settings or figures: nobody's number or address in it"
LAW = "the law's own pages: they stop, lift with a reason, or show to the person concerned"
CARRIES = "no number leaves: what it brings or joins is judged by the verbs tested below"

ADDRESSES: dict[str, str] = {
    **dict.fromkeys(
        (
            "today",
            "welcome",
            "ping",
            "recap",
            "hear-when",
            "hear-note",
            "hear-made",
            "hear-contract",
            "hear-email",
            "answer-question",
            "file",
            "more",
            "block",
            "print-file",
            "find",
            "fact",
            "contract",
            "person",
            "doubles",
            "apart",
            "look-over",
            "complete",
            "paper",
            "piece",
            "changes",
            "already-there",
            "aside",
            "follow-up",
            "move-follow-up",
            "messages",
            "look",
            "looking",
            "trial",
            "ask-register",
            "asking-register",
            "comparing",
            "templates",
            "moments",
            "help",
            "pin",
            "read-again",
            "batch",
            "import",
            "begin",
            "pause",
            "end",
            "skip",
            "followups",
            "as-columns",
            "keep-note",
            "keep-letter",
            "write-note",
            "hear-source",
            "hear-referral",
            "dialling",
            "sheets",
            "hang-ups",
            "reach",
            "renew",
            "drop-press",
            "telephone",
            "pair",
            "paired",
            "name-telephone",
            "revoke-telephone",
            "telephone-state",
            "ring",
            "keep-way",
            "call-phase",
            "hang-up",
        ),
        ASKS,
    ),
    **dict.fromkeys(
        (
            "mailbox",
            "connect-mailbox",
            "authorizer-fields",
            "mailbox-back",
            "disconnect-mailbox",
            "servers",
            "offer",
            "offer-preview",
            "presentation",
            "bring-file",
            "figures",
            "compare-figures",
            "rhythm",
            "aftermath",
            "calls-behind",
            "last-month",
            "month",
            "settings",
            "save-settings",
            "end-session",
            "openings",
            "copies",
            "served",
            "make-copy",
            "copy-folder",
            "seal-copies",
            "discard-sample",
            "close-desk",
        ),
        OWN,
    ),
    **dict.fromkeys(
        ("agenda", "agenda-choose", "agenda-end", "agenda-waiting", "agenda-answer"),
        "what goes to her server is chosen by queries that leave out who must be left alone",
    ),
    **dict.fromkeys(
        ("webhook", "test-webhook", "testing-webhook"),
        "what is told has names of companies, and neither a number nor an address of anybody",
    ),
    **dict.fromkeys(
        ("download-copy", "bring-copy", "open-copy", "restore-copy"),
        "a whole copy, oppositions included; those made since are carried over",
    ),
    **dict.fromkeys(
        (
            "audience",
            "audience-of-import",
            "consent",
            "told",
            "lift-card",
            "leave-person",
            "compliance",
            "looked",
            "keep",
            "oppositions",
            "lift",
            "requests",
            "request",
            "papers",
            "paper-file",
            "access",
            "access-person",
            "law-settings",
            "source",
            "judge",
            "unread",
        ),
        LAW,
    ),
    **dict.fromkeys(
        (
            "quick",
            "bulk",
            "edit",
            "keep-contract",
            "add-number",
            "add-person",
            "edit-person",
            "remove-person",
            "join",
            "join-sure",
            "compare",
            "register",
            "bring-register",
            "check-register",
            "keep-complete",
            "oppose-company",
            "remove-company",
            "win-company",
            "lose-company",
            "rest-company",
            "upload",
            "paste",
            "try-demo",
            "run-import",
            "undo-import",
            "correct-line",
            "decide-changes",
        ),
        CARRIES,
    ),
    **dict.fromkeys(
        (
            "hold",
            "sign-in",
            "take-up",
            "sign-out",
            "account",
            "own-password",
            "make-key",
            "sign-in-ask",
            "sign-in-passkey",
            "sign-in-strength",
            "prove",
            "seen",
            "ask-for-passkey",
            "keep-passkey",
            "remove-passkey",
            "end-key",
            "end-own-session",
            "team",
            "team-board",
            "live-card",
            "live-company",
            "live-rows",
            "live-today",
            "share",
            "invite",
            "withdraw-invitation",
            "member-role",
            "member-leaves",
            "renew-password",
            "list-callers",
            "end-member-sessions",
            "own-figures",
            "members-figures",
        ),
        "members and who holds which card: no number, no address of a card",
    ),
    "correct-call": "the outcome of a call that was made: kept again by the verb that logs one",
}
TESTED = {
    "loop",
    "take-card",
    "log",
    "number-code",
    "ask-to-dial",
    "undo-call",
    "undo",
    "company",
    "begin-message",
    "write",
    "draft",
    "message",
    "take-back-message",
    "send-again",
    "send-now",
    "calendar-feed",
    "export-figures",
    "export-file",
}
COMMANDS: dict[str, str] = {
    **dict.fromkeys(
        ("undo-import", "doubles", "stats", "when", "number", "check", "serve", "open", "search"),
        ASKS,
    ),
    "team": "members: no number, no address of a card",
    **dict.fromkeys(("doctor", "shortcut"), "looks at the computer, not at the file"),
    "unseal": "a whole copy, opened beside the data: put in place by restore",
    **dict.fromkeys(("oppose", "erase", "access", "paper", "keep"), LAW),
    **dict.fromkeys(("import", "register", "demo"), CARRIES),
    "mcp": "tested in tests/cli/test_assistant.py: of an opposed company its name only",
    "backup": "a whole copy, oppositions included",
    "restore": "tested in tests/cli/test_law.py: oppositions made since are carried over",
    "carry-over": "tested in tests/storage/test_restored_on_a_server.py: it only adds oppositions",
}
TESTED_COMMANDS = {"export", "next", "log", "undo", "send"}
ENDPOINTS = {
    "/release": ASKS,
    "/companies": CARRIES,
    "/when": ASKS,
    "/number": ASKS,
    "/stats": ASKS,
    "/skip/{company}": ASKS,
    "/questions": OWN,
    "/offer": OWN,
    **dict.fromkeys(("/companies/{company}/notes", "/companies/{company}/answers"), ASKS),
    **dict.fromkeys(
        (
            "/companies/{company}/consents",
            "/companies/{company}/consents/revoke",
            "/oppositions",
            "/oppositions/lift",
        ),
        LAW,
    ),
}
TESTED_ENDPOINTS = {"/next", "/calls", "/undo"}


def test_every_entry_point_is_listed() -> None:
    names = {pattern.name for pattern in urlpatterns}
    assert names == set(ADDRESSES) | TESTED
    assert not set(ADDRESSES) & TESTED
    choices = next(
        action for action in build_parser()._actions if isinstance(action, _SubParsersAction)
    ).choices
    assert set(choices) == set(COMMANDS) | TESTED_COMMANDS
    assert {path for _, router in api._routers for path in router.path_operations} == set(
        ENDPOINTS
    ) | TESTED_ENDPOINTS


@pytest.fixture(autouse=True)
def _quick_mail(settings: LazySettings, no_keyring: None) -> None:
    settings.MAIL_TIMEOUT = 1.0


@pytest.fixture(params=["said", "slipped"])
def card(request: pytest.FixtureRequest, member: Member) -> Company:
    """An opposed card.

    "slipped": the opposition is kept, and every mark on the card says that nothing is wrong.
    """
    one = company(member, f"Imprimerie Vasseur & Fils {NUMBER} Lille", email=EMAIL)
    leave_alone(by=member, values=read_values(NUMBER), channel="phone")
    leave_alone(by=member, values=read_values(EMAIL), channel="mail")
    if request.param == "slipped":
        Company.objects.update(opposed_at=None)
        CallState.objects.update(blocked_by="")
        PhoneNumber.objects.update(state="valid")
    one.refresh_from_db()
    return one


@pytest.mark.parametrize("place", range(8))
def test_an_opposition_of_any_number_of_a_card_stops_it(member: Member, place: int) -> None:
    """It was written into the database without a verb, so that the card does not show it. The
    number may be any of the card's, and a card may have more numbers than one query asks about.
    """
    one = company(member, "Imprimerie Vasseur & Fils Lille")
    for index in range(8):
        number = read_numbers(f"03 53 01 44 0{index}").numbers[0]
        actions.add_number(by=member, company=one, number=number)
    with record("values.opposed", by=member) as verb:
        values: list[tuple[ValueKind, str]] = [("number", f"+3335301440{place}")]
        oppose(verb=verb, by=member, values=values, channel="phone")
    one.refresh_from_db()
    assert one.opposed_at is None
    with pytest.raises(NotToBeCalled) as refused:
        take_card(by=member, company=one, at=TUESDAY)
    assert refused.value.verdict.why == "opposed"
    assert isinstance(next_for(member, TUESDAY), Nothing)
    assert CallState.objects.get(pk=one.pk).blocked_by == "opposed"


def test_what_one_person_asked_for_stops_her_numbers_and_not_the_company(member: Member) -> None:
    one = company(member, "Imprimerie Vasseur & Fils 03 53 01 01 42 Lille com: Mme Roussel")
    person = one.contacts.get()
    number = read_numbers("03 53 01 44 55").numbers[0]
    actions.add_number(by=member, company=one, number=number)
    PhoneNumber.objects.filter(national=number.national).update(contact=person)
    leave_person_alone(by=member, person=person)
    found = next_for(member, TUESDAY)
    assert isinstance(found, Pick)
    assert found.company == one
    log_outcome(by=member, company_id=one.pk, outcome="wrong_number", at=TUESDAY)
    assert CallState.objects.get(pk=one.pk).blocked_by == "no_number"
    with pytest.raises(NotToBeCalled) as refused:
        take_card(by=member, company=one, at=TUESDAY)
    assert refused.value.verdict.why == "no_number"


def test_the_queue_the_card_and_the_page_show_no_number(
    page: Client, member: Member, card: Company
) -> None:
    assert isinstance(next_for(member, now()), Nothing)
    page.post("/calls/begin/")
    taken = page.post(f"/calls/take/{card.pk}/", follow=True)
    assert "ne plus être" in taken.content.decode()
    assert "tel:" not in taken.content.decode()
    for number in card.numbers.all():
        assert page.get(f"/telephone/code/{number.pk}/").status_code == 404
        assert page.post("/telephone/ask/", {"number": number.pk}).status_code == 404
    for address in ("/calls/", f"/companies/{card.pk}/"):
        assert "tel:" not in page.get(address, follow=True).content.decode(), address


def test_no_outcome_is_logged_by_any_door(page: Client, member: Member, card: Company) -> None:
    number = card.numbers.first()
    assert number is not None
    with pytest.raises(Refused, match="opposed"):
        log_outcome(by=member, company_id=card.pk, outcome="no_answer", number_id=number.pk)
    answer = page.post(
        "/calls/log/",
        {"company": card.pk, "outcome": "no_answer", "number": number.pk, "key": "k"},
        headers={"HX-Request": "true"},
    )
    assert "ne plus être contactés" in answer.content.decode()
    with pytest.raises(Refused):
        commands.log_(
            Namespace(
                outcome="no_answer",
                company=card.pk,
                number=NUMBER,
                at="",
                key="",
                **dict.fromkeys(FIELDS, ""),
            )
        )
    assert not Call.objects.exists()


def test_the_api_neither_gives_nor_logs(
    client: Client, member: Member, card: Company, settings: LazySettings
) -> None:
    headers = {"Authorization": f"Bearer {settings.ACCESS_TOKEN}"}
    assert client.get("/api/v1/next", headers=headers).status_code == 404
    body = json.dumps({"outcome": "no_answer", "company": card.pk})
    answer = client.post("/api/v1/calls", body, content_type="application/json", headers=headers)
    assert answer.status_code == 422
    assert not Call.objects.exists()


def test_the_command_line_gives_nobody(member: Member, card: Company) -> None:
    with pytest.raises(Refusal) as refused:
        commands.next_(Namespace())
    assert refused.value.code == NOTHING


def test_no_mail_by_any_door(page: Client, member: Member, card: Company) -> None:
    keep_mailbox(by=member, values=BOX)
    message = Message.objects.create(
        workspace=member.workspace, company=card, to=EMAIL, member=member, subject="x", body="y"
    )
    with pytest.raises(CannotWrite, match="opposed"):
        queue(by=member, message=message, to=EMAIL.upper(), mail=MailInput("x", "y"))
    assert (
        page.post(
            f"/messages/{message.pk}/",
            {"to": EMAIL, "subject": "x", "body": "y", "situation": "presentation"},
        ).status_code
        == 422
    )
    assert page.get(f"/messages/{message.pk}/draft.eml").status_code == 422
    if card.opposed_at:
        with pytest.raises(CannotWrite, match="opposed"):
            begin(by=member, company=card)
        page.post(f"/companies/{card.pk}/write/")
        assert Message.objects.count() == 1
    Message.objects.filter(pk=message.pk).update(state="failed")
    with pytest.raises(CannotWrite, match="opposed"):
        send_again(by=member, message=Message.objects.get())
    page.post(f"/messages/{message.pk}/again/")
    assert Message.objects.get().state == "failed"
    Message.objects.filter(pk=message.pk).update(
        state="queued", queued_at=now(), send_after=now() - timedelta(minutes=5)
    )
    page.post(f"/messages/{message.pk}/now/")
    assert turn(member.workspace).sent == 0
    assert Message.objects.get().state == "failed"
    meeting = FollowUp.objects.create(
        workspace=member.workspace, company=card, kind="promised", purpose="meeting", due_at=now()
    )
    with record("test", by=member) as verb:
        sent = invite(verb=verb, by=member, follow_up=meeting, to=EMAIL, call=None, contact=None)
    assert sent is None
    assert verb.entry.particulars["unsent"] == [["invitation", EMAIL, "opposed", EMAIL]]


def test_nothing_leaves_in_an_export_or_a_feed(
    page: Client, member: Member, card: Company, tmp_path: Path
) -> None:
    FollowUp.objects.create(
        workspace=member.workspace, company=card, kind="promised", purpose="call_back", due_at=now()
    )
    feed = calendar_for(open_feed(by=member).token)
    assert feed is not None
    if card.opposed_at:
        assert NUMBER not in feed
        for ending in ("csv", "json", "vcf", "xlsx"):
            told = rescuing.export_(Namespace(list="", file=str(tmp_path / f"o.{ending}")))
            assert (told["companies"], told["opposed"]) == (0, 1)
        for ending in ("csv", "json", "vcf"):
            answer = page.get(f"/settings/export/decroche.{ending}")
            assert answer.status_code == 200
            assert "Vasseur" not in b"".join(answer).decode(), ending
        book = load_workbook(
            io.BytesIO(b"".join(page.get("/settings/export/decroche.xlsx"))), read_only=True
        )
        cells = [str(cell) for sheet in book for row in sheet.values for cell in row]
        assert cells
        assert not [cell for cell in cells if "353010142" in cell.replace(" ", "")]
    answer = page.get("/figures/export/calls.csv")
    assert "353010142" not in answer.content.decode().replace(" ", "")


def test_an_opposition_is_not_undone_by_a_key(page: Client, member: Member) -> None:
    one = company(member)
    done = log_outcome(by=member, company_id=one.pk, outcome="do_not_call")
    for _ in range(2):
        assert page.post("/calls/undo/").headers["Location"] == f"/compliance/lift/{done.entry.pk}/"
    assert (
        page.post(f"/undo/{done.entry.pk}/").headers["Location"]
        == f"/compliance/lift/{done.entry.pk}/"
    )
    with pytest.raises(Refusal, match="--reason"):
        commands.undo_(Namespace(reason="", entry=0))
    with pytest.raises(KeptForGood):
        undo(by=member, reason="court")
    page.post(f"/compliance/lift/{done.entry.pk}/", {"reason": "x"})
    assert Company.objects.get().opposed_at is not None
    page.post(f"/compliance/lift/{done.entry.pk}/", {"reason": "touche frappée par erreur"})
    assert (Company.objects.get().opposed_at, Suppression.objects.count()) == (None, 0)


_REFUSED = ("add_company", "add_number", "edit_email", "complete", "person_email")


@pytest.mark.parametrize(
    "way",
    [*_REFUSED, "merge", "refer", "import", "update", "older_undo", "same_number"],
)
def test_an_opposed_value_is_refused_or_stops_the_card(
    member: Member, way: str, tmp_path: Path
) -> None:
    """What is typed or sent is refused and a row adds nothing; a merged card is stopped."""
    other = company(member, f"Nouvelle {NUMBER} Lille") if way == "merge" else None
    leave_alone(by=member, values=read_values("+33 (0)3.53.01.01.42"), channel="phone")
    leave_alone(by=member, values=read_values("Contact@Vasseur.example"), channel="mail")
    number = read_numbers(NUMBER).numbers[0]
    card = company(member, "Laiterie du Marais 02 61 91 04 20 Amiens")
    ways: dict[str, Callable[[], Any]] = {
        "add_company": lambda: company(member, f"Nouvelle {NUMBER} Lille"),
        "add_number": lambda: actions.add_number(by=member, company=card, number=number),
        "edit_email": lambda: actions.edit_company(
            by=member, company=card, changes={"email": EMAIL}
        ),
        "complete": lambda: actions.complete_company(
            by=member, company=card, numbers=[number], changes={}
        ),
        "person_email": lambda: actions.add_person(
            by=member, company=card, role="hr", name="Mme Petit", email=EMAIL
        ),
        "merge": lambda: (
            other and merge(by=member, kept=card, other=Company.objects.get(pk=other.pk))
        ),
        "refer": lambda: _refer(member, card),
        "import": lambda: bring(member, _table(tmp_path, f"Neuve;{NUMBER};")),
        "update": lambda: bring(
            member,
            _table(tmp_path, f"Laiterie du Marais;02 61 91 04 20 / {NUMBER};"),
            on_duplicate="update",
        ),
        "older_undo": lambda: _older_undo(member, card),
        "same_number": lambda: _same_number(member),
    }
    if way in _REFUSED:
        with pytest.raises(SilentValue):
            ways[way]()
    else:
        ways[way]()
    offered = next_for(member, now())
    carried = (
        Company.objects.filter(numbers__e164="+33353010142")
        | Company.objects.filter(email=EMAIL)
        | Company.objects.filter(contacts__email=EMAIL)
    )
    assert not carried.filter(state__blocked_by__in=CALLABLE).exists()
    assert isinstance(offered, Nothing) or not carried.filter(pk=offered.company.pk).exists()
    assert carried.exists() == (way == "merge")
    assert Company.objects.get(pk=card.pk).opposed_at is None or way in ("merge", "older_undo")


def _table(folder: Path, line: str) -> Path:
    path = folder / "f.csv"
    path.write_text(f"Société;Tél.;Ville\n{line}Amiens\n", encoding="utf-8")
    return path


def _refer(member: Member, card: Company) -> None:
    with record("test", by=member) as verb:
        refer(
            verb=verb,
            by=member,
            from_company=card,
            call=None,
            line=f"Studio Nord {NUMBER}",
            sentence="",
        )


def _older_undo(member: Member, card: Company) -> None:
    """A wrong number noted, then an opposition, then the older line taken back: the card stays
    stopped.
    """
    done = log_outcome(by=member, company_id=card.pk, outcome="wrong_number")
    actions.oppose_all(by=member, companies=Company.objects.filter(pk=card.pk))
    undo(by=member, entry_id=done.entry.pk)
    assert not Company.objects.get(pk=card.pk).state.callable


def _same_number(member: Member) -> None:
    """Two cards with one number: a refusal on one holds for both."""
    one, two = (
        company(member, "Un 03 53 01 44 44 Lille"),
        company(member, "Deux 03 53 01 44 44 Lomme"),
    )
    log_outcome(by=member, company_id=one.pk, outcome="do_not_call")
    two.refresh_from_db()
    assert (two.state.callable, two.opposed_at is None) == (False, False)


def test_one_person_is_left_alone_and_stays_so_through_an_import(
    member: Member, tmp_path: Path
) -> None:
    card = company(member, "Mutuelle des Deux Caps 03 53 01 02 15 Calais rh: Mme Roussel")
    person = Contact.objects.get(name="Mme Roussel")
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="call_back",
        said=OutcomeInput(when=now() + timedelta(days=1)),
    )
    leave_person_alone(by=member, person=person)
    assert Company.objects.get(pk=card.pk).state.callable
    Contact.objects.all().delete()
    actions.add_person(by=member, company=card, role="hr", name="MME ROUSSEL")
    assert Contact.objects.get().opposed_at is not None


@pytest.mark.sqlite
def test_a_re_import_lets_none_of_five_hundred_opposed_numbers_through(
    member: Member, shared_data: Path, tmp_path: Path
) -> None:
    source = shared_data / "companies" / "town-halls.csv"
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    at = rows[0].index("mairie_telephone")
    readable = [
        row
        for row in rows[1:]
        if (found := read_numbers(row[at]).numbers)
        and len(found) == 1
        and found[0].e164.startswith("+33")
    ]
    assert len(rows) - 1 == 34861
    chosen = readable[:: len(readable) // 500][:500]
    dialled = {read_numbers(row[at]).numbers[0].e164 for row in chosen}
    for row in chosen:
        leave_alone(
            by=member, values=[("number", read_numbers(row[at]).numbers[0].e164)], channel="phone"
        )
    spellings = ("+33 (0){}", "0033{}", "{}", "0{}", "0{} (standard)", "+33{}")
    for place, row in enumerate(chosen):
        digits = read_numbers(row[at]).numbers[0].e164[3:]
        spaced = (
            " ".join([digits[0], *(digits[i : i + 2] for i in range(1, 9, 2))])
            if place % 2
            else ".".join([digits[0], *(digits[i : i + 2] for i in range(1, 9, 2))])
        )
        row[at] = spellings[place % len(spellings)].format(
            digits if place % 3 == 0 or spellings[place % len(spellings)] == "{}" else spaced
        )
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    path = tmp_path / "halls.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    batch: Batch = bring(member, path, on_duplicate="create")
    assert batch.rows == 34861
    assert not PhoneNumber.objects.filter(e164__in=list(dialled)).exists()
    assert batch.choices["not_to_be_called"] >= 500
    assert left_alone_rows(batch).count() == batch.choices["not_to_be_called"]
