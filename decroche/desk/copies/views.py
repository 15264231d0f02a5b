"""Copies: their list, making one, putting one back; the whole file as a download; closing the
desk.
"""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decroche.desk.copies.to_type_again import to_type_again
from decroche.desk.parts.asking import flash
from decroche.desk.parts.refused import NotKept, Problem, render_not_kept
from decroche.shared.clock import PARIS, now
from decroche.shared.refusal import Refusal
from decroche.storage import copies, passphrase, server_requests, whole
from decroche.storage.comparing import Contents, contents_of, present_contents
from decroche.storage.database import before_updates
from decroche.team.access import MemberRequest
from decroche.ui.language import current_language

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
    "vcf": "text/vcard",
}


@require_GET
def copies_page(request: MemberRequest) -> HttpResponse:
    """The copies in the folder, and what can be done with them."""
    workspace = request.workspace
    found = copies.copies_of(workspace)
    context = {
        "can_copy": copies.can_copy(),
        "can_restore": server_requests.can_request(),
        "health": copies.health(workspace),
        "copies": found,
        "folder": copies.copy_folder(workspace),
        "sealed": passphrase.seals(workspace),
        "unsealed": sum(not one.sealed for one in found),
        "shortest": passphrase.SHORTEST,
        "answered": server_requests.take_outcome(),
        "formats": whole.FORMATS,
        "before_updates": before_updates(),
        "again": to_type_again(request.member),
    }
    return render(request, "desk/copies/copies.html", context)


@require_POST
def make(request: MemberRequest) -> HttpResponse:
    """Makes a copy now."""
    try:
        copies.copy_now(request.workspace)
    except Refusal as refusal:
        flash(request, str(refusal))
    else:
        flash(request, _("The copy is made, and was read back."))
    return redirect("copies")


@require_POST
def choose(request: MemberRequest) -> HttpResponse:
    """Keeps the folder of the copies."""
    try:
        copies.choose_folder(workspace=request.workspace, folder=request.POST.get("folder", ""))
    except Refusal as refusal:
        wrong = Problem("folder", _("In which folder (a stick, a synced folder)"), str(refusal))
        return render_not_kept(request, NotKept([wrong]), reverse("copies"))
    flash(request, _("Kept."))
    return redirect("copies")


@require_POST
def seal(request: MemberRequest) -> HttpResponse:
    """Turns the sealing of future copies on or off."""
    workspace, typed = request.workspace, request.POST
    try:
        if "no_more" in typed:
            passphrase.seal_no_more(workspace=workspace)
        else:
            passphrase.choose_passphrase(
                workspace=workspace,
                passphrase=typed.get("passphrase", ""),
                again=typed.get("again", ""),
            )
    except Refusal as refusal:
        flash(request, str(refusal))
    else:
        flash(request, _("Kept."))
    return redirect("copies")


@require_http_methods(["GET", "POST"])
def open_sealed(request: MemberRequest, name: str) -> HttpResponse:
    """Asks for the passphrase of a sealed copy; by POST, opens it and shows what it holds."""
    copy = _copy_or_404(request, name)
    if request.method == "POST":
        typed = request.POST.get("passphrase", "")
        try:
            copies.open_copy(workspace=request.workspace, copy=copy, passphrase=typed)
        except Refusal as refusal:
            flash(request, str(refusal))
        else:
            return redirect("restore-copy", name)
    return _ask_passphrase(request, name)


def _ask_passphrase(request: MemberRequest, name: str) -> HttpResponse:
    kept = bool(passphrase.kept_passphrase(request.workspace))
    return render(request, "desk/copies/open.html", {"name": name, "kept": kept})


@require_GET
def download(request: MemberRequest, name: str) -> HttpResponse | FileResponse:
    """One copy as a file, to take to another computer."""
    copy = _copy_or_404(request, name)
    return FileResponse(copy.path.open("rb"), as_attachment=True, filename=name)


@require_POST
def bring(request: MemberRequest) -> HttpResponse:
    """Takes a copy from another computer in, beside the others, and shows what it holds."""
    given = request.FILES.get("copy")
    if given is None:
        flash(request, _("Choose a file first."))
        return redirect("copies")
    try:
        kept = copies.bring_copy(workspace=request.workspace, chunks=given.chunks())
    except Refusal as refusal:
        flash(request, str(refusal))
        return redirect("copies")
    return redirect("restore-copy", kept.path.name)


@require_http_methods(["GET", "POST"])
def restore(request: MemberRequest, name: str) -> HttpResponse:
    """Shows what a copy holds beside the present data; by POST, puts it in place. A sealed one is
    opened first.
    """
    found = _copy_or_404(request, name)
    copy = copies.in_clear(found)
    if copy is None:
        return _ask_passphrase(request, name)
    if request.method == "POST" and server_requests.can_request():
        server_requests.send_request(server_requests.ServerRequest(str(copy)))
        return render(
            request, "desk/copies/restoring.html", {"served": server_requests.serving_id()}
        )
    try:
        held = contents_of(copy)
    except Refusal as refusal:
        flash(request, str(refusal))
        return redirect("copies")
    present = present_contents()
    context = {
        "name": name,
        "rows": _side_by_side(present, held),
        "changed": (present and present.last_change, held.last_change),
        "can_restore": server_requests.can_request(),
    }
    return render(request, "desk/copies/restore.html", context)


def _side_by_side(
    present: Contents | None, held: Contents
) -> list[tuple[str, int | None, int | None]]:
    """(what is counted, how many now, how many in the copy)."""
    words = {
        "companies": _("Companies"),
        "people": _("People"),
        "calls": _("Calls"),
        "followups": _("Follow-ups"),
        "messages": _("Messages"),
    }
    return [(words[name], getattr(present, name, None), getattr(held, name)) for name in words]


@require_GET
def served(_request: MemberRequest) -> HttpResponse:
    """A mark of the running server. The page that waits for a restore asks until it has changed."""
    return HttpResponse(server_requests.serving_id(), content_type="text/plain")


@require_GET
def export(request: MemberRequest, ending: str) -> HttpResponse | FileResponse:
    """The whole file, as a table, JSON or address cards."""
    if ending not in whole.FORMATS:
        raise Http404
    file = whole.export_whole(request.workspace, ending, current_language())
    name = f"decroche-{now().astimezone(PARIS):%Y-%m-%d}.{ending}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=_TYPES[ending])


@require_http_methods(["GET", "POST"])
def close_desk(request: MemberRequest) -> HttpResponse:
    """Asks whether the desk is to be closed; then ends the program that serves it. The last page
    has no menu: there is nobody any more who answers to it.
    """
    if not server_requests.can_request():
        raise Http404
    if request.method == "GET":
        return render(request, "desk/copies/closing.html")
    server_requests.send_request(server_requests.ServerRequest())
    return render(request, "desk/copies/closed.html", {"menu": []})


def _copy_or_404(request: MemberRequest, name: str) -> copies.Copy:
    found = copies.copy_named(request.workspace, name)
    if found is None:
        raise Http404
    return found
