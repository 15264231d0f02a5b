"""What happened to a member's account that they have to know: another password, a passkey, a key
for a program, another role, a sign-in from a browser they had not used; and that the owners see
their figures, or no longer do.

It is told twice: by mail, where a mailbox is set up (telling.py); and in each browser of theirs but
the one it was done in, until they say there that they know. Whoever took an account over can't say
it for another browser, and one that signs in later is told the last thirty days.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from decroche.membership.telling import tell_by_mail
from decroche.shared.clock import now
from decroche.team.models import AccountEvent, Member, MemberSession
from decroche.team.signing import Signed, credential_of, digest_of

Kind = AccountEvent.Kind
OF_FIGURES = (Kind.FIGURES, Kind.NO_FIGURES)
"""What owners decided for all: nobody is asked whether it was they."""
_KEPT = timedelta(days=30)
_MOST = 20


def tell(
    member: Member,
    kind: AccountEvent.Kind,
    name: str = "",
    here: MemberSession | None = None,
    *,
    by_mail: bool = True,
) -> None:
    """Notes what happened to a member's account, in the session `here` if one of theirs, and tells
    them by mail once it is kept.
    """
    at = now()
    _events(member).filter(at__lt=at - _KEPT).delete()
    event = AccountEvent.objects.create(
        workspace_id=member.workspace_id,
        member=member,
        kind=kind,
        name=name[:60],
        at=at,
        session_id=here.pk if here else None,
    )
    if by_mail:
        transaction.on_commit(lambda: tell_by_mail(event))


def tell_of_sign_in(signed: Signed) -> None:
    """Tells a member that somebody signed in as them from a browser they had not used before."""
    session = MemberSession.objects.get(
        workspace_id=signed.member.workspace_id, digest=digest_of(signed.key)
    )
    tell(signed.member, Kind.SIGNED_IN, session.name, session)


def news_for(member: Member, here: MemberSession | None) -> list[AccountEvent]:
    """What happened elsewhere since this browser was told, the newest first."""
    kept = here or credential_of(member)
    events = _events(member).filter(
        Q(session_id=None) | ~Q(session_id=here.pk if here else 0),
        pk__gt=kept.told if kept else 0,
        at__gt=now() - _KEPT,
    )
    return list(events.order_by("-pk")[:_MOST])


def has_seen(member: Member, here: MemberSession | None) -> None:
    """Notes that they know, in this browser, what happened until now."""
    kept, last = here or credential_of(member), _events(member).order_by("pk").last()
    if kept is not None and last is not None:
        kept.told = last.pk
        kept.save(update_fields=["told"])


def forget_news(member: Member) -> None:
    """Deletes what was kept of a member who leaves."""
    _events(member).delete()


def _events(member: Member) -> QuerySet[AccountEvent]:
    return AccountEvent.objects.filter(workspace_id=member.workspace_id, member=member)
