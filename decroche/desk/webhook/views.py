"""Her webhook: its address, what is told, its secret shown once, a test, what was told lately."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decroche.background import beside
from decroche.desk.parts.asking import flash
from decroche.desk.parts.waiting import render_waiting
from decroche.team.access import MemberRequest
from decroche.team.preferences import preferred
from decroche.webhooks.actions import (
    TRIED_WITHIN,
    keep_webhook,
    new_secret,
    secret_elsewhere,
    switch_off,
    try_webhook,
)
from decroche.webhooks.preferences import Webhook
from decroche.webhooks.queries import latest_deliveries
from decroche.webhooks.wording import event_in_words, groups_in_words, not_delivered_in_words


@require_http_methods(["GET", "POST"])
def webhook(request: MemberRequest) -> HttpResponse:
    """Shows the settings. A post saves what was typed, and shows a new secret, which is shown only
    this once.
    """
    if request.method == "GET":
        return _page(request, preferred(request.workspace, Webhook))
    if "off" in request.POST:
        switch_off(by=request.member)
        flash(request, _("Nothing is told any more."))
        return redirect("webhook")
    if "secret" in request.POST:
        secret = new_secret(by=request.member)
        return _page(request, preferred(request.workspace, Webhook), secret=secret)
    chosen = Webhook.read(
        {
            "address": request.POST.get("address", ""),
            "groups": request.POST.getlist("group"),
            "own_network": request.POST.get("own_network") == "1",
        }
    )
    kept = keep_webhook(by=request.member, chosen=chosen)
    if kept.problem:
        error = not_delivered_in_words(kept.problem)
        return _page(request, chosen, error=error, status=422)
    if kept.secret:
        return _page(request, preferred(request.workspace, Webhook), secret=kept.secret)
    flash(request, _("Kept."))
    return redirect("webhook")


@require_POST
def test(request: MemberRequest) -> HttpResponse:
    """Sends a test, beside the page."""
    member = request.member
    beside.forget(_errand(request))
    beside.begin(_errand(request), lambda: try_webhook(by=member), within=TRIED_WITHIN)
    return redirect("webhook")


@require_GET
def testing(request: MemberRequest) -> HttpResponse:
    """How far the test is, for the page that waits for it."""
    return render_waiting(request, beside.look(_errand(request)), reverse("webhook"), _told())


def _told() -> str:
    return _("The program is told a test.")


def _errand(request: MemberRequest) -> str:
    return f"webhook-{request.workspace.pk}"


def _page(
    request: MemberRequest, chosen: Webhook, *, secret: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    found = beside.look(_errand(request))
    tried = ""
    if found.state == "done":
        tried = not_delivered_in_words(found.result) or _("The program took the test.")
    elif found.state in ("late", "broken"):
        tried = not_delivered_in_words("away")
    rows = latest_deliveries(request.workspace)
    context = {
        "chosen": chosen,
        "elsewhere": secret_elsewhere(request.workspace) if chosen.address else "",
        "groups": [(code, words, code in chosen.groups) for code, words in groups_in_words()],
        "secret": secret,
        "error": error,
        "waiting": found.state == "running",
        "told": _told(),
        "tried": tried,
        "well": found.result == "",
        "deliveries": [(row, event_in_words(row.event)) for row in rows],
    }
    return render(request, "desk/webhook/webhook.html", context, status=status)
