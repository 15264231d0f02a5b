"""What she writes in each situation."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from decroche.correspondence.actions import write_templates
from decroche.correspondence.composing import template
from decroche.correspondence.rules import MAIL_SITUATIONS
from decroche.correspondence.wording import situation_words
from decroche.desk.parts.asking import flash
from decroche.shared.language import PROSPECTS_LANGUAGE, Language, known_language
from decroche.team.access import MemberRequest


@require_http_methods(["GET", "POST"])
def templates(request: MemberRequest) -> HttpResponse:
    """Every situation in one language; a post keeps those she changed."""
    language = _language(request)
    if request.method == "POST":
        written = {
            situation: (
                request.POST.get(f"{situation}-subject", ""),
                request.POST.get(f"{situation}-body", "").replace("\r\n", "\n"),
            )
            for situation in MAIL_SITUATIONS
        }
        write_templates(by=request.member, language=language, written=written)
        flash(request, _("Kept."))
        return HttpResponseRedirect(reverse("templates", query={"language": language}))
    words = situation_words()
    rows = [
        (code, words[code], *template(request.workspace, code, language))
        for code in MAIL_SITUATIONS
    ]
    context = {"rows": rows, "written_in": language}
    return render(request, "desk/messages/templates.html", context)


def _language(request: MemberRequest) -> Language:
    asked = request.POST.get("language"), request.GET.get("language")
    return known_language(*asked, PROSPECTS_LANGUAGE)
