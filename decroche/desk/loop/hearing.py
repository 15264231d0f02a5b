"""Says, while she types, how a field is understood: a date, an address, a recommendation. Nothing
is kept.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from decroche.calls.contracts import contract_in
from decroche.calls.from_note import ASKED, offers
from decroche.calls.outcomes import OUTCOMES
from decroche.calls.queries import company_of
from decroche.calls.reading import moment_named
from decroche.desk.file.understood import UnderstoodLine
from decroche.prospects.meant import Meant
from decroche.referrals.named import Referred, read_recommendation, referred_to
from decroche.referrals.wording import nowhere_in_words
from decroche.shared.addresses import at_domain, check_address
from decroche.shared.choices import whole
from decroche.shared.clock import PARIS, now
from decroche.shared.spoken import NotUnderstood, understand
from decroche.shared.spoken.other import other_meaning
from decroche.shared.spoken.past import moment_past
from decroche.shared.spoken.sentence import read_sentence
from decroche.team.access import MemberRequest
from decroche.ui.language import current_language


@require_GET
def hear_when(request: HttpRequest) -> HttpResponse:
    """Says how a date is understood. With `alone` in the address, the field takes a date only,
    without words beside it.
    """
    text, zone = request.GET.get("when", ""), request.GET.get("zone", "metro")
    if "alone" in request.GET and text.strip():
        return _moment_alone(request, text, zone)
    if not text.strip():
        words = request.GET.get("said", "")
        named = moment_named(words, zone=zone, at=now(), language=current_language())
        said = named.said_back if named else ""
        return render(request, "desk/loop/_heard_when.html", {"said": said})
    try:
        read = read_sentence(text, now=now(), zone=zone, language=current_language())
    except NotUnderstood as error:
        return render(request, "desk/loop/_heard_when.html", {"error": str(error)})
    other = other_meaning(text, read.moment, now=now(), zone=zone, language=current_language())
    heard = {
        "said": read.moment.said_back,
        "beside": text.strip() if read.rest else "",
        "other": other.said_back if other else "",
        "fill": ", ".join(part for part in (other.said_back, read.rest) if part) if other else "",
        "field": _field_of(request),
    }
    return render(request, "desk/loop/_heard_when.html", heard)


def _field_of(request: HttpRequest) -> str:
    """Returns the id of the field that takes the moment: that of the panel it is typed in
    (heard-call_back-when), or the one it is typed in.
    """
    panel = re.fullmatch(r"heard-([a-z_]+)-when", request.headers.get("HX-Target", ""))
    typed = re.fullmatch(r"when-[a-z0-9]+", request.headers.get("HX-Trigger", ""))
    return f"when-{panel[1]}" if panel else typed[0] if typed else ""


def _moment_alone(request: HttpRequest, text: str, zone: str) -> HttpResponse:
    try:
        heard = understand(text, now=now(), zone=zone, language=current_language())
    except NotUnderstood as error:
        return render(request, "desk/loop/_heard_when.html", {"error": str(error)})
    other = other_meaning(text, heard, now=now(), zone=zone, language=current_language())
    taken = other.said_back if other else ""
    said = {"said": heard.said_back, "other": taken, "fill": taken}
    return render(request, "desk/loop/_heard_when.html", said | {"field": _field_of(request)})


@require_POST
def hear_note(request: HttpRequest, panel: str) -> HttpResponse:
    """Offers what the note says already for the fields of a panel. It is a POST although nothing is
    kept, since a note is long and its words should not be in an address.
    """
    given = {name: request.POST[name] for name in ASKED if name in request.POST}
    found = offers(
        request.POST.get("note", ""),
        given,
        at=now(),
        zone=request.GET.get("zone", "metro"),
        language=current_language(),
    )
    return render(request, "desk/loop/_from_note.html", {"offers": found, "panel": panel})


@require_GET
def hear_made(request: HttpRequest) -> HttpResponse:
    """Says how the moment of a call that was made away from the desk is understood."""
    text, at = request.GET.get("made", ""), now().astimezone(PARIS)
    try:
        said = moment_past(text, now=at, language=current_language())[1]
    except NotUnderstood as error:
        return render(request, "desk/loop/_heard_when.html", {"error": str(error)})
    return render(request, "desk/loop/_heard_when.html", {"said": said})


@require_GET
def hear_contract(request: HttpRequest) -> HttpResponse:
    """Says how the end of the contract with their agency is understood. `on` in the address is the
    day on which they said it, today without one.
    """
    said = {name: request.GET.get(name, "") for name in ("agency", "until")}
    contract = contract_in(said, _said_on(request.GET.get("on", "")))
    return render(request, "desk/loop/_heard_contract.html", {"contract": contract})


def _said_on(day: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(day), time(12), PARIS)
    except ValueError:
        return now()


@require_GET
def hear_referral(request: MemberRequest) -> HttpResponse:
    """Says whom a recommendation names, as it is understood."""
    read = read_recommendation(request.GET.get("referral", ""))
    giver = company_of(request.workspace, whole(request.GET.get("company")) or 0)
    named = Referred(Meant())
    if read.name or read.numbers:
        named = referred_to(request.workspace, giver, read)
    meant = Meant() if named.nowhere else named.meant
    line = UnderstoodLine(
        read,
        [meant.card] if meant.card else [],
        ", ".join(f"{card.name} {card.city}".strip() for card in meant.doubtful),
        nowhere_in_words(named.nowhere, named.left_alone),
        referred=True,
    )
    return render(request, "desk/file/_understood.html", {"line": line})


@require_GET
def hear_email(request: HttpRequest) -> HttpResponse:
    """Says what is wrong with an e-mail address, and offers the one that may be meant."""
    text, domain = request.GET.get("email", "").strip(), request.GET.get("domain", "")
    checked = check_address(text) if text else None
    offer = "" if checked and checked.ok else at_domain(text, domain)
    outcome = request.GET.get("outcome", "")
    context = {
        "checked": checked,
        "offer": offer,
        "text": text,
        "outcome": outcome if outcome in OUTCOMES else "",
    }
    return render(request, "desk/loop/_heard_email.html", context)
