"""The guide: all of it, or the sections that have the words looked for."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from decroche.desk.help.guide import find
from decroche.team.access import MemberRequest
from decroche.ui.language import current_language


@require_GET
def guide(request: MemberRequest) -> HttpResponse:
    """?text=WORDS keeps the sections that have them."""
    text = request.GET.get("text", "").strip()[:80]
    context = {"text": text, "sections": find(current_language(), text)}
    return render(request, "desk/help/guide.html", context)
