"""What a telephone is told of what was written on it, and what that is called in a note."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from decroche.calls.wording import outcome_words, reason_names
from decroche.desk.loop.form import LoopForm
from decroche.desk.loop.log_form import AfterLogging
from decroche.desk.telephone.together import ADDED
from decroche.prospects.models import Company


def added_and_kept(form: LoopForm, kept: AfterLogging) -> list[str]:
    """What was added to the outcome and kept with it, in words: what was not taken says so
    itself.
    """
    done = kept.page.done
    said = []
    if form.typed["referral"].strip() and not (done and done.untaken):
        said.append(_("recommendation kept"))
    if form.typed["moment"].strip():
        said.append(_("great moment kept"))
    return said


def added_in_words(added: Mapping[str, str]) -> str:
    """The same as lines of a note."""
    said = {name: added.get(name, "") for name in ADDED}
    named = {
        _("They recommend somebody"): " · ".join(
            filter(None, (said["referral"], said["sentence"])),
        ),
        _("Great moment"): said["moment"],
    }
    lines = [
        _("%(name)s: %(why)s") % {"name": name, "why": text} for name, text in named.items() if text
    ]
    return "\n".join([*([_("Message left")] if said["message_left"] else []), *lines])


def as_lines(note: str, outcome: str, typed: Mapping[str, str]) -> str:
    """The note, followed by what was typed into the panel."""
    reasons = reason_names()
    words = [
        reasons.get(text, text) if place.endswith(".reason") else text
        for place, text in typed.items()
    ]
    line = f"{outcome_words(outcome)} {' · '.join(words)}"
    return "\n".join(filter(None, (note, line if typed else "")))


def ended_in_words(company: Company, logged: bool, written: bool, *, shown: bool) -> str:
    """What happened to a card while the telephone asked about it. `shown`: it is the one that is on
    the screens again, so that nothing was left.
    """
    if shown and not logged:
        return _("What you wrote on the telephone waits on the card.") if written else ""
    if logged:
        said = _("%(name)s was noted elsewhere meanwhile.")
        stays = _("What you wrote on the telephone is a note of the card.")
    else:
        said = _("%(name)s was left without an outcome.")
        stays = _("What you wrote on the telephone waits on the card.")
    return " ".join([said % {"name": company.name}, *([stays] if written else [])])
