"""Every figure of the Bilan, counted again by a hand-written query over a made-up history."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict

from decroche.calls.actions import lose, win
from decroche.calls.models import Call, Win
from decroche.calls.reading import OutcomeInput
from decroche.correspondence.models import Message
from decroche.desk.figures.charts import behind
from decroche.followups.models import FollowUp
from decroche.insights import results, tables
from decroche.insights.drilldown import CallFilter, calls_behind
from decroche.insights.funnel import KINDS, STAGES, clients_within, compared, figures, summed
from decroche.insights.goals import Goals, goals, keep_goals
from decroche.insights.periods import Span, by_hour, span_of, week_of, within
from decroche.insights.rules import rate
from decroche.insights.timing import attempts_until_talk, heat, per_day, promises, rhythm, standing
from decroche.journal.actions import undo
from decroche.prospects.models import Company
from decroche.referrals.models import Referral
from decroche.shared.clock import PARIS
from decroche.team.models import Member
from tests.cast import TUESDAY, company, file_of
from tools.history import make_history
from tools.outcomes import log_outcome

ALL = Span("all", None, None)
MONTH = Span("month", date(2026, 10, 26), date(2026, 11, 24))
FROM, TO = "2026-10-25 23:00:00+00", "2026-11-24 23:00:00+00"
"""Midnight in Paris of both ends: winter time since the morning of 25 October."""
TALKS = "('call_back','email_requested','interested','meeting','no_need')"
PICKED = (
    "('gatekeeper','call_back','email_requested','interested','meeting','no_need','hung_up',"
    "'do_not_call')"
)
BEYOND_THE_SWITCHBOARD = (
    "('call_back','email_requested','interested','meeting','no_need','hung_up','do_not_call')"
)


@pytest.fixture
def past(member: Member, stranger: Member) -> Member:
    """900 calls with all that goes with them, beside a stranger's 60."""
    make_history(member, 900, TUESDAY)
    make_history(stranger, 60, TUESDAY, seed=8)
    return member


def ask(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Rows of a query written by hand; instants as the database in use writes them."""
    if connection.vendor == "sqlite":
        values = tuple(
            value.replace("+00", "") if isinstance(value, str) else value for value in values
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def one(sql: str, *values: Any) -> Any:
    return ask(sql, *values)[0][0]


def test_the_funnel(past: Member) -> None:
    where = "FROM calls_call WHERE workspace_id = %s AND at >= %s AND at < %s"
    found = summed(within(by_hour(past.workspace), MONTH), clients_within(past.workspace, MONTH))
    key = past.workspace_id
    assert found.calls == one(f"SELECT count(*) {where}", key, FROM, TO) > 300
    assert found.answered == one(f"SELECT count(*) {where} AND outcome IN {PICKED}", key, FROM, TO)
    assert found.decision_makers == one(
        f"SELECT count(*) {where} AND outcome IN {TALKS}", key, FROM, TO
    )
    assert found.interest == one(
        f"SELECT count(*) {where} AND outcome IN ('email_requested','interested','meeting')",
        key,
        FROM,
        TO,
    )
    assert found.meetings == one(f"SELECT count(*) {where} AND outcome = 'meeting'", key, FROM, TO)
    assert found.hang_ups == one(f"SELECT count(*) {where} AND outcome = 'hung_up'", key, FROM, TO)
    assert found.clients == one(
        "SELECT count(*) FROM calls_win WHERE workspace_id = %s AND at >= %s AND at < %s",
        key,
        FROM,
        TO,
    )
    assert figures(past.workspace, MONTH.since, MONTH.until) == found
    by_outcome = dict(ask(f"SELECT outcome, count(*) {where} GROUP BY outcome", key, FROM, TO))
    assert {code: n for code, n in found.by_outcome.items() if n} == by_outcome


@pytest.mark.parametrize(
    ("kind", "sql"),
    [
        (
            "role",
            (
                "SELECT asked_for, count(*), sum(CASE WHEN outcome IN {talks} THEN 1 ELSE 0 END) "
                "FROM calls_call WHERE workspace_id = %s GROUP BY 1"
            ),
        ),
        (
            "opening",
            (
                "SELECT opening, count(*), sum(CASE WHEN outcome IN {talks} THEN 1 ELSE 0 END) "
                "FROM calls_call WHERE workspace_id = %s GROUP BY 1"
            ),
        ),
        (
            "source",
            (
                "SELECT p.source, count(*), sum(CASE WHEN outcome IN {talks} THEN 1 ELSE 0 END) "
                "FROM calls_call c JOIN prospects_company o ON o.id = c.company_id JOIN "
                "prospects_provenance p ON p.id = o.provenance_id WHERE c.workspace_id = %s "
                "GROUP BY 1"
            ),
        ),
        (
            "list",
            (
                "SELECT l.name, count(*), sum(CASE WHEN outcome IN {talks} THEN 1 ELSE 0 END) "
                "FROM calls_call c JOIN prospects_calllistentry e ON e.company_id = c.company_id "
                "JOIN prospects_calllist l ON l.id = e.call_list_id WHERE c.workspace_id = %s "
                "GROUP BY 1"
            ),
        ),
    ],
)
def test_what_is_compared(past: Member, kind: str, sql: str) -> None:
    lines = compared(past.workspace, kind, ALL)
    counted = {
        name: (calls, talks)
        for name, calls, talks in ask(sql.format(talks=TALKS), past.workspace_id)
    }
    assert {
        line.name: (line.figures.calls, line.figures.decision_makers) for line in lines
    } == counted
    assert lines


def test_weeks_and_months_add_up(past: Member) -> None:
    for kind in ("week", "month"):
        lines = compared(past.workspace, kind, ALL)
        assert sum(line.figures.calls for line in lines) == 900
        assert (
            sum(line.figures.clients for line in lines)
            == Win.objects.filter(workspace=past.workspace).count()
        )
        starts = [date.fromisoformat(line.key) for line in lines]
        assert starts == sorted(starts, reverse=True)
        assert all(day.weekday() == 0 if kind == "week" else day.day == 1 for day in starts)
    first = one(
        (
            "SELECT count(*) FROM calls_call WHERE workspace_id = %s AND at >= '2026-11-22 "
            "23:00:00+00' AND at < '2026-11-29 23:00:00+00'"
        ).replace("+00", "" if connection.vendor == "sqlite" else "+00"),
        past.workspace_id,
    )
    assert compared(past.workspace, "week", ALL)[0].figures.calls == first


def test_answers_used_and_the_clients_of_each_line(past: Member) -> None:
    counted = Counter[int]()
    for used in Call.objects.filter(workspace=past.workspace).values_list(
        "answers_used", flat=True
    ):
        counted.update(set(used))
    assert {
        int(line.key): line.figures.calls for line in compared(past.workspace, "answer", ALL)
    } == dict(counted)
    for line in compared(past.workspace, "role", ALL):
        won = one(
            (
                "SELECT count(DISTINCT w.company_id) FROM calls_win w JOIN calls_call c ON "
                "c.company_id = w.company_id WHERE w.workspace_id = %s AND c.asked_for = %s"
            ),
            past.workspace_id,
            line.key,
        )
        assert line.figures.clients == won


def test_the_heat_map_and_the_days_are_those_of_paris(past: Member) -> None:
    tried, reached, days = Counter[tuple[int, int]](), Counter[tuple[int, int]](), Counter[date]()
    for at, outcome in ask(
        "SELECT at, outcome FROM calls_call WHERE workspace_id = %s", past.workspace_id
    ):
        moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
        local = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(PARIS)
        tried[local.weekday(), local.hour] += 1
        reached[local.weekday(), local.hour] += f"'{outcome}'" in PICKED
        days[local.date()] += 1
    rows = by_hour(past.workspace)
    cells = heat(rows, hours_shown=range(24), days=7)
    assert {
        (day, hour): cell.calls
        for day, line in enumerate(cells)
        for hour, cell in enumerate(line)
        if cell.calls
    } == dict(tried)
    assert {
        (day, hour): cell.answered
        for day, line in enumerate(cells)
        for hour, cell in enumerate(line)
        if cell.answered
    } == {place: n for place, n in reached.items() if n}
    assert {day: n for day, n in per_day(rows, min(days), max(days)) if n} == dict(days)


def test_summer_and_winter_hours(member: Member) -> None:
    card = company(member)
    for at in (
        datetime(2026, 7, 14, 0, 30, tzinfo=PARIS),
        datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=1),
        datetime(2026, 12, 1, 23, 59, tzinfo=PARIS),
    ):
        log_outcome(by=member, company_id=card.pk, outcome="no_answer", at=at)
    found = {(row.day.isoformat(), row.hour.hour) for row in by_hour(member.workspace)}
    assert found == {("2026-07-14", 0), ("2026-10-25", 2), ("2026-12-01", 23)}


def test_rhythm_attempts_and_promises(past: Member) -> None:
    found = rhythm(past.workspace, ALL)
    sittings = ask(
        (
            "SELECT count(*) FROM calls_call WHERE workspace_id = %s AND session_id IS NOT NULL "
            "GROUP BY session_id"
        ),
        past.workspace_id,
    )
    assert found.sittings == len(sittings)
    assert found.per_hour is not None
    assert found.between is not None
    assert found.between < 45

    firsts: dict[int, int] = {}
    places = Counter[int]()
    for key, outcome in ask(
        "SELECT company_id, outcome FROM calls_call WHERE workspace_id = %s ORDER BY at, id",
        past.workspace_id,
    ):
        places[key] += 1
        if f"'{outcome}'" in TALKS:
            firsts.setdefault(key, places[key])
    assert dict(attempts_until_talk(past.workspace)) == dict(Counter(firsts.values()))

    word = promises(past.workspace, ALL, TUESDAY)
    due = FollowUp.objects.filter(
        workspace=past.workspace, kind="promised", purpose="call_back", due_at__lt=TUESDAY
    )
    closed = [row for row in due if row.closed_at]
    on_the_day = [
        row
        for row in closed
        if row.closed_at
        and row.closed_at.astimezone(PARIS).date() <= row.due_at.astimezone(PARIS).date()
    ]
    assert (word.kept.part, word.kept.whole) == (len(on_the_day), len(closed))
    broken = [
        row
        for row in due
        if not row.closed_at and row.due_at.astimezone(PARIS).date() < TUESDAY.date()
    ]
    assert word.overdue == len(broken)
    assert word.oldest == min(broken, key=lambda row: row.due_at)


def test_mails_by_template(past: Member) -> None:
    sql = (
        "SELECT situation, count(*), count(bounced_at), count(replied_at) FROM "
        "correspondence_message WHERE workspace_id = %s AND state IN ('handed','sent','check') "
        "GROUP BY 1"
    )
    counted = {name: rest for name, *rest in ask(sql, past.workspace_id)}
    found = results.mails(past.workspace, ALL)
    assert {one.situation: [one.sent, one.bounced, one.answered] for one in found} == counted
    assert Message.objects.filter(workspace=past.workspace).count() == sum(
        one.sent for one in found
    )


def test_the_order_against_chance(past: Member) -> None:
    gain = results.uplift(past.workspace)
    counted = {
        (arm, bool(reached)): n
        for arm, reached, n in ask(
            f"SELECT arm, outcome IN {BEYOND_THE_SWITCHBOARD}, count(*) FROM calls_call "
            "WHERE workspace_id = %s GROUP BY 1, 2",
            past.workspace_id,
        )
    }
    assert (gain.ranked.part, gain.random.part) == (
        counted["ranked", True],
        counted["random", True],
    )
    assert gain.ranked.whole + gain.random.whole == 900
    assert not gain.enough


def test_every_figure_opens_on_as_many_calls_as_it_counts(past: Member) -> None:
    rows = by_hour(past.workspace)
    for span in (ALL, MONTH, Span("custom", date(2026, 11, 2), date(2026, 11, 6))):
        found = summed(within(rows, span))
        for stage in STAGES:
            assert opened(past, behind(span, stage=stage)) == found.stage(stage)
        for outcome, count in found.by_outcome.items():
            assert opened(past, behind(span, outcome=outcome)) == count
        for kind in KINDS:
            for line in compared(past.workspace, kind, span):
                assert (
                    opened(past, behind(span, kind=kind, key=line.key, stage="decision_makers"))
                    == line.figures.decision_makers
                )
    cells = heat(rows)
    assert opened(past, behind(ALL, day=1, hour=10)) == cells[1][2].calls > 0


def opened(member: Member, address: str) -> int:
    return calls_behind(
        member.workspace, CallFilter.read(QueryDict(address.partition("?")[2]), TUESDAY.date())
    ).count()


def test_agencies_are_listed_by_the_end_of_their_contracts(member: Member) -> None:
    cards = file_of(member, 4)
    said = (
        {"agency": "Agence Bleue", "until": "fin mars 2027"},
        {"agency": "Studio Nord jusqu’en juin 2027"},
        {"agency": "Com & Cie"},
        {"agency": "Trait", "until": "on verra"},
    )
    for card, details in zip(cards, said, strict=True):
        log_outcome(
            by=member,
            company_id=card.pk,
            outcome="no_need",
            said=OutcomeInput(reason="agency", details=details),
        )
    found = results.switching_points(member.workspace)
    assert [(one.agency, one.until and (one.until.year, one.until.month)) for one in found] == [
        ("Agence Bleue", (2027, 3)),
        ("Studio Nord", (2027, 6)),
        ("Trait", None),
        ("Com & Cie", None),
    ]
    log_outcome(
        by=member,
        company_id=cards[2].pk,
        outcome="no_need",
        said=OutcomeInput(reason="agency", details={"agency": "Autre", "until": "le 3 mai 2027"}),
    )
    assert [one.agency for one in results.switching_points(member.workspace)][1] == "Autre"


def test_projects_say_whom_to_call_before(member: Member) -> None:
    early, late, soon = file_of(member, 3)
    log_outcome(
        by=member,
        company_id=late.pk,
        outcome="no_need",
        said=OutcomeInput(reason="too_late", when=TUESDAY + timedelta(days=90)),
    )
    log_outcome(
        by=member,
        company_id=early.pk,
        outcome="call_back",
        said=OutcomeInput(when=TUESDAY + timedelta(days=45)),
    )
    log_outcome(
        by=member,
        company_id=soon.pk,
        outcome="call_back",
        said=OutcomeInput(when=TUESDAY + timedelta(days=2)),
    )
    assert [
        (one.company, one.late) for one in results.projects(member.workspace, TUESDAY.date())
    ] == [(early, False), (late, True)]


def test_the_tree_of_referrals_sums_its_branches_and_has_no_circle(member: Member) -> None:
    root, middle, leaf, alone = file_of(member, 4)
    for start, end in ((root, middle), (middle, leaf), (leaf, root), (root, leaf)):
        Referral.objects.create(
            workspace=member.workspace, from_company=start, to_company=end, sentence="de ma part"
        )
    log_outcome(
        by=member,
        company_id=leaf.pk,
        outcome="meeting",
        said=OutcomeInput(when=TUESDAY + timedelta(days=3)),
    )
    log_outcome(by=member, company_id=middle.pk, outcome="no_answer")
    win(by=member, company=leaf)
    (tree,) = results.referral_tree(member.workspace)
    assert (tree.company, tree.below[0].company, tree.below[0].below[0].company) == (
        root,
        middle,
        leaf,
    )
    assert [tree.total(name) for name in ("calls", "talks", "meetings", "clients")] == [2, 1, 1, 1]
    assert alone not in [branch.company for branch in (tree, *tree.below)]


def test_a_client_is_won_once_counted_and_can_be_taken_back(member: Member) -> None:
    card = company(member)
    win(by=member, company=card)
    win(by=member, company=Company.objects.get(pk=card.pk))
    assert clients_within(member.workspace, ALL) == 1
    assert Company.objects.get(pk=card.pk).state.blocked_by == "client"
    undo(by=member, verbs=("company.won",))
    assert clients_within(member.workspace, ALL) == 0
    win(by=member, company=Company.objects.get(pk=card.pk))
    lose(by=member, company=Company.objects.get(pk=card.pk))
    assert clients_within(member.workspace, ALL) == 0
    assert Company.objects.get(pk=card.pk).state.blocked_by == ""
    not_before = Company.objects.get(pk=card.pk).state.not_before
    assert not_before
    assert not_before <= TUESDAY


def test_where_she_stands(past: Member) -> None:
    keep_goals(past.workspace, Goals(60, 200))
    rows = by_hour(past.workspace)
    day = standing(past.workspace, rows, TUESDAY.date())
    assert day.calls == one(
        "SELECT count(*) FROM calls_call WHERE workspace_id = %s AND at >= %s",
        past.workspace_id,
        "2026-11-23 23:00:00+00",
    )
    assert day.forecast is not None
    assert day.forecast.calls == 60 - day.calls
    assert day.streak == 0
    keep_goals(past.workspace, Goals(30, 0))
    assert standing(past.workspace, rows, TUESDAY.date()).streak >= 1
    keep_goals(past.workspace, Goals(0, 0))
    assert standing(past.workspace, rows, TUESDAY.date()).forecast is None
    past.workspace.preferences = {"goals": {"day": "x", "week": -3}}
    assert goals(past.workspace) == Goals()


def test_nothing_is_known_of_somebody_else_s_calls(past: Member, stranger: Member) -> None:
    assert sum(row.calls for row in by_hour(stranger.workspace)) == 60
    assert sum(count for _place, count in attempts_until_talk(stranger.workspace)) <= 24


def test_the_tables_say_the_same_as_the_figures(past: Member) -> None:
    found = {table.code: table for table in tables.all_tables(past.workspace, MONTH, TUESDAY, {})}
    funnel = summed(within(by_hour(past.workspace), MONTH), clients_within(past.workspace, MONTH))
    assert [row[1] for row in found["funnel"].rows] == [
        funnel.stage(code) for code in (*STAGES, "clients")
    ]
    assert (
        sum(row[1] for row in found["days"].rows)
        == sum(row[1] for row in found["outcomes"].rows)
        == funnel.calls
    )
    assert sum(row[2] for row in found["hours"].rows) <= funnel.calls
    assert set(KINDS) < set(found)


@pytest.mark.parametrize(("part", "whole", "one_in"), [(5, 112, 22), (0, 5, None), (1, 1, 1)])
def test_one_in(part: int, whole: int, one_in: int | None) -> None:
    assert rate(part, whole).one_in == one_in


def test_nothing_is_said_of_a_handful_of_calls() -> None:
    assert not rate(3, 8).enough
    assert rate(0, 0).high == 1.0


@pytest.mark.parametrize(
    ("code", "since", "until"),
    [
        ("week", date(2026, 11, 18), TUESDAY.date()),
        ("month", date(2026, 10, 26), TUESDAY.date()),
        ("all", None, None),
        ("nonsense", date(2026, 10, 26), TUESDAY.date()),
    ],
)
def test_spans(code: str, since: date | None, until: date | None) -> None:
    found = span_of(code, TUESDAY.date())
    assert (found.since, found.until) == (since, until)


def test_a_custom_span_is_read_either_way_round_and_nonsense_is_a_month() -> None:
    found = span_of("custom", TUESDAY.date(), since="2026-11-10", until="2026-11-02")
    assert (found.since, found.until) == (date(2026, 11, 2), date(2026, 11, 10))
    assert span_of("custom", TUESDAY.date(), since="hier", until="").code == "month"


def test_weeks_begin_on_monday() -> None:
    assert week_of(date(2026, 11, 29)) == (date(2026, 11, 23), date(2026, 11, 29))
