"""A member shows again that it is they, before what is sensitive: whoever finds their browser open
does not export the whole file, make an owner or a key for a program.

The link of the start is not asked: who can make one can read the data folder.
"""

from __future__ import annotations

from django.db import transaction

from decroche.gateways.webauthn import NotSigned, Site
from decroche.shared.clock import now
from decroche.team.models import MemberSession
from decroche.team.passkeys import answered_passkey, needs_passkey
from decroche.team.rules import PROOF
from decroche.team.signing import count_own_try, forgive_own_tries, password_is_right


def is_proved(session: MemberSession) -> bool:
    """Whether they signed in, or showed again that it is they, within the last minutes."""
    at = now()
    return at - PROOF < session.proved_at <= at


def prove_by_password(session: MemberSession, password: str) -> bool:
    """Whether a password is the member's; if so, they are not asked again for some minutes. Of an
    owner with a passkey it proves nothing. It counts as a try: raises NotSignedIn when too many
    have failed.
    """
    right = password_is_right(session.member, password) and not needs_passkey(session.member)
    return right and _note(session)


def prove_by_passkey(session: MemberSession, site: Site, answer: str) -> bool:
    """The same for what a passkey of theirs has signed."""
    count_own_try(session.member)
    try:
        with transaction.atomic():
            shown = answered_passkey(session.member.workspace, site, answer)
    except NotSigned:
        return False
    if shown.member_id != session.member_id:
        return False
    forgive_own_tries(session.member)
    return _note(session)


def _note(session: MemberSession) -> bool:
    session.proved_at = now()
    session.save(update_fields=["proved_at"])
    return True
