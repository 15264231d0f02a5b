"""Legal requests of people about their data: noting one, carrying an erasure out, closing it."""

from __future__ import annotations

from django.db import transaction

from decroche.accountability.erasing import Erased, erase_company, erase_person, prints_of
from decroche.accountability.scrubbing import scrub_database
from decroche.compliance.actions import Concerned, RequestMade, close_request, receive
from decroche.compliance.models import Request
from decroche.journal.record import key_of_verb, record, replay
from decroche.prospects.legal_actions import leave_person_alone
from decroche.prospects.models import Company, Contact
from decroche.prospects.opposition import oppose_company, values_of
from decroche.team.models import Member


class AlreadyClosed(Exception):
    """This request was answered already."""


@transaction.atomic
def take_in(
    *,
    by: Member,
    made: RequestMade,
    company: Company | None,
    person: Contact | None = None,
    key: str | None = None,
) -> Request:
    """Notes a request. An objection takes effect at once (GDPR art. 21(3)): an opposition of the
    company, or of the person, is noted, and the request is closed. A second call with the same
    `key` returns the request of the first.
    """
    key = key_of_verb("request.received", key)
    earlier = replay(workspace_id=by.workspace_id, key=key)
    if earlier is not None:  # the form was sent twice
        return Request.objects.get(workspace_id=by.workspace_id, pk=earlier.subject_id or 0)
    request = receive(
        by=by,
        made=made,
        about=Concerned(
            company_id=company.pk if company else None,
            contact_id=person.pk if person else None,
            fingerprints=tuple(prints_of(by, values_of(company))) if company else (),
        ),
        key=key,
    )
    if made.kind == Request.Kind.OBJECTION and company is not None and request.closed_at is None:
        _oppose(by, company, person, made.channel)
        finish(by=by, request=request, how="done", proof={"opposed": True})
    return request


def _oppose(by: Member, company: Company, person: Contact | None, channel: str) -> None:
    """Notes the opposition of the person, or of the whole company when none is named."""
    if person is not None:
        leave_person_alone(by=by, person=person, channel=channel)
        return
    with record("companies.opposed", by=by, company_id=company.pk) as verb:
        oppose_company(verb=verb, by=by, company=company, channel=channel)


def erase_for(*, by: Member, request: Request, leave_alone: bool) -> Erased:
    """Carries out the erasure of a request, closes it, and rewrites the database file, so that
    nothing is left in it. Raises AlreadyClosed.
    """
    if request.closed_at is not None or request.company_id is None:
        raise AlreadyClosed
    company = Company.objects.get(workspace_id=by.workspace_id, pk=request.company_id)
    person = Contact.objects.filter(
        workspace_id=by.workspace_id, pk=request.contact_id or 0
    ).first()
    if person is not None:
        done = erase_person(by=by, person=person, leave_alone=leave_alone)
    else:
        done = erase_company(by=by, company=company, leave_alone=leave_alone)
    finish(by=by, request=request, how="done", proof=done.told())
    rewritten = scrub_database()
    Request.objects.filter(pk=request.pk).update(proof={**done.told(), "rewritten": rewritten})
    return done


def finish(*, by: Member, request: Request, how: str, proof: dict[str, object]) -> None:
    """Closes a request with the proof of what was done. What she noted about the person who asked
    for an erasure is erased too. Raises AlreadyClosed.
    """
    if request.closed_at is not None:
        raise AlreadyClosed
    with record(
        "request.closed", by=by, company_id=None, undoable=False, kind=request.kind, how=how
    ) as verb:
        # Read again with a lock: another tab may have closed it meanwhile.
        still_open = Request.objects.select_for_update().filter(pk=request.pk, closed_at=None)
        if not still_open.exists():
            raise AlreadyClosed
        close_request(verb=verb, request=request, how=how, proof=proof)
        if request.kind == Request.Kind.ERASURE:
            verb.update(request, who="")
        verb.changes.clear()
