"""Two cards that may be one: side by side, joined field by field, or told apart for good."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from decroche.desk.asking import own, say
from decroche.desk.views.company import field_names
from decroche.prospects.merging import FIELDS, merge, never_the_same
from decroche.prospects.models import Company
from decroche.team.door import MemberRequest


@require_http_methods(["GET", "POST"])
def join(request: MemberRequest, pk: int, other: int) -> HttpResponse:
    """Both cards, their differences marked; Enter joins them."""
    one, two = own(request, Company, pk), own(request, Company, other)
    if one.pk == two.pk or one.removed_at or two.removed_at:
        raise Http404
    if request.method == "POST":
        chosen = [name for name in FIELDS if request.POST.get(name) == "other"]
        entry = merge(by=request.member, kept=one, other=two, from_other=chosen)
        say(request, _("%(name)s: the two cards are one.") % {"name": one.name}, entry.pk)
        return HttpResponseRedirect(f"/companies/{one.pk}/")
    names = field_names() | {"naf": _("NAF code")}
    lines = [(name, names[name], getattr(one, name), getattr(two, name)) for name in FIELDS if getattr(one, name) or getattr(two, name)]
    numbers = [[number.national for number in card.numbers.order_by("position")] for card in (one, two)]
    people = [[person.name or str(person.get_role_display()) for person in card.contacts.order_by("id")] for card in (one, two)]
    return render(request, "desk/join.html", {"one": one, "two": two, "lines": lines, "numbers": numbers, "people": people})


@require_POST
def apart(request: MemberRequest, pk: int, other: int) -> HttpResponse:
    """These two are not the same: never asked again."""
    entry = never_the_same(by=request.member, one=own(request, Company, pk), two=own(request, Company, other))
    say(request, _("Told apart: you will not be asked again."), entry.pk)
    return HttpResponseRedirect(f"/companies/{pk}/")
