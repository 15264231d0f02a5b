"""The part of a page that waits for work done beside it: asked again until the work has ended, then
the whole page is drawn again with what came of it.
"""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from decroche.background.beside import Errand
from decroche.desk.parts.asking import is_htmx
from decroche.team.access import MemberRequest


def render_waiting(
    request: MemberRequest, errand: Errand, page: str, told: str = ""
) -> HttpResponse:
    """The part that waits. `page` is the address of the page it is on; `told` are its words
    meanwhile.
    """
    if not is_htmx(request):
        return HttpResponseRedirect(page)
    if errand.state != "running":
        return HttpResponse(headers={"HX-Redirect": page})
    context = {"address": request.get_full_path(), "told": told}
    return render(request, "desk/parts/_waiting.html", context)
