"""What views share: the member's own rows, and answers that htmx and plain links both
understand.
"""

from __future__ import annotations

from typing import TypeVar

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from decroche.shared.typed import KEYS_END
from decroche.team.access import MemberRequest

Row = TypeVar("Row", bound=models.Model)


def get_own_or_404(request: MemberRequest, model: type[Row], pk: int) -> Row:
    """A row of this workspace. A row of another workspace is answered with 404, and so is an erased
    card that is to be changed.
    """
    row = (
        model._base_manager.filter(workspace=request.workspace, pk=pk).first()
        if pk < KEYS_END
        else None
    )
    if row is None or (
        request.method == "POST" and getattr(row, "erased_at", None)
    ):  # another tab may still show what was erased
        raise Http404
    return row


def is_htmx(request: HttpRequest) -> bool:
    """Whether the request comes from htmx, which wants a part of a page."""
    return bool(getattr(request, "htmx", False))


def redirect_back(request: HttpRequest, name: str, *arguments: object) -> HttpResponse:
    """Redirects to the page with the form, if it was one of ours, else to the address of that
    name.
    """
    fallback = reverse(name, args=arguments)
    target = (
        request.POST.get("next")
        or request.headers.get("HX-Current-URL")
        or request.headers.get("Referer")
        or fallback
    )
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = fallback
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Location": target})
    return HttpResponseRedirect(target)


def go_to(request: HttpRequest, address: str) -> HttpResponse:
    """Redirects to another page, also when htmx asked for a part of one."""
    if is_htmx(request):
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def flash(request: HttpRequest, words: str, undo: int | None = None) -> None:
    """Puts a short message on the next page. With an `entry`, it has a button that takes that entry
    back.
    """
    messages.success(request, words, extra_tags=str(undo) if undo else "")
