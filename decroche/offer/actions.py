"""Keeping the offer."""

from __future__ import annotations

import re
from io import BytesIO

from PIL import Image, ImageOps

from decroche.journal.models import Entry
from decroche.journal.record import Verb, record
from decroche.offer.events import OfferChanged
from decroche.offer.models import Enclosure, Profile, Service, Step
from decroche.offer.queries import PROFILE_FIELDS, SERVICE_FIELDS
from decroche.offer.rules import OfferData, ServiceSaid
from decroche.offer.seeds import first_offer
from decroche.shared.clock import now
from decroche.shared.events import publish
from decroche.shared.language import Language
from decroche.team.models import Member

MOST_BYTES = 5_000_000
_LOGO_SIDE = 360


class Unfit(Exception):
    """A file that can't be enclosed; `code` is not_pdf, not_image or too_large."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def save_offer(*, by: Member, offer: OfferData) -> Entry:
    """Keeps the whole offer as it was said: one entry, so that one undo takes it all back."""
    with record("offer.kept", by=by) as verb:
        row = Profile.objects.filter(workspace_id=by.workspace_id).first() or verb.create(
            Profile(workspace_id=by.workspace_id)
        )
        verb.update(
            row,
            **{name: getattr(offer, name) for name in PROFILE_FIELDS},
            roles=list(offer.roles),
            kept_at=row.kept_at or now(),
        )
        known = {
            service.pk: service for service in Service.objects.filter(workspace_id=by.workspace_id)
        }
        for position, said in enumerate(offer.services):
            service = known.pop(said.pk, None) if said.pk else None
            fields = {name: getattr(said, name) for name in SERVICE_FIELDS} | {"position": position}
            if service is None:
                service = verb.create(Service(workspace_id=by.workspace_id, **fields))
            else:
                verb.update(service, **fields)
            _steps(verb, service, said)
        for gone in known.values():
            for step in gone.steps.all():
                verb.delete(step)
            verb.delete(gone)
        if verb.changes:
            publish(OfferChanged(by))
    return verb.entry


def _steps(verb: Verb, service: Service, said: ServiceSaid) -> None:
    there = list(service.steps.order_by("position", "id"))
    for position, step in enumerate(said.steps):
        values = {
            "position": position,
            "name": step.name,
            "who": list(step.who),
            "scope": step.scope,
        }
        if position < len(there):
            verb.update(there[position], **values)
        else:
            verb.create(Step(workspace_id=service.workspace_id, service=service, **values))
    for extra in there[len(said.steps) :]:
        verb.delete(extra)


def seed_offer(*, by: Member, language: Language) -> bool:
    """A first offer to edit, in her language; whether it was needed."""
    if Profile.objects.filter(workspace_id=by.workspace_id).exists():
        return False
    with record("offer.seeded", by=by, undoable=False) as verb:
        verb.create(Profile(workspace_id=by.workspace_id, tagline=first_offer(language).tagline))
        for position, said in enumerate(first_offer(language).services):
            fields = {name: getattr(said, name) for name in SERVICE_FIELDS}
            service = verb.create(
                Service(workspace_id=by.workspace_id, position=position, **fields)
            )
            _steps(verb, service, said)
        publish(OfferChanged(by))
    return True


def enclose(*, by: Member, kind: str, filename: str, content: bytes) -> Entry:
    """Keeps her logo (PNG or JPEG) or her CV (PDF), in place of the one before; the same file once
    more changes nothing. Raises Unfit.
    """
    if len(content) > MOST_BYTES:
        raise Unfit("too_large")
    media_type = _media_type(content)
    if kind == Enclosure.Kind.CV and media_type != "application/pdf":
        raise Unfit("not_pdf")
    if kind == Enclosure.Kind.LOGO:
        content, media_type = shrunk(content)
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
    """Takes her logo or CV away."""
    with record("offer.enclosure_removed", by=by, undoable=False, kind=kind) as verb:
        gone, _ = Enclosure.objects.filter(workspace_id=by.workspace_id, kind=kind).delete()
        verb.nothing_done = not gone
        publish(OfferChanged(by))


def shrunk(content: bytes) -> tuple[bytes, str]:
    """A picture at the size it is printed (3 cm at 300 dots an inch), without what the camera wrote
    in it. Raises Unfit.
    """
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((_LOGO_SIDE, _LOGO_SIDE))
            out = BytesIO()
            if "A" in upright.getbands() or upright.mode == "P":
                upright.convert("RGBA").save(out, "PNG", optimize=True)
                return out.getvalue(), "image/png"
            upright.convert("RGB").save(out, "JPEG", quality=85)
            return out.getvalue(), "image/jpeg"
    except (OSError, ValueError, Image.DecompressionBombError):
        raise Unfit("not_image") from None


def _media_type(content: bytes) -> str:
    """What a file is by its first bytes, whatever it is called."""
    return "application/pdf" if content.startswith(b"%PDF-") else ""


def _safe_name(filename: str) -> str:
    """A file's own name without path, control characters and quotes."""
    return (
        re.sub(r"[\x00-\x1f\x7f\"\\/]", "", filename.replace("\\", "/").rsplit("/", 1)[-1]).strip()[
            :120
        ]
        or "document"
    )
