"""Cards without a number, one at a time: links to places where the number may be found, a field for
it, Enter for the next card.
"""

from __future__ import annotations

from urllib.parse import quote_plus, urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from decroche.calls.queries import left_to_complete, next_to_complete
from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.prospects import actions
from decroche.prospects.left_alone import SilentValue
from decroche.prospects.models import Company
from decroche.shared.addresses import check_address
from decroche.shared.choices import whole
from decroche.shared.numbers import read_numbers
from decroche.team.access import MemberRequest


@require_GET
def complete(request: MemberRequest) -> HttpResponse:
    """The next card without a usable number. With ?after only cards behind that place are shown."""
    after = whole(request.GET.get("after"))
    card = next_to_complete(request.workspace, after=after)
    context = {
        "card": card,
        "left": left_to_complete(request.workspace),
        "after": "" if after is None else after,
        "links": _links(card) if card else [],
    }
    return render(request, "desk/completing/complete.html", context)


def _links(card: Company) -> list[tuple[str, str]]:
    """[(address, words)] of the places where a number may be found. None of them is asked anything
    until she opens its link.
    """
    words = quote_plus(f"{card.name} {card.city or card.postcode} téléphone")
    found = [(f"https://duckduckgo.com/?q={words}", _("Search the web"))]
    asked = urlencode({"quoiqui": card.name, "ou": card.city or card.postcode})
    yellow_pages = f"https://www.pagesjaunes.fr/annuaire/chercherlespros?{asked}"
    found.append((yellow_pages, _("Yellow pages")))
    if card.siren:
        page = f"https://annuaire-entreprises.data.gouv.fr/entreprise/{card.siren}"
        found.append((page, _("Its page in the register")))
    if card.website:
        site = card.website if "//" in card.website else f"https://{card.website}"
        if site.lower().startswith(("http://", "https://")):
            found.insert(0, (site, _("Its site")))
    return found


@require_POST
def keep(request: MemberRequest, pk: int) -> HttpResponse:
    """Saves what was found, and goes on to the next card."""
    card = get_own_or_404(request, Company, pk)
    text, email, site = (
        request.POST.get(name, "").strip() for name in ("number", "email", "website")
    )
    reading, checked = read_numbers(text, postcode=card.postcode), check_address(email)
    if text and not reading.numbers:
        flash(request, _("No number could be read there. Write it like 03 53 01 12 34."))
        return _after(card.state.position - 1)
    if email and not checked.ok:
        flash(request, _("This is not an e-mail address."))
        return _after(card.state.position - 1)
    fields = {"email": checked.address if email else "", "website": site[:300]}
    try:
        entry = actions.complete_company(
            by=request.member,
            company=card,
            numbers=reading.numbers,
            changes={name: value for name, value in fields.items() if value},
        )
    except SilentValue as silent:
        flash(request, silent.in_words())
        return _after(card.state.position - 1)
    if entry:
        complete_now = _("%(name)s is complete.") % {"name": card.name}
        flash(request, complete_now if reading.numbers else _("Kept."), entry.pk)
    return _after(request.POST.get("after", "") if reading.numbers else card.state.position)


def _after(place: int | str) -> HttpResponse:
    """Redirects to the next card behind a place in the order of the file, "" for the first one."""
    return HttpResponseRedirect(reverse("complete", query={"after": place}))
