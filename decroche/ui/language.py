"""The language of the page under way."""

from __future__ import annotations

from django.utils.translation import get_language

from decroche.shared.language import Language, known_language


def current_language() -> Language:
    """The language in which texts are translated now: a page's, or what `override` says."""
    return known_language(get_language())
