"""What a copy does not hold, and has to be typed again on another computer."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from decroche.agenda.password import read_password
from decroche.agenda.preferences import Agenda
from decroche.correspondence.grant import read_grant
from decroche.correspondence.password import has_password
from decroche.correspondence.queries import mailbox_for
from decroche.correspondence.whose import whose
from decroche.storage import passphrase
from decroche.team.models import Member
from decroche.team.preferences import preferred


def to_type_again(member: Member) -> list[tuple[str, str]]:
    """(what is not on this computer, the page where it is typed), in the order in which she needs
    it: passwords stay in the vault of the computer they were typed on.
    """
    workspace, found = member.workspace, []
    mailbox = mailbox_for(member)
    if mailbox and not (has_password(whose(mailbox)) or read_grant(whose(mailbox))):
        found.append((_("the password of your mailbox"), reverse("mailbox")))
    agenda = preferred(workspace, Agenda)
    if agenda.address and not read_password(workspace.pk, agenda.address, agenda.user):
        found.append((_("the password of your calendar"), reverse("agenda")))
    if passphrase.seals(workspace) and not passphrase.kept_passphrase(workspace):
        found.append((_("the passphrase of your copies"), f"{reverse('copies')}#seal"))
    return found
