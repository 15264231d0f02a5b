"""What she decides while a synchronisation runs, objects that a server leaves out, members who
leave, and a copy that is restored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from decroche.agenda.actions import (
    LEFT,
    decide,
    keep_agenda,
    release,
    sign_in,
    stop,
    synchronise,
    take_unknown_away,
)
from decroche.agenda.models import Twin
from decroche.agenda.password import read_password
from decroche.agenda.preferences import Agenda
from decroche.agenda.queries import asked
from decroche.agenda.rules import what_then
from decroche.agenda.talk import Done
from decroche.config.data_mark import new_data_mark
from decroche.followups.actions import ClosedBefore, move
from decroche.gateways import dav
from decroche.prospects.models import Contact
from decroche.team.models import Member
from decroche.team.preferences import preferred, read_preferences_again
from tests.agenda.radicale import PASSWORD, USER, Radicale
from tests.agenda.test_agenda import THURSDAY, only, promised, talked
from tests.cast import LINES

Meanwhile = Callable[[Callable[[], Any]], None]


def synchronised(member: Member) -> Done:
    done = synchronise(member.workspace)
    assert done.problem == ""
    return done


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """A function that lets something happen once, after the synchronisation has read the objects on
    the server.
    """

    def at_next(act: Callable[[], Any]) -> None:
        fetch = dav.fetch
        acts = [act]

        def fetched(*given: Any) -> Any:
            found = fetch(*given)
            if acts:
                acts.pop()()
            return found

        monkeypatch.setattr(dav, "fetch", fetched)

    return at_next


def leave_out(
    monkeypatch: pytest.MonkeyPatch, kinds: tuple[str, ...] = ("calendar", "book")
) -> None:
    """Makes her server leave out every object when it is asked for several."""
    fetch = dav.fetch

    def fetched(account: Any, collection: str, kind: dav.Kind, paths: list[str]) -> Any:
        return {} if kind in kinds else fetch(account, collection, kind, paths)

    monkeypatch.setattr(dav, "fetch", fetched)


def test_a_stop_during_a_synchronisation_is_not_overtaken(
    member: Member, server: Radicale, meanwhile: Meanwhile
) -> None:
    promised(member)
    meanwhile(lambda: stop(by=member))
    assert synchronise(member.workspace) == Done()
    assert server.objects(server.calendar) == {}
    assert not Twin.objects.exists()
    assert preferred(member.workspace, Agenda).address == ""


def test_other_choices_during_a_synchronisation_are_not_overtaken(
    member: Member, server: Radicale, meanwhile: Meanwhile
) -> None:
    promised(member)
    talked(member)
    chosen = replace(preferred(member.workspace, Agenda), people=False, promises=False)
    meanwhile(lambda: keep_agenda(by=member, chosen=chosen))
    synchronise(member.workspace)
    assert server.objects(server.calendar) == server.objects(server.book) == {}
    assert not preferred(member.workspace, Agenda).people


def test_an_answer_during_a_synchronisation_is_not_overtaken(
    member: Member, server: Radicale, meanwhile: Meanwhile
) -> None:
    promised(member)
    synchronised(member)
    server.asked("DELETE", only(server)[0])
    synchronised(member)
    (twin,) = asked(member.workspace)
    meanwhile(lambda: decide(by=member, twin=twin, answer="left"))
    synchronised(member)
    assert not asked(member.workspace)
    with pytest.raises(ClosedBefore):
        decide(by=member, twin=twin, answer="back")


def test_an_hour_she_takes_during_a_synchronisation_is_not_written_back(
    member: Member, server: Radicale, meanwhile: Meanwhile
) -> None:
    step = promised(member)
    synchronised(member)
    server.replace(only(server)[0], "20261126T100000", "20261127T143000")
    move(by=member, follow_up=step, due_at=THURSDAY + timedelta(days=4), precision="minute")
    synchronised(member)
    (twin,) = asked(member.workspace)
    meanwhile(lambda: decide(by=member, twin=twin, answer="follow"))
    synchronised(member)
    synchronised(member)
    step.refresh_from_db()
    assert step.due_at == THURSDAY.replace(day=27, hour=14, minute=30)
    assert not asked(member.workspace)


def test_a_promise_moved_here_during_a_synchronisation_stays_where_she_put_it(
    member: Member, server: Radicale, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = promised(member)
    synchronised(member)
    server.replace(only(server)[0], "20261126T100000", "20261127T143000")
    due = THURSDAY + timedelta(days=4)
    asks = "decroche.agenda.events.what_then"

    def moved_meanwhile(**given: Any) -> Any:
        move(by=member, follow_up=step, due_at=due, precision="minute")
        return what_then(**given)

    with monkeypatch.context() as bent:
        bent.setattr(asks, moved_meanwhile)
        synchronised(member)
    step.refresh_from_db()
    assert step.due_at == due
    synchronised(member)
    assert asked(member.workspace).count() == 1


def test_an_answer_that_leaves_out_a_card_gives_up_none(
    member: Member, server: Radicale, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = talked(member)
    promised(member)
    synchronised(member)
    with monkeypatch.context() as bent:
        leave_out(bent)
        synchronised(member)
    assert not asked(member.workspace)
    Contact.objects.filter(pk=person.pk).update(title="Directeur")
    assert synchronised(member).written == 1
    assert "Directeur" in next(iter(server.objects(server.book).values()))


def test_most_of_it_missing_is_not_believed(member: Member, server: Radicale) -> None:
    for line in LINES[:4]:
        promised(member, line=line)
    synchronised(member)
    for address in list(server.objects(server.calendar))[:3]:
        server.asked("DELETE", address)
    assert synchronise(member.workspace).problem == "emptied"
    assert not asked(member.workspace)
    assert Twin.objects.filter(follow_up__isnull=False).count() == 4


@pytest.mark.parametrize("version_said", [True, False])
def test_a_card_she_changes_before_the_second_synchronisation_stays_hers(
    member: Member, server: Radicale, monkeypatch: pytest.MonkeyPatch, *, version_said: bool
) -> None:
    person = talked(member)
    if not version_said:
        put = dav.put
        monkeypatch.setattr(dav, "put", lambda *given, **named: put(*given, **named) and "")
    synchronised(member)
    ((address, _),) = server.objects(server.book).items()
    server.replace(address, "END:VCARD", "NOTE:Préfère le matin\r\nEND:VCARD")
    Contact.objects.filter(pk=person.pk).update(title="Directeur")
    synchronised(member)
    synchronised(member)
    text = server.objects(server.book)[address]
    assert "Préfère le matin" in text
    assert "Directeur" not in text


def test_the_password_of_a_member_who_leaves_is_forgotten_and_the_owner_told(
    member: Member, server: Radicale, django_capture_on_commit_callbacks: Any
) -> None:
    promised(member)
    talked(member)
    synchronised(member)
    before = preferred(member.workspace, Agenda)
    with django_capture_on_commit_callbacks(execute=True):
        assert release(member) == 3
    read_preferences_again(member.workspace)
    told = preferred(member.workspace, Agenda)
    assert (told.problem, told.runs) == (LEFT, False)
    assert told.detail.endswith(": 3")
    assert not Twin.objects.exists()
    assert read_password(member.workspace_id, before.address, USER) == ""


def test_after_a_restore_nothing_is_written_twice(member: Member, server: Radicale) -> None:
    promised(member, line=LINES[0])
    synchronised(member)
    copied = list(Twin.objects.values_list("pk", flat=True))
    promised(member, line=LINES[1])
    synchronised(member)
    Twin.objects.exclude(pk__in=copied).delete()
    new_data_mark()
    assert synchronise(member.workspace).problem == "unknown"
    assert len(server.objects(server.calendar)) == 2
    assert take_unknown_away(by=member).problem == ""
    assert len(server.objects(server.calendar)) == 2
    assert synchronised(member) == Done()


def test_stopped_and_started_again_nothing_is_written_twice(
    member: Member, server: Radicale
) -> None:
    promised(member)
    synchronised(member)
    before = preferred(member.workspace, Agenda)
    stop(by=member)
    sign_in(by=member, address=before.address, user=USER, password=PASSWORD, own_network=True)
    keep_agenda(by=member, chosen=before)
    assert synchronise(member.workspace).problem == "unknown"
    assert len(server.objects(server.calendar)) == 1
