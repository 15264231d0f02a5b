"""An outcome corrected afterwards, or taken back, from the card."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from decroche.calls.correcting import (
    CONTRACT,
    correct,
    corrected_since,
    is_latest,
    line_of,
    needs_written_reason,
)
from decroche.calls.models import Call
from decroche.calls.reading import FIELDS
from decroche.calls.refused import Refused
from decroche.calls.rules import may_give
from decroche.calls.wording import in_words, outcome_names, problems_in_words, reason_names
from decroche.compliance.actions import LEAST_REASON
from decroche.desk.parts.asking import flash, get_own_or_404
from decroche.followups.queries import promise_of
from decroche.followups.wording import due_in_words
from decroche.journal.actions import KeptForGood
from decroche.journal.staying import stays_in_words
from decroche.prospects.models import Company
from decroche.shared.clock import now
from decroche.team.access import MemberRequest
from decroche.team.needs import OWN, OWNERS_ONLY, allows


@require_http_methods(["GET", "POST"])
def correct_call(request: MemberRequest, pk: int) -> HttpResponse:
    """Corrects the outcome of a call. What the old outcome led to is taken back, and she is told
    what can't be.
    """
    since = corrected_since(request.workspace, pk)
    if since is not None:
        return _in_another_window(request, since)
    call = get_own_or_404(request, Call, pk)
    get_own_or_404(request, Company, call.company_id)
    if request.method == "GET":
        contract = {name: str(call.details.get(name, "")) for name in CONTRACT}
        typed = {"note": call.note, "reason": call.reason, "when": _promised(call), **contract}
        return _form(request, call, typed, call.outcome, {})
    typed = {name: request.POST[name] for name in FIELDS if name in request.POST}
    outcome = request.POST.get("outcome", "")
    if outcome == call.outcome and typed.get("when") == _promised(call):
        del typed["when"]  # she left it as it stood: the promise is not made a second time
    try:
        done = correct(
            by=request.member,
            call=call,
            outcome=outcome,
            typed=typed,
            at=now(),
            lifted_because=request.POST.get("lifted_because", "").strip(),
        )
    except Refused as refused:
        return _form(request, call, typed, outcome, problems_in_words(refused))
    except KeptForGood:
        return _form(request, call, typed, outcome, {"lifted_because": _why_not_lifted(request)})
    follows = in_words(done.consequence, outcome, now()) if done.consequence else ""
    said = _("Corrected: %(outcome)s") % {"outcome": outcome_names()[outcome]}
    said += "" if said.endswith("…") else "."  # “Rappeler le…”
    words = [said if not follows else f"{said} {follows[:1].upper()}{follows[1:]}."]
    flash(request, " ".join([*words, *stays_in_words(done.entry)]), done.entry.pk)
    return redirect("company", call.company_id)


def _promised(call: Call, *, late: bool = False) -> str:
    """The moment of the open promise that this call led to, in words that mean the same when they
    are typed; "" without one. Of a `late` one only what was promised can be said: typed today, its
    day would be another one.
    """
    row = promise_of(call)
    return due_in_words(row, now()) if row and (row.due_at < now()) == late else ""


def _why_not_lifted(request: MemberRequest) -> str:
    if not allows(request.member, OWN):
        return str(OWNERS_ONLY)
    return _("Write why, in a few words: the reason is kept in the journal.")


def _in_another_window(request: MemberRequest, call: Call) -> HttpResponse:
    """The form again, for a call that was corrected in another window since this page was opened:
    with what she typed, and what the call is now.
    """
    if request.method == "GET":
        return redirect("correct-call", call.pk)
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    words = _("This call was corrected meanwhile, in another window. Look at it once more.")
    return _form(request, call, typed, request.POST.get("outcome", ""), {"outcome": words})


def _form(
    request: MemberRequest,
    call: Call,
    typed: dict[str, str],
    outcome: str,
    errors: dict[str, str],
) -> HttpResponse:
    context = {
        "call": call,
        "company": call.company,
        "outcomes": [
            (code, words) for code, words in outcome_names().items() if may_give(call.origin, code)
        ],
        "outcome": outcome,
        "reasons": reason_names().items(),
        "typed": typed,
        "errors": errors,
        "latest": is_latest(call),
        "late": _promised(call, late=True),
        "line": line_of(call),
        "opposition": needs_written_reason(call),
        "lifted_because": request.POST.get("lifted_because", ""),
        "least": LEAST_REASON,
    }
    return render(request, "desk/company/correct.html", context)
