"""Logs the outcome that was pressed on the desk or on her telephone, and says what is shown
then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from decroche.callqueue.log_and_go_on import LoggedThenNext, log_and_go_on
from decroche.calls.actions import Logged
from decroche.calls.drafts import draft_of, joined, taken_in
from decroche.calls.models import CallState
from decroche.calls.notes import keep_after_call
from decroche.calls.queries import card_of
from decroche.calls.refused import Refused
from decroche.calls.wording import in_words, logged_already_in_words
from decroche.correspondence.wording import unsent_in_words
from decroche.desk.loop.card import card_queries
from decroche.desk.loop.form import LoopForm
from decroche.desk.loop.page import DeskPage, Said, after_call, with_problems
from decroche.desk.loop.reach import names_in_short
from decroche.prospects.opposition import stopped_with
from decroche.referrals.wording import not_referred_in_words
from decroche.shared.spoken import NotUnderstood
from decroche.shared.spoken.sentence import read_sentence
from decroche.team.models import Member
from decroche.ui.language import current_language


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
    wrote_on = logged.replayed and _keep_the_rest(member, form, at)
    unsent = unsent_in_words(logged.entry)
    untaken = not_referred_in_words(logged.entry, logged.call)
    follows = _follows(pressed, form, at)
    if names := names_in_short(stopped_with(logged.entry)):
        follows = _("%(follows)s, with %(names)s") % {"follows": follows, "names": names}
    if logged.call.relayed:
        follows = _("%(follows)s. Somebody answered for them: not counted as a conversation") % {
            "follows": follows
        }
    if wrote_on:
        follows = f"{follows}. {_('What you wrote after the call is a note of the card.')}"
    said = Said(follows, tuple(unsent), tuple(untaken))
    page = after_call(member, at, pressed, outcome=form.outcome, said=said)
    return AfterLogging(page, 200, (*unsent, *untaken))


def _follows(pressed: LoggedThenNext, form: LoopForm, at: datetime) -> str:
    """Returns what follows from the outcome, in words: a wrong number with what became of the card,
    a promise with the step that she typed.
    """
    kept = pressed.kept
    if kept.logged.consequence.kind == "renumber":
        if kept.company.state.blocked_by == CallState.BlockedBy.NO_NUMBER:
            return _("wrong number, no other one: card to complete")
        if kept.company.state.blocked_by == CallState.BlockedBy.NOTHING:
            return _("wrong number, its next one will be called")
    follows = in_words(kept.logged.consequence, form.outcome, at)
    step = _step(form, at)
    if not step or kept.logged.consequence.follow_up != "promised":
        return follows
    step = f"{step[:_LONGEST_STEP].rstrip()}…" if len(step) > _LONGEST_STEP else step
    return f"{follows} · {step}"


def _step(form: LoopForm, at: datetime) -> str:
    """Returns the next step as it was typed, in its field or beside its day (“devis mardi 10h”)."""
    said, when = form.typed["said"].strip(), form.typed["when"]
    if said or not when:
        return said
    try:
        return read_sentence(when, now=at, language=current_language()).rest
    except NotUnderstood:
        return ""


_LONGEST_STEP = 60
"""Letters of a step in the line about what was logged."""


def _keep_the_rest(member: Member, form: LoopForm, at: datetime) -> bool:
    """Keeps as a note of its card what was typed after the try of a press that was logged: the
    answer to it was lost, and she went on writing. Returns whether there was any.
    """
    taken = taken_in(member, form.company_id, form.key)
    both = joined(taken, form.typed["note"])
    rest = both[len(taken) :].strip() if both.startswith(taken) else ""
    company = card_of(member.workspace, form.company_id) if rest else None
    if company is None:
        return False
    draft = draft_of(member, company)
    fields = draft.fields if draft else {}
    keep_after_call(by=member, company=company, note=rest, fields=fields, at=at, call=form.key)
    return True


def _is_another(logged: Logged, form: LoopForm) -> bool:
    """Whether the key of the card logged another call before than the one that arrives now."""
    return (logged.entry.company_id, logged.call.outcome) != (form.company_id, form.outcome)
