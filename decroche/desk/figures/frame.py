"""What every page of the Bilan shows around its content: the span it counts, and the tabs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from decroche.desk.figures.charts import span_query
from decroche.insights.periods import Span, span_of
from decroche.insights.wording import span_names
from decroche.shared.clock import PARIS, now
from decroche.team.access import MemberRequest


def span_asked(request: MemberRequest) -> Span:
    """The span in the address, else this month."""
    return span_of(
        request.GET.get("span", "month"),
        now().astimezone(PARIS).date(),
        since=request.GET.get("since", ""),
        until=request.GET.get("until", ""),
    )


def frame(request: MemberRequest, tab: str) -> tuple[Span, dict[str, Any]]:
    """(the span, the context of what is shown around the content); `tab` is the name of the page's
    address.
    """
    span = span_asked(request)
    query = span_query(span)
    tabs = {
        "figures": _("Figures"),
        "compare-figures": _("Compare"),
        "rhythm": _("Rhythm"),
        "aftermath": _("Results"),
    }
    return span, {
        "at": now().astimezone(PARIS),
        "span": span,
        "query": query.urlencode(),
        "spans": list(span_names().items()),
        "tabs": [(reverse(name, query=query), words, name == tab) for name, words in tabs.items()],
    }
