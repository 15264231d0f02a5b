"""What she decides about her calendar and address book, and one synchronisation."""

from __future__ import annotations

import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from decroche.agenda.cards import write_cards
from decroche.agenda.events import compare_events, move_here
from decroche.agenda.models import Twin
from decroche.agenda.password import forget_password, keep_password
from decroche.agenda.preferences import Agenda
from decroche.agenda.rules import Beginning
from decroche.agenda.talk import Done, Overtaken, Talk, account_of, one_at_a_time
from decroche.config.data_mark import data_mark
from decroche.config.locks import try_lock
from decroche.followups.actions import ClosedBefore, close
from decroche.followups.models import FollowUp
from decroche.gateways import dav
from decroche.gateways.dav import Collection, NotSynced
from decroche.shared.clock import now
from decroche.team.language import member_language
from decroche.team.models import Member, Workspace
from decroche.team.preferences import preferred, read_preferences_again, save_preferences
from decroche.team.roles import OWN, require

State = Twin.State
Answer = Literal["back", "left", "drop", "follow", "stay"]
"""What she answers to a deletion: it is written there again; it stays here only; it is dropped
here too. To a move: here follows; there goes back.
"""


TWINS_THERE = "twins"
"""What is wrong when another calendar or address book is chosen while events or cards still stand
in the one before; every other problem is NotSynced.why.
"""
LEFT = "left"
"""The problem that is noted when the member whose calendar it was has left."""
_MARK = 12
_LISTED: set[tuple[int, Agenda, str]] = set()
"""Workspace, choice and data for which this process has looked for what is unknown there."""
FOUND_WITHIN = dav.FOUND_WITHIN
"""Seconds within which a server has said what is there."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is there, or why that could not be told."""

    collections: tuple[Collection, ...] = ()
    problem: str = ""


def sign_in(*, by: Member, address: str, user: str, password: str, own_network: bool) -> str:
    """Keeps where her server is, and the password when one was typed; nothing is asked there yet.
    What is wrong with it, and then nothing is kept; "" when it is kept.
    """
    require(by, OWN)
    try:
        dav.check(address)
    except NotSynced as error:
        return error.why
    before = preferred(by.workspace, Agenda)
    if (before.address, before.user) != (address, user):
        if Twin.objects.filter(workspace=by.workspace).exists():
            return TWINS_THERE
        before = Agenda(mark=before.mark)
    if password:
        keep_password(by.workspace_id, address, user, password)
    kept = replace(
        before, address=address, user=user, own_network=own_network, member=by.pk, problem=""
    )
    with one_at_a_time(by.workspace):
        save_preferences(workspace=by.workspace, section=kept)
    return ""


def look_for(workspace: Workspace) -> Found:
    """Asks her server for her calendars and address books."""
    try:
        found = dav.find(account_of(workspace, preferred(workspace, Agenda)))
    except NotSynced as error:
        return Found(problem=error.why)
    return Found(tuple(found))


def keep_agenda(*, by: Member, chosen: Agenda) -> str:
    """Keeps what is synchronised, and where. What is wrong with it, and then nothing is kept; ""
    when it is kept.
    """
    require(by, OWN)
    before = preferred(by.workspace, Agenda)
    for old, new, mine in (
        (before.calendar, chosen.calendar, {"follow_up__isnull": False}),
        (before.book, chosen.book, {"person__isnull": False}),
    ):
        if new and dav.origin(new) != dav.origin(before.address):
            return "refused"  # the password is for the one server
        if old != new and Twin.objects.filter(workspace=by.workspace, **mine).exists():
            return TWINS_THERE
    kept = replace(
        before,
        calendar=chosen.calendar,
        book=chosen.book,
        calendar_name=chosen.calendar_name,
        book_name=chosen.book_name,
        promises=chosen.promises,
        meetings=chosen.meetings,
        people=chosen.people,
        member=by.pk,
        problem="",
        detail="",
        mark=before.mark or secrets.token_hex(_MARK // 2),
    )
    with one_at_a_time(by.workspace):
        save_preferences(workspace=by.workspace, section=kept)
    return ""


def stop(*, by: Member) -> None:
    """Nothing is synchronised any more, and the password is forgotten; what stands there stays."""
    require(by, OWN)
    with one_at_a_time(by.workspace):
        _forget(by.workspace, Agenda())
    forget_password(by.workspace_id)


def release(member: Member) -> int:
    """Inside a transaction: the calendar of somebody who leaves, or is no owner any more, is
    synchronised no longer. The password and what is known of their server are forgotten; the owner
    is told what stays there. How many events and cards that is.
    """
    read_preferences_again(member.workspace)
    agenda = preferred(member.workspace, Agenda)
    if agenda.member != member.pk or not agenda.address:
        return 0
    stays = Twin.objects.filter(workspace=member.workspace).exclude(digest="").count()
    told = Agenda(problem=LEFT, detail=f"{member}, {dav.origin(agenda.address)}: {stays}"[:150])
    _forget(member.workspace, told)
    transaction.on_commit(partial(forget_password, member.workspace_id))
    return stays


@transaction.atomic
def _forget(workspace: Workspace, left: Agenda) -> None:
    """What was chosen, and what is known of her server; our mark stays, to be known by."""
    mark = preferred(workspace, Agenda).mark
    save_preferences(workspace=workspace, section=replace(left, mark=mark))
    Twin.objects.filter(workspace=workspace).delete()


def withdraw(*, by: Member) -> str:
    """Takes all that Décroche wrote there away, then stops. Why it could not (NotSynced.why), ""
    when it is done.
    """
    require(by, OWN)
    agenda = preferred(by.workspace, Agenda)
    with _alone(by.workspace) as mine:
        if not mine:
            return "changed"
        try:
            talk = Talk(account_of(by.workspace, agenda), agenda, by)
            for twin in Twin.objects.filter(workspace=by.workspace):
                talk.take_away(twin)
        except NotSynced as error:
            return error.why
        except Overtaken:
            return "changed"
        stop(by=by)
    return ""


def take_unknown_away(*, by: Member) -> Done:
    """Takes away there what stands under our sign and is not known here, then synchronises."""
    require(by, OWN)
    agenda = preferred(by.workspace, Agenda)
    with _alone(by.workspace) as mine:
        if not mine:
            return Done(problem="changed")
        try:
            talk = Talk(account_of(by.workspace, agenda), agenda, by)
            for collection, name in talk.unknown():
                dav.delete(talk.account, collection, name)
        except NotSynced as error:
            return Done(problem=error.why)
    return synchronise(by.workspace)


def decide(*, by: Member, twin: Twin, answer: Answer) -> None:
    """What she answers about an event that was deleted or moved there. Raises ClosedBefore, also
    when it is no longer what she was asked.
    """
    with one_at_a_time(by.workspace), transaction.atomic():
        rows = Twin.objects.select_for_update().filter(workspace_id=by.workspace_id, pk=twin.pk)
        kept = rows.first()
        if kept is None or (kept.state, kept.there_at) != (twin.state, twin.there_at):
            raise ClosedBefore
        _decide(by, kept, answer)


def _decide(by: Member, twin: Twin, answer: Answer) -> None:
    step = FollowUp.objects.filter(workspace_id=by.workspace_id, pk=twin.follow_up or 0).first()
    if step is not None and answer == "drop":
        close(by=by, follow_up=step, how=FollowUp.ClosedHow.DROPPED)
    elif step is not None and answer == "follow" and twin.there_at is not None:
        there = Beginning(twin.there_at, twin.there_whole_day)
        move_here(by=by, step=step, twin=twin, there=there)
    elif answer == "left":
        twin.state = State.LEFT
        twin.save(update_fields=["state"])
    else:  # the next synchronisation writes it there as it is here
        twin.state, twin.digest, twin.there_at = State.THERE, "", None
        twin.save(update_fields=["state", "digest", "there_at"])


def synchronise(workspace: Workspace) -> Done:
    """One synchronisation; what went wrong is noted, and the next one goes on from there."""
    read_preferences_again(workspace)
    agenda = preferred(workspace, Agenda)
    if agenda.runs and not agenda.mark:
        agenda = replace(agenda, mark=secrets.token_hex(_MARK // 2))
        save_preferences(workspace=workspace, section=agenda)
    member = Member.objects.filter(workspace=workspace, pk=agenda.member, left_at=None).first()
    done = Done()
    with _alone(workspace) as mine:
        if not (mine and agenda.runs and member):
            return done
        try:
            talk = Talk(account_of(workspace, agenda), agenda, member, done)
            with override(member_language(member)):
                _require_known(talk)
                _both(talk)
        except Overtaken:
            return done
        except NotSynced as error:
            done.problem = error.why
            noted = replace(agenda, problem=error.why, detail=_printable(error.detail))
        else:
            noted = replace(agenda, problem="", detail="", last=int(now().timestamp()))
        _note(workspace, agenda, noted)
    return done


def _require_known(talk: Talk) -> None:
    """Raises NotSynced (unknown) when things of ours stand there that this file does not know: all
    would stand there twice. Looked for when nothing is known yet, once after each start, and after
    a copy was restored.
    """
    workspace = talk.member.workspace
    stand = workspace.pk, talk.agenda.choice, data_mark()
    if stand in _LISTED and Twin.objects.filter(workspace=workspace).exists():
        return
    unknown = talk.unknown()
    if unknown:
        raise NotSynced("unknown", str(len(unknown)))
    _LISTED.add(stand)


def _both(talk: Talk) -> None:
    """Events and cards. What stops the events keeps no card of who is opposed on her server; a
    password that is refused is not tried twice. Raises NotSynced.
    """
    try:
        compare_events(talk)
    except NotSynced as error:
        if error.why != "password":
            write_cards(talk)
        raise
    write_cards(talk)


def _alone(workspace: Workspace) -> AbstractContextManager[bool]:
    """Whether nobody else talks to her server for this workspace meanwhile."""
    return try_lock(Path(settings.DATA_FOLDER), f"agenda-{workspace.pk}")


@transaction.atomic
def _note(workspace: Workspace, tried: Agenda, noted: Agenda) -> None:
    """Notes how it went, unless she chose otherwise meanwhile."""
    kept = Workspace.objects.select_for_update().get(pk=workspace.pk)
    if preferred(kept, Agenda) == tried:
        save_preferences(workspace=workspace, section=noted)


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else " " for one in text)[:150].strip()
