"""Verbs about the members of a shared workspace. None of them is taken back by undo."""

from __future__ import annotations

import secrets
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from decroche.agenda.actions import release
from decroche.callqueue.handing_over import hand_over, pass_on_lists
from decroche.calls.asked import forget_own_settings
from decroche.calls.notes import keep_drafts_as_notes
from decroche.calls.sessions import end as end_sitting
from decroche.correspondence.actions import close_own_mailbox
from decroche.followups.actions import pass_on_promises
from decroche.followups.feed import close_feeds_of
from decroche.gateways.webauthn import NotSigned, Site
from decroche.journal.record import record
from decroche.membership.news import Kind, forget_news, tell
from decroche.membership.preferences import shown_figures
from decroche.shared.clock import now
from decroche.team.keys import end_api_keys, new_api_key
from decroche.team.models import (
    Credential,
    Invitation,
    Member,
    MemberSession,
    Passkey,
    Workspace,
)
from decroche.team.needs import OWN, NotAllowed, require
from decroche.team.passkeys import (
    MOST,
    add_passkey,
    options_to_add,
    passkeys_of,
)
from decroche.team.queries import members_of
from decroche.team.rules import INVITATION
from decroche.team.scopes import Scope
from decroche.team.signing import (
    check_new_password,
    digest_of,
    end_sessions,
    keep_password,
    password_is_right,
    read_email,
)

Why = Literal[
    "shared_already",
    "not_shared",
    "email",
    "email_taken",
    "password",
    "wrong_password",
    "name",
    "invitation",
    "last_owner",
    "gone",
    "key",
    "passkey",
    "passkey_kept",
    "passkeys",
    "why",
]


class NotDone(Exception):
    """Why nothing was changed: `code`, and for a password the reasons in words."""

    def __init__(self, code: Why, reasons: list[str] | None = None) -> None:
        super().__init__(code)
        self.code: Why = code
        self.reasons = reasons or []


def share(*, by: Member, name: str, email: str, password: str) -> None:
    """Shares the workspace: from now on members sign in, she as the first, with this address and
    password. Raises NotDone.
    """
    address = _email(email)
    _check_password(password, name, address)
    with record("workspace.shared", by=by, undoable=False):
        workspace = Workspace.objects.select_for_update().get(pk=by.workspace_id)
        if workspace.shared:
            raise NotDone("shared_already")
        workspace.shared_at = now()
        workspace.save(update_fields=["shared_at"])
        by.workspace.shared_at = workspace.shared_at
        by.name = name.strip()[:120] or by.name
        by.save(update_fields=["name"])
        keep_password(by, email=address, password=password)


def invite(*, by: Member, role: str) -> str:
    """The key of a link by which one person becomes a member with this role, once, within seven
    days. The key itself is not saved: somebody who loses it has to be invited again.

    Raises NotDone.
    """
    return _link(by, Member.Role(role), None)


def renew_password(*, by: Member, member: Member) -> str:
    """The key of a link by which a member who forgot their password chooses another, in the same
    way. Raises NotDone.
    """
    if member.left_at is not None:
        raise NotDone("gone")
    return _link(by, Member.Role(member.role), member)


def _link(by: Member, role: Member.Role, member: Member | None) -> str:
    if not by.workspace.shared:
        raise NotDone("not_shared")
    key, at = secrets.token_urlsafe(32), now()
    with record(
        "member.password_renewed" if member else "member.invited",
        by=by,
        undoable=False,
        role=role,
        member=member.pk if member else None,
    ):
        _locked(by, by)
        Invitation.objects.create(
            workspace_id=by.workspace_id,
            digest=digest_of(key),
            role=role,
            member=member,
            made_by=by,
            made_at=at,
            expires_at=at + INVITATION,
        )
        if member:
            tell(member, Kind.LINK)
    return key


def withdraw(*, by: Member, invitation: Invitation) -> None:
    """Withdraws an invitation: its link no longer works."""
    with record("member.invitation_withdrawn", by=by, undoable=False) as verb:
        open_still = Invitation.objects.filter(pk=invitation.pk, closed_at=None)
        verb.nothing_done = not open_still.update(closed_at=now())


def join(*, key: str, name: str, email: str, password: str) -> Member:
    """Makes a member of somebody who has the key of an open invitation; or gives the member it was
    made for another password, whose sessions end. Raises NotDone.
    """
    try:
        with transaction.atomic():
            invitation = _taken_up(key)
            if invitation.member is not None:
                return _password_chosen(invitation.member, password)
            return _joined(invitation, name.strip(), _email(email), password)
    except IntegrityError:
        raise NotDone("email_taken") from None


def _taken_up(key: str) -> Invitation:
    """The open invitation of a key, used from now on."""
    at = now()
    found = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("workspace", "member__workspace")
        .filter(digest=digest_of(key), closed_at=None, expires_at__gt=at)
        .first()
    )
    if found is None or not found.workspace.shared:
        raise NotDone("invitation")
    found.closed_at = at
    found.save(update_fields=["closed_at"])
    return found


def _joined(invitation: Invitation, name: str, email: str, password: str) -> Member:
    if not name:
        raise NotDone("name")
    _check_password(password, name, email)
    member = Member.objects.create(
        workspace=invitation.workspace, name=name[:120], role=invitation.role, welcomed_at=now()
    )
    with record(
        "member.joined",
        by=member,
        undoable=False,
        role=invitation.role,
        invited_by=invitation.made_by_id,
    ):
        keep_password(member, email=email, password=password)
        if shown_figures(member.workspace).why:
            tell(member, Kind.FIGURES, by_mail=False)
    return member


def _password_chosen(member: Member, password: str) -> Member:
    kept = Credential.objects.filter(workspace_id=member.workspace_id, member=member).first()
    if member.left_at is not None or kept is None:
        raise NotDone("invitation")
    _check_password(password, member.name, kept.email)
    with record("member.password_changed", by=member, undoable=False):
        keep_password(member, email=kept.email, password=password)
        end_sessions(member)
        tell(member, Kind.PASSWORD)
    return member


def change_role(*, by: Member, member: Member, role: str) -> None:
    """Changes the role of a member. Raises NotDone for the last owner."""
    wanted = Member.Role(role)
    with record("member.role_changed", by=by, undoable=False, member=member.pk, role=role) as verb:
        kept = _locked(by, member)
        verb.nothing_done = kept.role == wanted
        if wanted != Member.Role.OWNER:
            _require_another_owner(kept)
        kept.role = wanted
        kept.save(update_fields=["role"])
        if not verb.nothing_done:
            tell(kept, Kind.ROLE, wanted)
        if wanted != Member.Role.OWNER:
            release(kept)
        if wanted == Member.Role.READER:
            hand_over(kept, None)
        if wanted == Member.Role.READER:
            close_own_mailbox(kept)


def leave(*, by: Member, member: Member, to: Member) -> None:
    """Removes a member: nothing lets them in any more, and what they promised and the card they
    hold pass to another. Their calls stay in their name, and what they had typed and not logged is
    kept as notes; an import of theirs goes on to its end. Their address, password and passkeys are
    forgotten, and so is how they dialled.

    Raises NotDone for the last owner, and when `to` is not another member who may call.
    """
    with record("member.left", by=by, undoable=False, member=member.pk, to=to.pk) as verb:
        kept = _locked(by, member)
        if to.pk == kept.pk or to.left_at is not None or to.role == Member.Role.READER:
            raise NotDone("gone")
        _require_another_owner(kept)
        kept.left_at = now()
        kept.save(update_fields=["left_at"])
        end_sessions(kept)
        end_api_keys(kept)
        end_sitting(by=kept)
        verb.entry.particulars["notes"] = keep_drafts_as_notes(verb, kept)
        hand_over(kept, to)
        pass_on_lists(kept, to)
        verb.entry.particulars["promises"] = pass_on_promises(kept, to)
        close_feeds_of(kept)
        forget_own_settings(kept)
        close_own_mailbox(kept)
        verb.entry.particulars["stays_there"] = release(kept)
        Credential.objects.filter(workspace_id=kept.workspace_id, member=kept).delete()
        passkeys_of(kept).delete()
        forget_news(kept)
        Invitation.objects.filter(
            workspace_id=kept.workspace_id, made_by=kept, closed_at=None
        ).update(closed_at=now())
    member.left_at = kept.left_at


def change_password(*, by: Member, old: str, new: str, here: MemberSession | None) -> None:
    """Changes her own password; her other sessions end. Raises NotDone, NotSignedIn after too many
    wrong ones.
    """
    kept = Credential.objects.filter(workspace_id=by.workspace_id, member=by).first()
    if kept is None:
        raise NotDone("not_shared")
    _check_password(new, by.name, kept.email)
    if not password_is_right(by, old):
        raise NotDone("wrong_password")
    with record("member.password_changed", by=by, undoable=False):
        keep_password(by, email=kept.email, password=new)
        end_sessions(by, but=here)
        tell(by, Kind.PASSWORD, here=here)


def make_key(*, by: Member, name: str, scopes: list[str], here: MemberSession | None = None) -> str:
    """A key by which a program asks the API in her name, with what she lets it do. Raises
    NotDone.
    """
    wanted = [scope for scope in Scope.values if scope in scopes]
    if not by.workspace.shared:
        raise NotDone("not_shared")
    if not name.strip() or not wanted:
        raise NotDone("key")
    with record("member.key_made", by=by, undoable=False, name=name.strip()[:60], scopes=wanted):
        tell(by, Kind.KEY, name.strip(), here)
        return new_api_key(by, name.strip(), wanted)


def end_key(*, by: Member, number: int) -> None:
    """Ends one of her keys for programs."""
    with record("member.key_ended", by=by, undoable=False) as verb:
        verb.nothing_done = not end_api_keys(by, number=number)


def ask_for_passkey(*, by: Member, site: Site, password: str) -> dict[str, Any]:
    """What her browser is told to make a passkey, once she has shown that it is she who sits there.

    Raises NotDone, NotSignedIn after too many wrong passwords.
    """
    if passkeys_of(by).count() >= MOST:
        raise NotDone("passkeys")
    if not password_is_right(by, password):
        raise NotDone("wrong_password")
    return options_to_add(by, site)


def keep_passkey(
    *, by: Member, site: Site, answer: str, name: str, here: MemberSession | None = None
) -> Passkey:
    """Saves the passkey that her browser made. Raises NotDone."""
    try:
        with record("member.passkey_added", by=by, undoable=False, name=name.strip()[:60]):
            added = add_passkey(by, site, answer, name)
            tell(by, Kind.PASSKEY, added.name, here)
            return added
    except NotSigned:
        raise NotDone("passkey") from None
    except IntegrityError:
        raise NotDone("passkey_kept") from None


def remove_passkey(
    *, by: Member, passkey: Passkey, password: str, here: MemberSession | None = None
) -> None:
    """Removes a passkey. Raises NotDone, NotSignedIn after too many wrong passwords."""
    if not password_is_right(by, password):
        raise NotDone("wrong_password")
    with record("member.passkey_removed", by=by, undoable=False, name=passkey.name) as verb:
        verb.nothing_done = not passkeys_of(by).filter(pk=passkey.pk).delete()[0]
        if not verb.nothing_done:
            tell(by, Kind.NO_PASSKEY, passkey.name, here)


def end_members_sessions(*, by: Member, member: Member, number: int | None = None) -> int:
    """Ends one session of a member, or all of them with their keys; how many were open."""
    with record("member.sessions_ended", by=by, undoable=False, member=member.pk) as verb:
        if by.pk != member.pk:
            _locked(by, by)
        ended = end_sessions(member, number=number)
        if number is None:
            ended += end_api_keys(member)
        verb.nothing_done = not ended
    return ended


def _locked(by: Member, member: Member) -> Member:
    """The member as they stand in the database. All members are locked, in one order, so that two
    owners don't make each other leave; a call or an import that is being committed, which names
    its member, waits for none of it. Raises NotDone for one who has left, NotAllowed when `by`
    owns the file no more: another owner has changed that while this was under way.
    """
    rows = Member.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("workspace")
    all_of_them = rows.filter(workspace_id=member.workspace_id, left_at=None).order_by("id")
    here = {one.pk: one for one in all_of_them}
    if by.pk not in here:
        raise NotAllowed(OWN)
    require(here[by.pk], OWN)
    if member.pk not in here:
        raise NotDone("gone")
    return here[member.pk]


def _require_another_owner(member: Member) -> None:
    owners = members_of(member.workspace).filter(role=Member.Role.OWNER)
    if member.role == Member.Role.OWNER and not owners.exclude(pk=member.pk).exists():
        raise NotDone("last_owner")


def _email(text: str) -> str:
    try:
        return read_email(text)
    except ValidationError:
        raise NotDone("email") from None


def _check_password(password: str, *own: str) -> None:
    try:
        check_new_password(password, *own)
    except ValidationError as weak:
        raise NotDone("password", list(weak.messages)) from None
