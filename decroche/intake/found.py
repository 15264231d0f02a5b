"""Where she may have found the details of a list: choices whose words can be said aloud after “I
have your details from”, and what each is to the law.
"""

from __future__ import annotations

from django.utils.translation import gettext

from decroche.calls.outcome_spec import translatable as _
from decroche.compliance.permission import Nature
from decroche.shared.french_names import of_name
from decroche.ui.language import current_language

FOUND: dict[str, tuple[str, str, Nature]] = {
    "directory": (
        _("A directory of companies"),
        _("a directory of companies"),
        "business",
    ),
    "website": (_("Their own site"), _("your company’s site"), "business"),
    "fair": (_("A fair or an event"), _("a fair"), "given"),
    "referral": (_("A recommendation"), _("a recommendation"), "given"),
    "register": (
        _("The register of companies"),
        _("the register of companies"),
        "register",
    ),
    "network": (
        _("A professional network"),
        _("your profile on a professional network"),
        "",
    ),
    "before": (_("We were in touch before"), _("our earlier contact"), "given"),
}
"""(its name in the list, the words said and written, its nature)"""
OTHER = "other"
"""Her own words."""


def found_names() -> list[tuple[str, str]]:
    """[(code, name)], her own words last."""
    return [
        *((code, gettext(name)) for code, (name, _said, _n) in FOUND.items()),
        (OTHER, gettext("Other")),
    ]


def source_said(code: str, details: str) -> str:
    """The source as it is said and written: the words of the choice with what she added (which
    directory, which fair), else her own words.
    """
    details = " ".join(details.split())
    if code not in FOUND:
        return details
    words = gettext(FOUND[code][1])
    if not details:
        return words
    if code == "referral":
        return gettext("a recommendation from %(who)s") % {"who": _of(details)}
    return f"{words}, {details}"


def _of(name: str) -> str:
    return of_name(name) if current_language() == "fr" else name


def nature_of(code: str) -> Nature:
    """What the choice is to the law; "" when that depends on her words."""
    return FOUND[code][2] if code in FOUND else ""
