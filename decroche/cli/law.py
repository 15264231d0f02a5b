"""The commands for legal duties: oppositions, erasures, access copies, documents, retention."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from decroche.accountability.access import access_copy
from decroche.accountability.carrying import carry_over, read_database
from decroche.accountability.documents import DOCUMENTS
from decroche.accountability.erasing import erase_company, erase_person
from decroche.accountability.pages import Document, as_pdf, as_text
from decroche.accountability.retention import Plan, apply_retention, plan
from decroche.accountability.scrubbing import scrub_database
from decroche.compliance.actions import LEAST_REASON, NoReason
from decroche.prospects.legal_actions import NotAValue, leave_alone, lift_values, read_values
from decroche.prospects.models import Company, Contact
from decroche.shared.clock import now
from decroche.shared.refusal import USAGE, Refusal
from decroche.team.actions import ensure_local_member


def oppose_(options: Namespace) -> dict[str, Any]:
    """Notes that a number, an address or a SIREN must never be contacted again, whether or not a
    card has it; with --lift takes that back, with a reason.
    """
    by = ensure_local_member()
    try:
        values = read_values(options.value)
    except NotAValue:
        raise Refusal(
            f"“{options.value}” is neither a telephone number, nor an e-mail address, nor a SIREN.",
            USAGE,
        ) from None
    if not options.lift:
        _entry, cards = leave_alone(
            by=by, values=values, channel=options.channel, key=options.key or None
        )
        return {"opposed": [kind for kind, _ in values], "cards": cards}
    try:
        _entry, count = lift_values(by=by, values=values, reason=options.lift)
    except NoReason:
        raise Refusal(
            f"Write why, in at least {LEAST_REASON} letters: the reason is kept in the journal.",
            USAGE,
        ) from None
    return {"lifted": count}


def erase_(options: Namespace) -> dict[str, Any]:
    """Erases a card, or one of its people. The calls still count in the figures."""
    by, (company, person) = ensure_local_member(), _card_and_person(options)
    if person:
        done = erase_person(by=by, person=person, leave_alone=options.leave_alone)
    else:
        done = erase_company(by=by, company=company, leave_alone=options.leave_alone)
    return done.told() | {"rewritten": scrub_database()}


def access_(options: Namespace) -> dict[str, Any]:
    """Writes everything kept about a card, or one of its people, to FILE.pdf, .txt or .json."""
    by, (company, person) = ensure_local_member(), _card_and_person(options)
    return {
        "file": options.file,
        "bytes": _write(Path(options.file), access_copy(by, company, person)),
    }


def paper_(options: Namespace) -> dict[str, Any]:
    """Writes the register, the balancing test or the notice to FILE.pdf or .txt."""
    by = ensure_local_member()
    return {
        "file": options.file,
        "bytes": _write(Path(options.file), DOCUMENTS[options.which](by, now())),
    }


def keep_(options: Namespace) -> dict[str, Any]:
    """Erases what is kept too long; with --dry-run only lists it."""
    by = ensure_local_member()
    if options.dry_run:
        return _as_answer(plan(by.workspace, now()))
    done = apply_retention(by=by)
    # Also when nothing was erased: an earlier erasure that was cut short may have left rows in free
    # pages of the file.
    scrub_database()
    return _as_answer(done)


def _as_answer(done: Plan) -> dict[str, Any]:
    return done.counts() | {
        "cards": [
            {"id": card.company.pk, "fate": card.fate, "until": card.on.isoformat()}
            for card in done.cards
        ]
    }


def _card_and_person(options: Namespace) -> tuple[Company, Contact | None]:
    """The card that --company names, and its person that --person names. Raises Refusal."""
    workspace = ensure_local_member().workspace
    company = Company.objects.filter(workspace=workspace, pk=options.company).first()
    if company is None:
        raise Refusal(f"There is no company number {options.company}.")
    person = (
        Contact.objects.filter(workspace=workspace, company=company, pk=options.person).first()
        if options.person
        else None
    )
    if options.person and person is None:
        raise Refusal(f"{company.name} has no person number {options.person}.")
    return company, person


def _write(path: Path, document: Document) -> int:
    """Writes a document in the format of the file's name; its size in bytes. Raises Refusal."""
    if path.exists():
        raise Refusal(f"{path} exists already. Choose another name.")
    makers: dict[str, Callable[[Document], bytes]] = {
        ".pdf": as_pdf,
        ".txt": lambda whole: as_text(whole).encode(),
        ".json": lambda whole: json.dumps(whole.plain, ensure_ascii=False, indent=1).encode(),
    }
    make = makers.get(path.suffix.lower())
    if make is None:
        raise Refusal(
            f"“{path.suffix or path.name}” is no format. Name the file .pdf, .txt or .json.", USAGE
        )
    content = make(document)
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    part.rename(path)
    return len(content)


def carry_over_(options: Namespace) -> dict[str, Any]:
    """Repeats, in a file that pg_restore put back, the silence asked for in the one of before."""
    if connection.vendor != "postgresql":
        words = _("The data is one file: “decroche restore” carries oppositions over by itself.")
        raise Refusal(words, USAGE)
    ensure_local_member()
    try:
        before = read_database(options.database)
    except DatabaseError as error:
        words = _("The database %(name)s can’t be read (%(why)s). Nothing has been changed.")
        why = str(error).strip().splitlines()[-1]
        raise Refusal(words % {"name": options.database, "why": why}) from None
    return {"carried": carry_over(before)}
