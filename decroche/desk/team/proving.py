"""The page on which members prove again who they are, before something sensitive is done.

It is shown in place of the page that was asked for and carries the form that was sent, so that
nothing is typed twice: with the password, or what a passkey signed, the form goes on its way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from decroche.membership.wording import not_signed_in_in_words
from decroche.team.access import MemberRequest
from decroche.team.models import MemberSession
from decroche.team.needs_of_pages import needs_proof
from decroche.team.passkeys import needs_passkey, site_of
from decroche.team.proving import is_proved, prove_by_passkey, prove_by_password
from decroche.team.refused import log_refused
from decroche.team.signing import NotSignedIn
from decroche.ui.templatetags.ui import FORM_KEY

_OWN_FIELDS = {"csrfmiddlewaretoken", FORM_KEY, "proof", "answer"}
"""Fields of the page itself, which are not those of the form that it carries."""


class ProofMiddleware:
    """Asks a member who signed in for their password or passkey before a page that needs it, unless
    they showed it within the last minutes.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, _view: object, _positional: object, _parts: object
    ) -> HttpResponse | None:
        """None when the view may go on; else the page that asks for a proof."""
        session: MemberSession | None = getattr(request, "signed", None)
        name = (request.resolver_match.url_name if request.resolver_match else None) or ""
        if session is None or not needs_proof(request, name) or is_proved(session):
            return None
        problem = _shown(request, session)
        return None if problem is None else _ask(cast("MemberRequest", request), session, problem)


def _shown(request: HttpRequest, session: MemberSession) -> str | None:
    """What is wrong with the proof that was sent, "" when none was sent; None when it proves who
    they are.
    """
    typed, answer = request.POST.get("proof", ""), request.POST.get("answer", "")
    if not typed and not answer:
        return ""
    site = site_of(request)
    try:
        if typed and prove_by_password(session, typed):
            return None
        if answer and site is not None and prove_by_passkey(session, site, answer):
            return None
    except NotSignedIn as refused:
        log_refused("one of too many tries", request)
        return not_signed_in_in_words(refused)
    log_refused("a wrong password or passkey, asked for again", request)
    if typed:
        return _("The password you have now is another one.")
    return _("No passkey of a member was shown.")


def _ask(request: MemberRequest, session: MemberSession, problem: str) -> HttpResponse:
    goes_on = request.method == "POST"
    context = {
        "problem": problem,
        "action": request.get_full_path() if goes_on else reverse("prove"),
        "carried": _carried(request) if goes_on else [("next", request.get_full_path())],
        "by_password": not needs_passkey(session.member),
        "by_passkey": site_of(request) is not None,
    }
    return render(request, "desk/team/prove.html", context, status=403)


def _carried(request: MemberRequest) -> list[tuple[str, str]]:
    """The fields of the form that was sent, to be carried on."""
    return [
        (field, value)
        for field, values in request.POST.lists()
        if field not in _OWN_FIELDS
        for value in values
    ]


@require_POST
def prove(request: MemberRequest) -> HttpResponse:
    """Goes on to the file that was asked for, once the member has proved who they are."""
    way = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(way, None):
        return redirect("account")
    return render(request, "desk/team/proved.html", {"way": way})
