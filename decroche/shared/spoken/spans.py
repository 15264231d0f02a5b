"""A span of days: “du 7 au 11 décembre”, “lundi-mercredi”, “entre mardi prochain et jeudi”, “from
the 7th to the 11th”. Its first day is meant, or the first that is left of it.

`span_in` finds it in a folded text and says it without its end, so that the grammars need to know
single days only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from decroche.shared.calendar import add_months, working_day_from
from decroche.shared.spoken.parts import Day, Refused

DASH = re.compile(r"[–—→➔➜⇒]|[-=]>")
"""What is written for a dash between two days, beside the hyphen."""
_WEEKDAY = (
    r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:lun|mar|mer|jeu|ven|sam|dim)\b\.?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b\.?)"
)
_MONTH = (
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:janv|fevr?|avr|juil|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_YEAR = r"20\d\d"
_ARTICLE = r"(?:(?:le|the) )?"
_NUMBER = r"(?:[0-2]?\d|3[01])(?:er|st|nd|rd|th)?"
_NO_HOUR = r"(?![\w/:]| ?(?:h|heures?|am|pm|o'clock)\b)"
_NUMBERED = (
    rf"{_ARTICLE}(?:{_WEEKDAY},? )?{_ARTICLE}{_NUMBER}"
    rf"(?: (?:of )?{_MONTH}(?:,? {_YEAR})?(?!\w)|/(?:0?[1-9]|1[0-2])(?:/(?:20)?\d\d)?{_NO_HOUR}"
    rf"|{_NO_HOUR})"
)
_MONTH_FIRST = rf"(?:{_WEEKDAY},? )?{_MONTH} (?:the )?{_NUMBER}(?:,? {_YEAR})?{_NO_HOUR}"
_ISO = r"20\d\d-\d\d-\d\d\b"
_NAMED = (
    rf"(?:le |ce |next |this )?{_WEEKDAY}"
    r"(?: prochain| qui vient| en huit| en 8| en quinze| de la semaine prochaine)?(?!\w)"
    r"|(?:apres[- ])?demain|aujourd'hui|tomorrow|today"
)
_OF_A_YEAR = (
    r"(?:(?:mi|mid)[- ]|(?:debut|fin|milieu) (?:de |d')?|(?:early|late|end of|beginning of) )?"
    rf"(?<!\d )(?<!\der ){_MONTH}(?: {_YEAR})?(?!\w)(?! \d)"
)
_DAY = rf"(?:{_ISO}|{_NUMBERED}|{_MONTH_FIRST}|{_NAMED}|{_OF_A_YEAR})"
_HOUR = (
    r"(?: (?:a |at |vers )?(?:\d{1,2} ?h(?: ?[0-5]\d)?|\d{1,2}:[0-5]\d|\d{1,2} ?[ap]m)\b"
    r"| (?:le )?(?:matin|midi|soir|apres[- ]midi|morning|afternoon|evening|noon)\b)"
)
_SPAN = re.compile(
    rf"(?:(?P<week>\b(?:la )?(?:semaine|sem\b\.?) du |\b(?:the )?week of )"
    r"|(?P<between>\b(?:entre|between) )"
    r"|\b(?:a partir |a compter )?(?:du|de|des|from|starting) )?"
    rf"(?<![\w/.:-])(?P<first>{_DAY})(?P<hour>{_HOUR})?"
    r"(?:(?P<and>,? (?:et|and) )|(?P<dash> ?- ?)|(?P<a> a )"
    r"|,? (?:jusqu'(?:au|a) |au |to |through |thru |until |till ))"
    rf"(?P<last>{_DAY})(?P<last_hour>{_HOUR})?"
)
_SLASHED = re.compile(rf"(?<![\w/])(?:les )?({_NUMBER})/(?={_NUMBER} {_MONTH})")
"""“3/5 décembre”: two days of a month that is named."""
_WEEKS = re.compile(
    r"\b(?P<first>(?:semaine|week|wk) \d{1,2})(?: ?- ?|(?:,? (?:et|ou|a|au|and|or|to)) )"
    r"(?:(?:semaine|week|wk) )?(?P<last>\d{1,2})\b(?! ?h)"
    r"|\b(?:semaines|weeks) (?P<firsts>\d{1,2})(?: ?- ?|(?:,? (?:et|ou|a|au|and|or|to)) )"
    r"(?P<lasts>\d{1,2})\b(?! ?h)"
)
_EITHER = re.compile(rf"(?<![\w/.:-])(?P<first>{_NUMBERED}) (?P<word>ou|or) (?P<last>{_NUMBERED})")
_A_NUMBER = re.compile(rf"{_NUMBERED}|{_MONTH_FIRST}")
_A_MONTH = re.compile(
    rf"(?: of)? (?P<after>{_MONTH}(?:,? {_YEAR})?)$|(?P<slash>/\d.*)$"
    rf"|^(?:{_WEEKDAY},? )?(?P<before>{_MONTH}) "
)
_WITH_ARTICLE = re.compile(r"\b(?:le|the) \d|\d(?:er|st|nd|rd|th)\b")
_IN_ENGLISH = re.compile(
    r"\b(?:the|to|and|from|between|through|thru|until|till|of|starting)\b|\d(?:st|nd|rd|th)\b"
)
_SOLE_NUMBER = re.compile(r"\d{1,2}(?:er|st|nd|rd|th)?")
_AWAY = re.compile(
    r"\b(?:absente?s?|conges?|vacances|fermee?s?|fermeture|indisponibles?|injoignables?|en arret"
    r"|away|closed|off|on leave|on holiday|out of (?:the )?office|unavailable)\b"
)
"""Who is away during a span is back after it."""
_UNDER_WAY = timedelta(days=31)
_MONTHS_UNDER_WAY = timedelta(days=200)
"""So long a span whose first day is past may have begun: a longer one was typed the wrong way round
(“du 11 au 7 décembre”).
"""


@dataclass(frozen=True, slots=True)
class Span:
    """`text` says the whole without the end of the span; `first` and `last` are its two days by
    themselves. `named`: by the days of the week, which come again each week. `away`: somebody is
    away until its end, as `text` says.
    """

    text: str
    first: str
    last: str
    named: bool = False
    of_months: bool = False
    of_weeks: bool = False
    away: bool = False


def span_in(folded: str) -> Span | None:
    """The span of days of a folded text; None when there is none. Raises Refused when it is
    said behind it that somebody is away then.
    """
    plain = _SLASHED.sub(r"\1 - ", folded)
    if weeks := _WEEKS.search(plain):
        return _of_weeks(plain, weeks)
    found = _SPAN.search(plain)
    if found is None or not _joined_well(found):
        return None
    first, last = _with_month(found["first"], found["last"])
    english = _IN_ENGLISH.search(found[0]) is not None
    first, last = _with_article(first, english=english), _with_article(last, english=english)
    before, after = plain[: found.start()], plain[found.end() :]
    if _AWAY.search(before):
        until = "until" if english else "jusqu'a"
        return Span(f"{before}{until} {last}{after}", first, last, away=True)
    if _AWAY.search(after):
        raise Refused
    hour = found["hour"] or found["last_hour"] or ""
    lead = found["week"] or ""
    if lead.endswith(" du "):
        lead, first_said = "la semaine du ", first.removeprefix("le ").removeprefix("the ")
    else:
        first_said = first
    return Span(
        f"{before}{lead}{first_said}{hour}{after}",
        first,
        last,
        named=not (_numbered(first) and _numbered(last)) and not _of_months(first),
        of_months=_of_months(first),
    )


def first_left(span: Span, first: Day, last: Day, day: Day, today: date) -> Day:
    """The day meant by a span, of which the grammar understood `first` and `last`, and `day` as the
    whole without its end: the first day, or tomorrow when the span is under way. Raises Refused for
    a span that ends before it begins.
    """
    if first.day <= last.day or span.named or span.away:
        return day
    bare = _SOLE_NUMBER.fullmatch(span.first.removeprefix("le ").removeprefix("the "))
    begun = add_months(first.day, -1 if bare else -12)
    longest = _MONTHS_UNDER_WAY if span.of_months else _UNDER_WAY
    begun = last.day - longest if span.of_weeks else begun
    if not begun <= today <= last.day or last.day - begun > longest:
        raise Refused
    following = working_day_from(today + timedelta(days=1))
    return Day(today, "day", may_slide=following <= last.day, slide=(following - today).days)


def with_their_month(folded: str) -> str:
    """“le 3 ou le 4 janvier” with the month beside both days."""
    return _EITHER.sub(
        lambda found: f" {found['word']} ".join(_with_month(found["first"], found["last"])), folded
    )


def _of_weeks(plain: str, weeks: re.Match[str]) -> Span:
    number, last = weeks["first"] or f"semaine {weeks['firsts']}", weeks["last"] or weeks["lasts"]
    word = number.split()[0]
    text = f"{plain[: weeks.start()]}{number}{plain[weeks.end() :]}"
    return Span(text, number, f"{word} {last}", of_weeks=True)


def _joined_well(found: re.Match[str]) -> bool:
    """Whether two days are the ends of a span: “lundi et mardi” is not, nor is “3-5”, which may be
    hours or the 3rd of May.
    """
    first, last = found["first"], found["last"]
    if found["and"] and not found["between"]:
        return False
    if not (_numbered(first) and _numbered(last)):
        return True
    by_itself = not (_A_MONTH.search(first) or _A_MONTH.search(last))
    if by_itself and re.search(_WEEKDAY, first) and re.search(_WEEKDAY, last):
        return True
    if by_itself and (found["dash"] or found["a"]):
        return False
    english = found["between"] == "between " or " to " in found[0]
    needs_article = bool(found["and"]) or english
    return not (by_itself and needs_article) or bool(_WITH_ARTICLE.search(first))


def _numbered(day: str) -> bool:
    return _A_NUMBER.fullmatch(day) is not None


def _of_months(day: str) -> bool:
    return re.fullmatch(_OF_A_YEAR, day) is not None


def _with_month(first: str, last: str) -> tuple[str, str]:
    """Both days with the month, and the year, that only one of them names."""
    if not (_numbered(first) and _numbered(last)):
        return first, last
    of_first, of_last = _A_MONTH.search(first), _A_MONTH.search(last)
    if of_last and not of_first:
        return f"{first}{_tail(of_last)}", last
    if of_first and not of_last:
        return first, f"{last}{_tail(of_first)}"
    return first, last


def _tail(month: re.Match[str]) -> str:
    return month["slash"] or f" {month['after'] or month['before']}"


def _with_article(day: str, *, english: bool) -> str:
    if not _SOLE_NUMBER.fullmatch(day):
        return day
    return f"{'the' if english else 'le'} {day}"
