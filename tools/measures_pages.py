"""Every page that can be opened, over a very large file."""

from __future__ import annotations

import os
import re
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decroche.calls.models import Call, CallState
from decroche.calls.rules import UNANSWERED
from decroche.calls.scripts import seed_texts
from decroche.correspondence.models import Message
from decroche.intake.actions import GivenFile, import_file
from decroche.intake.choices import Choices
from decroche.intake.demo import write_demo
from decroche.intake.models import AsideRow, Batch, Change
from decroche.prospects.models import (
    CallList,
    Company,
    Contact,
    DuplicateCandidate,
)
from decroche.shared.clock import now
from decroche.team.actions import ensure_local_member, introduce
from decroche.team.models import Member
from tools.entering import browser
from tools.growing import grow
from tools.history import make_history
from tools.measures import percentile, say, timed
from tools.scale import scale

_SECONDS = 10.0
"""After how long a page is not asked for again."""
_MONTHS_OLD = 37
"""Age of half of the cards: one month more than a card may be kept without a contact."""

ADDRESSES = (
    "/",
    "/ping/",
    "/welcome/",
    "/calls/",
    "/calls/hear/when/?text=mardi",
    "/calls/hear/email/?text=a@b.example",
    "/calls/recap/{session}/",
    "/file/",
    "/file/?state=new",
    "/file/?state=tried",
    "/file/?state=resting",
    "/file/?state=to_complete",
    "/file/?state=opposed",
    "/file/?list={list}",
    "/file/?role=communication",
    "/file/?activity=papier",
    "/file/?size=50-249",
    "/file/?place=59",
    "/file/?place=Lille",
    f"/file/?outcome={UNANSWERED[-1]}",
    "/file/?tag=salon",
    "/file/?due=1",
    "/file/?text=imp",
    "/file/?sort=city",
    "/file/?sort=last_call",
    "/file/?sort=added",
    "/file/?sort=queue",
    "/file/?place=59&size=50-249&activity=papier&sort=last_call",
    '/file/more/?after=["name", "m", 0]',
    '/file/more/?place=59&sort=city&after=["city", "M", "", 0]',
    "/file/find/?text=imp",
    "/file/?q=Imprimerie du Canal 03 53 01 12 34 Lille",
    "/companies/{company}/",
    "/companies/{called}/",
    "/companies/{company}/fact/name/",
    "/companies/{company}/join/{called}/",
    "/register/",
    "/complete/",
    "/doubles/",
    "/import/",
    "/import/{batch}/",
    "/import/{batch}/changes/",
    "/follow-ups/",
    "/follow-ups/calendar/",
    "/messages/",
    "/messages/templates/",
    "/messages/{message}/",
    "/mailbox/",
    "/offer/",
    "/moments/",
    "/figures/",
    "/figures/?span=all",
    "/figures/compare/?by=source&span=all",
    "/figures/rhythm/?span=all",
    "/figures/after/?span=all",
    "/figures/calls/?span=all",
    "/figures/month/2026/10/",
    "/compliance/",
    "/compliance/keep/",
    "/compliance/oppositions/",
    "/compliance/requests/",
    "/compliance/papers/",
    "/settings/",
)


def measure_pages(folder: str) -> None:
    """Every page over a million companies and ten thousand calls, server time in process."""
    size = int(os.environ.get("DECROCHE_BENCH_COMPANIES", scale().million))
    kept = os.environ.get("DECROCHE_BENCH_FILE")
    """A database of an earlier run, or where this one is to be kept for the next."""
    path = Path(kept) if kept else Path(folder) / "pages.sqlite3"
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    there = path.exists()
    call_command("migrate", verbosity=0)
    member = ensure_local_member()
    if not there:
        _fill(folder, member, size)
    only = os.environ.get("DECROCHE_BENCH_PAGES", "")
    for one in (one for one in ADDRESSES if only in one):
        times, busy, count = _measured(browser(), one, _keys(member))
        say(
            f"pages   {size:,} companies, {one}: p50 {percentile(times, 0.5):.0f} ms, p95 "
            f"{percentile(times, 0.95):.0f} ms (goal ≤ 200), of the processor p50 "
            f"{percentile(busy, 0.5):.0f} ms, p95 {percentile(busy, 0.95):.0f} ms; {count} queries"
        )


def _measured(
    page: Client, address: str, keys: dict[str, int]
) -> tuple[list[float], list[float], int]:
    """(seconds of each time it was asked for, those of the processor, how many queries)"""
    asked = re.sub(r"{(\w+)}", lambda found: str(keys[found[1]]), address)
    with CaptureQueriesContext(connection) as captured:
        answer = page.get(asked, follow=True)
        count = len(captured)
    if answer.status_code != 200:
        raise RuntimeError(f"{asked}: {answer.status_code}")
    times, busy = list[float](), list[float]()
    while len(times) < scale().repeats and sum(times) < _SECONDS:
        before = time.process_time()
        times.append(timed(lambda: page.get(asked, follow=True)))
        busy.append(time.process_time() - before)
    return times, busy, count


def _keys(member: Member) -> dict[str, int]:
    """What the addresses of single things are filled with."""
    workspace = member.workspace_id
    call = Call.objects.filter(workspace_id=workspace).latest("id")
    return {
        "company": CallState.objects.filter(workspace_id=workspace, blocked_by="")
        .earliest("pk")
        .pk,
        "called": call.company_id,
        "session": call.session_id or 0,
        "list": CallList.objects.filter(workspace_id=workspace).latest("id").pk,
        "batch": Batch.objects.filter(workspace_id=workspace).latest("id").pk,
        "message": Message.objects.filter(workspace_id=workspace).latest("id").pk,
    }


def _fill(folder: str, member: Member, size: int) -> None:
    """A million cards (a tenth of them imported, then copied), half of them older than the law lets
    them be kept; ten thousand calls; rows of every kind that a page lists.
    """
    introduce(by=member, name="Camille Arnaud", trade="cheffe de projet")
    seed_texts(by=member, language="fr")
    at = now()
    make_history(member, scale().history, at)
    path = Path(folder) / "pages.csv"
    write_demo(path, companies=min(size, scale().imported), seed=3)
    batch = import_file(
        by=member,
        file=GivenFile(path, "pages.csv", "bench"),
        choices=Choices(on_duplicate="create", list_name="Salon"),
    )
    grow(size)
    old = at - timedelta(days=31 * _MONTHS_OLD)
    Company.objects.filter(provenance=batch.provenance, pk__gt=size // 2).update(created_at=old)
    Contact.objects.filter(company__provenance=batch.provenance).update(created_at=old)
    _opposed(member, at)
    _waiting(member, batch)


def _opposed(member: Member, at: datetime) -> None:
    """One card in twenty is opposed, one in twenty has no number."""
    rows = CallState.objects.annotate(rest=F("pk") % 20).filter(workspace=member.workspace)
    opposed = rows.filter(rest=3)
    Company.objects.filter(pk__in=opposed.values("pk")).update(opposed_at=at)
    opposed.update(blocked_by=CallState.BlockedBy.OPPOSED)
    rows.filter(rest=7).update(blocked_by=CallState.BlockedBy.NO_NUMBER)


def _waiting(member: Member, batch: Batch) -> None:
    """Pairs, changes and rows kept aside that wait for her word."""
    keys = list(
        Company.objects.filter(provenance=batch.provenance).values_list("pk", flat=True)[:20_000]
    )
    workspace = member.workspace_id
    DuplicateCandidate.objects.bulk_create(
        [
            DuplicateCandidate(
                workspace_id=workspace,
                first_id=one,
                second_id=other,
                points=8 + one % 5,
                verdict="ask",
            )
            for one, other in zip(keys[::2], keys[1::2], strict=True)
        ],
        500,
    )
    Change.objects.bulk_create(
        [
            Change(
                workspace_id=workspace,
                batch=batch,
                company_id=key,
                fields={"city": ["Lens", "Liévin"]},
            )
            for key in keys
        ],
        500,
    )
    AsideRow.objects.bulk_create(
        [
            AsideRow(
                workspace_id=workspace,
                batch=batch,
                line=line,
                reason="nothing_to_call",
                cells=["x"],
            )
            for line in range(20_000)
        ],
        500,
    )
