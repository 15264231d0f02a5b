"""The commands that have no module of their own (see running.py for the others). Each is a function
that takes the parsed options and returns the values to print.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from datetime import date
from pathlib import Path

from decroche.callqueue.next_card import next_for
from decroche.callqueue.queries import ready_count
from decroche.callqueue.search import Nothing
from decroche.callqueue.wording import nothing_in_words, whole_reason_in_words
from decroche.calls.log_call import log_call
from decroche.calls.queries import load_states
from decroche.calls.reading import FIELDS
from decroche.calls.undo_for_programs import undone_values, why_not_undone
from decroche.calls.whom_to_ask import ask_for, best_number
from decroche.calls.wording import in_words
from decroche.cli.answering import Answer
from decroche.cli.demo import add_demo
from decroche.compliance.actions import LEAST_REASON
from decroche.correspondence.wording import unsent_in_words
from decroche.followups.models import FollowUp
from decroche.insights.funnel import figures, published
from decroche.journal.actions import KeptForGood, NothingToUndo, undo, undo_last
from decroche.prospects.duplicates import find_duplicates, pairs_to_look_at
from decroche.prospects.models import Company
from decroche.prospects.search import search
from decroche.shared.clock import now, read_instant
from decroche.shared.numbers import read_numbers
from decroche.shared.refusal import NOTHING, REFUSED, USAGE, Refusal
from decroche.shared.spoken import understand
from decroche.storage.database import backup_to, summary
from decroche.storage.restoring import restore_from
from decroche.team.actions import ensure_local_member


def next_(options: Namespace) -> Answer:
    """Whom to call now, and why; that card is claimed for the member."""
    member, at = ensure_local_member(), now()
    pick = next_for(member, at)
    if isinstance(pick, Nothing):
        raise Refusal(nothing_in_words(pick, at), NOTHING, why=pick.why, until=pick.until)
    company = pick.company
    number, (role, contact) = best_number(company), ask_for(company)
    remaining = ready_count(member.workspace, at)
    return {
        "company": company_json(company),
        "contact": {
            "id": contact.pk,
            "name": contact.name,
            "role": contact.role,
            "email": contact.email,
        }
        if contact
        else None,
        "number": {"e164": number.e164 or None, "national": number.national, "kind": number.kind}
        if number
        else None,
        "ask_for": role,
        "reason": whole_reason_in_words(pick.reason, at),
        "position": pick.state.position,
        "remaining": remaining.count,
        "more_remain": remaining.more,
    }


def company_json(company: Company) -> Answer:
    """A company as the command line prints it."""
    names = (
        "id",
        "name",
        "city",
        "postcode",
        "department",
        "activity",
        "headcount",
        "siren",
        "siret",
        "website",
        "email",
        "notes",
        "tags",
    )
    return {name: getattr(company, name) for name in names} | {
        "attempts": company.state.attempts,
        "last_outcome": company.state.last_outcome,
        "callable": company.state.callable,
        "opposed": company.opposed_at is not None,
    }


def log_(options: Namespace) -> Answer:
    """Logs a call with its outcome."""
    member, at = ensure_local_member(), read_instant(options.at) if options.at else now()
    kept = log_call(
        by=member,
        company_id=options.company,
        outcome=options.outcome,
        raw={name: getattr(options, name) for name in FIELDS},
        number=options.number,
        at=at,
        key=options.key or None,
    )
    logged = kept.logged
    follow_up = FollowUp.objects.filter(workspace=member.workspace, call=logged.call).first()
    return {
        "call": logged.call.pk,
        "entry": logged.entry.pk,
        "outcome": logged.call.outcome,
        "consequence": in_words(logged.consequence, logged.call.outcome, at),
        "follow_up": {
            "id": follow_up.pk,
            "due": follow_up.due_at.isoformat(),
            "kind": follow_up.kind,
        }
        if follow_up
        else None,
        "replayed": logged.replayed,
        "left_out": list(kept.left_out),
        "unsent": unsent_in_words(logged.entry),
    }


def undo_(options: Namespace) -> Answer:
    """Takes the last journal line back, or the named one if it is the last."""
    by, named = ensure_local_member(), options.entry
    try:
        entry = (
            undo_last(by=by, entry_id=named, reason=options.reason)
            if named
            else undo(by=by, reason=options.reason)
        )
    except KeptForGood:
        raise Refusal(
            "The last verb kept an opposition: give the reason to take it back, with "
            f"--reason (at least {LEAST_REASON} letters)."
        ) from None
    except NothingToUndo as nothing:
        code = NOTHING if type(nothing) is NothingToUndo else REFUSED
        raise Refusal(why_not_undone(nothing), code) from None
    return undone_values(entry)


def doubles_(options: Namespace) -> Answer:
    """Looks the whole file over for duplicates, and lists the pairs that wait for a decision."""
    workspace = ensure_local_member().workspace
    found = find_duplicates(workspace)
    pairs = pairs_to_look_at(workspace).select_related("first", "second")
    return {
        "found": found,
        "waiting": pairs.count(),
        "pairs": [
            {
                "first": {"id": pair.first_id, "name": pair.first.name},
                "second": {"id": pair.second_id, "name": pair.second.name},
                "verdict": pair.verdict,
                "points": pair.points,
                "reasons": pair.reasons,
            }
            for pair in pairs[: max(0, options.limit)]
        ],
    }


def search_(options: Namespace) -> Answer:
    """Finds companies by words or a part of a number."""
    results = search(ensure_local_member().workspace, options.text, limit=max(1, options.limit))
    load_states(company for company, _match in results)
    return {
        "results": [
            {"company": company_json(company), "match": match} for company, match in results
        ]
    }


def when_(options: Namespace) -> Answer:
    """Understands a date in words."""
    at = read_instant(options.now) if options.now else now()
    spoken = understand(options.text, now=at)
    return {
        "at": spoken.at.isoformat(),
        "precision": spoken.precision,
        "said_back": spoken.said_back,
    }


def number_(options: Namespace) -> Answer:
    """Reads telephone numbers in a text."""
    reading = read_numbers(options.text, postcode=options.postcode)
    return {
        "numbers": [
            {
                "e164": number.e164 or None,
                "national": number.national,
                "kind": number.kind,
                "extension": number.extension or None,
                "valid": number.valid,
                "cost": number.cost,
                "timezone": number.timezone,
            }
            for number in reading.numbers
        ]
    }


def stats_(options: Namespace) -> Answer:
    """Counts the calls of a period."""
    workspace = ensure_local_member().workspace
    return published(figures(workspace, _day(options.since), _day(options.until)))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refusal(f"“{text}” is not a day. Write it like 2026-11-24.", USAGE) from None


def backup_(options: Namespace) -> Answer:
    """Copies the database to a file."""
    ensure_local_member()
    return {"file": options.file, "bytes": backup_to(Path(options.file))}


def restore_(options: Namespace) -> Answer:
    """Puts a copy in place of the present data."""
    restored = restore_from(Path(options.file))
    if not restored.whole:
        print(
            "The data that was there could not be read to its end: oppositions and erasures made "
            "since the copy may be missing. Look at them in Compliance.",
            file=sys.stderr,
        )
    return {
        "restored": options.file,
        "kept": str(restored.kept) if restored.kept else None,
        "carried": restored.carried,
    }


def check_(options: Namespace) -> Answer:
    """Checks that the data is whole."""
    ensure_local_member()
    checked = summary()
    if not checked["ok"]:
        raise Refusal(
            "The data is not whole: " + "; ".join(checked["problems"]),
            ok=False,
            problems=checked["problems"],
        )
    return checked


def demo_(options: Namespace) -> Answer:
    """Adds made-up companies."""
    if not 1 <= options.companies <= 200_000:
        raise Refusal("Between 1 and 200000 companies.", USAGE)
    return add_demo(ensure_local_member(), companies=options.companies, seed=options.seed)
