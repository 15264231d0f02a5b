"""Mon offre: who she is, what she does, and the page made from it."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from decroche.calls.own_texts import openings_by_situation, scripts_by_role
from decroche.calls.rules import FIRST, TALK_SITUATIONS
from decroche.calls.scripts import seed_texts, write_opening, write_script
from decroche.calls.wording import situation_names
from decroche.desk.offer.form import read_offer, shorten_words, with_blanks
from decroche.desk.parts.asking import flash
from decroche.journal.record import all_or_nothing
from decroche.offer.actions import Unfit, enclose, remove_enclosure, save_offer, seed_offer
from decroche.offer.models import Enclosure, Profile
from decroche.offer.presentation import as_pdf, as_picture
from decroche.offer.queries import enclosure, enclosures, is_read, offer_of
from decroche.offer.rules import OfferData, mentions, role_words, to_shorten, where_it_stops
from decroche.offer.seeds import has_examples, is_example
from decroche.prospects.models import Contact
from decroche.shared.clock import PARIS, now
from decroche.shared.language import PROSPECTS_LANGUAGE, Language, known_language
from decroche.team.access import MemberRequest
from decroche.team.models import Workspace
from decroche.ui.language import current_language


@require_http_methods(["GET", "POST"])
def offer(request: MemberRequest) -> HttpResponse:
    """The whole offer on one page. A post saves all of it."""
    if request.method == "GET":
        seed_texts(by=request.member, language=current_language())
        seed_offer(by=request.member)
        return _page(request, offer_of(request.member), {})
    said, errors = read_offer(request.POST, offer_of(request.member))
    if errors:
        return _page(request, said, errors, status=422)
    read = "read" in request.POST or not has_examples(said)
    entry = save_offer(by=request.member, offer=said, read=read)
    if is_read(request.workspace):
        words = _("Kept. The answer card, the presentation and the mails say it from now on.")
    else:
        words = _(
            "Kept, with examples in it: nothing of the services leaves until you say it is you."
        )
    flash(request, words, entry.pk)
    return redirect("offer")


def _page(
    request: MemberRequest, said: OfferData, errors: dict[str, str], status: int = 200
) -> HttpResponse:
    proposed = has_examples(said) and not is_read(request.workspace)
    context = (
        {
            "offer": with_blanks(said),
            "tagline_example": proposed and is_example(said.tagline),
            "examples": [one.pk for one in said.services if proposed and is_example(one)],
            "errors": errors,
            "roles": [
                (role, role_words(role, current_language()), role in said.roles)
                for role in said.all_roles()
            ],
            "forms": Profile.Form.choices,
            "vats": Profile.Vat.choices,
            "designs": Profile.Design.choices,
            "enclosures": enclosures(request.workspace),
            "scopes": [
                ("included", _("included")),
                ("optional", _("optional")),
                ("excluded", _("not included")),
            ],
        }
        | _preview(request, said)
        | _openings(request.workspace)
    )
    return render(request, "desk/offer/offer.html", context, status=status)


@require_POST
def openings(request: MemberRequest) -> HttpResponse:
    """Keeps what she says first: of a first talk by role, of later ones by situation."""
    with all_or_nothing():
        for role in Contact.Role.values:
            if f"role-{role}" in request.POST:
                write_script(by=request.member, role=role, text=request.POST[f"role-{role}"])
        for situation in TALK_SITUATIONS:
            if situation != FIRST and situation in request.POST:
                write_opening(by=request.member, situation=situation, text=request.POST[situation])
    flash(request, _("Kept. The card says it from now on."))
    return HttpResponseRedirect(reverse("offer", fragment="openings"))


def _openings(workspace: Workspace) -> dict[str, Any]:
    """[(field, label, text)] of first talks by role, and of later ones by situation."""
    scripts, later = (
        scripts_by_role(workspace),
        openings_by_situation(workspace, current_language()),
    )
    return {
        "first_talks": [
            (f"role-{role}", label, scripts.get(role, "")) for role, label in Contact.Role.choices
        ],
        "later_talks": [
            (code, words, later[code]) for code, words in situation_names().items() if code in later
        ],
    }


@require_POST
def preview(request: MemberRequest) -> HttpResponse:
    """The page as it will be with what is typed so far; nothing is saved."""
    said, _errors = read_offer(request.POST, offer_of(request.member))
    return render(request, "desk/offer/_preview.html", _preview(request, said))


def _preview(request: MemberRequest, said: OfferData) -> dict[str, Any]:
    language, today = _language(request), now().astimezone(PARIS).date()
    made = as_picture(said, language, on=today, logo=_logo(request), dots=90)
    return {
        "proposed": has_examples(said) and not is_read(request.workspace),
        "picture": b64encode(made.content).decode("ascii"),
        "too_long": shorten_words(to_shorten(said)) if made.pages > 1 else [],
        "stops": where_it_stops(said.services, language),
        "mentions": mentions(said, language, today),
    }


def _language(request: MemberRequest) -> Language:
    asked = request.GET.get("lang"), request.POST.get("lang")
    return known_language(*asked, PROSPECTS_LANGUAGE)


def _logo(request: MemberRequest) -> bytes:
    logo = enclosure(request.workspace, "logo")
    return bytes(logo.content) if logo else b""


@require_GET
def presentation(request: MemberRequest) -> HttpResponse:
    """The presentation as a PDF."""
    language = _language(request)
    made = as_pdf(
        offer_of(request.member), language, on=now().astimezone(PARIS).date(), logo=_logo(request)
    )
    name = _("Presentation") if is_read(request.workspace) else _("Example of a presentation")
    name += f" {request.member.name}" if request.member.name else ""
    answer = HttpResponse(made.content, content_type="application/pdf")
    answer["Content-Disposition"] = (
        content_disposition_header("download" in request.GET, f"{name}.pdf") or "inline"
    )
    return answer


@require_POST
def bring(request: MemberRequest, kind: str) -> HttpResponse:
    """Takes her logo or CV in, or removes it."""
    if kind not in Enclosure.Kind.values:
        raise Http404
    file = request.FILES.get("file")
    if "remove" in request.POST:
        remove_enclosure(by=request.member, kind=kind)
    elif file is None:
        flash(request, _("Choose a file first."))
    else:
        try:
            enclose(
                by=request.member, kind=kind, filename=file.name or "", content=file.read(6_000_000)
            )
        except Unfit as error:
            flash(request, _unfit_words(error))
    return HttpResponseRedirect(reverse("offer", fragment="files"))


def _unfit_words(error: Unfit) -> str:
    return {
        "not_pdf": _(
            "The CV must be a PDF. Save it as PDF from your word processor, then bring it again."
        ),
        "not_image": _("The photo or logo must be a PNG or JPEG picture."),
        "too_heavy": _(
            "This picture asks for too much work. Save it smaller, then bring it again."
        ),
        "too_large": _("This file is over 5 MB. Make it smaller: many mailboxes refuse it."),
    }[error.code]
