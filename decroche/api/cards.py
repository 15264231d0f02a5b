"""A card's notes, answers to her questions, consents and oppositions; and her offer. Each operation
is one query or one verb that the desk asks too.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from decroche.api.fields import PLAIN, Id, Problem, Text, card_or_404, left_alone, member_of
from decroche.calls.notes import write_note
from decroche.calls.own_texts import questions
from decroche.calls.qualifying import qualify
from decroche.calls.queries import notes_of, qualified
from decroche.compliance.actions import LEAST_REASON, ConsentGiven, NoReason
from decroche.compliance.queries import consent_rows
from decroche.compliance.rules import ValueKind
from decroche.journal.record import was_written
from decroche.offer.queries import offer_of
from decroche.prospects.legal_actions import (
    NotAValue,
    keep_consent,
    leave_alone,
    lift_values,
    read_values,
    revoke_consent,
)
from decroche.prospects.models import Company
from decroche.prospects.queries import emails_of, numbers_of
from decroche.shared.clock import PARIS, now

router = Router()
Channel = Literal["phone", "mail", "letter", "form", "spoken", "file"]
_REFUSALS: dict[Any, Any] = {400: Problem, 404: Problem, 422: Problem}


class NoteOut(Schema):
    at: datetime
    text: str


class NoteIn(Schema):
    text: Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"^[^\x00]*$")]


class QuestionOut(Schema):
    id: int
    text: str
    choices: list[str]


class AnswerOut(Schema):
    question: int
    value: str


class AnswerIn(Schema):
    question: Id
    value: Annotated[str, Field(max_length=500, pattern=PLAIN)]


class ConsentOut(Schema):
    value: str
    kind: str
    text: str
    channel: str
    given_at: datetime
    out_of_hours: bool
    proof: str
    revoked_at: datetime | None


class ConsentIn(Schema):
    value: Text = Field(description="A number of the card in E.164, or one of its addresses.")
    text: Annotated[str, Field(min_length=1, max_length=5000, pattern=PLAIN)]
    channel: Channel
    given_at: datetime
    out_of_hours: bool = False
    proof: Annotated[str, Field(max_length=300, pattern=PLAIN)] = ""


class RevokeIn(Schema):
    value: Text
    channel: Channel


class OppositionIn(Schema):
    value: Text = Field(description="A number, an address or a SIREN, in any spelling.")
    channel: Channel = "phone"


class LiftIn(Schema):
    value: Text
    reason: Text


@router.get("/companies/{company}/notes", response={200: list[NoteOut], **_REFUSALS})
def notes(request: HttpRequest, company: Id) -> Any:
    """The twenty latest notes that were written without a call."""
    return notes_of(card_or_404(request, company))


@router.post("/companies/{company}/notes", response={200: dict[str, bool], **_REFUSALS})
def add_note(request: HttpRequest, company: Id, note: NoteIn) -> Any:
    """Keeps a note; the same words twice within two minutes are one (`kept` false)."""
    card = card_or_404(request, company)
    left_alone(card)
    entry = write_note(by=member_of(request), company=card, text=note.text, at=now())
    if entry is None:
        raise HttpError(422, _("There is nothing to keep in this note."))
    return {"kept": was_written(entry)}


@router.get("/questions", response={400: Problem, 200: list[QuestionOut]})
def her_questions(request: HttpRequest) -> Any:
    """Her questions, in her order."""
    return questions(member_of(request).workspace)


@router.get("/companies/{company}/answers", response={200: list[AnswerOut], **_REFUSALS})
def answers(request: HttpRequest, company: Id) -> Any:
    """The latest answer of a company to each question."""
    found = qualified(card_or_404(request, company))
    return [{"question": question, "value": value} for question, value in found.items()]


@router.post("/companies/{company}/answers", response={200: AnswerOut, **_REFUSALS})
def answer(request: HttpRequest, company: Id, said: AnswerIn) -> Any:
    """Keeps a dated answer; an empty value takes the choice back."""
    card, by = card_or_404(request, company), member_of(request)
    left_alone(card)
    question = next((one for one in questions(by.workspace) if one.pk == said.question), None)
    if question is None:
        raise HttpError(404, _("There is no such question."))
    qualify(by=by, company=card, question=question, value=said.value.strip())
    return {"question": question.pk, "value": said.value.strip()}


@router.get("/companies/{company}/consents", response={200: list[ConsentOut], **_REFUSALS})
def consents(request: HttpRequest, company: Id) -> Any:
    """The consents given for the numbers and addresses of a card, the latest first."""
    card = card_or_404(request, company)
    names = ("kind", "text", "channel", "given_at", "out_of_hours", "proof", "revoked_at")
    return [
        {"value": value, **{name: getattr(row, name) for name in names}}
        for value, row in consent_rows(member_of(request).workspace, _values(card))
    ]


@router.post("/companies/{company}/consents", response={200: dict[str, bool], **_REFUSALS})
def add_consent(
    request: HttpRequest,
    company: Id,
    given: ConsentIn,
) -> Any:
    """Saves the proof of a consumer's consent, for one number or address."""
    card = card_or_404(request, company)
    kind = _kind_of(card, given.value)
    at = given.given_at if given.given_at.tzinfo else given.given_at.replace(tzinfo=PARIS)
    said = ConsentGiven(
        kind, given.value, given.text, given.channel, at, given.out_of_hours, given.proof
    )
    try:
        keep_consent(by=member_of(request), company=card, given=said)
    except (ValueError, OverflowError):
        words = _(
            "A consent needs the words they agreed to and the day they did, not in the "
            "future: nothing was kept."
        )
        raise HttpError(422, words) from None
    return {"kept": True}


@router.post("/companies/{company}/consents/revoke", response={200: dict[str, bool], **_REFUSALS})
def end_consent(request: HttpRequest, company: Id, said: RevokeIn) -> Any:
    """Notes that the consumer withdrew the consent."""
    card = card_or_404(request, company)
    kind = _kind_of(card, said.value)
    revoke_consent(
        by=member_of(request), company=card, kind=kind, value=said.value, channel=said.channel
    )
    return {"revoked": True}


@router.post("/oppositions", response={200: dict[str, Any], 400: Problem, 422: Problem})
def oppose(request: HttpRequest, said: OppositionIn) -> Any:
    """Notes an opposition of a number, an address or a SIREN for good, whether or not a card has
    it.
    """
    values = _read(said.value)
    _entry, cards = leave_alone(by=member_of(request), values=values, channel=said.channel)
    return {"opposed": [kind for kind, _value in values], "cards": cards}


@router.post("/oppositions/lift", response={200: dict[str, int], 400: Problem, 422: Problem})
def lift(request: HttpRequest, said: LiftIn) -> Any:
    """Takes an opposition back, with the written reason that stays in the journal."""
    try:
        _entry, count = lift_values(
            by=member_of(request), values=_read(said.value), reason=said.reason
        )
    except NoReason:
        words = _("Write why, in at least %(n)s letters: the reason is kept in the journal.")
        raise HttpError(422, words % {"n": LEAST_REASON}) from None
    return {"lifted": count}


@router.get("/offer", response={400: Problem, 200: dict[str, Any]})
def offer(request: HttpRequest) -> Any:
    """Her offer: who she is, and her services with where each starts and stops."""
    return asdict(offer_of(member_of(request)))


def _read(text: str) -> list[tuple[ValueKind, str]]:
    try:
        return read_values(text)
    except NotAValue:
        words = _("This is neither a telephone number, nor an e-mail address, nor a SIREN.")
        raise HttpError(422, words) from None


def _values(card: Company) -> list[tuple[ValueKind, str]]:
    """The numbers and addresses of a card."""
    numbers: list[tuple[ValueKind, str]] = [
        ("number", one.dial) for one in numbers_of(card) if one.dial
    ]
    return [*numbers, *(("email", one) for one in emails_of(card))]


def _kind_of(card: Company, value: str) -> ValueKind:
    """What a value of the card is. Raises HttpError 404."""
    for kind, one in _values(card):
        if one == value:
            return kind
    raise HttpError(404, _("This card has no such number or address."))
