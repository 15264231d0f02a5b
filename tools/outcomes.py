"""Logs a call from values that need not be read, for tests and made-up files.

The program itself reads what was typed (decroche/calls/log_call.py); both write the call by
`log_gathered`.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError

from decroche.calls.actions import CallMade, Logged, check, log_gathered, replayed
from decroche.calls.gathering import gather
from decroche.calls.reading import OutcomeInput
from decroche.calls.refused import Refused
from decroche.journal.record import record
from decroche.journal.verbs import LOGGED
from decroche.shared.clock import now
from decroche.team.models import Member


def log_outcome(
    *,
    by: Member,
    company_id: int,
    outcome: str,
    said: OutcomeInput | None = None,
    number_id: int | None = None,
    at: datetime | None = None,
    key: str | None = None,
) -> Logged:
    """Logs one attempt with all its consequences in one transaction. A key that is given twice logs
    one call.

    Raises Refused: unknown_outcome, unknown_company, when_needed, email_needed, unknown_reason, and
    the refusals of the law: opposed, unlisted, no_consent, consent_revoked, refused.
    """
    said = said or OutcomeInput()
    check(outcome, said)
    try:
        with record(LOGGED, by=by, company_id=company_id, key=key) as verb:
            card = gather(verb, by, company_id, number_id, best=False)
            return log_gathered(verb, by, card, CallMade(outcome, said, at or now()))
    except (Refused, IntegrityError):
        before = replayed(by=by, key=key)
        if before is None:
            raise
        return before
