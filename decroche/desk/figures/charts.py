"""The data of each chart: numbers, the words of its points, and where a click on one leads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.dates import MONTHS_AP, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decroche.insights.funnel import ComparedLine
from decroche.insights.periods import Span
from decroche.insights.rules import Rate
from decroche.insights.timing import HOURS_SHOWN, HourCell
from decroche.insights.wording import line_name, rate_in_words, short_date
from decroche.ui.language import written_day
from decroche.ui.templatetags.ui import colon


def span_query(span: Span) -> QueryDict:
    """A span as it is written in the addresses of the Bilan."""
    query = QueryDict(mutable=True)
    query["span"] = span.code
    if span.code == "custom" and span.since and span.until:
        query["since"], query["until"] = span.since.isoformat(), span.until.isoformat()
    return query


def behind(span: Span, **more: Any) -> str:
    """The address of the calls behind a figure. Those values of `more` that are not empty narrow
    them.
    """
    query = span_query(span)
    for name, value in more.items():
        if value not in (None, ""):
            query[name] = str(value)
    return reverse("calls-behind", query=query)


def heat_chart(cells: list[list[HourCell]], span: Span) -> dict[str, Any]:
    """Weekday by hour: the share of calls that are answered. Cells with few calls are marked."""
    points = [
        [
            column,
            row,
            cell.level,
            _cell_in_words(row, hour, cell),
            int(cell.few),
            behind(span, day=row, hour=hour),
        ]
        for row, line in enumerate(cells)
        for column, (hour, cell) in enumerate(zip(HOURS_SHOWN, line, strict=True))
        if cell.calls
    ]
    return {
        "days": [str(WEEKDAYS_ABBR[day]) for day in range(len(cells))],
        "hours": [_("%(h)s:00") % {"h": hour} for hour in HOURS_SHOWN],
        "cells": points,
    }


def _cell_in_words(day: int, hour: int, cell: HourCell) -> str:
    head = _("%(day)s, %(h)s:00 to %(next)s:00") % {
        "day": date_format(date(2024, 1, 1 + day), "l"),
        "h": hour,
        "next": hour + 1,
    }
    counted = ngettext(
        "%(reached)s picked up in %(n)s call", "%(reached)s picked up in %(n)s calls", cell.calls
    ) % {"reached": cell.answered, "n": cell.calls}
    return f"{head}{colon()} {counted}" + (f" ({_('too few to trust')})" if cell.few else "")


def calendar_chart(days: Sequence[tuple[date, int]]) -> dict[str, Any]:
    """Calls a day, a square each; whole months, so that the calendar has straight edges."""
    first, last = days[0][0], days[-1][0]
    cells = [
        [
            day.isoformat(),
            count,
            f"{short_date(day)}{colon()} "
            f"{ngettext('%(n)s call', '%(n)s calls', count) % {'n': count}}",
            behind(Span("custom", day, day)),
        ]
        for day, count in days
        if count
    ]
    weekdays = [str(WEEKDAYS_ABBR[(day - 1) % 7])[:1].upper() for day in range(7)]
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "cells": cells,
        "weekdays": weekdays,
        "months": [str(MONTHS_AP[month]) for month in range(1, 13)],
    }


def week_bars(days: Sequence[tuple[date, int]]) -> dict[str, Any]:
    """Calls a day over a few weeks, as bars."""
    return {
        "labels": [short_date(day, year=False) for day, _count in days],
        "values": [count for _day, count in days],
        "words": [
            (
                f"{written_day(day, 'l j F')}{colon()} "
                f"{ngettext('%(n)s call', '%(n)s calls', count) % {'n': count}}"
            )
            for day, count in days
        ],
        "addresses": [behind(Span("custom", day, day)) for day, _count in days],
        "color": "todo",
    }


def days_chart(days: Sequence[tuple[date, int]]) -> tuple[str, dict[str, Any]]:
    """(kind, data): bars for up to five weeks, a calendar for more."""
    if len(days) > 35:
        start = days[0][0] - timedelta(days=days[0][0].weekday())
        return "calendar", calendar_chart([(start, 0), *days])
    return "bars", week_bars(days)


def attempts_chart(counted: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """How many companies had their first conversation at the first call, at the second, and so
    on.
    """
    most = min(8, max((place for place, _n in counted), default=1))
    values = [
        sum(n for place, n in counted if min(place, most) == column)
        for column in range(1, most + 1)
    ]
    labels = [
        str(column) if column < most or most < 8 else f"{column}+" for column in range(1, most + 1)
    ]
    words = [
        ngettext("call %(place)s: %(n)s company", "call %(place)s: %(n)s companies", n)
        % {"place": label, "n": n}
        for label, n in zip(labels, values, strict=True)
    ]
    return {"labels": labels, "values": values, "words": words, "color": "yes"}


def intervals_chart(
    kind: str, lines: Sequence[ComparedLine], whole: Rate, span: Span
) -> dict[str, Any]:
    """Conversations per call, each line with its interval. Lines with too few calls for a rate are
    left out.
    """
    rates = [line.figures.rate_of("decision_makers") for line in lines]
    names = [line_name(kind, line.key, line.name) for line in lines]
    return {
        "labels": names,
        "rates": [[round(one.share, 4), round(one.low, 4), round(one.high, 4)] for one in rates],
        "words": [
            f"{name}{colon()} {rate_in_words(one)}" for name, one in zip(names, rates, strict=True)
        ],
        "mean": round(whole.share, 4),
        "addresses": [behind(span, kind=kind, key=line.key) for line in lines],
    }
