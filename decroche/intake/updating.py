"""What an import changes on cards that are there, and how that is put back."""

from __future__ import annotations

import json

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from decroche.calls.models import Call, CallState, Moment
from decroche.calls.models import Draft as NoteTyped
from decroche.followups.models import FollowUp
from decroche.intake.drafts import Draft, NumberTuple
from decroche.intake.history import BROUGHT
from decroche.intake.models import Batch, UpdatedCompany
from decroche.journal.models import Entry
from decroche.journal.record import Verb
from decroche.prospects.legal_actions import DIFFUSION, let_go
from decroche.prospects.merging import join_details
from decroche.prospects.models import CallListEntry, Company, Contact, PhoneNumber
from decroche.prospects.opposition import stop_if_opposed
from decroche.prospects.refreshing import refresh
from decroche.prospects.rules import number_state
from decroche.shared.clock import now
from decroche.team.models import Workspace


def add_person(workspace: Workspace, company_id: int, draft: Draft) -> bool:
    """Adds the person and the numbers of another row to the card that the same file made; returns
    whether there was anything new.
    """
    company = Company.objects.filter(workspace=workspace, pk=company_id).first()
    if company is None:  # erased while the rest of the file was read
        return False
    name, role, title, email = draft.person or ("", "other", "", "")
    if _has_person(company, name, email):
        return False
    person = Contact.objects.create(
        workspace=workspace, company=company, name=name, role=role, title=title, email=email
    )
    _add_numbers(company, draft, person)
    _join_texts(company, draft)
    verb = Verb(Entry(workspace_id=workspace.pk))  # the import's own undo takes it back
    refresh(verb, company)
    stop_if_opposed(verb, company)  # an opposition holds through any import, and for the whole card
    return True


def _has_person(company: Company, name: str, email: str) -> bool:
    """Whether a card has a person of this name or this address."""
    # By the company alone: with the workspace SQLite would walk the index of roles.
    there = Contact.objects.filter(company=company)
    return bool(
        (email and there.filter(email=email).exists())
        or (name and there.filter(name=name).exists())
    )


def _add_numbers(company: Company, draft: Draft, person: Contact) -> None:
    """Adds those numbers of a row that the card does not have yet, behind its own."""
    rows = PhoneNumber.objects.filter(company=company).values_list("e164", "national")
    known = {e164 or national for e164, national in rows}
    for numbers, owner in (
        (draft.numbers, None),
        (draft.person_numbers, person),
        (draft.faxes, None),
    ):
        for number in numbers:
            written = number[0] or number[1]
            if written not in known:
                number_row(company, number, owner, len(known)).save()
                known.add(written)


def number_row(
    company: Company, number: NumberTuple, owner: Contact | None, position: int
) -> PhoneNumber:
    """A number of a row as one of a card, not written yet; `owner` is the person it belongs to."""
    e164, national, kind, extension, valid, cost, timezone = number
    return PhoneNumber(
        workspace_id=company.workspace_id,
        company=company,
        contact=owner,
        e164=e164,
        national=national[:60],
        kind=kind,
        extension=extension,
        cost=cost,
        timezone=timezone,
        state=number_state(valid=valid),
        position=position,
    )


def _join_texts(company: Company, draft: Draft) -> None:
    """Adds what the row says in its own columns and in its notes to the card."""
    details = join_details(company.details, json.loads(draft.details))
    notes = "\n".join(dict.fromkeys(filter(None, (company.notes, draft.notes))))
    if (details, notes) != (company.details, company.notes):
        Company.objects.filter(pk=company.pk).update(details=details, notes=notes)
        company.details, company.notes = details, notes


def remove_untouched(made: QuerySet[Company], batch: Batch) -> int:
    """Removes the cards that an import made, except those that were called, edited or written about
    since; returns how many stay.
    """
    kept = set(touched(made, batch).values_list("pk", flat=True))
    gone = made.exclude(pk__in=kept)
    Moment.objects.filter(company__in=gone).delete()  # brought with the card
    for model in (CallListEntry, CallState, PhoneNumber, Contact):
        model._base_manager.filter(company__in=gone)._raw_delete(using=connection.alias)
    gone.delete()
    return len(kept)


def touched(made: QuerySet[Company], batch: Batch) -> QuerySet[Company]:
    """Those of the cards that were called, edited or written about since the import, a note that is
    being typed included.
    """
    at = batch.finished_at or now()
    lines = Entry.objects.filter(
        workspace_id=batch.workspace_id, company_id=OuterRef("pk"), undone_at=None
    )
    calls = Call.objects.filter(company=OuterRef("pk"))
    promises = FollowUp.objects.filter(company=OuterRef("pk"))
    return made.filter(
        Exists(calls.exclude(details__has_key=BROUGHT))
        | Exists(NoteTyped.objects.filter(company=OuterRef("pk")))
        | Exists(promises.exclude(call=None, created_at__lte=at))
        | Exists(lines.exclude(verb=DIFFUSION))
        | Q(edited_at__isnull=False)
        | Q(opposed_at__gt=at)
    )


def _put_people_back(company: Company, update: UpdatedCompany) -> None:
    """Removes the people whom the import brought, unless she has called or written to them since;
    what it filled in is emptied again, unless she has changed it.
    """
    brought = Contact.objects.filter(company=company, pk__in=update.before.get("people", []))
    lines = Entry.objects.filter(
        company_id=company.pk, undone_at=None, at__gt=update.batch.finished_at or now()
    ).exclude(verb="changes.applied")
    known = Call.objects.filter(contact__in=brought).values_list("contact_id", flat=True)
    if not lines.exists():
        brought.exclude(pk__in=known).delete()
    for pk, field, value in update.before.get("filled", []):
        Contact.objects.filter(company=company, pk=pk, **{field: value}).update(**{field: ""})


def put_back(workspace: Workspace, update: UpdatedCompany) -> None:
    """Puts back what an import wrote over on one card, except for what was changed since."""
    company = Company.objects.filter(workspace=workspace, pk=update.company_id).first()
    if company is None:
        return
    if update.before.get("opposed"):
        verb = Verb(Entry(workspace_id=workspace.pk))
        let_go(verb, company)
        stop_if_opposed(verb, company)
        return
    written = update.before.get("after", {})
    for name, value in update.before.get("fields", {}).items():
        corrected = name in written and getattr(company, name) != written[name]
        if not corrected:  # what she has corrected since stays
            setattr(company, name, value)
    if update.before.get("removed"):
        company.removed_at = None
    _put_people_back(company, update)
    used = Call.objects.filter(number_id__in=update.before.get("numbers", [])).values_list(
        "number_id", flat=True
    )
    PhoneNumber.objects.filter(pk__in=update.before.get("numbers", [])).exclude(
        pk__in=used
    ).delete()
    company.save()
    verb = Verb(Entry(workspace_id=workspace.pk))
    refresh(verb, company)
    stop_if_opposed(verb, company)
