"""What she is told of a recommendation that leads to no card."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from decroche.calls.models import Call
from decroche.journal.models import Entry
from decroche.prospects.left_alone import LeftAlone, left_alone_in_words
from decroche.referrals.actions import NOT_REFERRED
from decroche.referrals.named import ITSELF, left_alone_of_line, read_recommendation


def nowhere_in_words(code: str, silent: Iterable[LeftAlone]) -> list[str]:
    """Why a recommendation is not taken, one sentence each (the codes of named.py)."""
    if code == ITSELF:
        words = _(
            "This is the company of this card: no second one is made. Another of its sites is told "
            "by its town."
        )
        return [words]
    return [left_alone_in_words(one) for one in silent]


def not_referred_in_words(entry: Entry, call: Call) -> list[str]:
    """What of a recommendation typed with this call was not taken; nothing when all was."""
    code = entry.particulars.get(NOT_REFERRED)
    if not code:
        return []
    read = read_recommendation(str(call.details.get("referral", "")))
    return nowhere_in_words(code, left_alone_of_line(entry.workspace, read))
