"""Cards without a number, one at a time: where it may be found, a field for it, Enter for the
next.
"""

from __future__ import annotations

from urllib.parse import quote_plus, urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from decroche.calls.queries import to_complete
from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.prospects import actions
from decroche.prospects.models import Company
from decroche.shared.addresses import check_address
from decroche.shared.numbers import read_numbers
from decroche.team.access import MemberRequest


@require_GET
def complete(request: MemberRequest) -> HttpResponse:
    """The next card without a usable number; ?after leaves those before it for later."""
    rows = to_complete(request.workspace)
    after = request.GET.get("after", "")
    left = rows.count()
    card = (
        rows.filter(state__position__gt=int(after))
        if after.lstrip("-").isdigit() and len(after) < 18
        else rows
    ).first()
    return render(
        request,
        "desk/completing/complete.html",
        {"card": card, "left": left, "after": after, "links": _links(card) if card else []},
    )


def _links(card: Company) -> list[tuple[str, str]]:
    """[(address, words)]: where a number may be found. Nothing is asked of them until she opens
    one.
    """
    words = quote_plus(f"{card.name} {card.city or card.postcode} téléphone")
    found = [(f"https://duckduckgo.com/?q={words}", _("Search the web"))]
    asked = urlencode({"quoiqui": card.name, "ou": card.city or card.postcode})
    found.append(
        (f"https://www.pagesjaunes.fr/annuaire/chercherlespros?{asked}", _("Yellow pages"))
    )
    if card.siren:
        found.append(
            (
                f"https://annuaire-entreprises.data.gouv.fr/entreprise/{card.siren}",
                _("Its page in the register"),
            )
        )
    if card.website:
        site = card.website if "//" in card.website else f"https://{card.website}"
        if site.lower().startswith(("http://", "https://")):
            found.insert(0, (site, _("Its site")))
    return found


@require_POST
def keep(request: MemberRequest, pk: int) -> HttpResponse:
    """Keeps what was found, and on to the next card."""
    card = get_own_or_404(request, Company, pk)
    text, email, site = (
        request.POST.get(name, "").strip() for name in ("number", "email", "website")
    )
    reading = read_numbers(text, postcode=card.postcode)
    if text and not reading.numbers:
        flash(request, _("No number could be read there. Write it like 03 53 01 12 34."))
        return HttpResponseRedirect(f"/complete/?after={card.state.position - 1}")
    checked = check_address(email)
    if email and not checked.ok:
        flash(request, _("This is not an e-mail address."))
        return HttpResponseRedirect(f"/complete/?after={card.state.position - 1}")
    fields = {"email": checked.address if email else "", "website": site[:300]}
    entry = actions.complete_company(
        by=request.member,
        company=card,
        numbers=reading.numbers,
        changes={name: value for name, value in fields.items() if value},
    )
    if entry:
        flash(
            request,
            _("%(name)s is complete.") % {"name": card.name} if reading.numbers else _("Kept."),
            entry.pk,
        )
    return HttpResponseRedirect(
        f"/complete/?after={card.state.position}"
        if not reading.numbers
        else "/complete/?after=" + request.POST.get("after", "")
    )
