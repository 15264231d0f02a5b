"""Keeping oppositions, consents, notices and requests.

What takes a `verb` works inside one under way; the others are verbs.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from decroche.compliance.models import ConsentRow, Notice, Request, Suppression
from decroche.compliance.queries import TOLD
from decroche.compliance.rules import Hours, ValueKind, fingerprint
from decroche.journal.models import Entry
from decroche.journal.record import Verb, record
from decroche.shared.calendar import months_later
from decroche.shared.clock import day_of, now
from decroche.shared.legal_figures import legal_limit
from decroche.team.models import Member, Workspace
from decroche.team.preferences import save_preferences

LEAST_REASON = 10
"""Characters of the reason for lifting an opposition: more than a key pressed twice."""


class NoReason(ValueError):
    """An opposition is lifted with a written reason only."""


def oppose(
    *,
    verb: Verb,
    by: Member,
    values: list[tuple[ValueKind, str]],
    channel: str = "phone",
    act: str = "",
) -> int:
    """Adds an opposition for each value, inside the verb under way, with one statement; how many
    are new.
    """
    act = act or secrets.token_hex(8)
    return verb.create_missing(
        [
            Suppression(
                workspace_id=by.workspace_id,
                kind=kind,
                fingerprint=fingerprint(by.workspace.fingerprint_key, kind, value),
                member=by,
                channel=channel,
                act=act,
            )
            for kind, value in values
            if value
        ]
    )


def lift(*, verb: Verb, by: Member, values: list[tuple[ValueKind, str]], reason: str) -> int:
    """Takes the oppositions of these values back, and whatever the same request stopped with them;
    how many.

    The reason stays in the journal with the day and the channel of what is lifted. Raises NoReason.
    """
    if len(reason.strip()) < LEAST_REASON:
        raise NoReason(reason)
    digests = [
        fingerprint(by.workspace.fingerprint_key, kind, value) for kind, value in values if value
    ]
    rows = list(Suppression.objects.filter(workspace_id=by.workspace_id, fingerprint__in=digests))
    acts = {row.act for row in rows if row.act}
    rows += list(
        Suppression.objects.filter(workspace_id=by.workspace_id, act__in=acts).exclude(
            pk__in=[row.pk for row in rows]
        )
    )
    verb.entry.particulars |= {
        "reason": reason.strip()[:500],
        "lifted": [[row.kind, row.at.isoformat(), row.channel] for row in rows],
    }
    for row in rows:
        verb.delete(row)
    return len(rows)


def give_notice(
    *, verb: Verb, by: Member, company_id: int, contact_id: int | None, kind: str, version: str = ""
) -> Notice | None:
    """Notes that somebody was told about her file; None when that way of telling is noted already
    (GDPR art. 14: once is enough).
    """
    told = verb.known(TOLD, by.workspace_id, company_id)
    if any((one.contact_id, one.kind) == (contact_id, kind) for one in told):
        return None
    told.append(
        Notice(
            workspace_id=by.workspace_id,
            company_id=company_id,
            contact_id=contact_id,
            kind=kind,
            version=version[:12],
            member=by,
            at=now(),
        )
    )
    return verb.create(told[-1])


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """A consumer's yes: to be called or written to at `value`, in the words of `text`.

    proof: where the proof of it is kept. out_of_hours: whether it names calls outside the hours of
    the law.
    """

    kind: ValueKind
    value: str
    text: str
    channel: str
    given_at: datetime
    out_of_hours: bool = False
    proof: str = ""


def consent(*, verb: Verb, by: Member, given: ConsentGiven) -> ConsentRow:
    """Keeps the proof of a consumer's yes.

    Raises ValueError without the words they agreed to, or for a day to come.
    """
    if not given.text.strip() or not given.value:
        raise ValueError("a consent needs the words they agreed to and what it is for")
    if given.given_at > now():
        raise ValueError("a consent can't be given in the future")
    return verb.create(
        ConsentRow(
            workspace_id=by.workspace_id,
            kind=given.kind,
            fingerprint=fingerprint(by.workspace.fingerprint_key, given.kind, given.value),
            text=given.text.strip()[:5000],
            proof=given.proof.strip()[:300],
            channel=given.channel,
            out_of_hours=given.out_of_hours,
            given_at=given.given_at,
            member=by,
            kept_at=now(),
        )
    )


def revoke(*, verb: Verb, by: Member, kind: ValueKind, value: str, channel: str) -> int:
    """The consumer took the yes back: from now on it holds no more; the proof stays for its time.
    How many were taken back.
    """
    digest = fingerprint(by.workspace.fingerprint_key, kind, value)
    rows = list(
        ConsentRow.objects.filter(
            workspace_id=by.workspace_id, kind=kind, fingerprint=digest, revoked_at=None
        )
    )
    for row in rows:
        verb.update(row, revoked_at=now(), revoked_how=channel)
    return len(rows)


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom a request is about: a company, one of its people, and the fingerprints of the numbers
    and addresses by which they are known after their erasure.
    """

    company_id: int | None = None
    contact_id: int | None = None
    fingerprints: tuple[str, ...] = ()


def receive(
    *,
    by: Member,
    kind: str,
    channel: str,
    who: str,
    received_at: datetime,
    about: Concerned,
    key: str | None = None,
) -> Request:
    """Notes a request; its answer is due within the month (GDPR art. 12(3))."""
    due = months_later(received_at, legal_limit("request_months", day_of(received_at)))
    with record(
        "request.received", by=by, company_id=about.company_id, key=key, kind=kind, channel=channel
    ) as verb:
        row = Request(
            workspace_id=by.workspace_id,
            kind=kind,
            channel=channel,
            who=who.strip()[:300],
            received_at=received_at,
            due_at=due,
            member=by,
            company_id=about.company_id,
            contact_id=about.contact_id,
            fingerprints=list(about.fingerprints),
        )
        verb.create(row)
        verb.entry.subject_id = row.pk
    return row


def extend(*, by: Member, request: Request, why: str) -> Entry:
    """Two months more, once, with the reason told to the person within the first month.

    Raises NoReason.
    """
    if len(why.strip()) < LEAST_REASON or request.extended_why or now() > request.due_at:
        raise NoReason(why)
    with record("request.extended", by=by, company_id=request.company_id) as verb:
        due = months_later(
            request.due_at, legal_limit("request_extension_months", day_of(request.received_at))
        )
        verb.update(request, due_at=due, extended_why=why.strip()[:300])
    return verb.entry


def close_request(*, verb: Verb, request: Request, how: str, proof: dict[str, object]) -> None:
    """Answered: when, how, with what was done."""
    verb.update(request, closed_at=now(), closed_how=how, proof=proof)


def keep_hours(*, workspace: Workspace, hours: Hours) -> None:
    """Keeps when professionals are called."""
    save_preferences(workspace=workspace, section=hours)
