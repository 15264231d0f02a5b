"""What she writes in each situation."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from decroche.calls.wording import current_language
from decroche.correspondence import actions
from decroche.correspondence.composing import template
from decroche.correspondence.rules import SITUATIONS
from decroche.correspondence.wording import (
    situation_words,
)
from decroche.desk.parts.asking import flash
from decroche.offer.rules import Language
from decroche.team.access import MemberRequest


@require_http_methods(["GET", "POST"])
def templates(request: MemberRequest) -> HttpResponse:
    """What she writes in each situation."""
    language: Language = (
        "en"
        if (request.POST.get("language") or request.GET.get("language") or current_language())
        == "en"
        else "fr"
    )
    if request.method == "POST":
        for situation in SITUATIONS:
            subject, body = (
                request.POST.get(f"{situation}-subject", ""),
                request.POST.get(f"{situation}-body", ""),
            )
            if (subject, body.replace("\r\n", "\n")) != template(
                request.workspace, situation, language
            ):
                actions.write_template(
                    by=request.member,
                    situation=situation,
                    language=language,
                    subject=subject,
                    body=body.replace("\r\n", "\n"),
                )
        flash(request, _("Kept."))
        return HttpResponseRedirect(f"/messages/templates/?language={language}")
    words = situation_words()
    rows = [
        (code, words[code], *template(request.workspace, code, language)) for code in SITUATIONS
    ]
    return render(request, "desk/messages/templates.html", {"rows": rows, "written_in": language})
