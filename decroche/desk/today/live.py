"""What the first page of the day asks every other second in a shared workspace: its rows, and what
it counts. The answer is empty (204) as long as nothing was written in the file.
"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from decroche.callqueue.standing import rows_and_mark_of_the_day
from decroche.desk.parts.following import rows_asked, what_came
from decroche.desk.today.counted import counted_of
from decroche.shared.clock import PARIS, now
from decroche.team.access import MemberRequest

_NO_CHANGE = 204


@require_GET
def live_today(request: MemberRequest) -> HttpResponse:
    """Tells the first page which rows in view have changed, and the new counts. `rows` has their
    marks.
    """
    if not request.workspace.shared:
        raise Http404
    asked, at = rows_asked(request), now().astimezone(PARIS)
    standing, mark = rows_and_mark_of_the_day(request.workspace, list(asked), at)
    if request.GET.get("seen") == mark:
        return HttpResponse(status=_NO_CHANGE)
    context = {
        "rows": what_came(request, standing, asked),
        "mark": mark,
        **counted_of(request.member, at),
    }
    return render(request, "desk/today/_live.html", context)
