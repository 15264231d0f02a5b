"""`decroche register`: importing companies from the state's register, by its service on the network
or from its monthly files on this computer.
"""

from __future__ import annotations

import sys
import tempfile
from argparse import Namespace
from pathlib import Path
from typing import Any

from decroche.cli.importing import changed_cards, row_counts
from decroche.intake.actions import GivenFile, import_file
from decroche.intake.activities import activities
from decroche.intake.choices import Choices
from decroche.intake.models import Batch
from decroche.intake.register import Gathered, gather, query_for, the_register
from decroche.intake.register_query import CompanySearch, understand_wanted
from decroche.intake.stock import gather_from_stock
from decroche.shared.clock import PARIS, now
from decroche.shared.refusal import USAGE, Refusal
from decroche.team.actions import ensure_local_member
from decroche.team.models import Member


def register_(options: Namespace) -> dict[str, Any]:
    """Finds companies by a text such as “imprimeries, Nord” and imports them; with --count it only
    counts them. `understood` in the answer says how the text was read.
    """
    member = ensure_local_member()
    wanted = understand_wanted(options.text, now().astimezone(PARIS).date())
    if not (
        wanted.activities or wanted.departments or wanted.postcodes or wanted.around or wanted.words
    ):
        raise Refusal("Say at least a trade or a place.", USAGE)
    understood = {"understood": _understood(wanted)}
    if options.count and not options.establishments:
        found = the_register().count(query_for(wanted, the_register()))
        return understood | {"companies": found}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.csv"
        gathered = _gather(options, wanted, path)
        left_out = {"closed": gathered.closed, "private": gathered.private}
        if options.count:
            return understood | {"establishments": gathered.found} | left_out
        batch = _import(member, options, path)
    brought = row_counts(batch) | {"changes": changed_cards(batch)}
    return understood | brought | left_out


def _import(member: Member, options: Namespace, path: Path) -> Batch:
    return import_file(
        by=member,
        file=GivenFile(
            path,
            options.text[:255],
            f"registre des entreprises de l’État (Sirene), demande : {options.text}",
        ),
        choices=Choices(list_name=options.list, on_duplicate="update", ask=True, nature="register"),
    )


def _gather(options: Namespace, wanted: CompanySearch, path: Path) -> Gathered:
    """Writes the establishments that were found to the CSV file `path`. Returns their numbers."""
    if options.establishments:
        return gather_from_stock(
            wanted,
            Path(options.establishments),
            Path(options.companies) if options.companies else None,
            path,
        )

    def show_progress(done: int, total: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done} / {total}", end="", file=sys.stderr)

    return gather(wanted, the_register(), path, show_progress)


def _understood(wanted: CompanySearch) -> dict[str, Any]:
    return {
        "activities": {code: activities()[code] for code in wanted.activities},
        "departments": wanted.departments,
        "postcodes": wanted.postcodes,
        "least": wanted.least,
        "most": wanted.most,
        "category": wanted.category,
        "around": wanted.around,
        "words": wanted.words,
        "not_used": wanted.not_used,
    }
