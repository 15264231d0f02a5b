"""The ranking's cost in the call loop, and the Bilan's at 50,000 calls."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decroche.callqueue.preferences import QueueOrder
from decroche.calls.models import Call
from decroche.calls.scripts import seed_texts
from decroche.prospects.models import Company
from decroche.shared.clock import PARIS
from decroche.team.actions import ensure_local_member, introduce
from decroche.team.models import Member
from decroche.team.preferences import save_preferences
from tools import measures
from tools.entering import browser
from tools.history import _calls, _stand, make_history
from tools.measures import percentile, say, timed
from tools.scale import scale

_AT = datetime(2026, 11, 23, 17, 0, tzinfo=PARIS)


def measure_queue(folder: str) -> None:
    """Refit and next card at 100,000 companies and 10,000 calls, over HTTP, against the same loop
    in the order of the file.
    """
    size = scale().imported
    member = measures.member_with(folder, size)
    _with_calls(member)
    found: dict[str, list[list[float]]] = {}
    for number, order in enumerate(("file", "ranked", "file", "ranked")):
        save_preferences(workspace=member.workspace, section=QueueOrder(ranked=order == "ranked"))
        desk = measures.desk_with(folder, size, f"queue-{number}")
        desk.start()
        caller = measures.Browser(desk.data, desk.port)
        caller.calls(scale().warm)
        times = caller.calls(scale().calls)  # several orders of sixty cards are made on the way
        desk.stop()
        found.setdefault(order, []).append(times)
    p95 = {order: min(percentile(times, 0.95) for times in runs) for order, runs in found.items()}
    p50 = {order: min(percentile(times, 0.5) for times in runs) for order, runs in found.items()}
    most = max(max(times) for times in found["ranked"]) * 1000
    say(
        f"queue   {size:,} companies, {scale().history:,} calls: order of the file p50 "
        f"{p50['file']:.1f} ms, p95 {p95['file']:.1f} ms; ranked, refit after each call p50 "
        f"{p50['ranked']:.1f} ms, p95 {p95['ranked']:.1f} ms; p95 ratio "
        f"{p95['ranked'] / p95['file']:.2f} (goal ≤ 1.5); slowest, a new order made: "
        f"{most:.0f} ms"
    )


def _with_calls(member: Member) -> None:
    dice = Random(3)
    companies = list(
        Company.objects.filter(workspace=member.workspace, state__blocked_by="")[:6_000]
    )
    Call.objects.bulk_create(
        _calls(member, companies, count=scale().history, at=_AT, dice=dice, per_day=60), 500
    )
    _stand(companies, list(Call.objects.filter(workspace=member.workspace).order_by("id")))


def measure_bilan(folder: str) -> None:
    """Every page of the Bilan over 50,000 calls, server time in process, against its own statements
    run bare.
    """
    connection.close()
    connection.settings_dict["NAME"] = str(Path(folder) / "bilan.sqlite3")
    call_command("migrate", verbosity=0)
    member = ensure_local_member()
    introduce(by=member, name="Camille Arnaud", trade="cheffe de projet")
    seed_texts(by=member, language="fr")
    make_history(member, scale().bilan, datetime(2026, 11, 24, 10, 5, tzinfo=PARIS), per_day=76)
    page = browser()
    for address in (
        "/figures/?span=all",
        "/figures/?span=month",
        *(f"/figures/compare/?by={kind}&span=all" for kind in ("week", "role", "source", "answer")),
        "/figures/rhythm/?span=all",
        "/figures/after/?span=all",
        "/",
    ):
        page.get(address)
        with CaptureQueriesContext(connection) as asked:
            page.get(address)
        statements = [one["sql"] for one in asked if one["sql"].startswith(("SELECT", "\nSELECT"))]
        times = [timed(partial(page.get, address)) for _ in range(7)]
        bare = [timed(partial(_run, statements)) for _ in range(7)]
        took, limit = percentile(times, 0.5), percentile(bare, 0.5)
        say(
            f"bilan   {scale().bilan:,} calls, {address}: {took:.0f} ms (goal ≤ 300); its "
            f"{len(statements)} statements bare {limit:.0f} ms; ratio {took / limit:.1f}"
        )


def _run(statements: list[str]) -> None:
    """The same statements on the database itself, their values written out."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.cursor.execute(statement.replace("%%", "%")).fetchall()
