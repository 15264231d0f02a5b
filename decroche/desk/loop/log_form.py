"""Logs the outcome that was pressed on the desk or on her telephone, and says what is shown
then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from decroche.callqueue.log_and_go_on import log_and_go_on
from decroche.calls.actions import Logged
from decroche.calls.refused import Refused
from decroche.calls.wording import in_words, logged_already_in_words
from decroche.correspondence.wording import unsent_in_words
from decroche.desk.loop.card import card_queries
from decroche.desk.loop.form import LoopForm
from decroche.desk.loop.page import DeskPage, Said, after_call, with_problems
from decroche.desk.loop.reach import names_in_short
from decroche.prospects.opposition import stopped_with
from decroche.referrals.wording import not_referred_in_words
from decroche.team.models import Member


@dataclass(frozen=True, slots=True)
class AfterLogging:
    """What is shown after an outcome was logged or refused.

    `status` is 200 when it was logged, 422 when it was refused, 409 when the key of the card logged
    another call before. `unsent` says which mail does not leave, and which recommendation was not
    written, one sentence each.
    """

    page: DeskPage
    status: int
    unsent: tuple[str, ...] = ()


def log_form(member: Member, form: LoopForm, at: datetime) -> AfterLogging:
    """Logs the outcome of a form that arrived at the moment `at`. When the outcome is refused, the
    form says why. Raises Refused for a card that does not exist.
    """
    try:
        pressed = log_and_go_on(
            by=member,
            typed=form.call(form.pressed_at(at)),
            key=form.key or None,
            extra=card_queries(member, at),
            arrived=at,
        )
    except Refused as refused:
        if refused.code == "unknown_company":
            raise
        form.refuse(refused)
        return AfterLogging(with_problems(member, at, form), 422)
    logged = pressed.kept.logged
    if logged.replayed and _is_another(logged, form):
        form.code = "noted"
        form.errors["outcome"] = logged_already_in_words(logged.call.outcome)
        return AfterLogging(with_problems(member, at, form), 409)
    unsent = unsent_in_words(logged.entry)
    untaken = not_referred_in_words(logged.entry, logged.call)
    follows = in_words(logged.consequence, form.outcome, at)
    if names := names_in_short(stopped_with(logged.entry)):
        follows = _("%(follows)s, with %(names)s") % {"follows": follows, "names": names}
    if logged.call.relayed:
        follows = _("%(follows)s. Somebody answered for them: not counted as a decision maker") % {
            "follows": follows
        }
    said = Said(follows, tuple(unsent), tuple(untaken))
    page = after_call(member, at, pressed, outcome=form.outcome, said=said)
    return AfterLogging(page, 200, (*unsent, *untaken))


def _is_another(logged: Logged, form: LoopForm) -> bool:
    """Whether the key of the card logged another call before than the one that arrives now."""
    return (logged.entry.company_id, logged.call.outcome) != (form.company_id, form.outcome)
