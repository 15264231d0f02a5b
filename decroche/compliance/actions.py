"""Storing oppositions, consents, notices and requests.

Functions with the parameter `verb` are called inside a verb of another package, and write into its
journal line; the others are verbs themselves.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from decroche.compliance.models import ConsentRow, Notice, Request, Suppression
from decroche.compliance.queries import NOTICES
from decroche.compliance.rules import Hours, ValueKind, fingerprint
from decroche.journal.models import Entry
from decroche.journal.record import Verb, record
from decroche.shared.calendar import months_later
from decroche.shared.clock import day_of, now
from decroche.shared.legal_figures import legal_limit
from decroche.team.models import Member, Workspace
from decroche.team.preferences import save_preferences

LEAST_REASON = 10
"""Characters of the reason for lifting an opposition, at least: it must be typed on purpose."""


class NoReason(ValueError):
    """The reason for lifting an opposition, or for extending a request, is missing or too short."""


def oppose(
    *,
    verb: Verb,
    by: Member,
    values: list[tuple[ValueKind, str]],
    channel: str = "phone",
    act: str = "",
) -> int:
    """Stores an opposition for each value with one statement; returns how many are new. `act` is
    the same for all values of one request, so that they are lifted together.
    """
    act = act or secrets.token_hex(8)
    new = verb.create_missing(
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
    if channel != FROM_A_FILE and new < len(values):
        _keep_beyond_the_file(verb, by, values)
    return new


FROM_A_FILE = "file"
"""The channel of an opposition that a file brought."""


def _keep_beyond_the_file(verb: Verb, by: Member, values: list[tuple[ValueKind, str]]) -> None:
    """What a file said before and somebody asks now is no longer the file's: undoing its import
    takes oppositions away by their `act`, and leaves these.
    """
    key = by.workspace.fingerprint_key
    digests = [fingerprint(key, kind, value) for kind, value in values if value]
    brought = Suppression.objects.filter(
        workspace_id=by.workspace_id, fingerprint__in=digests, channel=FROM_A_FILE
    )
    for one in brought.exclude(act=""):
        verb.update(one, act="")


def lift(*, verb: Verb, by: Member, values: list[tuple[ValueKind, str]], reason: str) -> int:
    """Deletes the oppositions of these values, and all others of the same requests (`act`); returns
    how many.

    The journal keeps the reason, and the day and channel of each opposition. Raises NoReason.
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
    """Notes that somebody was informed about the data kept of them (GDPR art. 14). None when the
    same person was informed in the same way before, since once is enough. `version` is a digest of
    the text.
    """
    notices = verb.known(NOTICES, by.workspace_id, company_id)
    if any((notice.contact_id, notice.kind) == (contact_id, kind) for notice in notices):
        return None
    notice = Notice(
        workspace_id=by.workspace_id,
        company_id=company_id,
        contact_id=contact_id,
        kind=kind,
        version=version[:12],
        member=by,
        at=now(),
    )
    notices.append(notice)  # so that a later question in this verb finds it too
    return verb.create(notice)


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """A consumer's consent to be called or written to at `value`. `text` is what they agreed to,
    `proof` where the proof of it is; `out_of_hours` says that it includes calls outside the legal
    hours.
    """

    kind: ValueKind
    value: str
    text: str
    channel: str
    given_at: datetime
    out_of_hours: bool = False
    proof: str = ""


def consent(*, verb: Verb, by: Member, given: ConsentGiven) -> ConsentRow:
    """Stores the proof of a consumer's consent. Raises ValueError without the text they agreed to,
    or for a date in the future.
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
    """Notes that a consumer withdrew the consents for a value; returns how many. They are not valid
    from now on, but stay stored as a proof of the time before.
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
    """Whom a request is about: a company, one of its people, and the fingerprints of their numbers
    and addresses, by which the request can be found after the data was erased.
    """

    company_id: int | None = None
    contact_id: int | None = None
    fingerprints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestMade:
    """A request as it arrived: what is asked for (`Request.Kind`), by which channel (`Channel`),
    who asks, in her words, and when it was received.
    """

    kind: str
    channel: str
    who: str
    received_at: datetime


def receive(*, by: Member, made: RequestMade, about: Concerned, key: str | None = None) -> Request:
    """Notes a request. Its answer is due within one month (GDPR art. 12(3))."""
    on = day_of(made.received_at)
    due = months_later(made.received_at, legal_limit("request_months", on))
    with record(
        "request.received",
        by=by,
        company_id=about.company_id,
        key=key,
        kind=made.kind,
        channel=made.channel,
    ) as verb:
        row = Request(
            workspace_id=by.workspace_id,
            kind=made.kind,
            channel=made.channel,
            who=made.who.strip()[:300],
            received_at=made.received_at,
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
    """Extends the time for the answer by two months, with the reason that the person was told (GDPR
    art. 12(3)). Raises NoReason, also after the first month and for a second extension.
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
    """Closes a request: `how` is done or refused, `proof` says what was done."""
    verb.update(request, closed_at=now(), closed_how=how, proof=proof)


def keep_hours(*, workspace: Workspace, hours: Hours) -> None:
    """Saves the hours in which professionals are called."""
    save_preferences(workspace=workspace, section=hours)
