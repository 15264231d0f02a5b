"""Passkeys: a member signs in with the lock of a device of theirs instead of a password.

The device makes a pair of keys for this desk and keeps the private one; it signs a challenge once
it has seen who holds it (a finger, a face, a code). So a passkey is two factors at once, and opens
nothing on a page of another name. Challenges are not kept: each says itself what it is for and when
it was made, sealed with the secret of the desk, and a passkey takes only challenges that are
younger than the last one it answered.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from decroche.gateways import webauthn
from decroche.gateways.webauthn import NotSigned, Site
from decroche.shared.clock import now
from decroche.shared.typed import short_text
from decroche.team.models import Member, Passkey, Workspace

CHALLENGE = timedelta(minutes=5)
"""How long somebody has to unlock the device."""
MOST = 20
"""Passkeys of one member."""
_SIGN_IN, _ADD = "sign in", "add"
"""What a challenge is for."""


def site_of(request: HttpRequest) -> Site | None:
    """The page that a passkey is made for. None where browsers have none: without HTTPS (except on
    this machine itself) and under a numeric address; and where the library is not installed.
    """
    host = request.get_host()
    name = host if host.endswith("]") else host.rsplit(":", 1)[0]
    if not (request.is_secure() or name == "localhost") or _is_of_numbers(name):
        return None
    return Site(name, f"{request.scheme}://{host}") if webauthn.is_installed() else None


def require_site(request: HttpRequest) -> Site:
    """The page that a passkey is made for. Raises Http404 where there are no passkeys."""
    site = site_of(request)
    if site is None:
        raise Http404
    return site


def options_to_add(member: Member, site: Site) -> dict[str, Any]:
    """What the browser is told to make a passkey for a member."""
    return webauthn.options_to_make(
        site,
        handle=_handle(member),
        name=str(member),
        known=[one.credential for one in passkeys_of(member)],
        challenge=_new_challenge(_ADD, member.pk),
    )


def options_to_sign_in(site: Site) -> dict[str, Any]:
    """What the browser is told to ask for any passkey of this page."""
    return webauthn.options_to_sign(site, challenge=_new_challenge(_SIGN_IN))


def add_passkey(member: Member, site: Site, text: str, name: str) -> Passkey:
    """Keeps the passkey that a browser has made. Raises NotSigned, IntegrityError for one that is
    kept already.
    """
    answer = webauthn.read_answer(text)
    _made_at(answer.challenge, _ADD, member.pk)
    key = webauthn.new_key(site, answer)
    return Passkey.objects.create(
        workspace_id=member.workspace_id,
        member=member,
        credential=key.credential,
        public=key.public,
        counter=key.counter,
        name=short_text(name, 60),
    )


def answered_passkey(workspace: Workspace, site: Site, text: str) -> Passkey:
    """The passkey that signed a challenge of ours, with its member; used from now on. It is locked:
    call it in a transaction. Raises NotSigned.
    """
    answer = webauthn.read_answer(text)
    made_at = _made_at(answer.challenge, _SIGN_IN)
    kept = _locked(workspace, answer.credential)
    if kept.answered_at is not None and made_at <= kept.answered_at:
        raise NotSigned
    signed = webauthn.signature(site, answer, public=kept.public)
    if (signed.counter or kept.counter) and signed.counter <= kept.counter:
        raise NotSigned  # the device counts: a copy of it has counted already
    if signed.handle not in (b"", _handle(kept.member)):
        raise NotSigned
    kept.counter, kept.answered_at, kept.used_at = signed.counter, made_at, now()
    kept.save(update_fields=["counter", "answered_at", "used_at"])
    return kept


def passkeys_of(member: Member) -> QuerySet[Passkey]:
    """The passkeys of a member, the oldest first."""
    rows = Passkey.objects.filter(workspace_id=member.workspace_id, member=member)
    return rows.order_by("made_at", "pk")


def needs_passkey(member: Member) -> bool:
    """Whether the password of a member opens nothing by itself: an owner's, once they have a
    passkey.
    """
    return member.role == Member.Role.OWNER and passkeys_of(member).exists()


def _locked(workspace: Workspace, credential: str) -> Passkey:
    found = (
        Passkey.objects.select_for_update(of=("self",))
        .select_related("member__workspace")
        .filter(workspace=workspace, credential=credential, member__left_at=None)
        .first()
    )
    if found is None:
        raise NotSigned
    return found


def _new_challenge(purpose: str, member: int = 0) -> bytes:
    """Sixteen random bytes, the instant in microseconds, and the seal over both and what they are
    for: 56 bytes.
    """
    instant = _microseconds(now())
    body = secrets.token_bytes(16) + instant.to_bytes(8, "big")
    return body + _seal(body, purpose, member)


def _made_at(challenge: bytes, purpose: str, member: int = 0) -> datetime:
    """When a challenge of ours was made. Raises NotSigned for any other, and for one too old."""
    body, seal = challenge[:24], challenge[24:]
    if len(body) < 24 or not constant_time_compare(seal, _seal(body, purpose, member)):
        raise NotSigned
    at = now()
    made_at = at - timedelta(microseconds=_microseconds(at) - int.from_bytes(body[16:], "big"))
    if not -CHALLENGE <= at - made_at <= CHALLENGE:
        raise NotSigned
    return made_at


def _microseconds(at: datetime) -> int:
    return int(at.timestamp() * 1_000_000)


def _seal(body: bytes, purpose: str, member: int) -> bytes:
    said = f"{purpose}|{member}|".encode() + body
    return salted_hmac("decroche.passkeys", said, algorithm="sha256").digest()


def _handle(member: Member) -> bytes:
    """The identifier by which a device tells the members of one page apart; it contains no name."""
    return f"{member.workspace_id}.{member.pk}".encode()


def _is_of_numbers(name: str) -> bool:
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
