"""The file: the list, its filters, bulk verbs, quick entry, the search from anywhere."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from decroche.calls.queries import load_states
from decroche.calls.states import rest
from decroche.calls.wording import outcome_names
from decroche.desk.parts.asking import flash, redirect_back, whole_number
from decroche.followups.listing import SORTS, STATES, Filters, filtered
from decroche.journal.actions import KeptForGood, NothingToUndo, undo
from decroche.prospects import actions
from decroche.prospects.models import CallList, Company, Contact
from decroche.prospects.queries import companies, duplicates_of
from decroche.prospects.rules import HEADCOUNTS, Quick, read_line
from decroche.prospects.search import search
from decroche.shared.clock import now
from decroche.team.access import MemberRequest

BLOCK = 100


def read_filters(data: Any) -> Filters:
    """The filters of the address; what can't be read is left out."""
    chosen = data.get("list", "")
    return Filters(
        state=data.get("state", "") if data.get("state") in STATES else "",
        call_list=int(chosen) if chosen.isdecimal() and len(chosen) < 18 else None,
        role=data.get("role", "") if data.get("role") in Contact.Role.values else "",
        activity=data.get("activity", "").strip(),
        size=data.get("size", ""),
        place=data.get("place", "").strip(),
        outcome=data.get("outcome", ""),
        tag=data.get("tag", "").strip(),
        due=data.get("due", ""),
        text=data.get("text", "").strip(),
        sort=data.get("sort", "name") if data.get("sort") in SORTS else "name",
    )


@require_GET
def file(request: MemberRequest) -> HttpResponse:
    """The list. Blocks of a hundred rows are fetched as they come into view, so that its length
    costs nothing.
    """
    filters = read_filters(request.GET)
    rows = filtered(request.workspace, filters, now())
    total = rows.count()
    context = {
        "filters": filters,
        "total": total,
        "blocks": range(1, -(-total // BLOCK)),
        "rows": shown(rows, 0),
        "address": _address(request),
        "rest": total % BLOCK,
        "lists": CallList.objects.filter(workspace=request.workspace).order_by("name"),
        "roles": Contact.Role.choices,
        "outcomes": list(outcome_names().items()),
        "sizes": [label for _low, label in HEADCOUNTS],
        "states": _states(),
        "any": total or companies(request.workspace).exists(),
        "at": now(),
    }
    return render(
        request,
        "desk/file/_list.html"
        if request.headers.get("HX-Target") == "list"
        else "desk/file/file.html",
        context,
    )


@require_GET
def block(request: MemberRequest, number: int) -> HttpResponse:
    """A hundred rows of the list."""
    rows = shown(filtered(request.workspace, read_filters(request.GET), now()), number)
    return render(request, "desk/file/_rows.html", {"rows": rows, "at": now()})


def shown(rows: QuerySet[Company], number: int) -> list[Company]:
    """One block, with the number each row shows."""
    found = list(rows.prefetch_related("numbers")[number * BLOCK : (number + 1) * BLOCK])
    for company in found:
        company.shown_number = next((one.national for one in company.numbers.all()), "")  # type: ignore[attr-defined]
    return found


def _address(request: MemberRequest) -> str:
    kept = request.GET.copy()
    kept.pop("sort", None)
    return kept.urlencode()


def _states() -> list[tuple[str, str]]:
    return [
        ("new", _("never called")),
        ("tried", _("called before")),
        ("resting", _("resting")),
        ("to_complete", _("to complete")),
        ("opposed", _("never call")),
    ]


@require_POST
def bulk(request: MemberRequest) -> HttpResponse:
    """One verb for the chosen rows, or for everything the filters show."""
    rows = companies(request.workspace).filter(
        pk__in=[
            int(one) for one in request.POST.getlist("company") if one.isdecimal() and len(one) < 18
        ]
    )
    if request.POST.get("everything") == "1":
        rows = filtered(request.workspace, read_filters(request.POST), now()).order_by()
    verb, word = request.POST.get("verb", ""), request.POST.get("word", "").strip()
    if verb in ("list", "tag") and not word:
        flash(request, _("Type a name for the list or tag first."))
        return redirect_back(request, "file")
    entry = _do(verb, request, rows, word)
    if entry is not None:
        count = entry.particulars.get("count", 0)
        flash(
            request,
            ngettext("%(n)s company changed.", "%(n)s companies changed.", count) % {"n": count},
            entry.pk,
        )
    return redirect_back(request, "file")


def _do(verb: str, request: MemberRequest, rows: QuerySet[Company], word: str) -> Any:
    by = request.member
    if verb == "list":
        return actions.put_on_list(by=by, companies=rows, name=word)
    if verb == "tag":
        return actions.tag(by=by, companies=rows, word=word)
    if verb == "rest":
        return rest(by=by, companies=rows, days=whole_number(word, 30, 1, 3650))
    if verb == "oppose":
        return actions.oppose_all(by=by, companies=rows)
    if verb == "delete":
        return actions.remove(by=by, companies=rows)
    return None


@require_POST
def take_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes one entry of the journal back, from the message that announced it."""
    try:
        undo(by=request.member, entry_id=pk)
        flash(request, _("Taken back."))
    except KeptForGood as kept:
        return redirect("lift", kept.entry.pk)
    except NothingToUndo:
        flash(request, _("This was taken back already."))
    return redirect_back(request, "file")


@require_GET
def find(request: MemberRequest) -> HttpResponse:
    """The search from anywhere: an incoming call is found by its number or a part of a name."""
    text = request.GET.get("text", "").strip()
    found = search(request.workspace, text, limit=12) if text else []
    load_states(company for company, _match in found)
    return render(request, "desk/file/_found.html", {"results": found, "text": text})


@require_GET
def understand_line(request: MemberRequest) -> HttpResponse:
    """What the quick entry understands so far, and the cards it would double."""
    read = read_line(request.GET.get("line", ""))
    return render(
        request,
        "desk/file/_understood.html",
        {"read": read, "doubles": _doubles(request, read), "roles": dict(Contact.Role.choices)},
    )


def _doubles(request: MemberRequest, read: Quick) -> list[Company]:
    if not read.name:
        return []
    numbers = [number.e164 for number in read.numbers if number.e164]
    return duplicates_of(
        request.workspace,
        name=read.name,
        postcode=read.postcode,
        city=read.city,
        e164s=numbers,
        email=read.email,
    )


@require_POST
def quick(request: MemberRequest) -> HttpResponse:
    """Adds a company from one line; warns before a double is saved."""
    line = request.POST.get("line", "")
    read = read_line(line)
    if not read.name and not read.numbers:
        flash(request, _("Type at least a name or a number."))
        return redirect_back(request, "file")
    twins = _doubles(request, read)
    if twins and request.POST.get("anyway") != "1":
        return render(
            request, "desk/file/duplicate.html", {"line": line, "read": read, "doubles": twins}
        )
    fields = {
        "city": read.city,
        "postcode": read.postcode,
        "email": read.email,
        "website": read.website,
    }
    new = actions.NewCompany(
        read.name or read.numbers[0].national, read.numbers, fields, read.people
    )
    company, entry = actions.add_company(
        by=request.member, new=new, key=request.POST.get("key") or None
    )
    flash(request, _("%(name)s is in the file.") % {"name": company.name}, entry.pk)
    return redirect_back(request, "file")
