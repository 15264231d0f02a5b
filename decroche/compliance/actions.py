"""Keeping an opposition."""

from __future__ import annotations

from decroche.compliance.models import Suppression
from decroche.compliance.rules import ValueKind, fingerprint
from decroche.journal.record import Verb
from decroche.team.models import Member


def oppose(*, verb: Verb, by: Member, values: list[tuple[ValueKind, str]], channel: str = "phone") -> int:
    """Adds an opposition for each value, inside the verb under way; how many are new."""
    made = 0
    for kind, value in values:
        digest = fingerprint(by.workspace.fingerprint_key, kind, value)
        if not value or Suppression.objects.filter(workspace_id=by.workspace_id, kind=kind, fingerprint=digest).exists():
            continue
        verb.create(Suppression(workspace_id=by.workspace_id, kind=kind, fingerprint=digest, member=by, channel=channel))
        made += 1
    return made
