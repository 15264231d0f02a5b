"""Named queries about oppositions, consents, notices and requests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q

from decroche.compliance.models import ConsentRow, Notice, Request, Suppression
from decroche.compliance.permission import Consent, Policy
from decroche.compliance.preferences import LegalChoices
from decroche.compliance.rules import Hours, ValueKind, fingerprint
from decroche.database.fetching import Fetch, Queries, fetch_now, first
from decroche.database.prepared import BoundQuery, PreparedQuery
from decroche.team.models import Workspace
from decroche.team.preferences import preferred

_NONE = "-"
"""Fills the places of `_ANY` for which there is no value; no fingerprint is equal to it."""
_AT_ONCE = 6
"""Values that one query asks about: as many as most cards have. The number is fixed, so that the
SQL text can be prepared once.
"""
_ANY = PreparedQuery(
    lambda workspace, one, two, three, four, five, six: Suppression.objects.filter(
        Q(fingerprint=one)
        | Q(fingerprint=two)
        | Q(fingerprint=three)
        | Q(fingerprint=four)
        | Q(fingerprint=five)
        | Q(fingerprint=six),
        workspace_id=workspace,
    )[:1]
)
NOTICES = PreparedQuery(
    lambda workspace, company: Notice.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("at", "id")
)
_CONSENT = PreparedQuery(
    lambda workspace, digest: ConsentRow.objects.filter(
        workspace_id=workspace, fingerprint=digest
    ).order_by("-given_at", "-id")[:1]
)


def hours(workspace: Workspace) -> Hours:
    """The calling hours of a workspace."""
    return preferred(workspace, Hours)


def policy(workspace: Workspace) -> Policy:
    """Her choices where the law leaves one."""
    chosen = preferred(workspace, LegalChoices)
    return Policy(local_holidays=chosen.local_holidays, strict_webmail=chosen.strict_webmail)


def opposed(workspace: Workspace, kind: ValueKind, values: Iterable[str]) -> set[str]:
    """Those of the values that have an opposition."""
    digests = {
        fingerprint(workspace.fingerprint_key, kind, value): value for value in values if value
    }
    if not digests:
        return set()
    opposed_values: set[str] = set()
    keys = list(digests)
    for start in range(0, len(keys), 500):
        rows = Suppression.objects.filter(
            workspace=workspace, kind=kind, fingerprint__in=keys[start : start + 500]
        )
        opposed_values.update(
            digests[digest] for digest in rows.values_list("fingerprint", flat=True)
        )
    return opposed_values


def opposition_queries(workspace: Workspace, values: Iterable[tuple[ValueKind, str]]) -> Queries:
    """The queries for an opposition of any of these values, with `_AT_ONCE` values each, to be
    sent with others; none when all values are empty.
    """
    digests = [
        fingerprint(workspace.fingerprint_key, kind, value) for kind, value in values if value
    ]
    parts = [digests[start : start + _AT_ONCE] for start in range(0, len(digests), _AT_ONCE)]
    return [_ANY.bind(workspace.pk, *part, *[_NONE] * (_AT_ONCE - len(part))) for part in parts]


def opposition_of(
    workspace: Workspace, values: Iterable[tuple[ValueKind, str]], fetch: Fetch = fetch_now
) -> Suppression | None:
    """An opposition of any of these values; None when none has one."""
    queries = opposition_queries(workspace, values)
    return first([row for query in queries for row in fetch(_ANY, *query.arguments)])


def consent_query(workspace: Workspace, kind: ValueKind, value: str) -> BoundQuery:
    """The query for the latest consent for a number or an address, to be asked with others."""
    return _CONSENT.bind(workspace.pk, fingerprint(workspace.fingerprint_key, kind, value))


def consent_of(
    workspace: Workspace, kind: ValueKind, value: str, fetch: Fetch = fetch_now
) -> Consent | None:
    """The latest consent for a number or an address, withdrawn or not; None without one."""
    if not value:
        return None
    row = first(fetch(_CONSENT, *consent_query(workspace, kind, value).arguments))
    return Consent(row.given_at, row.out_of_hours, row.revoked_at) if row else None


def consents_of(workspace: Workspace, kind: ValueKind, values: Iterable[str]) -> dict[str, Consent]:
    """{value: its latest consent} of many numbers or addresses; those without one are left out."""
    prints = {
        fingerprint(workspace.fingerprint_key, kind, value): value for value in values if value
    }
    keys, consents = list(prints), dict[str, Consent]()
    for start in range(0, len(keys), 500):
        rows = ConsentRow.objects.filter(
            workspace=workspace, fingerprint__in=keys[start : start + 500]
        ).order_by("given_at", "id")
        for row in rows:  # oldest first, so that the latest one stays
            value = prints[row.fingerprint]
            consents[value] = Consent(row.given_at, row.out_of_hours, row.revoked_at)
    return consents


def consent_rows(
    workspace: Workspace, values: Iterable[tuple[ValueKind, str]]
) -> list[tuple[str, ConsentRow]]:
    """[(value, row)] of all consents for these numbers and addresses, withdrawn ones too, the
    latest first.
    """
    prints = {fingerprint(workspace.fingerprint_key, kind, value): value for kind, value in values}
    rows = ConsentRow.objects.filter(workspace=workspace, fingerprint__in=list(prints))
    return [(prints[row.fingerprint], row) for row in rows.order_by("-given_at")]


def any_opposition(workspace: Workspace) -> bool:
    """Whether there is any opposition at all; an import asks for each row only if there is."""
    return Suppression.objects.filter(workspace=workspace).exists()


def any_consent(workspace: Workspace) -> bool:
    """Whether there is any consent at all; an import asks for each row only if there is."""
    return ConsentRow.objects.filter(workspace=workspace).exists()


def notices_queries(workspace_id: int, company_id: int) -> Queries:
    """The query of `notices_of`, to be sent with others."""
    return [NOTICES.bind(workspace_id, company_id)]


def notices_of(workspace: Workspace, company_id: int, fetch: Fetch = fetch_now) -> Sequence[Notice]:
    """The notices given to a company and its people, the first one first."""
    return fetch(NOTICES, workspace.pk, company_id)


def open_requests(workspace: Workspace) -> list[Request]:
    """The requests that wait for an answer, the most urgent first."""
    return list(
        Request.objects.filter(workspace=workspace, closed_at=None).order_by("due_at", "id")
    )


def closed_requests(workspace: Workspace, most: int) -> list[Request]:
    """The requests that were answered, the latest first."""
    rows = Request.objects.filter(workspace=workspace).exclude(closed_at=None)
    return list(rows.order_by("-closed_at")[:most])


def opposition_acts(workspace: Workspace) -> int:
    """How many oppositions there were; one of them may have several values (`act`)."""
    return Suppression.objects.filter(workspace=workspace).values("act").distinct().count()
