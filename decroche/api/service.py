"""REST at /api/v1: one function a verb; the OpenAPI document is at /api/v1/openapi.json.

Authorization: Bearer TOKEN, the token of the data folder (file api-token): on loopback too, so
that no other page open in her browser can drive the desk. Writes take an Idempotency-Key.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Header, NinjaAPI, Query, Schema
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer
from pydantic import Field

from decroche import __version__
from decroche.api.cards import router
from decroche.api.fields import PLAIN, Id, Key, Problem, Text, card_or_404, member_of
from decroche.callqueue.claiming import release
from decroche.callqueue.next_card import next_for
from decroche.callqueue.queries import ready_count
from decroche.callqueue.search import Nothing
from decroche.callqueue.skipping import skip_card
from decroche.callqueue.wording import nothing_in_words, whole_reason_in_words
from decroche.calls.log_call import log_call as log_typed_call
from decroche.calls.queries import load_states
from decroche.calls.refused import Refused
from decroche.calls.undo_for_programs import undone_values, why_not_undone
from decroche.calls.whom_to_ask import ask_for, best_number
from decroche.calls.wording import in_words, problems_in_words, refused_in_words
from decroche.correspondence.wording import unsent_in_words
from decroche.followups.queries import opened_by
from decroche.insights.funnel import figures, published
from decroche.journal.actions import (
    KeptForGood,
    NothingToUndo,
    NotTheLast,
    OfAnother,
    TakenBackAlready,
    undo,
    undo_last,
)
from decroche.prospects.actions import NewCompany, add_company
from decroche.prospects.left_alone import SilentValue
from decroche.prospects.models import Company
from decroche.prospects.search import search
from decroche.shared.clock import now
from decroche.shared.counted import Counted
from decroche.shared.numbers import read_numbers
from decroche.shared.spoken import NotUnderstood, understand
from decroche.team.door import token_matches
from decroche.team.models import Member
from decroche.team.needs import NotAllowed
from decroche.ui.language import current_language


class Token(HttpBearer):
    """The data folder's token, or a member's key, which was looked up at the door
    (team/access.py).
    """

    def authenticate(self, request: HttpRequest, token: str) -> str | None:
        if getattr(request, "api_key", None) is not None:
            return "key"
        return "local" if token_matches(token) else None


api = NinjaAPI(
    title="Décroche", version=__version__, auth=Token(), docs_url=None, openapi_url="openapi.json"
)
api.add_router("", router)


class CompanyOut(Schema):
    id: int
    name: str
    city: str
    postcode: str
    activity: str
    siren: str
    siret: str
    website: str
    email: str
    attempts: int
    last_outcome: str
    callable: bool

    @staticmethod
    def resolve_attempts(company: Company) -> int:
        return company.state.attempts

    @staticmethod
    def resolve_last_outcome(company: Company) -> str:
        return company.state.last_outcome

    @staticmethod
    def resolve_callable(company: Company) -> bool:
        return company.state.callable


class NumberOut(Schema):
    e164: str | None
    national: str
    kind: str


class NextOut(Schema):
    company: CompanyOut
    contact: str | None
    number: NumberOut | None
    ask_for: str
    reason: str
    remaining: int
    more_remain: bool = Field(
        description="Whether there are more than `remaining`: they are counted up to 10,000."
    )


class CallFields(Schema):
    """What may be given with an outcome, each as it is said (calls/reading.py)."""

    when: Text = ""
    email: Text = ""
    invite: Text = ""
    mail: Text = ""
    cv: Text = ""
    everywhere: Text = ""
    reason: Text = ""
    agency: Text = ""
    until: Text = ""
    place: Text = ""
    said: Text = ""
    note: Text = ""
    moment: Text = ""
    referral: Text = ""
    sentence: Text = ""
    message_left: Text = ""
    asked_for: Text = ""
    situation: Text = ""
    origin: Text = ""
    told: Text = ""
    seconds: Text = ""
    guess: Text = ""
    answers: Text = ""


class CallIn(CallFields):
    outcome: Text
    company: Id
    number: Text = ""
    at: datetime | None = None


class CallOut(Schema):
    call: int
    entry: int = Field(description="What /undo takes as `entry`.")
    outcome: str
    consequence: str
    follow_up: dict[str, Any] | None
    replayed: bool
    left_out: list[str]
    unsent: list[str]


class CompanyIn(Schema):
    name: Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]
    number: Text = ""
    city: Annotated[str, Field(max_length=120, pattern=PLAIN)] = ""
    postcode: Annotated[str, Field(max_length=12, pattern=PLAIN)] = ""
    email: Annotated[str, Field(max_length=254, pattern=PLAIN)] = ""
    source: Annotated[str, Field(max_length=200, pattern=PLAIN)] = "api"


class Found(Schema):
    company: CompanyOut
    match: str


@api.get("/next", response={400: Problem, 200: NextOut, 404: Problem})
def whom_to_call(request: HttpRequest) -> Any:
    """The card to call now, reserved; 404 with the reason when there is none."""
    member, at = member_of(request), now()
    found = next_for(member, at)
    if isinstance(found, Nothing):
        raise HttpError(404, nothing_in_words(found, at))
    return _next(
        member,
        found.company,
        whole_reason_in_words(found.reason, at),
        ready_count(member.workspace, at),
    )


def _next(member: Member, company: Company, reason: str, remaining: Counted) -> dict[str, Any]:
    company.workspace = member.workspace
    (role, contact), number = ask_for(company), best_number(company)
    shown = (
        {"e164": number.e164 or None, "national": number.national, "kind": number.kind}
        if number
        else None
    )
    return {
        "company": company,
        "contact": contact.name if contact else None,
        "number": shown,
        "ask_for": role,
        "reason": reason,
        "remaining": remaining.count,
        "more_remain": remaining.more,
    }


@api.post("/calls", response={400: Problem, 200: CallOut, 422: Problem})
def log_call(
    request: HttpRequest,
    call: CallIn,
    idempotency_key: Annotated[Key | None, Header(alias="Idempotency-Key")] = None,
) -> Any:
    """Logs a call with all its consequences. The same Idempotency-Key twice is one call.

    `left_out` names the fields given that decide nothing for the outcome.
    """
    member, at = member_of(request), call.at or now()
    kept = log_typed_call(
        by=member,
        company_id=call.company,
        outcome=call.outcome,
        raw=call.dict(include=set(CallFields.model_fields)),
        number=call.number,
        at=at,
        key=idempotency_key or None,
    )
    done = kept.logged
    asked = bool(done.consequence.follow_up) or done.replayed
    step = opened_by(member.workspace, done.call.pk) if asked else None
    follow_up = step and {"id": step.pk, "due_at": step.due_at, "kind": step.kind}
    return {
        "call": done.call.pk,
        "entry": done.entry.pk,
        "outcome": done.call.outcome,
        "consequence": in_words(done.consequence, done.call.outcome, at),
        "follow_up": follow_up,
        "replayed": done.replayed,
        "left_out": list(kept.left_out),
        "unsent": unsent_in_words(kept.logged.entry),
    }


@api.post("/skip/{company}", response={400: Problem, 200: dict[str, str], 404: Problem})
def skip(request: HttpRequest, company: Id) -> Any:
    """No call was made: the card goes to the end of today's queue."""
    row = card_or_404(request, company)
    skip_card(member_of(request), row, now())
    return {"skipped": row.name}


@api.post("/release", response={400: Problem, 200: dict[str, bool]})
def give_card_back(request: HttpRequest) -> Any:
    """Gives the reserved card back to the queue."""
    release(member_of(request))
    return {"released": True}


@api.post(
    "/undo",
    response={400: Problem, 200: dict[str, Any], 404: Problem, 409: Problem, 422: Problem},
)
def take_back(
    request: HttpRequest,
    reason: Annotated[Text | None, Query()] = None,
    entry: Annotated[Id | None, Query()] = None,
) -> Any:
    """Takes the last verb back with everything it led to, and says which one it was.

    With `entry` (as /calls and this give it) only if that is the last one: 409 when another one is,
    when it was taken back already or is somebody else's. An opposition is taken back with a written
    reason only (422 without one). A key takes back what its scopes cover (403 otherwise).
    """
    by, why = member_of(request), reason or ""
    key = getattr(request, "api_key", None)
    covers = key.covers if key else None
    try:
        done = (
            undo(by=by, reason=why, covers=covers)
            if entry is None
            else undo_last(by=by, entry_id=entry, reason=why, covers=covers)
        )
    except KeptForGood:
        raise HttpError(
            422,
            _("The last verb kept an opposition: give the reason to take it back, in “reason”."),
        ) from None
    except NothingToUndo as nothing:
        known = isinstance(nothing, TakenBackAlready | NotTheLast | OfAnother)
        raise HttpError(409 if known else 404, why_not_undone(nothing)) from None
    return undone_values(done)


@api.get("/companies", response={400: Problem, 200: list[Found]})
def find(
    request: HttpRequest,
    q: Annotated[Text, Query()],
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Any:
    """Companies by any part of a name, number, address or note."""
    found = search(member_of(request).workspace, q, limit=limit)
    load_states(company for company, _match in found)
    return [{"company": company, "match": match} for company, match in found]


@api.post("/companies", response={400: Problem, 200: CompanyOut, 422: Problem})
def add(
    request: HttpRequest,
    company: CompanyIn,
    idempotency_key: Annotated[Key | None, Header(alias="Idempotency-Key")] = None,
) -> Any:
    """Adds a company. The same Idempotency-Key twice is one card; 422 for one that asked not to be
    called.
    """
    if not company.name.strip():
        raise HttpError(422, _("A company needs a name."))
    numbers = read_numbers(company.number, postcode=company.postcode).numbers
    fields = {"city": company.city, "postcode": company.postcode, "email": company.email}
    key = f"add:{idempotency_key}" if idempotency_key else None
    new = NewCompany(company.name.strip(), numbers, fields, source=company.source)
    try:
        return add_company(by=member_of(request), new=new, key=key)[0]
    except SilentValue as silent:
        raise HttpError(422, silent.in_words()) from None


@api.get("/when", response={400: Problem, 200: dict[str, Any], 422: Problem})
def hear(request: HttpRequest, text: Annotated[Text, Query()]) -> Any:
    """A date as it is said, understood."""
    try:
        heard = understand(text, now=now(), language=current_language())
    except NotUnderstood as error:
        raise HttpError(422, str(error)) from None
    return {"at": heard.at.isoformat(), "precision": heard.precision, "said_back": heard.said_back}


@api.get("/number", response={400: Problem, 200: dict[str, Any]})
def numbers(
    request: HttpRequest, text: Annotated[Text, Query()], postcode: Annotated[Key, Query()] = ""
) -> Any:
    """The telephone numbers in a text."""
    names = ("national", "kind", "extension", "valid", "cost", "timezone")
    return {
        "numbers": [
            {"e164": n.e164 or None, **{name: getattr(n, name) for name in names}}
            for n in read_numbers(text, postcode=postcode).numbers
        ]
    }


@api.get("/stats", response={400: Problem, 200: dict[str, Any]})
def stats(request: HttpRequest, since: date | None = None, until: date | None = None) -> Any:
    """Counts over a span of days."""
    return published(figures(member_of(request).workspace, since, until))


@api.exception_handler(ValidationError)
def not_of_the_form(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A value that is missing, or is not what the document asks for: each by the name of its
    field.
    """
    problems = {
        ".".join(str(one) for one in found["loc"][1:]) or str(found["loc"][0]): str(found["msg"])
        for found in error.errors
    }
    words = "; ".join(f"{name}: {said}" for name, said in problems.items())
    return api.create_response(request, {"detail": words, "problems": problems}, status=400)


@api.exception_handler(OperationalError)
def not_kept(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """The database is locked, its disk full, or its server gone."""
    words = _("The database could not be read or written, and nothing was kept: %(why)s")
    return api.create_response(request, {"detail": words % {"why": error}}, status=503)


@api.exception_handler(NotAllowed)
def not_allowed(request: HttpRequest, error: NotAllowed) -> HttpResponse:
    """Her role does not allow this."""
    return api.create_response(request, {"detail": str(error.sentence)}, status=403)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """A verb said no."""
    body = {"detail": refused_in_words(error), "problems": problems_in_words(error)}
    return api.create_response(request, body, status=422)
