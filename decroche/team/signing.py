"""Signing in to a shared workspace: passwords, sessions of members, guessing slowed.

A session is a row of the database, so that it holds on every machine that serves the workspace and
can be ended from any of them. The browser has its key, the row the digest of it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from decroche.database.prepared import PreparedQuery
from decroche.gateways.webauthn import NotSigned, Site
from decroche.shared.clock import now
from decroche.team.door import browser_name
from decroche.team.models import Credential, Member, MemberSession, SignInTry, Workspace
from decroche.team.passkeys import answered_passkey, needs_passkey
from decroche.team.rules import ACCOUNT_FREE, ADDRESS_FREE, LONGEST, SESSION, wait_after
from decroche.team.strength import strength_of
from decroche.team.strength_wording import strength_in_words

_USED = timedelta(minutes=5)
"""How exactly it is known when a session was last used."""
_SESSIONS = PreparedQuery(
    lambda digest: MemberSession.objects.filter(digest=digest, ended_at=None).select_related(
        "member__workspace"
    )
)


class NotSignedIn(Exception):
    """The name or the password is wrong; or, with `wait`, it may not be tried before that."""

    def __init__(self, wait: timedelta = timedelta(0)) -> None:
        super().__init__("not signed in")
        self.wait = wait


class PasskeyNeeded(NotSignedIn):
    """The password is right, and opens nothing without a passkey."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed in, and the key of the session for the cookie."""

    member: Member
    key: str


def read_email(text: str) -> str:
    """An address as it is kept. Raises ValidationError."""
    email = text.strip().lower()
    validate_email(email)
    return email


def check_new_password(password: str, *own: str) -> None:
    """Raises ValidationError with every reason why a password is too weak: too short, among the
    most frequent ones, only digits; or put together from pieces that a guesser tries first, the
    name and address of the member who chooses it (`own`) among them.
    """
    validate_password(password)
    strength = strength_of(password, *own)
    if strength.level == "weak":
        raise ValidationError(strength_in_words(strength), code="guessed")


def keep_password(member: Member, *, email: str, password: str) -> None:
    """Saves the address and password that she signs in with from now on; her sessions stay. Raises
    IntegrityError for an address that another member has.
    """
    Credential.objects.update_or_create(
        workspace_id=member.workspace_id,
        member=member,
        defaults={"email": email, "password": make_password(password), "changed_at": now()},
    )


def credential_of(member: Member) -> Credential | None:
    """What she signs in with."""
    return Credential.objects.filter(workspace_id=member.workspace_id, member=member).first()


def sign_in(
    workspace: Workspace, *, email: str, password: str, address: str, browser: str
) -> Signed:
    """Opens a session for somebody who knows the password of an address. The time it takes is the
    same for an address that nobody has.

    Raises NotSignedIn; PasskeyNeeded for an owner who has a passkey.
    """
    account = _subject("account", email.strip().lower())
    subjects = ((account, ACCOUNT_FREE), (_subject("address", address), ADDRESS_FREE))
    _count_try(workspace, subjects)
    kept = (
        Credential.objects.select_related("member__workspace")
        .filter(workspace=workspace, email=email.strip().lower(), member__left_at=None)
        .first()
    )
    if not _opens(kept, password) or kept is None:
        raise NotSignedIn
    if needs_passkey(kept.member):
        raise PasskeyNeeded
    with transaction.atomic():
        _forgive(workspace, account, subjects[1][0])
        return Signed(kept.member, begin_session(kept.member, browser))


def sign_in_by_passkey(
    workspace: Workspace, site: Site, *, answer: str, address: str, browser: str
) -> Signed:
    """Opens a session for somebody who holds a passkey of a member. Tries are counted by network
    address.

    Raises NotSignedIn.
    """
    subject = _subject("address", address)
    _count_try(workspace, ((subject, ADDRESS_FREE),))
    try:
        with transaction.atomic():
            member = answered_passkey(workspace, site, answer).member
            _forgive(workspace, "", subject)
            return Signed(member, begin_session(member, browser))
    except NotSigned:
        raise NotSignedIn from None


def password_is_right(member: Member, password: str) -> bool:
    """Whether a password is the member's; asked before she changes it. It counts as a try. Raises
    NotSignedIn when too many have failed.
    """
    count_own_try(member)
    if not _opens(credential_of(member), password):
        return False
    forgive_own_tries(member)
    return True


def _opens(kept: Credential | None, password: str) -> bool:
    """Whether a password is the one that is kept; it takes as long when none is. One that was
    hashed in an earlier way is hashed anew.
    """

    def hash_anew(raw: str) -> None:
        assert kept is not None
        kept.password = make_password(raw)
        kept.save(update_fields=["password"])

    if kept is None:
        check_password(password[:1000], _nobody())
        return False
    return check_password(password[:1000], kept.password, setter=hash_anew)


def count_own_try(member: Member) -> None:
    """Counts a try of somebody who shows that they are this member, as failed. Raises NotSignedIn
    when too many have failed.
    """
    _count_try(member.workspace, ((_own_subject(member), ACCOUNT_FREE),))


def forgive_own_tries(member: Member) -> None:
    """Resets the failures of a member's account, after a try that was right."""
    _forgive(member.workspace, _own_subject(member), "")


def _own_subject(member: Member) -> str:
    kept = credential_of(member)
    return _subject("account", kept.email if kept else str(member.pk))


def begin_session(member: Member, browser: str) -> str:
    """Begins a session and returns its key, of which only a digest is saved."""
    key = secrets.token_urlsafe(32)
    MemberSession.objects.create(
        workspace_id=member.workspace_id,
        member=member,
        digest=digest_of(key),
        name=browser_name(browser)[:60],
    )
    return key


def leave_key(request: HttpRequest, response: HttpResponse, key: str) -> None:
    """Leaves the key of a session in the browser."""
    response.set_cookie(
        _cookie(request),
        key,
        max_age=SESSION,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure(),
    )


def forget_key(request: HttpRequest, response: HttpResponse) -> None:
    """Takes the key of a session out of the browser."""
    response.delete_cookie(_cookie(request), samesite="Strict")


def session_of_request(request: HttpRequest) -> MemberSession | None:
    """The open session of a browser, with its member and workspace. A browser that brings no key
    costs no query.
    """
    key = _key_of(request)
    if not key:
        return None
    found = _SESSIONS.first(digest_of(key))
    at = now()
    if found is None or found.began_at < at - SESSION:
        return None
    if found.member.left_at is not None or not found.member.workspace.shared:
        return None
    if found.used_at < at - _USED:
        MemberSession.objects.filter(pk=found.pk).update(used_at=at)
    return found


def who_left(request: HttpRequest) -> Member | None:
    """Whose session a browser still has the key of, when that member has left since."""
    key = _key_of(request)
    rows = MemberSession.objects.filter(digest=digest_of(key), member__left_at__isnull=False)
    found = rows.select_related("member").first() if key else None
    return found.member if found else None


def _key_of(request: HttpRequest) -> str:
    """The key of a member's session that the browser brings; "" when it is none."""
    key = request.COOKIES.get(_cookie(request), "")
    return "" if len(key) > 200 or "\x00" in key else key


def sessions_of(member: Member) -> QuerySet[MemberSession]:
    """Her open sessions, the one used last first."""
    rows = MemberSession.objects.filter(
        workspace_id=member.workspace_id, member=member, ended_at=None
    )
    return rows.filter(began_at__gte=now() - SESSION).order_by("-used_at", "-pk")


def end_sessions(
    member: Member, *, number: int | None = None, but: MemberSession | None = None
) -> int:
    """Ends one of her sessions, or all (except `but`); returns how many were open."""
    rows = MemberSession.objects.filter(
        workspace_id=member.workspace_id, member=member, ended_at=None
    )
    if number is not None:
        rows = rows.filter(pk=number)
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    return rows.update(ended_at=now())


def digest_of(key: str) -> str:
    """The digest that is saved of a key. A key has 256 random bits, so it can't be found from its
    digest.
    """
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def address_of(request: HttpRequest) -> str:
    """The network address a request comes from: behind a proxy, what the proxy says (the last part
    of X-Forwarded-For is its own word; what stands before may be anybody's).
    """
    if settings.BEHIND_PROXY:
        said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if said:
            return said[:100]
    return str(request.META.get("REMOTE_ADDR", ""))


@cache
def _nobody() -> str:
    """A hash that no password has, so that an unknown address takes as long as a known one."""
    return make_password(secrets.token_urlsafe(32))


def _subject(kind: str, value: str) -> str:
    return salted_hmac(f"decroche.signing.{kind}", value, algorithm="sha256").hexdigest()


@transaction.atomic
def _count_try(workspace: Workspace, subjects: Any) -> None:
    """Counts a try as failed before it is made, so that many at the same time are all counted.
    Raises NotSignedIn during a wait, which counts nothing.
    """
    at = now()
    rows = []
    for subject, free in sorted(subjects):  # in one order: two tries wait for each other
        SignInTry.objects.get_or_create(workspace=workspace, subject=subject)
        row = SignInTry.objects.select_for_update().get(workspace=workspace, subject=subject)
        if row.at < at - timedelta(days=1):
            row.failures = 0
        if row.blocked_until is not None and at < row.blocked_until <= at + LONGEST:
            raise NotSignedIn(row.blocked_until - at)
        rows.append((row, free))
    for row, free in rows:
        row.failures += 1
        wait = wait_after(row.failures, free)
        row.at, row.blocked_until = at, at + wait if wait else None
        row.save(update_fields=["failures", "at", "blocked_until"])
    SignInTry.objects.filter(workspace=workspace, at__lt=at - timedelta(days=1)).delete()


def _forgive(workspace: Workspace, account: str, address: str) -> None:
    """Resets the failures of the account, and takes one off those of the network address: a member
    must not be able to reset the tries with which she guesses the passwords of others.
    """
    counts = SignInTry.objects.filter(workspace=workspace)
    counts.filter(subject=account).update(failures=0, blocked_until=None)
    counts.filter(subject=address, failures__gt=0).update(failures=F("failures") - 1)


def _cookie(request: HttpRequest) -> str:
    """The name of the cookie: over HTTPS one that no other site and no plain page can set."""
    name = f"decroche-member-{request.get_port()}"
    return f"__Host-{name}" if request.is_secure() else name
