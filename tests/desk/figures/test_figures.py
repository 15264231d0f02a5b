"""The pages of the Bilan, its exports, its month, and the settings that bear on the queue."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, time, timedelta

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from decroche.callqueue.preferences import is_ranked
from decroche.calls.models import Answer, Call, Win
from decroche.calls.reading import OutcomeInput
from decroche.calls.whom_to_ask import ask_for
from decroche.compliance.queries import hours
from decroche.desk.settings.days_off import days_off_in_words, read_days_off
from decroche.insights.goals import Goals, goals
from decroche.prospects.actions import edit_company, put_on_list
from decroche.prospects.models import CallList, Company
from decroche.shared.clock import frozen
from decroche.team.models import Member, Workspace
from tests.cast import TUESDAY, company, file_of
from tools.history import make_history
from tools.outcomes import log_outcome

PAGES = ("/figures/", "/figures/compare/", "/figures/rhythm/", "/figures/after/", "/figures/calls/")
KINDS = ("week", "month", "list", "role", "opening", "answer", "source")


def text_of(page: Client, address: str) -> str:
    answer = page.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("calls", [0, 7, 112])
def test_every_page_opens_with_few_calls_and_with_none(
    page: Client, member: Member, calls: int
) -> None:
    if calls:
        make_history(member, calls, TUESDAY)
    for span in (
        "week",
        "month",
        "quarter",
        "year",
        "all",
        "custom&since=2026-11-02&until=2026-11-06",
        "custom&since=0001-01-01&until=9999-12-31",
        "nonsense",
    ):
        for address in PAGES:
            text_of(page, f"{address}?span={span}")
    for kind in (*KINDS, "nonsense"):
        text_of(page, f"/figures/compare/?by={kind}&span=all")


def test_without_a_call_there_is_one_thing_to_do(page: Client) -> None:
    shown = text_of(page, "/figures/")
    assert "Votre premier appel écrit le premier chiffre" in shown
    assert "data-chart" not in shown


def test_seven_calls_are_counted_and_give_no_percentage(page: Client, member: Member) -> None:
    make_history(member, 7, TUESDAY, per_day=7)
    shown = text_of(page, "/figures/")
    assert "Encore 13\u00a0appels" in shown or "Encore 13 appels" in shown
    assert not re.search(r"entre \d", shown)
    assert not re.search(
        r"\d\s%",
        re.sub(r"<table.*?</table>|<svg.*?</svg>|<script.*?</script>", "", shown, flags=re.DOTALL),
    )


def test_a_hundred_calls_say_what_they_are_worth(page: Client, member: Member) -> None:
    make_history(member, 112, TUESDAY)
    shown = text_of(page, "/figures/?span=all")
    assert re.search(r"\d+\s%, entre \d", shown)
    charts = [
        json.loads(one)
        for one in re.findall(r'<script type="application/json">(.*?)</script>', shown, re.DOTALL)
    ]
    assert len(charts) == 2
    assert sum(point[4] for point in charts[0]["cells"]) > 0
    assert all(point[5].startswith("/figures/calls/?") for point in charts[0]["cells"])


def test_the_number_of_questions_does_not_grow_with_the_calls(page: Client, member: Member) -> None:
    counted = []
    for calls in (120, 700):
        Call.objects.all().delete()
        Company.objects.all().delete()
        CallList.objects.all().delete()
        make_history(member, calls, TUESDAY)
        asked = {}
        for address in (
            "/figures/?span=all",
            "/figures/compare/?by=role&span=all",
            "/figures/rhythm/?span=all",
            "/figures/after/?span=all",
            "/figures/calls/?span=all",
        ):
            page.get(address)
            with CaptureQueriesContext(connection) as queries:
                page.get(address)
            asked[address] = len(queries)
        counted.append(asked)
    assert counted[0] == counted[1]


def test_a_figure_opens_on_its_calls_page_by_page(page: Client, member: Member) -> None:
    make_history(member, 112, TUESDAY)
    shown = text_of(page, "/figures/calls/?span=all")
    assert "112" in shown
    assert "1 / 3" in shown
    assert "3 / 3" in text_of(page, "/figures/calls/?span=all&page=99")
    assert text_of(
        page,
        "/figures/calls/?span=custom&since=9999-12-31&until=0001-01-01&kind=week&key=9999-12-31",
    )
    assert text_of(
        page, "/figures/calls/?span=all&day=x&hour=99&kind=role&key=&stage=nonsense&arm=nobody"
    )


def test_a_stranger_s_calls_are_not_there(page: Client, member: Member, stranger: Member) -> None:
    make_history(stranger, 40, TUESDAY)
    make_history(member, 3, TUESDAY)
    assert re.search(r"<h1>\s*3[ \u00a0]appels", text_of(page, "/figures/calls/?span=all"))


def test_the_tables_can_be_taken_away(page: Client, member: Member) -> None:
    make_history(member, 112, TUESDAY)
    book = load_workbook(io.BytesIO(page.get("/figures/export/figures.xlsx?span=all").content))
    assert len(book.sheetnames) >= 15
    sheet = book["De l’appel au client"]
    assert [cell.value for cell in sheet[2]][:2] == ["Appels", 112]
    assert sheet["C3"].number_format == "0.0%"
    answer = page.get("/figures/export/calls.csv?span=all")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 113
    assert "attachment" in answer["Content-Disposition"]
    for code in (
        "funnel",
        "hours",
        "days",
        "mails",
        "agencies",
        "projects",
        "referrals",
        "attempts",
        "outcomes",
        *KINDS,
    ):
        assert page.get(f"/figures/export/{code}.csv?span=all").status_code == 200, code
    assert page.get("/figures/export/nonsense.csv").status_code == 404


def test_a_name_that_is_a_formula_stays_a_text(page: Client, member: Member) -> None:
    card = company(member)
    edit_company(by=member, company=card, changes={"name": "=cmd()|x"})
    log_outcome(
        by=member,
        company_id=card.pk,
        outcome="no_need",
        said=OutcomeInput(reason="agency", details={"agency": "+1+1"}),
    )
    exported = page.get("/figures/export/agencies.csv?span=all").content.decode("utf-8-sig")
    assert "'+1+1" in exported
    assert "'=cmd" in exported


def test_a_month_is_one_page(page: Client, member: Member) -> None:
    make_history(member, 500, TUESDAY)
    for address in ("/figures/month/2026/11/", "/figures/month/2026/10/", "/figures/month/2026/2/"):
        answer = page.get(address)
        assert answer["Content-Type"] == "application/pdf"
        document = pypdfium2.PdfDocument(answer.content)
        assert len(document) == 1
        words = document[0].get_textpage().get_text_range()
        assert "2026" in words
    assert "Aucun appel" in words
    assert page.get("/figures/month/last/")["Location"] == "/figures/month/2026/10/"
    for address in ("/figures/month/2026/13/", "/figures/month/1/1/", "/figures/month/99999/1/"):
        assert page.get(address).status_code == 404


def test_promises_kept_late_are_said_in_days(page: Client, member: Member) -> None:
    card, given = company(member), TUESDAY - timedelta(days=9)
    with frozen(given):
        log_outcome(
            by=member,
            company_id=card.pk,
            outcome="call_back",
            said=OutcomeInput(when=TUESDAY - timedelta(days=6)),
        )
    log_outcome(by=member, company_id=card.pk, outcome="no_need")
    shown = text_of(page, "/figures/rhythm/?span=all").replace("\u00a0", " ").replace("\u202f", " ")
    assert "0 promesse sur 1" in shown
    assert "6 jours de retard" in shown
    assert "9 jours, en médiane" in shown


def test_a_company_becomes_a_client_on_its_card_and_undo_takes_it_back(
    page: Client, member: Member
) -> None:
    card = company(member)
    page.post(f"/companies/{card.pk}/verb/won/")
    assert Win.objects.get().company == card
    assert "N’est plus cliente" in text_of(page, f"/companies/{card.pk}/")
    page.post(f"/companies/{card.pk}/verb/lost/")
    assert not Win.objects.exists()


def test_an_answer_she_used_and_the_line_she_said_are_kept_with_the_call(
    page: Client, member: Member
) -> None:
    card, answer = company(member), Answer.objects.order_by("pk").first()
    assert answer is not None
    page.post(
        "/calls/log/",
        {
            "company": card.pk,
            "outcome": "no_need",
            "key": "k1",
            "answer": answer.pk,
            "asked_for": "communication",
        },
    )
    call = Call.objects.get()
    assert call.answers_used == [answer.pk]
    assert call.opening
    assert answer.objection in text_of(page, "/figures/compare/?by=answer&span=all")


def test_after_a_hang_up_her_own_rate_is_shown_beside_the_usual_one(
    page: Client, member: Member
) -> None:
    make_history(member, 112, TUESDAY - timedelta(days=1))
    card = company(member)
    page.post(
        "/calls/log/",
        {"company": card.pk, "outcome": "hung_up", "key": "k"},
        headers={"HX-Request": "true"},
    )
    shown = page.get("/calls/hang-ups/").content.decode()
    assert re.search(r"\d+ sur 113, soit 1 sur \d+", shown)
    assert "un sur vingt" in shown


def test_the_card_says_why_now_on_demand(page: Client, member: Member) -> None:
    page.post("/settings/queue/", {"order": "ranked"})
    file_of(member, 3)
    shown = text_of(page, "/calls/")
    assert "Pourquoi maintenant" in shown
    assert re.search(r"Chance de joindre quelqu’un\s: (entre|au plus|environ)", shown)


def test_the_order_of_the_queue_is_hers_to_choose(page: Client, member: Member) -> None:
    page.post("/settings/queue/", {"order": "ranked"})
    assert is_ranked(Workspace.objects.get(pk=member.workspace_id))
    page.post("/settings/queue/", {"order": "file"})
    assert not is_ranked(Workspace.objects.get(pk=member.workspace_id))


def test_goals_are_kept_or_refused(page: Client, member: Member) -> None:
    page.post("/settings/goals/", {"day": "40", "week": "2500"})
    page.post("/settings/goals/", {"day": "41", "week": "99999"})
    assert goals(Workspace.objects.get(pk=member.workspace_id)) == Goals(40, 2500)


def test_hours_by_weekday_lunch_and_days_off(page: Client, member: Member) -> None:
    posted = {
        "day": ["0", "1", "2"],
        "lunch-from": "12:30",
        "lunch-to": "14:00",
        "days_off": "24 décembre\ndu 28 au 31 décembre",
    }
    for day in range(7):
        posted |= {f"opens-{day}": "09:00", f"closes-{day}": "12:00" if day == 2 else "18:00"}
    page.post("/settings/hours/", posted)
    kept = hours(Workspace.objects.get(pk=member.workspace_id))
    assert (kept.weekdays, kept.of(0), kept.of(2)) == (
        (0, 1, 2),
        (time(9), time(18)),
        (time(9), time(12)),
    )
    assert kept.lunch == (time(12, 30), time(14))
    assert kept.days_off == (
        (date(2026, 12, 24), date(2026, 12, 24)),
        (date(2026, 12, 28), date(2026, 12, 31)),
    )
    assert "24/12/2026" in text_of(page, "/settings/")


def test_days_off_are_read_in_her_words(member: Member) -> None:
    spans, problem = read_days_off(
        "24 décembre\n28/12/2026 – 03/01/2027\ndu 2 au 5 mars 2027\nquand je veux\n"
    )
    assert [(first.isoformat(), last.isoformat()) for first, last in spans] == [
        ("2026-12-24", "2026-12-24"),
        ("2026-12-28", "2027-01-03"),
        ("2027-03-02", "2027-03-05"),
    ]
    assert "quand je veux" in problem
    kept = hours(member.workspace)
    assert days_off_in_words(kept) == []


def test_a_list_may_ask_for_somebody_else_first(page: Client, member: Member) -> None:
    first, second = file_of(member, 2)
    put_on_list(by=member, companies=Company.objects.filter(pk=first.pk), name="Écoles")
    chosen = CallList.objects.get()
    page.post(
        "/settings/roles/",
        {"first": "communication", "second": "hr", f"first{chosen.pk}": "management"},
    )
    workspace = Workspace.objects.get(pk=member.workspace_id)
    first.workspace = second.workspace = workspace
    assert ask_for(first)[0] == "management"
    assert ask_for(second)[0] == "communication"
