"""What the operations of the API take and give in common."""

from __future__ import annotations

from typing import Annotated, cast

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import HttpError
from pydantic import Field

from decroche.calls.queries import card_of
from decroche.calls.refused import Refused
from decroche.calls.wording import refused_in_words
from decroche.prospects.models import Company
from decroche.shared.typed import CONTROL, KEYS_END
from decroche.team.access import MemberRequest
from decroche.team.models import Member

PLAIN = f"^[^{CONTROL}]*$"
Text = Annotated[str, Field(max_length=2000, pattern=PLAIN)]
Id = Annotated[int, Field(ge=1, le=KEYS_END)]
Key = Annotated[str, Field(max_length=150, pattern=PLAIN)]


class Problem(Schema):
    """Why nothing was done; `problems` field by field, for a call that was not kept."""

    detail: str
    problems: dict[str, str] = Field(default_factory=dict)


def member_of(request: HttpRequest) -> Member:
    """Who asks."""
    return cast("MemberRequest", request).member


def card_or_404(request: HttpRequest, company: int) -> Company:
    """A card of hers. Raises HttpError 404."""
    row = card_of(member_of(request).workspace, company)
    if row is None:
        raise HttpError(404, refused_in_words(Refused("unknown_company")))
    return row


def left_alone(company: Company) -> None:
    """Raises HttpError 422 for a card that must be left alone."""
    if company.opposed_at is not None:
        raise HttpError(
            422, _("This company asked to be left alone: nothing is written on its card.")
        )
