"""Small pieces every template uses: icons, key caps, French figures and dates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.base import FilterExpression, TextNode
from django.template.defaulttags import CsrfTokenNode
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.formats import number_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from decroche.config.data_mark import new_form_key
from decroche.shared.addresses import readable
from decroche.shared.clock import PARIS, now
from decroche.shared.counted import Counted
from decroche.shared.language import Language
from decroche.shared.spoken.say import clock, day_in_words, short_date, short_day_name
from decroche.shared.spoken.say import time_said as said_time
from decroche.ui.language import current_language, written_day

register = template.Library()
FORM_KEY = "form_key"
"""The field that says which page a form stood on."""
_NNBSP = "\u202f"
_NBSP = "\u00a0"
_INNER_QUOTES = str.maketrans({"“": "\u2018", "”": "\u2019"})
_FRENCH_QUOTES = re.compile(r"«\s*(.*?)\s*»")
PROTECTION = "protection"
"""The name under which a piece that is drawn for many pages finds a mark in the place of what
`csrf_token` gives.
"""


@register.simple_tag(name="csrf_token", takes_context=True)
def form_protection(context: template.Context) -> SafeString:
    """What every form that is sent carries: Django's own field against other pages (this takes the
    place of its tag of that name, so that no form goes without), and a key of the page. The same
    form of the same page is done once, however often it arrives (desk/parts/once.py).
    """
    mark: SafeString | None = context.get(PROTECTION)
    if mark is not None:
        return mark
    request = context.get("request")
    if request is None:
        return SafeString(CsrfTokenNode().render(context))
    return protection_of(request)


def protection_of(request: HttpRequest) -> SafeString:
    """The hidden fields that all forms of a page carry."""
    made: SafeString | None = getattr(request, PROTECTION, None)
    if made is None:
        own = CsrfTokenNode().render(template.Context({"csrf_token": get_token(request)}))
        if not hasattr(request, FORM_KEY):
            setattr(request, FORM_KEY, new_form_key())
        made = format_html(
            '{}<input type="hidden" name="{}" value="{}">',
            SafeString(own),
            FORM_KEY,
            getattr(request, FORM_KEY),
        )
        setattr(request, PROTECTION, made)
    return made


class _Piece(template.Node):
    """A small piece that is made of one text."""

    def __init__(self, make: Callable[[str], SafeString], text: FilterExpression) -> None:
        self.make, self.text = make, text

    def render(self, context: template.Context) -> SafeString:
        return self.make(str(self.text.resolve(context)))


def _piece(
    parser: template.base.Parser, token: template.base.Token, make: Callable[[str], SafeString]
) -> template.Node:
    """What a tag with one argument puts into the page; of a text that stands in the template it is
    made when the template is read.
    """
    name, *arguments = token.split_contents()
    if len(arguments) != 1:
        raise template.TemplateSyntaxError(f"{name} takes one argument")
    text = parser.compile_filter(arguments[0])
    known = isinstance(text.var, str) and not text.filters
    return TextNode(make(str(text.var))) if known else _Piece(make, text)


@register.tag
def icon(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """An icon of the sprite; always beside a word, so hidden from screen readers."""
    return _piece(parser, token, _icon)


@cache
def _icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("built/icons.svg"),
        name,
    )


class _Address(template.Node):
    """The address of a page of our own."""

    def __init__(
        self, name: FilterExpression, arguments: list[FilterExpression], asvar: str
    ) -> None:
        self.name, self.arguments, self.asvar = name, arguments, asvar

    def render(self, context: template.Context) -> str:
        name: str = self.name.resolve(context)
        found = address_at(name, *(one.resolve(context) for one in self.arguments))
        if not self.asvar:
            return found
        context[self.asvar] = found
        return ""


@register.tag
def url(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """The address of a page, as Django's tag of this name gives it, but not put together again for
    each of the thirteen addresses of a call screen.
    """
    _tag, *words = token.split_contents()
    asvar = words[-1] if len(words) > 2 and words[-2] == "as" else ""
    name, *arguments = [parser.compile_filter(one) for one in (words[:-2] if asvar else words)]
    return _Address(name, arguments, asvar)


def address_at(name: str, *arguments: str | int) -> SafeString:
    """The address of a page of our own, as it stands in HTML."""
    prefix = get_script_prefix()
    if arguments and all(type(one) is int and one >= 0 for one in arguments):
        pieces = _around_numbers(prefix, name, len(arguments))
        if pieces:
            numbers = map(str, arguments)
            return SafeString("".join(chain(*zip(pieces, (*numbers, ""), strict=True))))
    return _address(prefix, name, arguments)


_LARGE = 10**15
"""A number that no page of ours has in its address otherwise."""


@lru_cache(maxsize=1000)
def _around_numbers(prefix: str, name: str, count: int) -> tuple[str, ...]:
    """What stands before, between and after the numbers of an address; nothing when its numbers may
    not be as large as those it is tried with.
    """
    numbers = [_LARGE + place for place in range(count)]
    try:
        whole = _address(prefix, name, tuple(numbers))
    except NoReverseMatch:
        return ()
    return tuple(re.split("|".join(map(str, numbers)), whole))


@lru_cache(maxsize=2000, typed=True)
def _address(_prefix: str, name: str, arguments: tuple[str | int, ...]) -> SafeString:
    return SafeString(escape(reverse(name, args=arguments)))


class _Translated(template.Node):
    """A text that stands in a template, translated once for each language."""

    def __init__(self, node: TranslateNode) -> None:
        self.node, self.by_language = node, dict[Language, str]()

    def render(self, context: template.Context) -> str:
        language = current_language()
        words = self.by_language.get(language)
        if words is None:
            with context.push():
                words = self.by_language[language] = self._words(context)
        if self.node.asvar:
            context[self.node.asvar] = words
            return ""
        return words

    def _words(self, context: template.Context) -> str:
        said = self.node.render(context)
        return context[self.node.asvar] if self.node.asvar else said


@register.tag
def translate(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """Django's tag of this name; a text without a variable, a filter or a context, which nearly all
    are, is not looked up again and again: a call screen has 36.
    """
    node = do_translate(parser, token)
    text = node.filter_expression
    alone = isinstance(text.var, template.Variable) and isinstance(text.var.literal, str)
    plain = alone and not text.filters and not node.noop and node.message_context is None
    return _Translated(node) if plain else node


class _Kept(template.Node):
    """A part of a page, drawn once for a language and the values it depends on."""

    def __init__(self, parts: template.NodeList, values: list[FilterExpression]) -> None:
        self.parts, self.values = parts, values
        self.drawn = dict[tuple[Any, ...], SafeString]()

    def render(self, context: template.Context) -> SafeString:
        of = (current_language(), *(value.resolve(context) for value in self.values))
        found = self.drawn.get(of)
        if found is None:
            if len(self.drawn) >= _MOST_KEPT:
                self.drawn.clear()
            found = self.drawn[of] = self.parts.render(context)
        return found


_MOST_KEPT = 200


@register.tag
def kept(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """`{% kept VALUE… %}…{% endkept %}`: what stands between depends on these values and on the
    language, on nothing else, and is drawn once for them. Django's `cache` does the same, with a
    digest of the values and a copy of the text at each look.
    """
    values = [parser.compile_filter(one) for one in token.split_contents()[1:]]
    parts = parser.parse(("endkept",))
    parser.delete_first_token()
    return _Kept(parts, values)


@register.tag
def key(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """A key cap."""
    return _piece(parser, token, _key)


@cache
def _key(label: str) -> SafeString:
    return format_html('<kbd aria-hidden="true">{}</kbd>', label)


@register.simple_tag
def colon() -> str:
    """The colon between two parts of a line: French has a no-break space before it."""
    return f"{_NBSP}:" if current_language() == "fr" else ":"


@register.filter
def figure(value: Any) -> str:
    """1 284 in French (narrow no-break space), 1,284 in English; of what was counted up to a limit,
    “more than 10,000”.
    """
    if value is None:
        return "–"
    if isinstance(value, Counted):
        shown = figure(value.count)
        return _("more than %(n)s") % {"n": shown} if value.more else shown
    return f"{int(value):,}".replace(",", _NNBSP if current_language() == "fr" else ",")


@register.filter
def badge(value: Any) -> str:
    """A count in little room: of what was counted up to a limit, “10,000+”."""
    more = isinstance(value, Counted) and value.more
    return figure(value.count) + "+" if more else figure(value)


@register.filter
def address(value: Any) -> str:
    """An e-mail address as people write it: “contact@hôtel.example”."""
    return readable(str(value or ""))


@register.filter
def moment(at: datetime | None) -> str:
    """“jeu. 12 nov., 14 h 10”: short, local, with its hour."""
    if at is None:
        return ""
    local = at.astimezone(PARIS)
    return f"{short_day(local)}, {clock(local, current_language())}"


@register.filter
def short_day(at: datetime | None) -> str:
    """“jeu. 12 nov.”"""
    if at is None:
        return ""
    local = at.astimezone(PARIS)
    day, language = local.date(), current_language()
    year = f" {day.year}" if day.year != now().astimezone(PARIS).year else ""
    return f"{short_day_name(day, language)} {short_date(day, language)}{year}"


@register.filter
def long_day(day: date) -> str:
    """“jeudi 26 novembre”"""
    return day_in_words(day, now().astimezone(PARIS).year, current_language())


@register.filter(expects_localtime=True)
def calendar_day(day: date | None, pattern: str = "j N Y") -> str:
    """A day as calendars write it: “26 nov. 2026”; `pattern` as in `written_day`."""
    if day is None:
        return ""
    return written_day(day, pattern)


@register.filter
def file_size(size: int) -> str:
    """The size of a file as the systems she knows write it: “972 KB”, in French “972 Ko”."""
    if size < 1 << 20:
        return _("%(n)s KB") % {"n": number_format(max(1, round(size / (1 << 10))))}
    if size < 1 << 30:
        return _("%(n)s MB") % {"n": number_format(size / (1 << 20), 1)}
    return _("%(n)s GB") % {"n": number_format(size / (1 << 30), 1)}


@register.filter
def hour(at: datetime | None) -> str:
    """9 h 30"""
    return clock(at.astimezone(PARIS), current_language()) if at else ""


@register.filter
def time_said(at: datetime, precision: str) -> str:
    """The time of day that was said: “9 h 30”, “après-midi”; "" when only a day was."""
    return said_time(at.astimezone(PARIS), precision, current_language())


@register.filter
def duration(minutes: int) -> str:
    """“45 min”; from an hour on “2 h 20”. No line breaks in it."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        words = _("%(n)s min") % {"n": minutes}
    elif rest:
        words = _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": f"{rest:02d}"}
    else:
        words = _("%(hours)s h") % {"hours": hours}
    return words.replace(" ", "\u00a0")


@register.filter
def get(mapping: Any, name: Any) -> Any:
    """A mapping's value by a variable name."""
    return mapping.get(name) if mapping else None


@register.filter
def share(part: int, whole: int) -> int:
    """A part of a whole in whole hundredths, for widths."""
    return round(100 * part / whole) if whole else 0


@register.filter
def quoted(text: str) -> str:
    """Between the quotation marks of the language; those that stand in it become inner ones."""
    if current_language() == "en":
        return f"“{text.translate(_INNER_QUOTES)}”"
    inner = _FRENCH_QUOTES.sub("“\\1”", text)
    return f"«{_NBSP}{inner}{_NBSP}»"


@register.filter
def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


@register.filter
def attr(thing: Any, name: str) -> Any:
    """A named attribute, for fields whose name is in a variable."""
    return getattr(thing, name)


@register.filter
def nth(items: Any, index: int) -> Any:
    """An item by its place, "" past the end."""
    return items[index] if 0 <= index < len(items) else ""


@register.filter
def limit(row: Any, name: str) -> int:
    """How many characters a field of a row may hold."""
    return row._meta.get_field(name).max_length or 10_000
