"""Named queries about the members of a shared workspace and the cards they hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from decroche.callqueue.claims import CLAIMS, lease_since
from decroche.callqueue.queries import ready_count
from decroche.calls.models import Call
from decroche.calls.queries import noted_last
from decroche.followups.queries import past_due_by_member
from decroche.journal.models import Entry
from decroche.prospects.queries import names_of
from decroche.shared.clock import now
from decroche.shared.counted import Counted
from decroche.team.models import Credential, Invitation, Member, Workspace
from decroche.team.pepper import is_of_another_folder
from decroche.team.queries import members_of
from decroche.team.signing import digest_of

_LATEST = 5
_JUST = timedelta(days=1)
"""How long a change of her role is told to her as new."""


@dataclass(frozen=True, slots=True)
class At:
    """A member and the card they hold: `company` is "" without one; `seen_at` says when their page
    was last open on it. `late`: promises of theirs whose hour has passed.
    """

    member: Member
    company_id: int
    company: str
    seen_at: datetime | None
    late: int


@dataclass(frozen=True, slots=True)
class Board:
    """Who is on which card, how many cards are free, how many promises are late in all."""

    members: list[At]
    free: Counted
    late: int
    latest: list[Call]
    """What was noted last, of all together."""


def board(workspace: Workspace, at: datetime) -> Board:
    """The team at this moment. No figure of it says how anybody calls."""
    since = lease_since(workspace, at)
    held = {row.member_id: row for row in CLAIMS(workspace.pk) if since is None or row.at >= since}
    names = names_of(workspace, [row.company_id for row in held.values()])
    late = past_due_by_member(workspace, at)
    rows = []
    for member in members_of(workspace):
        claim = held.get(member.pk)
        key = claim.company_id if claim else 0
        seen = claim.at if claim else None
        rows.append(At(member, key, names.get(key, ""), seen, late.get(member.pk, 0)))
    return Board(
        rows, ready_count(workspace, at), sum(late.values()), noted_last(workspace, _LATEST)
    )


def emails_of_members(workspace: Workspace) -> dict[int, str]:
    """{key of a member: the address they sign in with}."""
    rows = Credential.objects.filter(workspace=workspace)
    return dict(rows.values_list("member_id", "email"))


def with_password_from_elsewhere(workspace: Workspace) -> list[str]:
    """The members whose password was kept with the secret of another data folder: it opens nothing
    here.
    """
    rows = Credential.objects.filter(workspace=workspace).select_related("member")
    return [str(one.member) for one in rows if is_of_another_folder(one.password)]


def open_invitations(workspace: Workspace) -> list[Invitation]:
    """Those that somebody may still take up, with who made them."""
    rows = Invitation.objects.filter(workspace=workspace, closed_at=None, expires_at__gt=now())
    return list(rows.select_related("made_by", "member").order_by("made_at"))


def invitation_for(key: str) -> Invitation | None:
    """The open invitation of a key, with its workspace."""
    rows = Invitation.objects.filter(
        digest=digest_of(key),
        closed_at=None,
        expires_at__gt=now(),
        workspace__shared_at__isnull=False,
    )
    return rows.select_related("workspace", "made_by", "member").first()


def who_changed_role(member: Member, at: datetime) -> Member | None:
    """The colleague who gave her the role she has, within the last day; None when nobody did."""
    lines = Entry.objects.filter(
        workspace_id=member.workspace_id,
        company_id=None,
        verb="member.role_changed",
        at__gte=at - _JUST,
        particulars__member=member.pk,
    )
    last = lines.select_related("member").order_by("-id").first()
    if last is None or last.member_id == member.pk or last.particulars["role"] != member.role:
        return None
    return last.member
