"""Her rhythm, attempts until a conversation, promises, and the ranking against chance."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from decroche.desk.figures import charts
from decroche.desk.figures.charts import behind
from decroche.desk.figures.frame import frame
from decroche.insights import tables
from decroche.insights.periods import Span
from decroche.insights.results import uplift
from decroche.insights.timing import (
    attempts_until_talk,
    promises,
    rhythm,
)
from decroche.insights.wording import (
    minutes_in_words,
    percent,
    rate_in_words,
)
from decroche.team.access import MemberRequest


@require_GET
def pace(request: MemberRequest) -> HttpResponse:
    """Rhythm, attempts until a conversation, promises, and the ranking against chance."""
    span, context = frame(request, "rhythm")
    beat, word, gain = (
        rhythm(request.workspace, span),
        promises(request.workspace, span, context["at"]),
        uplift(request.workspace),
    )
    attempts = attempts_until_talk(request.workspace)
    context |= {
        "beat": beat,
        "between": minutes_in_words(beat.between) if beat.between is not None else "",
        "per_hour": round(beat.per_hour, 1) if beat.per_hour is not None else None,
        "word": word,
        "kept": rate_in_words(word.kept),
        "days": round(word.days or 0),
        "days_late": round(word.days_late or 0),
        "attempts": charts.attempts_chart(attempts) if attempts else None,
        "attempts_table": tables.attempts_table(attempts),
        "gain": gain,
        "ranked_rate": rate_in_words(gain.ranked),
        "random_rate": rate_in_words(gain.random),
        "ranked_calls": behind(Span("all", None, None), arm="ranked"),
        "random_calls": behind(Span("all", None, None), arm="random"),
        "gap": (percent(gain.gap.low), percent(gain.gap.high)) if gain.enough else None,
    }
    return render(request, "desk/figures/rhythm.html", context)
