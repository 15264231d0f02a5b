"""A person of the card: shown, corrected in place, or taken off it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from decroche.correspondence.queries import dead_addresses
from decroche.desk.parts.asking import flash, get_own_or_404, is_htmx
from decroche.prospects.left_alone import SilentValue
from decroche.prospects.models import Contact
from decroche.prospects.people import AskedForSilence, edit_person, remove_person
from decroche.shared.addresses import check_address
from decroche.team.access import MemberRequest


@require_GET
def person(request: MemberRequest, pk: int) -> HttpResponse:
    """One person, to read or (?edit) to write."""
    whom = get_own_or_404(request, Contact, pk)
    return _line(request, whom, edit="edit" in request.GET and whom.approachable)


def _line(request: MemberRequest, whom: Contact, **more: Any) -> HttpResponse:
    context = {
        "person": whom,
        "company": whom.company,
        "roles": Contact.Role.choices,
        "dead": dead_addresses(whom.company),
        "typed": {"name": whom.name, "role": whom.role, "email": whom.email},
        **more,
    }
    return render(request, "desk/company/_person.html", context)


@require_POST
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Saves the name, the role and the address of a person; what can't be saved stays in its field
    with the reason.
    """
    whom = get_own_or_404(request, Contact, pk)
    typed = {name: request.POST.get(name, "").strip() for name in ("name", "role", "email")}
    problem = _problem(whom, typed)
    if not problem:
        try:
            edit_person(by=request.member, person=whom, **_as_kept(typed))
        except AskedForSilence:
            raise Http404 from None
        except SilentValue as silent:
            problem = silent.in_words()
        except ValueError:
            problem = _("This is too long.")
    if problem:
        return _line(request, whom, edit=True, typed=typed, error=problem)
    if is_htmx(request):
        return _line(request, whom)
    return redirect("company", whom.company_id)


def _problem(whom: Contact, typed: dict[str, str]) -> str:
    """What is wrong with the fields, in words; "" when nothing is."""
    if typed["role"] not in Contact.Role.values:
        raise Http404
    if whom.name and not typed["name"]:
        return _("A person needs a name.")
    if typed["email"] and not check_address(typed["email"]).ok:
        return _("This is not an e-mail address.")
    return ""


def _as_kept(typed: dict[str, str]) -> dict[str, str]:
    email = typed["email"]
    return typed | {"email": check_address(email).address if email else ""}


@require_POST
def remove(request: MemberRequest, pk: int) -> HttpResponse:
    """Takes a person off the card. The message on the next page has a button that undoes it."""
    whom = get_own_or_404(request, Contact, pk)
    company_id, name = whom.company_id, str(whom)
    try:
        entry = remove_person(by=request.member, person=whom)
    except AskedForSilence:
        raise Http404 from None
    flash(request, _("%(name)s is taken off the card.") % {"name": name}, entry.pk)
    return redirect("company", company_id)
