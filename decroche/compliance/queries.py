"""Questions other packages ask before they call, mail, import or export."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q

from decroche.compliance.models import ConsentRow, Notice, Request, Suppression
from decroche.compliance.permission import Consent, Policy
from decroche.compliance.preferences import LegalChoices
from decroche.compliance.rules import Hours, ValueKind, fingerprint
from decroche.team.models import Workspace
from decroche.team.preferences import preferred
from decroche.team.prepared import Prepared

_NONE = "-"
"""No fingerprint: what stands where a line has fewer values."""
_ANY = Prepared(
    lambda workspace, one, two, three, four, five: Suppression.objects.filter(
        Q(fingerprint=one)
        | Q(fingerprint=two)
        | Q(fingerprint=three)
        | Q(fingerprint=four)
        | Q(fingerprint=five),
        workspace_id=workspace,
    )[:1]
)
_TOLD = Prepared(
    lambda workspace, company: Notice.objects.filter(
        workspace_id=workspace, company_id=company
    ).order_by("at", "id")
)
_CONSENT = Prepared(
    lambda workspace, digest: ConsentRow.objects.filter(
        workspace_id=workspace, fingerprint=digest
    ).order_by("-given_at", "-id")[:1]
)


def hours(workspace: Workspace) -> Hours:
    """The calling hours of a workspace."""
    return preferred(workspace, Hours)


def policy(workspace: Workspace) -> Policy:
    """What she decided where the law leaves it open."""
    chosen = preferred(workspace, LegalChoices)
    return Policy(local_holidays=chosen.local_holidays, strict_webmail=chosen.strict_webmail)


def opposed(workspace: Workspace, kind: ValueKind, values: Iterable[str]) -> set[str]:
    """Those of the values that carry an opposition."""
    digests = {
        fingerprint(workspace.fingerprint_key, kind, value): value for value in values if value
    }
    if not digests:
        return set()
    found: set[str] = set()
    keys = list(digests)
    for start in range(0, len(keys), 500):
        rows = Suppression.objects.filter(
            workspace=workspace, kind=kind, fingerprint__in=keys[start : start + 500]
        )
        found.update(digests[digest] for digest in rows.values_list("fingerprint", flat=True))
    return found


def opposition_of(
    workspace: Workspace, values: Iterable[tuple[ValueKind, str]]
) -> Suppression | None:
    """The opposition that any of these values carries: one statement, whatever they are; five at
    most.
    """
    digests = [
        fingerprint(workspace.fingerprint_key, kind, value) for kind, value in values if value
    ][:5]
    if not digests:
        return None
    return _ANY.first(workspace.pk, *digests, *[_NONE] * (5 - len(digests)))


def consent_of(workspace: Workspace, kind: ValueKind, value: str) -> Consent | None:
    """The latest yes of a consumer for a number or an address."""
    row = (
        _CONSENT.first(workspace.pk, fingerprint(workspace.fingerprint_key, kind, value))
        if value
        else None
    )
    return Consent(row.given_at, row.out_of_hours, row.revoked_at) if row else None


def consents_of(workspace: Workspace, kind: ValueKind, values: Iterable[str]) -> dict[str, Consent]:
    """The latest yes for each of many numbers or addresses; those without one are left out."""
    prints = {
        fingerprint(workspace.fingerprint_key, kind, value): value for value in values if value
    }
    keys, found = list(prints), dict[str, Consent]()
    for start in range(0, len(keys), 500):
        rows = ConsentRow.objects.filter(
            workspace=workspace, fingerprint__in=keys[start : start + 500]
        ).order_by("given_at", "id")
        for row in rows:  # the latest is written last
            found[prints[row.fingerprint]] = Consent(row.given_at, row.out_of_hours, row.revoked_at)
    return found


def consent_rows(
    workspace: Workspace, values: Iterable[tuple[ValueKind, str]]
) -> list[tuple[str, ConsentRow]]:
    """[(value, proof)] of every consent given for these numbers and addresses, taken back or not,
    the latest first.
    """
    prints = {fingerprint(workspace.fingerprint_key, kind, value): value for kind, value in values}
    rows = ConsentRow.objects.filter(workspace=workspace, fingerprint__in=list(prints))
    return [(prints[row.fingerprint], row) for row in rows.order_by("-given_at")]


def any_opposition(workspace: Workspace) -> bool:
    """Whether there is any opposition at all (an import without one need not ask per row)."""
    return Suppression.objects.filter(workspace=workspace).exists()


def any_consent(workspace: Workspace) -> bool:
    """Whether anybody ever agreed to calls or mails (an import without one need not ask)."""
    return ConsentRow.objects.filter(workspace=workspace).exists()


def notices_of(workspace: Workspace, company_id: int) -> Sequence[Notice]:
    """What the people of a card were told, the first time first."""
    return _TOLD(workspace.pk, company_id)


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
    """How many times somebody asked to be left alone; one time may stop several values."""
    return Suppression.objects.filter(workspace=workspace).values("act").distinct().count()
