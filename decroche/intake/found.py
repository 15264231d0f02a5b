"""Where she may have found the companies of a list. The words of each choice can be said after “I
have your details from”; the law sees each as a source of some nature.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext

from decroche.calls.outcome_spec import translatable as _
from decroche.compliance.permission import Nature
from decroche.shared.folding import fold
from decroche.shared.french_names import of_name
from decroche.ui.language import current_language


class FoundAt(NamedTuple):
    """Where details were found: its name in the list of choices, the words that are said and
    written, and its nature to the law, "" when that depends on her words.
    """

    name: str
    said: str
    nature: Nature


FOUND: dict[str, FoundAt] = {
    "directory": FoundAt(
        _("A directory of companies"),
        _("a directory of companies"),
        "business",
    ),
    "website": FoundAt(_("Their own site"), _("your company’s site"), "business"),
    "fair": FoundAt(_("A fair or an event"), _("a fair"), "given"),
    "referral": FoundAt(_("A recommendation"), _("a recommendation"), "given"),
    "register": FoundAt(
        _("The register of companies"),
        _("the register of companies"),
        "register",
    ),
    "network": FoundAt(
        _("A professional network"),
        _("your profile on a professional network"),
        "",
    ),
    "before": FoundAt(_("We were in touch before"), _("our earlier contact"), "given"),
}
"""The choices by their codes."""
OTHER = "other"
"""The code of a source in her own words."""


def found_names() -> list[tuple[str, str]]:
    """Returns (code, name) of the choices; her own words are the last one."""
    return [
        *((code, gettext(place.name)) for code, place in FOUND.items()),
        (OTHER, gettext("Other")),
    ]


def source_said(code: str, details: str) -> str:
    """Returns the source as it is said and written: the words of the choice with what she added
    (which directory, which fair), else her own words.
    """
    details = " ".join(details.split())
    if code not in FOUND:
        return details
    words = gettext(FOUND[code].said)
    if not details:
        return words
    if code == "referral":
        return gettext("a recommendation from %(who)s") % {"who": _of(details)}
    return _named_again(words, details) or f"{words}, {details}"


def _named_again(words: str, details: str) -> str:
    """Her own words, when they name the kind of place themselves: “le salon de Vannes”, and not “un
    salon, salon de Vannes”; "" when they do not.
    """
    article, _space, kind = words.partition(" ")
    noun = fold(kind).split()[0] if kind else ""
    first, _space, rest = details.partition(" ")
    if not noun or noun not in fold(details).split():
        return ""
    if fold(first) != noun or article not in ("un", "une"):
        return details
    if noun[0] in "aeiouh":
        return f"l’{first.lower()} {rest}".strip()
    return f"{'le' if article == 'un' else 'la'} {first.lower()} {rest}".strip()


def _of(name: str) -> str:
    return of_name(name) if current_language() == "fr" else name


def nature_of(code: str) -> Nature:
    """Returns the nature of a choice to the law; "" when that depends on her words."""
    return FOUND[code].nature if code in FOUND else ""
