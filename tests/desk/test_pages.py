from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from decroche.calls.models import Answer, Call, CallState, Question
from decroche.calls.own_texts import texts
from decroche.calls.reading import OutcomeInput
from decroche.calls.scripts import texts_changed
from decroche.compliance.queries import hours
from decroche.correspondence.models import Message
from decroche.followups.models import FollowUp
from decroche.intake.models import Batch
from decroche.prospects.models import CallList, Company
from decroche.team.actions import speak
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of, log
from tests.intake.test_import import TABLE
from tests.waiting import background_done
from tools.entering import browser as opened
from tools.outcomes import log_outcome

PAGES = [
    "/",
    "/calls/",
    "/file/",
    "/import/",
    "/follow-ups/",
    "/messages/",
    "/moments/",
    "/help/",
    "/figures/",
    "/figures/?span=all",
    "/settings/",
    "/welcome/",
    "/offer/",
    "/mailbox/",
    "/messages/templates/",
    "/messages/templates/?language=en",
    "/follow-ups/calendar/",
]


def fill(member: Member) -> list[Company]:
    cards = file_of(member)
    soon = TUESDAY + timedelta(days=1)
    for card, (outcome, said) in zip(
        cards,
        [
            ("no_answer", OutcomeInput()),
            ("call_back", OutcomeInput(when=soon, precision="minute", note="après le comité")),
            ("email_requested", OutcomeInput(email="a@b.example")),
            ("hung_up", OutcomeInput()),
            ("interested", OutcomeInput(when=soon, moment="Vous êtes moi !")),
            ("meeting", OutcomeInput(when=soon, precision="minute")),
            ("do_not_call", OutcomeInput()),
        ],
        strict=False,
    ):
        log_outcome(by=member, company_id=card.pk, outcome=outcome, said=said)
    return cards


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_empty_and_full(
    page: Client, member: Member, address: str, language: str
) -> None:
    speak(by=member, language=language, theme="")
    assert page.get(address).status_code == 200
    cards = fill(member)
    answer = page.get(address)
    assert answer.status_code == 200
    assert re.search(rf'<html\s+lang="{language}"', answer.content.decode())
    assert page.get(f"/companies/{cards[1].pk}/").status_code == 200


def test_a_meeting_is_not_counted_among_the_calls_promised(page: Client, member: Member) -> None:
    log_outcome(
        by=member,
        company_id=company(member).pk,
        outcome="meeting",
        said=OutcomeInput(when=TUESDAY + timedelta(hours=1), precision="minute"),
    )
    shown = page.get("/").content.decode()
    assert "rappel promis" not in shown
    assert "rendez-vous" in shown


def test_the_first_page_asks_who_she_is(db: None) -> None:
    browser = opened()
    assert browser.get("/").headers["Location"] == "/welcome/"
    answer = browser.post("/welcome/", {"name": "Camille", "trade": "cheffe de projet"})
    assert answer.headers["Location"] == "/import/"
    assert browser.get("/").status_code == 200
    assert Member.objects.get().name == "Camille"
    assert Answer.objects.count() == 5


def test_skipping_keeps_nothing_and_is_not_asked_again(db: None) -> None:
    browser = opened()
    browser.get("/")
    browser.post("/welcome/", {"name": "x", "skip": "1"})
    assert Member.objects.get().name == ""
    assert browser.get("/").status_code == 200


def test_a_card_opened_before_she_said_who_she_is_asks_for_it(db: None, tuesday: datetime) -> None:
    browser = opened()
    browser.get("/")
    company(Member.objects.get())
    assert 'class="button" href="/welcome/"' in browser.get("/calls/").content.decode()
    answer = browser.post("/welcome/", {"name": "Camille", "trade": "cheffe de projet"})
    assert answer.headers["Location"] == "/", "her file is there: she is not asked for it"
    shown = browser.get("/calls/").content.decode()
    assert "/welcome/" not in shown
    assert "Camille à l’appareil" in shown


@pytest.mark.parametrize("address", ["/companies/{}/", "/companies/{}/fact/name/"])
def test_a_strangers_card_is_not_found(page: Client, stranger: Member, address: str) -> None:
    theirs = company(stranger)
    assert page.get(address.format(theirs.pk)).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/calls/log/",
        "/calls/skip/",
        "/calls/take/{}/",
        "/companies/{}/edit/name/",
        "/companies/{}/number/",
        "/companies/{}/verb/remove/",
    ],
)
def test_a_stranger_changes_nothing(page: Client, stranger: Member, address: str) -> None:
    theirs = company(stranger)
    answer = page.post(
        address.format(theirs.pk),
        {"company": theirs.pk, "outcome": "no_answer", "value": "x", "number": "0353010142"},
    )
    assert answer.status_code == 404
    theirs.refresh_from_db()
    assert theirs.state.attempts == 0
    assert theirs.removed_at is None


def test_follow_ups_messages_and_imports_of_a_stranger_are_not_found(
    page: Client, member: Member, stranger: Member
) -> None:
    theirs = company(stranger)
    log_outcome(
        by=stranger,
        company_id=theirs.pk,
        outcome="email_requested",
        said=OutcomeInput(email="a@b.example"),
    )
    batch = Batch.objects.create(workspace=stranger.workspace, filename="x", path="/nowhere")
    for address in (
        f"/follow-ups/{FollowUp.objects.get().pk}/done/",
        f"/messages/{Message.objects.get().pk}/sent/",
        f"/import/{batch.pk}/run/",
        f"/import/{batch.pk}/undo/",
    ):
        assert page.post(address, {"source": "x"}).status_code == 404


def test_the_call_page_costs_the_same_whatever_the_file(page: Client, member: Member) -> None:
    counts = []
    for size in (3, 60):
        for index in range(size):
            company(member, f"Verrerie {size} {index} 01 99 00 {size:02} {index:02} Paris")
        page.get("/calls/")
        with CaptureQueriesContext(connection) as queries:
            page.get("/calls/", headers={"HX-Request": "true"})
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("address", ["/file/", "/follow-ups/", "/messages/", "/moments/", "/"])
def test_lists_keep_their_number_of_queries_as_rows_grow(
    page: Client, member: Member, address: str
) -> None:
    cards = file_of(member)
    counts = []
    for some in (cards[:2], cards[2:-1]):  # one stays to be called: without it the day says why
        for card in some:
            log_outcome(
                by=member,
                company_id=card.pk,
                outcome="email_requested",
                said=OutcomeInput(email="a@b.example", moment="Bravo"),
            )
            log_outcome(
                by=member,
                company_id=card.pk,
                outcome="call_back",
                said=OutcomeInput(when=TUESDAY + timedelta(hours=1)),
            )
        with CaptureQueriesContext(connection) as queries:
            page.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def post(page: Client, member: Member, **fields: str) -> str:
    """Presses an outcome on the card that the page shows."""
    shown = page.get("/calls/").content.decode()
    hidden = dict(
        re.findall(
            r'<input type="hidden" name="(company|number|key|asked_for)" value="([^"]*)"', shown
        )
    )
    return page.post(
        "/calls/log/", {**hidden, **fields}, headers={"HX-Request": "true", "HX-Target": "desk"}
    ).content.decode()


@pytest.mark.usefixtures("in_file_order")
def test_one_request_logs_the_call_and_brings_the_next_card(page: Client, member: Member) -> None:
    first, second, *_ = file_of(member, 3)
    answer = post(page, member, outcome="no_answer", seconds="12")
    assert second.name.replace("’", "’") in answer
    assert "<html" not in answer
    call = Call.objects.get()
    assert (call.company, call.seconds, call.asked_for) == (first, 12, "communication")


@pytest.mark.usefixtures("in_file_order")
def test_the_same_card_from_two_tabs_is_one_call(page: Client, member: Member) -> None:
    file_of(member, 3)
    shown = page.get("/calls/").content.decode()
    hidden = dict(
        re.findall(r'<input type="hidden" name="(company|number|key)" value="([^"]*)"', shown)
    )
    for outcome in ("no_answer", "hung_up"):
        answer = page.post(
            "/calls/log/", {**hidden, "outcome": outcome}, headers={"HX-Request": "true"}
        )
        assert "Mutuelle des Deux Caps" in answer.content.decode()
    assert Call.objects.get().outcome == "no_answer"
    assert "Mutuelle des Deux Caps" in page.get("/calls/").content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"outcome": "call_back", "when": "patate"}, "pas été compris"),
        ({"outcome": "call_back", "when": ""}, "Dites quand"),
        ({"outcome": "email_requested", "email": "abc"}, "pas une adresse"),
        ({"outcome": "x"}, "Cette issue"),
    ],
)
def test_what_is_not_understood_is_said_in_place_and_nothing_is_kept(
    page: Client, member: Member, fields: dict[str, str], sentence: str
) -> None:
    card = company(member)
    answer = post(page, member, **fields)
    assert sentence in answer.replace("\u202f", " ").replace("\u00a0", " ")
    assert card.name.split()[0] in answer
    assert not Call.objects.exists()


def test_each_button_announces_what_it_leads_to(page: Client, member: Member) -> None:
    company(member)
    shown = page.get("/calls/").content.decode()
    assert "mer. après-midi" in shown
    assert "repos 12" in shown.replace("\u00a0", " ")


def test_a_hang_up_brings_a_kind_word_and_her_own_rate_on_demand(
    page: Client, member: Member
) -> None:
    for card in file_of(member, 4)[:3]:
        log_outcome(by=member, company_id=card.pk, outcome="no_answer")
    shown = post(page, member, outcome="hung_up")
    assert "Cela arrive à tout le monde" in shown
    assert "soit 1 sur 4" not in shown
    assert 'hx-get="/calls/hang-ups/"' in shown
    said = page.get("/calls/hang-ups/").content.decode()
    assert "1 sur 4" in said
    assert "soit 1 sur 4" not in said


@pytest.mark.usefixtures("in_file_order")
def test_the_sitting_is_counted_paused_and_ended_with_a_recap(page: Client, member: Member) -> None:
    file_of(member, 4)
    page.post("/calls/begin/")
    post(page, member, outcome="no_answer")
    log(member, file_of(member, 1)[0], "call_back", when=TUESDAY + timedelta(hours=3))
    page.post("/calls/pause/")
    assert "Votre fiche attend" in page.get("/calls/").content.decode()
    page.post("/calls/pause/")
    assert " / 40" in page.get("/calls/").content.decode()
    recap = page.get(page.post("/calls/end/").headers["Location"]).content.decode()
    assert escape(Call.objects.earliest("pk").company.name) in recap
    still_today = recap.index("Vous attend encore aujourd’hui")
    assert still_today < recap.index(escape(FollowUp.objects.get().company.name), still_today)


def test_qualification_answers_are_toggled_and_kept(page: Client, member: Member) -> None:
    card, asked = company(member), Question.objects.order_by("position")[0]
    address = f"/calls/{card.pk}/answer/{asked.pk}/"
    page.post(address, {"value": "Agence", "said": ""})
    page.post(address, {"value": "Indépendants", "said": "Agence"})
    assert "Agence · Indépendants" in page.get(f"/companies/{card.pk}/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_file_goes_from_drop_to_companies(page: Client, member: Member) -> None:
    preview = page.post(
        "/import/upload/", {"file": SimpleUploadedFile("fichier.csv", TABLE.encode())}
    ).headers["Location"]
    shown = page.get(preview).content.decode()
    assert "03 53 01 01 42" in shown
    assert "à demander" in shown
    other = page.get(preview, {"separator": ",", "header": "-1"}).content.decode()
    assert "Société;Activité" in other
    unsaid = page.post(f"{preview}run/", {"source": ""}).headers["Location"]
    assert unsaid.startswith(f"{preview}?")
    assert "Dites d’où vient ce fichier" in page.get(unsaid).content.decode()
    assert not Company.objects.exists()
    page.post(f"{preview}run/", {"source": "papier", "list": "Nord"})
    background_done()
    result = page.get(preview).content.decode()
    assert "Le fichier est importé" in result
    assert "la ligne est vide" in result
    assert CallList.objects.get().entries.count() == 4
    aside = page.get(f"{preview}aside.csv")
    assert aside.getvalue().startswith(b"\xef\xbb\xbfline;reason;")
    aside.close()
    page.post(f"{preview}undo/")
    assert not Company.objects.exists()


def test_a_probable_slip_in_an_address_is_shown_before_the_import(
    page: Client, member: Member
) -> None:
    table = (
        "Société;E-mail;Contact;E-mail du contact\n"
        "Imprimerie Vasseur;com@vasseur.example;Mme Roux;roux@gmial.com\n"
        "Port de Béthune;port@orange.ft;;\n"
    )
    preview = page.post(
        "/import/upload/", {"file": SimpleUploadedFile("fichier.csv", table.encode())}
    ).headers["Location"]
    shown = page.get(preview).content.decode()
    assert "plutôt roux@gmail.com\u202f?" in shown
    assert "plutôt port@orange.fr\u202f?" in shown
    assert shown.count("plutôt") == 2


def test_what_is_no_table_is_refused_in_words(page: Client, member: Member) -> None:
    answer = page.post(
        "/import/upload/", {"file": SimpleUploadedFile("x.csv", b"\x7fELF\x02\x01")}, follow=True
    )
    assert "pas un tableau" in answer.content.decode()
    assert not Batch.objects.exists()


def test_quick_entry_warns_before_a_double(page: Client, member: Member) -> None:
    company(member)
    line = "Imprimerie Vasseur et Fils 03 53 01 01 42 Lille"
    assert "semble déjà là" in page.post("/file/quick/", {"line": line}).content.decode()
    assert Company.objects.count() == 1
    page.post("/file/quick/", {"line": line, "anyway": "1"})
    assert Company.objects.count() == 2


def test_bulk_verbs_apply_to_everything_the_filters_show_and_are_undone(
    page: Client, member: Member
) -> None:
    file_of(member)
    answer = page.post(
        "/file/bulk/",
        {"verb": "tag", "word": "salon", "everything": "1", "place": "Lille"},
        follow=True,
    )
    assert Company.objects.filter(tags__icontains="salon").count() == 1
    undo = re.search(r'action="(/undo/\d+/)"', answer.content.decode())
    assert undo
    page.post(undo.group(1))
    assert not Company.objects.filter(tags__icontains="salon").exists()


def test_long_lists_come_in_blocks(page: Client, member: Member) -> None:
    provenance = company(member).provenance
    Company.objects.bulk_create(
        [
            Company(
                workspace=member.workspace,
                name=f"E{i:04}",
                sort_name=f"e{i:04}",
                name_key=f"e{i}",
                provenance=provenance,
            )
            for i in range(250)
        ]
    )
    CallState.objects.bulk_create(
        CallState(workspace=member.workspace, company=card, known_since=TUESDAY.date())
        for card in Company.objects.filter(state=None)
    )
    shown = page.get("/file/").content.decode()
    assert shown.count('class="trow"') == 100
    assert shown.count("intersect once") == 2
    assert page.get("/file/block/2/").content.decode().count('class="trow"') == 51


def test_settings_are_kept_and_nonsense_changes_nothing(page: Client, member: Member) -> None:
    page.post("/settings/delays/", {"hung_up_months": "6"})
    page.post(
        "/settings/delays/", {"hung_up_months": "7", "email_days": "-4", "no_answer_days": "x"}
    )
    member.workspace.refresh_from_db()
    assert member.workspace.preferences["delays"]["hung_up_months"] == 6
    page.post("/settings/roles/", {"first": "hr", "second": "communication"})
    company(member)
    assert "Demander les ressources humaines" in page.get("/calls/").content.decode()


MONDAY = {"day": ["0"], "opens-0": "08:30", "closes-0": "18:00"}


@pytest.mark.parametrize(
    "nonsense",
    [
        {"opens-0": "19:00", "closes-0": "08:00"},
        {"opens-0": "09:00", "closes-0": "09:00"},
        {"opens-0": "9"},
        {"closes-0": ""},
        {"lunch-from": "14:00", "lunch-to": "12:00"},
        {"lunch-from": "12:00", "lunch-to": "noon"},
        {"day": []},
        {"day": ["7"]},
        {"day": ["\u00b2"]},
    ],
)
def test_hours_that_are_none_are_not_kept(
    page: Client, member: Member, nonsense: dict[str, object]
) -> None:
    page.post("/settings/hours/", MONDAY | nonsense)
    member.workspace.refresh_from_db()
    assert "hours" not in member.workspace.preferences


def test_hours_are_kept_with_their_lunch(page: Client, member: Member) -> None:
    page.post("/settings/hours/", MONDAY | {"lunch-from": "12:30", "lunch-to": "13:30"})
    member.workspace.refresh_from_db()
    kept = hours(member.workspace)
    assert (kept.opens, kept.closes, kept.weekdays) == (time(8, 30), time(18), (0,))
    assert kept.lunch == (time(12, 30), time(13, 30))


def test_texts_are_edited_added_and_removed(page: Client, member: Member) -> None:
    first = Answer.objects.order_by("position")[0]
    page.post(
        "/settings/answers/",
        {
            "id": [str(first.pk), ""],
            "objection": ["", "Trop cher"],
            "response": ["", "Parlons-en"],
            "key": ["", "b"],
        },
    )
    assert not Answer.objects.filter(pk=first.pk).exists()
    assert Answer.objects.get(objection="Trop cher").key == "B"


@pytest.mark.parametrize("key", ["t", "W", "4"])
def test_an_answer_has_no_key_that_presses_something_else(page: Client, key: str) -> None:
    typed = {"id": "", "objection": "Cher", "response": "Oui", "key": key}
    answer = page.post("/settings/answers/", typed)
    assert answer.status_code == 422
    assert not Answer.objects.filter(objection="Cher").exists()
    assert f"{key.upper()} " in answer.content.decode()
    assert 'value="Oui"' in answer.content.decode()


def test_an_answer_of_before_whose_letter_was_taken_since_is_opened_without_a_key(
    page: Client, member: Member
) -> None:
    Answer.objects.filter(key="O").update(key="W")
    texts_changed(member.workspace)
    answers = texts(member.workspace).answers
    assert "W" not in {answer.key for answer in answers}
    assert Answer.objects.filter(key="W").exists(), "what she wrote stays hers"


@pytest.mark.parametrize(("then", "typed"), [("move", {"when": "lundi 14h"}), ("dropped", {})])
def test_a_follow_up_that_another_tab_closed_is_said_and_stays_as_it_is(
    page: Client, member: Member, then: str, typed: dict[str, str]
) -> None:
    fill(member)
    row = FollowUp.objects.filter(purpose="call_back").get()
    page.post(f"/follow-ups/{row.pk}/done/")
    row.refresh_from_db()
    before = (row.closed_how, row.closed_at, row.due_at)
    said = page.post(f"/follow-ups/{row.pk}/{then}/", typed, follow=True).content.decode()
    row.refresh_from_db()
    assert (row.closed_how, row.closed_at, row.due_at) == before
    assert "cette relance était déjà close, rien n’a changé" in said


def test_follow_ups_move_in_her_words_and_messages_are_closed(page: Client, member: Member) -> None:
    fill(member)
    row = FollowUp.objects.filter(purpose="call_back").get()
    page.post(f"/follow-ups/{row.pk}/move/", {"when": "lundi 14h"})
    row.refresh_from_db()
    assert f"{row.due_at:%d %H}" == "30 13"
    page.post(f"/follow-ups/{row.pk}/done/")
    row.refresh_from_db()
    assert row.closed_how == "done"
    wish = Message.objects.get()
    page.post(f"/messages/{wish.pk}/sent/")
    wish.refresh_from_db()
    assert wish.state == "sent"


def test_a_page_from_elsewhere_is_kept_out(member: Member) -> None:
    strict = opened(enforce_csrf_checks=True)
    assert strict.post("/calls/undo/").status_code == 403
    assert opened().get("/", headers={"host": "evil.example"}).status_code == 400
    answer = opened().get("/calls/")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_no_inline_script_or_style_in_any_template() -> None:
    product = Path(__file__).parents[2] / "decroche"
    for path in [*product.glob("desk/**/*.html"), *product.glob("ui/*.html")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\bsrc=)|\son\w+=", text), path
