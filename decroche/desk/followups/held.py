"""What she says after a meeting, read as in the panel of who is interested: a day, what is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from decroche.calls.reading import OutcomeRead, read_outcome
from decroche.calls.rules import AFTER_APPOINTMENT
from decroche.followups.actions import ComesNext
from decroche.ui.language import current_language


def after_meeting(typed: Mapping[str, str], *, zone: str, at: datetime) -> ComesNext | str:
    """What comes next, from the fields `when` and `said`; both may be empty, and a day may stand
    among the words (“envoyer le devis vendredi”). A sentence when the day is not understood.
    """
    when, said = (" ".join(typed.get(name, "").split()) for name in ("when", "said"))
    read = _read(when or said, said if when else "", zone, at)
    problem = next((one.sentence for one in read.problems if one.field == "when"), None)
    if problem is None:
        return ComesNext(read.said.note, read.said.when, read.said.precision)
    return problem if when else ComesNext(said)


def _read(when: str, said: str, zone: str, at: datetime) -> OutcomeRead:
    language = current_language()
    given = {"when": when, "said": said}
    return read_outcome(AFTER_APPOINTMENT[0], given, zone=zone, at=at, language=language, roles=())
