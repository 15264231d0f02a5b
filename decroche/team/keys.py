"""Keys by which programs ask the API in a member's name, in a shared workspace.

A key is a random text that is shown once. The database keeps its digest, what the member calls it,
and which scopes (roles.Scope) it has.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db.models import QuerySet

from decroche.database.prepared import PreparedQuery
from decroche.shared.clock import now
from decroche.team.models import ApiKey, Member
from decroche.team.signing import digest_of

_BEGINS = "dcr_"
"""How a key begins, by which it is told from the token of the data folder without asking the
database.
"""
_USED = timedelta(minutes=5)
"""How exactly it is known when a key was last used."""
_KEYS = PreparedQuery(
    lambda digest: ApiKey.objects.filter(digest=digest, ended_at=None).select_related(
        "member__workspace"
    )
)


def new_api_key(member: Member, name: str, scopes: list[str]) -> str:
    """Makes a key and returns it; only its digest is saved."""
    key = _BEGINS + secrets.token_urlsafe(32)
    ApiKey.objects.create(
        workspace_id=member.workspace_id,
        member=member,
        digest=digest_of(key),
        name=name[:60],
        scopes=" ".join(scopes),
    )
    return key


def api_key_for(given: str) -> ApiKey | None:
    """The open key that a program brings, with its member and workspace; None when there is none,
    when its member has left, or when the workspace is not shared.
    """
    if not given.startswith(_BEGINS) or len(given) > 200:
        return None
    found = _KEYS.first(digest_of(given))
    if found is None or found.member.left_at is not None or not found.member.workspace.shared:
        return None
    at = now()
    if found.used_at is None or found.used_at < at - _USED:
        ApiKey.objects.filter(pk=found.pk).update(used_at=at)
    return found


def api_keys_of(member: Member) -> QuerySet[ApiKey]:
    """Her open keys, the newest first."""
    rows = ApiKey.objects.filter(workspace_id=member.workspace_id, member=member, ended_at=None)
    return rows.order_by("-made_at", "-pk")


def end_api_keys(member: Member, *, number: int | None = None) -> int:
    """Ends one of her keys, or all of them; returns how many were open."""
    rows = api_keys_of(member)
    if number is not None:
        rows = rows.filter(pk=number)
    return rows.order_by().update(ended_at=now())
