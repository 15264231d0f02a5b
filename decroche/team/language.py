"""The language of a member, with and without a page."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language_from_request

from decroche.shared.language import Language, known_language
from decroche.team.models import Member


def member_language(member: Member) -> Language:
    """In which language to write for a member when no page asks: as she chose, else French."""
    return known_language(member.language)


def visitor_language(request: HttpRequest) -> Language:
    """In which language to answer somebody who was not let in: as the browser asks."""
    return known_language(get_language_from_request(request))


def device_language(member: Member, asked: str) -> Language:
    """In which language to answer a telephone of hers: as she chose, else as it asked."""
    return known_language(member.language, known_language(asked))


def page_language(member: Member, request: HttpRequest) -> Language:
    """In which language to answer a page: as she chose, else as her browser asks."""
    return known_language(member.language, get_language_from_request(request))
