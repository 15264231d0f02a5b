"""What she decides about her calendar and address book, and one synchronisation."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from decroche.agenda.cards import write_cards
from decroche.agenda.events import compare_events, follow_event
from decroche.agenda.models import Twin
from decroche.agenda.password import forget_password, keep_password, password_elsewhere
from decroche.agenda.preferences import Agenda
from decroche.agenda.rules import Beginning
from decroche.agenda.talk import Done, Overtaken, Talk, account_of, one_at_a_time
from decroche.background.turns import taken
from decroche.config.data_mark import data_mark
from decroche.config.locks import try_lock
from decroche.followups.actions import ClosedBefore, close
from decroche.followups.models import FollowUp
from decroche.gateways import dav
from decroche.gateways.dav import Collection, NotSynced
from decroche.shared.clock import now
from decroche.team.language import member_language
from decroche.team.models import Member, Workspace
from decroche.team.needs import OWN, require
from decroche.team.preferences import (
    lock_preferences,
    preferred,
    read_preferences_again,
    save_preferences,
)

State = Twin.State
Answer = Literal["back", "left", "drop", "follow", "stay"]
"""Her answer about an event that she deleted on the server: `back` (written there again), `left`
(kept in Décroche only), `drop` (dropped in Décroche too); about one that she moved: `follow` (the
follow-up moves too), `stay` (the event moves back).
"""


TWINS_THERE = "twins"
"""The problem when another calendar or address book is chosen while events or cards are still in
the previous one; every other problem is a NotSynced.why.
"""
LEFT = "left"
"""The problem that is noted when the member whose calendar it was has left."""
_MARK = 12
_LONGEST_RUN = timedelta(minutes=20)
"""After which another machine begins a run that this one has not ended."""
_LISTED: set[tuple[int, Agenda, str]] = set()
"""(workspace, choice, data) for which this process has looked for unknown objects on the server."""
FOUND_WITHIN = dav.FOUND_WITHIN
"""Seconds within which a server has listed its calendars and address books."""


@dataclass(frozen=True, slots=True)
class Found:
    """The calendars and address books on the server, or the problem that kept them from being
    listed.
    """

    collections: tuple[Collection, ...] = ()
    problem: str = ""


def sign_in(*, by: Member, address: str, user: str, password: str, own_network: bool) -> str:
    """Saves the address of her server, and the password when one was typed; the server is not asked
    yet. Returns "", or the problem, and then nothing is saved.
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
    """Saves what is synchronised, and with which calendar and address book. Returns "", or the
    problem, and then nothing is saved.
    """
    require(by, OWN)
    before = preferred(by.workspace, Agenda)
    for old, new, mine in (
        (before.calendar, chosen.calendar, {"follow_up__isnull": False}),
        (before.book, chosen.book, {"person__isnull": False}),
    ):
        if new and dav.origin(new) != dav.origin(before.address):
            return "refused"  # the password is for that server only
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
    """Ends the synchronisation and forgets the password; what is on the server stays there."""
    require(by, OWN)
    with one_at_a_time(by.workspace):
        _forget(by.workspace, Agenda())
    forget_password(by.workspace_id)


def release(member: Member) -> int:
    """Ends the synchronisation with the calendar of a member who leaves or is no longer an owner;
    called inside a transaction. The password and what is known about their server are forgotten.
    Returns how many events and cards stay on that server; the owner is told.
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
    """Forgets what was chosen and what is known about her server. The mark is kept, because the
    names of our objects on the server begin with it.
    """
    mark = preferred(workspace, Agenda).mark
    save_preferences(workspace=workspace, section=replace(left, mark=mark))
    Twin.objects.filter(workspace=workspace).delete()


def withdraw(*, by: Member) -> str:
    """Removes everything that Décroche wrote on the server, then stops. Returns "", or why it
    failed (NotSynced.why).
    """
    require(by, OWN)
    agenda = preferred(by.workspace, Agenda)
    with _single_run(by.workspace) as mine:
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
    """Removes the objects on the server that have our mark and are unknown here, then
    synchronises.
    """
    require(by, OWN)
    agenda = preferred(by.workspace, Agenda)
    with _single_run(by.workspace) as mine:
        if not mine:
            return Done(problem="changed")
        try:
            talk = Talk(account_of(by.workspace, agenda), agenda, by)
            for collection, name in talk.unknown_objects():
                dav.delete(talk.account, collection, name)
        except NotSynced as error:
            return Done(problem=error.why)
    return synchronise(by.workspace)


def decide(*, by: Member, twin: Twin, answer: Answer) -> None:
    """Applies her answer about an event that was deleted or moved on the server. Raises
    ClosedBefore, also when the event has changed since she was asked.
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
        follow_event(by=by, step=step, twin=twin, there=there)
    elif answer == "left":
        twin.state = State.LEFT
        twin.save(update_fields=["state"])
    else:  # the next synchronisation writes it again
        twin.state, twin.digest, twin.there_at = State.THERE, "", None
        twin.save(update_fields=["state", "digest", "there_at"])


def synchronise(workspace: Workspace) -> Done:
    """Runs one synchronisation. A problem is noted, and the next run goes on from there. Where only
    another machine has the password, it is left to that one.
    """
    read_preferences_again(workspace)
    agenda = preferred(workspace, Agenda)
    if password_elsewhere(workspace):
        return Done()
    if agenda.runs and not agenda.mark:
        agenda = replace(agenda, mark=secrets.token_hex(_MARK // 2))
        save_preferences(workspace=workspace, section=agenda)
    member = Member.objects.filter(workspace=workspace, pk=agenda.member, left_at=None).first()
    done = Done()
    with _single_run(workspace) as mine:
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
    """Raises NotSynced (unknown) when the server has objects with our mark that this file does not
    know: everything would be written a second time. Checked when nothing is known yet, once after
    each start, and after a copy was restored.
    """
    workspace = talk.member.workspace
    stand = workspace.pk, talk.agenda.choice, data_mark()
    if stand in _LISTED and Twin.objects.filter(workspace=workspace).exists():
        return
    unknown = talk.unknown_objects()
    if unknown:
        raise NotSynced("unknown", str(len(unknown)))
    _LISTED.add(stand)


def _both(talk: Talk) -> None:
    """Synchronises events, then cards. When the events fail, the cards are still written, so that
    somebody who asked to be left alone does not stay on her server; only a refused password is not
    tried a second time. Raises NotSynced.
    """
    try:
        compare_events(talk)
    except NotSynced as error:
        if error.why != "password":
            write_cards(talk)
        raise
    write_cards(talk)


@contextmanager
def _single_run(workspace: Workspace) -> Iterator[bool]:
    """One run at a time for a workspace, among the processes of this machine and among machines;
    yields whether it is this one's.
    """
    with try_lock(Path(settings.DATA_FOLDER), f"agenda-{workspace.pk}") as here:
        if not here:
            yield False
            return
        with taken(workspace.pk, "agenda", _LONGEST_RUN) as mine:
            yield mine


@transaction.atomic
def _note(workspace: Workspace, tried: Agenda, noted: Agenda) -> None:
    """Saves how the run went, unless she has changed her choice since it began."""
    kept = lock_preferences(workspace.pk)
    if preferred(kept, Agenda) == tried:
        save_preferences(workspace=workspace, section=noted)


def _printable(text: str) -> str:
    return "".join(one if one.isprintable() else " " for one in text)[:150].strip()
