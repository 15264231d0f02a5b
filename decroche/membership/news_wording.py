"""What happened to a member's account, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from decroche.shared.clock import PARIS
from decroche.team.models import AccountEvent, Member

Kind = AccountEvent.Kind


def event_in_words(event: AccountEvent) -> str:
    """“27/11/2026 14:02: …”."""
    name = event.name
    if event.kind == Kind.ROLE:
        name = str(Member.Role(name).label) if name in Member.Role.values else name
    words = {
        Kind.PASSWORD: _("Your password was changed."),
        Kind.LINK: _("A link was made by which another password can be chosen for you."),
        Kind.PASSKEY: _("A passkey was added: %(name)s."),
        Kind.NO_PASSKEY: _("A passkey was removed: %(name)s."),
        Kind.KEY: _("A key for a program was made: %(name)s."),
        Kind.ROLE: _("Your role is another one: %(name)s."),
        Kind.FIGURES: _(
            "The owners of this file see how you call, from tomorrow on; why stands beside your "
            "figures."
        ),
        Kind.NO_FIGURES: _("The owners of this file no longer see how you call."),
        Kind.SIGNED_IN: _("Somebody signed in as you from a browser not used before: %(name)s."),
    }[Kind(event.kind)]
    words = words % {"name": name or "?"}
    return f"{event.at.astimezone(PARIS):%d/%m/%Y %H:%M} · {words}"
