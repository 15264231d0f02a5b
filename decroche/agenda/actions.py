"""What she decides about her calendar and address book, and one synchronisation."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from decroche.agenda.cards import turn_cards
from decroche.agenda.events import follow, turn_events
from decroche.agenda.models import Twin
from decroche.agenda.password import forget_password, keep_password
from decroche.agenda.preferences import Agenda
from decroche.agenda.rules import Place
from decroche.agenda.talk import Done, Talk, account_of
from decroche.config.locks import try_lock
from decroche.followups.actions import close
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
        before = Agenda()
    if password:
        keep_password(by.workspace_id, address, user, password)
    kept = replace(
        before, address=address, user=user, own_network=own_network, member=by.pk, problem=""
    )
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
        (before.calendar, chosen.calendar, {"step__isnull": False}),
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
    )
    save_preferences(workspace=by.workspace, section=kept)
    return ""


def stop(*, by: Member) -> None:
    """Nothing is synchronised any more, and the password is forgotten; what stands there stays."""
    require(by, OWN)
    save_preferences(workspace=by.workspace, section=Agenda())
    Twin.objects.filter(workspace=by.workspace).delete()
    forget_password(by.workspace_id)


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
        stop(by=by)
    return ""


def settle(*, by: Member, twin: Twin, answer: Answer) -> None:
    """What she answers about an event that was deleted or moved there. Raises ClosedBefore."""
    step = FollowUp.objects.filter(workspace_id=by.workspace_id, pk=twin.step or 0).first()
    if step is not None and answer == "drop":
        close(by=by, follow_up=step, how=FollowUp.ClosedHow.DROPPED)
    elif step is not None and answer == "follow" and twin.there_at is not None:
        follow(by=by, step=step, twin=twin, there=Place(twin.there_at, twin.there_whole_day))
    elif answer == "left":
        twin.state = State.LEFT
        twin.save(update_fields=["state"])
    else:  # the next synchronisation writes it there as it is here
        twin.state, twin.digest, twin.there_at = State.THERE, "", None
        twin.save()


def turn(workspace: Workspace) -> Done:
    """One synchronisation; what went wrong is noted, and the next one goes on from there."""
    read_preferences_again(workspace)
    agenda = preferred(workspace, Agenda)
    member = Member.objects.filter(workspace=workspace, pk=agenda.member, left_at=None).first()
    done = Done()
    with _alone(workspace) as mine:
        if not (mine and agenda.runs and member):
            return done
        try:
            talk = Talk(account_of(workspace, agenda), agenda, member, done)
            with override(member_language(member)):
                _both(talk)
        except NotSynced as error:
            done.problem = error.why
            noted = replace(agenda, problem=error.why, detail=_printable(error.detail))
        else:
            noted = replace(agenda, problem="", detail="", last=int(now().timestamp()))
        _note(workspace, agenda, noted)
    return done


def _both(talk: Talk) -> None:
    """Events and cards. What stops the events keeps no card of who is opposed on her server; a
    password that is refused is not tried twice. Raises NotSynced.
    """
    try:
        turn_events(talk)
    except NotSynced as error:
        if error.why != "password":
            turn_cards(talk)
        raise
    turn_cards(talk)


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
