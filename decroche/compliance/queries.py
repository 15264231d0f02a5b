"""Questions other packages ask before they call, mail or import."""

from __future__ import annotations

from collections.abc import Iterable

from decroche.compliance.models import Suppression
from decroche.compliance.rules import Hours, ValueKind, Verdict, fingerprint
from decroche.team.models import Workspace


def hours(workspace: Workspace) -> Hours:
    """The calling hours of a workspace."""
    return Hours.read(workspace.preferences.get("hours", {}))


def opposed(workspace: Workspace, kind: ValueKind, values: Iterable[str]) -> set[str]:
    """Those of the values that carry an opposition."""
    digests = {fingerprint(workspace.fingerprint_key, kind, value): value for value in values if value}
    if not digests:
        return set()
    found: set[str] = set()
    keys = list(digests)
    for start in range(0, len(keys), 500):
        rows = Suppression.objects.filter(workspace=workspace, kind=kind, fingerprint__in=keys[start : start + 500])
        found.update(digests[digest] for digest in rows.values_list("fingerprint", flat=True))
    return found


def may_write(workspace: Workspace, address: str, *, siren: str = "") -> Verdict:
    """Whether a mail may go to an address, asked at every gate: when it is queued and again when it leaves (CPCE L. 34-5)."""
    if opposed(workspace, "email", [address]) or (siren and opposed(workspace, "siren", [siren])):
        return Verdict(False, "opposed")
    return Verdict(True)


def any_opposition(workspace: Workspace) -> bool:
    """Whether there is any opposition at all (an import without one need not ask per row)."""
    return Suppression.objects.filter(workspace=workspace).exists()
