"""Undo takes back what an entry led to, and only that; what can't be taken back is said."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.utils.translation import override

from decroche.callqueue.claiming import claim
from decroche.callqueue.claims import held
from decroche.callqueue.models import Claim
from decroche.callqueue.rules import Reason
from decroche.calls import sessions
from decroche.calls.actions import keep_moment
from decroche.calls.models import Call, CallSession, Moment, Question, Script
from decroche.calls.own_texts import texts
from decroche.calls.qualifying import qualify
from decroche.calls.scripts import write_question, write_script
from decroche.calls.sittings import given_in
from decroche.correspondence.actions import begin
from decroche.database.fetching import fetch_now
from decroche.followups.actions import move
from decroche.followups.models import FollowUp
from decroche.intake.models import Batch
from decroche.intake.undoing_imports import undo_import
from decroche.journal.actions import undo
from decroche.journal.models import Entry
from decroche.journal.record import record
from decroche.journal.staying import stays_in_words
from decroche.offer.actions import save_offer
from decroche.offer.models import Service, Step
from decroche.offer.queries import offer_of
from decroche.prospects import actions
from decroche.prospects.actions import NewCompany, add_company
from decroche.prospects.merging import merge
from decroche.prospects.models import CallListEntry, Company, Contact, PhoneNumber, Provenance
from decroche.prospects.search import search
from decroche.referrals.models import Referral
from decroche.shared.numbers import read_numbers
from decroche.team.models import Member, Workspace
from tests.cast import LINES, TUESDAY, company, file_of, log, state_of
from tools.outcomes import log_outcome

PACKAGE = Path(__file__).resolve().parents[2] / "decroche"
REFERRED = {"referral": "Studio Nord 03 53 01 44 55 Lille com: Mme Petit"}


def everything() -> dict[str, list[Any]]:
    """Every row of every table, except for the journal and the version of her texts."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("decroche") and model._meta.label != "journal.Entry":
            found[model._meta.label] = [
                {name: value for name, value in row.items() if name != "preferences"}
                for row in model._base_manager.order_by("pk").values()
            ]
    return found


def said(entry: Any) -> list[str]:
    entry.refresh_from_db()
    with override("fr"):
        return stays_in_words(entry)


# What is taken out of the middle


def test_a_call_taken_back_out_of_the_middle_leaves_the_others_counted(member: Member) -> None:
    card = company(member)
    sessions.begin(by=member)
    first = log(member, card, "gatekeeper", note="demander Mme Durand")
    second = log(
        member, card, "no_need", note="budget voté en mars", at=TUESDAY + timedelta(hours=5)
    )
    undo(by=member, entry_id=first.entry.pk)
    found, sitting = state_of(card), given_in(CallSession.objects.get())
    assert (found.attempts, found.unanswered, found.last_outcome) == (1, 0, "no_need")
    assert (sitting.calls, sitting.decision_makers) == (1, 1)
    assert not search(member.workspace, "durand")
    assert search(member.workspace, "budget")
    undo(by=member, entry_id=second.entry.pk)
    found, sitting = state_of(card), given_in(CallSession.objects.get())
    assert (found.attempts, found.last_outcome, found.last_called_at) == (0, "", None)
    assert (sitting.calls, sitting.decision_makers) == (0, 0)
    assert not search(member.workspace, "budget")


def test_unanswered_calls_in_a_row_are_counted_again(member: Member) -> None:
    card = company(member)
    done = [log(member, card, "no_answer", at=TUESDAY + timedelta(days=day)) for day in range(3)]
    undo(by=member, entry_id=done[1].entry.pk)
    assert (state_of(card).attempts, state_of(card).unanswered) == (2, 2)


def test_an_older_call_taken_back_leaves_the_card_she_holds(member: Member) -> None:
    first, second, third = file_of(member, 3)
    older = log(member, first)
    log(member, second)
    claim(member, third, Reason("held"), TUESDAY)
    undo(by=member, entry_id=older.entry.pk)
    before_her = held(member, fetch_now)
    assert before_her is not None
    assert before_her.company == third
    undo(by=member)
    assert Claim.objects.get().company == second


# What others use since


def test_a_card_referred_to_goes_with_its_call(member: Member) -> None:
    entry = log(member, company(member), "no_need", details=REFERRED).entry
    studio = Company.objects.get(name="Studio Nord")
    actions.put_on_list(by=member, companies=Company.objects.filter(pk=studio.pk), name="Nord")
    claim(member, studio, Reason("held"), TUESDAY)
    undo(by=member, entry_id=entry.pk)
    assert not Company.objects.filter(pk=studio.pk).exists()
    assert said(entry) == []


@pytest.mark.parametrize(
    "use",
    [
        lambda by, card: log(by, card, "no_answer"),
        lambda by, card: qualify(
            by=by, company=card, question=Question.objects.order_by("pk")[0], value="Agence"
        ),
        lambda by, card: keep_moment(by=by, sentence="Appelez mars", company=card),
        lambda by, card: begin(by=by, company=card),
        lambda by, card: actions.add_person(by=by, company=card, role="hr", name="Mme Roussel"),
        lambda by, card: actions.edit_company(by=by, company=card, changes={"notes": "à voir"}),
        lambda by, card: actions.add_number(
            by=by, company=card, number=read_numbers("03 53 01 44 56").numbers[0]
        ),
        lambda by, card: log(by, company(by, LINES[3]), "no_need", details=REFERRED),
    ],
)
def test_a_card_referred_to_and_used_since_stays(
    use: Callable[[Member, Company], object], member: Member
) -> None:
    first = log(member, company(member), "no_need", details=REFERRED)
    studio = Company.objects.get(name="Studio Nord")
    use(member, studio)
    before = everything()
    undo(by=member, entry_id=first.entry.pk)
    assert not Call.objects.filter(pk=first.call.pk).exists()
    assert not Referral.objects.filter(call=first.call.pk).exists()
    after = everything()
    for label in ("calls.Qualification", "calls.Moment", "correspondence.Message"):
        assert after[label] == before[label]
    assert len(after["calls.Call"]) == len(before["calls.Call"]) - 1
    assert Company.objects.filter(pk=studio.pk).exists() is (use is not None)
    assert any(sentence.startswith("Studio Nord reste") for sentence in said(first.entry))


def test_a_card_added_and_used_since_stays(member: Member) -> None:
    card, entry = add_company(by=member, new=NewCompany("Studio Nord"))
    other, other_entry = add_company(by=member, new=NewCompany("Studio Sud"))
    keep_moment(by=member, sentence="Appelez en mars", company=card)
    moment = Moment.objects.get()
    qualify(by=member, company=card, question=Question.objects.order_by("pk")[0], value="Agence")
    undo(by=member, entry_id=entry.pk)
    undo(by=member, entry_id=other_entry.pk)
    assert list(Company.objects.values_list("name", flat=True)) == ["Studio Nord"]
    moment.refresh_from_db()
    assert moment.company == card
    assert said(entry) == ["Studio Nord reste\u00a0: cela a servi depuis."]
    assert other.pk


def test_a_person_named_in_a_call_stays_when_she_was_written_about_since(member: Member) -> None:
    card = company(member)
    done = log(member, card, "email_requested", email="com@vasseur.example")
    person = Contact.objects.get()
    with record("person.named", by=member, company_id=card.pk) as verb:
        verb.update(person, name="Mme Petit")
    undo(by=member, entry_id=done.entry.pk)
    assert Contact.objects.get().name == "Mme Petit"
    assert said(done.entry) == ["Mme Petit reste en l’état\u00a0: modifié depuis."]


def test_a_number_that_was_dialled_since_stays(member: Member) -> None:
    card = company(member)
    number = read_numbers("03 53 01 44 56").numbers[0]
    entry = actions.add_number(by=member, company=card, number=number)
    added = PhoneNumber.objects.get(e164=number.e164)
    log_outcome(by=member, company_id=card.pk, outcome="no_answer", number_id=added.pk)
    undo(by=member, entry_id=entry.pk)
    assert Call.objects.get().number == added
    assert said(entry) == [f"{added.national} reste\u00a0: cela a servi depuis."]


def test_a_promise_that_she_moved_since_stays(member: Member) -> None:
    card = company(member)
    done = log(member, card, "call_back", when=TUESDAY + timedelta(days=2))
    row = FollowUp.objects.get()
    move(by=member, follow_up=row, due_at=TUESDAY + timedelta(days=3), precision="day")
    undo(by=member, entry_id=done.entry.pk)
    assert FollowUp.objects.get().due_at == TUESDAY + timedelta(days=3)
    assert said(done.entry) == [
        "Ce qui est prévu avec Imprimerie Vasseur & Fils reste\u00a0: vous l’avez déplacé depuis."
    ]


def test_a_promise_that_a_later_call_kept_goes_with_the_call_that_gave_it(member: Member) -> None:
    card = company(member)
    given = log(member, card, "call_back", when=TUESDAY + timedelta(days=2))
    kept = log(member, card, "no_need", at=TUESDAY + timedelta(days=2))
    undo(by=member, entry_id=given.entry.pk)
    assert not FollowUp.objects.exists()
    undo(by=member, entry_id=kept.entry.pk)
    assert not FollowUp.objects.exists()


def test_a_promise_closed_by_a_call_is_open_again_without_it(member: Member) -> None:
    card = company(member)
    log(member, card, "call_back", when=TUESDAY + timedelta(days=2))
    kept = log(member, card, "no_need", at=TUESDAY + timedelta(days=2))
    undo(by=member, entry_id=kept.entry.pk)
    assert FollowUp.objects.get().closed_at is None


def test_a_list_made_and_used_by_others_since_stays(member: Member) -> None:
    first, second = file_of(member, 2)
    rows = Company.objects.filter
    made = actions.put_on_list(by=member, companies=rows(pk=first.pk), name="Nord")
    actions.put_on_list(by=member, companies=rows(pk=second.pk), name="Nord")
    undo(by=member, entry_id=made.pk)
    assert [row.company for row in CallListEntry.objects.all()] == [second]
    assert said(made) == ["Nord reste\u00a0: cela a servi depuis."]


def test_cards_joined_and_called_since_part_with_their_own_calls(member: Member) -> None:
    kept, other = file_of(member, 2)
    log(member, kept)
    log(member, other, "gatekeeper")
    entry = merge(by=member, kept=kept, other=other)
    log(member, kept, "voicemail", at=TUESDAY + timedelta(days=1))
    undo(by=member, entry_id=entry.pk)
    assert Call.objects.filter(company=other).count() == 1
    assert Call.objects.filter(company=kept).count() == 2
    other.refresh_from_db()
    assert other.removed_at is None


# What was deleted


def test_a_deletion_keeps_the_images_of_all_that_goes_with_it(member: Member) -> None:
    card, other = company(member), company(member, LINES[1])
    sessions.begin(by=member)
    log(member, card, "call_back", when=TUESDAY + timedelta(days=2), moment="Bravo")
    log(member, card, "email_requested", email="com@vasseur.example", details=REFERRED)
    qualify(by=member, company=card, question=Question.objects.order_by("pk")[0], value="Agence")
    actions.put_on_list(by=member, companies=Company.objects.filter(pk=card.pk), name="Nord")
    claim(member, card, Reason("held"), TUESDAY)
    before = everything()
    with record("test", by=member, company_id=other.pk) as verb:
        verb.delete(card)
    gone = everything()
    assert not gone["calls.Call"]
    assert not gone["calls.Qualification"]
    undo(by=member, entry_id=verb.entry.pk)
    after = everything()
    for label, rows in before.items():
        assert after[label] == rows, label


def test_every_row_that_a_deletion_takes_along_has_an_image(member: Member) -> None:
    """In every table, the rows that refer to a deleted row with CASCADE or SET_NULL are in the
    images.
    """
    offer = offer_of(member)
    service = Service.objects.order_by("pk")[0]
    steps = Step.objects.filter(service=service).count()
    assert offer.services
    assert steps
    with record("test", by=member) as verb:
        verb.delete(service)
    assert len([image for image in verb.changes if image[1] == "offer.step"]) == steps
    cascading = {
        field.related_model._meta.label
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, models.ForeignKey)
        and model.__module__.startswith("decroche")
        and field.remote_field.on_delete is models.CASCADE
        and field.name != "workspace"
    }
    assert "calls.Question" not in cascading, "answers are never lost with their question"


def test_only_what_nobody_typed_is_deleted_outside_a_verb() -> None:
    """Each `.delete()` is that of a verb, which keeps images, or is listed here with its reason."""
    allowed = {
        ("journal/record.py", "delete"): "the verb itself",
        ("journal/images.py", "_take_away"): "undo of a row that was made",
        ("compliance/personal.py", "erase_rows"): "erasing, by law",
        ("compliance/personal.py", "scrub"): "erasing, by law",
        ("accountability/retention.py", "apply_retention"): "kept too long, by law",
        ("correspondence/recalling.py", "recall_mail_of_older_entry"): "undo of a mail",
        ("correspondence/actions.py", "forget_mailbox"): "a setting",
        ("correspondence/actions.py", "close_own_mailbox"): "a setting of who has left",
        ("offer/actions.py", "remove_enclosure"): "a file that she has",
        ("membership/actions.py", "leave"): "a password of who has left: the journal keeps none",
        ("membership/news.py", "tell"): "what a member was told thirty days ago",
        ("membership/news.py", "forget_news"): "what a member who has left was told",
        ("membership/actions.py", "remove_passkey"): "a key of a device, which she can make again",
        (
            "membership/lists.py",
            "keep_callers",
        ): "who calls a list: a setting, the journal names it",
        ("agenda/actions.py", "_forget"): "what stands on a server that is asked no more",
        ("agenda/actions.py", "take_unknown_away"): "what stands on her server, deleted there",
        ("agenda/talk.py", "take_away"): "what stood on her server, deleted there",
        ("webhooks/actions.py", "turn"): "what a program was told, a month ago",
        ("team/signing.py", "_count_try"): "counts of failures, a day old",
        ("intake/completing.py", "complete"): "an import without rows, made just now",
        ("intake/updating.py", "remove_untouched"): "rows of a file, untouched since",
        ("intake/updating.py", "put_back"): "numbers of a file, not dialled since",
        ("intake/under_way.py", "withdraw"): "an import that did not come to its end",
        ("intake/under_way.py", "_remove_list"): "the list that it made, with no card on it",
        (
            "intake/under_way.py",
            "_take_batch_back",
        ): "its line among the imports, when nobody waits for it",
        ("intake/under_way.py", "put_all_back"): "what it noted of the cards it changed",
        ("intake/under_way.py", "delete_some"): "what it kept aside and would have asked",
        ("intake/updating.py", "_put_people_back"): "people of a file, not spoken to since",
    }
    found = set()
    for path in sorted(PACKAGE.glob("*/**/*.py")):
        where = path.relative_to(PACKAGE).as_posix()
        if "migrations" in where or where.startswith("callqueue/"):  # claims hold nothing typed
            continue
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in ("delete", "_raw_delete")
                    and not ast.unparse(node.func.value).endswith("verb")
                    and not ast.unparse(node.func.value).isupper()
                ):
                    assert (where, function.name) in allowed, (where, node.lineno)
                    found.add((where, function.name))
    assert found <= set(allowed)


def test_a_deletion_taken_back_after_a_newer_one_took_its_place_says_so(member: Member) -> None:
    write_script(by=member, role="hr", text="")
    deleted = member_last(member)
    write_script(by=member, role="hr", text="Bonjour !")
    undo(by=member, entry_id=deleted)
    assert Script.objects.get(role="hr").text == "Bonjour !"


def member_last(member: Member) -> int:
    return Entry.objects.filter(member=member).latest("pk").pk


def test_texts_are_read_again_after_undo(member: Member) -> None:
    workspace = Workspace.objects.get(pk=member.workspace_id)
    before = texts(workspace).script("hr")
    write_script(by=member, role="hr", text="Bonjour !")
    workspace.refresh_from_db()
    assert texts(workspace).script("hr") == "Bonjour !"
    undo(by=member)
    workspace.refresh_from_db()
    assert texts(workspace).script("hr") == before


def test_a_question_added_and_answered_since_stays(member: Member) -> None:
    card = company(member)
    write_question(by=member, question_id=None, text="Budget ?", choices=[])
    entry = member_last(member)
    asked = Question.objects.get(text="Budget ?")
    qualify(by=member, company=card, question=asked, value="5000 euros")
    taken = undo(by=member, entry_id=entry)
    assert Question.objects.filter(pk=asked.pk).exists()
    assert said(taken) == ["Budget ? reste\u00a0: cela a servi depuis."]


def test_an_offer_changed_since_keeps_what_is_newer(member: Member) -> None:
    offer = offer_of(member)
    one = offer.services[0]
    first = save_offer(by=member, offer=replace_service(offer, one, name="Un"))
    save_offer(by=member, offer=replace_service(offer_of(member), one, name="Deux"))
    undo(by=member, entry_id=first.pk)
    assert Service.objects.get(pk=one.pk or 0).name == "Deux"


def replace_service(offer: Any, service: Any, **fields: Any) -> Any:
    rest = [one for one in offer.services if one.pk != service.pk]
    return replace(offer, services=[replace(service, **fields), *rest])


# An import


def imported(member: Member) -> tuple[Batch, list[Company]]:
    source = Provenance.objects.create(workspace=member.workspace, source="x", kind="import")
    batch = Batch.objects.create(
        workspace=member.workspace, member=member, provenance=source, filename="x", path=""
    )
    cards = file_of(member, 8)
    Company.objects.update(provenance=source)
    Entry.objects.all().delete()
    return batch, cards


def test_an_import_taken_back_keeps_every_card_that_she_touched(member: Member) -> None:
    batch, cards = imported(member)
    asked = Question.objects.order_by("pk")[0]
    qualify(by=member, company=cards[0], question=asked, value="Agence")
    keep_moment(by=member, sentence="Appelez en mars", company=cards[1])
    actions.add_person(by=member, company=cards[2], role="hr", name="Mme Roussel")
    begin(by=member, company=cards[3])
    actions.tag(by=member, companies=Company.objects.filter(pk=cards[4].pk), word="nord")
    merge(by=member, kept=cards[5], other=cards[6])
    removed, kept = undo_import(by=member, batch=batch)
    assert (removed, kept) == (2, 6)
    assert set(Company.objects.values_list("pk", flat=True)) == {one.pk for one in cards[:6]}


# On screen


def test_the_screen_says_what_stays(page: Client, member: Member) -> None:
    log(member, company(member), "no_need", details=REFERRED)
    keep_moment(by=member, sentence="x", company=Company.objects.get(name="Studio Nord"))
    qualify(
        by=member,
        company=Company.objects.get(name="Studio Nord"),
        question=Question.objects.order_by("pk")[0],
        value="Agence",
    )
    shown = page.post("/calls/undo/", headers={"HX-Request": "true"}).content.decode()
    assert "Studio Nord reste" in shown
    assert "avec tout ce qui en découlait" not in shown
