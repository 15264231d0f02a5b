"""What undo has to know of the rows of this package, and of an opposition (journal/staying.py)."""

from __future__ import annotations

from decroche.compliance.actions import LEAST_REASON
from decroche.compliance.models import Suppression
from decroche.journal.staying import changed_by, goes_with, kept_for_good, part_of, stays_while_used
from decroche.journal.verbs import LOGGED
from decroche.prospects.actions import EDITABLE
from decroche.prospects.models import (
    CallListEntry,
    Company,
    Contact,
    DistinctPair,
    DuplicateCandidate,
    PhoneNumber,
)

changed_by(Company, *EDITABLE, "tags")
stays_while_used(Company, Contact, PhoneNumber)
goes_with(CallListEntry, "company")
goes_with(DistinctPair, "first", "second")
goes_with(DuplicateCandidate, "first", "second")
part_of(Contact, "company")
part_of(PhoneNumber, "company")
part_of(DuplicateCandidate, "first", "second")

# The verbs by which she notes an opposition. Others (a merge, an import) may oppose cards as a side
# effect, and can be undone without a reason.
kept_for_good(
    Suppression,
    *(LOGGED, "companies.opposed", "person.opposed", "values.opposed"),
    least_reason=LEAST_REASON,
)
