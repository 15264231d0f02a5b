"""A verb that changes nothing writes no journal line: a button pressed twice, a form sent
unchanged.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from decroche.accountability.due import note_informed
from decroche.calls.actions import lose, win
from decroche.calls.contract_kept import keep_contract
from decroche.calls.models import Answer, Question
from decroche.calls.qualifying import qualify
from decroche.calls.scripts import write_answer, write_opening, write_question, write_script
from decroche.calls.states import note_way_in, rest
from decroche.correspondence.actions import (
    close,
    forget_mailbox,
    keep_mailbox,
    leave_now,
    take_back,
    write_template,
)
from decroche.correspondence.judging import close_unread
from decroche.correspondence.models import Message, UnreadMail
from decroche.followups import actions as followups
from decroche.followups.feed import close_feed
from decroche.followups.models import FollowUp
from decroche.intake.changing import apply_changes, leave_changes
from decroche.intake.models import Batch
from decroche.intake.undoing_imports import AlreadyUndone, undo_import
from decroche.journal import record as record_module
from decroche.journal.models import Entry
from decroche.journal.record import record
from decroche.offer.actions import enclose, remove_enclosure, save_offer
from decroche.offer.queries import offer_of
from decroche.prospects import actions, legal_actions
from decroche.prospects.merging import merge_all, never_the_same
from decroche.prospects.models import Company, Contact, Provenance
from decroche.prospects.people import edit_person
from decroche.shared.clock import frozen, now
from decroche.team.models import Member
from tests.cast import TUESDAY, file_of

Press = Callable[[], object]


def presses(member: Member) -> dict[str, Press]:
    """Each verb as it is pressed twice with the same words."""
    card, other = file_of(member, 2)
    only = Company.objects.filter(pk=card.pk)
    actions.add_person(by=member, company=card, role="hr", name="Mme Roussel")
    person, days = Contact.objects.get(company=card), iter((30, 9))
    due = FollowUp.objects.create(
        workspace=member.workspace, company=card, kind="promised", due_at=TUESDAY, note=""
    )
    draft = Message.objects.create(
        workspace=member.workspace, company=card, member=member, to="a@b.example"
    )
    unread = UnreadMail.objects.create(
        workspace=member.workspace, sender="x@y.example", reason="stranger", key="k"
    )
    question = Question.objects.filter(workspace=member.workspace).order_by("pk")[0]
    answer = Answer.objects.filter(workspace=member.workspace).order_by("pk")[0]
    source = Provenance.objects.get(pk=card.provenance_id)
    later, pdf = TUESDAY + timedelta(days=3), b"%PDF-1.4 one page"
    batch = Batch.objects.create(
        workspace=member.workspace, member=member, provenance=source, filename="fichier.csv"
    )
    return {
        "way_in": lambda: note_way_in(by=member, company=card, text="poste 12"),
        "edit": lambda: actions.edit_company(by=member, company=card, changes={"city": "Lens"}),
        "list": lambda: actions.put_on_list(by=member, companies=only, name="À voir"),
        "tag": lambda: actions.tag(by=member, companies=only, word="été"),
        "oppose": lambda: actions.oppose_all(by=member, companies=only),
        "remove": lambda: actions.remove(by=member, companies=only),
        "rest": lambda: rest(by=member, companies=only, days=next(days)),
        "person": lambda: legal_actions.leave_person_alone(by=member, person=person),
        "edit_person": lambda: edit_person(by=member, person=person, name="M. Roux", role="hr"),
        "values": lambda: legal_actions.leave_alone(
            by=member, values=legal_actions.read_values("03 53 01 99 01"), channel="phone"
        ),
        "audience": lambda: legal_actions.choose_audience(
            by=member, company=card, audience="consumer"
        ),
        "audience_of_all": lambda: legal_actions.choose_audience_of_all(
            by=member, companies=only, audience="consumer"
        ),
        "audience_by_rule": lambda: legal_actions.choose_audience(
            by=member, company=card, audience=""
        ),
        "diffusion": lambda: legal_actions.note_diffusion(by=member, company=card, status="P"),
        "revoke": lambda: legal_actions.revoke_consent(
            by=member, company=card, kind="number", value="+33353010142", channel="phone"
        ),
        "nature": lambda: actions.say_nature(by=member, provenance=source, nature="business"),
        "win": lambda: win(by=member, company=card),
        "lose": lambda: lose(by=member, company=card),
        "qualify": lambda: qualify(by=member, company=card, question=question, value="une agence"),
        "script": lambda: write_script(by=member, role="hr", text="Bonjour, c’est Camille."),
        "opening": lambda: write_opening(by=member, situation="promised", text="Comme promis…"),
        "answer": lambda: write_answer(
            by=member, answer_id=answer.pk, objection="Trop cher", response="Non.", key="g"
        ),
        "question": lambda: write_question(
            by=member, question_id=question.pk, text="Qui ?", choices=["moi"]
        ),
        "move": lambda: followups.move(by=member, follow_up=due, due_at=later, precision="minute"),
        "done": lambda: followups.close(by=member, follow_up=due, how="dropped"),
        "dropped_mail": lambda: close(by=member, message=draft, how="dropped"),
        "take_back": lambda: take_back(by=member, message=draft),
        "hurry": lambda: leave_now(by=member, message=draft),
        "unread": lambda: close_unread(by=member, unread=unread, oppose_sender=True),
        "template": lambda: write_template(
            by=member, situation="agency", language="fr", subject="S", body="Bonjour"
        ),
        "mailbox": lambda: forget_mailbox(by=member),
        "mailbox_kept": lambda: keep_mailbox(by=member, values={"address": "anne@example.com"}),
        "enclosed": lambda: enclose(by=member, kind="cv", filename="cv.pdf", content=pdf),
        "import": lambda: _unless_undone(lambda: undo_import(by=member, batch=batch)),
        "feed": lambda: close_feed(by=member),
        "enclosure": lambda: remove_enclosure(by=member, kind="cv"),
        "offer": lambda: save_offer(by=member, offer=offer_of(member)),
        "contract": lambda: keep_contract(
            by=member, company=card, agency="Agence Bleue", until="fin mars", at=TUESDAY
        ),
        "told": lambda: note_informed(by=member, company=card, kind="oral"),
        "apart": lambda: never_the_same(by=member, one=card, two=other),
        "merge": lambda: merge_all(by=member, pairs=[], in_order=lambda a, b: (a, b)),
        "apply": lambda: apply_changes(by=member, changes=[]),
        "leave": lambda: leave_changes(by=member, changes=[]),
    }


def _unless_undone(take_back: Callable[[], object]) -> None:
    with suppress(AlreadyUndone):
        take_back()


NEVER = {
    *("lose", "take_back", "hurry", "mailbox", "feed", "enclosure", "merge", "apply"),
    *("leave", "revoke", "audience_by_rule"),
}
"""Verbs for which there is nothing to do from the start."""
NAMES = [
    *("way_in", "edit", "list", "tag", "oppose", "remove", "rest", "person", "values", "audience"),
    *(
        "audience_of_all",
        "audience_by_rule",
        "diffusion",
        "revoke",
        "nature",
        "win",
        "lose",
        "qualify",
        "script",
    ),
    *("opening", "answer", "question", "move", "done", "dropped_mail", "take_back", "hurry"),
    *("unread", "template", "mailbox", "feed", "enclosure", "offer", "told", "apart", "merge"),
    *("apply", "leave", "mailbox_kept", "enclosed", "import", "edit_person", "contract"),
]


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")


@pytest.mark.parametrize("name", NAMES)
def test_the_second_time_writes_no_line(member: Member, name: str) -> None:
    press = presses(member)[name]
    before = Entry.objects.count()
    press()
    assert (Entry.objects.count() > before) == (name not in NEVER)
    once = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    with frozen(now() + timedelta(hours=1)):
        press()
    assert list(Entry.objects.order_by("pk").values_list("pk", flat=True)) == once


def test_every_press_is_tried(member: Member) -> None:
    assert set(presses(member)) == set(NAMES)


_CALL = "a call is made, or corrected: each is another one"
_ONCE = "a thing that happened, or that was asked for: each is another one"
APART = {
    "correspondence.authorizing.finish_connecting": "asks a provider: tests of connecting",
    "correspondence.authorizing.disconnect": "asks a provider: tests of connecting",
    "accountability.carrying._oppose_again": "only after a restore, of what the copy lacks",
    "accountability.erasing.erase_company": "for good, and noted each time it is asked for",
    "accountability.erasing.erase_person": "for good, and noted each time it is asked for",
    "accountability.requests.finish": "what is closed is refused",
    "accountability.requests._oppose": _ONCE,
    "accountability.retention.apply_retention": "returns at once when nothing is kept too long",
    "callqueue.dropped.drop_press": "a key is used up once: tests of dropped presses",
    "callqueue.log_and_go_on.log_and_go_on": _CALL,
    "calls.actions.keep_moment": _ONCE,
    "calls.correcting._amend": _CALL,
    "calls.correcting._log_again": _CALL,
    "calls.log_call.log_call": _CALL,
    "calls.notes.write_note": _ONCE,
    "calls.scripts._write": "pressed by `script` and `opening`",
    "compliance.actions.extend": "a request is extended once, then refused",
    "compliance.actions.receive": _ONCE,
    "correspondence.actions.begin": _ONCE,
    "correspondence.actions.queue": "a mail that is queued is not queued again: refused",
    "correspondence.actions.send_again": "only a message that is to be checked leaves again",
    "correspondence.judging.settle": "what is judged is refused",
    "correspondence.leaving.note_left": "a mail leaves once",
    "correspondence.notice.note_told": "what they were told already is not noted again",
    "correspondence.receiving._put_on_card": "a mail is read once, by its Message-ID",
    "correspondence.trial._told": _ONCE,
    "followups.actions.hold": "a meeting is answered for once, then refused",
    "followups.feed.open_feed": "each address is another one, and closes the one before",
    "intake.actions._line": _ONCE,
    "intake.undoing_imports._end": "pressed by `import`",
    "membership.actions._joined": "a link works once",
    "membership.actions._link": "each link is another one",
    "membership.actions._password_chosen": "a link works once",
    "membership.actions.change_password": "each password is hashed with another salt",
    "membership.actions.change_role": "pressed in tests/team/test_members.py",
    "membership.actions.end_key": "without a key nothing changes",
    "membership.actions.make_key": "each key is another one",
    "membership.actions.keep_passkey": "each passkey is another one, kept once",
    "membership.actions.remove_passkey": "without a passkey nothing changes",
    "membership.actions.end_members_sessions": "without a session nothing changes",
    "membership.actions.leave": "who has left is not there to leave again",
    "membership.figures.end_shown_figures": "what is not shown is not ended",
    "membership.figures.say_figures_are_shown": "pressed in tests/team/test_own_figures.py",
    "membership.actions.share": "a file is shared once, then refused",
    "membership.lists.keep_callers": "pressed in tests/callqueue/test_reserved.py",
    "membership.actions.withdraw": "an invitation that is withdrawn is gone",
    "offer.actions.seed_offer": "only while there is none",
    "prospects.actions._add": _ONCE,
    "prospects.actions.add_number": "adds the number it is given, each time",
    "prospects.actions.complete_company": "returns None when there is nothing new",
    "prospects.legal_actions.keep_consent": _ONCE,
    "prospects.legal_actions.lift_company": "without an opposition nothing changes",
    "prospects.legal_actions.lift_person": "without an opposition nothing changes",
    "prospects.legal_actions.lift_values": "without an opposition nothing changes",
    "prospects.people.remove_person": "a person who was taken off the card is gone",
    "prospects.merging.merge": "the second card is gone",
}
"""Verbs that are not pressed here, each with the reason."""


def test_a_new_verb_is_pressed_or_says_why_not() -> None:
    """A verb is a function that writes with `record`; the presses name theirs."""
    package = Path(record_module.__file__).parent.parent
    verbs = set[str]()
    for path in package.rglob("*.py"):
        module = ".".join(path.relative_to(package).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and "record" in _called(node):
                verbs.add(f"{module}.{node.name}")
    (own,) = (
        node
        for node in ast.parse(Path(__file__).read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name == presses.__name__
    )
    left = {verb for verb in verbs if verb.rpartition(".")[2] not in _called(own)}
    assert left == set(APART)


def _called(function: ast.FunctionDef) -> set[str]:
    found = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {
        one.id if isinstance(one, ast.Name) else one.attr
        for one in found
        if isinstance(one, ast.Name | ast.Attribute)
    }


def test_rows_that_hold_the_value_already_are_no_change(member: Member) -> None:
    file_of(member, 3)
    with record("companies.tagged", by=member) as verb:
        count = verb.update_all(Company.objects.filter(city="Lille"), city="Lille")
    assert count == 1
    assert not Entry.objects.filter(verb="companies.tagged").exists()
    with record("companies.tagged", by=member) as verb:
        assert verb.update_all(Company.objects.all(), city="Lille") == 3
    assert sorted(image[2] for image in verb.entry.changes) == sorted(
        [
            [pk]
            for pk in Company.objects.exclude(pk=Company.objects.order_by("pk")[0].pk).values_list(
                "pk", flat=True
            )
        ]
    )
