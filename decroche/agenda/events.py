"""Her promises and meetings as events in her calendar."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from decroche.agenda.models import Twin
from decroche.agenda.queries import invited_to, steps_wanted
from decroche.agenda.rules import Beginning, Then, moved_to, what_then
from decroche.agenda.talk import Talk, digest_of, one_at_a_time
from decroche.followups.actions import move
from decroche.followups.feed import event_of
from decroche.followups.models import FollowUp
from decroche.followups.queries import numbers_to_dial
from decroche.gateways.calendar import CalendarEvent, calendar_object, read_calendar_object
from decroche.gateways.dav import Object
from decroche.shared.clock import PARIS, now
from decroche.shared.places import tz
from decroche.team.models import Member

State = Twin.State


def compare_events(talk: Talk) -> None:
    """Removes from the server the events that are over, writes those that are new, and compares the
    others. Raises NotSynced.
    """
    workspace = talk.member.workspace
    steps = steps_wanted(workspace, talk.agenda)
    rows = Twin.objects.filter(workspace=workspace, follow_up__isnull=False)
    twins = {twin.follow_up or 0: twin for twin in rows}
    for key in twins.keys() - steps.keys():
        talk.take_away(twins[key])
    for key in steps.keys() - twins.keys():
        twins[key] = talk.begin("ics", follow_up=key)
    chosen = {key: twins[key] for key in steps if twins[key].state != State.LEFT}
    there = talk.fetch(list(chosen.values()))
    numbers = numbers_to_dial(workspace, steps.values())
    invited = invited_to(workspace, list(steps))
    for key, twin in chosen.items():
        if twin.pk not in there:
            continue
        event = event_of(steps[key], numbers.get(key, ""))
        name = f"{twin.path.removesuffix('.ics')}@decroche.invalid"
        one = _Compared(talk, twin, steps[key], replace(event, uid=name))
        one.compare(there[twin.pk], invited=key in invited)


def follow_event(*, by: Member, step: FollowUp, twin: Twin, there: Beginning) -> None:
    """Moves a follow-up to the time at which its event is on the server; undone like any other
    move. Raises ClosedBefore.
    """
    zone = tz(step.company.state.zone)
    place = Beginning(there.at.astimezone(zone), there.whole_day)
    due, precision = moved_to(Beginning(step.due_at.astimezone(zone), whole_day=False), place)
    with transaction.atomic():
        move(by=by, follow_up=step, due_at=due, precision=precision)
        twin.at, twin.whole_day = there.at, there.whole_day
        twin.state, twin.there_at = State.THERE, None
        twin.save()


class _Compared:
    """One event in three states: as its follow-up is in Décroche, as it is on the server, and as
    both were when last synchronised.
    """

    def __init__(self, talk: Talk, twin: Twin, step: FollowUp, event: CalendarEvent) -> None:
        self.talk, self.twin, self.step, self.event = talk, twin, step, event
        self.digest = digest_of(repr(event))

    def compare(self, known: Object | None, *, invited: bool) -> None:
        """Does what follows from the event's state on the server (`known`)."""
        if not self.twin.digest or self.twin.at is None:
            self._write(known)
            return
        zone = self.event.at.tzinfo or PARIS
        stands = read_calendar_object(known.text, zone) if known is not None else None
        if known is not None and stands is None:
            return  # what can't be read is left as it is
        there = Beginning(stands.at, stands.whole_day) if stands and not stands.cancelled else None
        then = what_then(
            agreed=Beginning(self.twin.at.astimezone(zone), self.twin.whole_day),
            here=Beginning(self.event.at, self.event.whole_day),
            there=there,
            changed_here=self.digest != self.twin.digest,
            invited=invited,
        )
        if then == "write":
            self._write(known)
        elif then == "follow" and there is not None:
            self._follow_event(there)
        else:
            self._ask(then, there)

    def _write(self, known: Object | None) -> None:
        text = calendar_object(self.event, stamp=now(), known=known.text if known else "")
        self.talk.write(
            self.twin,
            text,
            known,
            at=self.event.at,
            whole_day=self.event.whole_day,
            digest=self.digest,
            state=State.THERE,
            there_at=None,
        )

    def _follow_event(self, there: Beginning) -> None:
        """Moves the follow-up, unless it or the twin was changed since it was read: then the next
        run compares them again.
        """
        read = self.step.due_at, self.step.precision
        with one_at_a_time(self.talk.member.workspace), transaction.atomic():
            if not self.talk.is_unchanged(self.twin):
                return
            rows = FollowUp.objects.select_for_update().filter(pk=self.step.pk, closed_at=None)
            if rows.values_list("due_at", "precision").first() != read:
                return
            follow_event(by=self.talk.member, step=self.step, twin=self.twin, there=there)
        self.talk.done.moved += 1

    def _ask(self, then: Then, there: Beginning | None) -> None:
        """Saves what she is to be asked about the event; nothing when it is on the server as it
        should be.
        """
        asks = {"ask_gone": State.GONE, "ask_moved": State.MOVED}.get(then, State.THERE)
        self.talk.keep(
            self.twin,
            state=asks,
            there_at=there.at if there and asks == State.MOVED else None,
            there_whole_day=bool(there and there.whole_day),
        )
