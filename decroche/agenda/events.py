"""Her promises and meetings as events in her calendar."""

from __future__ import annotations

import secrets
from dataclasses import replace

from django.db import transaction

from decroche.agenda.models import Twin
from decroche.agenda.queries import invited_to, steps_wanted
from decroche.agenda.rules import Place, Then, moved_to, what_then
from decroche.agenda.talk import Talk, digest_of
from decroche.followups.actions import ClosedBefore, move
from decroche.followups.feed import event_of
from decroche.followups.models import FollowUp
from decroche.gateways.calendar import CalendarEvent, alone, read_alone
from decroche.gateways.dav import Object
from decroche.prospects.queries import first_numbers
from decroche.shared.clock import PARIS, now
from decroche.shared.places import tz
from decroche.team.models import Member

State = Twin.State


def turn_events(talk: Talk) -> None:
    """Takes away there what is over, writes what is new, and compares the others. Raises
    NotSynced.
    """
    workspace = talk.member.workspace
    steps = steps_wanted(workspace, talk.agenda)
    rows = Twin.objects.filter(workspace=workspace, step__isnull=False)
    twins = {twin.step or 0: twin for twin in rows}
    for key in twins.keys() - steps.keys():
        talk.take_away(twins[key])
    for key in steps.keys() - twins.keys():
        path = f"{secrets.token_hex(16)}.ics"
        twins[key] = Twin.objects.create(workspace=workspace, step=key, path=path)
    chosen = {key: twins[key] for key in steps if twins[key].state != State.LEFT}
    there = talk.fetch(list(chosen.values()))
    numbers = first_numbers(workspace, [step.company_id for step in steps.values()])
    invited = invited_to(workspace, list(steps))
    for key, twin in chosen.items():
        event = event_of(steps[key], numbers.get(steps[key].company_id, ""))
        name = f"{twin.path.removesuffix('.ics')}@decroche.invalid"
        one = _Compared(talk, twin, steps[key], replace(event, uid=name))
        one.turn(there.get(twin.pk), invited=key in invited)


def follow(*, by: Member, step: FollowUp, twin: Twin, there: Place) -> None:
    """Here follows what she moved there; taken back like any other move. Raises ClosedBefore."""
    zone = tz(step.company.state.zone)
    place = Place(there.at.astimezone(zone), there.whole_day)
    due, precision = moved_to(Place(step.due_at.astimezone(zone), whole_day=False), place)
    with transaction.atomic():
        move(by=by, follow_up=step, due_at=due, precision=precision)
        twin.at, twin.whole_day = there.at, there.whole_day
        twin.state, twin.there_at = State.THERE, None
        twin.save()


class _Compared:
    """One event here, there and as it was agreed."""

    def __init__(self, talk: Talk, twin: Twin, step: FollowUp, event: CalendarEvent) -> None:
        self.talk, self.twin, self.step, self.event = talk, twin, step, event
        self.digest = digest_of(repr(event))

    def turn(self, known: Object | None, *, invited: bool) -> None:
        """Does what follows from it as it is there."""
        if not self.twin.digest or self.twin.at is None:
            self._write(known)
            return
        zone = self.event.at.tzinfo or PARIS
        stands = read_alone(known.text, zone) if known is not None else None
        if known is not None and stands is None:
            return  # it can't be read: what is not understood is left as it is
        there = Place(stands.at, stands.whole_day) if stands and not stands.cancelled else None
        then = what_then(
            agreed=Place(self.twin.at.astimezone(zone), self.twin.whole_day),
            here=Place(self.event.at, self.event.whole_day),
            there=there,
            changed_here=self.digest != self.twin.digest,
            invited=invited,
        )
        if then == "write":
            self._write(known)
        elif then == "follow" and there is not None:
            self._follow(there)
        else:
            self._ask(then, there)

    def _write(self, known: Object | None) -> None:
        text = alone(self.event, stamp=now(), known=known.text if known else "")
        if self.talk.write(self.twin, text, known):
            self.twin.at, self.twin.whole_day = self.event.at, self.event.whole_day
            self.twin.digest, self.twin.state, self.twin.there_at = self.digest, State.THERE, None
            self.twin.save()

    def _follow(self, there: Place) -> None:
        try:
            follow(by=self.talk.member, step=self.step, twin=self.twin, there=there)
        except ClosedBefore:
            return  # closed meanwhile: the next synchronisation takes the event away
        self.talk.done.moved += 1

    def _ask(self, then: Then, there: Place | None) -> None:
        """Notes what she is asked; nothing any more when it stands there as it should."""
        asks = {"ask_gone": State.GONE, "ask_moved": State.MOVED}.get(then, State.THERE)
        self.twin.there_at = there.at if there and asks == State.MOVED else None
        self.twin.there_whole_day = bool(there and there.whole_day)
        self.twin.state = asks
        self.twin.save(update_fields=["state", "there_at", "there_whole_day"])
