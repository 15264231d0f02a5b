"""Verbs that save the offer and its enclosures."""

from __future__ import annotations

import re

from decroche.journal.models import Entry
from decroche.journal.record import Verb, record
from decroche.offer.events import OfferChanged
from decroche.offer.logo import shrunk
from decroche.offer.models import Enclosure, Profile, Service, Step
from decroche.offer.queries import PROFILE_FIELDS, SERVICE_FIELDS
from decroche.offer.rules import OfferData, ServiceSaid
from decroche.offer.seeds import first_offer
from decroche.shared.clock import now
from decroche.shared.events import publish
from decroche.shared.language import PROSPECTS_LANGUAGE
from decroche.shared.limits import TooHeavy
from decroche.team.models import Member

MOST_BYTES = 5_000_000
"""Of an enclosure."""


class Unfit(Exception):
    """A file can't be an enclosure; `code` is not_pdf, not_image, too_heavy or too_large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def save_offer(*, by: Member, offer: OfferData, read: bool = True) -> Entry:
    """Saves the whole offer as one journal line, which can be undone as a whole. Services and steps
    that are missing in it are deleted. Unless it was `read`, an offer that was only proposed so far
    stays so: nothing of it leaves.
    """
    with record("offer.kept", by=by) as verb:
        row = Profile.objects.filter(workspace_id=by.workspace_id).first() or verb.create(
            Profile(workspace_id=by.workspace_id)
        )
        verb.update(
            row,
            **{name: getattr(offer, name) for name in PROFILE_FIELDS},
            roles=list(offer.roles),
            kept_at=row.kept_at or (now() if read else None),
        )
        known = {
            service.pk: service for service in Service.objects.filter(workspace_id=by.workspace_id)
        }
        for position, data in enumerate(offer.services):
            service = known.pop(data.pk, None) if data.pk else None
            fields = {name: getattr(data, name) for name in SERVICE_FIELDS} | {"position": position}
            if service is None:
                service = verb.create(Service(workspace_id=by.workspace_id, **fields))
            else:
                verb.update(service, **fields)
            _save_steps(verb, service, data)
        for missing in known.values():
            for step in missing.steps.all():
                verb.delete(step)
            verb.delete(missing)
        if verb.changes:
            publish(OfferChanged(by))
    return verb.entry


def _save_steps(verb: Verb, service: Service, data: ServiceSaid) -> None:
    """Saves the steps of a service; the rows there are take the new values by their position."""
    rows = list(service.steps.order_by("position", "id"))
    for position, step in enumerate(data.steps):
        values = {
            "position": position,
            "name": step.name,
            "who": list(step.who),
            "scope": step.scope,
        }
        if position < len(rows):
            verb.update(rows[position], **values)
        else:
            verb.create(Step(workspace_id=service.workspace_id, service=service, **values))
    for extra in rows[len(data.steps) :]:
        verb.delete(extra)


def seed_offer(*, by: Member) -> bool:
    """Makes the first offer for her to edit, in the language of those who will read it; False when
    there is one already.
    """
    if Profile.objects.filter(workspace_id=by.workspace_id).exists():
        return False
    with record("offer.seeded", by=by, undoable=False) as verb:
        first = first_offer(PROSPECTS_LANGUAGE)
        verb.create(Profile(workspace_id=by.workspace_id, tagline=first.tagline))
        for position, data in enumerate(first.services):
            fields = {name: getattr(data, name) for name in SERVICE_FIELDS}
            service = verb.create(
                Service(workspace_id=by.workspace_id, position=position, **fields)
            )
            _save_steps(verb, service, data)
        publish(OfferChanged(by))
    return True


def enclose(*, by: Member, kind: str, filename: str, content: bytes) -> Entry:
    """Saves her logo (PNG or JPEG) or CV (PDF) in place of the one before; nothing is done when it
    is the same file. Raises Unfit.
    """
    if len(content) > MOST_BYTES:
        raise Unfit("too_large")
    media_type = _media_type(content)
    if kind == Enclosure.Kind.CV and media_type != "application/pdf":
        raise Unfit("not_pdf")
    if kind == Enclosure.Kind.LOGO:
        content, media_type = _picture(content)
    enclosed = Enclosure.objects.filter(workspace_id=by.workspace_id, kind=kind)
    with record("offer.enclosed", by=by, undoable=False, kind=kind, file=filename) as verb:
        file = {
            "filename": _safe_name(filename),
            "media_type": media_type,
            "content": content,
        }
        verb.nothing_done = enclosed.filter(**file).exists()
        if verb.nothing_done:
            return verb.entry
        enclosed.update_or_create(
            workspace_id=by.workspace_id, kind=kind, defaults=file | {"created_at": now()}
        )
        publish(OfferChanged(by))
    return verb.entry


def remove_enclosure(*, by: Member, kind: str) -> None:
    """Deletes her logo or CV."""
    with record("offer.enclosure_removed", by=by, undoable=False, kind=kind) as verb:
        gone, _ = Enclosure.objects.filter(workspace_id=by.workspace_id, kind=kind).delete()
        verb.nothing_done = not gone
        publish(OfferChanged(by))


def _picture(content: bytes) -> tuple[bytes, str]:
    """A picture as it is printed. Raises Unfit."""
    try:
        reduced = shrunk(content)
    except TooHeavy:
        raise Unfit("too_heavy") from None
    if reduced is None:
        raise Unfit("not_image")
    return reduced


def _media_type(content: bytes) -> str:
    """The media type of a PDF, by its first bytes and not by its name; "" for another file."""
    return "application/pdf" if content.startswith(b"%PDF-") else ""


def _safe_name(filename: str) -> str:
    """The name of a file without its path, control characters and quotes, of at most 120
    characters.
    """
    last_part = filename.replace("\\", "/").rsplit("/", 1)[-1]
    name = re.sub(r"[\x00-\x1f\x7f\"\\/]", "", last_part).strip()
    return name[:120] or "document"
