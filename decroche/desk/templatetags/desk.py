"""Words of the trade for templates."""

from __future__ import annotations

from django import template

from decroche.calls.models import Outcome

register = template.Library()


@register.filter
def outcome(code: str) -> str:
    """An outcome in words."""
    return str(dict(Outcome.choices).get(code, ""))
