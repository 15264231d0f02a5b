"""Small pieces every template uses: icons, key caps, French figures and dates."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.templatetags.i18n import TranslateNode, do_translate
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from decroche.config.data_mark import new_form_key
from decroche.shared.addresses import readable
from decroche.shared.clock import PARIS, now
from decroche.shared.counted import Counted
from decroche.shared.language import Language
from decroche.shared.spoken.say import clock, day_in_words
from decroche.ui.language import current_language

register = template.Library()
FORM_KEY = "form_key"
"""The field that says which page a form stood on."""
_NNBSP = "\u202f"
_NBSP = "\u00a0"
_SHORT_MONTHS = [
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
]


@register.simple_tag(name="csrf_token", takes_context=True)
def form_protection(context: template.Context) -> SafeString:
    """What every form that is sent carries: Django's own field against other pages (this takes the
    place of its tag of that name, so that no form goes without), and a key of the page. The same
    form of the same page is done once, however often it arrives (desk/parts/once.py).
    """
    own, request = SafeString(CsrfTokenNode().render(context)), context.get("request")
    if request is None:
        return own
    if not hasattr(request, FORM_KEY):
        setattr(request, FORM_KEY, new_form_key())
    return format_html(
        '{}<input type="hidden" name="{}" value="{}">', own, FORM_KEY, getattr(request, FORM_KEY)
    )


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon of the sprite; always beside a word, so hidden from screen readers."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("built/icons.svg"),
        name,
    )


@register.simple_tag
def url(name: str, *arguments: str | int) -> str:
    """The address of a page, as Django's tag of this name gives it, but worked out once for the
    same arguments: a call screen has thirteen.
    """
    return _address(get_script_prefix(), name, arguments)


@lru_cache(maxsize=2000, typed=True)
def _address(_prefix: str, name: str, arguments: tuple[str | int, ...]) -> str:
    return reverse(name, args=arguments)


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


@register.simple_tag
@cache
def key(label: str) -> SafeString:
    """A key cap."""
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
    weekday, number, month, *year = day_in_words(
        local.date(), now().astimezone(PARIS).year, current_language()
    ).split()
    if current_language() == "en":
        return " ".join([weekday[:3], number, month[:3], *year])
    return " ".join([f"{weekday[:3]}.", number, _SHORT_MONTHS[local.month - 1], *year])


@register.filter
def long_day(day: date) -> str:
    """“jeudi 26 novembre”"""
    return day_in_words(day, now().astimezone(PARIS).year, current_language())


@register.filter
def hour(at: datetime | None) -> str:
    """9 h 30"""
    return clock(at.astimezone(PARIS), current_language()) if at else ""


@register.filter
def duration(minutes: int) -> str:
    """“45 min”; from an hour on “2 h 20”."""
    if minutes < 60:
        return _("%(n)s min") % {"n": minutes}
    hours, rest = divmod(minutes, 60)
    words = _("%(hours)s h %(minutes)s min") if rest else _("%(hours)s h")
    return words % {"hours": hours, "minutes": f"{rest:02d}"}


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
    """Between the quotation marks of the language."""
    return f"“{text}”" if current_language() == "en" else f"«{_NBSP}{text}{_NBSP}»"


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
