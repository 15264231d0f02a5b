"""What a restored copy must not forget: oppositions and erasures made since it was taken."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.db.models import Q

from decroche.accountability.erasing import erase_company
from decroche.compliance.models import Suppression
from decroche.compliance.rules import fingerprint
from decroche.journal.record import record
from decroche.prospects.models import Company
from decroche.prospects.opposition import stop_if_opposed, values_of
from decroche.shared.clock import now
from decroche.team.models import Member, Workspace


def carry_over(before: Path) -> dict[str, int]:
    """From the database that was there before a restore (same workspace, by its key): {oppositions,
    erased}.
    """
    with closing(sqlite3.connect(f"file:{before}?mode=ro", uri=True)) as old:
        tables = {
            row[0] for row in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        if "compliance_suppression" not in tables:
            return {"oppositions": 0, "erased": 0}
        keys = dict(old.execute("SELECT fingerprint_key, id FROM team_workspace"))
        rows = old.execute(
            "SELECT workspace_id, kind, fingerprint, at, channel FROM compliance_suppression"
        ).fetchall()
        columns = {row[1] for row in old.execute("PRAGMA table_info(prospects_company)")}
        erased = (
            old.execute(
                "SELECT workspace_id, id, created_at FROM prospects_company WHERE erased_at "
                "IS NOT NULL"
            ).fetchall()
            if "erased_at" in columns
            else []
        )
    done = {"oppositions": 0, "erased": 0}
    for workspace in Workspace.objects.filter(fingerprint_key__in=list(keys)):
        was, by = (
            keys[workspace.fingerprint_key],
            Member.objects.filter(workspace=workspace).order_by("id").first(),
        )
        if by is None:
            continue
        done["erased"] += _erase_again(
            by, [(pk, made) for owner, pk, made in erased if owner == was]
        )
        done["oppositions"] += _oppose_again(by, [row[1:] for row in rows if row[0] == was])
    return done


def _oppose_again(by: Member, rows: list[tuple[str, str, str, str]]) -> int:
    known = set(
        Suppression.objects.filter(workspace=by.workspace).values_list("fingerprint", flat=True)
    )
    new = [row for row in rows if row[1] not in known]
    if not new:
        return 0
    with record("oppositions.carried", by=by, undoable=False, count=len(new)) as verb:
        for kind, digest, at, channel in new:
            verb.create(
                Suppression(
                    workspace=by.workspace,
                    kind=kind,
                    fingerprint=digest,
                    at=_instant(at),
                    channel=channel,
                    member=by,
                )
            )
        carried = {row[1] for row in new}
        for company in Company.objects.filter(
            Q(opposed_at=None), workspace=by.workspace, erased_at=None
        ).iterator(chunk_size=500):
            prints = {
                fingerprint(by.workspace.fingerprint_key, kind, value)
                for kind, value in values_of(company)
            }
            if prints & carried:
                company.workspace = by.workspace
                stop_if_opposed(verb, company)
    return len(new)


def _erase_again(by: Member, cards: list[tuple[int, str]]) -> int:
    count = 0
    for pk, made in cards:
        company = Company.objects.filter(workspace=by.workspace, pk=pk, erased_at=None).first()
        if company is not None and abs((company.created_at - _instant(made)).total_seconds()) < 1:
            erase_company(
                by=by, company=company, leave_alone=company.opposed_at is not None, why="request"
            )
            count += 1
    return count


def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=now().tzinfo)
