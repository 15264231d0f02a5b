"""The file: the list, its filters, bulk verbs, quick entry, the search from anywhere."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from decroche.callqueue.standing import marks_of_rows
from decroche.calls.queries import load_states
from decroche.calls.states import rest
from decroche.calls.wording import outcome_names
from decroche.desk.file.form import chosen_rows, read_filters
from decroche.desk.file.understood import UnderstoodLine
from decroche.desk.parts.asking import flash, go_to, redirect_back
from decroche.followups.listing import PAGE, first_page, page_after, rows_to_print
from decroche.followups.listing import block as block_of_list
from decroche.followups.queries import next_with_each
from decroche.journal.actions import KeptForGood, NothingToUndo, TakenBackAlready, undo
from decroche.journal.models import Entry
from decroche.journal.staying import stays_in_words
from decroche.prospects import actions
from decroche.prospects.audience import IN_DOUBT, sole_trader
from decroche.prospects.left_alone import LeftAlone, left_alone_in_words
from decroche.prospects.models import Company, Contact
from decroche.prospects.paper_line import PaperLine, read_paper_line
from decroche.prospects.queries import companies, duplicates_of_line, lists_of
from decroche.prospects.rules import HEADCOUNTS
from decroche.prospects.search import search
from decroche.shared.clock import now
from decroche.shared.counted import Counted
from decroche.shared.typed import whole_number
from decroche.team.access import MemberRequest
from decroche.team.models import Member
from decroche.team.needs import OWN, OWNERS_ONLY, allows


@require_GET
def file(request: MemberRequest) -> HttpResponse:
    """The list. Rows are fetched a hundred at a time as they come into view, so that a long list
    costs no more than a short one. With ?open the search from anywhere was left with Enter: a
    single result is opened, and without a result the button that adds the company has the focus.
    With ?after the rows begin behind those of another page.
    """
    filters, after = read_filters(request.GET), request.GET.get("after", "")
    page = (
        page_after(request.workspace, filters, now(), after)
        if after
        else first_page(request.workspace, filters, now())
    )
    if page.total == Counted(1) and "open" in request.GET:
        return redirect("company", page.rows[0].pk)
    context = {
        **_shown(request, page.rows),
        "filters": filters,
        "total": page.total,
        "blocks": () if page.after or after else range(1, -(-page.total.count // PAGE)),
        "after": page.after,
        "address": _address(request),
        "lists": lists_of(request.workspace),
        "roles": Contact.Role.choices,
        "outcomes": list(outcome_names().items()),
        "sizes": [label for _low, label in HEADCOUNTS],
        "states": _states(),
        "opened": "open" in request.GET and not page.total,
        "adding": _adding(request, filters.text, page.total),
        "any": page.total or companies(request.workspace).exists(),
    }
    partial = request.headers.get("HX-Target") == "list"
    template = "desk/file/_list.html" if partial else "desk/file/file.html"
    return render(request, template, context)


@require_GET
def block(request: MemberRequest, number: int) -> HttpResponse:
    """A hundred rows of the list."""
    rows = block_of_list(request.workspace, read_filters(request.GET), now(), number)
    return render(request, "desk/file/_rows.html", _shown(request, rows))


@require_GET
def more(request: MemberRequest) -> HttpResponse:
    """The rows behind those that are shown, for a list that is not counted, and the address of the
    next ones.
    """
    filters = read_filters(request.GET)
    page = page_after(request.workspace, filters, now(), request.GET.get("after", ""))
    context = {
        **_shown(request, page.rows),
        "after": page.after,
        "filters": filters,
        "address": _address(request),
    }
    return render(request, "desk/file/_more.html", context)


@require_GET
def printed(request: MemberRequest) -> HttpResponse:
    """The whole list on one page, to be printed. (The list on the screen only has the rows in
    view.)
    """
    rows, more = rows_to_print(request.workspace, read_filters(request.GET), now())
    context = {**_shown(request, rows), "more": more, "address": request.GET.urlencode()}
    return render(request, "desk/file/printed.html", context)


def _shown(request: MemberRequest, rows: list[Company]) -> dict[str, object]:
    """What the template of the rows needs: the rows, the next step with each, and their `marks`."""
    at, keys = now(), [row.pk for row in rows]
    return {
        "rows": rows,
        "next_steps": next_with_each(request.workspace, keys),
        "marks": marks_of_rows(request.workspace, keys, at),
        "at": at,
    }


def _adding(request: MemberRequest, text: str, found: Counted) -> UnderstoodLine | None:
    """Returns the searched text, read as a company to add; None when it is only a search: without a
    number in it, and with companies that match.
    """
    read = read_paper_line(text)
    if not (read.name or read.numbers) or (found and not (read.name and read.numbers)):
        return None
    return UnderstoodLine(
        read,
        duplicates_of_line(request.workspace, read),
        stopped=list(map(left_alone_in_words, _left_alone(request, read))),
        in_doubt=sole_trader(read.name),
    )


def _address(request: MemberRequest) -> str:
    """The filters as an address, without the order: each column's header adds its own."""
    kept = request.GET.copy()
    kept.pop("sort", None)
    kept.pop("after", None)
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
    rows = chosen_rows(request.workspace, request.POST)
    verb, word = request.POST.get("verb", ""), request.POST.get("word", "").strip()
    if verb in ("list", "tag") and not word:
        flash(request, _("Type a name for the list or tag first."))
        return redirect_back(request, "file")
    entry = _do(verb, request.member, rows, word)
    if entry is not None:
        count = entry.particulars.get("count", 0)
        words = ngettext("%(n)s company changed.", "%(n)s companies changed.", count)
        flash(request, words % {"n": count}, entry.pk)
    return redirect_back(request, "file")


def _do(verb: str, by: Member, rows: QuerySet[Company], word: str) -> Entry | None:
    """Carries out one verb of the list; None for an unknown one."""
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
    """Takes an entry of the journal back: the button of the message that announced it."""
    try:
        entry = undo(by=request.member, entry_id=pk)
        flash(request, " ".join([_("Taken back."), *stays_in_words(entry)]))
    except KeptForGood as kept:
        if allows(request.member, OWN):
            return redirect("lift", kept.entry.pk)
        flash(request, str(OWNERS_ONLY))
    except TakenBackAlready:
        flash(request, _("This was taken back already."))
    except NothingToUndo:
        flash(request, _("There is nothing to take back."))
    return redirect_back(request, "file")


@require_GET
def find(request: MemberRequest) -> HttpResponse:
    """The search from anywhere: an incoming call is found by its number or a part of a name."""
    text = request.GET.get("text", "").strip()
    found = search(request.workspace, text, limit=12) if text else []
    load_states(company for company, _match in found)
    return render(request, "desk/file/_found.html", {"results": found, "text": text})


def _left_alone(request: MemberRequest, read: PaperLine) -> list[LeftAlone]:
    """Those values of a typed line that are not to be called."""
    if not read.name and not read.numbers:
        return []
    return actions.left_alone_of(request.workspace, actions.new_from_line(read))


def _not_added(request: MemberRequest, line: str, stopped: list[LeftAlone]) -> HttpResponse:
    """Says who asked not to be called among those of a typed line. The line stays in its field, to
    be corrected.
    """
    context = {
        "line": line,
        "stopped": [left_alone_in_words(one) for one in stopped],
        "cards": [one.card for one in stopped if one.card],
    }
    return render(request, "desk/file/left_alone.html", context)


@require_POST
def quick(request: MemberRequest) -> HttpResponse:
    """Adds a company from one line; warns before a double is saved."""
    line = request.POST.get("line", "")
    read = read_paper_line(line)
    if not read.name and not read.numbers:
        flash(request, _("Type at least a name or a number."))
        return redirect_back(request, "file")
    if stopped := _left_alone(request, read):
        return _not_added(request, line, stopped)
    twins = duplicates_of_line(request.workspace, read)
    if twins and request.POST.get("anyway") != "1":
        context = {"line": line, "read": read, "doubles": twins}
        return render(request, "desk/file/duplicate.html", context)
    company, entry = actions.add_company(
        by=request.member,
        new=actions.new_from_line(read),
        key=request.POST.get("key") or None,
    )
    flash(request, _("%(name)s is in the file.") % {"name": company.name}, entry.pk)
    # Asked at once, else the card waits for it unseen; or she was looking for who is on the line.
    if company.audience_why in IN_DOUBT or "open" in request.POST:
        return go_to(request, reverse("company", args=[company.pk]))
    return redirect_back(request, "file")
