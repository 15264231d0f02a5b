"""Her calendar and address book: where they are, what is synchronised, what she is asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decroche.agenda.actions import (
    FOUND_WITHIN,
    Answer,
    decide,
    keep_agenda,
    look_for,
    sign_in,
    stop,
    synchronise,
    take_unknown_away,
    withdraw,
)
from decroche.agenda.models import Twin
from decroche.agenda.password import password_elsewhere
from decroche.agenda.preferences import Agenda
from decroche.agenda.queries import anything_there, asked_with_steps
from decroche.agenda.talk import Done
from decroche.agenda.wording import asked_in_words, not_synced_in_words
from decroche.background import beside
from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.desk.parts.waiting import render_waiting
from decroche.followups.actions import ClosedBefore
from decroche.team.access import MemberRequest
from decroche.team.models import Member, Workspace
from decroche.team.preferences import preferred

_WITHIN = 300.0
"""Seconds for which the page waits for a synchronisation, which goes on without it afterwards."""
_ANSWERS = {Twin.State.GONE: ("back", "left", "drop"), Twin.State.MOVED: ("follow", "stay")}


@require_http_methods(["GET", "POST"])
def agenda(request: MemberRequest) -> HttpResponse:
    """Shows the settings. A post saves the address of the server, and lists its calendars and
    address books.
    """
    if request.method == "GET":
        return _page(request, preferred(request.workspace, Agenda))
    typed = Agenda.read(
        {
            "address": request.POST.get("address", ""),
            "user": request.POST.get("user", ""),
            "own_network": request.POST.get("own_network") == "1",
        }
    )
    problem = sign_in(
        by=request.member,
        address=typed.address,
        user=typed.user,
        password=request.POST.get("password", ""),
        own_network=typed.own_network,
    )
    if problem:
        shown = replace(
            preferred(request.workspace, Agenda),
            address=typed.address,
            user=typed.user,
            own_network=typed.own_network,
        )
        return _page(request, shown, error=not_synced_in_words(problem), status=422)
    workspace = request.workspace
    _begin(request, lambda: _looked(workspace), FOUND_WITHIN)
    return redirect("agenda")


@require_POST
def choose(request: MemberRequest) -> HttpResponse:
    """Saves which calendars and address books are synchronised, and synchronises them."""
    chosen = Agenda.read(
        {name: request.POST.get(name, "") for name in ("calendar", "book")}
        | {name: request.POST.get(name) == "1" for name in ("promises", "meetings", "people")}
    )
    errand = beside.look(_errand(request))
    came = errand.result if errand.state == "done" and isinstance(errand.result, dict) else {}
    names = {address: name for _kind, address, name in came.get("found", [])}
    before = preferred(request.workspace, Agenda)
    names |= {before.calendar: before.calendar_name, before.book: before.book_name}
    chosen = replace(
        chosen,
        calendar_name=names.get(chosen.calendar, ""),
        book_name=names.get(chosen.book, ""),
    )
    problem = keep_agenda(by=request.member, chosen=chosen)
    if problem:
        flash(request, not_synced_in_words(problem))
        return redirect("agenda")
    workspace = request.workspace
    _begin(request, lambda: _synchronised(workspace), _WITHIN)
    return redirect("agenda")


@require_POST
def end(request: MemberRequest) -> HttpResponse:
    """Stops the synchronisation. If she asks for it, what Décroche wrote on the server is removed
    first. With `unknown` only what Décroche no longer knows there is removed, and it goes on.
    """
    member = request.member
    if "unknown" in request.POST:
        _begin(request, lambda: _told_done(take_unknown_away(by=member)), _WITHIN)
        return redirect("agenda")
    if "withdraw" not in request.POST:
        stop(by=member)
        flash(request, _("Nothing is synchronised any more. What stands there stays there."))
        return redirect("agenda")
    _begin(request, lambda: _withdrawn(member), _WITHIN)
    return redirect("agenda")


@require_GET
def waiting(request: MemberRequest) -> HttpResponse:
    """How far the synchronisation is, for the page that waits for it."""
    found = beside.look(_errand(request))
    return render_waiting(request, found, reverse("agenda"), _told())


@require_POST
def answer(request: MemberRequest, pk: int, how: str) -> HttpResponse:
    """Applies her answer about an event that she moved or deleted in her calendar."""
    twin = get_own_or_404(request, Twin, pk)
    if how not in {one for answers in _ANSWERS.values() for one in answers}:
        raise Http404
    if how not in _ANSWERS.get(Twin.State(twin.state), ()):
        flash(request, _("This was settled already, nothing was changed."))
        return redirect("agenda")
    try:
        decide(by=request.member, twin=twin, answer=cast("Answer", how))
    except ClosedBefore:
        flash(request, _("This was settled already, nothing was changed."))
        return redirect("agenda")
    beside.forget(_errand(request))  # the result shown was from before her answer
    flash(request, _("Done."))
    return redirect("agenda")


def _begin(request: MemberRequest, work: Any, within: float) -> None:
    beside.forget(_errand(request))
    beside.begin(_errand(request), work, within=within)


def _looked(workspace: Workspace) -> dict[str, Any]:
    """The calendars and address books that were found, as JSON."""
    found = look_for(workspace)
    if found.problem:
        return {"problem": found.problem}
    return {"found": [[one.kind, one.address, one.name] for one in found.collections]}


def _synchronised(workspace: Workspace) -> dict[str, Any]:
    return _told_done(synchronise(workspace))


def _told_done(done: Done) -> dict[str, Any]:
    return {"problem": done.problem, "done": [done.written, done.moved, done.removed]}


def _withdrawn(member: Member) -> dict[str, Any]:
    problem = withdraw(by=member)
    return {"problem": problem, "withdrawn": not problem}


def _errand(request: MemberRequest) -> str:
    return f"agenda-{request.workspace.pk}"


def _told() -> str:
    return _("Your server is being asked.")


def _page(
    request: MemberRequest, chosen: Agenda, *, error: str = "", status: int = 200
) -> HttpResponse:
    errand = beside.look(_errand(request))
    came = errand.result if errand.state == "done" and isinstance(errand.result, dict) else {}
    problem = error or not_synced_in_words(came.get("problem", chosen.problem))
    if errand.state in ("late", "broken"):
        problem = not_synced_in_words("away")
    context = {
        "chosen": chosen,
        "elsewhere": password_elsewhere(request.workspace) if chosen.address else "",
        "places": [
            (kind, title, _options(kind, came.get("found", []), address, name))
            for kind, title, address, name in (
                ("calendar", _("Calendar"), chosen.calendar, chosen.calendar_name),
                ("book", _("Address book"), chosen.book, chosen.book_name),
            )
        ],
        "found": "found" in came,
        "nothing_found": came.get("found") == [],
        "said": _done_in_words(came),
        "problem": problem,
        "detail": chosen.detail if not error else "",
        "waiting": errand.state == "running",
        "told": _told(),
        "last": datetime.fromtimestamp(chosen.last, UTC) if chosen.last else None,
        "asked": [
            (row, asked_in_words(row, step)) for row, step in asked_with_steps(request.workspace)
        ],
        "unknown": came.get("problem", chosen.problem) == "unknown",
        "gone": Twin.State.GONE,
        "anything_there": anything_there(request.workspace),
    }
    return render(request, "desk/agenda/agenda.html", context, status=status)


def _options(
    kind: str, found: list[list[str]], chosen: str, called: str
) -> list[tuple[str, str, bool]]:
    """(address, name, whether it is chosen) of what was found, and of what is chosen already."""
    options = {address: name for one, address, name in found if one == kind}
    if chosen:
        options.setdefault(chosen, called or chosen)
    return [(address, name, address == chosen) for address, name in options.items()]


def _done_in_words(came: dict[str, Any]) -> str:
    """What the last synchronisation did, in a sentence."""
    if came.get("withdrawn"):
        return _("What Décroche had written there is taken away, and nothing is synchronised.")
    if came.get("problem") or "done" not in came:
        return ""
    written, moved, removed = came["done"]
    if not (written or moved or removed):
        return _("Synchronised: nothing had changed.")
    words = {"written": written, "moved": moved, "removed": removed}
    return (
        _(
            "Synchronised. Written there: %(written)s; moved here: %(moved)s; taken away there: "
            "%(removed)s."
        )
        % words
    )
